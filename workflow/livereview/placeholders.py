"""Marks that stand for inserted values while pandoc reads the Markdown around them.

A value never passes through the Markdown reader: the template leaves a mark in its place, and the
mark is replaced in pandoc's document tree. Nothing in a value needs escaping, because nothing in
it is ever parsed. The marks are signs of the Linear B script: to pandoc they are letters, so that
quotation marks and emphasis around a value are read as around any word, and they have no case.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from livereview.recorder import Read

if TYPE_CHECKING:
    import panflute as pf

# The columns that say where a fact comes from and how it is kept, and not what it is.
_NO_FACTS = ("", "id", "citekeys", "source_url", "locator", "status", "reviewed", "note")

_OPEN, _CLOSE, _ZERO = 0x10000, 0x1005D, 0x10010
_DIGITS = {ord("0") + digit: _ZERO + digit for digit in range(10)}
_NUMBERS = {marked: plain for plain, marked in _DIGITS.items()}
MARK = re.compile(f"{chr(_OPEN)}([{chr(_ZERO)}-{chr(_ZERO + 9)}]+){chr(_CLOSE)}")
CLOSE = chr(_CLOSE)
RESERVED = re.compile(f"[{chr(_OPEN)}-{chr(_CLOSE)}]")


class Citation(tuple[str, ...]):
    """Rows to cite, as ``table:id``."""

    __slots__ = ()


class Sections(tuple[str, ...]):
    """Rows, as ``table:id``, in whose place the sections that tell of them are listed."""

    __slots__ = ()


@dataclass(frozen=True)
class Placement:
    """What stands in the place of a mark.

    Attributes:
        text: the text to insert.
        cites: rows to cite, as ``table:id``; then ``text`` is empty.
        sections: rows whose sections are listed; where none tells of them, ``text`` stands.
        counts: whether the text is a count of things.
        reads: the cells that the value was made from.
        control: the cells that decided whether it stands here.
        beside: gives the mark in the margin here, in a language; then all else is empty.
    """

    text: str = ""
    cites: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    counts: bool = False
    reads: frozenset[Read] = frozenset()
    control: frozenset[Read] = frozenset()
    beside: Callable[[str], list[pf.Inline]] | None = None

    @property
    def rows(self) -> list[str]:
        """The rows behind the value, sorted."""
        return rows_of(self.reads)

    @property
    def told(self) -> set[str]:
        """The rows of which it tells something: those it cites, or is made from and not counts.

        A row's name tells of the rows that speak of it, and not of itself.
        """
        facts = (read for read in self.reads if read.column not in _NO_FACTS and not read.as_name)
        read = {fact.row for fact in facts if fact.of_evidence}
        return {*self.cites, *(() if self.counts else read)}


class Placements:
    """The placements of one document, each with its mark."""

    def __init__(self) -> None:
        self._placements: dict[int, Placement] = {}

    def add(self, placement: Placement, number: int | None = None) -> str:
        """Keep a placement; return the mark that stands for it.

        Args:
            placement: what stands in the place of the mark.
            number: that of the mark; without one, the next that is free.
        """
        number = len(self._placements) if number is None else number
        self._placements[number] = placement
        return f"{chr(_OPEN)}{str(number).translate(_DIGITS)}{chr(_CLOSE)}"

    def split(self, text: str) -> list[str | Placement]:
        """Return a text cut at its marks: texts and placements in order, without empty texts."""
        parts: list[str | Placement] = []
        for index, part in enumerate(MARK.split(text)):
            number = int(part.translate(_NUMBERS)) if index % 2 else 0
            if index % 2 and number in self._placements:
                parts.append(self._placements[number])
            elif part:
                parts.append(part)
        return parts

    def fill(self, text: str) -> str:
        """Return a text with the placements' texts in it, for where no markup can stand."""
        return "".join(part if isinstance(part, str) else part.text for part in self.split(text))


def rows_of(reads: frozenset[Read]) -> list[str]:
    """Return the rows, as ``table:id``, of which cells were read, sorted."""
    return sorted({read.row for read in reads if read.of_evidence})
