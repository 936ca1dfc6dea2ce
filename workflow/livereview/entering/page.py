"""Show a new row to the person who enters it, and what it feeds once it is written."""

from __future__ import annotations

from rich.console import Console

from livereview.entering.draft import Draft
from livereview.records import effect_in_words
from livereview.showing.page import print_cells, print_used
from livereview.showing.parts import cell, used
from livereview.terminal import say
from livereview.usage import Desk


def print_row(out: Console, draft: Draft) -> None:
    """Print the filled cells of a row, and its estimate as the text would print it."""
    desk, row = draft.with_row, draft.row
    say(out)
    say(out, f"{row.name} – {row.label(desk.edition.language)}", "title")
    if effect := effect_in_words(row, desk.edition):
        say(out, effect, "title", indent=2)
    fields = row.table.description.fields.values()
    print_cells(out, (cell(desk, row, field) for field in fields if row.cells[field.name]))
    say(out)


def print_feeding(out: Console, desk: Desk, name: str) -> None:
    """Print where a row (``table:id``) was written, and where the review uses it now."""
    table, _, id = name.partition(":")
    row = desk.evidence[table].by_id[id]
    say(out, f"{row.table.description.path}:{row.line}: added {name}", "title")
    if not row.accepted:
        status = row.cells["status"] or "without status"
        say(out, f"It is {status}: nothing can use it until that is settled.")
        return
    say(out, "It feeds:")
    citable = "citekeys" in row.table.description.fields
    how = f"cite it in the text as [@{name}]" if citable else "other rows can point to it"
    print_used(out, used(desk, [name]), f"nothing yet; {how}")
