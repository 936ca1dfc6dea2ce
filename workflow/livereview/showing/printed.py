"""What is told of a printed table or of a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from livereview.blocks import normalised
from livereview.plan import TABLES
from livereview.recorder import Read
from livereview.showing.parts import place, printed, reference
from livereview.showing.views import Place, PrintedView, Reference
from livereview.usage import Desk


def view_of_printed(desk: Desk, kind: str, name: str) -> PrintedView:
    """Return what is told of a printed table or a figure that exists.

    Args:
        desk: the review.
        kind: ``table`` or ``figure``.
        name: its name.
    """
    usage = desk.usage
    reads = (usage.tables if kind == "table" else usage.figures).get(name, frozenset())
    return PrintedView(
        kind=kind,
        printed=printed(desk, kind, name),
        text=_caption(desk, kind, name),
        rows=tuple(_rows(desk, reads)),
        named=tuple(_named(desk, kind, name)),
        hidden_by=usage.faults,
    )


def _caption(desk: Desk, kind: str, name: str) -> str:
    """Return a table's caption, or the paragraph of the text that shows a figure."""
    if kind == "figure":
        picture = f"](figures/{name}.svg)"
        shown = (block for block in desk.usage.blocks if picture in block.text)
        return next((place(desk, block).text for block in shown), "")
    if desk.edition.designs is None:
        return ""
    caption, line = desk.edition.designs.template(name, "caption")
    return desk.usage.words_of(TABLES, line) or " ".join(caption.split())


def _rows(desk: Desk, reads: frozenset[Read]) -> Iterator[Reference]:
    names = {(read.table, read.id) for read in reads if read.of_evidence and not read.column}
    for table in desk.evidence.values():
        for row in table.rows:
            if (table.name, row.id) in names:
                yield reference(desk, row)


def _named(desk: Desk, kind: str, name: str) -> Iterator[Place]:
    """Yield the parts of the text that refer to it, show it, or quote what it reports."""
    prefix = "tbl" if kind == "table" else "fig"
    called = rf"@{prefix}:{name}(?![\w-])|{kind}\(\s*[\"']{name}[\"']|\]\(figures/{name}\.svg\)"
    found = {
        (span.path, span.first): span.source
        for span in desk.usage.spans()
        if re.search(called, span.source)
    }
    for path, line in sorted(found):
        words = desk.usage.words_of(path, line) or normalised(found[path, line])
        yield Place(path, line, words)
