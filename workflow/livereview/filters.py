"""The filters and tests of the manuscript's language: phrases, and Jinja2's that suit a text.

Each hands on what is absent, whose fault is noted already, and refuses what it is not made for.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

from jinja2 import TemplateSyntaxError, Undefined, pass_environment

from livereview.estimates import Estimates
from livereview.evidence import Row
from livereview.expressions import Expression, ExpressionEnvironment
from livereview.phrases import Phrases
from livereview.recorder import Absent
from livereview.wording import in_words, kind

Filter = Callable[..., Any]

# Jinja2's filters that make text of whatever they are given.
_TEXT_FILTERS = (
    *("capitalize", "center", "e", "escape", "forceescape", "indent", "lower", "replace", "safe"),
    *("string", "striptags", "title", "trim", "truncate", "upper", "urlize", "wordwrap"),
)

# Those that have no place in a text, above all one that is built twice alike.
_NO_FILTERS = ("attr", "pprint", "random", "tojson", "xmlattr")


def filters_of(phrases: Phrases, known: Mapping[str, Filter]) -> dict[str, Filter]:
    """Return the filters by name.

    Args:
        phrases: the phrases of the text's language.
        known: the filters of Jinja2.
    """
    estimates = Estimates(phrases)
    of_rows = (estimates.effect, estimates.interval, estimates.direction, estimates.certainty)
    of_lists = (phrases.distinct, phrases.listing, phrases.join)
    of_values = (phrases.number, phrases.date, phrases.upper_first)
    return {
        **{name: known[name] for name in sorted(known.keys() - set(_NO_FILTERS))},
        **{name: _of_text(known[name], phrases) for name in _TEXT_FILTERS},
        **{phrase.__name__: _taking("a row", _is_row, phrases, phrase) for phrase in of_rows},
        **{phrase.__name__: _taking("a list", _is_list, phrases, phrase) for phrase in of_lists},
        **{phrase.__name__: _taking("", _is_filled, phrases, phrase) for phrase in of_values},
        "each": _each(phrases),
        "counted": _taking("a list or a number", _is_countable, phrases, phrases.counted),
        "label": _taking("", _is_anything, phrases, phrases.label),
        "format": _taking("", _is_anything, phrases, phrases.format),
        "@text": phrases.joined,
    }


def _each(phrases: Phrases) -> Filter:
    """Return the filter that gives the values of an expression over rows, one a row."""
    compiled: dict[str, Expression] = {}

    @pass_environment
    def each(environment: ExpressionEnvironment, rows: Any, source: str = "", **names: Any) -> Any:
        if isinstance(rows, Absent):
            return rows
        found = list(rows) if _is_list(rows) else [rows]
        wrong = [row for row in found if not isinstance(row, Row)]
        if wrong:
            hint = "see docs/manuscript.md"
            message = f"each takes rows, not {kind(wrong[0])}"
            return phrases.recorder.fault("each", "expression", message, hint)
        try:
            if source not in compiled:
                compiled[source] = Expression(environment, source)
        except TemplateSyntaxError as error:
            message, hint = f"is no expression: {in_words(error)}", 'write | each("row.…")'
            return phrases.recorder.fault(str(source), "expression", message, hint)
        return [compiled[source].of_row(row, names) for row in found]

    return each


def tests_of(phrases: Phrases) -> dict[str, Any]:
    """Return the tests by name that Jinja2 lacks, as in {% if row is noninferior %}.

    Args:
        phrases: the phrases of the text's language.
    """
    estimates = Estimates(phrases)
    of_rows = (estimates.noninferior, estimates.conclusive)
    return {test.__name__: _taking("a row", _is_row, phrases, test) for test in of_rows}


def _is_anything(_: object) -> bool:
    return True


def _is_filled(value: object) -> bool:
    return value is not None


def _is_row(value: object) -> bool:
    return isinstance(value, Row)


def _is_list(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str)


def _is_countable(value: object) -> bool:
    return type(value) is int or _is_list(value)


def _taking(
    wanted: str, accepts: Callable[[object], bool], phrases: Phrases, phrase: Filter
) -> Filter:
    """Return a phrase as a filter that says what it takes, and how it is written.

    An empty cell stays one, where the filter doesn't take it: it may be printed as such in a table.
    """
    expected = inspect.signature(phrase)

    def fault(message: str, hint: str = "see docs/manuscript.md") -> Absent:
        return phrases.recorder.fault("", "expression", message, hint)

    @wraps(phrase)
    def checked(value: Any, *args: Any, **options: Any) -> Any:
        if isinstance(value, Absent) or (value is None and not accepts(None)):
            return value
        if not accepts(value):
            return fault(f"{phrase.__name__} takes {wanted}, not {kind(value)}")
        try:
            return phrase(value, *args, **options)
        except TypeError:
            if _fits(expected, value, *args, **options):
                raise
            words = ", ".join(list(expected.parameters)[1:])
            return fault(
                f"{phrase.__name__} lacks words, or has too many",
                f"write | {phrase.__name__}({words})",
            )

    return checked


def _fits(expected: inspect.Signature, *args: Any, **options: Any) -> bool:
    """Return whether a function takes these arguments."""
    try:
        expected.bind(*args, **options)
    except TypeError:
        return False
    return True


def _of_text(known: Filter, phrases: Phrases) -> Filter:
    """Return a filter of Jinja2 that takes text only: it prints no None and no brackets."""
    position = 1 if hasattr(known, "jinja_pass_arg") else 0

    @wraps(known)
    def of_text(*args: Any, **options: Any) -> Any:
        value = args[position]
        if value is None or isinstance(value, Undefined):
            return value
        return known(*args[:position], phrases.text(value), *args[position + 1 :], **options)

    return of_text
