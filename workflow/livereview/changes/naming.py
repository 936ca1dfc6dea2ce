"""How rows and cells are called in a report of changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from livereview.config import Terms
from livereview.datapackage import Field, in_language
from livereview.estimates import Estimates
from livereview.evidence import Evidence, Row, Table, Term
from livereview.phrases import Phrases
from livereview.recorder import Absent

# Roles whose columns say how a result came out, and not what it is about.
_RESULTS = frozenset(
    ("estimate", "low", "high", "interval", "measure", "direction", "certainty", "margin")
)
# What is longer tells of a row, and is no name of it.
_LONGEST = 60


class Naming:
    """The names of one state's rows and cells, in one language.

    Args:
        evidence: the state's tables.
        language: a language of the vocabularies.
        terms: the words and marks of that language.
    """

    def __init__(self, evidence: Evidence, language: str, terms: Terms) -> None:
        self.evidence = evidence
        self.phrases = Phrases(language, terms, evidence.recorder)
        self._names: dict[str, dict[str, str]] = {}

    def row(self, row: Row) -> str:
        """Return what a row is called: its label, and what tells it from others of that label."""
        table = row.table
        if table.name not in self._names:
            self._names[table.name] = self._of_table(table)
        return self._names[table.name].get(row.id, row.id)

    def cell(self, row: Row, column: str) -> str:
        """Return a cell in words, a list with semicolons; empty where it is."""
        field = row.table.description.fields.get(column)
        if field is None:
            return row.cells.get(column, "")
        value = row.value(field)
        items = value if isinstance(value, tuple) else (value,)
        words = [self._words(item, field) for item in items]
        if any(isinstance(item, Absent) for item in items) or not all(words):
            return row.cells.get(column, "")
        return "; ".join(words)

    def number(self, row: Row) -> str:
        """Return a row's estimate with its measure, without interval; empty where it has none."""
        field = row.table.description.with_role("estimate")
        value = row.value(field) if field else None
        if value is None or isinstance(value, Absent):
            return ""
        measure = row.table.description.with_role("measure")
        kind = row.value(measure) if measure else None
        pattern = kind.category.pattern if isinstance(kind, Term) else "{}"
        words = in_language(pattern, self.phrases.language)
        return words.replace("{}", self.phrases.number(value))

    def effect(self, row: Row) -> str:
        """Return a row's estimate as the text prints it; the bare number of a row it may not."""
        if not self.number(row) or not row.accepted:
            return self.number(row)
        recorder = self.evidence.recorder
        recorder.take_faults()
        effect = Estimates(self.phrases).effect(row)
        faults = recorder.take_faults()
        return self.number(row) if faults or isinstance(effect, Absent) else str(effect)

    def _words(self, value: Any, field: Field) -> str:
        if value is None:
            return ""
        if isinstance(value, Row):
            return value.id if value.table.description.label == "id" else self._label(value)
        if field.type == "number" or (field.type == "integer" and not field.categories):
            return self.phrases.number(value)
        return str(self.phrases.label(value))

    def _label(self, row: Row) -> str:
        column = in_language(row.table.description.label, self.phrases.language)
        return " ".join(row.cells.get(column, "").split()) or row.id

    def _of_table(self, table: Table) -> dict[str, str]:
        """Return the name of each row of a table, by id."""
        alike: dict[str, list[Row]] = {}
        for row in table.rows:
            alike.setdefault(self._label(row), []).append(row)
        telling = list(self._telling(table))
        return {
            id: name
            for label, rows in alike.items()
            for id, name in self._apart(label, rows, telling).items()
        }

    def _apart(self, label: str, rows: list[Row], telling: list[Field]) -> dict[str, str]:
        """Return the names of rows that share a label: it, and the fewest cells that tell apart."""
        names = {row.id: [label] for row in rows}
        for field in telling:
            if len({tuple(name) for name in names.values()}) == len(rows):
                break
            words = {row.id: self.cell(row, field.name) for row in rows}
            if not _adds(names, words):
                continue
            for id, word in words.items():
                names[id] += [word] if word else []
        return {id: ", ".join(dict.fromkeys(name)) for id, name in names.items()}

    def _telling(self, table: Table) -> Iterator[Field]:
        """Yield the columns that may tell rows apart: vocabularies and keys before other texts."""
        description = table.description
        fields = [
            field
            for field in description.fields.values()
            if field.type in ("string", "list", "year")
            and not (field.bookkeeping or field.role in _RESULTS)
            and field.name not in {"id", "citekeys", "status", *description.label_columns}
        ]
        short = [field for field in fields if _is_short(table, field)]
        coded = [field for field in short if field.categories or field.references]
        yield from coded
        yield from (field for field in short if field not in coded)


def _is_short(table: Table, field: Field) -> bool:
    return all(len(row.cells.get(field.name, "")) <= _LONGEST for row in table.rows)


def _adds(names: dict[str, list[str]], words: dict[str, str]) -> bool:
    """Return whether words tell rows apart that their names don't."""
    before = {tuple(name) for name in names.values()}
    after = {(*name, words[id]) for id, name in names.items()}
    return len(after) > len(before)
