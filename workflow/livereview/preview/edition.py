"""An edition that takes over from the one that was woven before it what has not changed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import orjson
import panflute as pf

from livereview.config import CONFIG
from livereview.datapackage import PACKAGE
from livereview.evidence import Row
from livereview.expressions import ExpressionCode
from livereview.manuscript import Edition, Tables
from livereview.pandoc import dump
from livereview.placeholders import Placement
from livereview.plan import TABLES
from livereview.preview.kept import Digests, Kept, below
from livereview.preview.sidework import REPORTED
from livereview.preview.sources import NotedEvidence
from livereview.recorder import Absent
from livereview.tables import Group, Line, PrintedTable, TableSpecifications
from livereview.templates import Compiled, MarkdownBlock, TemplateEnvironment
from livereview.weave import Weaving
from livereview.writers.ast import Node, attributes
from livereview.writers.html_rows import table_blocks

# Each version of a file that was saved leaves one: more than a review has files, and not too many.
_MOST_TEMPLATES = 500


class KeptTable(NamedTuple):
    """A printed table, the tables of evidence that it is made from, and their digests."""

    table: PrintedTable
    asked: set[str]
    origin: Digests


@dataclass
class KeptEdition(Edition):
    """An edition with what earlier ones have left.

    Attributes:
        digests: those of all that the tables may be made from, see `kept.contents`.
        tables_before: the printed tables of earlier ones, to which it adds its own.
        templates: the compiled templates of earlier ones, to which it adds its own.
        expressions: the compiled expressions of earlier ones, to which it adds its own.
    """

    evidence: NotedEvidence
    digests: Digests = field(default_factory=dict)
    tables_before: dict[str, KeptTable] = field(default_factory=dict)
    templates: dict[tuple[str, str], Compiled] = field(default_factory=dict)
    expressions: dict[str, ExpressionCode] = field(default_factory=dict)

    def build_tables(self) -> Tables:
        """Return the tables that the text asked for, and what is wrong with their design."""
        if self.designs is None:
            return {}, []
        return {name: self._table_of(name, self.designs) for name in self.blocks}, [
            *self.designs.problems
        ]

    def _table_of(self, name: str, designs: TableSpecifications) -> PrintedTable:
        """Return a table: the one before, if all that it is made from is as it was."""
        before = self.tables_before.get(name)
        if before and before.origin == self._origin(before.asked):
            return before.table
        self.evidence.asked.clear()
        problems = len(designs.problems)
        table = designs.build(name)
        # A table is asked for by its name, or is where a key leads.
        named = re.findall(r"\w+", json.dumps(designs.source.data[name]))
        asked = self.evidence.asked | (self.evidence.keys() & set(named))
        self.tables_before.pop(name, None)
        if len(designs.problems) == problems:
            self.tables_before[name] = KeptTable(table, asked, self._origin(asked))
        return table

    def _origin(self, asked: set[str]) -> Digests:
        package = self.evidence.package
        paths = [package[name].path for name in asked if name in package]
        return below(self.digests, CONFIG, PACKAGE, TABLES, REPORTED, *paths)

    def _environment(
        self, language: str, table: Callable[[str], MarkdownBlock | Absent]
    ) -> TemplateEnvironment:
        environment = super()._environment(language, table)
        if len(self.templates) > _MOST_TEMPLATES:
            self.templates.clear()
            self.expressions.clear()
        environment.templates, environment.expressions = self.templates, self.expressions
        return environment


#: The lines of a printed table as pandoc's JSON, group by group.
Lines = list[list[str]]


@dataclass
class KeptLines:
    """The lines of one printed table, in the words of one configuration.

    Attributes:
        groups: those of the table as it was printed last.
        known: each of them, by all that it is made from.
    """

    groups: Kept[Lines] = field(default_factory=Kept)
    known: dict[object, str] = field(default_factory=dict)


class KeptWeaving(Weaving):
    """Weaves a text whose printed tables have no lines: these are kept as JSON.

    Most of what a review prints stands in tables, and most of their lines stay as they are.

    Args:
        edition: see `Weaving`.
        keys: see `Weaving`.
        lines: keeps those of each table, by its name.
    """

    def __init__(
        self, edition: Edition, keys: Iterable[str] | None, lines: dict[str, KeptLines]
    ) -> None:
        super().__init__(edition, keys)
        self.lines = lines

    def begin_tables(self) -> Callable[[], Tables]:
        """Build the tables that are not kept, here: they are few, and pandoc reads meanwhile."""
        tables = self.edition.build_tables()
        return lambda: tables

    def table(
        self, table: PrintedTable, identifier: str, caption: pf.Block, notes: Iterable[pf.Block]
    ) -> pf.Div:
        """Return a printed table without its lines, and keep these."""
        kept = self.lines.setdefault(table.name, KeptLines())
        kept.groups.get(self._origin(table), lambda: self._written(table, kept))
        empty = tuple(replace(group, lines=()) for group in table.groups)
        return super().table(replace(table, groups=empty), identifier, caption, notes)

    def _origin(self, table: PrintedTable) -> object:
        """Return all that the printed lines of a table are made from."""
        cells = [cell for cell in table.cells if cell.cites or cell.sections]
        return table, [self._cell(cell) for cell in cells]

    def _cell(self, cell: Placement) -> object:
        """Return what a cell is made from beside itself: the works of rows, and their places."""
        evidence = self.edition.evidence
        rows = [row for name in cell.cites if isinstance(row := evidence.row(name), Row)]
        evidence.recorder.take_faults()
        works = tuple((row.name, *row.citekeys) for row in rows)
        return works, tuple(self.edition.whereabouts.of(cell.sections))

    def _written(self, table: PrintedTable, kept: KeptLines) -> Lines:
        """Return the lines of a table; those that it had before are known."""
        origins = {line: self._line(line) for line in table.lines}
        new = [line for line, origin in origins.items() if origin not in kept.known]
        written = dict(zip(new, self._as_json(table, new), strict=True))
        kept.known = {
            origin: written[line] if line in written else kept.known[origin]
            for line, origin in origins.items()
        }
        return [[kept.known[origins[line]] for line in group.lines] for group in table.groups]

    def _line(self, line: Line) -> object:
        return line, tuple(map(self._cell, line.cells))

    def _as_json(self, table: PrintedTable, lines: Sequence[Line]) -> list[str]:
        alone = replace(table, groups=(Group(None, tuple(lines)),))
        tree = super().table(alone, "", pf.Plain(), ())
        division = orjson.loads(dump(pf.Doc(tree)))["blocks"][0]
        return [orjson.dumps(row).decode() for row in division["c"][1][0]["c"][4][0][3]]


def with_lines(tree: pf.Doc, lines: Mapping[str, KeptLines]) -> Node:
    """Return a tree of `KeptWeaving` as pandoc's JSON, with the lines of its tables."""
    document: Node = orjson.loads(dump(tree))
    for division in table_blocks(document["blocks"]):
        groups = lines[attributes(division)[2]["data-table"]].groups.value
        for body, rows in zip(division["c"][1][0]["c"][4], groups, strict=True):
            body[3] = orjson.loads(f"[{','.join(rows)}]")
    return document
