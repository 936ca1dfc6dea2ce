"""Version and date of a review: what its documents say of the state they were built from."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from livereview.git import git_line

# What a build reads. A change elsewhere, in a README say, doesn't change what is built.
_SOURCES = (
    *("config", "data", "manuscript", "references"),
    *("Snakefile", "requirements.lock", "workflow"),
)

# Ten digits of a commit's name, always: git's own choice grows with the number of commits it
# has, so that two clones of one commit could print two versions.
_ABBREVIATION = "10"

#: What ends the name of a version that has more in it than its commit.
CHANGES = "+changes"

# The day a review without any date has: the first that a zip archive, and so a Word file, knows.
_NO_DATE = datetime(1980, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Since:
    """The last release, and how many changes since then matter to a reader's conclusions."""

    release: str
    material: int


@dataclass(frozen=True)
class Version:
    """State of the review that a document was built from; nothing of it depends on today.

    Attributes:
        name: for example ``v1.0-3-g1234567890+changes``; empty where there is no git.
        date: date of the commit; without git the day on which a row was last reviewed.
        timestamp: the same in seconds, for formats that carry a time.
        since: what changed since the last release; None where there is none.
        commit: whole name of the commit; empty where there is no git.
    """

    name: str
    date: str
    timestamp: int
    since: Since | None = None
    commit: str = ""


def load_version(path: Path, changes: Sequence[str] = ()) -> Version:
    """Return the version that the Snakefile has noted, as JSON.

    Args:
        path: the note.
        changes: the report of what changed since the last release, as JSON, if there is one.
    """
    version = Version(**json.loads(path.read_text(encoding="utf-8")))
    for report in changes:
        told = json.loads(Path(report).read_text(encoding="utf-8"))
        version = replace(version, since=Since(told["old"]["name"], told["counts"]["material"]))
    return version


def read_version(root: Path) -> Version:
    """Return the version of the review in ``root``, from git or else from its evidence."""
    head = git_line(root, "log", "-1", "--format=%ct %cs %H")
    if not head or not git_line(root, "ls-files", "--", *_SOURCES):
        return _last_review(root)
    timestamp, date, commit = head.split()
    name = git_line(root, "describe", "--always", "--tags", f"--abbrev={_ABBREVIATION}")
    changes = git_line(root, "status", "--porcelain", "--", *_SOURCES)
    return Version(name + (CHANGES if changes else ""), date, int(timestamp), commit=commit)


def _last_review(root: Path) -> Version:
    last = max(_review_dates(root), default=_NO_DATE)
    return Version("", last.date().isoformat(), int(last.timestamp()))


def _review_dates(root: Path) -> Iterator[datetime]:
    """Yield the dates in the tables' column ``reviewed``; what is none is reported elsewhere."""
    for path in root.glob("data/*.csv"):
        with path.open(encoding="utf-8", errors="replace", newline="") as text:
            for row in csv.DictReader(text):
                with suppress(KeyError, TypeError, ValueError):
                    yield datetime.strptime(row["reviewed"], "%Y-%m-%d").replace(tzinfo=UTC)
