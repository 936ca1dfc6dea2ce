"""The command ``livereview``: what authors do besides building."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path

from livereview.commands import (
    accept,
    add,
    changes,
    check,
    comments,
    completion,
    new,
    preview,
    row,
    show,
    site,
    stale,
    verify,
    workbook,
)
from livereview.commands.options import CommandFailed, CommandParser
from livereview.config import CONFIG
from livereview.problems import ProblemsFound

# In the order in which the help lists them.
COMMANDS = (
    preview,
    check,
    stale,
    accept,
    changes,
    add,
    row,
    show,
    workbook,
    comments,
    site,
    verify,
    new,
    completion,
)

_EXAMPLES = (
    "./livereview check",
    "./livereview --root ../another-review check  # a review in another folder",
    "./livereview row --help",
)

# The commands that do without a review around them.
_ANYWHERE = ("verify", "new", "completion")

# What a shell expects of a program that was stopped with Ctrl-C.
_INTERRUPTED = 130
# The same of one whose output nobody reads any more.
_UNREAD = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit status: 0 all well, 1 problems found, 2 wrong usage."""
    _print_in_any_encoding()
    options = make_parser().parse_args(arguments)
    try:
        if options.root is None:
            options.root = _review_around(Path(), needed=options.command not in _ANYWHERE)
        status: int = options.run(options)
        sys.stdout.flush()
    except (ProblemsFound, CommandFailed) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt as stop:
        # Behind the ^C, on a line of its own.
        print("", *(stop.args or ("stopped",)), sep="\n", file=sys.stderr)
        return _INTERRUPTED
    except BrokenPipeError:
        # What reads the output, such as `head`, has seen enough.
        _say_no_more()
        return _UNREAD
    except OSError as error:
        _say_no_more()
        what = error.filename or "what is printed"
        print(f"{what} can't be read or written: {error.strerror or error}", file=sys.stderr)
        return 1
    return status


def _print_in_any_encoding() -> None:
    """Let what a terminal's encoding lacks be printed by its number."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _say_no_more() -> None:
    """Let what was not printed yet go nowhere; Python would try once more at its end."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _review_around(folder: Path, *, needed: bool) -> Path:
    """Return the nearest folder, from this one upwards, that holds a review.

    Raises:
        CommandFailed: there is none, and one is needed; else this folder is returned.
    """
    here = folder.resolve()
    found = (each for each in (here, *here.parents) if (each / CONFIG).is_file())
    nearest = next(found, None)
    if nearest is None and needed:
        hint = "go into the folder of a review, or name it: --root FOLDER"
        raise CommandFailed("no review is here, or in a folder around this one", hint)
    return nearest or folder


def make_parser() -> CommandParser:
    """Return the parser of all commands."""
    parser = CommandParser(
        prog="livereview",
        description="Keep a living review: its evidence, its text, its formats. It works from any "
        "folder of the review, and --help behind each command says what that one does.",
        examples=_EXAMPLES,
    )
    parser.add_argument(
        "--root",
        type=Path,
        metavar="FOLDER",
        help="the review's folder (default: the current one, or the nearest around it)",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add_to(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
