"""The command ``livereview``: what authors do besides building."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from livereview.commands import (
    accept,
    add,
    changes,
    check,
    preview,
    row,
    show,
    site,
    stale,
    verify,
    workbook,
)
from livereview.commands.options import CommandFailed
from livereview.config import CONFIG
from livereview.problems import ProblemsFound

# In the order in which the help lists them.
COMMANDS = (
    *(preview, check, stale, accept, changes, add, row, show, workbook),
    *(site, verify),
)

# What a shell expects of a program that was stopped with Ctrl-C.
_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit status: 0 all well, 1 problems found, 2 wrong usage."""
    options = _parser().parse_args(arguments)
    if options.root is None:
        options.root = _review_around(Path())
    try:
        status: int = options.run(options)
    except (ProblemsFound, CommandFailed) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED
    return status


def _review_around(folder: Path) -> Path:
    """Return the nearest folder, from this one upwards, that holds a review; else this one."""
    here = folder.resolve()
    found = (each for each in (here, *here.parents) if (each / CONFIG).is_file())
    return next(found, folder)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="livereview", description="Keep a living review: its evidence, its text, its formats."
    )
    parser.add_argument(
        "--root",
        type=Path,
        help="the review's folder (default: the current one, or the nearest around it)",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add_to(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
