"""Problems in the form in which someone wants them: a person, a program or a pull request."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict

from livereview.problems import Problem, count, show

# What GitHub calls the severities.
_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def as_json(problems: Iterable[Problem]) -> str:
    """Return the problems as a JSON list of objects, sorted by place."""
    found = [asdict(problem) for problem in sorted(set(problems))]
    return json.dumps(found, ensure_ascii=False, indent=1)


def as_annotations(problems: Iterable[Problem]) -> str:
    """Return the problems as GitHub's workflow commands, which show them beside the lines.

    The count at the end is for the log.
    """
    ordered = sorted(set(problems))
    return "\n".join([*map(_annotation, ordered), count(ordered)])


def _annotation(problem: Problem) -> str:
    place = {"file": problem.path, "line": problem.line or 1, "title": problem.code}
    properties = ",".join(f"{name}={_escaped(str(value))}" for name, value in place.items())
    words = f"{problem.field}: {problem.message}" if problem.field else problem.message
    message = f"{words}\n{problem.hint}" if problem.hint else words
    return f"::{_LEVELS[problem.severity]} {properties}::{_escaped_text(message)}"


def _escaped_text(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped(value: str) -> str:
    """Return a property, which a colon or comma would end."""
    return _escaped_text(value).replace(":", "%3A").replace(",", "%2C")


FORMATS: Mapping[str, Callable[[Iterable[Problem]], str]] = {
    "text": show,
    "json": as_json,
    "github": as_annotations,
}
