"""Build the web page of one edition again and again, with as little work as a change asks for.

What was made of sources that are still the same stays: the evidence and what its check found, the
figures, the printed tables, the answers of citeproc, and the blocks that pandoc wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import panflute as pf

from livereview.check import Sources, check_sources, read_sources, weave_edition, weave_words
from livereview.config import CONFIG, LIBRARY, MANUSCRIPT, RETRACTIONS, Config
from livereview.datapackage import PACKAGE, Package, read_package
from livereview.dates import today
from livereview.document import complete, resolve_citations, tell_beside, with_margins
from livereview.library import Library, read_library, style_path, write_csl
from livereview.manuscript import Edition
from livereview.margins import Margins
from livereview.preview.citing import ResolvedCitations
from livereview.preview.drawings import Drawings, NotedEvidence
from livereview.preview.edition import (
    KeptEdition,
    KeptTable,
    KeptWeaving,
    with_rows,
)
from livereview.preview.kept import Digests, Kept, below, contents
from livereview.preview.parts import Parts
from livereview.problems import Problem, ProblemsFound, errors
from livereview.retractions import Notices
from livereview.tables import TABLES
from livereview.templates import Compiled
from livereview.unread import Unread
from livereview.version import read_version
from livereview.weave import Weaving
from livereview.writers.html import web_page

_DATA = "data/"


@dataclass(frozen=True)
class Outcome:
    """What a build gave: what is wrong, and the web page, None where an error stops it."""

    problems: tuple[Problem, ...]
    page: str | None = None


@dataclass(frozen=True)
class _Begun:
    """An edition, filled, and its weaving.

    Attributes:
        edition: the edition.
        weaving: None where a file of the text can't be read.
        unread: what nobody has read as it stands.
        refused: why it may not be published as it stands.
    """

    edition: Edition
    weaving: Weaving | None = None
    unread: Unread = field(default_factory=Unread)
    refused: Sequence[Problem] = ()

    def tree(self) -> pf.Doc | None:
        """Return the document tree; None where there is nothing to weave."""
        return self.weaving.compose(with_tables=True) if self.weaving else None


class Builder:
    """Builds the web page of an edition.

    Args:
        root: the review's folder.
        name: the edition's folder below manuscript/.
        folder: a folder of the preview's own.
    """

    def __init__(self, root: Path, name: str, folder: Path) -> None:
        self.root = root
        self.name = name
        self.folder = folder
        self._drawings = Drawings(root, folder / "figures")
        self._citations = ResolvedCitations()
        self._parts = Parts()
        self._templates: dict[tuple[str, str], Compiled] = {}
        self._literature: Kept[Library] = Kept()
        self._package: Kept[Package] = Kept()
        self._sources: Kept[Sources] = Kept()
        self._rows: Kept[list[Problem]] = Kept()
        self._notices: Kept[tuple[Notices, list[Problem]]] = Kept()
        self._others: dict[str, Kept[Edition]] = {}
        self._tables: dict[str, KeptTable] = {}
        self._bodies: dict[str, Kept[str]] = {}
        self._works: Kept[Path] = Kept()

    def build(self) -> Outcome:
        """Build the page of the files as they are."""
        day, digests = today(), contents(self.root)
        read = below(digests, CONFIG, _DATA, LIBRARY)
        sources = self._sources.get(read, lambda: self._read(digests))
        rows = self._rows.begin((read, day), lambda: sources.check_rows(day))
        noted = below(digests, LIBRARY, RETRACTIONS), day
        notices = self._notices.begin(noted, lambda: sources.read_notices(day))
        evidence, config = sources.evidence, sources.config
        if config is None or not isinstance(evidence, NotedEvidence):
            return Outcome(tuple(check_sources(sources, [], (rows(), notices()), day)))
        faults = [] if errors(sources.problems) else self._drawings.report(evidence, digests)
        drawn = None if errors([*sources.problems, *faults]) else self._drawings.folder
        found = self._begin(partial(self._edition, config, evidence, drawn, digests), sources.keys)
        edition, unread = found.edition, found.unread
        tree = weave_edition(edition, found.tree)
        others = [self._other(name, sources, digests) for name in sources.editions]
        editions = [each or edition for each in others]
        problems = check_sources(sources, editions, (rows(), notices()), day)
        if not errors(problems):
            problems += [
                *faults,
                *found.refused,
            ]  # of evidence with mistakes a figure can't be expected
        if tree is None or errors(problems):
            return Outcome(tuple(problems))
        try:
            page = self._page(tree, edition, unread, sources, digests)
        except ProblemsFound as found:
            return Outcome((*problems, *found.problems))
        return Outcome(tuple(problems), page)

    def close(self) -> None:
        """End what runs beside."""
        self._drawings.close()

    def _read(self, digests: Digests) -> Sources:
        """Read all but the text, and what is the same as before not again."""

        def library_of(root: Path) -> Library:
            return self._literature.get(digests.get(LIBRARY), lambda: read_library(root))

        def package_of(root: Path) -> Package:
            return self._package.get(digests.get(PACKAGE), lambda: read_package(root))

        return read_sources(self.root, NotedEvidence, library_of=library_of, package_of=package_of)

    def _edition(
        self,
        config: Config,
        evidence: NotedEvidence,
        drawn: Path | None,
        digests: Digests,
        margins: Margins | None = None,
    ) -> KeptEdition:
        evidence.recorder.take_reads()
        evidence.recorder.take_faults()
        edition = KeptEdition(self.root, self.name, config, evidence, drawn, margins)
        edition.digests = {**digests, **self._drawings.reports}
        edition.tables_before, edition.templates = self._tables, self._templates
        return edition

    def _begin(self, edition_of: Callable[..., KeptEdition], keys: Iterable[str] | None) -> _Begun:
        """Begin to weave an edition, tables without rows, as `document.write_document` does."""

        def begin(margins: Margins) -> Weaving:
            return KeptWeaving(edition_of(margins), keys, self._bodies)

        edition = edition_of()
        try:
            first = KeptWeaving(edition, keys, self._bodies)
        except ProblemsFound as found:
            edition.problems += found.problems
            return _Begun(edition)
        try:
            weaving, unread = with_margins(first, begin)
        except ProblemsFound as found:
            return _Begun(edition, first, refused=found.problems)
        return _Begun(weaving.edition, weaving, unread)

    def _other(self, name: str, sources: Sources, digests: Digests) -> Edition | None:
        """Return another edition, woven as far as its words go; None for the one that is shown."""
        if name == self.name or not (sources.config and sources.evidence):
            return None
        config, evidence = sources.config, sources.evidence
        own = f"{MANUSCRIPT}/{name}/"

        def weave() -> Edition:
            edition = Edition(self.root, name, config, evidence)
            weave_words(edition, sources.keys)
            return edition

        origin = below(digests, CONFIG, _DATA, LIBRARY, TABLES, own)
        return self._others.setdefault(name, Kept()).get(origin, weave)

    def _page(
        self,
        tree: pf.Doc,
        edition: Edition,
        unread: Unread,
        sources: Sources,
        digests: Digests,
    ) -> str:
        """Return the web page of a woven edition, as `document.write_document` goes about it."""
        complete(tree, edition)
        library = self._works.get(digests.get(LIBRARY), self._write_works)
        style = style_path(edition.config.citation_style)
        document = self._citations.resolve(
            with_rows(tree, self._bodies),
            f"{digests.get(LIBRARY)} {style}",
            lambda text: resolve_citations(text, library, style),
        )
        tell_beside(document, edition, sources.library, library, unread)
        self._drawings.finish()
        return web_page(document, self._drawings.folder, read_version(self.root), self._parts.write)

    def _write_works(self) -> Path:
        library = self.folder / "library.json"
        write_csl(self.root / LIBRARY, library)
        return library
