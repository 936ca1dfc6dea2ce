"""Find a state of the review: a folder, or a revision of git that is written into one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from livereview.datapackage import PACKAGE
from livereview.git import GitFailed, git_line, run_git

#: The name under which the work tree is told of.
WORK_TREE = "work tree"

# What a review consists of; nothing else of a revision is read.
_PARTS = ("config", "data", "manuscript", "references")


class NoState(Exception):
    """There is no such state of the review; its arguments say why, and what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)


@dataclass(frozen=True)
class Named:
    """A state of the review by its name.

    Attributes:
        name: as it was asked for: a revision, a folder, or ``work tree``.
        commit: the full name of the commit; empty for a folder.
        date: the date of the commit, ``YYYY-MM-DD``; empty for a folder.
    """

    name: str
    commit: str = ""
    date: str = ""


@dataclass(frozen=True)
class Place:
    """A state of the review, and the folder in which it lies."""

    named: Named
    folder: Path


@contextmanager
def opened(root: Path, name: str, called: str = "") -> Iterator[Place]:
    """Give the state of a review with this name; a revision's files are removed at the end.

    Args:
        root: the review's folder, which may be part of a larger repository.
        name: a folder that holds a review, a revision or tag of git, or nothing for ``root``.
        called: what it is called, if that is not its name.

    Raises:
        NoState: there is no such state, or it holds no evidence.
    """
    if not name:
        yield _folder(root, called or WORK_TREE)
    elif (Path(name) / PACKAGE).is_file():
        yield _folder(Path(name), called or name)
    else:
        named = replace(_revision(root, name), name=called or name)
        with TemporaryDirectory(prefix="livereview-") as folder:
            _extract(root, named, Path(folder))
            yield Place(named, Path(folder))


def _folder(folder: Path, name: str) -> Place:
    if not (folder / PACKAGE).is_file():
        raise NoState(f"{folder} holds no review", f"it has no {PACKAGE}")
    return Place(Named(name), folder)


def _revision(root: Path, name: str) -> Named:
    """Return the commit that a name stands for."""
    # Options begin with a hyphen; no name of a revision does.
    commit = "" if name.startswith("-") else git_line(root, "rev-parse", "-q", "--verify", name)
    about = git_line(root, "log", "-1", "--format=%H %cs", commit) if commit else ""
    if not about:
        raise _unknown(root, name)
    found, date = about.split()
    return Named(name, found, date)


def _unknown(root: Path, name: str) -> NoState:
    """Return why there is no such state, and what to do."""
    message = f'there is no revision, tag or folder "{name}"'
    try:
        shallow = run_git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"
    except GitFailed as error:
        reason = str(error).splitlines()[0] if str(error) else "git failed"
        return NoState(f'{message}: git says "{reason}"', "name two folders that hold reviews")
    if shallow:
        hint = "this clone lacks older commits; fetch them: git fetch --unshallow --tags"
        return NoState(message, hint)
    if Path(name).is_dir():
        return NoState(f"{name} holds no review", f"it has no {PACKAGE}")
    tags = git_line(root, "tag", "--list").split()
    hint = f"the tags are: {', '.join(tags)}" if tags else "git log lists the revisions"
    return NoState(message, hint)


def _extract(root: Path, named: Named, folder: Path) -> None:
    """Write the review of a revision into a folder."""
    # Within a larger repository, both commands speak of the folder in which they run.
    listed = git_line(root, "ls-tree", "--name-only", named.commit, "--", *_PARTS).splitlines()
    parts = [part for part in _PARTS if part in listed]
    if "data" not in parts:
        raise NoState(f"{named.name} holds no review", f"it has no {PACKAGE}")
    try:
        content = run_git(root, "archive", "--format=zip", named.commit, "--", *parts)
    except GitFailed as error:
        raise NoState(f"git can't read {named.name}: {error}") from None
    # A zip archive: the safe way to unpack a tar archive is younger than Python 3.11.2.
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    if not (folder / PACKAGE).is_file():
        raise NoState(f"{named.name} holds no review", f"it has no {PACKAGE}")
