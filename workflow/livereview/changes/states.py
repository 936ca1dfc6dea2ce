"""Read a state of the review with its own data package, as far as it can be read today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from livereview.changes.revisions import Named, NoState, Place
from livereview.datapackage import PACKAGE, Package, describe_tables, read_package
from livereview.evidence import Evidence, read_files
from livereview.library import Entry, read_library
from livereview.problems import ProblemsFound
from livereview.retractions import RETRACTION, Notice, read_notices, standing
from livereview.yamlfile import YamlFile


@dataclass
class State:
    """What a state of the review holds.

    Attributes:
        named: its name, commit and date.
        folder: where it lies.
        evidence: its tables, those that can be read.
        unread: the names of the others.
        works: its library by citation key; None where it can't be read.
        retracted: the notice of each work that was retracted, by citation key.
        remarks: what could not be read, each a sentence.
    """

    named: Named
    folder: Path
    evidence: Evidence
    unread: frozenset[str]
    works: Mapping[str, Entry] | None
    retracted: Mapping[str, Notice]
    remarks: list[str] = field(default_factory=list)


def read_state(place: Place) -> State:
    """Return what a state of the review holds.

    Raises:
        NoState: its data package can't be read.
    """
    name, remarks = place.named.name, list[str]()
    package = _package(place, remarks)
    files = read_files(place.folder, package)
    for file in files.values():
        if not file.readable:
            remarks.append(f"{file.path} of {name} can't be read; its rows are not compared.")
    readable = {table: file for table, file in files.items() if file.readable}
    library = read_library(place.folder)
    if not library.readable:
        remarks.append(f"The library of {name} can't be read; its works are not compared.")
    return State(
        named=place.named,
        folder=place.folder,
        evidence=Evidence({table: package[table] for table in readable}, readable),
        unread=frozenset(files.keys() - readable.keys()),
        works=library.entries if library.readable else None,
        retracted=_retracted(place.folder, library.entries),
        remarks=remarks,
    )


def _retracted(root: Path, works: Mapping[str, Entry]) -> dict[str, Notice]:
    """Return the notices of the works that were retracted, and not reinstated."""
    # What is dated in the future is told by the check; here, no day is ahead.
    notices, _ = read_notices(root, works.values(), date.max)
    standing_notices = {key: standing(found) for key, found in notices.items()}
    return {
        key: notice
        for key, notice in standing_notices.items()
        if notice is not None and notice.nature == RETRACTION
    }


def _package(place: Place, remarks: list[str]) -> Package:
    """Return the state's own data package; of another age, as much of it as is understood."""
    try:
        return read_package(place.folder)
    except ProblemsFound as found:
        reason = found.problems[0]
    try:
        package = describe_tables(YamlFile(place.folder, PACKAGE))
    except (ProblemsFound, KeyError, TypeError, AttributeError):
        raise NoState(f"the evidence of {place.named.name} can't be read: {reason}") from None
    remarks.append(
        f"{PACKAGE} of {place.named.name} does not fit today's schema ({reason.message}); "
        "its tables were read all the same."
    )
    return package
