"""Read a workbook that was exported: its sheets as they are now, and what stood there then."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from livereview.datapackage import Package
from livereview.problems import Problem, nearest
from livereview.workbook.cells import EMPTY, Cell, alike
from livereview.workbook.grids import Grid, no_workbook, read_grids
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
    grids = read_grids(path)
    workbook = Workbook(str(path))
    _read_base(workbook, grids.pop(BASE, Grid(())))
    names = sheet_names(package) | sheet_names(workbook.base)
    both = [name for table, name in names.items() if table in package and table in workbook.base]
    if not both:
        message = "was exported from another review: it has no table of this one"
        raise no_workbook(path, message, "take a workbook that was exported here")
    strangers = [name for name in grids if name not in {*names.values(), *OWN_SHEETS}]
    _check_sheets(workbook, strangers, [name for name in both if name not in grids])
    for table, name in names.items():
        columns = list(package[table].fields) if table in package else []
        if name in grids:
            grid = _NamedGrid(table, name, grids[name])
            _check_gone(workbook, grid, columns)
            if columns:
                _read_sheet(workbook, grid, columns)
        elif columns and table in workbook.base:
            message = "the sheet is missing: the rows of its table stay as they are"
            workbook.tell(name, message, "export anew for a workbook with all sheets", "warning")
    return workbook


def _read_base(workbook: Workbook, grid: Grid) -> None:
    """Read what stood in the tables at the export."""
    rows = [[str(cell.value or "") for cell in row] for row in grid.rows]
    if not rows or tuple(rows[0][:2]) != MARK:
        hint = "take a workbook of `./livereview workbook export`, with its hidden sheets"
        message = "was not exported from a review, or lost what it remembers of that"
        raise no_workbook(Path(workbook.path), message, hint)
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


def _check_sheets(workbook: Workbook, strangers: list[str], missing: list[str]) -> None:
    """Note the sheets of no table; where that of a table is missing, one may hold its edits."""
    for name in strangers:
        message = "is the sheet of no table"
        if missing:
            hint = nearest(name, missing) or f"missing here: {', '.join(missing)}"
            workbook.tell(name, message, hint)
        else:
            hint = "it stays in the workbook alone"
            workbook.tell(name, f"{message}, and is left out", hint, "warning")


# -- one sheet ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _NamedGrid:
    """The sheet of a table, the first row of which names the columns."""

    table: str
    name: str
    grid: Grid

    @property
    def header(self) -> list[str]:
        return [cell.text for cell in self.grid.rows[0]] if self.grid.rows else []

    @property
    def rows(self) -> list[tuple[int, tuple[Cell, ...]]]:
        """The rows in which something stands, with their numbers."""
        rows = enumerate(self.grid.rows[1:], start=2)
        return [(number, row) for number, row in rows if any(cell.text for cell in row)]


def _check_gone(workbook: Workbook, sheet: _NamedGrid, columns: list[str]) -> None:
    """Note what was edited in columns that the table had at the export, and has no more."""
    base = workbook.base.get(sheet.table, {})
    places = {column: place for place, column in enumerate(sheet.header)}
    at_export = workbook.columns.get(sheet.table, [])
    gone = {each: places[each] for each in at_export if each in places and each not in columns}
    for number, row in sheet.rows if "id" in places else []:
        then = base.get(_cell_at(row, places["id"]).text, {})
        for column, place in gone.items():
            if not alike(text := _cell_at(row, place).text, then.get(column, "").strip()):
                lost = f'column "{column}"' if columns else f'table "{sheet.table}"'
                message = f'"{text}" was typed here, and the review has no {lost} any more'
                hint = "write it where it belongs now, and put back what stood here"
                workbook.tell(address(sheet.name, place + 1, number), message, hint)


def _read_sheet(workbook: Workbook, sheet: _NamedGrid, columns: list[str]) -> None:
    if not _check_header(workbook, sheet, columns):
        return
    _check_strays(workbook, sheet)
    places = {column: place for place, column in enumerate(sheet.header) if column in columns}
    _check_merged(workbook, sheet, places)
    _check_comments(workbook, sheet)
    read = [SheetRow(number, _by_column(row, places)) for number, row in sheet.rows]
    filled = tuple(row for row in read if any(cell.text for cell in row.cells.values()))
    counted = {column: place + 1 for column, place in places.items()}
    workbook.sheets[sheet.table] = Sheet(sheet.name, counted, filled)


def _by_column(row: tuple[Cell, ...], places: Mapping[str, int]) -> dict[str, Cell]:
    return {column: _cell_at(row, place) for column, place in places.items()}


def _cell_at(row: tuple[Cell, ...], place: int) -> Cell:
    return row[place] if place < len(row) else EMPTY


def _check_header(workbook: Workbook, sheet: _NamedGrid, columns: list[str]) -> bool:
    """Note doubled, unknown and missing columns; return whether the sheet can be read."""
    before = len(workbook.problems)
    header, at_export = sheet.header, workbook.columns.get(sheet.table, columns)
    missing = [each for each in columns if each not in header and each in at_export]
    for place, column in enumerate(header, start=1):
        where = address(sheet.name, place, 1)
        if column and Counter(header)[column] > 1:
            workbook.tell(where, f'the column "{column}" stands here twice', "keep one")
        elif column and column not in [*columns, *at_export] and missing:
            hint = nearest(column, missing) or f"missing here: {', '.join(missing)}"
            workbook.tell(where, f'"{column}" is no column of this table', hint)
    if "id" not in header:
        hint = "export anew, and copy what you changed into the new workbook"
        workbook.tell(sheet.name, "the sheet has no column id: its rows can't be told apart", hint)
    if len(workbook.problems) > before:
        return False
    for column in missing:
        message = f'the column "{column}" is missing: its cells stay as they are'
        hint = "export anew for a workbook with all columns"
        workbook.tell(sheet.name, message, hint, "warning")
    for place, column in enumerate(header, start=1):
        if column and column not in columns:
            message, hint = f'"{column}" is no column of this table', "it stays in the workbook"
            where = address(sheet.name, place, 1)
            workbook.tell(where, f"{message}, and is left out", hint, "warning")
    return True


def _check_strays(workbook: Workbook, sheet: _NamedGrid) -> None:
    """Note what stands below no column's name."""
    named = {place for place, column in enumerate(sheet.header) if column}
    for number, row in sheet.rows:
        for place, cell in enumerate(row):
            if place not in named and cell.text:
                hint = f"move it below a name, or name the column {column_letters(place + 1)}"
                message = "stands below no column's name, and is left out"
                workbook.tell(address(sheet.name, place + 1, number), message, hint, "warning")


def _check_merged(workbook: Workbook, sheet: _NamedGrid, places: Mapping[str, int]) -> None:
    """Note merged cells: a program keeps the text of the first one, and drops the others'."""
    from openpyxl.utils import range_boundaries

    for merged in sheet.grid.merged:
        first, _, last, _ = range_boundaries(merged)
        if any(first <= place + 1 <= last for place in places.values()):
            message = "is merged, and has lost what stood in all but its first cell"
            hint = "split it again, and fill each of its cells"
            workbook.tell(f"{sheet.name}!{merged}", message, hint)


def _check_comments(workbook: Workbook, sheet: _NamedGrid) -> None:
    """Note what was said of a cell; the comments of the header are those of the export."""
    for cell, text in sheet.grid.comments:
        if re.sub("[A-Z]", "", cell) != "1":
            message = f'carries a comment, which is not brought back: "{" ".join(text.split())}"'
            hint = "write into the row what shall stay, such as in its note"
            workbook.tell(f"{sheet.name}!{cell}", message, hint, "warning")
