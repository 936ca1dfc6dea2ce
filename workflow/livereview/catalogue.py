"""The kinds of problems by their codes: what each means, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import yaml

from livereview.markdown import code, generated, table

CATALOGUE = Path(__file__).with_name("catalogue.yaml")

_HEAD = """\
# Problems

`make check` (or `./livereview check`) looks for all of these at once.
Each is told with file, line, what is wrong and what to do; this page says more, by code.
An error stops the build, a warning does not; a remark (info) asks for nothing.

```sh
./livereview check                            # all, as text
./livereview check --only uncited,same-title  # some kinds only
./livereview check --format json              # for programs, codes included
./livereview check --format github            # annotations of a pull request
./livereview check --format csv               # for a spreadsheet
./livereview check --format markdown          # a list with boxes to tick
```

The table has the columns `severity`, `code`, `path`, `line`, `field`, `message` and `hint`.
A cell that begins with `=`, `+`, `-` or `@` has an apostrophe before it, and is text so.
The list groups the problems by their codes, and can be pasted into an issue.
The exit status is 0 without errors, 1 with at least one, 2 after a wrong use of the command.
"""


@dataclass(frozen=True)
class Kind:
    """One kind of problem: what it concerns, its code, severities, meaning and advice."""

    subject: str
    code: str
    severity: str
    meaning: str
    advice: str


def read_catalogue() -> list[Kind]:
    """Return all kinds of problems, those of one subject together."""
    data = yaml.load(CATALOGUE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return [
        Kind(subject, name, entry.get("severity", "error"), entry["meaning"], entry["advice"])
        for subject, entries in data.items()
        for name, entry in entries.items()
    ]


def problems_page(kinds: Iterable[Kind]) -> str:
    """Return the catalogue as Markdown."""
    parts = [generated("workflow/livereview/catalogue.yaml"), "\n", _HEAD]
    for subject, members in groupby(kinds, key=lambda kind: kind.subject):
        lines = table(["code", "meaning", "what to do"], map(_line, members))
        parts.append(f"\n## {subject}\n\n{lines}\n")
    return "".join(parts)


def _line(kind: Kind) -> list[str]:
    severity = "" if kind.severity == "error" else f" ({kind.severity})"
    return [code(kind.code) + severity, kind.meaning, kind.advice]
