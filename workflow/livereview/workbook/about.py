"""The first sheet: what the workbook is, how to edit it, and what not to do."""

from __future__ import annotations

from typing import Any

from livereview.evidence import Evidence
from livereview.version import Version
from livereview.workbook.layout import ABOUT, PAPER, sheet_names

_TO_READ = """\
These are the tables of evidence behind the review, a sheet a table, every row and column of them.
The arrows in row 1 filter. Point at a column's name to read what it means, its unit and its words.
Nothing here is calculated, and every cell is text: 1.30 stays 1.30, and no name becomes a date.
The column status tells which rows the review prints; the others wait to be settled."""

_TO_EDIT = """\
Authors change cells here, and bring the workbook back into the review's CSV files:
    ./livereview workbook import FILE.xlsx --dry-run    shows what would change
    ./livereview workbook import FILE.xlsx    checks all of it, then changes the files
Unchanged cells stay as they are, to the byte; so does what others changed in the files meanwhile.
A new row goes below the last one of its sheet, with an id of its own.
To delete a row, lift the protection of the sheet (there is no password); import tells of it, and
removes it with --delete.
Switch AutoCorrect off (in LibreOffice: Tools, AutoCorrect Options): it makes Ils of ILs.
Set "reviewed" to the day on which you held the row against its source.
Afterwards export anew, and edit the new workbook."""

_NOT = """\
Don't change an id: sentences and other rows point to it.
Don't rename sheets or columns; their order and width don't matter.
Don't calculate: a formula is refused, and so is a cell of which a number or a date was made where \
the column holds text.
Don't edit the same row here and in its CSV file: such rows are told, and left as they are there.
Don't delete the hidden sheets: they remember what stood here."""


def write_about(
    book: Any,
    formats: Any,
    title: str,
    version: Version,
    evidence: Evidence,
) -> None:
    """Add the sheet that explains the workbook.

    Args:
        book: the workbook.
        formats: how its cells look, see `sheets.Formats`.
        title: title of the evidence.
        version: state of the review.
        evidence: the tables.
    """
    sheet = book.add_worksheet(ABOUT)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 84)
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, title, formats.title)
    sheet.write_string(1, 0, f"State: {version.name or 'a folder without git'}, {version.date}")
    row = 3
    row = _write_part(sheet, row, "To read", _TO_READ, formats)
    row = _write_part(sheet, row, "To edit", _TO_EDIT, formats)
    row = _write_part(sheet, row, "What not to do", _NOT, formats)
    sheet.write_string(row, 0, "The tables", formats.heading)
    names = sheet_names(evidence).values()
    for number, (name, table) in enumerate(zip(names, evidence.values(), strict=True), row + 1):
        sheet.write_url(number, 0, f"internal:'{name}'!A1", formats.link, name)
        rows = len(table.rows)
        words = f"{table.description.title} ({rows} {'row' if rows == 1 else 'rows'})"
        sheet.write_string(number, 1, words, formats.prose)
    sheet.set_landscape()
    sheet.set_paper(PAPER)
    sheet.fit_to_pages(1, 1)
    sheet.protect()


def _write_part(sheet: Any, row: int, heading: str, text: str, formats: Any) -> int:
    """Write a heading and its lines from a row on; return the row for the next part."""
    sheet.write_string(row, 0, heading, formats.heading)
    lines = text.split("\n")
    for number, line in enumerate(lines, start=row + 1):
        sheet.write_string(number, 0, line)
    return row + len(lines) + 2
