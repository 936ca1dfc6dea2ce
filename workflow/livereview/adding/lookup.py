"""Find the works that an author names: by DOI, by PMID, or in a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from livereview.adding.bibfile import read_bib
from livereview.adding.crossref import csl_record, read_json
from livereview.adding.entry import Draft, draft_of
from livereview.adding.failures import LookupFailed
from livereview.adding.pubmed import pubmed_record
from livereview.adding.record import Record, decoded, doi_in
from livereview.adding.ris import read_ris
from livereview.adding.text import tidy
from livereview.adding.web import Web

_DOI = re.compile(
    r"(?:(?:https?://)?(?:(?:dx|www)\.)?doi\.org/)?(?:doi\b:?\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE
)
_PMID = re.compile(
    r"(?:pmid\b:?\s*"
    r"|(?:https?://)?(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed)/)?"
    r"([1-9]\d{0,8})/?(?:\?\S*)?",
    re.IGNORECASE,
)

_CSL_JSON = "application/vnd.citationstyles.csl+json"


@dataclass(frozen=True)
class Services:
    """Where the services are; see their documentation, named where their answers are read."""

    crossref: str = "https://api.crossref.org/works/"
    doi: str = "https://doi.org/"
    pubmed: str = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/efetch.fcgi"


SERVICES = Services()


def find_works(named: str, web: Web, services: Services) -> list[Draft]:
    """Return the works that a DOI, a PMID or the name of a file stands for.

    Raises:
        LookupFailed: there is none, or it can't be had.
        ProblemsFound: a file can't be read.
    """
    path = Path(named)
    if path.suffix.lower() in (".bib", ".ris") and not path.exists():
        raise LookupFailed(
            f"{named}: there is no such file", "name a .bib or .ris file that is there"
        )
    if path.suffix.lower() == ".bib":
        return read_bib(path)
    if path.suffix.lower() == ".ris":
        return [draft_of(record) for record in read_ris(path)]
    written = tidy(named)  # what is copied may carry signs that can't be seen
    if doi := _DOI.fullmatch(decoded(written)):
        return [draft_of(_by_doi(doi_in(doi[1]), web, services))]
    if pmid := _PMID.fullmatch(written):
        return [draft_of(_by_pmid(pmid[1], web, services))]
    hint = "write it as 10.1000/182, as PMID:12345678, or as the name of a .bib or .ris file"
    raise LookupFailed(f'"{named}" is neither a DOI nor a PMID nor a file of citations', hint)


def _by_doi(doi: str, web: Web, services: Services) -> Record:
    """Return what Crossref says of a work, or else the agency that its DOI is from."""
    service = urlsplit(services.crossref).netloc
    if content := web.get(services.crossref + quote(doi, safe=""), "application/json"):
        work = read_json(content, service).get("message")
        if not isinstance(work, dict):
            raise LookupFailed(f"{service} answers with JSON that is no record")
        return csl_record(work, doi)
    if content := web.get(services.doi + quote(doi, safe="/"), _CSL_JSON):
        return csl_record(read_json(content, urlsplit(services.doi).netloc), doi)
    raise LookupFailed(f"no work has the DOI {doi}", "compare it with the one on the work itself")


def _by_pmid(pmid: str, web: Web, services: Services) -> Record:
    parameters = {"db": "pubmed", "id": pmid, "retmode": "xml", "tool": "livereview"}
    if web.contact:
        parameters["email"] = web.contact
    content = web.get(services.pubmed, "application/xml", parameters)
    record = pubmed_record(content, pmid) if content else None
    if record is None:
        raise LookupFailed(f"no work has the PMID {pmid}", "compare it with PubMed's page")
    return record
