"""The notices of `references/retractions.csv`: which works were retracted, doubted or corrected.

The file is kept by hand, or is the public data set of Retraction Watch as it comes: tens of
thousands of rows, of which those count that are about works of the library.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from livereview.config import RETRACTIONS
from livereview.csvfile import Choice, CsvFile, Record, read_csv, read_records
from livereview.dates import is_date, lies_ahead
from livereview.library import Entry
from livereview.problems import Problem, nearest

RETRACTION, CONCERN = "retraction", "expression of concern"
CORRECTION, REINSTATEMENT = "correction", "reinstatement"
NATURES = (RETRACTION, CONCERN, CORRECTION, REINSTATEMENT)

# The columns of a file kept by hand, and those that it may have besides.
_NEEDED, _OPTIONAL = ("doi", "date", "reason", "notice"), ("nature", "pmid")
# What the public data set calls them.
_PUBLIC = {
    "doi": "OriginalPaperDOI",
    "pmid": "OriginalPaperPubMedID",
    "date": "RetractionDate",
    "reason": "Reason",
    "notice": "RetractionDOI",
    "nature": "RetractionNature",
}

_DOI = re.compile(r"10\.\d{4,9}/\S+")
_BEFORE_DOI = re.compile(r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*)")
_PMID = re.compile(r"[1-9]\d{0,8}")
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: .*)?")


@dataclass(frozen=True)
class Notice:
    """What was made known of a work: what it is, when and why, and the address that says so."""

    nature: str
    date: str
    reason: str
    address: str


Notices = Mapping[str, list[Notice]]


def read_notices(
    root: Path, entries: Iterable[Entry], today: date
) -> tuple[Notices, list[Problem]]:
    """Return the notices about works of a library, by key, and what is wrong with the file.

    Without the file there are none.

    Args:
        root: the review's folder.
        entries: the works.
        today: the day after which nothing can have been dated yet.
    """
    if not (root / RETRACTIONS).exists():
        return {}, []
    known: dict[str, list[str]] = {}
    for entry in entries:
        for identifier in _identifiers(entry):
            known.setdefault(identifier, []).append(entry.key)
    file, columns = _read(root, known)
    notices: dict[str, list[Notice]] = {}
    for record in file.records:
        cells = {name: record.cells.get(column, "").strip() for name, column in columns.items()}
        found = list(_faults(record, cells, columns, today)) if record.whole else []
        file.problems += found
        if not found and record.whole:
            about = {*known.get(bare_doi(cells["doi"]), ()), *known.get(cells["pmid"], ())}
            for key in sorted(about):
                notices.setdefault(key, []).append(_notice(cells))
    return notices, file.problems


def standing(notices: Iterable[Notice]) -> Notice | None:
    """Return the gravest of a work's notices that holds; a reinstatement lifts a retraction."""
    newest = {notice.nature: notice for notice in sorted(notices, key=lambda each: each.date)}
    lifted = newest.get(REINSTATEMENT)
    if lifted and RETRACTION in newest and newest[RETRACTION].date < lifted.date:
        del newest[RETRACTION]
    return newest.get(RETRACTION) or newest.get(CONCERN) or newest.get(CORRECTION)


def bare_doi(written: str) -> str:
    """Return a DOI in lower case, without the address of the service that resolves it."""
    text = written.strip().lower()
    return text if text.startswith("10.") else _BEFORE_DOI.sub("", text, count=1)


def _identifiers(entry: Entry) -> set[str]:
    """Return DOI and PMID of a work; the DOI may be given as its address."""
    fields = entry.fields
    dois = {bare_doi(fields.get(name, "")) for name in ("doi", "url")}
    return {each for each in dois if _DOI.fullmatch(each)} | ({fields.get("pmid", "")} - {""})


def _read(root: Path, known: Mapping[str, object]) -> tuple[CsvFile, Mapping[str, str]]:
    """Return the records of the file, and which of its columns says what."""
    header = _first_line(root / RETRACTIONS)
    if _PUBLIC["doi"] in header:
        # It is not ours to mend: names that are no UTF-8 have come with it.
        text = (root / RETRACTIONS).read_bytes().decode("utf-8-sig", errors="replace")
        file = read_records(CsvFile(RETRACTIONS), text, list(_PUBLIC.values()), _about(known))
        return file, _PUBLIC
    columns = [*_NEEDED, *(name for name in _OPTIONAL if name in header.split(","))]
    names = {name: name for name in (*_NEEDED, *_OPTIONAL)}
    return read_csv(root, RETRACTIONS, columns, described=""), names


def _first_line(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.readline(10_000).decode("utf-8-sig", errors="replace").strip()
    except OSError:
        return ""  # told where the file is read


def _about(known: Mapping[str, object]) -> Choice:
    """Return what chooses the rows of the public set that are about known works."""

    def choose(header: list[str]) -> Callable[[list[str]], bool]:
        doi, pmid = header.index(_PUBLIC["doi"]), header.index(_PUBLIC["pmid"])
        return lambda cells: bare_doi(cells[doi]) in known or cells[pmid].strip() in known

    return choose


def _faults(
    record: Record, cells: Mapping[str, str], columns: Mapping[str, str], today: date
) -> Iterator[Problem]:
    """Yield what is wrong with the cells of a notice."""

    def problem(name: str, code: str, message: str, hint: str) -> Problem:
        return Problem(RETRACTIONS, record.line, columns[name], code, message, hint)

    public = columns is _PUBLIC
    if not public and not cells["doi"] and not cells["pmid"]:
        yield problem("doi", "required", "the cell is empty, and must not be", "name the work")
    for name, form in (("doi", _DOI), ("pmid", _PMID)):
        written = bare_doi(cells[name])
        if not public and written and not form.fullmatch(written):
            message = f'"{cells[name]}" is no {name.upper()}'
            hint = "as in 10.1000/182" if name == "doi" else "digits alone, as in 31375130"
            yield problem(name, "malformed-identifier", message, hint)
    day = _day(cells["date"], public=public)
    if not day:
        hint = "write year-month-day, as in 2026-01-31; or year-month; or the year alone"
        hint = "the public set writes month/day/year, as in 1/31/2026" if public else hint
        yield problem("date", "type", f'"{cells["date"]}" is no date', hint)
    elif lies_ahead(day, today):
        message = f"{day} lies in the future: today is {today}"
        yield problem("date", "future-date", message, "correct the date")
    nature = cells["nature"].lower()
    if (nature or public) and nature not in NATURES:
        message = f'"{cells["nature"]}" is not in the vocabulary of this column'
        hint = nearest(nature, NATURES) or f"one of: {', '.join(NATURES)}"
        yield problem("nature", "vocabulary", message, hint)


def _notice(cells: Mapping[str, str]) -> Notice:
    reasons = (part.strip(" +") for part in cells["reason"].split(";"))
    address = bare_doi(cells["notice"])
    return Notice(
        nature=cells["nature"].lower() or RETRACTION,
        date=_day(cells["date"], public=True),
        reason="; ".join(filter(None, reasons)),
        address=f"https://doi.org/{address}" if _DOI.fullmatch(address) else cells["notice"],
    )


def _day(written: str, *, public: bool) -> str:
    """Return a date as year-month-day or a part of it; an empty text if it is none."""
    if public and (found := _AMERICAN.fullmatch(written)):
        month, day, year = found.groups()
        written = f"{year}-{int(month):02}-{int(day):02}"
    return written if is_date(written) else ""
