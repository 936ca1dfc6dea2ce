"""Filters that put evidence into words: estimates, intervals, names, dates, lists and counts.

Each works in the language of the edition, whose words and marks come from the configuration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

from livereview.config import Terms
from livereview.datapackage import in_language
from livereview.evidence import Number, Row, Term
from livereview.recorder import Absent, Recorder

MINUS = "\N{MINUS SIGN}"


class Phrases:
    """The filters of one language.

    Args:
        language: a language tag such as ``en``.
        terms: the words and marks of that language.
        recorder: notes the faults.
    """

    def __init__(self, language: str, terms: Terms, recorder: Recorder) -> None:
        self.language = language
        self.terms = terms
        self.recorder = recorder

    def filters(self) -> Mapping[str, Callable[..., Any]]:
        """Return the filters by name. Each hands on `Absent`, whose fault is noted already."""
        named = (
            self.effect,
            self.interval,
            self.label,
            self.number,
            self.date,
            self.listing,
            self.distinct,
            self.counted,
            self.upper_first,
        )
        return {phrase.__name__: _absorbing(phrase) for phrase in named}

    def number(self, value: Any) -> str:
        """Return a number with the decimal mark of the language and a true minus."""
        return str(value).replace("-", MINUS).replace(".", self.terms.decimal_mark)

    def effect(self, row: Row, brackets: bool = True) -> str | None:
        """Return measure, estimate and interval of a row; None where it has no estimate.

        Without brackets the interval follows after a comma, for text that stands in brackets.
        """
        estimate = self._read(row, "estimate")
        if estimate is None:
            return None
        measure = self._read(row, "measure")
        pattern = measure.category.pattern if isinstance(measure, Term) else "{}"
        text = pattern.replace("{}", self.number(estimate))
        interval = self.interval(row)
        if interval is None:
            return text
        return f"{text} ({interval})" if brackets else f"{text}, {interval}"

    def interval(self, row: Row) -> str | None:
        """Return the interval around a row's estimate; None where it has no two limits."""
        low, high = self._read(row, "low"), self._read(row, "high")
        if low is None or high is None:
            return None
        # A dash between a negative limit and the next would read as one more minus.
        pattern = self.terms.interval_negative if min(low, high) < 0 else self.terms.interval
        return pattern.format(low=self.number(low), high=self.number(high))

    def _read(self, row: Row, role: str) -> Any:
        field = row.table.description.with_role(role)
        if field is None:
            message = f'no column of table "{row.table.name}" has the role "{role}"'
            self.recorder.fault(role, "unknown-role", message, "declare it in the data package")
            return None
        return row[field.name]

    def label(self, value: Any) -> Any:
        """Return the name of a row or of a vocabulary's value; other text as it is."""
        if isinstance(value, Row):
            return value.label(self.language)
        if isinstance(value, Term):
            return in_language(value.category.label, self.language)
        if isinstance(value, tuple | list):
            return [self.label(item) for item in value]
        return value

    def date(self, value: Any) -> str:
        """Return a date that may be partial in words: ``2022-01`` gives January 2022."""
        year, *rest = str(value).split("-")
        words = [str(int(rest[1]))] if len(rest) == 2 else []
        if rest:
            words.append(self.terms.months[int(rest[0]) - 1])
        return " ".join([*words, year])

    def listing(self, values: Iterable[Any]) -> str | None:
        """Return values as a list in words: a, b and c; None where there are none."""
        texts = [self.text(value) for value in values]
        if len(texts) < 2:
            return texts[0] if texts else None
        return self.terms.list_separator.join(texts[:-1]) + self.terms.list_end + texts[-1]

    def text(self, value: Any) -> str:
        """Return the text that a single value prints as."""
        return self.number(value) if isinstance(value, Number | int) else str(value)

    def distinct(self, rows: Iterable[Row], column: str) -> list[Any]:
        """Return the different values of a column over rows, in order of first appearance."""
        values: list[Any] = []
        for row in rows:
            value = row[column]
            for item in value if isinstance(value, tuple) else [value]:
                if item is not None and item not in values:
                    values.append(item)
        return values

    def counted(self, things: Any, one: str, many: str) -> str:
        """Return a count with its noun: no studies, one study, 12 studies."""
        count = things if isinstance(things, int) else len(list(things))
        numerals = self.terms.numerals
        number = numerals[count] if count < len(numerals) else str(count)
        return f"{number} {one if count == 1 else many}"

    def upper_first(self, text: str) -> str:
        """Return a text with its first letter in upper case, the rest as it is."""
        return text[:1].upper() + text[1:]


def _absorbing(phrase: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(phrase)
    def absorbing(value: Any, *args: Any, **options: Any) -> Any:
        return value if isinstance(value, Absent) else phrase(value, *args, **options)

    return absorbing
