"""Phrases of rows whose columns play roles: effect, interval, direction and certainty.

Which column is the estimate or the margin, what a direction is called and where no effect lies is
declared in the data package; the words around them are those of the language's terms.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from livereview.datapackage import Words, in_language
from livereview.evidence import Row, Term
from livereview.phrases import Phrases
from livereview.recorder import Absent


class Estimates:
    """The phrases and tests of rows with an estimate, each a filter or test of the manuscript's.

    Args:
        phrases: the numbers, words and marks of the text's language.
    """

    def __init__(self, phrases: Phrases) -> None:
        self.phrases = phrases
        self.terms = phrases.terms

    def effect(self, row: Row, brackets: bool = True) -> Any:
        """Return measure, estimate and interval of a row; None where it has no estimate.

        Without brackets the interval follows after a comma, for text that stands in brackets.
        """
        estimate = self._read(row, "estimate")
        if estimate is None or isinstance(estimate, Absent):
            return estimate
        measure = self._read(row, "measure")
        pattern = measure.category.pattern if isinstance(measure, Term) else "{}"
        text = self._words(pattern).replace("{}", self.phrases.number(estimate))
        interval = self.interval(row)
        if interval is None or isinstance(interval, Absent):
            return text
        around = self.terms.effect if brackets else self.terms.effect_inline
        return around.format(effect=text, interval=interval)

    def interval(self, row: Row) -> Any:
        """Return the interval around a row's estimate, or its one limit; None where it has none."""
        low, high = limits = self._read(row, "low"), self._read(row, "high")
        for limit in limits:
            if isinstance(limit, Absent):
                return limit
        if low is None:
            return None if high is None else self._limit(self.terms.upper_limit, high)
        if high is None:
            return self._limit(self.terms.lower_limit, low)
        # A dash between a negative limit and the next would read as one more minus.
        pattern = self.terms.limits_negative if min(low, high) < 0 else self.terms.limits
        number = self.phrases.number
        return self._kind(row).replace("{}", pattern.format(low=number(low), high=number(high)))

    def direction(self, row: Row) -> Any:
        """Return how a row's result reads, for use after a subject; None where it does not say.

        Where a margin is set, it says whether non-inferiority was shown; beside that, the
        direction has its place only if the interval excludes no effect.
        """
        margin = self._read_if_declared(row, "margin")
        if margin is None or isinstance(margin, Absent):
            return self._phrase(row) if margin is None else margin
        said = self._noninferiority(row, margin)
        if isinstance(said, Absent) or not self._excludes_neutral(row):
            return said
        direction = self._phrase(row)
        if direction is None or isinstance(direction, Absent):
            return said
        return self.terms.direction_beside.format(direction=direction, noninferiority=said)

    def certainty(self, row: Row) -> Any:
        """Return how far a row can be trusted, by the phrase of its vocabulary or else its name."""
        value = self._read(row, "certainty")
        if not isinstance(value, Term):
            return value
        return self._words(value.category.phrase or value.category.label)

    def noninferior(self, row: Row) -> Any:
        """Return whether a row's interval keeps within its margin of non-inferiority."""
        margin = self._read_if_declared(row, "margin")
        if isinstance(margin, Absent):
            return margin
        if margin is None:
            return self._fault(f"{row.name} has no margin of non-inferiority", "test that first")
        return self._keeps_within(row, margin)

    def conclusive(self, row: Row) -> Any:
        """Return whether a row's interval excludes no effect; a limit that touches it does not."""
        excludes = self._excludes_neutral(row)
        if excludes is None:
            message = f"whether the interval of {row.name} excludes no effect can't be told"
            return self._fault(message, 'fill its limits, and declare "neutral" of its measure')
        return excludes

    def _noninferiority(self, row: Row, margin: Decimal) -> Any:
        shown = self._keeps_within(row, margin)
        if isinstance(shown, Absent):
            return shown
        role, pattern = self._side(row, margin)
        said = self.terms.noninferior if shown else self.terms.not_noninferior
        limit = self._limit(pattern, self._read(row, role))
        return said.format(limit=limit, margin=self.phrases.number(margin))

    def _keeps_within(self, row: Row, margin: Decimal) -> Any:
        neutral = self._neutral(row)
        if neutral is None or neutral == margin:
            message = f"on which side of no effect the margin of {row.name} lies can't be told"
            return self._fault(message, 'declare "neutral" of its measure in the data package')
        role, _ = self._side(row, margin)
        limit = self._read(row, role)
        if limit is None:
            message = f"{row.name} has a margin of non-inferiority, but no limit to hold against it"
            return self._fault(message, f"fill the column with the role {role}, or say it in words")
        if isinstance(limit, Absent):
            return limit
        return limit < margin if role == "high" else limit > margin

    def _side(self, row: Row, margin: Decimal) -> tuple[str, str]:
        """Return which limit a margin bounds, and how that limit is said."""
        neutral = self._neutral(row)
        above = neutral is not None and margin > neutral
        return ("high", self.terms.upper_limit) if above else ("low", self.terms.lower_limit)

    def _excludes_neutral(self, row: Row) -> bool | None:
        """Return whether an interval excludes no effect; None where that can't be told."""
        neutral, low, high = self._neutral(row), self._read(row, "low"), self._read(row, "high")
        known = [limit for limit in (low, high) if isinstance(limit, Decimal | int)]
        if neutral is None:
            return None
        if (low in known and low > neutral) or (high in known and high < neutral):
            return True
        return False if len(known) > 1 else None

    def _neutral(self, row: Row) -> Decimal | None:
        measure = self._read(row, "measure")
        return measure.category.neutral if isinstance(measure, Term) else None

    def _kind(self, row: Row) -> str:
        """Return the pattern of a row's kind of interval, or else that of the language."""
        kind = self._read_if_declared(row, "interval")
        pattern = kind.category.pattern if isinstance(kind, Term) else "{}"
        return self.terms.interval if pattern == "{}" else self._words(pattern)

    def _phrase(self, row: Row) -> Any:
        value = self._read(row, "direction")
        if not isinstance(value, Term):
            return value
        if not value.category.phrase:
            hint = "add it to that value in the data package, or say it in words"
            return self._fault(f'the direction "{value}" of {row.name} has no phrase', hint)
        return self._words(value.category.phrase)

    def _limit(self, pattern: str, limit: Any) -> str:
        return pattern.replace("{}", self.phrases.number(limit))

    def _words(self, words: Words) -> str:
        return in_language(words, self.phrases.language)

    def _read(self, row: Row, role: str) -> Any:
        field = row.table.description.with_role(role)
        if field is None:
            message = f'no column of table "{row.table.name}" has the role "{role}"'
            hint = "declare it in the data package"
            return self.phrases.recorder.fault(role, "unknown-role", message, hint)
        return row[field.name]

    def _read_if_declared(self, row: Row, role: str) -> Any:
        return self._read(row, role) if row.table.description.with_role(role) else None

    def _fault(self, message: str, hint: str) -> Absent:
        return self.phrases.recorder.fault("", "expression", message, hint)
