"""Where the review uses what: its blocks, printed tables and figures, and the cells of each.

For commands that tell of one row or block: all editions are filled, and the figures run without
being drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from livereview import dates
from livereview.blocks import Block, blocks_of, spans
from livereview.brackets import Brackets
from livereview.config import MANUSCRIPT, Config, read_config
from livereview.evidence import Evidence, load_evidence
from livereview.library import Library, read_library
from livereview.manuscript import Edition
from livereview.passages import Passage
from livereview.plan import TABLES
from livereview.problems import Problem, ProblemsFound, errors, raise_errors
from livereview.recorder import Read
from livereview.retractions import Notices, read_notices
from livereview.survey import facts_in, fill
from livereview.tables import PrintedTable


@dataclass(frozen=True)
class Span:
    """A part of the text: its file, first and last line, and how it is written."""

    path: str
    first: int
    last: int
    source: str

    def holds(self, path: str, line: int) -> bool:
        """Return whether a line of a file belongs to it."""
        return path == self.path and self.first <= line <= self.last


@dataclass(frozen=True)
class Usage:
    """What each part of the review rests on.

    Attributes:
        blocks: the blocks of the text and of captions, by file and line.
        passages: the templates of the text and of captions.
        tables: what each printed table reads, by name; tables that no text prints too.
        figures: what each figure reads, by name.
        facts: what each figure reports of itself, by figure and name.
        printed: what each block prints in one line, by file and line.
        problems: the errors for which a use may be missing here.
    """

    blocks: tuple[Block, ...] = ()
    passages: tuple[Passage, ...] = ()
    tables: Mapping[str, frozenset[Read]] = field(default_factory=dict)
    figures: Mapping[str, frozenset[Read]] = field(default_factory=dict)
    facts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    printed: Mapping[tuple[str, int], str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def faults(self) -> tuple[str, ...]:
        """The problems in words, sorted by place."""
        return tuple(map(str, sorted(set(self.problems))))

    def words_of(self, path: str, line: int) -> str:
        """Return what the block on a line prints, in one line; empty where that isn't known."""
        return self.printed.get((path, line), "")

    def spans(self) -> Iterator[Span]:
        """Yield where parts of the text stand, those that are no blocks too."""
        for passage in self.passages:
            lines, above = passage.text.split("\n"), passage.line - 1
            for first, last in spans(passage.text):
                source = "\n".join(lines[first - 1 : last])
                yield Span(passage.path, above + first, above + last, source)

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
    from livereview.figure_reports import report_figures

    reports = report_figures(desk.root, desk.evidence, folder)
    problems = [problem for found in reports.failed.values() for problem in found.problems]
    passages: list[Passage] = []
    tables: dict[str, frozenset[Read]] = {}
    printed: dict[tuple[str, int], str] = {}
    for edition in desk.editions:
        # Without the report of one figure, none is asked: it would not be there to be read.
        edition.drawn = None if problems else folder
        edition.margins = brackets = Brackets()
        problems += _filled(edition)
        printed |= dict(brackets.printed(edition))
        passages += edition.passages
        for table in _every_table(edition):
            tables[table.name] = tables.get(table.name, frozenset()) | table.reads
    return Usage(
        blocks=tuple(blocks_of(desk.editions)),
        tables=tables,
        passages=tuple(passages),
        figures={name: frozenset(_drawn(report)) for name, report in reports.told.items()},
        facts=facts_in(folder),
        printed=printed,
        problems=tuple(errors(problems)),
    )


def _filled(edition: Edition) -> list[Problem]:
    """Fill an edition's text and tables as far as that goes; return what is wrong with them."""
    try:
        fill(edition)
    except ProblemsFound as found:
        return [*edition.problems, *found.problems]
    return edition.problems


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
