"""Problems in the form in which someone wants them: a person, a program or a pull request.

As a table and as a list with boxes to tick they are a to-do, for a spreadsheet or an issue.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from itertools import groupby

from livereview.markdown import code
from livereview.problems import Problem, count, show

# What GitHub calls the severities.
_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}

_COLUMNS = ("severity", "code", "path", "line", "field", "message", "hint")

# With these a spreadsheet begins a formula; behind an apostrophe they are text.
_FORMULA = ("=", "+", "-", "@", "\t")
_MARKUP = re.compile(r"[\\`*_\[\]<>|~&$]")


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


def as_csv(problems: Iterable[Problem]) -> str:
    """Return the problems as a table, one a line, below a header."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for problem in sorted(set(problems)):
        writer.writerow(_cell(str(getattr(problem, column))) for column in _COLUMNS)
    return table.getvalue().removesuffix("\n")


def _cell(text: str) -> str:
    """Return a text on one line, which no spreadsheet takes for a formula."""
    text = " ".join(text.splitlines())
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_checklist(problems: Iterable[Problem]) -> str:
    """Return the problems as Markdown, each with a box to tick, those of one code together."""
    ordered = sorted(set(problems), key=lambda problem: (problem.code, problem))
    groups = [
        f"## {name}\n\n" + "\n".join(map(_item, members))
        for name, members in groupby(ordered, key=lambda problem: problem.code)
    ]
    return "\n\n".join([*groups, count(ordered)])


def _item(problem: Problem) -> str:
    place = code(problem.path + (f":{problem.line}" if problem.line else ""))
    words = f"{problem.field}: {problem.message}" if problem.field else problem.message
    hint = f" – {problem.hint}" if problem.hint else ""
    text = _MARKUP.sub(r"\\\g<0>", " ".join(f"{words}{hint}".split()))
    return f"- [ ] {place} {text}"


FORMATS: Mapping[str, Callable[[Iterable[Problem]], str]] = {
    "text": show,
    "json": as_json,
    "github": as_annotations,
    "csv": as_csv,
    "markdown": as_checklist,
}
