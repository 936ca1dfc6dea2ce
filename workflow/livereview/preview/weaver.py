"""Weave one edition again and again, with what earlier ones have left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import panflute as pf

from livereview.check import weave_edition
from livereview.config import Config
from livereview.document import margins_for, with_margins
from livereview.expressions import ExpressionCode
from livereview.manuscript import Edition
from livereview.margins import Margins
from livereview.preview.edition import KeptEdition, KeptLines, KeptTable, KeptWeaving, with_lines
from livereview.preview.kept import Digests, Kept
from livereview.preview.sidework import SideWork
from livereview.preview.sources import NotedEvidence
from livereview.problems import Problem, ProblemsFound, errors
from livereview.templates import Compiled
from livereview.unread import Unread
from livereview.weave import Weaving
from livereview.writers.ast import Node


@dataclass(frozen=True)
class Woven:
    """An edition that was woven.

    Attributes:
        edition: the edition, with what is wrong with it.
        tree: its document tree, the tables without lines; None where a file can't be read.
        unread: what nobody has read as it stands.
        refused: why it may not be published as it stands.
    """

    edition: Edition
    tree: pf.Doc | None
    unread: Unread = field(default_factory=Unread)
    refused: Sequence[Problem] = ()


@dataclass(frozen=True)
class Given:
    """What an edition is woven from, beside its text.

    Attributes:
        config: gives the words.
        evidence: the tables.
        keys: those of the library; None where it can't be read.
        digests: those of all files, see `kept.contents`.
        sound: whether config, evidence and library have no mistakes.
    """

    config: Config
    evidence: NotedEvidence
    keys: Iterable[str] | None
    digests: Digests
    sound: bool


class Weaver:
    """Weaves an edition.

    Args:
        root: the review's folder.
        name: the edition's folder below manuscript/.
        beside: reports of the figures.
    """

    def __init__(self, root: Path, name: str, beside: SideWork) -> None:
        self.root = root
        self.name = name
        self.beside = beside
        self._templates: dict[tuple[str, str], Compiled] = {}
        self._expressions: dict[str, ExpressionCode] = {}
        self._tables: dict[str, KeptTable] = {}
        self._lines: Kept[dict[str, KeptLines]] = Kept()

    def weave(self, given: Given) -> Woven:
        """Weave the edition while the figures' scripts run.

        What they report is mostly what they have reported before; else it is woven once more.
        """
        quoted = self._reported
        woven = self._woven(given)
        self.beside.take_reports()
        return woven if self._reported == quoted else self._woven(given)

    def document(self, tree: pf.Doc) -> Node:
        """Return a tree as pandoc's JSON, its tables with their lines."""
        return with_lines(tree, self._lines.value)

    @property
    def _reported(self) -> object:
        return self.beside.reported, self.beside.faults

    def _woven(self, given: Given) -> Woven:
        """Weave as `document.write_document` does."""
        first = self._edition(given, margins_for(self.root, given.config))
        try:
            weaving: Weaving = self._weaving(first, given)
        except ProblemsFound as found:
            first.problems += found.problems
            return Woven(first, weave_edition(first, lambda: None))
        unread, refused = Unread(), list[Problem]()
        try:
            weaving, unread = with_margins(
                weaving, lambda margins: self._weaving(self._edition(given, margins), given)
            )
        except ProblemsFound as found:
            refused = found.problems
        edition = weaving.edition
        tree = weave_edition(edition, lambda: weaving.compose(with_tables=True))
        return Woven(edition, tree, unread, refused)

    def _weaving(self, edition: Edition, given: Given) -> KeptWeaving:
        lines = self._lines.get((given.config, edition.language), dict[str, KeptLines])
        return KeptWeaving(edition, given.keys, lines)

    def _edition(self, given: Given, margins: Margins | None) -> KeptEdition:
        given.evidence.recorder.take_reads()
        given.evidence.recorder.take_faults()
        sound = given.sound and not errors(self.beside.faults)
        drawn = self.beside.folder if sound else None
        edition = KeptEdition(self.root, self.name, given.config, given.evidence, drawn, margins)
        edition.digests = {**given.digests, **self.beside.reported}
        edition.tables_before = self._tables
        edition.templates, edition.expressions = self._templates, self._expressions
        return edition
