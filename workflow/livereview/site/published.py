"""What a site is made of: the files in the results folder, as the last build left them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from livereview.publish import CHECKSUMS, checksum, read_checksums, read_state

_AGAIN = "build the review again, with make"


class NotPublished(Exception):
    """There are no results that a site could be made of; says why, and what to do."""


@dataclass(frozen=True)
class File:
    """A file of the results: its path in their folder, and its size in bytes."""

    path: str
    size: int


@dataclass(frozen=True)
class Published:
    """The results of a build.

    Attributes:
        files: all files that a build publishes, by path.
        version: of the review that they were built from; empty where git knew none.
        date: of that version.
    """

    files: tuple[File, ...]
    version: str
    date: str

    @property
    def name(self) -> str:
        """What tells these results from others, as a part of a file's name."""
        return re.sub(r"[^\w.-]", "-", self.version or self.date)


def read_published(results: Path) -> Published:
    """Return what the results folder holds; what else lies there is no part of it.

    Raises:
        NotPublished: there is nothing, or not what was built.
    """
    listed = read_checksums(results)
    if not listed:
        raise NotPublished(f"there are no results in {results}", _AGAIN)
    for path, built in listed.items():
        _hold(results / path, built)
    version, date = read_state(results)
    paths = sorted([*listed, CHECKSUMS])
    files = tuple(File(path, (results / path).stat().st_size) for path in paths)
    return Published(files, version, date)


def _hold(path: Path, built: str) -> None:
    """Refuse a file that is not the one that was built."""
    if not path.is_file():
        raise NotPublished(f"{path} is missing", _AGAIN)
    if checksum(path) != built:
        raise NotPublished(f"{path} is not as it was built", f"{_AGAIN}; your changes are kept")
