"""Which figures draw other evidence than before: what they report is held against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from livereview.changes.model import FieldChange, FigureChange
from livereview.changes.renames import Renames, renamed
from livereview.changes.states import State
from livereview.figure_reports import FigureReports, report_figures
from livereview.figures import reads_of
from livereview.recorder import Read

_ALTERNATIVE = "text alternative"


def run_figures(state: State, folder: Path) -> FigureReports:
    """Return what the figures of a state report; see `report_figures`.

    A figure that today's engine can't run is told of in the state's remarks.
    """
    reports = report_figures(state.folder, state.evidence, folder)
    state.remarks += [
        f"The figure \"{name}\" of {state.named.name} can't be run by today's "
        f"engine ({found.problems[0].message}); it is not compared."
        for name, found in reports.failed.items()
    ]
    return reports


def compare_figures(
    old: FigureReports, new: FigureReports, renames: Renames, changed: frozenset[Read]
) -> Iterator[FigureChange]:
    """Yield the figures that came, went or draw other evidence.

    Args:
        old: what the figures of the older state report.
        new: what those of the newer one do.
        renames: the newer id of each row that has another one now.
        changed: the cells that changed, those of bookkeeping left out.
    """
    for name in sorted(new.names):
        if name not in old.names:
            yield FigureChange(name, "added")
        elif name in old.told and name in new.told:
            change = _compare(name, old.told[name], new.told[name], renames, changed)
            if change != FigureChange(name, "changed"):
                yield change
    for name in sorted(old.names - new.names):
        yield FigureChange(name, "removed")


def _compare(
    name: str,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    renames: Renames,
    changed: frozenset[Read],
) -> FigureChange:
    before = {renamed(row, renames) for row in old["rows"]}
    after = set(new["rows"])
    return FigureChange(
        name=name,
        kind="changed",
        rows_added=tuple(sorted(after - before)),
        rows_removed=tuple(sorted(before - after)),
        rows_changed=tuple(sorted({read.row for read in changed.intersection(reads_of(new))})),
        facts=tuple(_facts(old, new)),
    )


def _facts(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[FieldChange]:
    """Yield what a figure lets the text quote, and its alternative text, where that changed."""
    before = {**old["facts"], _ALTERNATIVE: old["alt"]}
    after = {**new["facts"], _ALTERNATIVE: new["alt"]}
    for name in [*after, *(name for name in before if name not in after)]:
        if before.get(name) != after.get(name):
            yield FieldChange(name, str(before.get(name, "")), str(after.get(name, "")))
