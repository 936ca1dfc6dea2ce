"""What commands print for a person: in colour on a terminal, and as wide as that is.

Colours are left out where the variable ``NO_COLOR`` is set, and where the output goes into a file
or to another program; such output isn't broken into lines either.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Sequence
from typing import TextIO

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

#: What a line may be as long as where it need not fit a terminal.
ENDLESS = 1_000_000

_RULER = Console(file=io.StringIO())
_STYLES = {"title": "bold", "heading": "bold cyan", "name": "cyan", "dim": "dim", "error": "red"}


class _Console(Console):
    """A console that leaves it to the command what to do where nobody reads on."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def console(stream: TextIO | None = None) -> Console:
    """Return what prints to a stream, by default the standard output; text stays as it is."""
    stream = stream or sys.stdout
    terminal = stream.isatty()
    coloured = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return _Console(
        file=stream,
        force_terminal=terminal,
        color_system="standard" if coloured else None,
        width=None if terminal else ENDLESS,
        highlight=False,
        markup=False,
        emoji=False,
    )


def lines(text: str, width: int) -> list[str]:
    """Return a text broken into lines of no more than ``width`` cells of a terminal.

    A Chinese character takes two cells. A word that is too long is broken.
    """
    broken = Text(text).wrap(_RULER, max(width, 2))
    return [line.plain.rstrip() for line in broken] or [""]


def shortened(text: str, width: int) -> str:
    """Return a text that takes no more than ``width`` cells, with … where its end is missing."""
    if cell_len(text) <= width:
        return text
    return f"{set_cell_size(text, max(width - 1, 0)).rstrip()}…"


def say(out: Console, text: str = "", style: str = "", indent: int = 0) -> None:
    """Print a text, broken into lines that fit."""
    for line in lines(text, out.width - indent):
        out.print(Text(f"{' ' * indent}{line}", _STYLES.get(style, "")), soft_wrap=True)


def say_pairs(out: Console, pairs: Iterable[Sequence[str]], indent: int = 2) -> None:
    """Print names with their texts beside them, each text within its own column.

    A name without blanks may be one to type, as an id: it is not broken, and what is said of it
    stands below it where it is too long.
    """
    known = [(name, text) for name, text in pairs]
    # What is said of a thing has more room than its name.
    width = min(max((cell_len(name) for name, _ in known), default=0), out.width // 3)
    for name, text in known:
        _say_pair(out, name, text, width, indent)


def _say_pair(out: Console, name: str, text: str, width: int, indent: int) -> None:
    names = lines(name, width)
    texts = lines(text, max(out.width - indent - width - 2, 10))
    if len(names) > 1 and " " not in name and cell_len(name) <= out.width - indent:
        say(out, name, "name", indent)
        names = []
    for number in range(max(len(names), len(texts) if text else 0)):
        left = names[number] if number < len(names) else ""
        right = texts[number] if number < len(texts) else ""
        line = Text.assemble(
            (f"{' ' * indent}{set_cell_size(left, width)}  ", _STYLES["name"]), right
        )
        line.rstrip()
        out.print(line, soft_wrap=True)
