"""Compare two folders byte by byte, and say of each file that differs where it does."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

# What is shown of a line around the first character that differs.
_BEFORE, _AFTER = 20, 40


@dataclass(frozen=True, order=True)
class Difference:
    """A file that two folders don't have alike.

    Attributes:
        path: the file, by its path in the folders.
        where: where in it, and what stands there on both sides.
    """

    path: str
    where: str

    def __str__(self) -> str:
        return f"{self.path}: {self.where}"


def files_below(folder: Path) -> dict[str, Path]:
    """Return the files below a folder, by their paths in it."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path for path in sorted(found)}


def compare_folders(first: Path, second: Path) -> list[Difference]:
    """Return each file that is not the same in both folders, in the order of the paths."""
    ours, theirs = files_below(first), files_below(second)
    alone = dict.fromkeys(ours.keys() - theirs.keys(), "only in the first")
    alone |= dict.fromkeys(theirs.keys() - ours.keys(), "only in the second")
    both = ours.keys() & theirs.keys()
    wheres = {path: difference(ours[path].read_bytes(), theirs[path].read_bytes()) for path in both}
    return sorted(Difference(path, where) for path, where in (alone | wheres).items() if where)


def difference(first: bytes, second: bytes) -> str:
    """Return where two contents differ first; "" where they are the same.

    For an archive, such as a Word file, that is a member and the place in it; for a text the line.
    """
    if first == second:
        return ""
    if _is_archive(first) and _is_archive(second):
        return _in_archive(first, second)
    try:
        return _in_text(first.decode(), second.decode())
    except UnicodeDecodeError:
        return _in_bytes(first, second)


def _is_archive(content: bytes) -> bool:
    return zipfile.is_zipfile(io.BytesIO(content))


def _in_archive(first: bytes, second: bytes) -> str:
    ours, theirs = _members(first), _members(second)
    for name in {**ours, **theirs}:
        if name not in ours or name not in theirs:
            return f"{name}: only in the {'first' if name in ours else 'second'}"
        if where := difference(ours[name], theirs[name]):
            return f"{name}: {where}"
    if list(ours) != list(theirs):
        return "the same members in another order"
    return f"the same members, packed otherwise: {_in_bytes(first, second)}"


def _members(content: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _in_text(first: str, second: str) -> str:
    lines = zip_longest(first.splitlines(keepends=True), second.splitlines(keepends=True))
    for number, (ours, theirs) in enumerate(lines, start=1):
        if ours is None or theirs is None:
            return f"line {number}: only in the {'second' if ours is None else 'first'}"
        if ours != theirs:
            at = _first_difference(ours, theirs)
            excerpts = (text[max(0, at - _BEFORE) : at + _AFTER] for text in (ours, theirs))
            shown = " and ".join(map(repr, excerpts))
            return f"line {number}, character {at + 1}: {shown}"
    raise AssertionError("two texts that differ have a line that differs")


def _in_bytes(first: bytes, second: bytes) -> str:
    at = _first_difference(first, second)
    return f"byte {at + 1}, of {len(first)} and {len(second)}"


def _first_difference(first: str | bytes, second: str | bytes) -> int:
    """Return the place, counted from 0, of the first item that differs or that one lacks."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(first), len(second)))
