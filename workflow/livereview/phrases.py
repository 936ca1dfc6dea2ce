"""Phrases that put values into words: numbers, names, dates, lists and counts.

Each works in the language of the edition, whose words and marks come from the configuration.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from jinja2 import Undefined

from livereview.config import Terms
from livereview.datapackage import in_language
from livereview.evidence import Number, Row, Table, Term
from livereview.recorder import Absent, Recorder
from livereview.wording import kind

MINUS = "\N{MINUS SIGN}"

# A whole number, or the whole part of one, that is long enough to have its thousands marked.
_LONG = re.compile(r"-?\d{5,}")


class Count(str):
    """A count in words: it says how many things there are, and nothing of any of them."""

    __slots__ = ()


class Phrases:
    """The phrases of one language, each a filter of the manuscript's.

    Args:
        language: a language tag such as ``en``.
        terms: the words and marks of that language.
        recorder: notes the faults.
    """

    def __init__(self, language: str, terms: Terms, recorder: Recorder) -> None:
        self.language = language
        self.terms = terms
        self.recorder = recorder

    def joined(self, value: Any) -> str:
        """Return what ~ joins as text."""
        if value is None:
            self._fault("an empty cell can't be joined by ~", "test it first: … if … else …")
            return ""
        return self.text(value)

    def number(self, value: Any) -> str:
        """Return a number with the marks of the language and a true minus.

        From five digits on, its thousands are marked; so no year is mistaken for a count.
        """
        whole, point, decimals = str(value).partition(".")
        if not _LONG.fullmatch(whole):
            return self._marked(value)
        grouped = self.terms.thousands_mark.join(_groups(whole.removeprefix("-")))
        sign = "-" if whole.startswith("-") else ""
        return self._marked(sign) + grouped + self._marked(point + decimals)

    def _marked(self, value: Any) -> str:
        """Return a number as it is written, but for its minus and its decimal mark."""
        return str(value).replace("-", MINUS).replace(".", self.terms.decimal_mark)

    def _fault(self, message: str, hint: str = "see docs/manuscript.md") -> Absent:
        return self.recorder.fault("", "expression", message, hint)

    def label(self, value: Any) -> Any:
        """Return the name of a row or of a vocabulary's value; other text as it is."""
        if isinstance(value, Row):
            return value.label(self.language)
        if isinstance(value, Term):
            return in_language(value.category.label, self.language)
        if isinstance(value, tuple | list):
            return [self.label(item) for item in value]
        return value

    def date(self, value: Any) -> Any:
        """Return a date that may be partial in words: ``2022-01`` gives January 2022."""
        year, *rest = str(value).split("-")
        try:
            date(*map(int, [year, *rest, *["1", "1"][len(rest) :]]))
        except (TypeError, ValueError):
            hint = "a date is written year-month-day, year-month or year"
            return self._fault(f'"{value}" is no date', hint)
        if not rest:
            return self.terms.date_year.format(year=year)
        month = self.terms.months[int(rest[0]) - 1]
        if len(rest) == 1:
            return self.terms.date_month.format(year=year, month=month)
        return self.terms.date_day.format(year=year, month=month, day=int(rest[1]))

    def listing(self, values: Iterable[Any]) -> Any:
        """Return values as a list in words: a, b and c; None where there are none."""
        texts = [self.text(value) for value in values]
        if len(texts) < 2:
            return texts[0] if texts else None
        return self.terms.list_separator.join(texts[:-1]) + self.terms.list_end + texts[-1]

    def join(self, values: Iterable[Any], separator: str = "", attribute: str = "") -> Any:
        """Return values as text with a separator between them."""
        if attribute:
            values = [row[attribute] for row in values]
        return separator.join(self.text(value) for value in values)

    def format(self, pattern: str, *values: Any, **named: Any) -> str:
        """Return a text with values in the places of its %s, %.1f and the like."""
        for value in (*values, *named.values()):
            if not isinstance(value, str | int | float | Decimal):
                self.text(value)  # which notes why it can't be
                return ""
        return pattern % (named or values)

    def text(self, value: Any) -> str:
        """Return the text that a single value prints as; what has none is a fault."""
        if isinstance(value, str):
            return str(value)
        if isinstance(value, Number) or type(value) is int:
            return self._marked(value)
        if isinstance(value, Undefined):
            # Its fault is noted already, or it is an `if` in an expression without `else`.
            own = getattr(value, "__dict__", {})  # Jinja2's Undefined has none
            message, hint = own.get("unprintable", ""), "test it first: {% if … %}"
        else:
            message, hint = _unprintable(value)
        # Where something went wrong before, that it left nothing to print is no news.
        if message and not self.recorder.faults:
            self.recorder.fault("", "not-printable", message, hint)
        return ""

    def distinct(self, rows: Iterable[Row], column: str) -> list[Any]:
        """Return the different values of a column over rows, in order of first appearance."""
        values: list[Any] = []
        for row in rows:
            if not isinstance(row, Row):
                self._fault(f"distinct takes rows, not {kind(row)}")
                return []
            value = row[column]
            for item in value if isinstance(value, tuple) else [value]:
                if not (item is None or isinstance(item, Absent) or item in values):
                    values.append(item)
        return values

    def counted(self, things: Any, one: str, many: str = "") -> Any:
        """Return a count with its noun: no studies, one study, 12 studies.

        In a language without plural ``one`` serves for all, with the classifier that it asks for.
        """
        if self.terms.plural and not many:
            return self._fault("counted lacks words", "write | counted(one, many)")
        count = things if isinstance(things, int) else len(list(things))
        numerals = self.terms.numerals
        number = numerals[count] if 0 <= count < len(numerals) else self.number(count)
        noun = many if self.terms.plural and count != 1 else one
        return Count(self.terms.counted.format(number=number, noun=noun))

    def upper_first(self, text: str) -> str:
        """Return a text with its first letter in upper case, the rest as it is."""
        raised = text[:1].upper() + text[1:]
        return Count(raised) if isinstance(text, Count) else raised


def _groups(digits: str) -> list[str]:
    """Return digits in groups of three, counted from the end."""
    first = len(digits) % 3
    groups = [digits[at : at + 3] for at in range(first, len(digits), 3)]
    return [digits[:first], *groups] if first else groups


def _unprintable(value: Any) -> tuple[str, str]:
    """Return why a value has no text, and what to do about it."""
    if value is None:
        return "there is nothing to print: a cell is empty", "test it first: {% if … %}"
    if isinstance(value, Row):
        return f"the row {value.name} is no text", "name a column, or use | label"
    if isinstance(value, Table):
        return f"the table {value.name} is no text", f'name a row and a column: {value.name}["…"].…'
    if isinstance(value, tuple | list):
        return f"{kind(value)} is no text", "use | listing, or | join"
    if isinstance(value, Decimal | float):
        return "a computed number has no written form", "round it and print that: | round | number"
    hint = "say what it means: {% if … %}" if isinstance(value, bool) else "see docs/manuscript.md"
    return f"{kind(value)} is no text", hint
