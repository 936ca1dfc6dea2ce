"""Build the web page of one edition again and again, with as little work as a change asks for.

What was made of sources that are still the same stays: the evidence and what its check found, the
figures, the printed tables, the answers of citeproc, and the blocks that pandoc wrote.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import panflute as pf

from livereview.check import Sources, check_sources, weave_words
from livereview.config import LIBRARY, MANUSCRIPT
from livereview.dates import today
from livereview.document import complete, resolve_citations, tell_beside
from livereview.library import style_path, write_csl
from livereview.manuscript import Edition
from livereview.plan import TABLES
from livereview.preview.citing import ResolvedCitations
from livereview.preview.kept import Digests, Kept, below, contents
from livereview.preview.parts import Parts
from livereview.preview.sidework import SideWork
from livereview.preview.sources import KeptSources, NotedEvidence, origin
from livereview.preview.weaver import Given, Weaver, Woven
from livereview.problems import Problem, ProblemsFound, errors
from livereview.version import read_version
from livereview.writers.html import web_page


@dataclass(frozen=True)
class Outcome:
    """What a build gave: what is wrong, and the web page, None where an error stops it."""

    problems: tuple[Problem, ...]
    page: str | None = None


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
        self._sources = KeptSources(root)
        self._beside = SideWork(root, folder / "figures")
        self._weaver = Weaver(root, name, self._beside)
        self._citations = ResolvedCitations()
        self._parts = Parts()
        self._others: dict[str, Kept[Edition]] = {}
        self._works: Kept[Path] = Kept()

    def build(self) -> Outcome:
        """Build the page of the files as they are."""
        day, digests = today(), contents(self.root)
        beside = self._beside
        beside.begin(digests, day)
        sources = self._sources.read(digests)
        evidence, config = sources.evidence, sources.config
        if config is None or not isinstance(evidence, NotedEvidence):
            return Outcome(tuple(check_sources(sources, [], (beside.rows, beside.notices), day)))
        sound = not errors(sources.problems)
        woven = self._weaver.weave(Given(config, evidence, sources.keys, digests, sound))
        others = [self._other(name, sources, digests) for name in sources.editions]
        editions = [each or woven.edition for each in others]
        problems = check_sources(sources, editions, (beside.rows, beside.notices), day)
        if not errors(problems):
            # Of evidence with mistakes a figure can't be expected, nor a sign-off.
            problems += [*beside.faults, *woven.refused]
        if woven.tree is None or errors(problems):
            return Outcome(tuple(problems))
        try:
            page = self._page(woven, woven.tree, sources, digests)
        except ProblemsFound as found:
            return Outcome((*problems, *found.problems))
        return Outcome(tuple(problems), page)

    def close(self) -> None:
        """End what runs beside."""
        self._beside.close()

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

        read = {**origin(digests), **below(digests, TABLES, own)}
        return self._others.setdefault(name, Kept()).get(read, weave)

    def _page(self, woven: Woven, tree: pf.Doc, sources: Sources, digests: Digests) -> str:
        """Return the web page of a woven edition, as `document.write_document` goes about it."""
        edition = woven.edition
        complete(tree, edition)
        library = self._works.get(digests.get(LIBRARY), self._write_works)
        style = style_path(edition.config.citation_style)
        document = self._citations.resolve(
            self._weaver.document(tree),
            f"{digests.get(LIBRARY)} {style}",
            lambda text: resolve_citations(text, library, style),
        )
        tell_beside(document, edition, sources.library, library, woven.unread)
        self._beside.finish()
        return web_page(document, self._beside.folder, read_version(self.root), self._parts.write)

    def _write_works(self) -> Path:
        library = self.folder / "library.json"
        write_csl(self.root / LIBRARY, library)
        return library
