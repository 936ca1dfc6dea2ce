"""Check how rows of evidence stand: which reach no print, and which are to be read again."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from livereview.dates import REVIEWED, is_date
from livereview.evidence import Evidence, Row
from livereview.problems import Problem


def check_standing(evidence: Evidence, months: int, today: date) -> Iterator[Problem]:
    """Yield the rows that wait or were taken back, as remarks, and those overdue, as warnings.

    Args:
        evidence: the tables.
        months: within how many months an accepted row is to be held against its source again.
        today: the day from which they are counted back.
    """
    limit = months_before(today, months).isoformat()
    for row in (row for table in evidence.values() for row in table.rows):
        reviewed = row.cells.get(REVIEWED, "")
        if row.taken_back and row.known_status:
            yield _unprinted(row, "withdrawn-row")
        elif not row.accepted and row.known_status:
            yield _unprinted(row, "unverified-row")
        elif row.accepted and is_date(reviewed) and reviewed < limit:
            yield _overdue(row, reviewed, months)


def months_before(day: date, months: int) -> date:
    """Return the same day so many months earlier, or the last one of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _unprinted(row: Row, code: str) -> Problem:
    message = f'"{row.id}" is {row.cells["status"]}: it reaches no print'
    return Problem(row.table.description.path, row.line, "status", code, message, severity="info")


def _overdue(row: Row, reviewed: str, months: int) -> Problem:
    message = f"{reviewed} lies more than {months} months back"
    hint = "hold the row against its source again, then write the day on which you did"
    path = row.table.description.path
    return Problem(path, row.line, REVIEWED, "overdue-row", message, hint, "warning")
