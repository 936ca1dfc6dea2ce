"""The command ``livereview``: what authors do besides building."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from livereview.catalogue import read_catalogue
from livereview.problems import errors, nearest
from livereview.reports import FORMATS

_STATUS = "Exit status: 0 no error (there may be warnings), 1 at least one error, 2 wrong usage."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit status: 0 all well, 1 problems found, 2 wrong usage."""
    chosen = _parser().parse_args(arguments)
    return check(chosen.root, chosen.format, chosen.only)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="livereview", description="Keep a living review: its evidence, its text, its formats."
    )
    parser.add_argument(
        "--root", type=Path, default=Path(), help="the review's folder (default: the current one)"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check = commands.add_parser(
        "check",
        help="say all that is wrong with the evidence, the library and the text",
        description=f"Check the evidence, the library and the text. {_STATUS}",
    )
    check.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help="text to read (default), json for programs, github for annotations of a pull request",
    )
    check.add_argument(
        "--only",
        type=_codes,
        metavar="CODE[,CODE]",
        help="tell only problems with these codes; docs/problems.md lists them",
    )
    return parser


def _codes(written: str) -> frozenset[str]:
    """Return the codes that are named in a list with commas."""
    codes = frozenset(code.strip() for code in written.split(",") if code.strip())
    known = [kind.code for kind in read_catalogue()]
    for code in sorted(codes - set(known)) or ([] if codes else [""]):
        hint = nearest(code, known) or "docs/problems.md lists them"
        raise argparse.ArgumentTypeError(f'no problem has the code "{code}"; {hint}')
    return codes


def check(root: Path, format_: str = "text", only: frozenset[str] | None = None) -> int:
    """Print the problems of the review in ``root``; return 1 if one of them is an error."""
    # As in a step of the build (`jobs.step`): looking for garbage costs more than it gives back.
    gc.disable()
    from livereview.check import check_review
    from livereview.dates import today

    problems = check_review(root, today())
    gc.enable()
    chosen = [problem for problem in problems if only is None or problem.code in only]
    print(FORMATS[format_](chosen))
    return 1 if errors(chosen) else 0


if __name__ == "__main__":
    sys.exit(main())
