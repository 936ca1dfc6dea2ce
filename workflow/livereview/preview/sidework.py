"""What a preview does beside the weaving: check the rows, run the figures' scripts, and draw.

A process of its own does it, which reads the evidence for itself: in a copy of the process that
weaves, each page of memory that either of them touches would have to be copied as well.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import traceback
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from livereview.config import RETRACTIONS
from livereview.figures import SCRIPTS
from livereview.preview.drawings import Drawings, Report
from livereview.preview.kept import Digests, below, digest
from livereview.preview.sources import KeptSources, NotedEvidence, origin
from livereview.problems import Problem, errors, raise_errors
from livereview.retractions import Notices

#: The path, for digests, of what figures report.
REPORTED = "figures/"

# The answers to an order, in the sequence in which they are given.
_REPORTS, _ROWS, _NOTICES, _DRAWINGS = "reports", "rows", "notices", "drawings"
_ANSWERS = (_REPORTS, _ROWS, _NOTICES, _DRAWINGS)

# The page waits for the weaving longer than for this work: so that goes first.
_NICENESS = 5


@dataclass(frozen=True)
class _Failed:
    """The answer of a process that failed: its traceback."""

    text: str


class SideWork:
    """The work beside, in a process of its own.

    Args:
        root: the review's folder.
        folder: where the drawings are written, and what figures report.
    """

    def __init__(self, root: Path, folder: Path) -> None:
        self.root = root
        self.folder = folder
        self.folder.mkdir(exist_ok=True)
        self._ordered: object = None
        self._awaited: list[str] = []
        self._answers: dict[str, Any] = {}
        # Not a copy of this process: the library that draws runs threads of its own.
        context = multiprocessing.get_context("spawn")
        self._orders, other = context.Pipe()
        self._process = context.Process(target=_work, args=(other, root, folder), daemon=True)
        self._process.start()
        other.close()

    def begin(self, digests: Digests, day: date) -> None:
        """Have done what has to be done anew.

        Where a figure has never reported, this waits for it.

        Args:
            digests: those of all files, see `kept.contents`.
            day: the day of the check.
        """
        order = {**origin(digests), **below(digests, RETRACTIONS, SCRIPTS)}, day
        if order != self._ordered:
            self._answer(_DRAWINGS)  # what an earlier build did not wait for
            self._orders.send((digests, day))
            self._awaited, self._ordered = list(_ANSWERS), order
        scripts = (self.root / SCRIPTS).glob("[!_]*.py")
        if not all((self.folder / f"{script.stem}.json").exists() for script in scripts):
            self.take_reports()

    def take_reports(self) -> None:
        """Wait for what the figures report, and put it where the text quotes it from."""
        reports: Mapping[str, Report] = self._answer(_REPORTS)
        for path in self.folder.glob("*.json"):
            if path.stem not in reports:
                path.unlink()
        for name, report in reports.items():
            if report.text:
                (self.folder / f"{name}.json").write_text(report.text, encoding="utf-8")

    @property
    def reported(self) -> Digests:
        """The digests of what the figures report, as the text quotes it."""
        return {REPORTED + path.name: digest(path) for path in sorted(self.folder.glob("*.json"))}

    @property
    def faults(self) -> list[Problem]:
        """What is wrong with the figures, as far as they have reported."""
        reports: Mapping[str, Report] = self._answers.get(_REPORTS, {})
        return [problem for report in reports.values() for problem in report.problems]

    @property
    def rows(self) -> list[Problem]:
        """What is wrong with the rows of the evidence."""
        found: list[Problem] = self._answer(_ROWS)
        return found

    @property
    def notices(self) -> tuple[Notices, list[Problem]]:
        """What is known against works of the library, and what is wrong with its file."""
        found: tuple[Notices, list[Problem]] = self._answer(_NOTICES)
        return found

    def finish(self) -> None:
        """Wait until all is drawn.

        Raises:
            ProblemsFound: a figure can't be drawn.
        """
        raise_errors(self._answer(_DRAWINGS))

    def close(self) -> None:
        """End the process."""
        self._orders.close()
        self._process.join()

    def _answer(self, name: str) -> Any:
        """Return an answer to the last order, when it has come; None before there was any."""
        while name in self._awaited:
            answer = self._orders.recv()
            if isinstance(answer, _Failed):
                self._awaited, self._ordered = [], None
                raise RuntimeError(answer.text)
            self._answers[self._awaited.pop(0)] = answer
        return self._answers.get(name)


def _work(orders: Connection[Any, Any], root: Path, folder: Path) -> None:
    os.nice(_NICENESS)
    tempfile.tempdir = str(folder.parent)  # see `worker`
    sources, drawings = KeptSources(root), Drawings(root, folder)
    with suppress(EOFError, OSError):
        while True:
            digests, day = orders.recv()
            try:
                for answer in _answers(sources, drawings, digests, day):
                    orders.send(answer)
            except Exception:  # noqa: BLE001 (whatever it is, the other process tells it)
                orders.send(_Failed(traceback.format_exc()))


def _answers(
    kept: KeptSources, drawings: Drawings, digests: Digests, day: date
) -> Iterator[object]:
    sources = kept.read(digests)
    evidence = sources.evidence
    # Of evidence with mistakes a figure can't be expected.
    sound = not errors(sources.problems)
    if sound and isinstance(evidence, NotedEvidence):
        drawings.report(evidence, digests)
    yield drawings.reports
    yield sources.check_rows(day)
    yield sources.read_notices(day)
    if sound:
        drawings.draw()
    yield drawings.problems
