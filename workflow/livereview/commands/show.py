"""``livereview show``: what a row, a work or a block says, where it comes from and is used."""

from __future__ import annotations

import argparse
import gc

from livereview.commands.options import Commands

_EXAMPLES = (
    "./livereview show songs:warbler-pitch-docks  # a row; its id alone, where no other has it",
    "./livereview show vries2019pitch             # a work of the library; or its DOI or PMID",
    "./livereview show manuscript/review/02-results.md:12  # the block that holds this line",
    "./livereview show data/songs.csv:4           # what stands on a line that a message names",
    "./livereview show tbl:songs                  # a printed table; fig:pitch is a figure",
)


def add_to(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "show",
        help="tell of a row, a paper or a block: what it says, where it comes from and is used",
        description="Tell of a row, a paper, a block, a printed table or a figure: what it says, "
        "where it comes from, and where it is used. docs/finding-things.md tells more.",
        examples=_EXAMPLES,
        failed="nothing has this name (the nearest are told), or the review can't be read",
    )
    parser.add_argument("id", metavar="ID", help="what to tell of; see the examples")
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help="text to read (default), json for programs",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print what is told; what is not found is a `CommandFailed`."""
    gc.disable()  # as in the check: looking for garbage costs more than it gives back
    from livereview.showing.show import show
    from livereview.usage import open_desk

    view = show(open_desk(options.root), options.id)
    gc.enable()
    if options.format == "json":
        from livereview.showing.views import as_json

        print(as_json(view))
    else:
        from livereview.showing.page import print_view
        from livereview.terminal import console

        print_view(console(), view)
    return 0
