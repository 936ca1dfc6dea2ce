"""Change rows of a CSV file's text, and leave every other byte as it is."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping

from livereview.csvfile import CsvFile

_LINE_END = re.compile("(?:\r\n|\n|\r)?\\Z")
_CELL = re.compile(r'"(?:[^"]|"")*"|[^,]*')
_NEEDS_QUOTES = re.compile(r'[,"\r\n]|\A\s|\s\Z')


def patched(
    text: str,
    file: CsvFile,
    changed: Mapping[int, Mapping[str, str]],
    removed: Iterable[int],
    added: Iterable[Mapping[str, str]],
) -> str:
    """Return the text of a CSV file with some rows changed, removed and added at its end.

    Args:
        text: the file as it is.
        file: its records, without a problem of their form.
        changed: by the first line of a row, the new cells by column.
        removed: the first lines of rows.
        added: rows by column; a column that is left out is empty.
    """
    lines = list(io.StringIO(text, newline=""))
    starts = [record.line - 1 for record in file.records]
    ends = [*starts, len(lines)][1:]
    head = "".join(lines[: starts[0] if starts else len(lines)])
    columns = [_value(cell) for cell in _cells(_split(head)[0])]
    gone = set(removed)
    rows = {start + 1: "".join(lines[start:end]) for start, end in zip(starts, ends, strict=True)}
    kept = [
        _rewritten(raw, columns, changed[line]) if line in changed else raw
        for line, raw in rows.items()
        if line not in gone
    ]
    new = [",".join(quoted(cells.get(column, "")) for column in columns) for cells in added]
    return _joined("".join([head, *kept]), new, _split(lines[0])[1] or "\n")


def quoted(cell: str) -> str:
    """Return a cell as CSV, in quotation marks where it needs them."""
    return '"' + cell.replace('"', '""') + '"' if _NEEDS_QUOTES.search(cell) else cell


def _joined(text: str, rows: list[str], line_end: str) -> str:
    if rows and not _split(text)[1]:
        text += line_end
    return text + "".join(row + line_end for row in rows)


def _split(row: str) -> tuple[str, str]:
    """Return a row and its line end."""
    end = _LINE_END.search(row)
    return (row[: end.start()], end[0]) if end else (row, "")


def _rewritten(raw: str, columns: list[str], cells: Mapping[str, str]) -> str:
    """Return a row with new cells; the others stay as they are written."""
    row, end = _split(raw)
    both = zip(columns, _cells(row), strict=True)
    return ",".join(quoted(cells[name]) if name in cells else cell for name, cell in both) + end


def _cells(row: str) -> list[str]:
    """Return the cells of a row as they are written."""
    cells, position = [], 0
    while cell := _CELL.match(row, position):
        cells.append(cell[0])
        position = cell.end() + 1
        if cell.end() == len(row):
            break
    return cells


def _value(cell: str) -> str:
    """Return what a written cell says."""
    return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell
