"""The evidence: tables of rows whose cells know their type, their keys and who reads them.

A row notes each cell that is read from it, so that a sentence knows what it rests on. Reading what
is not there, or what is not accepted, is noted as a problem and answered with `Absent`, so that
one pass over a manuscript finds every mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from livereview.csvfile import CsvFile, Record, read_csv
from livereview.datapackage import (
    Category,
    Field,
    Package,
    TableDescription,
    Words,
    in_language,
    read_package,
)
from livereview.problems import Problem, nearest, raise_errors
from livereview.recorder import Absent, Recorder
from livereview.wording import kind

if TYPE_CHECKING:
    import pandas

ACCEPTED = "accepted"
# What was taken back comes to print in no way, not even as a name; other rows wait to be settled.
TAKEN_BACK = ("retracted", "withdrawn")


class Number(Decimal):
    """A number that keeps its written form: ``1.00`` prints as 1.00."""

    written: str

    def __new__(cls, written: str) -> Number:
        """Return the number that stands in a cell.

        Raises:
            InvalidOperation, ValueError: it is none, or none that could be compared.
        """
        number = super().__new__(cls, written)
        if not number.is_finite():
            raise ValueError(written)
        number.written = written
        return number

    def __str__(self) -> str:
        return self.written


class Term(str):
    """A value of a vocabulary: equal to its text, and aware of its name and place there."""

    category: Category
    order: int

    @classmethod
    def of(cls, field: Field, value: str) -> Term:
        """Return the term of a column's vocabulary; an unknown value names itself."""
        term = cls(value)
        term.category = field.category.get(value, Category(value, value))
        known = list(field.category)
        term.order = known.index(value) if value in known else len(known)
        return term


class Row:
    """One row of a table. ``row["column"]`` reads a cell, typed by the data package.

    A text is a `str`, a vocabulary value a `Term`, a number a `Number`, an integer or year an
    `int`, a list a tuple, a key the `Row` that it points to; an empty cell is None. A row equals
    its id as text, so that ``row["key"] == "some-id"`` holds.
    """

    def __init__(self, evidence: Evidence, table: Table, record: Record) -> None:
        self.evidence = evidence
        self.table = table
        self.line = record.line
        self.cells = record.cells
        self.whole = record.whole
        self.id = record.cells.get("id", "")
        self._typed_cells: dict[str, Any] = {}  # conditions read the same cells again and again

    @property
    def name(self) -> str:
        """The row as ``table:id``."""
        return f"{self.table.name}:{self.id}"

    @cached_property
    def accepted(self) -> bool:
        """Whether the row may reach print; a table without `status` holds vocabulary."""
        return self.whole and self.cells.get("status", ACCEPTED) == ACCEPTED

    @property
    def taken_back(self) -> bool:
        """Whether the row, or the work that it rests on, was withdrawn or retracted."""
        return self.whole and self.cells.get("status") in TAKEN_BACK

    @property
    def known_status(self) -> bool:
        """Whether the row's status means something, so that not to be accepted was meant."""
        field = self.table.description.fields.get("status")
        status = self.cells.get("status", "")
        return (
            self.whole
            and bool(status)
            and (not field or not field.categories or status in field.category)
        )

    @property
    def citekeys(self) -> list[str]:
        """The library keys of the works behind the row, the primary one first."""
        return self.items("citekeys")

    def items(self, column: str) -> list[str]:
        """Return the values in a cell as they are written, one or, in a list, several."""
        field = self.table.description.fields.get(column)
        if field is None:
            return []
        written = self.cells.get(column, "")
        items = written.split(field.delimiter) if field.is_list else [written]
        return [item.strip() for item in items if item.strip()]

    def __getitem__(self, column: str) -> Any:
        recorder = self.evidence.recorder
        field = self.table.description.fields.get(column)
        if field is None:
            known = self.table.description.fields
            name = str(column)
            hint = nearest(name, known) or f"columns of {self.table.name}: {', '.join(known)}"
            message = f'table "{self.table.name}" has no column "{name}"'
            return recorder.fault(name, "unknown-column", message, hint)
        if not self.accepted and column not in self.table.description.label_columns | {"id"}:
            return self.evidence.refuse(self)
        recorder.note(self.table.name, self.id, column)
        return self.value(field)

    def value(self, field: Field) -> Any:
        """Return the typed value of a cell, without noting that it was read.

        A column that the file lacks and a number that is none are `Absent`: the check of the
        tables tells of them.
        """
        if field.name not in self._typed_cells:
            self._typed_cells[field.name] = self._typed_cell(field)
        return self._typed_cells[field.name]

    def _typed_cell(self, field: Field) -> Any:
        if field.name not in self.cells:
            return Absent()
        written = self.cells[field.name]
        if field.is_list:
            return tuple(self._typed(field, item) for item in self.items(field.name))
        return self._typed(field, written) if written else None

    def values(self, columns: Iterable[str]) -> dict[str, Any]:
        """Return the typed values of cells by column, without noting that they were read."""
        fields = self.table.description.fields
        return {column: self.value(fields[column]) for column in columns}

    def _typed(self, field: Field, written: str) -> Any:
        if field.references:
            return self.evidence.follow(self, field, written)
        if field.categories:
            return Term.of(field, written)
        convert: Callable[[str], Any] = {"number": Number, "integer": int, "year": int}.get(
            field.type, str
        )
        try:
            return convert(written)
        except (ValueError, InvalidOperation):
            return Absent()

    def label(self, language: str) -> str:
        """Return the row's name for a reader."""
        column = in_language(self.table.description.label, language)
        self.evidence.recorder.note(self.table.name, self.id, column, as_name=True)
        return str(self.value(self.table.description.fields[column]) or self.id)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Row):
            return self.id == other.id and self.table.name == other.table.name
        return self.id == other

    # Else Python would look for the cells 0, 1, 2 …
    __iter__ = None

    def __hash__(self) -> int:
        return hash(self.id)

    def __str__(self) -> str:
        return self.id

    def __repr__(self) -> str:
        return f"<row {self.name}>"


class Table:
    """A table of the evidence; iterating over it gives its accepted rows, as they stand."""

    def __init__(self, evidence: Evidence, description: TableDescription, file: CsvFile) -> None:
        self.evidence = evidence
        self.description = description
        self.name = description.name
        self.file = file
        self.rows = [Row(evidence, self, record) for record in file.records]
        self.by_id = {row.id: row for row in reversed(self.rows)}

    def __iter__(self) -> Iterator[Row]:
        for row in self.rows:
            if row.accepted:
                self.evidence.recorder.note(self.name, row.id)
                yield row

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __getitem__(self, id: str) -> Row | Absent:
        row = self.by_id.get(str(id))
        if row is None and not self.file.readable:
            return Absent()
        if row is None:
            message = f'table "{self.name}" has no row "{id}"'
            hint = nearest(str(id), self.by_id) or f"see {self.description.path}"
            return self.evidence.recorder.fault(str(id), "unknown-row", message, hint)
        if not row.accepted:
            return self.evidence.refuse(row)
        return row

    def where(self, condition: str, **names: Any) -> list[Row]:
        """Return the accepted rows for which an expression over their columns is true.

        ``names`` are further names that the expression may use. What it reads to choose is not
        noted; the rows that it chooses are.
        """
        from livereview.conditions import RowCondition

        if not isinstance(condition, str):
            message = f"where() takes a condition in quotation marks, not {kind(condition)}"
            self.evidence.recorder.fault("where", "expression", message, 'where("…")')
            return []
        holds = RowCondition(self, condition, names)
        recorder = self.evidence.recorder
        was_silent, recorder.silent = recorder.silent, True
        try:
            chosen = [row for row in self.rows if row.accepted and holds(row)]
        finally:
            recorder.silent = was_silent
        for row in chosen:
            recorder.note(self.name, row.id)
        return chosen


class Evidence(Mapping[str, Table]):
    """All tables of a review by name."""

    def __init__(self, package: Package, files: Mapping[str, CsvFile]) -> None:
        self.package = package
        self.recorder = Recorder()
        self._tables = {name: Table(self, package[name], file) for name, file in files.items()}

    def __getitem__(self, name: str) -> Table:
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def row(self, name: str) -> Row | Absent:
        """Return the row that is written ``table:id``."""
        table, _, id = name.partition(":")
        if table not in self:
            hint = nearest(table, self) or f"tables: {', '.join(self)}"
            return self.recorder.fault(name, "unknown-table", f'no table "{table}"', hint)
        return self[table][id]

    def follow(self, row: Row, field: Field, key: str) -> Any:
        """Return what a key of a row points to: a row or a literal's term.

        Where the column holds no key in this row, it is the text itself; a key that leads nowhere,
        or to a row that was taken back, is `Absent`, and the check of the tables tells of it.
        """
        target = self.target(row, field, key)
        return Absent() if isinstance(target, Row) and target.taken_back else target

    def target(self, row: Row, field: Field, key: str) -> Any:
        """Return what a key of a row points to, as `follow` does, whatever became of that row."""
        references = field.references
        if references is None or not self.is_key(row, field):
            return key
        if references.rows:
            table, _, id = key.partition(":")
            return self[table].by_id.get(id, Absent()) if table in self else Absent()
        for literal in references.literals:
            if literal.value == key:
                term = Term(key)
                term.category, term.order = literal, -1
                return term
        found = (self[table].by_id.get(key) for table in references.tables if table in self)
        return next((target for target in found if target), Absent())

    def is_key(self, row: Row, field: Field) -> bool:
        """Return whether a column holds a key in this row, as its ``when`` says."""
        from livereview.expressions import EXPRESSION_ERRORS, row_expression

        if field.references is None or not field.references.when:
            return field.references is not None
        expression = row_expression(field.references.when)
        try:
            return bool(expression(row.values(expression.names)))
        except EXPRESSION_ERRORS:
            return False  # the check of the tables tells of it

    def refuse(self, row: Row) -> Absent:
        """Note that a row was asked for that may not reach print."""
        self.recorder.note(row.table.name, row.id, "status")
        if not row.known_status:
            return Absent()
        message = f'row "{row.name}" is {row.cells.get("status")}, and may not be printed'
        place = f"{row.table.description.path}:{row.line}"
        hint = f"use an accepted row, or settle {place} first"
        if row.taken_back:
            hint = f"use another row, or take out what rests on this one; why, says {place}"
        return self.recorder.fault(row.name, "refused-row", message, hint)

    def labels(self, table: str, column: str, language: str = "en") -> dict[str, str]:
        """Return the names of a column's vocabulary by value, in the vocabulary's order."""
        categories: Iterable[Category] = self.package[table].fields[column].categories
        return {category.value: in_language(category.label, language) for category in categories}

    def frame(self, table: str) -> pandas.DataFrame:
        """Return the accepted rows of a table as a data frame, one column a field.

        Numbers are floats (empty: NaN), texts are str (empty: ""), lists are tuples of str, and
        keys are the ids that they point to.
        """
        import pandas

        description = self.package[table]
        rows = list(self[table])
        for row in rows:
            for column in description.fields:
                self.recorder.note(table, row.id, column)
        return pandas.DataFrame(
            {name: _frame_column(rows, field) for name, field in description.fields.items()}
        )

    @cached_property
    def bookkeeping(self) -> frozenset[tuple[str, str]]:
        """The columns, by table and name, that say nothing of what their rows are about."""
        return frozenset(
            (table, column)
            for table, description in self.package.items()
            for column, field in description.fields.items()
            if field.bookkeeping
        )

    @property
    def newest_review(self) -> str:
        """The newest date in a `reviewed` cell, ``YYYY-MM-DD``; empty where there is none."""
        dates = [row.cells.get("reviewed", "") for table in self.values() for row in table.rows]
        return max(dates, default="")


def _frame_column(rows: list[Row], field: Field) -> pandas.Series[Any]:
    import pandas

    if field.is_list:
        return pandas.Series([tuple(row.items(field.name)) for row in rows], dtype=object)
    written = [row.cells.get(field.name, "") for row in rows]
    if field.type in ("number", "integer", "year"):
        return pandas.Series(
            pandas.to_numeric(pandas.Series(written), errors="coerce"), dtype=float
        )
    return pandas.Series(written, dtype=object)


def read_files(root: Path, package: Package) -> dict[str, CsvFile]:
    """Return the CSV file of each table, with the problems of its form."""
    return {name: read_csv(root, table.path, list(table.fields)) for name, table in package.items()}


def load_evidence(root: Path) -> Evidence:
    """Return the evidence of the review in ``root``.

    Raises:
        ProblemsFound: a table can't be read, or the data package is wrong.
    """
    package = read_package(root)
    files = read_files(root, package)
    problems: list[Problem] = [problem for file in files.values() for problem in file.problems]
    raise_errors(problems)
    return Evidence(package, files)


def words_of(value: Any) -> Words | None:
    """Return the words by which a vocabulary value is printed, or None for anything else."""
    return value.category.label if isinstance(value, Term) else None
