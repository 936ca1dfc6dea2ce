"""Printed tables as HTML, written by hand.

Pandoc would put the widths into style attributes, and leave out the scopes of the headers.
"""

from __future__ import annotations

from html import escape

from livereview.writers.ast import Node, Part, interleave, raw_block
from livereview.writers.html_register import uses
from livereview.writers.html_rows import Rows, table_blocks
from livereview.writers.tables import Cell, Group, Row, Table, lines_of


def bind_lines(blocks: list[Node], rows: Rows, used_in: str) -> None:
    """Give the lines of the tables the anchors of their rows, and where the text uses these.

    Args:
        blocks: the document, in whose order a row's first line takes its anchor.
        rows: the places of the rows.
        used_in: the word before the sections that rest on a row.
    """
    for table in table_blocks(blocks):
        for attr, _ in lines_of(table):
            names = dict(attr[2]).get("data-rows", "")
            anchors = rows.take_anchors(names)
            used = _uses(rows, names, used_in) if anchors else ""
            found = {"data-anchors": " ".join(anchors), "data-used": used}
            attr[2] += [[name, text] for name, text in found.items() if text]


def _uses(rows: Rows, names: str, used_in: str) -> str:
    places = [place for name in names.split() for place in rows.used.get(name, ())]
    # Abstracts and summaries repeat what sections say: they are named where nothing else is.
    told = [place for place in places if place.name[:1].isdigit()] or places
    return uses(list({place.name: place for place in told}.values()), used_in)


def write_table(table: Table) -> list[Node]:
    """A table with its caption, in a frame of its own, and its notes."""
    label = f"{table.name}-caption"
    kind = "table landscape" if table.landscape else "table"
    frame = " ".join(f'{name}="{escape(text)}"' for name, text in region(label))
    pairs = {"class": kind, "id": table.name, "data-table": table.source}
    pairs |= {"data-facets": table.facets, "data-group": table.group_header}
    parts: list[Part] = [
        _tag("figure", pairs),
        f'\n<figcaption id="{escape(label)}">',
        table.caption,
        f'</figcaption>\n<div class="frame" {frame}>\n',
        f'<table aria-labelledby="{escape(label)}">\n',
        _columns(table),
        "<thead>\n",
        *_row(table, table.header, scope="col"),
        "</thead>\n",
        *(part for group in table.groups for part in _group(table, group)),
        "</table>\n</div>",
    ]
    return [interleave("html", parts), *_notes(table), raw_block("html", "</figure>")]


def _group(table: Table, group: Group) -> list[Part]:
    heading = _row(table, group.heading, scope="rowgroup") if group.heading else []
    lines = [part for row in group.rows for part in _line(table, row)]
    return ["<tbody>\n", *heading, *lines, "</tbody>\n"]


def _line(table: Table, row: Row) -> list[Part]:
    """A row with the anchors of its rows of evidence, and where the text uses them."""
    first, *others = row.anchors.split() or [""]
    targets = "".join(f'<span id="{escape(name)}"></span>' for name in others)
    return _row(table, row, anchor=first, first=(targets, row.used))


def region(label: str) -> list[list[str]]:
    """A frame can be scrolled by keyboard only if it can be focused, and then it needs a name."""
    return [["role", "region"], ["tabindex", "0"], ["aria-labelledby", label]]


def percent(width: float) -> int:
    """The width of a column in whole percents, of which each has a class in the style sheet."""
    return max(1, round(width * 100))


def _columns(table: Table) -> str:
    columns = "".join(f'<col class="w-{percent(width)}">' for width in table.widths)
    return f"<colgroup>{columns}</colgroup>\n"


def _row(
    table: Table,
    row: Row,
    *,
    scope: str = "",
    anchor: str = "",
    first: tuple[str, str] = ("", ""),
) -> list[Part]:
    """A row's parts; with a scope, all of its cells are headers, else the first one is.

    ``first`` stands before and behind the content of the first cell.
    """
    pairs = {"class": "group" if scope == "rowgroup" else "", "id": anchor}
    pairs |= {"data-rows": row.rows, "data-facets": row.facets}
    scopes = [scope] * len(row.cells) if scope else ["row"] + [""] * len(row.cells)
    cells = [
        _cell(cell, align, each)
        for cell, align, each in zip(row.cells, table.aligns, scopes, strict=False)
    ]
    if cells:
        opening, content, closing = cells[0]
        cells[0] = [opening, first[0], content, first[1], closing]
    return [_tag("tr", pairs), *(part for cell in cells for part in cell if part), "</tr>\n"]


def _cell(cell: Cell, align: str, scope: str) -> list[Part]:
    # An empty header would name nothing: it stays an ordinary cell.
    name = "th" if scope and cell.inlines else "td"
    span = str(cell.span) if cell.span > 1 else ""
    aligned = align if align in ("right", "center") else ""
    pairs = {"scope": scope if name == "th" else "", "colspan": span, "class": aligned}
    return [_tag(name, pairs), cell.inlines, f"</{name}>"]


def _tag(name: str, pairs: dict[str, str]) -> str:
    """An opening tag with those of the attributes that have a value."""
    written = "".join(f' {key}="{escape(value)}"' for key, value in pairs.items() if value)
    return f"<{name}{written}>"


def _notes(table: Table) -> list[Node]:
    opening, closing = '<div class="table-notes">', "</div>"
    if not table.notes:
        return []
    return [raw_block("html", opening), *table.notes, raw_block("html", closing)]
