"""The scripts with which a shell completes the commands, made of their parsers."""

from __future__ import annotations

import shtab

from livereview.cli import make_parser
from livereview.command_reference import commands_of
from livereview.commands.options import CommandParser

# The names of the tables, which are files of the review around the current folder.
_TABLES = {
    "bash": """
_livereview_tables() {
  local folder=$PWD
  while [[ $folder && ! -e $folder/data/datapackage.yaml ]]; do folder=${folder%/*}; done
  [[ $folder ]] || return
  compgen -W "$(cd "$folder/data" && printf '%s\\n' *.csv | sed 's/[.]csv$//')" -- "$1"
}""",
    "zsh": """
_livereview_tables() {
  local folder=$PWD
  while [[ -n $folder && ! -e $folder/data/datapackage.yaml ]]; do folder=${folder%/*}; done
  [[ -n $folder ]] && compadd -- $folder/data/*.csv(N:t:r)
}""",
}
# What an argument is, by its name in the help.
_KINDS = {
    "FILE": shtab.FILE,
    "FILE[:LINE]": shtab.FILE,
    "ID": shtab.FILE,
    "DIR": shtab.DIR,
    "FOLDER": shtab.DIR,
    "FILE.xlsx": shtab.glob("*.xlsx"),
    "FILE.docx": shtab.glob("*.docx"),
    "WORK": shtab.glob("*.bib", "*.ris"),
    "TABLE": {"bash": "_livereview_tables", "zsh": "_livereview_tables", "preamble": _TABLES},
}


def script(shell: str) -> str:
    """Return the script for a shell, which is one of shtab's."""
    parser = make_parser()
    _describe(parser)
    return shtab.complete(parser, shell)


def _describe(parser: CommandParser) -> None:
    """Tell shtab what each argument is, and in one line what each command does."""
    for action in parser._actions:  # noqa: SLF001
        if isinstance(action.metavar, str) and action.metavar in _KINDS:
            # The attribute in which shtab looks for it.
            action.complete = _KINDS[action.metavar]  # type: ignore[attr-defined]
    for command, words in commands_of(parser):
        command.description = words
        _describe(command)
