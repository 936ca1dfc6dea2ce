"""``livereview check``: say all that is wrong with the evidence, the library and the text."""

from __future__ import annotations

import argparse
import gc

from livereview.catalogue import read_catalogue
from livereview.commands.options import Commands
from livereview.problems import errors, nearest
from livereview.reports import FORMATS

_EXAMPLES = (
    "./livereview check",
    "./livereview check --only overdue-row,unverified-row --format csv > to-do.csv",
    "./livereview check --format markdown > to-do.md  # a list with boxes to tick, for an issue",
)


def add_to(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "check",
        help="say all that is wrong with the evidence, the library and the text",
        description="Print every problem of the evidence, the library and the text, sorted by "
        "place, and their number. Nothing is built. docs/problems.md explains each kind.",
        examples=_EXAMPLES,
        done="no error was found, though there may be warnings",
        failed="at least one error was found",
    )
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help="text to read (default), json for programs, github for annotations of a pull request, "
        "csv for a spreadsheet, markdown for a list with boxes to tick",
    )
    parser.add_argument(
        "--only",
        type=_codes,
        metavar="CODE[,CODE]",
        help="tell only problems with these codes; docs/problems.md lists them",
    )
    parser.set_defaults(run=run)


def _codes(written: str) -> frozenset[str]:
    """Return the codes that are named in a list with commas."""
    codes = frozenset(code.strip() for code in written.split(",") if code.strip())
    known = [kind.code for kind in read_catalogue()]
    for code in sorted(codes - set(known)) or ([] if codes else [""]):
        hint = nearest(code, known) or "docs/problems.md lists them"
        raise argparse.ArgumentTypeError(f'no problem has the code "{code}"; {hint}')
    return codes


def run(options: argparse.Namespace) -> int:
    """Print the problems of the review; return 1 if one of them is an error."""
    # As in a step of the build (`jobs.step`): looking for garbage costs more than it gives back.
    gc.disable()
    from livereview.check import check_review
    from livereview.dates import today

    problems = check_review(options.root, today())
    gc.enable()
    only = options.only
    chosen = [problem for problem in problems if only is None or problem.code in only]
    print(FORMATS[options.format](chosen))
    return 1 if errors(chosen) else 0
