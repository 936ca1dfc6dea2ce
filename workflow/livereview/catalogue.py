"""The kinds of problems by their codes: what each means, and what to do about it.

Run as ``python -m livereview.catalogue docs/problems.md`` it writes the documentation of them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import yaml

CATALOGUE = Path(__file__).with_name("catalogue.yaml")

_HEAD = """\
<!-- Made by `make docs` from workflow/livereview/catalogue.yaml: edit that file. -->
# Problems

`make check` (or `livereview check`) looks for all of these at once.
Each is told with file, line, what is wrong and what to do; this page says more, by code.
An error stops the build, a warning does not; a remark (info) asks for nothing.

```sh
.venv/bin/python -m livereview check                            # all, as text
.venv/bin/python -m livereview check --only uncited,same-title  # some kinds only
.venv/bin/python -m livereview check --format json              # for programs, codes included
.venv/bin/python -m livereview check --format github            # annotations of a pull request
```

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
        Kind(subject, code, entry.get("severity", "error"), entry["meaning"], entry["advice"])
        for subject, entries in data.items()
        for code, entry in entries.items()
    ]


def documentation(kinds: Iterable[Kind]) -> str:
    """Return the catalogue as Markdown."""
    parts = [_HEAD]
    for subject, members in groupby(kinds, key=lambda kind: kind.subject):
        parts.append(f"\n## {subject}\n\n| code | meaning | what to do |\n| --- | --- | --- |\n")
        parts += [_line(kind) for kind in members]
    return "".join(parts)


def _line(kind: Kind) -> str:
    code = f"`{kind.code}`" if kind.severity == "error" else f"`{kind.code}` ({kind.severity})"
    return f"| {code} | {kind.meaning} | {kind.advice} |\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(documentation(read_catalogue()), encoding="utf-8")
