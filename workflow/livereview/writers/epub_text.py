"""The text of the review as pandoc is to write it in an EPUB: tables, pictures, references."""

from __future__ import annotations

import base64
from html import escape
from pathlib import Path

from livereview.writers.ast import (
    Change,
    Node,
    Part,
    attributes,
    interleave,
    is_a,
    raw,
    text_of,
    unwrap_blocks,
)
from livereview.writers.breaks import loosen_citations
from livereview.writers.tables import Cell, Row, Table, read_table
from livereview.writers.unread import STALE, as_note

_BREAK = raw("html", "<wbr />")
#: A table with more columns than this is hard to read on a telephone, and is laid out otherwise.
_FEW = 2


def change(figures: Path, node: Node) -> Node | list[Node]:
    """One element as a book needs it; those that pandoc writes well stay as they are.

    Args:
        figures: the folder of the drawings.
        node: the element.
    """
    if node["t"] == "Image":
        return _embedded(figures, node)
    changed = _CHANGES.get(node["t"])
    return changed(node) if changed else node


def _cite(node: Node) -> list[Node]:
    inlines: list[Node] = loosen_citations(node, _BREAK)["c"][1]
    return inlines


def _div(node: Node) -> Node | list[Node]:
    return _table(node) if is_a(node, "Div", "table") else unwrap_blocks(node)


def _figure(node: Node) -> Node:
    """The figure in a division that has its name: pandoc finds no way to one in another file."""
    (name, _, _), *content = node["c"]
    return {"t": "Div", "c": [[name, [], []], [{**node, "c": [["", [], []], *content]}]]}


def _header(node: Node) -> Node:
    """The heading, without the rows that it rests on."""
    level, (name, classes, _), inlines = node["c"]
    return {**node, "c": [level, [name, classes, []], inlines]}


def _embedded(figures: Path, node: Node) -> Node:
    """The image with its file inside, which pandoc puts into the book."""
    attr, alt, (url, title) = node["c"]
    path = figures / Path(url).name
    kind = "svg+xml" if path.suffix == ".svg" else "png"
    data = base64.b64encode(path.read_bytes()).decode()
    return {**node, "c": [attr, alt, [f"data:image/{kind};base64,{data}", title]]}


def _link(node: Node) -> Node:
    """The link; one to a work says so, for voices and for readers that show it on the spot."""
    (name, classes, pairs), inlines, target = node["c"]
    roles = [["role", "doc-biblioref"]] if target[0].startswith("#ref-") else []
    kept = [pair for pair in pairs if not pair[0].startswith("data-")]
    return {**node, "c": [[name, classes, kept + roles], inlines, target]}


def _span(node: Node) -> Node | list[Node]:
    """The span, if it says more than which rows its content rests on."""
    if is_a(node, "Span", STALE):
        return as_note(node)
    inlines: list[Node] = node["c"][1]
    return inlines if {"value", "evidence"} & set(attributes(node)[1]) else node


_CHANGES: dict[str, Change] = {
    "Cite": _cite,
    "Div": _div,
    "Figure": _figure,
    "Header": _header,
    "Link": _link,
    "Span": _span,
}


# -- tables ------------------------------------------------------------------------------------


def _table(node: Node) -> Node:
    table = read_table(node)
    labels = [text_of(cell.inlines) for cell in table.header.cells]
    parts: list[Part] = [
        "<table>\n<caption>",
        table.caption,
        "</caption>\n<colgroup>",
        *(f'<col style="width: {round(width * 100)}%" />' for width in table.widths),
        "</colgroup>\n<thead>\n",
        *_row(table, table.header, scope="col"),
        "</thead>\n",
    ]
    for group in table.groups:
        heading = _row(table, group.heading, scope="rowgroup") if group.heading else []
        lines = [part for row in group.rows for part in _row(table, row, labels=labels)]
        parts += ["<tbody>\n", *heading, *lines, "</tbody>\n"]
    classes = ["table", "many"] if len(labels) > _FEW else ["table"]
    content = [interleave("html", [*parts, "</table>"]), *_notes(table)]
    return {"t": "Div", "c": [[table.name, classes, []], content]}


def _notes(table: Table) -> list[Node]:
    return [{"t": "Div", "c": [["", ["table-notes"], []], table.notes]}] if table.notes else []


def _row(table: Table, row: Row, *, scope: str = "", labels: list[str] | None = None) -> list[Part]:
    """The parts of a row; with a scope, all of its cells are headers, else the first one is."""
    scopes = [scope] * len(row.cells) if scope else ["row"] + [""] * len(row.cells)
    words = labels or [""] * len(row.cells)
    cells = zip(row.cells, table.aligns, scopes, words, strict=False)
    opening = '<tr class="group">' if scope == "rowgroup" else "<tr>"
    return [opening, *(part for cell in cells for part in _cell(*cell)), "</tr>\n"]


def _cell(cell: Cell, align: str, scope: str, label: str) -> list[Part]:
    name = "th" if scope else "td"
    pairs = {
        "class": align if align in ("right", "center") else "",
        "colspan": str(cell.span) if cell.span > 1 else "",
        "data-label": label if name == "td" and cell.inlines else "",
        "scope": scope,
    }
    written = "".join(f' {key}="{escape(text)}"' for key, text in pairs.items() if text)
    return [f"<{name}{written}>", cell.inlines, f"</{name}>"]
