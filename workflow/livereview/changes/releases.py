"""The releases of a review: the tags of git that lead to the state that is built."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from livereview.changes.revisions import Named
from livereview.git import git_line

_TAG = "refs/tags/"
# One call of git, at the start of each build: the commits with tags, newest first, and HEAD.
_LOG = (
    *("log", "--topo-order", "--simplify-by-decoration", "--decorate=full"),
    *("--decorate-refs=refs/tags/", "--decorate-refs=HEAD", "--format=%H %cs %D"),
)


@dataclass(frozen=True)
class Releases:
    """The tags of a review's history, newest first.

    Attributes:
        tags: the tags, one a commit.
        head: the commit that is built from; empty where there are no tags.
    """

    tags: tuple[Named, ...] = ()
    head: str = ""

    @property
    def earlier(self) -> tuple[Named, ...]:
        """The releases before the state that is built: a tag of its own is none."""
        return tuple(tag for tag in self.tags if tag.commit != self.head)


def read_releases(root: Path) -> Releases:
    """Return the releases of the review in ``root``; none without git or tags."""
    tags: list[Named] = []
    head = ""
    for line in git_line(root, *_LOG).splitlines():
        commit, date, *names = line.replace(",", " ").split()
        head = commit if "HEAD" in names else head
        found = sorted(name.removeprefix(_TAG) for name in names if name.startswith(_TAG))
        tags += [Named(name, commit, date) for name in found[-1:]]
    return Releases(tuple(tags), head) if tags else Releases()


def load_releases(path: Path) -> Releases:
    """Return the releases that the Snakefile has noted, as JSON."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return Releases(tuple(Named(**tag) for tag in data["tags"]), data["head"])
