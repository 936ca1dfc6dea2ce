"""``livereview accept``: sign off that blocks of the text agree with the evidence."""

from __future__ import annotations

import argparse
import gc
import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from livereview.commands.options import CommandFailed, Commands

if TYPE_CHECKING:
    from livereview.accepting import Chosen
    from livereview.survey import Survey

_NOTHING = "nothing was signed off"

_EXAMPLES = (
    "./livereview accept manuscript/review/02-results.md:12  # the block that holds this line",
    "./livereview accept manuscript/review/02-results.md     # all blocks of a file",
    "./livereview accept --all --by 'Ada Ash'",
)


def add_to(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "accept",
        help="sign off that blocks of the text agree with the evidence",
        description="Show blocks that must be read again, and sign them off: someone has read "
        "them, and they agree with the evidence as it is now. The day and the name are kept in "
        "manuscript/signoff.csv. What is signed off already keeps its own; sign-offs whose block "
        "is gone are taken out of the files that are named. Several blocks are signed off after a "
        "question. Nothing is signed off while one of the blocks has mistakes, or rests on a row "
        "that may not be printed. docs/living.md shows it at work.",
        examples=_EXAMPLES,
        failed="nothing was signed off, and the message says why",
    )
    wanted = parser.add_mutually_exclusive_group(required=True)
    wanted.add_argument(
        "names",
        nargs="*",
        default=[],
        metavar="FILE[:LINE]",
        help="all blocks of a file, or the one to which a line belongs",
    )
    wanted.add_argument("--all", action="store_true", help="all blocks of the review")
    parser.add_argument("--by", help="who has read them (default: the name that git knows)")
    parser.add_argument("--yes", action="store_true", help="sign off without asking")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Show the blocks, ask where they are several, and sign them off."""
    # As in a step of the build (`jobs.step`): looking for garbage costs more than it gives back.
    gc.disable()
    from livereview.accepting import NotFound, accept, choose, choose_all, refuse
    from livereview.dates import today_here
    from livereview.rereading import to_read
    from livereview.stale_reports import as_text
    from livereview.survey import survey

    found = survey(options.root)
    gc.enable()
    try:
        chosen = choose_all(found) if options.all else choose(found, options.names, Path())
    except NotFound as error:
        raise CommandFailed(error.message, error.hint) from None
    refuse(found, chosen.unread)
    unread = chosen.unread
    if unread:
        print(as_text(to_read(found, unread)))
        _ask(len(unread), options)
    by = " ".join((options.by or "").split()) or _name(options.root)
    accept(found, chosen, today_here().isoformat(), by)
    print(_done(found, chosen, by))
    return 0


def _ask(number: int, options: argparse.Namespace) -> None:
    """Ask whether to sign off several blocks.

    Raises:
        CommandFailed: there is no one to ask, or the answer is no.
    """
    if number == 1 or options.yes:
        return
    if not sys.stdin.isatty():
        message = f"there is no one to ask whether to sign off {number} blocks"
        raise CommandFailed(message, "--yes signs them off without asking")
    print(f"Sign off these {number} blocks? [y/N] ", end="", flush=True)
    try:
        answer = sys.stdin.readline()
    except KeyboardInterrupt:
        raise KeyboardInterrupt(_NOTHING) from None
    if not answer:
        print()
    if answer.strip().lower() not in ("y", "yes"):
        raise CommandFailed(_NOTHING)


def _name(root: Path) -> str:
    """Return the name that git would commit under, or else that of the login."""
    from livereview.old_values import user_of

    try:
        return user_of(root) or getpass.getuser()
    except (KeyError, OSError):
        message = "who has read them is not known"
        raise CommandFailed(message, "name them: --by NAME") from None


def _done(survey: Survey, chosen: Chosen, by: str) -> str:
    """Return what was done."""
    number, gone = len(chosen.unread), chosen.gone(survey)
    signed = f"signed off {number} {'block' if number == 1 else 'blocks'} as {by}"
    lost = "sign-off whose block is gone" if gone == 1 else "sign-offs whose blocks are gone"
    told = ([signed] if number else []) + ([f"took out {gone} {lost}"] if gone else [])
    return "; ".join(told) or "nothing to sign off"
