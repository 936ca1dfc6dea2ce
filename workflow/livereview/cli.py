"""The command ``livereview``: what authors do besides building."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from livereview.problems import errors, show


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit status: 0 all well, 1 problems found, 2 wrong usage."""
    parser = argparse.ArgumentParser(
        prog="livereview", description="Keep a living review: its evidence, its text, its formats."
    )
    parser.add_argument(
        "--root", type=Path, default=Path(), help="the review's folder (default: the current one)"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser(
        "check",
        help="say all that is wrong with the evidence, the library and the text",
        description="Check the evidence, the library and the text. "
        "Exit status: 0 no error, 1 at least one error.",
    )
    chosen = parser.parse_args(arguments)
    return check(chosen.root)


def check(root: Path) -> int:
    """Print every problem of the review in ``root``; return 1 if one of them is an error."""
    from livereview.check import check_review

    problems = check_review(root)
    print(show(problems))
    return 1 if errors(problems) else 0


if __name__ == "__main__":
    sys.exit(main())
