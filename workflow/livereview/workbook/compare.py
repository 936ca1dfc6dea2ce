"""Compare a workbook, what stood in it at the export, and the CSV files of today, row by row.

What changed in the workbook alone goes into the CSV files; what changed there alone stays. Where
both changed, a row is left as it is, and told, unless the workbook holds all that the file does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from livereview.datapackage import TableDescription
from livereview.evidence import Evidence, Row, Table
from livereview.problems import Problem
from livereview.workbook.cells import EMPTY, NotText, alike, written
from livereview.workbook.read import Sheet, SheetRow, Workbook


@dataclass(frozen=True)
class Change:
    """What a workbook makes of one row.

    Attributes:
        table: the table.
        id: the row.
        line: its line in the CSV file; 0 where it is new.
        number: its row in the sheet; 0 where it is deleted there.
        cells: by column, what stands in the CSV file and what is to stand there.
    """

    table: str
    id: str
    line: int = 0
    number: int = 0
    cells: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass
class Comparison:
    """What a workbook asks for.

    Attributes:
        changes: rows to write, to add and to remove.
        conflicts: rows that were edited on both sides; they stay as they are.
        gone: rows that are no more in the workbook, and stay.
        elsewhere: how many rows were edited in the CSV files alone.
        problems: cells and rows that can't be taken over, and why.
    """

    changes: list[Change] = field(default_factory=list)
    conflicts: list[Problem] = field(default_factory=list)
    gone: list[Row] = field(default_factory=list)
    elsewhere: int = 0
    problems: list[Problem] = field(default_factory=list)


def compare(workbook: Workbook, evidence: Evidence, *, delete: bool) -> Comparison:
    """Return what a workbook asks for.

    Args:
        workbook: the workbook.
        evidence: the tables as they are in the CSV files.
        delete: whether rows that are no more in the workbook are removed.
    """
    result = Comparison(problems=list(workbook.problems))
    for name, sheet in workbook.sheets.items():
        _TableComparison(workbook, sheet, evidence[name], result).run(delete=delete)
    return result


@dataclass
class _TableComparison:
    """The comparison of one table."""

    workbook: Workbook
    sheet: Sheet
    table: Table
    result: Comparison

    @property
    def _base(self) -> Mapping[str, Mapping[str, str]]:
        return self.workbook.base.get(self.table.name, {})

    def run(self, *, delete: bool) -> None:
        rows = self._texts()
        for id, (number, cells) in rows.items():
            self._compare_row(id, number, cells)
        for id in self._base:
            if id not in rows and (row := self.table.by_id.get(id)):
                self._compare_missing(row, rows, delete=delete)

    def _texts(self) -> dict[str, tuple[int, dict[str, str]]]:
        """Return the rows of the sheet by id, their cells as they are to be written."""
        rows: dict[str, tuple[int, dict[str, str]]] = {}
        for row in self.sheet.rows:
            id = self._text(row, "id", "")
            if id is None:
                continue
            if fault := _fault_of_id(id, rows):
                self._problem(row.number, "id", "workbook-row", *fault)
                continue
            before = self._base.get(id, {})
            texts = {each: self._text(row, each, before.get(each, "")) for each in row.cells}
            cells = {column: text for column, text in texts.items() if text is not None}
            rows[id] = row.number, cells
        return rows

    def _text(self, row: SheetRow, column: str, before: str) -> str | None:
        """Return a cell as it is to be written; None, and a problem, where that can't be known."""
        column_of = self.table.description.fields[column]
        try:
            return written(row.cells.get(column, EMPTY), column_of, before)
        except NotText as fault:
            self._problem(row.number, column, "workbook-cell", fault.message, fault.hint)
            return None

    def _compare_row(self, id: str, number: int, cells: dict[str, str]) -> None:
        then, now = self._base.get(id), self.table.by_id.get(id)
        change = Change(self.table.name, id, now.line if now else 0, number)
        if now is None and then is None:
            added = {column: ("", text) for column, text in cells.items() if text}
            self.result.changes.append(_with(change, added))
        elif now is None:
            self._compare_with_none(then or {}, cells, change)
        else:
            self._compare_with(now, then or {}, cells, change)

    def _compare_with_none(
        self, then: Mapping[str, str], cells: Mapping[str, str], change: Change
    ) -> None:
        """Compare a row of the sheet that was removed from the CSV file."""
        edited = {column: (then[column], cells[column]) for column in _edited(then, cells)}
        if edited:
            self._conflict(change, edited, "removed from")
        else:
            self.result.elsewhere += 1

    def _compare_with(
        self, now: Row, then: Mapping[str, str], cells: Mapping[str, str], change: Change
    ) -> None:
        """Compare a row of the sheet with the row of the CSV file."""
        known = {**now.cells, **then} if then else dict.fromkeys(now.cells, "")
        ours, theirs = _edited(known, cells), _edited(known, now.cells)
        edited = {each: (now.cells[each], cells[each]) for each in _edited(now.cells, cells)}
        asked = {column: pair for column, pair in edited.items() if column in ours}
        if asked and any(column in edited for column in theirs):
            self._conflict(change, edited, "edited in")
        elif asked:
            self.result.changes.append(_with(change, asked))
        elif theirs and edited:
            self.result.elsewhere += 1

    def _compare_missing(
        self, row: Row, rows: Mapping[str, tuple[int, dict[str, str]]], *, delete: bool
    ) -> None:
        """Say what becomes of a row that stood in the workbook, and stands there no more."""
        then = self._base[row.id]
        if renamed := self._renamed(then, rows):
            number, id = renamed
            message = f'"{id}" looks like a new name of "{row.id}": an id never changes'
            hint = f'write "{row.id}" again; if it is another row, import the deletion first'
            self._problem(number, "id", "workbook-row", message, hint)
        elif not delete:
            self.result.gone.append(row)
        elif edited := {each: (row.cells[each], "") for each in _edited(then, row.cells)}:
            self._conflict(Change(self.table.name, row.id, row.line), edited, "edited in")
        else:
            self.result.changes.append(Change(self.table.name, row.id, row.line))

    def _renamed(
        self, then: Mapping[str, str], rows: Mapping[str, tuple[int, dict[str, str]]]
    ) -> tuple[int, str] | None:
        """Return the new row that says most of what a missing one said, if there is one."""
        own = {each: then.get(each, "") for each in _telling(self.table.description)}
        filled = {column: text for column, text in own.items() if text}
        for id, (number, cells) in rows.items():
            same = [column for column, text in filled.items() if cells.get(column) == text]
            new = id not in self._base and id not in self.table.by_id
            if new and len(same) * 2 > len(filled):
                return number, id
        return None

    def _conflict(self, change: Change, cells: Mapping[str, tuple[str, str]], what: str) -> None:
        path = self.table.description.path + (f":{change.line}" if change.line else "")
        here = "edited here" if change.number else "deleted here"
        told = "; ".join(
            f'{each}: "{new}" here, "{old}" there' for each, (old, new) in cells.items()
        )
        message = f"{self.table.name}:{change.id} was {here} and {what} {path} since the export"
        message += f" ({told})" if change.number and change.line else ""
        hint = "the row stays as it is there: settle it in the CSV file, then export anew"
        column = next(iter(cells))
        place = self.sheet.address(column, change.number) if change.number else self.sheet.name
        problem = Problem(self.workbook.path, 0, place, "edited-twice", message, hint)
        self.result.conflicts.append(problem)

    def _problem(self, number: int, column: str, code: str, message: str, hint: str) -> None:
        place = self.sheet.address(column, number)
        problem = Problem(self.workbook.path, 0, place, code, message, hint)
        self.result.problems.append(problem)


def _with(change: Change, cells: Mapping[str, tuple[str, str]]) -> Change:
    return Change(change.table, change.id, change.line, change.number, cells)


def _edited(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Return the columns of both in which the text differs, and not just its line ends."""
    return [
        column
        for column, text in after.items()
        if column in before and not alike(text, before[column])
    ]


def _telling(description: TableDescription) -> Iterator[str]:
    """Yield the columns that tell rows apart: not their ids, nor what many rows share."""
    for column, each in description.fields.items():
        if column != "id" and not each.bookkeeping and not each.categories:
            yield column


def _fault_of_id(id: str, rows: Mapping[str, tuple[int, object]]) -> tuple[str, str] | None:
    if not id:
        return "the row has no id", "give it one, or empty all of its cells"
    if id in rows:
        message = f'"{id}" stands in row {rows[id][0]} already'
        return message, "give one of the rows another id"
    return None
