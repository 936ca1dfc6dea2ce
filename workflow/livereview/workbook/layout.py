"""What stands where in a workbook: the one place that writing and reading share."""

from __future__ import annotations

from collections.abc import Iterable

# With blanks and capitals, which no name of a table has.
ABOUT = "About this workbook"
LISTS = "Word lists"
BASE = "As exported"
OWN_SHEETS = (ABOUT, LISTS, BASE)

# In the first cell of the hidden sheet; another number where an older engine could not read it.
MARK = ("livereview workbook", "1")
TABLE, ROW = "table", "row"

PAPER = 9  # Excel's number of A4

# What Excel can hold in a cell, and how it may call a sheet.
LONGEST_CELL = 32_767
_LONGEST_NAME = 31
_RESERVED = "history"


def sheet_names(tables: Iterable[str]) -> dict[str, str]:
    """Return the name of each table's sheet: its own, unless Excel can't have that."""
    names: dict[str, str] = {}
    for table in tables:
        name, number = table[:_LONGEST_NAME], 1
        while name in names.values() or name == _RESERVED:
            number += 1
            name = f"{table[: _LONGEST_NAME - 3]}~{number}"
        names[table] = name
    return names


def column_letters(place: int) -> str:
    """Return how a spreadsheet calls a column, from 1: A, B … Z, AA."""
    letters = ""
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(sheet: str, place: int, row: int) -> str:
    """Return how a spreadsheet calls a cell of a sheet: ``sheet!C5``."""
    return f"{sheet}!{column_letters(place)}{row}"
