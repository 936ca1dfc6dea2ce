"""An edition that takes over from the one that was woven before it what has not changed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import panflute as pf

from livereview.config import CONFIG
from livereview.datapackage import PACKAGE
from livereview.evidence import Row
from livereview.expressions import ExpressionCode
from livereview.manuscript import Edition, Tables
from livereview.pandoc import dump
from livereview.plan import TABLES
from livereview.preview.drawings import DRAWN, NotedEvidence
from livereview.preview.kept import Digests, Kept, below
from livereview.recorder import Absent
from livereview.tables import PrintedTable, TableSpecifications
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
        code: the compiled expressions of earlier ones, to which it adds its own.
    """

    evidence: NotedEvidence
    digests: Digests = field(default_factory=dict)
    tables_before: dict[str, KeptTable] = field(default_factory=dict)
    templates: dict[tuple[str, str], Compiled] = field(default_factory=dict)
    code: dict[str, ExpressionCode] = field(default_factory=dict)

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
        return below(self.digests, CONFIG, PACKAGE, TABLES, DRAWN, *paths)

    def _environment(
        self, language: str, table: Callable[[str], MarkdownBlock | Absent]
    ) -> TemplateEnvironment:
        environment = super()._environment(language, table)
        if len(self.templates) > _MOST_TEMPLATES:
            self.templates.clear()
            self.code.clear()
        environment.templates, environment.code = self.templates, self.code
        return environment


class KeptWeaving(Weaving):
    """Weaves a text whose printed tables have no rows: these are kept as JSON.

    Most of what a review prints stands in tables, and most tables stay as they are.

    Args:
        edition: see `Weaving`.
        keys: see `Weaving`.
        bodies: keeps the rows of each table, as pandoc's list of table bodies, by its name.
    """

    def __init__(
        self, edition: Edition, keys: Iterable[str] | None, bodies: dict[str, Kept[str]]
    ) -> None:
        super().__init__(edition, keys)
        self.bodies = bodies

    def begin_tables(self) -> Callable[[], Tables]:
        """Build the tables that are not kept, here: they are few, and pandoc reads meanwhile."""
        tables = self.edition.build_tables()
        return lambda: tables

    def table(
        self, table: PrintedTable, identifier: str, caption: pf.Block, notes: Iterable[pf.Block]
    ) -> pf.Div:
        """Return a printed table without its rows, and keep these."""
        kept = self.bodies.setdefault(table.name, Kept())
        kept.get(self._origin(table), lambda: self._body(table))
        return super().table(replace(table, groups=()), identifier, caption, notes)

    def _origin(self, table: PrintedTable) -> object:
        """Return all that the printed rows of a table are made from."""
        evidence, whereabouts = self.edition.evidence, self.edition.whereabouts
        cited = {name for cell in table.cells for name in cell.cites}
        rows = [row for name in cited if isinstance(row := evidence.row(name), Row)]
        evidence.recorder.take_faults()
        works = {row.name: row.citekeys for row in rows}
        places = [whereabouts.of(cell.sections) for cell in table.cells if cell.sections]
        return table, works, places, self.edition.config.terms[self.edition.language]

    def _body(self, table: PrintedTable) -> str:
        tree = super().table(table, "", pf.Plain(), ())
        division = json.loads(dump(pf.Doc(tree)))["blocks"][0]
        return json.dumps(division["c"][1][0]["c"][4])


def with_rows(tree: pf.Doc, bodies: Mapping[str, Kept[str]]) -> Node:
    """Return a tree of `KeptWeaving` as pandoc's JSON, with the rows of its tables."""
    document: Node = json.loads(dump(tree))
    for division in table_blocks(document["blocks"]):
        table = division["c"][1][0]
        table["c"][4] = json.loads(bodies[attributes(division)[2]["data-table"]].value)
    return document
