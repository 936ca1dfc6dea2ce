"""What the figures of a review report of themselves, without being drawn."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from livereview.evidence import Evidence
from livereview.figures import SCRIPTS, report_figure
from livereview.problems import ProblemsFound


@dataclass(frozen=True)
class FigureReports:
    """The reports of all figures.

    Attributes:
        told: what each figure says of its drawing, by name: see `report_figure`.
        failed: why each of the others says nothing, by name.
    """

    told: Mapping[str, Mapping[str, Any]]
    failed: Mapping[str, ProblemsFound]

    @property
    def names(self) -> set[str]:
        """The names of all figures."""
        return {*self.told, *self.failed}


def report_figures(root: Path, evidence: Evidence, folder: Path) -> FigureReports:
    """Return what each figure of a review reports, written where an edition looks for it too.

    Args:
        root: the review's folder.
        evidence: its rows.
        folder: a folder of its own, which may not be there yet.
    """
    told: dict[str, Mapping[str, Any]] = {}
    failed: dict[str, ProblemsFound] = {}
    for script in sorted((root / SCRIPTS).glob("[!_]*.py")):
        try:
            report_figure(script, evidence, folder)
        except ProblemsFound as found:
            failed[script.stem] = found
        else:
            report = (folder / f"{script.stem}.json").read_text(encoding="utf-8")
            told[script.stem] = json.loads(report)
    return FigureReports(told, failed)
