"""The review as one HTML file that needs nothing else: no network, no script, no font."""

from __future__ import annotations

import base64
import re
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from livereview.writers import pandoc
from livereview.writers.ast import (
    Node,
    Part,
    interleave,
    is_a,
    raw,
    raw_block,
    read_document,
    rewrite,
    string,
    term,
)
from livereview.writers.breaks import loosen_citations, pieces, ranges
from livereview.writers.tables import Cell, Group, Row, Table, read_table, tables_in

if TYPE_CHECKING:
    from livereview.version import Version

#: The words that the template prints, all from the document's terms.
TERMS = ("contents", "evidence_date", "keywords", "licence", "skip", "version")
_BREAK = raw("html", "<wbr>")
_MEDIA_TYPES = {".svg": "image/svg+xml", ".png": "image/png"}
_SVG_SIZE = re.compile(rb'<svg[^>]*? width="([\d.]+)"[^>]*? height="([\d.]+)"')
_SCREEN_SCALE = 1.4  # charts are drawn for paper, where 9 pixels are readable


def write_html(document: Path, output: Path, *, figures: Path, version: Version) -> None:
    """Write the woven document as one self-contained HTML file."""
    woven = read_document(document)
    page = {
        **woven,
        "meta": woven["meta"] | _facts(woven, version),
        "blocks": rewrite(woven["blocks"], partial(_change, figures)),
    }
    options = [
        f"--template={pandoc.TEMPLATES / 'html' / 'page.html'}",
        "--section-divs",
        "--toc",
        "--toc-depth=3",  # counted from the title: sections and their subsections
        "--shift-heading-level-by=1",  # the title is the page's only first-level heading
    ]
    pandoc.write_bytes(output, pandoc.convert(page, "html5", *options))


def _facts(document: Node, version: Version) -> dict[str, Node]:
    """What the template prints beside the document's own metadata."""
    facts = {
        "generated": pandoc.GENERATED,
        "version": version.name,
        "date": version.date,
        **{f"word-{key.replace('_', '-')}": term(document, key) for key in TERMS},
    }
    widths = {_percent(width) for table in tables_in(document["blocks"]) for width in table.widths}
    columns: list[Node] = [{"t": "MetaString", "c": str(width)} for width in sorted(widths)]
    return {key: {"t": "MetaString", "c": text} for key, text in facts.items()} | {
        "column-widths": {"t": "MetaList", "c": columns}
    }


def _change(figures: Path, node: Node) -> Node | list[Node]:
    if is_a(node, "Div", "table"):
        return _table(read_table(node))
    if is_a(node, "Figure"):
        return _framed(node)
    if is_a(node, "Image"):
        return _embedded(figures, node)
    if node["t"] == "Str":
        return _text(node["c"])
    return loosen_citations(node, _BREAK)


def _text(text: str) -> list[Node]:
    """The text with places to break in its long words, and none in its ranges.

    Without a place to break, a long word would widen its column.
    """
    opening, closing = raw("html", '<span class="range">'), raw("html", "</span>")
    parts: list[Node] = []
    for number, part in enumerate(ranges(text)):
        if number % 2:
            parts += [opening, string(part), closing]
        elif part:
            parts += [each for piece in pieces(part) for each in (_BREAK, string(piece))][1:]
    return parts


# -- figures -----------------------------------------------------------------------------------


def _embedded(figures: Path, node: Node) -> Node:
    """The image with its file inside."""
    (name, classes, pairs), alt, (url, title) = node["c"]
    path = figures / Path(url).name
    content = path.read_bytes()
    data = base64.b64encode(content).decode()
    attr = [name, classes, [*pairs, *_screen_size(content)]]
    return {**node, "c": [attr, alt, [f"data:{_MEDIA_TYPES[path.suffix]};base64,{data}", title]]}


def _screen_size(svg: bytes) -> list[list[str]]:
    """Width and height to show a drawing in, if there is room; none for other images."""
    size = _SVG_SIZE.search(svg[:1000])
    sides = zip(("width", "height"), size.groups() if size else (), strict=False)
    return [[side, str(round(float(pixels) * _SCREEN_SCALE))] for side, pixels in sides]


def _framed(node: Node) -> Node:
    """The figure in a frame of its own, which scrolls where the screen is narrower."""
    attr, (short, caption), blocks = node["c"]
    label = f"{attr[0]}-caption"
    named = [{**block, "c": [_span(label, block["c"])]} for block in caption]
    frame = {"t": "Div", "c": [["", ["frame"], _region(label)], blocks]}
    return {**node, "c": [attr, [short, named], [frame]]}


def _span(identifier: str, inlines: list[Node]) -> Node:
    return {"t": "Span", "c": [[identifier, [], []], inlines]}


def _region(label: str) -> list[list[str]]:
    """A frame can be scrolled by keyboard only if it can be focused, and then it needs a name."""
    return [["role", "region"], ["tabindex", "0"], ["aria-labelledby", label]]


# -- tables ------------------------------------------------------------------------------------
# Written by hand: pandoc would put the widths into style attributes and leave out the scopes.


def _table(table: Table) -> list[Node]:
    label = f"{table.name}-caption"
    kind = "table landscape" if table.landscape else "table"
    region = " ".join(f'{name}="{escape(text)}"' for name, text in _region(label))
    parts: list[Part] = [
        _tag("figure", {"class": kind, "id": table.name, "data-table": table.source}),
        f'\n<figcaption id="{escape(label)}">',
        table.caption,
        f'</figcaption>\n<div class="frame" {region}>\n<table aria-labelledby="{escape(label)}">\n',
        _columns(table),
        "<thead>\n",
        *_row(table, table.header, "col"),
        "</thead>\n",
        *(part for group in table.groups for part in _group(table, group)),
        "</table>\n</div>",
    ]
    return [interleave("html", parts), *_notes(table), raw_block("html", "</figure>")]


def _columns(table: Table) -> str:
    columns = "".join(f'<col class="w-{_percent(width)}">' for width in table.widths)
    return f"<colgroup>{columns}</colgroup>\n"


def _percent(width: float) -> int:
    return max(1, round(width * 100))


def _group(table: Table, group: Group) -> list[Part]:
    heading = _row(table, group.heading, "rowgroup") if group.heading else []
    rows = [part for row in group.rows for part in _row(table, row)]
    return ["<tbody>\n", *heading, *rows, "</tbody>\n"]


def _row(table: Table, row: Row, scope: str = "") -> list[Part]:
    """A row's parts; with a scope, all of its cells are headers, else the first one is."""
    pairs = {"class": "group" if scope == "rowgroup" else "", "data-rows": row.rows}
    scopes = [scope] * len(row.cells) if scope else ["row"] + [""] * len(row.cells)
    cells = map(_cell, row.cells, table.aligns, scopes)
    return [_tag("tr", pairs), *(part for cell in cells for part in cell), "</tr>\n"]


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
