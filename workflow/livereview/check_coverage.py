"""Check that what a table claims is held by rows that the review tells of, or is out of scope.

A table whose columns play the roles ``held_by`` and ``out_of_scope`` lists such claims.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from livereview.datapackage import Field
from livereview.evidence import Evidence, Row, Table
from livereview.manuscript import Edition
from livereview.problems import Problem, some


def check_coverage(evidence: Evidence, editions: Sequence[Edition]) -> Iterator[Problem]:
    """Yield the claims that no edition answers, and those that one answers out of scope.

    Args:
        evidence: the tables.
        editions: the editions that are built, woven without errors.
    """
    for table in evidence.values():
        if held_by := table.description.with_role("held_by"):
            scope = table.description.with_role("out_of_scope")
            answered = {row for edition in editions for row in _answered(edition, table)}
            for row in table.rows:
                if row.accepted:
                    yield from _check_claim(row, held_by, scope, answered, editions)


def _answered(edition: Edition, claims: Table) -> Iterator[str]:
    """Yield the rows that an edition tells of, other than in a table that prints the claims."""
    yield from edition.whereabouts.sections
    own = {name for name, table in edition.tables.items() if table.prints_of(claims.name)}
    for row, tables in edition.whereabouts.tables.items():
        if tables - own:
            yield row


def _check_claim(
    row: Row, held_by: Field, scope: Field | None, answered: set[str], editions: Sequence[Edition]
) -> Iterator[Problem]:
    holders = [holder for holder in row.value(held_by) if isinstance(holder, Row)]
    usable = [holder.name for holder in holders if holder.accepted]
    if scope and row.cells.get(scope.name):
        for name in usable:
            if any(name in each.whereabouts.sections for each in editions):
                yield _out_of_scope(row, scope, name, editions)
                return
    elif not answered.intersection(usable):
        yield _unheld(row, held_by, scope, holders)


def _unheld(row: Row, held_by: Field, scope: Field | None, holders: Sequence[Row]) -> Problem:
    usable = [holder.name for holder in holders if holder.accepted]
    refused = [holder.name for holder in holders if not holder.accepted]
    message = f"{_claim(row)} is held by no row"
    if usable:
        message = f"{_claim(row)} is held by {some(usable)}, of which the review tells nothing"
    elif refused:
        message = f"{_claim(row)} is held by no accepted row: {some(refused)} may not be printed"
    hint = "cite one of them in the text" if usable else "name an accepted row, and cite it"
    if scope:
        hint += f", or say in {scope.name} why the review doesn't answer it"
    return Problem(row.table.description.path, row.line, held_by.name, "unanswered", message, hint)


def _out_of_scope(row: Row, scope: Field, name: str, editions: Sequence[Edition]) -> Problem:
    places = dict.fromkeys(
        place.words(edition.config.terms[edition.language])
        for edition in editions
        for place in edition.whereabouts.sections.get(name, [])
        if place.number or place.title
    )
    where = ", ".join(places) or "the text"
    message = f"{_claim(row)} is out of scope, and yet {where} tells of {name}"
    hint = "empty the cell, if that answers it; else take the row out of held rows or text"
    path = row.table.description.path
    return Problem(path, row.line, scope.name, "out-of-scope", message, hint, "warning")


def _claim(row: Row) -> str:
    """Return how a claim is called by its table, or its id."""
    label = row.table.description.label
    column = label if isinstance(label, str) else next(iter(label.values()))
    return f'"{row.cells.get(column) or row.id}"'
