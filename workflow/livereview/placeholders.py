"""Marks that stand for inserted values while pandoc reads the Markdown around them.

A value never passes through the Markdown reader: the template leaves a mark in its place, and the
mark is replaced in pandoc's document tree. Nothing in a value needs escaping, because nothing in
it is ever parsed. The marks are signs of the Linear B script: to pandoc they are letters, so that
quotation marks and emphasis around a value are read as around any word, and they have no case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from livereview.recorder import Read

_OPEN, _CLOSE, _ZERO = 0x10000, 0x1005D, 0x10010
_DIGITS = {ord("0") + digit: _ZERO + digit for digit in range(10)}
_NUMBERS = {marked: plain for plain, marked in _DIGITS.items()}
MARK = re.compile(f"{chr(_OPEN)}([{chr(_ZERO)}-{chr(_ZERO + 9)}]+){chr(_CLOSE)}")
CLOSE = chr(_CLOSE)
RESERVED = re.compile(f"[{chr(_OPEN)}-{chr(_CLOSE)}]")


@dataclass(frozen=True)
class Placement:
    """What stands in the place of a mark.

    Attributes:
        text: the text to insert.
        cites: rows to cite, as ``table:id``; then ``text`` is empty.
        reads: the cells that the value was made from.
        control: the cells that decided whether it stands here.
    """

    text: str = ""
    cites: tuple[str, ...] = ()
    reads: frozenset[Read] = frozenset()
    control: frozenset[Read] = frozenset()

    @property
    def rows(self) -> list[str]:
        """The rows behind the value, sorted."""
        return rows_of(self.reads)


class Placements:
    """The placements of one document, each with its mark."""

    def __init__(self) -> None:
        self._placements: list[Placement] = []

    def add(self, placement: Placement) -> str:
        """Keep a placement; return the mark that stands for it."""
        self._placements.append(placement)
        number = str(len(self._placements) - 1).translate(_DIGITS)
        return f"{chr(_OPEN)}{number}{chr(_CLOSE)}"

    def split(self, text: str) -> list[str | Placement]:
        """Return a text cut at its marks: texts and placements in order, without empty texts."""
        parts: list[str | Placement] = []
        for index, part in enumerate(MARK.split(text)):
            number = int(part.translate(_NUMBERS)) if index % 2 else 0
            if index % 2 and number < len(self._placements):
                parts.append(self._placements[number])
            elif part:
                parts.append(part)
        return parts

    def fill(self, text: str) -> str:
        """Return a text with the placements' texts in it, for where no markup can stand."""
        return "".join(part if isinstance(part, str) else part.text for part in self.split(text))


def rows_of(reads: frozenset[Read]) -> list[str]:
    """Return the rows, as ``table:id``, of which cells were read, sorted."""
    return sorted({read.row for read in reads})
