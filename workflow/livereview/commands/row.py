"""``livereview row``: add a row of evidence, and say what it feeds."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from livereview.commands.options import CommandFailed, Commands

if TYPE_CHECKING:
    from datetime import date

    from rich.console import Console

    from livereview.entering.draft import Draft

_EXAMPLES = (
    "./livereview row songs                     # asks for each cell, and says what it may hold",
    "./livereview row songs --set heard_in=docks --set 'singers=brass-finch;night-lark'",
)


def add_to(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "row",
        help="add a row of evidence, asking for each cell, and say what it feeds",
        description="Add a row to a table of evidence. Each cell is asked for and checked, and the "
        "row is written only if nothing is wrong with it. Where all that is required is set, "
        "nothing is asked; without a terminal nothing is ever asked, and all that is missing or "
        "wrong is told at once. docs/adding-a-row.md goes through an example.",
        examples=_EXAMPLES,
        failed="something is wrong or missing, or you did not agree; nothing was written",
    )
    parser.add_argument(
        "table",
        nargs="?",
        default="",
        metavar="TABLE",
        help="the table's name, as in songs:warbler-pitch-docks; without it, all are named",
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        type=_cell,
        metavar="COLUMN=VALUE",
        help="fill this cell and don't ask for it; for each cell once",
    )
    parser.add_argument("--yes", action="store_true", help="add the row without a last question")
    parser.set_defaults(run=run)


def _cell(written: str) -> tuple[str, str]:
    """Return column and text of a cell."""
    column, sign, value = written.partition("=")
    if not sign or not column:
        raise argparse.ArgumentTypeError(f'"{written}" is not of the form COLUMN=VALUE')
    return column.strip(), value


def run(options: argparse.Namespace) -> int:
    """Add the row; what is wrong with it is a `CommandFailed`, and nothing is written."""
    from livereview import dates
    from livereview.entering.entry import begin_draft, completed, missing, refuse, write
    from livereview.entering.page import print_feeding, print_row
    from livereview.terminal import console
    from livereview.usage import open_desk

    out, today, on_terminal = console(), dates.today(), sys.stdin.isatty()
    draft = begin_draft(open_desk(options.root), options.table, options.set)
    problems = completed(draft).problems(today)
    to_ask = missing(problems, draft) if on_terminal else []
    refuse(each for each in problems if each not in to_ask)
    if to_ask or not options.set:
        draft = _asked(out, draft, today, yes=options.yes, on_terminal=on_terminal)
    else:
        draft = completed(draft)
        print_row(out, draft)
    print_feeding(out, write(options.root, draft, today), draft.row.name)
    return 0


def _asked(out: Console, draft: Draft, today: date, *, yes: bool, on_terminal: bool) -> Draft:
    """Return the draft with all that was asked for, once it was agreed to."""
    if not on_terminal:
        message = "nothing is set, and there is no terminal on which to ask"
        raise CommandFailed(message, "--set COLUMN=VALUE")
    with suppress(ImportError):
        import readline  # noqa: F401 (lets `input` edit the line)

    from livereview.entering.entry import NOTHING, unanswered
    from livereview.entering.interview import Interview
    from livereview.entering.page import print_row

    interview, columns, first = Interview(out, input, today), unanswered(draft), 0
    agreed: bool | None = None
    try:
        while agreed is None:
            draft = interview.fill(draft, columns, first)
            print_row(out, draft)
            agreed = yes or interview.agrees("Add this row?")
            first = len(columns) - 1
    except EOFError:
        out.print()
        agreed = False
    except KeyboardInterrupt:
        raise KeyboardInterrupt(NOTHING) from None
    if not agreed:
        raise CommandFailed(NOTHING)
    return draft
