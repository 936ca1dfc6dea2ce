"""Add a row to a table of evidence, from what was given and what is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from livereview import dates
from livereview.commands.options import CommandFailed
from livereview.datapackage import in_language
from livereview.dates import REVIEWED
from livereview.entering.draft import Draft
from livereview.entering.ids import propose_id
from livereview.entering.insertion import insert_row
from livereview.evidence import Table
from livereview.problems import Problem, count, errors, nearest
from livereview.usage import Desk, open_desk

#: What is said where no row is added.
NOTHING = "nothing was written"


def begin_draft(desk: Desk, table: str, given: Iterable[tuple[str, str]]) -> Draft:
    """Return the draft of a row with the cells that were given.

    Args:
        desk: the review.
        table: the name of a table; empty where none was named.
        given: columns, each with what its cell holds.

    Raises:
        CommandFailed: there is no such table, no such columns, or a column is given twice.
    """
    if not table:
        raise CommandFailed("name the table that the row is for", _tables(desk))
    if table not in desk.evidence:
        hint = nearest(table, desk.evidence) or _tables(desk)
        raise CommandFailed(f'there is no table "{table}"', hint)
    cells = list(given)
    told = list(_misnamed([column for column, _ in cells], desk.evidence[table]))
    if told:
        raise CommandFailed("\n".join(told))
    return Draft(desk, table, dict(cells))


def _tables(desk: Desk) -> str:
    """Return the names of the tables, with what they are called."""
    language = desk.edition.language
    named = {name: table.description.title for name, table in desk.evidence.items()}
    told = [f"{name} ({in_language(title, language)})" for name, title in named.items()]
    return f"tables: {', '.join(told)}"


def _misnamed(given: Sequence[str], table: Table) -> Iterator[str]:
    """Yield what is wrong with the names of columns."""
    columns = table.description.fields
    for column in dict.fromkeys(given):
        if column not in columns:
            hint = nearest(column, columns) or f"columns of {table.name}: {', '.join(columns)}"
            yield f'the table {table.name} has no column "{column}"\n    {hint}'
        elif given.count(column) > 1:
            yield f"{column} is set twice\n    set it once"


def completed(draft: Draft) -> Draft:
    """Return the draft with what need not be said: reviewed today, and an id."""
    columns = draft.row.table.description.fields
    if REVIEWED in columns and REVIEWED not in draft.cells:
        draft = draft.filled(REVIEWED, dates.today_here().isoformat())
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
        raise CommandFailed(f"{told}\n{count(found)}; {NOTHING}")


def write(root: Path, draft: Draft, today: date) -> Desk:
    """Write the draft's row into its table; return the review with it.

    The table is read anew: someone may have changed it while the row was entered.

    Raises:
        CommandFailed: in the table as it is now the row is wrong.
        OSError: the table can't be written.
        ProblemsFound: the review can't be read any more.
    """
    desk = open_desk(root)
    fresh = replace(draft, desk=desk)
    refuse(fresh.problems(today))
    table: Table = desk.evidence[draft.table]
    insert_row(root / table.description.path, table.file.records, fresh.cells)
    return open_desk(root)
