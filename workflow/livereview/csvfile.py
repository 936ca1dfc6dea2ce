"""Read a CSV file, such as a table of evidence, and say what is wrong with its form.

The form is looked at byte by byte before anything else, because a table tool would guess: a file
with semicolons or a byte order mark would pass as valid.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from livereview.problems import Problem, ProblemsFound, closest, nearest
from livereview.textfile import BYTE_ORDER_MARK, read_text

# What the csv module calls its errors, in the words of someone who has never met it.
_BROKEN = {
    "unexpected end of data": "a quotation mark opens a cell here, and none closes it",
    "expected after": "text stands behind the quotation mark that closes a cell",
}

# No header is longer than so many characters; a file may have millions.
_HEADER = 10_000

# Given a header, says of a row whether it is wanted.
Choice = Callable[[list[str]], Callable[[list[str]], bool]]

# A cell may be as long as it likes; by default the limit depends on what else was imported.
csv.field_size_limit(2**30)


@dataclass(frozen=True)
class Record:
    """One row as it is written: its first line in the file, and its cells by column."""

    line: int
    cells: dict[str, str]
    whole: bool = True


@dataclass
class CsvFile:
    """The records of a file, and the problems of its form.

    ``readable`` is False where the file's form leaves no rows to speak of; ``described`` is the
    file that names its columns.
    """

    path: str
    described: str = ""
    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    readable: bool = True

    def add(self, line: int, column: str, code: str, message: str, hint: str) -> None:
        """Note a problem of the form."""
        self.problems.append(Problem(self.path, line, column, code, message, hint))

    def give_up(self, line: int, code: str, message: str, hint: str) -> CsvFile:
        """Note a problem after which no row can be read."""
        self.readable = False
        self.add(line, "", code, message, hint)
        return self


def read_csv(
    root: Path, path: str, columns: Sequence[str], described: str = "data/datapackage.yaml"
) -> CsvFile:
    """Return the records of ``root/path`` that should have these columns, in this order.

    Args:
        root: the review's folder.
        path: the file, relative to it.
        columns: the columns that the file should have.
        described: the file that says so; empty for none that authors could change.
    """
    file = CsvFile(path, described)
    try:
        text = read_text(root, path)
    except ProblemsFound as found:
        file.readable = False
        file.problems += found.problems
        return file
    if text.startswith(BYTE_ORDER_MARK):
        hint = 'that is Excel\'s "CSV UTF-8"; save it from LibreOffice, or remove it in an editor'
        file.add(1, "", "bom", "begins with a byte order mark", hint)
        text = text.removeprefix(BYTE_ORDER_MARK)
    return read_records(file, text, columns)


def read_records(
    file: CsvFile, text: str, columns: Sequence[str], choose: Choice | None = None
) -> CsvFile:
    """Add the records of a text to a file.

    Args:
        file: takes the records, and what is wrong with them.
        text: what the file holds, without byte order mark.
        columns: the columns that it should have.
        choose: which rows are wanted, where not all are; then it may have other columns too.
    """
    if wrong := _wrong_delimiter(text, columns):
        message = f"columns are separated by {wrong}, not by commas"
        hint = "save the file with a comma as the field delimiter"
        return file.give_up(1, "delimiter", message, hint)
    rows = _numbered_rows(text)
    try:
        line, header = next(rows, (1, []))
        if not _check_header(file, line, header, columns, strangers=choose is not None):
            return file
        wanted = choose(header) if choose else None
        for line, cells in rows:
            if not (wanted and len(cells) == len(header)) or wanted(cells):
                _add_record(file, line, header, cells)
    except _BrokenRow as broken:
        hint = 'a quotation mark within a cell is doubled: "like ""this"""'
        return file.give_up(broken.line, "csv", broken.message, hint)
    return file


class _BrokenRow(Exception):
    """A row, and all that follows it, can't be told apart into cells."""

    def __init__(self, line: int, error: csv.Error) -> None:
        super().__init__(str(error))
        self.line = line
        known = [words for part, words in _BROKEN.items() if part in str(error)]
        self.message = known[0] if known else f"is no CSV from here on: {error}"


def _numbered_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the number of its first line."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _BrokenRow(line, error) from error
        yield line, cells


def _wrong_delimiter(text: str, columns: Sequence[str]) -> str:
    """Return what separates the columns, by its name, where it isn't the comma."""
    header = next(iter(io.StringIO(text[:_HEADER])), "")
    if len(columns) > 1 and "," not in header:
        for delimiter, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")):
            if delimiter in header:
                return name
    return ""


def _check_header(
    file: CsvFile, line: int, header: list[str], columns: Sequence[str], *, strangers: bool
) -> bool:
    """Note missing, unknown and doubled columns; return whether the rows can be read.

    Where strangers may stand among the columns, each that is expected is needed.
    """
    if not header:
        file.give_up(line, "missing-column", "the file has no header", f"add: {','.join(columns)}")
        return False
    missing = [column for column in columns if column not in header]
    misspelt: set[str] = set()
    for name in dict.fromkeys(header if not strangers else ()):
        if header.count(name) > 1:
            file.add(line, name, "duplicate-column", "the column stands here twice", "keep one")
        if not name:
            hint = "name it, or take it out of each row"
            file.add(line, "", "unknown-column", "a column has no name", hint)
        elif name not in columns:
            hint = nearest(name, missing) or f"columns of this table: {', '.join(columns)}"
            file.add(line, name, "unknown-column", "unknown column", hint)
            misspelt.add(closest(name, missing))
    for name in [name for name in missing if name not in misspelt]:
        hint = "add it to the header and to each row"
        hint += f", or take it out of {file.described}" if file.described else ""
        file.add(line, name, "missing-column", "the column is missing", hint)
    return not (strangers and missing)


def _add_record(file: CsvFile, line: int, header: list[str], cells: list[str]) -> None:
    if not any(cells):
        message = "all cells of the row are empty" if cells else "the line is blank"
        file.add(line, "", "blank-line", message, "remove it")
        return
    whole = len(cells) == len(header)
    if not whole:
        message = f"has {len(cells)} cells where the header has {len(header)}"
        hint = "a cell that holds a comma stands in quotation marks; an empty cell keeps its comma"
        file.add(line, "", "ragged-row", message, hint)
    padded = cells + [""] * (len(header) - len(cells))
    file.records.append(Record(line, dict(zip(header, padded, strict=False)), whole))
