"""Printed tables: which rows of evidence, in what order, in which columns.

`manuscript/tables.yaml` says what a table looks like; its expressions are evaluated here. The
weaving makes a pandoc table of the result, `csvtables` a CSV file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from jinja2 import TemplateSyntaxError, Undefined

from livereview.evidence import Row, Table, Term
from livereview.expressions import EXPRESSION_ERRORS, Expression
from livereview.phrases import Count
from livereview.placeholders import Citation, Placement, Sections
from livereview.plan import TABLES
from livereview.problems import Problem
from livereview.recorder import Read
from livereview.templates import TemplateEnvironment
from livereview.wording import hint_for, in_words
from livereview.yamlfile import YamlFile


@dataclass(frozen=True)
class Column:
    """One printed column: its header, its share of the width and its alignment."""

    header: str
    width: float
    align: str


@dataclass(frozen=True)
class Line:
    """One printed row: the rows of evidence behind it, its cells, and its values by facet."""

    rows: tuple[str, ...]
    cells: tuple[Placement, ...]
    facets: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Group:
    """Printed rows under one subheading; the heading is None where a table has no groups."""

    heading: Placement | None
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class PrintedTable:
    """A table as it is printed; caption and notes are templates of Markdown.

    ``facets`` names what readers of the web page can filter its rows by, ``grouped_by`` the cells
    that decided which row stands under which subheading.
    """

    name: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    group_header: str
    landscape: bool
    facets: tuple[str, ...] = ()
    grouped_by: frozenset[Read] = frozenset()

    @property
    def reads(self) -> frozenset[Read]:
        """The cells that it prints or is grouped by, and the rows that it lists."""
        rows = {Read.of_row(row) for line in self.lines for row in line.rows}
        return frozenset(rows).union(self.grouped_by, *(cell.reads for cell in self.cells))

    @property
    def cells(self) -> Iterator[Placement]:
        """All cells of the table, line by line."""
        return (cell for line in self.lines for cell in line.cells)

    @property
    def lines(self) -> Iterator[Line]:
        """All lines of the table, group by group."""
        return (line for group in self.groups for line in group.lines)

    def prints_of(self, table: str) -> bool:
        """Return whether a line of it is a row of a table of evidence."""
        return any(row.startswith(f"{table}:") for line in self.lines for row in line.rows)


class TableSpecifications:
    """The tables of `manuscript/tables.yaml`, built over the evidence on demand.

    Raises:
        ProblemsFound: the file is missing or does not fit its schema.
    """

    def __init__(self, root: Path, environment: TemplateEnvironment) -> None:
        self.source = YamlFile(root, TABLES, "tables.schema.yaml")
        self.environment = environment
        self.problems: list[Problem] = []
        self._built: dict[str, PrintedTable] = {}
        self._grouped_by: frozenset[Read] = frozenset()

    @property
    def names(self) -> list[str]:
        """The names of the tables, in the order of the file."""
        return list(self.source.data)

    def template(self, name: str, key: str) -> tuple[str, int]:
        """Return a table's caption or notes as a template, and the line where it stands."""
        return str(self.source.data[name].get(key, "")), self.source.line([name, key])

    def build(self, name: str) -> PrintedTable:
        """Return a table with its rows filled in; what is wrong is added to ``problems``."""
        if name not in self._built:
            self._built[name] = self._build(name)
        return self._built[name]

    def _build(self, name: str) -> PrintedTable:
        specification = self.source.data[name]
        columns = [
            Column(column["header"], column.get("width", 1), column.get("align", "left"))
            for column in specification["columns"]
        ]
        self._grouped_by = frozenset()
        groups = self._groups(name, specification)
        return PrintedTable(
            name=name,
            columns=tuple(columns),
            groups=tuple(groups),
            group_header=specification.get("group_header", ""),
            landscape=specification.get("landscape", False),
            facets=tuple(facet["header"] for facet in specification.get("facets", ())),
            grouped_by=self._grouped_by,
        )

    def _groups(self, name: str, specification: Mapping[str, Any]) -> list[Group]:
        rows = self._rows(name, specification)
        by_heading: dict[Placement | None, list[Row]] = {}
        for row in rows:
            by_heading.setdefault(self._heading(name, specification, row), []).append(row)
        if specification.get("summarise"):
            lines = [
                self._line(name, specification, members, {"rows": members, "group": heading.text})
                for heading, members in by_heading.items()
                if heading
            ]
            return [Group(None, tuple(lines))]
        return [
            Group(heading, tuple(self._lines(name, specification, heading, members)))
            for heading, members in by_heading.items()
        ]

    def _lines(
        self,
        name: str,
        specification: Mapping[str, Any],
        heading: Placement | None,
        members: Sequence[Row],
    ) -> Iterator[Line]:
        """Yield the lines of a group: one a row, or one for each value of ``summarise_by``."""
        if heading is None or "summarise_by" not in specification:
            for row in members:
                yield self._line(name, specification, [row], {"row": row})
            return
        by_value: dict[str, list[Row]] = {}
        for row in members:
            value = self._heading(name, specification, row, "summarise_by")
            by_value.setdefault(value.text if value else "", []).append(row)
        for text, rows in by_value.items():
            names = {"rows": rows, "group": heading.text, "line": text}
            yield self._line(name, specification, rows, names)

    def _rows(self, name: str, specification: Mapping[str, Any]) -> list[Row]:
        found = self._evaluate([name, "rows"], specification["rows"], {})
        self.environment.recorder.take_reads()
        if isinstance(found, Undefined) or found is None:
            return []
        given = list(found) if isinstance(found, Table | list | tuple) else [found]
        rows = [row for row in given if isinstance(row, Row)]
        if len(rows) < len(given) or isinstance(found, Row):
            hint = "name a table, or use where()"
            problem = self.source.problem(
                [name, "rows"], "expression", "does not give a list of rows", hint
            )
            self.problems.append(problem)
            return []
        keys = specification.get("sort_by", [])

        def key(row: Row) -> list[tuple[int, Any]]:
            return [
                sort_key(self._evaluate([name, "sort_by", index], source, {"row": row}, row))
                for index, source in enumerate(keys)
            ]

        return sorted(rows, key=key)

    def _heading(
        self, name: str, specification: Mapping[str, Any], row: Row, key: str = "group_by"
    ) -> Placement | None:
        """Return what puts a row into a group, or into a line of one; None without that key."""
        if key not in specification:
            return None
        keys: list[str | int] = [name, key]
        value = self._evaluate(keys, specification[key], {"row": row}, row)
        # What a heading was read from differs from row to row; what it says makes the group.
        self._grouped_by |= self.environment.recorder.take_reads()
        return Placement(self._text(keys, value))

    def _line(
        self,
        name: str,
        specification: Mapping[str, Any],
        members: Sequence[Row],
        names: Mapping[str, Any],
    ) -> Line:
        cells = [
            self._cell([name, "columns", index, "value"], column["value"], names)
            for index, column in enumerate(specification["columns"])
        ]
        facets = [
            self._facet([name, "facets", index, "value"], facet["value"], names)
            for index, facet in enumerate(specification.get("facets", ()))
        ]
        return Line(tuple(row.name for row in members), tuple(cells), tuple(facets))

    def _facet(
        self, keys: list[str | int], source: str, names: Mapping[str, Any]
    ) -> tuple[str, ...]:
        """Return a line's values of a facet: none, one, or those of a list."""
        value = self._evaluate(keys, source, names)
        self.environment.recorder.take_reads()
        values = value if isinstance(value, list | tuple) else [value]
        filled = [each for each in values if not (each is None or isinstance(each, Undefined))]
        return tuple(self._text(keys, each) for each in filled)

    def _cell(self, keys: list[str | int], source: str, names: Mapping[str, Any]) -> Placement:
        value = self._evaluate(keys, source, names)
        reads = self.environment.recorder.take_reads()
        if isinstance(value, Citation):
            return Placement(cites=value, reads=reads)
        if isinstance(value, Sections):
            return Placement(self.environment.phrases.terms.empty, sections=value, reads=reads)
        return Placement(self._text(keys, value), counts=isinstance(value, Count), reads=reads)

    def _text(self, keys: list[str | int], value: Any) -> str:
        """Return what a cell prints as; where there is nothing to print, the sign for that."""
        phrases = self.environment.phrases
        if value is None or isinstance(value, Undefined):
            return phrases.terms.empty
        text = phrases.listing(value) if isinstance(value, list | tuple) else phrases.text(value)
        self._tell(keys)
        return text or phrases.terms.empty

    def _evaluate(
        self,
        keys: list[str | int],
        source: str,
        names: Mapping[str, Any],
        row: Row | None = None,
    ) -> Any:
        environment = self.environment
        environment.recorder.take_reads()
        known = names["row"].table.description.fields if "row" in names else ()
        # The columns of `row` are names of their own where rows are put in order and in groups.
        environment.local_names = [*names, *known] if row else list(names)
        environment.row_columns = () if row else known
        try:
            expression = self._compiled(source)
            value = expression.of_row(row, names) if row else expression(names)
        except TemplateSyntaxError as error:
            return self._wrong(keys, f"is no expression: {in_words(error)}")
        except EXPRESSION_ERRORS as error:
            return self._wrong(keys, f"can't be evaluated: {in_words(error)}")
        self._tell(keys)
        return value

    def _tell(self, keys: list[str | int]) -> None:
        """Add what has gone wrong since the last call to the problems."""
        for fault in self.environment.recorder.take_faults():
            self._add(self.source.problem(keys, fault.code, fault.message, fault.hint))

    def _add(self, problem: Problem) -> None:
        """Add a problem; an expression that is wrong for many rows is told of once."""
        same = [each for each in self.problems if each.field == problem.field]
        once = ("expression", "not-printable")
        if problem.code not in once or all(each.code not in once for each in same):
            self.problems.append(problem)

    def _compiled(self, source: str) -> Expression:
        cache = self.environment.compiled
        if source not in cache:
            cache[source] = Expression(self.environment, source)
        return cache[source]

    def _wrong(self, keys: list[str | int], message: str) -> None:
        self._tell(keys)
        hint = hint_for(message, self.environment.filters)
        self._add(self.source.problem(keys, "expression", message, hint))


def sort_key(value: Any) -> tuple[int, Any]:
    """Return what orders values of any kind: numbers, terms, texts, lists, then all others."""
    if isinstance(value, Row):
        return sort_key(value.id)
    if isinstance(value, int | Decimal | float):
        return 0, value
    if isinstance(value, Term):
        return 1, value.order
    if isinstance(value, str):
        return 2, value.casefold()
    if isinstance(value, list | tuple):
        return 3, [sort_key(item) for item in value]
    return 4, 0
