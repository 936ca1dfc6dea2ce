"""What the preview shows at a moment: the last page without errors, and what is wrong since."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from livereview.preview.page import told
from livereview.problems import Problem, count, errors


@dataclass(frozen=True)
class State:
    """A moment of the preview.

    Attributes:
        number: how many states there were before.
        page: the last page without errors; empty before the first.
        problems: what was wrong when it was built last, or was tried to.
        failure: what the engine itself said when it failed; empty where it did not.
        building: whether a build goes on.
    """

    number: int = 0
    page: str = ""
    problems: tuple[Problem, ...] = ()
    failure: str = ""
    building: bool = True

    @property
    def version(self) -> str:
        """What tells the page from others; empty where there is none."""
        return sha256(self.page.encode()).hexdigest()[:16] if self.page else ""

    @property
    def status(self) -> str:
        """How it stands, in a sentence."""
        if self.failure:
            return "Internal error: the terminal says more. Save again to try again."
        if wrong := errors(self.problems):
            shown = "the page shows the last version without errors" if self.page else "no page yet"
            return f"{count(wrong)}: {shown}"
        return "Building …" if self.building and not self.page else "No errors."

    @property
    def warnings(self) -> list[Problem]:
        """The problems that stop no build, but for remarks."""
        return [problem for problem in self.problems if problem.severity == "warning"]

    def as_data(self) -> dict[str, Any]:
        """Return what the script of the page is told."""
        return {
            "version": self.version,
            "status": self.status,
            "failure": self.failure,
            "problems": [told(each) for each in self.problems if each.severity != "info"],
            "warnings": count(self.warnings),
        }


class Board:
    """The current state, and who waits for the next one."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.state = State()

    def put(self, **changes: Any) -> State:
        """Change the state; return it."""
        with self._changed:
            self.state = replace(self.state, number=self.state.number + 1, **changes)
            self._changed.notify_all()
            return self.state

    def after(self, number: int, seconds: float) -> State:
        """Return the state when it is a later one than that of a number, or the time is over."""
        with self._changed:
            self._changed.wait_for(lambda: self.state.number > number, seconds)
            return self.state
