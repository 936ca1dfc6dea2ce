"""The figures of a preview: each drawn again when what it is made from has changed."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from livereview.datapackage import PACKAGE
from livereview.figures import SCRIPTS, Chart, draw_svg, report_figure, specification
from livereview.preview.kept import Digests, below
from livereview.preview.sources import NotedEvidence
from livereview.problems import Problem, ProblemsFound
from livereview.writers.pandoc import write_bytes


@dataclass(frozen=True)
class Report:
    """What a figure says of itself: as JSON, empty where its script fails; and what is wrong."""

    text: str
    problems: tuple[Problem, ...] = ()


@dataclass
class _Drawing:
    """A figure as it was made last.

    Attributes:
        origin: the digests of what it is made from.
        tables: the tables that its script asked for.
        report: what it says of itself.
        order: its chart and its text alternative; None where there is nothing to draw.
        drawn: what it was drawn from last.
        problems: what is wrong with the drawing.
    """

    origin: Digests = field(default_factory=dict)
    tables: Collection[str] = ()
    report: Report = Report("")
    order: tuple[Chart, str] | None = None
    drawn: tuple[Chart, str] | None = None
    problems: tuple[Problem, ...] = ()


class Drawings:
    """The figures of a review, drawn into a folder of the preview.

    Args:
        root: the review's folder.
        folder: where the drawings are written.
    """

    def __init__(self, root: Path, folder: Path) -> None:
        self.root = root
        self.folder = folder
        self._drawings: dict[Path, _Drawing] = {}

    def report(self, evidence: NotedEvidence, digests: Digests) -> None:
        """Run the scripts that may report something new.

        Args:
            evidence: the tables.
            digests: those of all files, see `kept.contents`.
        """
        scripts = sorted((self.root / SCRIPTS).glob("[!_]*.py"))
        self._drawings = {script: self._drawings.get(script, _Drawing()) for script in scripts}
        for script, drawing in self._drawings.items():
            if drawing.origin != _origin(script, drawing.tables, evidence, digests):
                self._run(script, drawing, evidence, digests)

    @property
    def reports(self) -> Mapping[str, Report]:
        """What each figure has reported, by name."""
        return {script.stem: drawing.report for script, drawing in self._drawings.items()}

    def draw(self) -> None:
        """Draw the figures whose charts are new."""
        for script, drawing in self._drawings.items():
            if drawing.order and drawing.order != drawing.drawn:
                self._draw(script, drawing, *drawing.order)

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the drawings."""
        return [problem for drawing in self._drawings.values() for problem in drawing.problems]

    def _run(
        self, script: Path, drawing: _Drawing, evidence: NotedEvidence, digests: Digests
    ) -> None:
        """Run a script, and note what it reports and what is to be drawn."""
        evidence.asked.clear()
        text, drawing.order, drawing.problems = "", None, ()
        problems: list[Problem] = []
        with tempfile.TemporaryDirectory() as folder:
            try:
                figure = report_figure(script, evidence, Path(folder))
                text = (Path(folder) / f"{script.stem}.json").read_text("utf-8")
                drawing.order = specification(script, figure), figure.alt
            except ProblemsFound as found:
                problems += found.problems
        drawing.report = Report(text, tuple(problems))
        drawing.tables = frozenset(evidence.asked)
        drawing.origin = _origin(script, drawing.tables, evidence, digests)

    def _draw(self, script: Path, drawing: _Drawing, chart: Chart, alt: str) -> None:
        drawing.drawn, drawing.problems = None, ()
        try:
            svg = draw_svg(script, chart, alt)
        except ProblemsFound as found:
            drawing.problems = tuple(found.problems)
        else:
            write_bytes(self.folder / f"{script.stem}.svg", svg.encode())
            drawing.drawn = drawing.order


def _origin(
    script: Path, tables: Collection[str], evidence: NotedEvidence, digests: Digests
) -> Digests:
    """Return the digests of what a figure is made from."""
    paths = [evidence.package[name].path for name in tables if name in evidence.package]
    return below(digests, f"{SCRIPTS}/{script.name}", f"{SCRIPTS}/_", PACKAGE, *paths)
