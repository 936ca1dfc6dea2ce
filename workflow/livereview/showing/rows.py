"""What is told of a row of evidence."""

from __future__ import annotations

from livereview.datapackage import in_language
from livereview.evidence import Row
from livereview.records import effect_in_words
from livereview.showing.parts import cell, pointing_to, used, work
from livereview.showing.views import RowView
from livereview.usage import Desk

# Where a row comes from and how far it is settled, in the order in which it is told.
_ORIGIN = ("status", "reviewed", "locator", "source_url", "note")
_APART = ("id", "citekeys", *_ORIGIN)


def view_of_row(desk: Desk, name: str) -> RowView:
    """Return what is told of a row (``table:id``) that exists."""
    table, _, id = name.partition(":")
    row: Row = desk.evidence[table].by_id[id]
    filled = {
        field.name: cell(desk, row, field)
        for field in row.table.description.fields.values()
        if row.cells.get(field.name)
    }
    return RowView(
        row=name,
        label=row.label(desk.edition.language),
        table=in_language(row.table.description.title, desk.edition.language),
        path=row.table.description.path,
        line=row.line,
        effect=effect_in_words(row, desk.edition),
        cells=tuple(each for column, each in filled.items() if column not in _APART),
        origin=tuple(filled[column] for column in _ORIGIN if column in filled),
        works=tuple(work(desk, key) for key in row.citekeys),
        used=used(desk, [name], pointing_to(desk, name)),
    )
