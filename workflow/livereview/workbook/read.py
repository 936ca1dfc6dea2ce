"""Read a workbook that was exported: its sheets as they are now, and what stood there then."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from livereview.datapackage import Package
from livereview.problems import Problem, ProblemsFound, nearest
from livereview.workbook.cells import EMPTY, Cell
from livereview.workbook.layout import (
    BASE,
    MARK,
    OWN_SHEETS,
    ROW,
    TABLE,
    address,
    column_letters,
    sheet_names,
)

# Far above what a review holds, and far below what would keep this computer busy.
_LARGEST_FILE, _LARGEST_CONTENT = 50_000_000, 300_000_000
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 1_000

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")

# The cells of one table at the export: by id, then by column.
Base = dict[str, dict[str, str]]


@dataclass(frozen=True)
class SheetRow:
    """A row of a sheet: its number there, and its cells by column."""

    number: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Sheet:
    """The sheet of a table: its name, the place of each column, from 1, and its filled rows."""

    name: str
    places: Mapping[str, int]
    rows: tuple[SheetRow, ...]

    def address(self, column: str, row: int) -> str:
        """Return how a spreadsheet calls a cell of the sheet."""
        return address(self.name, self.places[column], row)


@dataclass
class Workbook:
    """What a workbook holds.

    Attributes:
        path: the file, as its user calls it.
        sheets: the sheets by table; a table without a sheet is left out.
        columns: the columns of each table at the export.
        base: what stood in each table at the export.
        problems: what is wrong with its sheets and their columns.
    """

    path: str
    sheets: dict[str, Sheet] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)
    base: dict[str, Base] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def tell(self, place: str, message: str, hint: str, severity: str = "error") -> None:
        """Note what is wrong with a sheet or a column."""
        problem = Problem(self.path, 0, place, "workbook", message, hint, severity)
        self.problems.append(problem)


def read_workbook(path: Path, package: Package) -> Workbook:
    """Return what stands in a workbook.

    Args:
        path: the file.
        package: the tables as they are described today.

    Raises:
        ProblemsFound: the file is no workbook, or none that was exported here.
    """
    _check_size(path)
    workbook = Workbook(str(path))
    try:
        grids = _grids(path)
    except Exception as error:  # a broken part leads its reader to any exception
        message = f"is no workbook that can be read ({type(error).__name__})"
        raise _no_workbook(path, message, "save it again as .xlsx, without a password") from error
    _read_base(workbook, grids)
    names = sheet_names(package)
    for name in [each for each in grids if each not in {*names.values(), *OWN_SHEETS}]:
        hint = nearest(name, names.values()) or "it stays in the workbook alone"
        workbook.tell(name, "is the sheet of no table, and is left out", hint, "warning")
    for table, name in names.items():
        if name in grids:
            _read_sheet(workbook, table, name, grids[name], list(package[table].fields))
        elif table in workbook.base:
            message = "the sheet is missing: the rows of its table stay as they are"
            workbook.tell(name, message, "export anew for a workbook with all sheets", "warning")
    return workbook


def _no_workbook(path: Path, message: str, hint: str) -> ProblemsFound:
    return ProblemsFound([Problem(str(path), 0, "", "workbook", message, hint)])


def _check_size(path: Path) -> None:
    """Look at a file from outside: what it would unpack to is written at its end."""
    try:
        with zipfile.ZipFile(path) as archive:
            content = sum(part.file_size for part in archive.infolist())
        size = path.stat().st_size
    except zipfile.BadZipFile:
        hint = "save it as .xlsx, without a password"
        raise _no_workbook(path, "is no workbook in the form .xlsx", hint) from None
    except OSError as error:
        message = f"can't be read: {error.strerror}"
        raise _no_workbook(path, message, "name a workbook that was exported") from None
    if size > _LARGEST_FILE or content > _LARGEST_CONTENT:
        hint = "export anew, and copy what you changed into the new workbook"
        raise _no_workbook(path, "is far larger than the evidence can be", hint)


# -- the cells of the file ------------------------------------------------------------------------

Grid = list[list[Cell]]


def _grids(path: Path) -> dict[str, Grid]:
    """Return the cells of each sheet by row; formulas stay formulas, links and macros unread."""
    from openpyxl.cell.text import Text
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
    from openpyxl.xml.functions import iterparse

    class Reader(ExcelReader):  # type: ignore[misc]
        """Reads texts to the letter; openpyxl's own way loses some (`x005F_`)."""

        def read_strings(self) -> None:
            part = self.package.find(SHARED_STRINGS)
            if part is None:
                return
            with self.archive.open(part.PartName[1:]) as source:
                for _, node in iterparse(source):
                    if node.tag == f"{{{SHEET_MAIN_NS}}}si":
                        self.shared_strings.append(_unescaped(Text.from_tree(node).content))
                        node.clear()

    with warnings.catch_warnings(), path.open("rb") as file:
        warnings.simplefilter("ignore")  # about drop-downs and the like, which are not taken over
        reader = Reader(file, read_only=True, keep_links=False)
        reader.read()
        return {sheet.title: list(_rows(sheet)) for sheet in reader.wb.worksheets}


def _unescaped(text: str) -> str:
    """Return a text of the file with the characters for which codes stand in it."""
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)


def _rows(sheet: Any) -> Iterator[list[Cell]]:
    sheet.reset_dimensions()  # which some programs write wrongly
    for row in islice(sheet.iter_rows(), _MOST_ROWS):
        cells = [_cell(each) for each in row[:_MOST_COLUMNS]]
        while cells and cells[-1].value is None:
            cells.pop()
        yield cells


def _cell(cell: Any) -> Cell:
    if cell.value in (None, ""):
        return EMPTY
    if cell.data_type == "s":
        return Cell(cell.value)
    return Cell(cell.value, cell.data_type, cell.number_format)


# -- what they mean -------------------------------------------------------------------------------


def _read_base(workbook: Workbook, grids: dict[str, Grid]) -> None:
    """Read what stood in the tables at the export."""
    rows = [[str(cell.value or "") for cell in row] for row in grids.get(BASE, [])]
    if not rows or tuple(rows[0][:2]) != MARK:
        hint = "take a workbook of `./livereview workbook export`, with its hidden sheets"
        message = "was not exported from a review, or lost what it remembers of that"
        raise _no_workbook(Path(workbook.path), message, hint)
    for row in rows[1:]:
        kind, table, *cells = [*row, "", ""]
        if kind == TABLE:
            workbook.columns[table] = [column for column in cells if column]
            workbook.base[table] = {}
        elif kind == ROW and table in workbook.base:
            columns = workbook.columns[table]
            padded = cells + [""] * (len(columns) - len(cells))
            known = dict(zip(columns, padded, strict=False))
            workbook.base[table][known.get("id", "")] = known


def _read_sheet(workbook: Workbook, table: str, name: str, grid: Grid, columns: list[str]) -> None:
    header = [str(cell.value or "").strip() for cell in grid[0]] if grid else []
    rows = [(number, row) for number, row in enumerate(grid[1:], start=2) if row]
    if not _check_header(workbook, table, name, header, columns):
        return
    _check_strays(workbook, name, header, rows)
    places = {column: header.index(column) for column in header if column in columns}
    read = [SheetRow(number, _by_column(row, places)) for number, row in rows]
    filled = tuple(row for row in read if any(cell != EMPTY for cell in row.cells.values()))
    counted = {column: place + 1 for column, place in places.items()}
    workbook.sheets[table] = Sheet(name, counted, filled)


def _by_column(row: list[Cell], places: Mapping[str, int]) -> dict[str, Cell]:
    return {column: row[place] if place < len(row) else EMPTY for column, place in places.items()}


def _check_header(
    workbook: Workbook, table: str, name: str, header: list[str], columns: list[str]
) -> bool:
    """Note doubled, unknown and missing columns; return whether the sheet can be read."""
    before = len(workbook.problems)
    at_export = workbook.columns.get(table, columns)
    missing = [each for each in columns if each not in header and each in at_export]
    for place, column in enumerate(header, start=1):
        where = address(name, place, 1)
        if column and Counter(header)[column] > 1:
            workbook.tell(where, f'the column "{column}" stands here twice', "keep one")
        elif column and column not in columns and missing:
            hint = nearest(column, missing) or f"missing here: {', '.join(missing)}"
            workbook.tell(where, f'"{column}" is no column of this table', hint)
    if "id" not in header:
        hint = "export anew, and copy what you changed into the new workbook"
        workbook.tell(name, "the sheet has no column id: its rows can't be told apart", hint)
    if len(workbook.problems) > before:
        return False
    for column in missing:
        message = f'the column "{column}" is missing: its cells stay as they are'
        workbook.tell(name, message, "export anew for a workbook with all columns", "warning")
    for place, column in enumerate(header, start=1):
        if column and column not in columns:
            message = f'"{column}" is no column of this table, and is left out'
            workbook.tell(address(name, place, 1), message, "it stays in the workbook", "warning")
    return True


def _check_strays(
    workbook: Workbook, name: str, header: list[str], rows: list[tuple[int, list[Cell]]]
) -> None:
    """Note what stands below no column's name."""
    named = {place for place, column in enumerate(header) if column}
    for number, row in rows:
        for place, cell in enumerate(row):
            if place not in named and cell.value is not None:
                hint = f"move it below a name, or name the column {column_letters(place + 1)}"
                message = "stands below no column's name, and is left out"
                workbook.tell(address(name, place + 1, number), message, hint, "warning")
