"""The file of the sign-offs: one line a block, sorted, so that it merges well in git."""

from __future__ import annotations

import csv
import fcntl
import io
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from livereview.config import MANUSCRIPT
from livereview.csvfile import Record, read_csv
from livereview.problems import Problem, ProblemsFound
from livereview.signoff import SignOff

SIGNOFF = f"{MANUSCRIPT}/signoff.csv"
COLUMNS = ("file", "heading", "ordinal", "words", "text", "evidence", "date", "by")


def read_signoffs(root: Path) -> list[SignOff]:
    """Return what was signed off, the newest first; of two of the same block the newer one.

    Raises:
        ProblemsFound: the file is no table of sign-offs.
    """
    if not (root / SIGNOFF).exists():
        return []
    file = read_csv(root, SIGNOFF, COLUMNS)
    problems = [*file.problems, *_malformed(file.records)]
    if problems:
        raise ProblemsFound(problems)
    newest = sorted(map(_signoff, file.records), key=lambda each: each.date)
    return list({(*each.place, each.text): each for each in newest}.values())[::-1]


def write_signoffs(root: Path, signoffs: Iterable[SignOff]) -> None:
    """Write the sign-offs, sorted; the file changes as a whole or not at all."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(sorted(map(_cells, signoffs)))
    target = root / SIGNOFF
    incoming = target.with_name(f".{target.name}")
    incoming.write_text(text.getvalue(), encoding="utf-8", newline="")
    incoming.replace(target)


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Let no other command sign off while this one does, so that neither loses the other's."""
    folder = os.open(root / MANUSCRIPT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _malformed(records: Iterable[Record]) -> Iterator[Problem]:
    hint = "take the line out, and sign the block off again: livereview accept"
    for record in records:
        if not record.cells.get("ordinal", "").isdecimal():
            message = "is no place among blocks (1, 2, …)"
            yield Problem(SIGNOFF, record.line, "ordinal", "signoff", message, hint)


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
    )


def _cells(signoff: SignOff) -> tuple[str, ...]:
    pairs = sorted(signoff.evidence.items())
    evidence = " ".join(f"{row}={digest}" if digest else row for row, digest in pairs)
    place = signoff.file, signoff.heading, str(signoff.ordinal)
    return *place, signoff.words, signoff.text, evidence, signoff.date, signoff.by
