"""What all commands share: how their help is laid out, and their one exception."""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    # argparse has no public name for it.
    Commands = argparse._SubParsersAction["CommandParser"]  # noqa: SLF001
else:
    Commands = object

_WIDTH = 80
_DONE, _MISSPELT, _STOPPED = (
    "all was done",
    "the command was misspelt",
    "Ctrl-C stopped it before it was done",
)
_FAILED = "something could not be done, and the message says why"


class CommandParser(argparse.ArgumentParser):
    """A parser whose help ends with examples and with what the exit status says.

    Attributes:
        examples: lines to type in the review's folder; a shell's comment says what each does.
        statuses: what each exit status means.
        own_statuses: those of them whose meaning differs from command to command.
    """

    def __init__(
        self,
        *,
        examples: Sequence[str] = (),
        done: str = _DONE,
        failed: str = _FAILED,
        **options: Any,
    ) -> None:
        super().__init__(
            formatter_class=argparse.RawDescriptionHelpFormatter, **{"description": ""} | options
        )
        self.examples = tuple(examples)
        self.own_statuses = {0: done, 1: failed}
        self.statuses = self.own_statuses | {2: _MISSPELT, 130: _STOPPED}
        self.description = textwrap.fill(
            self.description or "", _WIDTH, break_long_words=False, break_on_hyphens=False
        )
        self.epilog = "\n".join(["examples:", *_indented(examples), "", *self._statuses()])

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words of a command, and what tells more of it."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: error: {message}\n    {self.prog} --help tells more\n")

    def _statuses(self) -> list[str]:
        lines = [f"{status:<3}  {meaning}" for status, meaning in self.statuses.items()]
        return ["exit status:", *_indented(lines)]


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"  {line}" for line in lines]


class CommandFailed(Exception):
    """Raised where a command can't do what was asked; says why, and below that what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message}\n    {hint}" if hint else message)
