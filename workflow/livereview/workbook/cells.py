"""What a cell of a workbook says as text, or why that can't be known.

Each cell leaves the export as text. What a person types may become a number or a date in the
program's own form: where the text behind it is beyond doubt it is taken over, elsewhere refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from livereview.datapackage import Field
from livereview.dates import REVIEWED, ROLE
from livereview.textfile import control_character

_LINE_END = re.compile("\r\n|\r")
# More digits than that were rounded when they were typed.
_EXACT_DIGITS = 15
_PLAIN_FORMATS = ("General", "@")
_PLACES = re.compile(r"0(?:\.(0+))?")
# What a format puts in as it is: a quoted text, a sign behind a backslash, a word in brackets.
_FIXED_PARTS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_RETYPE = "format the cell as Text, then type what the source says"

_NUMBERS = ("number", "integer", "year")
_KINDS = {"b": "a yes or no", "e": "an error", "f": "a formula"}


@dataclass(frozen=True)
class Cell:
    """A cell as the file holds it.

    Attributes:
        kind: ``s`` text, ``n`` number, ``d`` date, ``b`` yes or no, ``e`` error, ``f`` formula.
        look: the format in which the program shows it.
    """

    value: Any = None
    kind: str = "s"
    look: str = "General"

    @property
    def text(self) -> str:
        """What the cell says without blanks around it; an empty text where it shows nothing."""
        return "" if self.value is None else str(self.value).strip()


EMPTY = Cell()


class NotText(Exception):
    """Raised where the text behind a cell can't be known; says why, and what to do."""

    def __init__(self, message: str, hint: str = _RETYPE) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def written(cell: Cell, field: Field, before: str) -> str:
    """Return a cell as it is written in a CSV file.

    Args:
        cell: the cell.
        field: the column that it stands in.
        before: what stood there at the export; what still means that keeps its written form.

    Raises:
        NotText: the cell holds no text, and what was typed can't be known.
    """
    if cell.value is None:
        return ""
    if cell.kind == "s":
        return _text(str(cell.value), before)
    if cell.kind == "n":
        return _number(cell, field, before)
    if cell.kind == "d":
        return _date(cell, field)
    raise NotText(f'"{cell.value}" is {_KINDS.get(cell.kind, "no text")}, and no text')


def alike(text: str, other: str) -> bool:
    """Return whether two texts differ in nothing but line ends: programs write their own."""
    return _LINE_END.sub("\n", text) == _LINE_END.sub("\n", other)


def _text(value: str, before: str) -> str:
    """Return a text with the line ends that it had."""
    value = _LINE_END.sub("\n", value)
    if strange := control_character(value):
        message = f"holds the character U+{ord(strange):04X}, which no text has"
        raise NotText(message, "remove it")
    return before if alike(value, before) else value


def _number(cell: Cell, field: Field, before: str) -> str:
    number = Decimal(repr(cell.value))
    shown = _shown(number, cell.look)
    if shown and shown == before:
        return before
    if field.type not in _NUMBERS:
        message = f"{shown or number} was typed as a number: noughts may have been lost"
        raise NotText(message)
    if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", before) and Decimal(before) == number:
        return before
    if not shown:
        raise NotText(f"{number:f} is a number in a form that hides its digits ({cell.look})")
    return shown


def _shown(number: Decimal, look: str) -> str:
    """Return the digits that the program shows; an empty text where they aren't all there."""
    whole = number == number.to_integral_value()
    if len(f"{number:f}".replace("-", "").replace(".", "").lstrip("0")) > _EXACT_DIGITS:
        return ""
    if look in _PLAIN_FORMATS:
        return f"{number:.0f}" if whole else f"{number:f}"
    if not (places := _PLACES.fullmatch(look)):
        return ""
    text = f"{number:.{len(places[1] or '')}f}"
    return text if Decimal(text) == number else ""


def _date(cell: Cell, field: Field) -> str:
    """Return a day as year-month-day, where the column holds days and the cell shows all of it."""
    value = cell.value
    if field.role != ROLE and field.name != REVIEWED:
        raise NotText(f'"{value}" is a date here: a name or a number may have become one')
    if not isinstance(value, datetime) or value.time() != time() or not _shows_day(cell.look):
        message = f'"{value}" is shown as {cell.look}: year, month or day may be made up'
        raise NotText(message, "format the cell as Text, then write year-month-day")
    return value.date().isoformat()


def _shows_day(look: str) -> bool:
    letters = set(_FIXED_PARTS.sub("", look.lower()))
    return {"y", "m", "d"} <= letters and not letters & {"h", "s"}
