"""Put an entry into the library: at its place, sound, and with all else as it was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from livereview.adding.entry import Draft, laid_out, plain
from livereview.adding.failures import LookupFailed
from livereview.adding.keys import key_of_work
from livereview.adding.works import like_titled, same_work, with_journal_of
from livereview.check_library import KEY
from livereview.check_works import check_works, told_apart
from livereview.config import LIBRARY
from livereview.library import Entry, library_of
from livereview.problems import Problem, errors
from livereview.textfile import BYTE_ORDER_MARK
from livereview.wholefile import write_whole

# How publishers begin the title of a work that was taken back: WITHDRAWN: …, [Retracted] …
_TAKEN_BACK = re.compile(r"\W*(?:retracted|withdrawn)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Addition:
    """A work that may be added.

    Attributes:
        key: its key.
        entry: its entry as it would stand in the library.
        text: the whole library with it.
        remarks: what the author should know before.
        alike: entries that are probably the same work, as nothing but the title tells of.
    """

    key: str
    entry: str
    text: str
    remarks: tuple[str, ...] = ()
    alike: tuple[Entry, ...] = ()


def addition(draft: Draft, text: str, key: str, today: date) -> Addition:
    """Return what adding a work to a library would make of it.

    Args:
        draft: the work.
        text: the library.
        key: the key that the author wants, or an empty text.
        today: this day.

    Raises:
        LookupFailed: the work is there already, the key is not free, or the entry is not sound.
    """
    entries = library_of(text).entries
    if same := same_work(draft, entries):
        hint = f"cite it as [@{same.key}]"
        raise LookupFailed(f"{LIBRARY}:{same.line}: {same.key} is this work already", hint)
    key = _free(key, entries) if key else key_of_work(draft.fields, entries)
    draft = with_journal_of(draft, entries)
    entry = laid_out(key, draft)
    added = placed(text, key, entry)
    told = _told(added, key, entries, today)
    alike = like_titled(draft, entries)
    remarks = tuple(_remarks(draft, told, alike))
    new = Entry(key, 0, draft.fields)
    unsure = tuple(other for other in alike if not told_apart(new, other))
    return Addition(key, entry, added, remarks, unsure)


def _remarks(draft: Draft, told: Iterable[Problem], alike: Iterable[Entry]) -> Iterator[str]:
    yield from draft.remarks
    if _TAKEN_BACK.match(plain(draft.fields["title"])):
        yield "ITS TITLE SAYS THAT IT WAS RETRACTED"
    for other in alike:
        yield f"has a title like that of {other.key} at line {other.line}"
    for problem in told:
        yield problem.message
    if not draft.fields.get("langid"):
        yield "its language is not known: write it as langid = {…}"


def _free(key: str, entries: Mapping[str, Entry]) -> str:
    if not KEY.fullmatch(key):
        raise LookupFailed(f'"{key}" is no key', "letters and digits, and - : _ between them")
    for other in entries.values():
        if other.key.lower() == key.lower():
            message = f"{LIBRARY}:{other.line}: the key {other.key} is another work's"
            raise LookupFailed(message, "name another one, or leave --key out")
    return key


def _told(text: str, key: str, before: Mapping[str, Entry], today: date) -> list[Problem]:
    """Return what a check would say of the new entry that is but a warning.

    Raises:
        LookupFailed: it would say that it is wrong.
    """
    library = library_of(text)
    entry = library.entries.get(key)
    if entry is None or library.entries.keys() != {*before, key}:
        raise LookupFailed(f"{key}: what its record says can't be written as BibTeX")
    told = [problem for problem in library.problems if problem.field == key]
    told += check_works({key: entry}, today)
    if wrong := errors(told):
        faults = "; ".join(problem.message for problem in wrong)
        hint = "save its citation as .bib, put that right in it, and add the file"
        raise LookupFailed(f"{key} can't be added as its record has it: {faults}", hint)
    return told


def placed(text: str, key: str, entry: str) -> str:
    """Return a library with one more entry, before the first whose key is greater.

    Where the library isn't sorted, or that one begins within a line, it stands at the end. Nothing
    else changes.
    """
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    lines = text.removeprefix(mark).split("\n")
    newline = "\r\n" if "\r\n" in text else "\n"
    entry = entry.replace("\n", newline)
    line = _line_behind(key, library_of(text).entries.values())
    if line is None or not lines[line - 1].lstrip().startswith("@"):
        return text + _gap(text, newline) + entry
    start = _above_comments(lines, line - 1)
    before = mark + "".join(f"{each}\n" for each in lines[:start])
    return before + _gap(before, newline) + entry + newline + "\n".join(lines[start:])


def _line_behind(key: str, entries: Iterable[Entry]) -> int | None:
    """Return the line of the first entry that comes after a key; None at the end."""
    keys = [entry.key.casefold() for entry in entries]
    if keys != sorted(keys):
        return None
    behind = (entry.line for entry in entries if entry.key.casefold() > key.casefold())
    return next(behind, None)


def _above_comments(lines: list[str], start: int) -> int:
    """Return the line above the comments that stand on an entry, but not above the file's own."""
    above = start
    while above and lines[above - 1].startswith("%"):
        above -= 1
    return above or start


def _gap(before: str, newline: str) -> str:
    """Return what is missing of a blank line behind a text."""
    if not before.removeprefix(BYTE_ORDER_MARK) or before.endswith(newline * 2):
        return ""
    return newline if before.endswith("\n") else newline * 2


def write_library(path: Path, before: str, after: str) -> None:
    """Write a library in one step, so that no reader ever finds half of it.

    Raises:
        LookupFailed: the file is no longer what it was before, or can't be written.
    """
    try:
        if path.read_bytes() != before.encode():
            message = f"{LIBRARY} was changed meanwhile; nothing was added"
            raise LookupFailed(message, "run the command again")
        write_whole(path, after.encode())
    except OSError as error:
        message = f"{LIBRARY} can't be written: {error.strerror}"
        raise LookupFailed(message, "nothing was added; look who may write there") from None
