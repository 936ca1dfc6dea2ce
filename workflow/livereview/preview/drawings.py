"""The figures of a preview: each drawn again when what it is made from has changed."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from livereview.csvfile import CsvFile
from livereview.datapackage import PACKAGE, Package
from livereview.evidence import Evidence, Table
from livereview.figures import SCRIPTS, Chart, draw_svg, report_figure, specification
from livereview.preview.kept import Digests, below, digest
from livereview.problems import Problem, ProblemsFound, raise_errors
from livereview.writers.pandoc import write_bytes

#: The path, for digests, of what figures report.
DRAWN = "figures/"

#: A figure for the draughtsman: its script, its chart, and its text alternative.
Order = tuple[Path, Chart, str]


class NotedEvidence(Evidence):
    """Evidence that notes which of its tables were asked for.

    Attributes:
        asked: the names of the tables.
    """

    def __init__(self, package: Package, files: Mapping[str, CsvFile]) -> None:
        self.asked: set[str] = set()
        super().__init__(package, files)

    def __getitem__(self, name: str) -> Table:
        self.asked.add(name)
        return super().__getitem__(name)


@dataclass
class _Drawn:
    """What a figure was drawn from last: files and tables; its order, and what was wrong."""

    origin: Digests
    tables: set[str]
    order: Order | None = None
    problems: list[Problem] = field(default_factory=list)


class Drawings:
    """The figures of a review, in a folder of the preview.

    Args:
        root: the review's folder.
        folder: where the drawings are written, and what they report.
    """

    def __init__(self, root: Path, folder: Path) -> None:
        self.root = root
        self.folder = folder
        self._drawn: dict[str, _Drawn] = {}
        self._draughtsman = _Draughtsman(folder)

    def report(self, evidence: NotedEvidence, digests: Digests) -> list[Problem]:
        """Run the scripts that would report something new, and begin to draw; return the problems.

        Args:
            evidence: the tables.
            digests: those of all files, see `kept.contents`.
        """
        self._collect()  # what an earlier build did not wait for
        scripts = sorted((self.root / SCRIPTS).glob("[!_]*.py"))
        for gone in self._drawn.keys() - {script.name for script in scripts}:
            (self.folder / gone).with_suffix(".json").unlink(missing_ok=True)
        self._drawn = {
            script.name: self._figure(script, evidence, digests)
            if self._is_old(script, evidence, digests)
            else self._drawn[script.name]
            for script in scripts
        }
        return self._problems()

    @property
    def reports(self) -> Digests:
        """The digests of what the figures report of themselves, which the text may quote."""
        return {DRAWN + path.name: digest(path) for path in sorted(self.folder.glob("*.json"))}

    def finish(self) -> None:
        """Wait until all is drawn.

        Raises:
            ProblemsFound: a figure can't be drawn.
        """
        self._collect()
        raise_errors(self._problems())

    def _collect(self) -> None:
        for script, problems in self._draughtsman.finish():
            self._drawn[script].problems += problems

    def _problems(self) -> list[Problem]:
        return [problem for drawn in self._drawn.values() for problem in drawn.problems]

    def close(self) -> None:
        """End the process that draws."""
        self._draughtsman.close()

    def _is_old(self, script: Path, evidence: NotedEvidence, digests: Digests) -> bool:
        drawn = self._drawn.get(script.name)
        return drawn is None or drawn.origin != _origin(script, drawn.tables, evidence, digests)

    def _figure(self, script: Path, evidence: NotedEvidence, digests: Digests) -> _Drawn:
        before = self._drawn.get(script.name)
        evidence.asked.clear()
        order, problems = None, []
        try:
            figure = report_figure(script, evidence, self.folder)
            order = script, specification(script, figure), figure.alt
        except ProblemsFound as found:
            problems += found.problems
        tables = set(evidence.asked)
        if order and not (before and before.order == order and not before.problems):
            self._draughtsman.draw(order)
        origin = _origin(script, tables, evidence, digests)
        return _Drawn(origin, tables, order, problems)


def _origin(script: Path, tables: set[str], evidence: NotedEvidence, digests: Digests) -> Digests:
    """Return the digests of what a figure is made from."""
    paths = [evidence.package[name].path for name in tables if name in evidence.package]
    return below(digests, f"{SCRIPTS}/{script.name}", f"{SCRIPTS}/_", PACKAGE, *paths)


class _Draughtsman:
    """Draws figures in a process of its own, beside the weaving of the text."""

    def __init__(self, folder: Path) -> None:
        # Not a copy of this process: the library that draws runs threads of its own.
        context = multiprocessing.get_context("spawn")
        self._ordered: list[str] = []
        self._orders, other = context.Pipe()
        self._process = context.Process(target=_draw_orders, args=(other, folder), daemon=True)
        self._process.start()
        other.close()

    def draw(self, order: Order) -> None:
        """Have a figure drawn."""
        self._orders.send(order)
        self._ordered.append(order[0].name)

    def finish(self) -> Iterator[tuple[str, list[Problem]]]:
        """Yield each script whose figure was ordered, with the problems of drawing it."""
        while self._ordered:
            problems: list[Problem] = self._orders.recv()
            yield self._ordered.pop(0), problems

    def close(self) -> None:
        self._orders.close()
        self._process.join()


def _draw_orders(orders: Connection[Any, Any], folder: Path) -> None:
    """Draw figures as they are ordered; answer each with its problems."""
    tempfile.tempdir = str(folder)  # see `worker`
    with suppress(EOFError, OSError):
        while True:
            script, chart, alt = orders.recv()
            problems: list[Problem] = []
            try:
                svg = draw_svg(script, chart, alt)
                write_bytes(folder / f"{script.stem}.svg", svg.encode())
            except ProblemsFound as found:
                problems = found.problems
            orders.send(problems)
