"""Propose an id for a new row: how a reader calls it, and what tells it from others of that name.

An id is no place for what may change, so that numbers and texts other than the name stay out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from livereview.datapackage import TableDescription
from livereview.entering.draft import Draft

_WORDS = 6


def propose_id(draft: Draft) -> str:
    """Return an id in lower-case words with hyphens that no row of the review has."""
    description = draft.row.table.description
    taken = {id for table in draft.desk.evidence.values() for id in table.by_id}
    others = draft.desk.evidence[draft.table].rows
    parts: list[str] = []
    for column in _naming_columns(description):
        written = draft.cells.get(column, "")
        others = [row for row in others if row.cells.get(column) == written]
        if slug(written) and slug(written) not in parts:
            parts.append(slug(written))
        if parts and not others and "-".join(parts) not in taken:
            return "-".join(parts)
    return _numbered("-".join(parts) or slug(description.name), taken)


def _numbered(name: str, taken: set[str]) -> str:
    """Return a name that isn't taken, with a number behind it where it must have one."""
    names = (name, *(f"{name}-{number}" for number in range(2, len(taken) + 3)))
    return next(each for each in names if each not in taken)


def slug(text: str) -> str:
    """Return the first words of a text as an id has them; empty where none has Latin letters."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower())[:_WORDS])


def _naming_columns(description: TableDescription) -> Iterator[str]:
    """Yield the columns of a row's name, and then those that hold keys or words of vocabularies."""
    names = (
        [description.label] if isinstance(description.label, str) else description.label.values()
    )
    yield from (name for name in names if name != "id")
    for field in description.fields.values():
        apart = field.name == "status" or field.bookkeeping
        if not apart and (field.references or field.categories) and field.required:
            yield field.name
