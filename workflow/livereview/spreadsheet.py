"""Damage that a spreadsheet does to a cell while it is opened and saved."""

from __future__ import annotations

import re

from livereview.datapackage import Field

_MONTH = "(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)"
_DAY = r"\d{1,4}"

_LOST = re.compile(
    r"#(?:REF!|NAME\?|N/A|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!|BLOCKED!|FIELD!)|\bErr:5\d\d\b|#{5,}"
)
_AS_DATE = re.compile(
    rf"{_DAY}-{_MONTH}(?:-\d{{2,4}})?|{_MONTH}-{_DAY}|\d{{4}}-\d\d-\d\d 00:00:00", re.IGNORECASE
)
_AS_NUMBER = re.compile(r"-?\d(?:[.,]\d+)?E[+-]\d{2,3}")

_NUMBERS = ("number", "integer", "year")


def damage(written: str, field: Field) -> tuple[str, str, str]:
    """Return what seems to have happened to a cell: message, hint and severity, or empty texts.

    A sign of a spreadsheet's error is damage for certain. What looks like a date or a rounded
    number may be meant so where the column holds text.
    """
    if found := _LOST.search(written):
        message = f'"{found[0]}" is a spreadsheet\'s error, and no value'
        return message, "put back what stood here before", "error"
    severity = "error" if field.type in _NUMBERS else "warning"
    items = written.split(field.delimiter) if field.is_list else [written]
    for item in map(str.strip, items):
        if _AS_DATE.fullmatch(item):
            message = f'"{item}" looks like a name or a number that a spreadsheet made a date of'
            return message, "write what the source says, and format the column as text", severity
        if _AS_NUMBER.fullmatch(item):
            message = f'"{item}" looks like digits that a spreadsheet has rounded'
            return message, "write all digits, and format the column as text", severity
    return "", "", ""
