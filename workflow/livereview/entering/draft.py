"""A row that is being written, as if it stood in its table already."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from livereview.characters import unseen_characters
from livereview.check_tables import check_evidence
from livereview.csvfile import CsvFile, Record
from livereview.evidence import Evidence, Row
from livereview.problems import Problem
from livereview.textfile import control_character
from livereview.usage import Desk

# What Python makes of bytes that are no text, in what was typed or given on the command line.
_UNDECODED = re.compile("[\ud800-\udfff]")

#: Stands in the place of a file in the problems of a row that is in none yet.
NEW_ROW = "the new row"


@dataclass(frozen=True)
class Draft:
    """A row that is being written.

    Attributes:
        desk: the review without it.
        table: its table.
        cells: what is filled so far, by column.
    """

    desk: Desk
    table: str
    cells: Mapping[str, str]

    def filled(self, column: str, written: str) -> Draft:
        """Return the draft with another text in a cell."""
        return replace(self, cells={**self.cells, column: written})

    @cached_property
    def row(self) -> Row:
        """The row, behind all others of its table."""
        evidence = self.desk.evidence
        file = evidence[self.table].file
        columns = evidence[self.table].description.fields
        line = max((record.line for record in file.records), default=1) + 1
        record = Record(line, {column: self.cells.get(column, "") for column in columns})
        files = {name: table.file for name, table in evidence.items()}
        files[self.table] = CsvFile(file.path, records=[*file.records, record])
        return Evidence(evidence.package, files)[self.table].rows[-1]

    @cached_property
    def with_row(self) -> Desk:
        """The review with it."""
        return replace(self.desk, evidence=self.row.evidence)

    def problems(self, today: date) -> list[Problem]:
        """Return what the check of the review would say of it, sorted by column.

        Args:
            today: the day after which nothing can have been dated yet.
        """
        row, keys = self.row, self.desk.library.entries
        path = row.table.description.path
        found = check_evidence({self.table: row.table}, keys, today)
        own = [each for each in found if each.path == path and each.line == row.line]
        own += [each for each in found if each.code == "broken-rule" and row.name in each.message]
        own += _no_text(self.cells)
        told = {_of_new_row(each) for each in own if each.severity != "info"}
        order = {column: place for place, column in enumerate(self.row.table.description.fields)}
        return sorted(told, key=lambda each: (order.get(each.field, -1), each.message))


def _no_text(cells: Mapping[str, str]) -> Iterable[Problem]:
    """Yield the characters in cells that can't be seen, or that no text has."""
    for column, written in cells.items():
        if _UNDECODED.search(written):
            hint = "type it on a terminal that is set to UTF-8"
            yield Problem(NEW_ROW, 0, column, "encoding", "is not UTF-8 text", hint)
        elif strange := control_character(written):
            message = f"holds the character U+{ord(strange):04X}, which no text has"
            yield Problem(NEW_ROW, 0, column, "encoding", message, "remove it")
        else:
            yield from (replace(each, field=column) for each in unseen_characters(NEW_ROW, written))


def _of_new_row(problem: Problem) -> Problem:
    """Return a problem of the row as one of a row in no file; of a broken rule, as it is."""
    if problem.code == "broken-rule":
        return problem
    hint = problem.hint
    if problem.code == "unknown-citation" and "did you mean" not in hint:
        hint = "add the work first: ./livereview add"
    return replace(problem, path=NEW_ROW, line=0, hint=hint)
