"""Write a new row into its table; all other bytes of the file stay as they are."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from livereview.csvfile import Record
from livereview.wholefile import write_whole
from livereview.workbook.patch import quoted


def insert_row(file: Path, records: Sequence[Record], cells: Mapping[str, str]) -> int:
    """Put a row into a CSV file, and return the line on which it begins.

    A table whose ids are in order keeps that; elsewhere the row comes last. The file is written
    beside and then renamed, so that it changes as a whole or not at all.

    Args:
        file: the file, in the form that `csvfile` asks for.
        records: its rows.
        cells: the new row by column; a column that it lacks is empty.
    """
    with file.open(encoding="utf-8", newline="") as text:
        lines = list(text)
    text_lines, line = inserted(lines, records, cells)
    write_whole(file, "".join(text_lines).encode())
    return line


def inserted(
    lines: Sequence[str], records: Sequence[Record], cells: Mapping[str, str]
) -> tuple[list[str], int]:
    """Return the lines of a CSV file with one more row, and the line on which that begins.

    Args:
        lines: the lines of the file with their ends.
        records: its rows.
        cells: the new row by column.
    """
    header = next(csv.reader(lines))
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    before = _line_of_next(records, cells["id"]) or len(lines) + 1
    head, tail = list(lines[: before - 1]), list(lines[before - 1 :])
    if not head[-1].endswith(("\n", "\r")):
        head[-1] += end
    row = ",".join(quoted(cells.get(column, "")) for column in header)
    return [*head, row + end, *tail], before


def _line_of_next(records: Sequence[Record], id: str) -> int:
    """Return the line of the row before which an id has its place; 0 for the end of the file."""
    ids = [record.cells["id"] for record in records]
    if len(ids) < 2 or ids != sorted(ids):
        return 0
    return next((record.line for record in records if record.cells["id"] > id), 0)
