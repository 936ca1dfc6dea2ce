"""Which figures draw other evidence than before: what they report is held against each other."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from livereview.changes.model import FieldChange, FigureChange
from livereview.changes.renames import Renames, renamed
from livereview.changes.states import State
from livereview.figures import SCRIPTS, reads_of, report_figure
from livereview.problems import ProblemsFound
from livereview.recorder import Read

#: What a figure reports of itself: ``alt``, ``rows`` and ``facts``.
Reports = Mapping[str, Mapping[str, Any]]

_ALTERNATIVE = "text alternative"


def report_figures(state: State, folder: Path) -> Reports:
    """Return what the figures of a state report, written where an edition looks for it too.

    Nothing is drawn: a figure's script runs, and its chart is left alone. A figure that today's
    engine can't run is left out, and told of in the state's remarks.

    Args:
        state: the evidence, and the scripts below its folder.
        folder: a folder of its own, which may not be there yet.
    """
    reports: dict[str, Mapping[str, Any]] = {}
    for script in sorted((state.folder / SCRIPTS).glob("[!_]*.py")):
        try:
            report_figure(script, state.evidence, folder)
        except ProblemsFound as found:
            state.remarks.append(
                f"The figure \"{script.stem}\" of {state.named.name} can't be run by today's "
                f"engine ({found.problems[0].message}); it is not compared."
            )
            continue
        report = (folder / f"{script.stem}.json").read_text(encoding="utf-8")
        reports[script.stem] = json.loads(report)
    return reports


def all_run(state: State, reports: Reports) -> bool:
    """Return whether each figure of a state could be run."""
    return _names(state) == reports.keys()


def compare_figures(
    states: tuple[State, State],
    reports: tuple[Reports, Reports],
    renames: Renames,
    changed: frozenset[Read],
) -> Iterator[FigureChange]:
    """Yield the figures that came, went or draw other evidence.

    Args:
        states: the older state and the newer one.
        reports: what their figures report.
        renames: the newer id of each row that has another one now.
        changed: the cells that changed, those of bookkeeping left out.
    """
    old, new = reports
    names = tuple(_names(state) for state in states)
    for name in sorted(names[1]):
        if name not in names[0]:
            yield FigureChange(name, "added")
        elif name in old and name in new:
            change = _compare(name, old[name], new[name], renames, changed)
            if change != FigureChange(name, "changed"):
                yield change
    for name in sorted(names[0] - names[1]):
        yield FigureChange(name, "removed")


def _names(state: State) -> set[str]:
    return {script.stem for script in (state.folder / SCRIPTS).glob("[!_]*.py")}


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
