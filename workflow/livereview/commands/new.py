"""``livereview new``: start a review of one's own."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from livereview.commands.options import CommandFailed, Commands

_EXAMPLE = "./livereview new ../my-review && cd ../my-review && make"


def add_to(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "new",
        help="start a review of your own from a small example",
        description=(
            "Put a small complete review with invented studies into a folder, with its own copy "
            "of the engine and of its documentation. It can be built at once, and is then replaced "
            "step by step, as docs/tutorial.md does. Outside of any git repository it becomes one."
        ),
        examples=[_EXAMPLE],
    )
    parser.add_argument(
        "folder", type=Path, metavar="DIR", help="the folder to make; it is new or empty"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Make the folder, and say how to go on."""
    from livereview.starting import begin_history, start_review

    folder: Path = options.folder
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise CommandFailed(f"{folder} is there already", "name a folder that is new or empty")
    try:
        start_review(folder)
    except OSError as error:
        raise CommandFailed(f"{folder} can't be made: {error.strerror}") from error
    begun = begin_history(folder)
    print(f"{folder}: a small review about invented studies, with its engine and documentation")
    print("next:")
    print(f"    cd {shlex.quote(str(folder))}")
    print("    make")
    if begun:
        print('    git add --all && git commit --message "Begin the review"')
    print("docs/tutorial.md goes on from there")
    return 0
