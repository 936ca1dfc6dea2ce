"""``livereview changes``: say what changed between two states of the review."""

from __future__ import annotations

import argparse
import gc
from pathlib import Path

from livereview.commands.options import CommandFailed, Commands
from livereview.wholefile import write_whole

_FORMATS = ("markdown", "html", "json")
_EXAMPLES = (
    "./livereview changes v1.0  # from this tag to the review as it lies in its folder",
    "./livereview changes v1.0 v1.1 --format html --output changes.html",
)


def add_to(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "changes",
        help="say what changed between two states of the review",
        description="Say what changed between two states of the review: rows, conclusions, "
        "estimates, references, sentences, printed tables and figures. A state is a tag or another "
        "revision of git, or a folder. docs/changes.md explains the report.",
        examples=_EXAMPLES,
        failed="a state can't be found or read, or the file can't be written",
    )
    parser.add_argument("old", metavar="OLD", help="a revision or tag of git, or a folder")
    parser.add_argument(
        "new", metavar="NEW", nargs="?", default="", help="the same (default: the work tree)"
    )
    parser.add_argument(
        "--format",
        choices=_FORMATS,
        default="markdown",
        help="markdown to read (default), html for one page of its own, json for programs",
    )
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="the file to write, in place of the terminal"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print what changed, or write it into a file."""
    # As in a step of the build (`jobs.step`): looking for garbage costs more than it gives back.
    gc.disable()
    from livereview.changes.report import compare
    from livereview.changes.revisions import NoState
    from livereview.changes.writing import WRITERS
    from livereview.config import read_config

    config = read_config(options.root)
    try:
        report = compare(options.root, config, options.old, options.new)
    except NoState as error:
        raise CommandFailed(*error.args) from None
    text = WRITERS[options.format](report)
    if options.output is None:
        print(text, end="")
    else:
        _write(options.output, text)
    return 0


def _write(path: Path, text: str) -> None:
    """Write a file as a whole, or not at all."""
    try:
        write_whole(path, text.encode())
    except OSError as error:
        raise CommandFailed(f"can't write {path}: {error.strerror}") from None
