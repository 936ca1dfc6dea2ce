"""Add a row to a table of evidence, from what was given and what is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from livereview.commands.options import CommandFailed
from livereview.dates import REVIEWED
from livereview.entering.draft import Draft
from livereview.entering.ids import propose_id
from livereview.entering.insertion import insert_row
from livereview.evidence import Table
from livereview.problems import Problem, count, errors, nearest
from livereview.usage import Desk, open_desk

_NOTHING = "nothing was written"


def begin_draft(desk: Desk, table: str, given: Iterable[tuple[str, str]]) -> Draft:
    """Return the draft of a row with the cells that were given.

    Args:
        desk: the review.
        table: the name of a table.
        given: columns, each with what its cell holds.

    Raises:
        CommandFailed: there is no such table or column, or a column is given twice.
    """
    if table not in desk.evidence:
        hint = nearest(table, desk.evidence) or f"tables: {', '.join(desk.evidence)}"
        raise CommandFailed(f'there is no table "{table}"', hint)
    columns = desk.evidence[table].description.fields
    cells: dict[str, str] = {}
    for column, written in given:
        if column not in columns:
            hint = nearest(column, columns) or f"columns of {table}: {', '.join(columns)}"
            raise CommandFailed(f'the table {table} has no column "{column}"', hint)
        if column in cells:
            raise CommandFailed(f"{column} is set twice", "set it once")
        cells[column] = written
    return Draft(desk, table, cells)


def completed(draft: Draft, today: date) -> Draft:
    """Return the draft with what need not be said: reviewed today, and an id."""
    columns = draft.row.table.description.fields
    if REVIEWED in columns and REVIEWED not in draft.cells:
        draft = draft.filled(REVIEWED, today.isoformat())
    return draft if "id" in draft.cells else draft.filled("id", propose_id(draft))


def unanswered(draft: Draft) -> list[str]:
    """Return the columns that nothing was said about; last the id, which is made of others."""
    columns = draft.row.table.description.fields
    left = [column for column in columns if column not in draft.cells]
    return sorted(left, key=lambda column: column == "id")


def missing(problems: Iterable[Problem], draft: Draft) -> list[Problem]:
    """Return the problems that are but cells of which nothing was said yet."""
    return [each for each in problems if each.code == "required" and each.field not in draft.cells]


def refuse(problems: Iterable[Problem]) -> None:
    """Raise `CommandFailed` if any problem is an error, with all of them.

    Raises:
        CommandFailed: what is wrong, and that nothing was written.
    """
    found = list(problems)
    if errors(found):
        told = "\n".join(map(str, found))
        raise CommandFailed(f"{told}\n{count(found)}; {_NOTHING}")


def write(root: Path, draft: Draft, today: date) -> Desk:
    """Write the draft's row into its table; return the review with it.

    The table is read anew: someone may have changed it while the row was entered.

    Raises:
        CommandFailed: in the table as it is now the row is wrong.
        ProblemsFound: the review can't be read any more.
    """
    desk = open_desk(root)
    fresh = replace(draft, desk=desk)
    refuse(fresh.problems(today))
    table: Table = desk.evidence[draft.table]
    insert_row(root / table.description.path, table.file.records, fresh.cells)
    return open_desk(root)
