"""The text of the review as pandoc is to write it in JATS: tables, figures, references."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from livereview.writers.ast import (
    Change,
    Node,
    Part,
    attributes,
    heading_of,
    interleave,
    is_a,
    raw,
    raw_block,
    text_of,
)
from livereview.writers.names import xml_name
from livereview.writers.tables import Cell, Row, Table, read_table
from livereview.writers.unread import STALE, as_note

#: Stands in the text where the list of references does.
REFERENCES = "<ref-list/>"
#: The kinds of abstracts, by the class of their heading; the first is the abstract itself.
ABSTRACTS = ("abstract", "key-points", "plain-language-summary")
_KINDS = {"tbl": "table", "fig": "fig", "sec": "sec"}


@dataclass(frozen=True)
class Section:
    """A section of the first level.

    Attributes:
        name: its identifier.
        abstract: which kind of abstract it is; empty where it is none.
        supplement: whether it belongs to the supplement.
        language: its language, where that is another than the document's.
    """

    name: str
    abstract: str
    supplement: bool
    language: str


def sections_of(blocks: list[Node]) -> Iterator[Section]:
    """The sections of the first level, in their order."""
    for block in blocks:
        heading = heading_of(block)
        if heading is None or heading["c"][0] > 1:
            continue
        name, classes, _ = attributes(heading)
        language = attributes(block)[2].get("lang", "") if is_a(block, "Div") else ""
        abstract = next((kind for kind in ABSTRACTS if kind in classes), "")
        yield Section(xml_name(name), abstract, "supplement" in classes, language)


def change(node: Node) -> Node | list[Node]:
    """One element as JATS needs it; those that pandoc writes well stay as they are."""
    changed = _CHANGES.get(node["t"])
    return changed(node) if changed else node


def _cite(node: Node) -> list[Node]:
    inlines: list[Node] = node["c"][1]
    return inlines


def _link(node: Node) -> Node | list[Node]:
    """A reference within the text, to a work or to a part of the text."""
    _, inlines, (address, _) = node["c"]
    if not address.startswith("#"):
        return node
    kind = "bibr" if address.startswith("#ref-") else _kind(node)
    opening = f'<xref ref-type="{kind}" rid="{escape(address[1:])}">'
    return [raw("jats", opening), *inlines, raw("jats", "</xref>")]


def _kind(link: Node) -> str:
    return _KINDS.get(attributes(link)[2].get("data-kind", ""), "sec")


def _span(node: Node) -> Node | list[Node]:
    """Spans that mean something in JATS; of the others the content."""
    if is_a(node, "Span", STALE):
        return as_note(node)
    inlines: list[Node] = node["c"][1]
    if {"section-number", "caption-label"} & set(attributes(node)[1]):
        return node
    if language := attributes(node)[2].get("lang", ""):
        opening = f'<named-content content-type="language" xml:lang="{escape(language)}">'
        return [raw("jats", opening), *inlines, raw("jats", "</named-content>")]
    return inlines


def _div(node: Node) -> Node | list[Node]:
    identifier, classes, pairs = attributes(node)
    content: list[Node] = node["c"][1]
    if "table" in classes:
        return _table(read_table(node))
    if identifier == "refs":
        return raw_block("jats", REFERENCES)
    return content if "block" in classes or "lang" in pairs else node


def _figure(node: Node) -> Node:
    (name, _, _), (_, caption), blocks = node["c"]
    images = [inline for block in blocks for inline in block["c"] if inline["t"] == "Image"]
    parts: list[Part] = [
        f'<fig id="{escape(name)}">',
        *_captioned([inline for block in caption for inline in block["c"]]),
        *(_graphic(image) for image in images),
        "</fig>",
    ]
    return interleave("jats", parts)


def _graphic(image: Node) -> str:
    _, alt, (url, _) = image["c"]
    subtype = "svg+xml" if url.endswith(".svg") else url.rpartition(".")[2]
    return (
        f'<graphic mimetype="image" mime-subtype="{subtype}" xlink:href="{escape(url)}">'
        f"<alt-text>{escape(text_of(alt))}</alt-text></graphic>"
    )


def _captioned(inlines: list[Node]) -> list[Part]:
    """Label and caption."""
    label, *rest = inlines
    while rest and rest[0]["t"] in ("Space", "SoftBreak"):
        rest = rest[1:]
    return [
        "<label>",
        label["c"][1] if label["t"] == "Span" else [label],
        "</label>",
        *_caption(rest),
    ]


def _caption(inlines: list[Node]) -> list[Part]:
    return ["<caption><p>", inlines, "</p></caption>"] if inlines else []


_CHANGES: dict[str, Change] = {
    "Cite": _cite,
    "Div": _div,
    "Figure": _figure,
    "Link": _link,
    "Span": _span,
}


# -- tables ------------------------------------------------------------------------------------


def _table(table: Table) -> list[Node]:
    orientation = ' orientation="landscape"' if table.landscape else ""
    parts: list[Part] = [
        f'<table-wrap id="{escape(table.name)}"{orientation}>',
        *_captioned(table.caption),
        "\n<table>\n",
        *(f'<col width="{round(width * 100)}%"/>' for width in table.widths),
        "<thead>\n",
        *_row(table, table.header, "col"),
        "</thead>\n",
    ]
    for group in table.groups:
        heading = _row(table, group.heading, "colgroup") if group.heading else []
        lines = [part for row in group.rows for part in _row(table, row)]
        parts += ["<tbody>\n", *heading, *lines, "</tbody>\n"]
    return [interleave("jats", [*parts, "</table></table-wrap>"]), *_notes(table)]


def _notes(table: Table) -> list[Node]:
    """The foot of a table, which is yet to be moved into it: pandoc ends what it writes there."""
    if not table.notes:
        return []
    opening, closing = "<table-wrap-foot>", "</table-wrap-foot>"
    return [raw_block("jats", opening), *table.notes, raw_block("jats", closing)]


def _row(table: Table, row: Row, scope: str = "") -> list[Part]:
    """The parts of a row; with a scope, all of its cells are headers, else the first one is."""
    scopes = [scope] * len(row.cells) if scope else ["row"] + [""] * len(row.cells)
    cells = zip(row.cells, table.aligns, scopes, strict=False)
    return ["<tr>", *(part for cell in cells for part in _cell(*cell)), "</tr>\n"]


def _cell(cell: Cell, align: str, scope: str) -> list[Part]:
    name = "th" if scope else "td"
    pairs = {"align": "" if align == "default" else align, "scope": scope}
    pairs |= {"colspan": str(cell.span) if cell.span > 1 else ""}
    written = "".join(f' {key}="{value}"' for key, value in pairs.items() if value)
    return [f"<{name}{written}>", cell.inlines, f"</{name}>"]
