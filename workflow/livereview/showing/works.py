"""What is told of a work of the library."""

from __future__ import annotations

from collections.abc import Iterator

from livereview.config import LIBRARY
from livereview.showing.parts import place, plain, reference, used, work
from livereview.showing.views import Place, WorkView
from livereview.usage import Desk


def view_of_work(desk: Desk, key: str) -> WorkView:
    """Return what is told of a work that the library has."""
    every = (row for table in desk.evidence.values() for row in table.rows)
    rows = [row for row in every if key in row.citekeys]
    return WorkView(
        work=work(desk, key),
        path=LIBRARY,
        annotation=plain(desk.library.entries[key].fields.get("annotation", "")),
        rows=tuple(reference(desk, row) for row in rows),
        used=used(desk, [row.name for row in rows]),
        cited=tuple(_cited(desk, key)),
    )


def _cited(desk: Desk, key: str) -> Iterator[Place]:
    """Yield the blocks that name a work by its own key."""
    blocks = {(block.path, block.line): block for block in desk.usage.blocks}
    places = {place for edition in desk.editions for place in edition.locate(f"@{key}")}
    held = {
        (span.path, span.first)
        for span in desk.usage.spans()
        if any(span.holds(path, line) for path, line in places)
    }
    yield from (place(desk, blocks[at]) for at in sorted(held & blocks.keys()))
