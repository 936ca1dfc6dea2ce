"""The figures of a preview: each drawn again when what it is made from has changed."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from livereview.beside import begin
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


@dataclass(frozen=True)
class _Drawn:
    """What a figure was drawn from last, and what it said of itself.

    Attributes:
        script: the name of its script.
        origin: the digests of what it is made from.
        tables: the tables that its script asked for.
        report: what it reports of itself, as JSON; empty where the script fails.
        order: what it is drawn from; None where there is nothing to draw.
        is_new: whether it was ordered to be drawn, and not only reported.
        problems: what is wrong.
    """

    script: str
    origin: Digests
    tables: frozenset[str]
    report: str
    order: Order | None
    is_new: bool
    problems: tuple[Problem, ...]


class Drawings:
    """The figures of a review, in a folder of the preview.

    Their scripts run beside the weaving of the text, which may quote what they report: mostly that
    is what they have reported before.

    Args:
        root: the review's folder.
        folder: where the drawings are written, and what they report.
    """

    def __init__(self, root: Path, folder: Path) -> None:
        self.root = root
        self.folder = folder
        self.folder.mkdir(exist_ok=True)
        self._drawn: dict[str, _Drawn] = {}
        self._running: Callable[[], Sequence[_Drawn]] = tuple
        self._draughtsman = _Draughtsman(folder)

    def begin(self, evidence: NotedEvidence, digests: Digests) -> None:
        """Begin to run the scripts that may report something new, and to draw.

        Where one has never reported, this waits for it.

        Args:
            evidence: the tables.
            digests: those of all files, see `kept.contents`.
        """
        self._collect()  # what an earlier build did not wait for
        scripts = sorted((self.root / SCRIPTS).glob("[!_]*.py"))
        for gone in self._drawn.keys() - {script.name for script in scripts}:
            (self.folder / gone).with_suffix(".json").unlink(missing_ok=True)
            del self._drawn[gone]
        old = [script for script in scripts if self._is_old(script, evidence, digests)]
        if old:
            self._running = begin(
                lambda: [self._run(each, evidence, digests) for each in old], politely=True
            )
        if any(script.name not in self._drawn for script in scripts):
            self.wait()

    def wait(self) -> None:
        """Wait until all scripts have reported."""
        for drawn in self._running():
            self._drawn[drawn.script] = drawn
            if drawn.report:
                path = (self.folder / drawn.script).with_suffix(".json")
                path.write_text(drawn.report, encoding="utf-8")
            if drawn.is_new:
                self._draughtsman.expect(drawn.script)
        self._running = tuple

    @property
    def reports(self) -> Digests:
        """The digests of what the figures report of themselves, which the text may quote."""
        return {DRAWN + path.name: digest(path) for path in sorted(self.folder.glob("*.json"))}

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the figures, as far as it is known."""
        return [problem for name in sorted(self._drawn) for problem in self._drawn[name].problems]

    def finish(self) -> None:
        """Wait until all is drawn.

        Raises:
            ProblemsFound: a figure can't be drawn.
        """
        self._collect()
        raise_errors(self.problems)

    def _collect(self) -> None:
        for script, problems in self._draughtsman.finish():
            drawn = self._drawn[script]
            self._drawn[script] = replace(drawn, problems=(*drawn.problems, *problems))

    def close(self) -> None:
        """End the process that draws."""
        self._draughtsman.close()

    def _is_old(self, script: Path, evidence: NotedEvidence, digests: Digests) -> bool:
        drawn = self._drawn.get(script.name)
        return drawn is None or drawn.origin != _origin(script, drawn.tables, evidence, digests)

    def _run(self, script: Path, evidence: NotedEvidence, digests: Digests) -> _Drawn:
        """Run a script, and order its figure where it is to be drawn anew."""
        before = self._drawn.get(script.name)
        evidence.asked.clear()
        report, order, problems = "", None, []
        with tempfile.TemporaryDirectory() as folder:
            try:
                figure = report_figure(script, evidence, Path(folder))
                report = (Path(folder) / f"{script.stem}.json").read_text("utf-8")
                order = script, specification(script, figure), figure.alt
            except ProblemsFound as found:
                problems += found.problems
        tables = frozenset(evidence.asked)
        is_new = bool(order) and not (before and before.order == order and not before.problems)
        if order and is_new:
            self._draughtsman.draw(order)
        origin = _origin(script, tables, evidence, digests)
        return _Drawn(script.name, origin, tables, report, order, is_new, tuple(problems))


def _origin(
    script: Path, tables: Collection[str], evidence: NotedEvidence, digests: Digests
) -> Digests:
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
        """Have a figure drawn; a copy of this process may ask for it, see `beside.begin`."""
        self._orders.send(order)

    def expect(self, script: str) -> None:
        """Expect the answer to an order: they come in the sequence of the orders."""
        self._ordered.append(script)

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
