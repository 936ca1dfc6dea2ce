"""The sources of a preview: evidence that notes what is asked of it, and what is read but once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from livereview.check import Sources, read_sources
from livereview.config import CONFIG, LIBRARY
from livereview.csvfile import CsvFile
from livereview.datapackage import PACKAGE, Package, read_package
from livereview.evidence import Evidence, Table
from livereview.library import Library, read_library
from livereview.preview.kept import Digests, Kept, below

_DATA = "data/"


class NotedEvidence(Evidence):
    """Evidence that notes which of its tables were asked for.

    Attributes:
        asked: the names of the tables.
    """

    def __init__(self, package: Package, files: Mapping[str, CsvFile]) -> None:
        self.asked: set[str] = set()
        super().__init__(package, files)

    def __getitem__(self, name: str) -> Table:
        self.asked.add(name)
        return super().__getitem__(name)


def origin(digests: Digests) -> Digests:
    """Return the digests of all that the sources are read from."""
    return below(digests, CONFIG, _DATA, LIBRARY)


class KeptSources:
    """Reads a review, all but its text, and what is the same as before not again.

    Args:
        root: the review's folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._library: Kept[Library] = Kept()
        self._package: Kept[Package] = Kept()
        self._sources: Kept[Sources] = Kept()

    def read(self, digests: Digests) -> Sources:
        """Return the sources, whose evidence is noted.

        Args:
            digests: those of all files, see `kept.contents`.
        """

        def library_of(root: Path) -> Library:
            return self._library.get(digests.get(LIBRARY), lambda: read_library(root))

        def package_of(root: Path) -> Package:
            return self._package.get(digests.get(PACKAGE), lambda: read_package(root))

        def read() -> Sources:
            return read_sources(
                self.root, NotedEvidence, library_of=library_of, package_of=package_of
            )

        return self._sources.get(origin(digests), read)
