"""Where the review uses what: its blocks, printed tables and figures, and the cells of each.

For commands that tell of one row or block: all editions are filled, and the figures run without
being drawn.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from livereview import dates
from livereview.blocks import Block, blocks_of, spans
from livereview.config import MANUSCRIPT, Config, read_config
from livereview.evidence import Evidence, load_evidence
from livereview.library import Library, read_library
from livereview.manuscript import Edition
from livereview.problems import Problem, ProblemsFound, errors, raise_errors
from livereview.recorder import Read
from livereview.retractions import Notices, read_notices
from livereview.tables import TABLES, PrintedTable


@dataclass(frozen=True)
class Usage:
    """What each part of the review rests on.

    Attributes:
        blocks: the blocks of the text and of captions, by file and line.
        tables: what each printed table reads, by name; tables that no text prints too.
        figures: what each figure reads, by name.
        facts: what each figure reports of itself, by figure and name.
        problems: the errors for which a use may be missing here.
    """

    blocks: tuple[Block, ...] = ()
    tables: Mapping[str, frozenset[Read]] = field(default_factory=dict)
    figures: Mapping[str, frozenset[Read]] = field(default_factory=dict)
    facts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def faults(self) -> tuple[str, ...]:
        """The problems in words, sorted by place."""
        return tuple(map(str, sorted(set(self.problems))))

    def blocks_with(self, row: str) -> list[tuple[Block, list[str]]]:
        """Return the blocks that rest on a row (``table:id``), each with the columns it reads.

        Without columns the row is chosen by a query. A caption has its place in `tables`.
        """
        found = ((block, _columns(block.reads, row)) for block in self.blocks)
        return [
            (block, columns)
            for block, columns in found
            if columns is not None and not (block.path == TABLES and block.heading in self.tables)
        ]

    def tables_with(self, row: str) -> list[str]:
        """Return the printed tables that rest on a row, with their captions and notes."""
        captions = {
            block.heading
            for block in self.blocks
            if block.path == TABLES and _columns(block.reads, row) is not None
        }
        return [
            name
            for name, reads in self.tables.items()
            if name in captions or _columns(reads, row) is not None
        ]

    def figures_with(self, row: str) -> list[str]:
        """Return the figures that are drawn from a row."""
        found = self.figures.items()
        return [name for name, reads in found if _columns(reads, row) is not None]

    def places_with(self, row: str) -> list[str]:
        """Return where a row is used: lines of the text, printed tables, figures."""
        blocks = [f"{block.path}:{block.line}" for block, _ in self.blocks_with(row)]
        tables = [f"tbl:{name}" for name in self.tables_with(row)]
        return [*blocks, *tables, *(f"fig:{name}" for name in self.figures_with(row))]


def _columns(reads: frozenset[Read], row: str) -> list[str] | None:
    """Return the columns of a row that are read, sorted; None where it isn't among them."""
    table, _, id = row.partition(":")
    columns = [read.column for read in reads if read.id == id and read.table == table]
    return sorted(column for column in columns if column) if columns else None


@dataclass
class Desk:
    """A review as its authors have it before them.

    Args:
        root: the review's folder.
        config: the configuration.
        evidence: its rows.
        library: its works.
    """

    root: Path
    config: Config
    evidence: Evidence
    library: Library

    @cached_property
    def editions(self) -> list[Edition]:
        """The editions that are built, not filled yet; the first one lends its language."""
        names = [name for name in self.config.editions if (self.root / MANUSCRIPT / name).is_dir()]
        return [Edition(self.root, name, self.config, self.evidence) for name in names]

    @property
    def edition(self) -> Edition:
        """The first edition: in its language rows are told of."""
        if self.editions:
            return self.editions[0]
        return Edition(self.root, next(iter(self.config.editions)), self.config, self.evidence)

    @cached_property
    def notices(self) -> Notices:
        """What was made known of its works, such as that one was retracted, by key."""
        return read_notices(self.root, self.library.entries.values(), dates.today())[0]

    @cached_property
    def usage(self) -> Usage:
        """Where the review uses what."""
        with TemporaryDirectory(prefix="livereview-") as folder:
            return _usage(self, Path(folder))

    def spans(self) -> Iterator[tuple[str, int, int]]:
        """Yield file, first and last line of each block of the editions, once they are filled."""
        for edition in self.editions:
            for passage in edition.passages:
                for first, last in spans(passage.text):
                    yield passage.path, passage.line + first - 1, passage.line + last - 1


def open_desk(root: Path) -> Desk:
    """Return the review in ``root``.

    Raises:
        ProblemsFound: its configuration, evidence or library can't be read.
    """
    config, evidence, library = read_config(root), load_evidence(root), read_library(root)
    if not library.readable:
        raise_errors(library.problems)
    return Desk(root, config, evidence, library)


def _usage(desk: Desk, folder: Path) -> Usage:
    reports, problems = _figure_reports(desk, folder)
    tables: dict[str, frozenset[Read]] = {}
    for edition in desk.editions:
        # Without the report of one figure, none is asked: it would not be there to be read.
        edition.drawn = None if problems else folder
        problems += _fill(edition)
        for table in _every_table(edition):
            tables[table.name] = tables.get(table.name, frozenset()) | table.reads
    return Usage(
        blocks=tuple(blocks_of(desk.editions)),
        tables=tables,
        figures={name: frozenset(_drawn(report)) for name, report in reports.items()},
        facts={name: report["facts"] for name, report in reports.items()},
        problems=tuple(errors(problems)),
    )


def _figure_reports(desk: Desk, folder: Path) -> tuple[dict[str, Any], list[Problem]]:
    """Return what each figure says of its drawing, and why others say nothing."""
    from livereview.figures import SCRIPTS, report_figure

    reports: dict[str, Any] = {}
    problems: list[Problem] = []
    for name in desk.edition.figures:
        try:
            report_figure(desk.root / SCRIPTS / f"{name}.py", desk.evidence, folder)
        except ProblemsFound as found:
            problems += found.problems
        else:
            reports[name] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return reports, problems


def _fill(edition: Edition) -> list[Problem]:
    """Fill an edition's text and tables; return what is wrong with them."""
    try:
        edition.markdown()
        edition.tables, problems = edition.build_tables()
    except ProblemsFound as found:
        return [*edition.problems, *found.problems]
    return [*edition.problems, *problems]


def _every_table(edition: Edition) -> Iterator[PrintedTable]:
    """Yield the printed tables, those that no text prints too."""
    if designs := edition.designs:
        yield from map(designs.build, designs.names)


def _drawn(report: Mapping[str, Any]) -> Iterator[Read]:
    for row in report["rows"]:
        yield Read.of_row(row)
    for row, columns in report["reads"].items():
        if row in report["rows"]:
            for column in columns:
                yield Read.of_row(row, column)
