"""What is wrong with an author's file, as data: collected, sorted and shown together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

SEVERITIES = ("error", "warning", "info")

_AT_MOST = 6  # so many names stand in a message


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in one place of an author's file.

    Attributes:
        path: file, relative to the review's folder.
        line: line in that file, from 1; 0 where the whole file is meant.
        field: column, key or expression that is concerned; empty where there is none.
        code: stable short name of the kind of problem.
        message: what is wrong, in words that continue after ``path:line: field:``.
        hint: what to do about it.
        severity: ``error`` stops the build, ``warning`` and ``info`` do not.
    """

    path: str
    line: int
    field: str
    code: str
    message: str
    hint: str = ""
    severity: str = "error"

    def __str__(self) -> str:
        place = self.path + (f":{self.line}" if self.line else "")
        words = [place] + ([self.field] if self.field else [])
        if self.severity != "error":
            words.append(self.severity)
        return ": ".join([*words, self.message]) + (f"\n    {self.hint}" if self.hint else "")


class ProblemsFound(Exception):
    """Raised where work can't go on; carries every problem that was found, not the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__(show(self.problems))


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that stop a build."""
    return [problem for problem in problems if problem.severity == "error"]


def raise_errors(problems: Iterable[Problem]) -> None:
    """Raise ``ProblemsFound`` if any is an error; with the warnings, but without information."""
    told = [problem for problem in problems if problem.severity != "info"]
    if errors(told):
        raise ProblemsFound(told)


def show(problems: Iterable[Problem]) -> str:
    """Return the problems as text, one a line and sorted by place, ending with a count."""
    ordered = sorted(set(problems))
    return "\n".join([*map(str, ordered), count(ordered)])


def count(problems: Iterable[Problem]) -> str:
    """Return how many problems of each severity there are, for example ``2 errors, 1 warning``."""
    numbers = Counter(problem.severity for problem in problems)
    words = {"error": "errors", "warning": "warnings", "info": "remarks"}
    singular = {"error": "error", "warning": "warning", "info": "remark"}
    found = [
        f"{numbers[severity]} {(singular if numbers[severity] == 1 else words)[severity]}"
        for severity in SEVERITIES
        if numbers[severity]
    ]
    return ", ".join(found) or "no problems"


def some(names: Sequence[str]) -> str:
    """Return names as a list, of which a long one is cut."""
    rest = len(names) - _AT_MOST
    return ", ".join(names[:_AT_MOST]) + (f" and {rest} more" if rest > 0 else "")


def closest(word: str, known: Iterable[str]) -> str:
    """Return the known word that ``word`` is probably meant to be, or an empty text."""
    candidates = {candidate.lower(): candidate for candidate in known}
    close = get_close_matches(word.lower(), candidates, n=1, cutoff=0.6)
    return candidates[close[0]] if close else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the known word closest to ``word``, or an empty text."""
    found = closest(word, known)
    return f'did you mean "{found}"?' if found else ""
