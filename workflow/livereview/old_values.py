"""What rows of evidence said when they were signed off, found in the history that git keeps.

A sign-off keeps a fingerprint of what was read of a row, and not the cells. The revisions of the
table are searched for the one whose row has it, the newest first.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from livereview.datapackage import TableDescription
from livereview.git import GitFailed, git_line, run_git
from livereview.signoff import fingerprint

#: The cells of a row by column.
Cells = Mapping[str, str]


@dataclass(frozen=True)
class Then:
    """A row as it was when it was signed off.

    Attributes:
        cells: its cells by column; none where the table had no such row.
        certain: whether they are those that were signed off. Else they are those of the last
            revision on that day or before it.
    """

    cells: Cells
    certain: bool


@dataclass
class Revision:
    """A table as one commit has it."""

    day: str
    content: bytes

    @cached_property
    def rows(self) -> Mapping[str, Cells]:
        """Its rows by id; none where it is no table."""
        text = io.StringIO(self.content.decode("utf-8-sig", errors="replace"), newline="")
        try:
            found = [row for row in csv.DictReader(text) if row.get("id")]
        except csv.Error:
            return {}
        return {row["id"]: {key: row[key] or "" for key in row if key} for row in found}


class OldValues:
    """The history of a review's tables; without git, none."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._history: dict[str, Sequence[Revision]] = {}

    def of(
        self, table: TableDescription, id: str, columns: Sequence[str], signed: str, day: str
    ) -> Then | None:
        """Return a row as it was when it was signed off; None where git doesn't know.

        Args:
            table: the table.
            id: the row.
            columns: the columns of it that are read now.
            signed: the fingerprint of what was read of it then; empty for nothing.
            day: when it was signed off, ``YYYY-MM-DD``.
        """
        revisions = self._revisions(table.path)
        facts = [field.name for field in table.fields.values() if not field.bookkeeping]
        for read in (columns, facts) if signed else ():
            for cells in _versions(revisions, id):
                if _fingerprint(cells, read) == signed:
                    return Then(cells, certain=True)
        before = (revision for revision in revisions if revision.day <= day)
        last = next(before, None)
        return Then(last.rows.get(id, {}), certain=False) if last else None

    def _revisions(self, path: str) -> Sequence[Revision]:
        """Return the revisions of a table, the newest first."""
        if path not in self._history:
            self._history[path] = list(_revisions(self._root, path))
        return self._history[path]


def _versions(revisions: Iterable[Revision], id: str) -> Iterator[Cells]:
    """Yield what a row said, the newest first; of revisions that leave it alone one."""
    last: Cells | None = None
    for revision in revisions:
        cells = revision.rows.get(id, {})
        if cells != last:
            yield cells
        last = cells


def _fingerprint(cells: Cells, columns: Sequence[str]) -> str:
    return fingerprint({column: cells.get(column, "") for column in columns})


def _revisions(root: Path, path: str) -> Iterator[Revision]:
    log = git_line(root, "log", "--format=%H %cs", "--", path).split("\n")
    commits = [line.split() for line in log if line]
    wanted = "".join(f"{commit}:./{path}\n" for commit, _ in commits).encode()
    try:
        batch = run_git(root, "cat-file", "--batch", given=wanted) if commits else b""
    except GitFailed:
        return
    for (_, day), content in zip(commits, _contents(batch), strict=False):
        if content is not None:
            yield Revision(day, content)


def _contents(batch: bytes) -> Iterator[bytes | None]:
    """Yield each file that ``git cat-file --batch`` gives; None for one that is missing."""
    stream = io.BytesIO(batch)
    for header in iter(stream.readline, b""):
        words = header.split()
        if words[-1] == b"missing":
            yield None
        else:
            yield stream.read(int(words[-1]))
            stream.readline()


def user_of(root: Path) -> str:
    """Return the name that git would commit under in a folder; empty where it has none."""
    return " ".join(git_line(root, "config", "user.name").split())
