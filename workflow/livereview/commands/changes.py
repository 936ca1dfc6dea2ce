"""``livereview changes``: say what changed between two states of the review."""

from __future__ import annotations

import argparse
import gc
import os
from pathlib import Path

from livereview.commands.options import CommandFailed, Commands

_FORMATS = ("markdown", "html", "json")


def add_to(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "changes",
        help="say what changed between two states of the review",
        description="Say what changed between two states of the review: rows, conclusions, "
        "estimates, references, sentences, printed tables and figures.",
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
    incoming = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        incoming.write_text(text, encoding="utf-8", newline="\n")
        incoming.replace(path)
    except OSError as error:
        raise CommandFailed(f"can't write {path}: {error.strerror}") from None
    finally:
        incoming.unlink(missing_ok=True)
