"""Check the works of the library: who, what and when, their identifiers, and none of them twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from livereview.config import LIBRARY, MANUSCRIPT
from livereview.dates import lies_ahead
from livereview.evidence import Evidence
from livereview.library import Entry
from livereview.problems import Problem

_NAMES = ("author", "editor", "translator")
# An entry takes from these what it doesn't say itself.
_INHERITED = ("crossref", "xdata")
_ADDRESS = re.compile(r"https?://\S+")

# What an identifier looks like, and how to write it.
_IDENTIFIERS = {
    "doi": (re.compile(r"10\.\d{4,9}/\S+"), "write it bare, as in 10.1000/182"),
    "pmid": (re.compile(r"[1-9]\d{0,8}"), "digits alone, as in 31375130"),
    "pmcid": (re.compile(r"PMC\d{1,9}"), "as in PMC1234567"),
    "url": (_ADDRESS, "an address begins with http:// or https://"),
}

_TEX = re.compile(r"\\[A-Za-z]+|\\.")
_CITED = re.compile(r"@\{?([\w:.#$%&+?<>~/-]*\w)")


def check_works(entries: Mapping[str, Entry], today: date) -> Iterator[Problem]:
    """Yield what is wrong with the works of a library in which no entry is broken."""
    for entry in entries.values():
        yield from _missing_fields(entry)
        yield from _malformed_identifiers(entry)
        yield from _future_dates(entry, today)
    yield from _same_identifiers(entries.values())
    yield from _same_titles(entries.values())


def _problem(entry: Entry, field: str, code: str, message: str, hint: str) -> Problem:
    return Problem(LIBRARY, entry.lines.get(field, entry.line), entry.key, code, message, hint)


def _warning(entry: Entry, field: str, code: str, message: str, hint: str) -> Problem:
    return replace(_problem(entry, field, code, message, hint), severity="warning")


def _missing_fields(entry: Entry) -> Iterator[Problem]:
    fields = entry.fields
    if any(name in fields for name in _INHERITED):
        return
    if not fields.get("title"):
        yield _problem(entry, "", "missing-title", "the work has no title", "add title = {…}")
    if not any(fields.get(name) for name in _NAMES):
        hint = "add author = {…}; an organisation stands in braces of its own: {{World Bank}}"
        yield _warning(entry, "", "missing-author", "the work has no author", hint)
    if not fields.get("year") and not fields.get("date"):
        hint = "add year = {…} or date = {…}"
        if seen := fields.get("urldate"):
            message = f"the work has no year, only the day on which it was seen ({seen})"
            yield _warning(entry, "", "missing-year", message, f"{hint}, if the work shows it")
        else:
            yield _problem(entry, "", "missing-year", "the work has no year", hint)


def _malformed_identifiers(entry: Entry) -> Iterator[Problem]:
    for name, (form, hint) in _IDENTIFIERS.items():
        written = entry.fields.get(name)
        if written is not None and not form.fullmatch(written):
            message = f'{name}: "{written}" is no {name.upper()}'
            yield _problem(entry, name, "malformed-identifier", message, hint)


def _future_dates(entry: Entry, today: date) -> Iterator[Problem]:
    """Yield days that are still to come; an issue may be dated ahead of the day it appears."""
    for name, tell in (("urldate", _problem), ("date", _warning), ("year", _warning)):
        written = entry.fields.get(name, "")
        if lies_ahead(written.partition("/")[0], today):
            message = f"{name}: {written} lies in the future: today is {today}"
            hint = "correct the date, or the clock of this computer"
            yield tell(entry, name, "future-date", message, hint)


def _same_identifiers(entries: Iterable[Entry]) -> Iterator[Problem]:
    """Yield the works that are the same as an earlier one, by an identifier of theirs."""
    first: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        for name in ("doi", "pmid"):
            if not (written := entry.fields.get(name, "").lower()):
                continue
            other = first.setdefault((name, written), entry)
            if other is not entry:
                message = f"has the {name.upper()} of {other.key} at line {other.line}"
                hint = f"keep one entry, or correct the {name.upper()}"
                yield _problem(entry, name, "duplicate-work", message, hint)
                break


def _same_titles(entries: Iterable[Entry]) -> Iterator[Problem]:
    """Yield the works that may be the same as an earlier one, by their titles."""
    first: dict[str, Entry] = {}
    for entry in entries:
        title = bare_title(entry.fields.get("title", ""))
        other = first.setdefault(title, entry) if title else entry
        if other is not entry and not told_apart(entry, other):
            message = f"has the title of {other.key} at line {other.line}"
            hint = "keep one entry; if they are two works, give both their DOI"
            yield _warning(entry, "title", "same-title", message, hint)


def bare_title(title: str) -> str:
    """Return a title without what two hands would write in two ways: case, signs, braces."""
    return "".join(re.findall(r"\w", _TEX.sub("", title).casefold()))


def told_apart(entry: Entry, other: Entry) -> bool:
    """Return whether both works have an identifier of the same kind, which tells of its own."""
    return any(entry.fields.get(name) and other.fields.get(name) for name in ("doi", "pmid"))


def check_uncited(
    root: Path, entries: Mapping[str, Entry], evidence: Evidence
) -> Iterator[Problem]:
    """Yield the works that no row and no text cites."""
    cited = {key for table in evidence.values() for row in table.rows for key in row.citekeys}
    cited |= _keys_in_text(root)
    for entry in entries.values():
        if entry.key not in cited:
            message = "no row and no text cites this work"
            hint = "cite it, or take the entry out"
            yield _warning(entry, "", "uncited", message, hint)


def _keys_in_text(root: Path) -> set[str]:
    """Return what stands behind an @ in the manuscript, whole keys among it."""
    files = [*(root / MANUSCRIPT).glob("*/*.md"), *(root / MANUSCRIPT).glob("*.yaml")]
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in files]
    return {key for text in texts for key in keys_in(text)}


def keys_in(text: str) -> set[str]:
    """Return what stands behind an @ in a text of the manuscript."""
    return set(_CITED.findall(text))
