"""The scripts with which a shell completes the commands, made of their parsers."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import shtab

from livereview.cli import make_parser
from livereview.command_reference import leaves
from livereview.commands.options import CommandParser

# What an argument is, by its name in the help. A table is a file of the review around.
_KINDS = {
    "FILE": shtab.FILE,
    "DIR": shtab.DIR,
    "FOLDER": shtab.DIR,
    "FILE.xlsx": shtab.glob("*.xlsx"),
    "FILE.docx": shtab.glob("*.docx"),
    "WORK": shtab.glob("*.bib", "*.ris"),
    "TABLE": shtab.cmd(
        'folder=$PWD; while [ "$folder" ] && [ ! -e "$folder/data/datapackage.yaml" ]; do '
        'folder=${folder%/*}; done; cd "$folder/data" 2>/dev/null && printf "%s\\n" *.csv '
        '| sed "s/[.]csv$//"'
    ),
}


def script(shell: str) -> str:
    """Return the script for a shell, which is one of shtab's."""
    parser = make_parser()
    for action in _actions(parser):
        if isinstance(action.metavar, str) and action.metavar in _KINDS:
            # The attribute in which shtab looks for it.
            action.complete = _KINDS[action.metavar]  # type: ignore[attr-defined]
    return shtab.complete(parser, shell)


def _actions(parser: CommandParser) -> Iterator[argparse.Action]:
    """Yield the arguments of all commands."""
    yield from parser._actions  # noqa: SLF001
    for leaf in leaves(parser):
        yield from leaf._actions  # noqa: SLF001
