"""Hold a release against its own lists of its files, and against a rebuild of its commit."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from livereview.comparing import difference, files_below
from livereview.crate import COMMIT
from livereview.publish import CHECKSUMS, CRATE, checksum, read_checksums
from livereview.version import CHANGES

OK, CHANGED, MISSING, EXTRA = "ok", "changed", "missing", "extra"


class NoRelease(Exception):
    """Raised where a folder holds no release that could be looked at; says why, and what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True)
class Release:
    """A folder of results, and what it says of itself.

    Attributes:
        folder: where it is.
        commit: whole name of the commit that it was built of; empty where there was no git.
        version: name of the state; empty where there was no git.
        described: SHA-256 of each file that the crate describes, by its path in the folder.
        listed: the same of the list of checksums, which has the crate's too.
    """

    folder: Path
    commit: str
    version: str
    described: Mapping[str, str]
    listed: Mapping[str, str]

    @property
    def is_of_a_commit(self) -> bool:
        """Whether all that it was built of is in its commit."""
        return bool(self.commit) and not self.version.endswith(CHANGES)


@dataclass(frozen=True, order=True)
class Finding:
    """How a file of a release stands.

    Attributes:
        path: the file, by its path in the folder.
        state: ``ok``, ``changed``, ``missing`` or ``extra``, held against the release's lists.
        rebuilt: how the same file of a rebuild differs; empty where it does not, None where there
            is no rebuild to compare with.
    """

    path: str
    state: str
    rebuilt: str | None = None

    @property
    def is_fine(self) -> bool:
        """Whether there is nothing to be said against the file."""
        return self.state == OK and not self.rebuilt

    def __str__(self) -> str:
        words = {None: "", "": "; rebuilt: the same"}
        return f"{self.state:7} {self.path}{words.get(self.rebuilt, f'; rebuilt: {self.rebuilt}')}"


def read_release(folder: Path) -> Release:
    """Return what a folder of results says of itself.

    Raises:
        NoRelease: it is no folder, or has no description that can be read.
    """
    if not folder.is_dir():
        hint = "name the folder that the release was downloaded or unpacked into"
        raise NoRelease(f"{folder} is no folder", hint)
    entities = _entities(folder)
    root = entities.get("./", {})
    commit = _identifier(root.get("isBasedOn")).removeprefix(COMMIT)
    described = {
        unquote(identifier): str(entity["sha256"])
        for identifier, entity in entities.items()
        if "sha256" in entity and ":" not in identifier
    }
    version = str(root.get("version", ""))
    return Release(folder, commit, version, described, read_checksums(folder))


def _entities(folder: Path) -> dict[str, dict[str, Any]]:
    try:
        content = json.loads((folder / CRATE).read_text(encoding="utf-8"))
        return {entity["@id"]: entity for entity in content["@graph"]}
    except FileNotFoundError:
        hint = "name the folder that has it, such as results/ or that of an unpacked release"
        raise NoRelease(f"{folder} has no {CRATE}", hint) from None
    except (OSError, ValueError, KeyError, TypeError):
        hint = "download the release again"
        raise NoRelease(f"{folder / CRATE} can't be read: it is damaged", hint) from None


def _identifier(reference: object) -> str:
    return str(reference["@id"]) if isinstance(reference, dict) and "@id" in reference else ""


def verify(release: Release, rebuilt: Path | None = None) -> list[Finding]:
    """Return how each file of a release stands, those that it lacks and those too many included.

    Args:
        release: the release.
        rebuilt: the results of a rebuild of its commit, if there are any.
    """
    states = _states(release)
    if rebuilt is None:
        return [Finding(path, state) for path, state in sorted(states.items())]
    ours, theirs = files_below(release.folder), _published(rebuilt)
    paths = sorted(states.keys() | theirs.keys())
    return [
        Finding(path, states.get(path, MISSING), _rebuilt(ours.get(path), theirs.get(path)))
        for path in paths
    ]


def _published(results: Path) -> dict[str, Path]:
    """Return the files that a build published, without those that a person put beside them."""
    listed = {*read_checksums(results), CHECKSUMS}
    return {path: file for path, file in files_below(results).items() if path in listed}


def is_as_built(release: Release) -> bool:
    """Return whether all files of a folder of results are there and as they were built."""
    return {OK, EXTRA}.issuperset(_states(release).values())


def _states(release: Release) -> dict[str, str]:
    found = files_below(release.folder)
    wanted = release.described.keys() | release.listed.keys() | {CHECKSUMS}
    states = {path: MISSING if path in wanted else EXTRA for path in wanted | found.keys()}
    for path in wanted & found.keys():
        states[path] = OK if _is_as_listed(release, path, found[path]) else CHANGED
    return states


def _is_as_listed(release: Release, path: str, file: Path) -> bool:
    if path == CHECKSUMS:
        return {**release.listed, CRATE: ""} == {**release.described, CRATE: ""}
    lists = [release.described, release.listed] if release.listed else [release.described]
    expected = {each[path] for each in lists if path in each}
    return expected == {checksum(file)}


def _rebuilt(ours: Path | None, theirs: Path | None) -> str:
    if ours is None or theirs is None:
        return "there" if ours is None else "not there"
    return difference(ours.read_bytes(), theirs.read_bytes())


def summary(findings: Iterable[Finding]) -> str:
    """Return how many files stand in which way, as a line of text."""
    findings = list(findings)
    counts = Counter(finding.state for finding in findings)
    parts = [f"{counts[state]} {state}" for state in (OK, CHANGED, MISSING, EXTRA) if counts[state]]
    compared = [finding for finding in findings if finding.rebuilt is not None]
    same = sum(finding.rebuilt == "" for finding in compared)
    rebuilt = f"; {same} of {len(compared)} the same in a rebuild" if compared else ""
    return f"{len(findings)} files: {', '.join(parts)}{rebuilt}"
