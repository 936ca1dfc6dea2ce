"""Records in a RIS file, as catalogues, publishers and reference managers save them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import rispy

from livereview.adding.failures import LookupFailed
from livereview.adding.names import Name, written_name
from livereview.adding.record import Record, doi_in, doi_of_address, page_range, written_date
from livereview.adding.text import langid, plain_text
from livereview.textfile import BYTE_ORDER_MARK, read_text

_KINDS = {
    "BLOG": "online",
    "BOOK": "book",
    "CHAP": "incollection",
    "CONF": "inproceedings",
    "CPAPER": "inproceedings",
    "DATA": "dataset",
    "EBOOK": "book",
    "ECHAP": "incollection",
    "EDBOOK": "collection",
    "EJOUR": "article",
    "ELEC": "online",
    "GOVDOC": "report",
    "INPR": "article",
    "JFULL": "article",
    "JOUR": "article",
    "MGZN": "article",
    "NEWS": "article",
    "RPRT": "report",
    "STAND": "standard",
    "THES": "thesis",
    "WEB": "online",
}

# Programs write the same thing into different fields; the first that is filled counts.
_TITLE = ("title", "primary_title", "short_title")
_CONTAINER = (
    *("alternate_title3", "secondary_title", "journal_name"),
    *("alternate_title2", "alternate_title1"),
)
_DATE = ("year", "publication_year", "date")
_ADDRESS = re.compile(r"https?://\S+")


def read_ris(path: Path) -> list[Record]:
    """Return the works of a RIS file.

    Raises:
        ProblemsFound: the file is missing, or is no UTF-8 text.
        LookupFailed: it holds no work, or one that is cut off or has no title.
    """
    text = _regular(read_text(Path(), str(path)).removeprefix(BYTE_ORDER_MARK))
    begun = len(re.findall(r"^TY  -", text, re.MULTILINE))
    try:
        works = rispy.loads(text)
    except KeyError:  # it would add the text to a field that the work does not have
        hint = "each line of a work begins with a tag, as in TI  - and its title"
        raise LookupFailed(f"{path}: behind a line TY stands text without a tag", hint) from None
    if not begun:
        raise LookupFailed(f"{path} holds no work", "a work in RIS begins with a line TY  - JOUR")
    if len(works) < begun:
        hint = "each work ends with a line ER  -; save the file anew where it comes from"
        raise LookupFailed(f"{path} is cut off: a work in it has no end", hint)
    return [_record(work, path) for work in works]


def _regular(text: str) -> str:
    """Return a text with the lines and the blanks of the format, which not all keep to."""
    text = re.sub(r"[\r\n]\s*", "\n", text)
    return re.sub(r"^([A-Z][A-Z0-9]) {1,2}-[ \t]?", r"\1  - ", text, flags=re.MULTILINE)


def _record(work: dict[str, Any], path: Path) -> Record:
    title = _first(work, *_TITLE)
    if not title:
        raise LookupFailed(f"{path}: a work has no title", "give it a line TI  - and its title")
    address = _url(work)
    return Record(
        kind=_KINDS.get(work["type_of_reference"].strip().upper(), "misc"),
        title=title,
        translation=_first(work, "translated_title"),
        authors=tuple(_names(work, "authors", "first_authors")),
        editors=tuple(_names(work, "secondary_authors")),
        container=_first(work, *_CONTAINER),
        publisher=_first(work, "publisher"),
        date=_date(_first(work, *_DATE)),
        volume=_first(work, "volume"),
        number=_first(work, "number"),
        pages=_pages(work),
        doi=doi_in(_first(work, "doi")) or doi_of_address(address),
        pmid=_pmid(work),
        url=address,
        seen=_date(_first(work, "access_date")),
        language=langid(_first(work, "language"), title),
    )


def _first(work: dict[str, Any], *fields: str) -> str:
    """Return the text of the first field that has one."""
    texts = (plain_text(work[name]) for name in fields if isinstance(work.get(name), str))
    return next(filter(None, texts), "")


def _names(work: dict[str, Any], *fields: str) -> Iterator[Name]:
    written: list[str] = next((work[name] for name in fields if work.get(name)), [])
    # Chinese catalogues write all names into one field.
    for name in (part for names in written for part in re.split("[;；]", plain_text(names))):
        if name.strip():
            yield written_name(name)


def _date(written: str) -> str:
    """Return a date that is written with slashes or hyphens, 2020/03/05/, or the year in it."""
    year = re.search(r"(?<!\d)\d{4}(?!\d)", written)
    return written_date(*re.split(r"[/-]", written)[:3]) or (year[0] if year else "")


def _pages(work: dict[str, Any]) -> str:
    first, last = _first(work, "start_page"), _first(work, "end_page")
    return page_range(f"{first}-{last}" if last else first)


def _pmid(work: dict[str, Any]) -> str:
    """Return the number in PubMed; the field for it has other catalogues' numbers too."""
    number = _first(work, "accession_number")
    catalogue = _first(work, "name_of_database", "database_provider").lower()
    known = any(name in catalogue for name in ("pubmed", "medline", "nlm"))
    return number if known and re.fullmatch(r"[1-9]\d{0,8}", number) else ""


def _url(work: dict[str, Any]) -> str:
    for address in work.get("urls", []):
        if found := _ADDRESS.match(address):
            return found[0]
    return ""
