"""Drop-downs: vocabularies, and the ids that a column of keys may point to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from livereview.datapackage import Field
from livereview.evidence import Evidence
from livereview.workbook.layout import LISTS, column_letters

_LAST_ROW = 1_048_575
_TITLE = "Not in the list"
_LONGEST_MESSAGE = 255


class WordLists:
    """The hidden sheet with the words to choose from, a column a list."""

    def __init__(self, book: Any) -> None:
        self._sheet = book.add_worksheet(LISTS)
        self._sheet.very_hidden()
        self._sheet.protect()
        self._ranges: dict[tuple[str, ...], str] = {}

    def offer(self, sheet: Any, place: int, field: Field, evidence: Evidence) -> None:
        """Give a column of a sheet its drop-down, if there are words to choose from.

        Only a closed vocabulary stops another word: a key may lead to a row that is being added,
        a list may hold several, and where a column takes text as well, any will do.
        """
        words = tuple(_words(field, evidence))
        if not words:
            return
        keys = field.references
        rule: dict[str, Any] = {"validate": "list", "source": self._range(words)}
        if field.is_list or (keys and keys.when):
            rule["show_error"] = False
        elif keys:
            message = f"No row has this id yet: {' or '.join(keys.tables)}."
            rule |= {"error_type": "warning", **_message(message)}
        else:
            rule |= _message(f"{field.name} takes one of the words of its list.")
        sheet.data_validation(1, place, _LAST_ROW, place, rule)

    def _range(self, words: tuple[str, ...]) -> str:
        """Return where a list stands, which is written when it is first asked for."""
        if words not in self._ranges:
            place = len(self._ranges)
            for number, word in enumerate(words):
                self._sheet.write_string(number, place, word)
            letters = column_letters(place + 1)
            self._ranges[words] = f"='{LISTS}'!${letters}$1:${letters}${len(words)}"
        return self._ranges[words]


def _message(text: str) -> dict[str, Any]:
    return {"error_title": _TITLE, "error_message": text[:_LONGEST_MESSAGE]}


def _words(field: Field, evidence: Evidence) -> Iterator[str]:
    yield from field.category
    if not (keys := field.references):
        return
    yield from (literal.value for literal in keys.literals)
    for table in evidence if keys.rows else keys.tables:
        yield from (row.name if keys.rows else row.id for row in evidence[table].rows)
