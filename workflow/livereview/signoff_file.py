"""The file of the sign-offs: one line a block, sorted, so that it merges well in git."""

from __future__ import annotations

import csv
import fcntl
import io
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from livereview.config import MANUSCRIPT
from livereview.csvfile import Record, read_csv
from livereview.problems import Problem, ProblemsFound
from livereview.signoff import SignOff
from livereview.textfile import read_text
from livereview.wholefile import write_whole

SIGNOFF = f"{MANUSCRIPT}/signoff.csv"
COLUMNS: Sequence[str] = ("file", "heading", "ordinal", "words", "text", "evidence", "date", "by")

_RESTORE = "restore the file from git"
_CONFLICT = re.compile(r"<{7}( |$)|\|{7}( |$)|={7}\s*$|>{7}( |$)")
_DIGITS = r"[0-9a-f]+"
_FORMS = {
    "ordinal": (re.compile("[1-9][0-9]*"), "is no place among blocks (1, 2, …)"),
    "text": (re.compile(_DIGITS), "is no fingerprint of a text"),
    "evidence": (
        re.compile(rf"(?:[^\s:=]+:[^\s=]+(?:={_DIGITS})?(?: |$))*"),
        "is no list of rows with their fingerprints (table:id=…)",
    ),
    "date": (re.compile(r"\d{4}-\d{2}-\d{2}"), "is no day (2026-01-31)"),
}


def read_signoffs(root: Path) -> list[SignOff]:
    """Return what was signed off, the newest first.

    A merge may have left several of one block: the newest stand for it, all those of one day.

    Raises:
        ProblemsFound: the file is no table of sign-offs.
    """
    if not (root / SIGNOFF).exists():
        return []
    problems = list(_conflicts(read_text(root, SIGNOFF)))
    if not problems:
        file = read_csv(root, SIGNOFF, COLUMNS)
        form = [replace(problem, hint=_RESTORE) for problem in file.problems]
        problems = [*form, *_malformed(file.records)]
    if problems:
        raise ProblemsFound(problems)
    found = [_signoff(record) for record in file.records]
    newest: dict[tuple[object, ...], str] = {}
    for each in found:
        key = *each.place, each.text
        newest[key] = max(each.date, newest.get(key, ""))
    kept = [each for each in found if each.date == newest[*each.place, each.text]]
    return sorted(kept, key=lambda each: each.date, reverse=True)


def write_signoffs(root: Path, signoffs: Iterable[SignOff]) -> None:
    """Write the sign-offs, sorted; the file changes as a whole or not at all."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(sorted(map(_cells, signoffs)))
    write_whole(root / SIGNOFF, text.getvalue().encode())


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Let no other command sign off while this one does, so that neither loses the other's."""
    folder = os.open(root / MANUSCRIPT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _conflicts(text: str) -> Iterator[Problem]:
    hint = "keep the lines of both sides, and take out those that git has put between them"
    for number, line in enumerate(text.split("\n"), start=1):
        if _CONFLICT.match(line):
            message = "git has left a merge here that is not finished"
            yield Problem(SIGNOFF, number, "", "signoff", message, hint)


def _malformed(records: Iterable[Record]) -> Iterator[Problem]:
    hint = "take the line out, and sign the block off again: ./livereview accept"
    for record in records:
        for column, (form, message) in _FORMS.items():
            if not form.fullmatch(record.cells.get(column, "")):
                yield Problem(SIGNOFF, record.line, column, "signoff", message, hint)


def _signoff(record: Record) -> SignOff:
    cells = record.cells
    pairs = (item.partition("=") for item in cells["evidence"].split())
    return SignOff(
        file=cells["file"],
        heading=cells["heading"],
        ordinal=int(cells["ordinal"]),
        words=cells["words"],
        text=cells["text"],
        evidence={row: fingerprint for row, _, fingerprint in pairs},
        date=cells["date"],
        by=cells["by"],
        line=record.line,
    )


def _cells(signoff: SignOff) -> tuple[str, ...]:
    pairs = sorted(signoff.evidence.items())
    evidence = " ".join(f"{row}={digest}" if digest else row for row, digest in pairs)
    place = signoff.file, signoff.heading, str(signoff.ordinal)
    return *place, signoff.words, signoff.text, evidence, signoff.date, signoff.by
