"""Entries of a .bib file, brought into the style of the library.

What they say stays as its TeX; keys, the order of fields and the names of fields change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from bibtexparser import model
from bibtexparser.middlewares.names import split_multiple_persons_names
from pylatexenc.latex2text import LatexNodes2Text

from livereview.adding.entry import FIELDS, Draft, title
from livereview.adding.failures import LookupFailed
from livereview.adding.names import whole_name
from livereview.adding.record import doi_in, doi_of_address, page_range
from livereview.adding.text import HAN, langid, raised, tidy, untagged
from livereview.check_library import TYPES, library_problems
from livereview.library import parse_bibtex
from livereview.problems import ProblemsFound
from livereview.textfile import BYTE_ORDER_MARK, read_text

# Other names of fields of the library.
_SAME = {
    "address": "location",
    "archiveprefix": "eprinttype",
    "journaltitle": "journal",
    "language": "langid",
    "school": "institution",
}

# Fields of reference managers that nobody misses in the library.
_UNTOLD = re.findall(
    r"[\w-]+",
    "abstract copyright file groups issn keywords month owner shorttitle timestamp urlyear",
)

_PEOPLE = ("author", "editor", "translator")

# Fields of identifiers, numbers and words of the library, in which braces and TeX mean nothing.
_BARE = set(
    re.findall(
        r"\w+",
        "date doi eprint eprinttype isbn langid number pages pmcid pmid url urldate volume year",
    )
)

# How Crossref's own BibTeX says that there was an &amp; in a record.
_AMPERSAND = re.compile(r"(?:\{\\&\}|\\&)(?=#?\w+;)")
# A formula, and not the dollars of a price: a letter alone, or a command, or a raised letter.
_FORMULA = re.compile(r"(?<!\\)\$([^$\w]*[A-Za-z]|[^$]*[\\_^][^$]*)\$")

_ACCENT = r"\\(?:[\"'`^~=.]|[uvHcdbkr](?![A-Za-z]))"
_LETTER = r"\\(?:ss|o|O|l|L|ae|AE|oe|OE|aa|AA|i|j)(?![A-Za-z])"
_ACCENTED = re.compile(
    rf"\{{\s*{_ACCENT}\s*(?:\{{\\?[A-Za-z]\}}|\\?[A-Za-z])\s*\}}"
    rf"|{_ACCENT}\s*(?:\{{\\?[A-Za-z]\}}|\\?[A-Za-z])"
    rf"|\{{\s*{_LETTER}\s*\}}|{_LETTER}(?:\{{\}}|\s+)?"
)


def read_bib(path: Path) -> list[Draft]:
    """Return the works of a .bib file.

    Raises:
        ProblemsFound: the file is missing, is no UTF-8 text, or an entry is broken.
        LookupFailed: it holds no work.
    """
    parsed = parse_bibtex(read_text(Path(), str(path)).removeprefix(BYTE_ORDER_MARK))
    if parsed.failed_blocks:
        broken = [each for each in library_problems(parsed) if each.field or each.line]
        raise ProblemsFound(replace(problem, path=str(path)) for problem in broken)
    if loose := [each for entry in parsed.entries for each in _loose(entry)]:
        hint = "write its text out, in { }"
        raise LookupFailed(f"{path}: no @string of the file says what this is: {loose[0]}", hint)
    if not parsed.entries:
        raise LookupFailed(f"{path} holds no work", "a work in BibTeX begins with @article{name,")
    return [_draft(entry) for entry in parsed.entries]


def _loose(entry: model.Entry) -> Iterator[str]:
    """Yield the values that are no text: a name that nothing is known of, or several with a #."""
    enclosing = entry.parser_metadata["removed_enclosing"]
    for each in entry.fields:
        text = str(each.value)
        bare = enclosing.get(each.key) == "no-enclosing" and not text.isdecimal()
        if bare and _name(each) in FIELDS:
            yield f"{each.key} = {text}"


def _name(field: model.Field) -> str:
    """Return the library's name of a field."""
    return _SAME.get(field.key.lower(), field.key.lower())


def _draft(entry: model.Entry) -> Draft:
    kind = entry.entry_type.lower()
    given = {_name(each): str(each.value) for each in entry.fields}
    fields = {name: _text(name, value) for name, value in given.items() if name in FIELDS}
    fields |= {
        name: _in_parts(fields[name]) for name in _PEOPLE if HAN.search(fields.get(name, ""))
    }
    fields |= _identifiers(fields)
    if fields["doi"] or fields["pmid"]:
        fields |= {"url": "", "urldate": ""}
    fields |= _published(kind, fields)
    fields["langid"] = langid(fields.get("langid", ""), fields.get("title", ""))
    fields["title"] = _title(fields.get("title", ""), fields["langid"])
    fields["pages"] = page_range(fields.get("pages", ""))
    written = {name: fields[name] for name in FIELDS if fields.get(name)}
    return Draft(kind if kind in TYPES else "misc", written, tuple(_left_out(given)))


def _text(name: str, tex: str) -> str:
    """Return TeX on one line, with letters for accents and signs, and with signs that print."""
    if name in _BARE:
        return _signs(re.sub(r"\A\{([^{}]*)\}\Z", r"\1", tidy(tex)))
    told = _FORMULA.sub(_letters, _ACCENTED.sub(_letter, untagged(_AMPERSAND.sub("&", tidy(tex)))))
    return _signs(told)


def _signs(tex: str) -> str:
    return re.sub(r"(?<!\\)([%#&$])", r"\\\1", tex)


def _letters(formula: re.Match[str]) -> str:
    """Return what a short formula says in letters: α, H2O, CD4+."""
    tex = re.sub(r"(?<=\d)\^\{?([-+]?\d+)\}?", lambda power: raised(power[1]), formula[1])
    return tidy(LatexNodes2Text().latex_to_text(re.sub("[_^]", "", tex)))


def _letter(accented: re.Match[str]) -> str:
    """Return the letter that an accent and a letter make."""
    return tidy(LatexNodes2Text().latex_to_text(accented[0]))


def _in_parts(names: str) -> str:
    """Return names, those of Chinese people as family and given name: 肖凡妮 as 肖, 凡妮."""
    parts = ((each, whole_name(each)) for each in split_multiple_persons_names(names))
    return " and ".join(
        f"{name.family}, {name.given}" if name.given else tex for tex, name in parts
    )


def _identifiers(fields: Mapping[str, str]) -> dict[str, str]:
    """Return DOI, number in PubMed and address, as the library writes them."""
    address = re.sub(r"\\([%#&$_])", r"\1", fields.get("url", ""))
    doi = doi_in(re.sub(r"\\(.)", r"\1", fields.get("doi", ""))) or doi_of_address(address)
    pmid = fields.get("pmid", "")
    if fields.get("eprinttype", "").lower() == "pubmed":
        pmid = pmid or fields.get("eprint", "")
    return {"doi": doi, "pmid": pmid, "url": address}


def _published(kind: str, fields: Mapping[str, str]) -> dict[str, str]:
    """Return when a work appeared: an article by its year, all else by its date."""
    year, date = fields.get("year", ""), fields.get("date", "")
    if kind == "article":
        return {"year": year or date[:4], "date": ""}
    return {"year": "", "date": date or year}


def _title(tex: str, language: str) -> str:
    """Return a title with the braces that it has, or else with those of the house."""
    inner = tex[1:-1] if re.fullmatch(r"\{[^{}]*\}", tex) else tex
    signs = re.sub(r"\\([%#&$_])", r"\1", inner)
    return inner if re.search(r"[\\{}]", signs) else title(signs, language)


def _left_out(given: Mapping[str, str]) -> Iterator[str]:
    names = sorted(given.keys() - {*FIELDS, *_UNTOLD})
    if names:
        yield f"left out of the entry: {', '.join(names)}"
