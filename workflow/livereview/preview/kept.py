"""What a preview keeps from one build to the next, as long as what it was made from is the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Generic, TypeVar

from livereview.plan import is_litter

Value = TypeVar("Value")

#: Digests of files, by their paths in the review's folder.
Digests = Mapping[str, str]

#: The folders of what authors write.
FOLDERS = ("config", "data", "manuscript", "references")


class Kept(Generic[Value]):
    """The last value that was made, with what it was made from."""

    def __init__(self) -> None:
        self._made: tuple[object, Value] | None = None

    def get(self, origin: object, make: Callable[[], Value]) -> Value:
        """Return the value for an origin: the kept one if the origin is the same, else a new one.

        What ``make`` raises is passed on, and nothing is kept.
        """
        if self._made is None or self._made[0] != origin:
            self._made = None
            self._made = origin, make()
        return self._made[1]

    @property
    def value(self) -> Value:
        """The kept value; there has to be one."""
        if self._made is None:
            raise LookupError("nothing is kept")
        return self._made[1]


def source_files(root: Path) -> Iterator[Path]:
    """Yield files and folders that authors write, but for what their programs leave beside."""
    paths = (path for folder in FOLDERS for path in (root / folder).rglob("*"))
    return (path for path in paths if not is_litter(path) and "__pycache__" not in path.parts)


def contents(root: Path) -> Digests:
    """Return a digest of each file that authors write, by its path in the review's folder."""
    digests = {path.relative_to(root).as_posix(): digest(path) for path in source_files(root)}
    return {path: digest for path, digest in digests.items() if digest}


def digest(path: Path) -> str:
    """Return the digest of a file; an empty text for a folder, or a file that has just gone."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def below(digests: Digests, *starts: str) -> Digests:
    """Return the digests of the files whose paths begin with one of some texts."""
    return {path: digest for path, digest in digests.items() if path.startswith(starts)}
