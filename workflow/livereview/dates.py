"""Dates as authors write them: a day, a month or a year, and never one that is still to come."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta, timezone

from livereview.datapackage import Field
from livereview.evidence import Row, Table
from livereview.problems import Problem

REVIEWED = "reviewed"
ROLE = "date"

_FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


# Where a day begins first.
_EARLIEST = timezone(timedelta(hours=14))


def today() -> date:
    """Return the latest day that it is anywhere on earth: what is dated later can't be true.

    Of the day where this computer stands the same review could be right in one place and wrong in
    another: a row that is reviewed in Auckland in the morning is built in Vancouver the day before.
    """
    return datetime.now(_EARLIEST).date()


def today_here() -> date:
    """Return the day that it is where this computer stands: what an author would write."""
    return datetime.now().astimezone().date()


def is_date(written: str) -> bool:
    """Return whether a text is a day, month or year of the calendar."""
    found = _FORM.fullmatch(written)
    if not found:
        return False
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def lies_ahead(written: str, today: date) -> bool:
    """Return whether a day, month or year is later than today's."""
    return is_date(written) and written > today.isoformat()[: len(written)]


def date_fault(written: str, field: Field) -> str:
    """Return how to write what should be a date and is none; an empty text if all is well."""
    if field.name == REVIEWED and (len(written) < len("2026-01-31") or not is_date(written)):
        return "write year-month-day, as in 2026-01-31"
    if field.role == ROLE and not is_date(written):
        return "write year-month-day, as in 2026-01-31; or year-month; or the year alone"
    return ""


def future_dates(table: Table, rows: Iterable[Row], today: date) -> Iterator[Problem]:
    """Yield the days of what has happened, or was looked at, that are still to come."""
    fields = table.description.fields.values()
    columns = [each.name for each in fields if each.name == REVIEWED or each.role == ROLE]
    for row in rows:
        for column in columns:
            written = row.cells.get(column, "")
            if lies_ahead(written, today):
                message = f"{written} lies in the future: today is {today}"
                hint = "correct the date, or the clock of this computer"
                path = table.description.path
                yield Problem(path, row.line, column, "future-date", message, hint)
