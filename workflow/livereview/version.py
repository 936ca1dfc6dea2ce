"""Version and date of a review: what its documents say of the state they were built from."""

from __future__ import annotations

import csv
import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

# What a build reads. A change elsewhere, in a README say, doesn't change what is built.
_SOURCES = (
    *("config", "data", "manuscript", "references"),
    *("Snakefile", "requirements.lock", "workflow"),
)

# Ten digits of a commit's name, always: git's own choice grows with the number of commits it
# has, so that two clones of one commit could print two versions.
_ABBREVIATION = "10"

# What a person may have set otherwise, and what would give the same commit another version.
_SETTINGS = ("core.fsmonitor=false", "log.showSignature=false", "status.showUntrackedFiles=normal")

#: What ends the name of a version that has more in it than its commit.
CHANGES = "+changes"

# The day a review without any date has: the first that a zip archive, and so a Word file, knows.
_NO_DATE = datetime(1980, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Version:
    """State of the review that a document was built from; nothing of it depends on today.

    Attributes:
        name: for example ``v1.0-3-g1234567890+changes``; empty where there is no git.
        date: date of the commit; without git the day on which a row was last reviewed.
        timestamp: the same in seconds, for formats that carry a time.
        commit: whole name of the commit; empty where there is no git.
    """

    name: str
    date: str
    timestamp: int
    commit: str = ""


def load_version(path: Path) -> Version:
    """Return the version that the Snakefile has noted, as JSON."""
    return Version(**json.loads(path.read_text(encoding="utf-8")))


def read_version(root: Path) -> Version:
    """Return the version of the review in ``root``, from git or else from its evidence."""
    head = _git(root, "log", "-1", "--format=%ct %cs %H")
    if not head or not _git(root, "ls-files", "--", *_SOURCES):
        return _last_review(root)
    timestamp, date, commit = head.split()
    name = _git(root, "describe", "--always", "--tags", f"--abbrev={_ABBREVIATION}")
    changes = _git(root, "status", "--porcelain", "--", *_SOURCES)
    return Version(name + (CHANGES if changes else ""), date, int(timestamp), commit)


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


def git_environment() -> dict[str, str]:
    """Return the variables with which git speaks of the folder that it is asked about.

    A hook's GIT_DIR would speak of another repository. Without the optional locks a build never
    gets in the way of a git command that runs at the same time.
    """
    kept = {name: value for name, value in os.environ.items() if name[:4] != "GIT_"}
    return kept | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}


def _git(root: Path, *words: str) -> str:
    """Return what git says of the folder, or an empty text where it can't say anything."""
    # A folder that another user owns, as in a container, has its version too: what its own
    # configuration makes git run is no more than what a build runs of it anyway.
    settings = [*_SETTINGS, f"safe.directory={root.resolve()}"]
    command = ["git", *(word for each in settings for word in ("-c", each)), "-C", str(root)]
    try:
        done = subprocess.run(
            [*command, *words],
            capture_output=True,
            check=False,
            env=git_environment(),
            encoding="utf-8",
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
