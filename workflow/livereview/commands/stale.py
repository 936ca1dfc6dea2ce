"""``livereview stale``: say which blocks of the text must be read again, and why."""

from __future__ import annotations

import argparse
import gc

from livereview.commands.options import Commands

_STATUS = "Exit status: 0 done, 1 a file can't be read, or --strict and a block must be read."
_FORMATS = ("text", "json", "github", "markdown")


def add_to(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "stale",
        help="say which blocks of the text must be read again, and why",
        description="Say which blocks of the text rest on evidence that has changed since they "
        f"were signed off, were worded anew, or were never signed off. {_STATUS}",
    )
    parser.add_argument(
        "--format",
        choices=_FORMATS,
        default="text",
        help="text to read (default), json for programs, github for annotations of a pull "
        "request, markdown for a comment",
    )
    parser.add_argument(
        "--strict",
        action="store_true",
        help="end with exit status 1 where a block must be read",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print what must be read again."""
    # As in a step of the build (`jobs.step`): looking for garbage costs more than it gives back.
    gc.disable()
    from livereview.rereading import to_read
    from livereview.signoff import State
    from livereview.signoff_file import SIGNOFF
    from livereview.stale_reports import FORMATS, beginning
    from livereview.survey import survey

    unread = to_read(survey(options.root))
    gc.enable()
    begun = (options.root / SIGNOFF).exists() or options.format == "json" or not unread
    report = FORMATS[options.format](unread) if begun else beginning(unread, options.format)
    print(report)
    to_sign = any(each.state is not State.GONE for each in unread)
    return 1 if options.strict and to_sign else 0
