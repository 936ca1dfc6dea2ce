"""The sheet of one table: every cell text, the header explained, the ids locked."""

from __future__ import annotations

import re
from typing import Any
from unicodedata import east_asian_width

from livereview.datapackage import Field, in_language
from livereview.evidence import Table
from livereview.workbook.layout import LONGEST_CELL, PAPER
from livereview.workbook.lists import WordLists

# Columns are as wide as nine in ten of their cells, within these limits.
_NARROWEST, _WIDEST = 9, 46
# A line of text in points; not every program finds the height of a row by itself.
_LINE_HEIGHT, _MOST_LINES = 15, 12
# The letters that fit into a line of a comment; its width and the height of a line in pixels.
_COMMENT_LETTERS, _COMMENT_WIDTH, _COMMENT_LINE, _COMMENT_LINES = 56, 380, 17, 40

# A program would take a text for something else that begins so, if it is edited.
_MISLEADING = ("=", "+", "-", "@", "'")

# How a workbook writes a character by its number. Where a text looks so by chance, XlsxWriter marks
# it, but for one that follows another at once, or stands between these tags.
_CODE = "_x[0-9A-Fa-f]{4}_"
_CODES = re.compile(rf"_x[0-9A-Fa-f]{{4}}{_CODE}|\A<r>.*{_CODE}.*</r>\Z", re.DOTALL)

_ALL_CELLS = "A1:XFD1048576"
_KINDS = {"number": "a number", "integer": "a whole number", "year": "a year"}
_ALLOWED = (
    *("format_cells", "format_columns", "format_rows", "autofilter", "sort"),
    *("select_locked_cells", "select_unlocked_cells"),
)


class Formats:
    """How cells look; all of them hold text."""

    def __init__(self, book: Any) -> None:
        text = {"num_format": "@", "text_wrap": True, "valign": "top"}
        key = {**text, "bg_color": "#EDF0F3", "font_color": "#39434D"}
        head = {"bg_color": "#23425C", "font_color": "#FFFFFF", "bold": True, "num_format": "@"}
        self.header = book.add_format({**head, "valign": "vcenter"})
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.heading = book.add_format({"bold": True, "font_size": 12})
        self.prose = book.add_format({"text_wrap": True, "valign": "top"})
        self.link = book.add_format({"hyperlink": True, "valign": "top"})
        self._text = [self._pair(book, text, locked) for locked in (False, True)]
        self._key = [self._pair(book, key, locked) for locked in (False, True)]

    @staticmethod
    def _pair(book: Any, look: dict[str, Any], locked: bool) -> tuple[Any, Any]:
        plain = {**look, "locked": locked}
        return book.add_format(plain), book.add_format({**plain, "quote_prefix": True})

    def cell(self, text: str = "", *, key: bool = False, locked: bool = False) -> Any:
        """Return the format of a cell that holds a text."""
        return (self._key if key else self._text)[locked][text.startswith(_MISLEADING)]


def unwritable(text: str) -> str:
    """Return why a workbook can't hold a text, or an empty text."""
    if len(text) > LONGEST_CELL:
        return f"has {len(text)} characters; a workbook's cell holds {LONGEST_CELL}"
    if code := _CODES.search(text):
        return f'holds "{code[0]}", which a workbook takes for the code of a character'
    return ""


def write_text(sheet: Any, row: int, place: int, text: str, look: Any = None) -> None:
    """Write a text into a cell, whatever it looks like. Rows and places count from 0."""
    if text.startswith("<r>") and text.endswith("</r>"):
        # XlsxWriter would take it for XML of its own, unless it comes in parts. (Which line ends a
        # text has, is nothing that a workbook remembers.)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        sheet.write_rich_string(row, place, text[0], text[1], text[2:], *([look] if look else []))
    elif text:
        sheet.write_string(row, place, text, look)


def write_table(sheet: Any, table: Table, formats: Formats, lists: WordLists) -> None:
    """Fill the sheet of a table."""
    fields = list(table.description.fields.values())
    for place, field in enumerate(fields):
        sheet.write_string(0, place, field.name, formats.header)
        sheet.write_comment(0, place, *_comment(field))
        lists.offer(sheet, place, field, table.evidence)
    _write_rows(sheet, table, formats)
    _arrange(sheet, len(table.rows), len(fields))


def _write_rows(sheet: Any, table: Table, formats: Formats) -> None:
    columns = list(table.description.fields)
    widths = {column: _width(table, column) for column in columns}
    for place, column in enumerate(columns):
        sheet.set_column(place, place, widths[column], formats.cell(key=column == "id"))
    for number, row in enumerate(table.rows, start=1):
        for place, column in enumerate(columns):
            text, key = row.cells.get(column, ""), column == "id"
            write_text(sheet, number, place, text, formats.cell(text, key=key, locked=key))
        lines = max(_lines(text, widths[column]) for column, text in row.cells.items())
        sheet.set_row(number, _LINE_HEIGHT * min(lines, _MOST_LINES))


def _arrange(sheet: Any, rows: int, columns: int) -> None:
    sheet.set_row(0, 24)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(rows, 1), columns - 1)
    sheet.protect("", dict.fromkeys(_ALLOWED, True))
    # Else each number would carry a green corner that says so.
    sheet.ignore_errors({"number_stored_as_text": _ALL_CELLS})
    sheet.set_landscape()
    sheet.set_paper(PAPER)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _width(table: Table, column: str) -> int:
    filled = sorted(len(row.cells[column]) for row in table.rows if row.cells.get(column))
    usual = filled[len(filled) * 9 // 10] if filled else 0
    return min(max(usual + 2, len(column) + 4, _NARROWEST), _WIDEST)


def _lines(text: str, letters: int) -> int:
    """Return how many lines a text takes, with so many Latin letters in a line."""
    return sum(1 + (len(line) + sum(map(_is_wide, line))) // letters for line in text.split("\n"))


def _is_wide(character: str) -> bool:
    return east_asian_width(character) in "WF"


def _comment(field: Field) -> tuple[str, dict[str, Any]]:
    """Return the note that a column's header has, and its look: as high as its lines need."""
    words = _meaning(field)[:LONGEST_CELL]
    height = _COMMENT_LINE * min(_lines(words, _COMMENT_LETTERS) + 1, _COMMENT_LINES)
    return words, {"width": _COMMENT_WIDTH, "height": height, "author": "", "font_size": 9}


def _meaning(field: Field) -> str:
    """Return what a column means, what it holds, and its words."""
    parts = [field.title, field.description]
    parts += [f"Unit: {field.unit}."] if field.unit else []
    parts.append(f"{_holds(field)} {'Always filled.' if field.required else 'May be empty.'}")
    words = [*field.categories, *(field.references.literals if field.references else ())]
    for word in words:
        label = in_language(word.label, "en")
        parts.append(word.value if label == word.value else f"{word.value}: {label}")
    return "\n".join(part for part in parts if part)


def _holds(field: Field) -> str:
    """Return what kind of value a column holds, as a sentence."""
    kind = _KINDS.get(field.type, "text")
    if field.references:
        keys = field.references
        tables = " or ".join(keys.tables)
        kind = "any row, as table:id" if keys.rows else f"the id of a row of {tables}"
        kind += f", where {keys.when}; else text" if keys.when else ""
    elif field.categories:
        kind = "a word of the list below"
    if field.is_list:
        return f'Holds a list with "{field.delimiter}" between its items: {kind}.'
    return f"Holds {kind}."
