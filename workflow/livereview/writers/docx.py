"""The review as a Word document: what a co-author edits and a journal takes."""

from __future__ import annotations

import base64
import re
import tempfile
import zlib
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from livereview.writers import pandoc
from livereview.writers.ast import (
    Node,
    attributes,
    div,
    is_a,
    meta_text,
    paragraph,
    raw,
    raw_block,
    read_document,
    rewrite,
    string,
    strong,
    term,
    text_of,
    unread_line,
    unwrap_blocks,
)
from livereview.writers.breaks import loosen_citations
from livereview.writers.citing import first_page_facts
from livereview.writers.docx_package import finish_package
from livereview.writers.docx_reference import (
    FOOTER,
    MARGIN,
    PAGE_LONG,
    PAGE_SHORT,
    WIDE_MARGIN,
    Layout,
    reference_document,
)
from livereview.writers.paper import WIDE_PAGES, gather_wide_tables

if TYPE_CHECKING:
    from livereview.version import Version

_LAYOUT = Layout()

# A caption's label and the mark after it.
_LABEL = re.compile(r"(?s)(.*?\w)(\W*)")


def write_docx(
    document: Path, output: Path, *, figures: Path, version: Version, layout: Layout = _LAYOUT
) -> None:
    """Write the woven document for Word."""
    woven = read_document(document)
    blocks = gather_wide_tables(woven["blocks"])
    labels = _labels(blocks)
    changed = rewrite(blocks, partial(_change, figures, labels))
    page = {**woven, "meta": _meta(woven), "blocks": [*_facts(woven, version), *changed]}
    with tempfile.NamedTemporaryFile(suffix=".docx") as reference:
        reference.write(reference_document(layout))
        reference.flush()
        content = pandoc.convert(page, "docx", f"--reference-doc={reference.name}")
    pandoc.write_bytes(output, finish_package(content, version.timestamp, layout))


def _meta(document: Node) -> dict[str, Node]:
    """What Word shows as title and authors, and in the document's properties."""
    kept = ("title", "subtitle", "author", "keywords", "lang")
    properties = {key: document["meta"][key] for key in kept if key in document["meta"]}
    return properties | {"description": {"t": "MetaString", "c": pandoc.GENERATED}}


def _facts(document: Node, version: Version) -> list[Node]:
    """What is printed below title and authors."""
    facts = first_page_facts(document, version)
    lines = [f"{term(document, key)}: {text}" for key, text in facts.items() if text]
    notes = [meta_text(document, key) for key in ("disclaimer", "correspondence")]
    unread = unread_line(document)
    return [
        *([_styled("Disclaimer", [paragraph(strong(unread))])] if unread else []),
        _styled("Document Facts", [paragraph(string(line)) for line in lines]),
        _styled("Disclaimer", [paragraph(string(note)) for note in notes if note]),
    ]


def _styled(style: str, blocks: list[Node]) -> Node:
    return div(blocks, **{"custom-style": style})


# -- elements ----------------------------------------------------------------------------------


def _change(figures: Path, labels: set[str], node: Node) -> Node | list[Node]:
    """One element as Word needs it; those that pandoc writes well stay as they are."""
    match node["t"]:
        case "Span" if is_a(node, "Span", "caption-label"):
            return raw("openxml", _caption_label(node))
        case "Span" if is_a(node, "Span", "stale"):
            return _comment(node)
        case "Link" if is_a(node, "Link", "xref"):
            return _cross_reference(node, labels)
        case "Image":
            return _embedded(figures, node)
        case "Div":
            return _div(node)
    # A zero-width space is Word's own "no-width optional break".
    return loosen_citations(node, string("\u200b"))


def _comment(node: Node) -> list[Node]:
    """What Word shows in the margin: what a mark says, as a comment."""
    name, _, pairs = attributes(node)
    number = name.rpartition("-")[2]
    by = [["id", number], ["author", "livereview"]]
    opening = [["", ["comment-start"], by], [string(pairs["title"])]]
    closing = [["", ["comment-end"], [["id", number]]], []]
    return [{"t": "Span", "c": content} for content in (opening, closing)]


def _div(node: Node) -> Node | list[Node]:
    _, classes, _ = attributes(node)
    if "table-notes" in classes:
        return _styled("Table Notes", node["c"][1])
    if WIDE_PAGES in classes:
        return [_section_end(wide=False), *node["c"][1], _section_end(wide=True)]
    if "table" in classes:
        content: list[Node] = node["c"][1]
        return content
    return unwrap_blocks(node)


def _embedded(figures: Path, node: Node) -> Node:
    """The image with its file inside: Word shows the PNG that lies beside the SVG."""
    attr, alt, (url, title) = node["c"]
    content = (figures / Path(url).name).with_suffix(".png").read_bytes()
    data = base64.b64encode(content).decode()
    return {**node, "c": [attr, alt, [f"data:image/png;base64,{data}", title]]}


def _section_end(*, wide: bool) -> Node:
    """The end of a run of upright or of wide pages; Word keeps a section's page at its end."""
    width, height = (PAGE_LONG, PAGE_SHORT) if wide else (PAGE_SHORT, PAGE_LONG)
    margin = WIDE_MARGIN if wide else MARGIN
    sides = "".join(f' w:{side}="{margin}"' for side in ("top", "right", "bottom", "left"))
    orient = ' w:orient="landscape"' if wide else ""
    return raw_block(
        "openxml",
        '<w:p><w:pPr><w:pStyle w:val="PageBreak"/><w:sectPr>'
        f'<w:type w:val="nextPage"/><w:pgSz w:w="{width}" w:h="{height}"{orient}/>'
        f'<w:pgMar{sides} w:header="{FOOTER}" w:footer="{FOOTER}" w:gutter="0"/>'
        "</w:sectPr></w:pPr></w:p>",
    )


# -- cross-references as Word's own fields -------------------------------------------------------
# The numbers stay text. Word could count them itself, but then a table that was moved to a wide
# page would get another number than the text and the other formats give it.


def _labels(blocks: list[Node]) -> set[str]:
    """The labels of the captions that a reference can point to, such as "Table 1"."""
    labels: set[str] = set()

    def collect(node: Node) -> Node:
        if is_a(node, "Span", "caption-label"):
            labels.add(_split_label(node)[0])
        return node

    rewrite(_captions(blocks), collect)
    return labels


def _captions(blocks: list[Node]) -> list[Node]:
    captions: list[Node] = []
    for block in blocks:
        if block["t"] == "Div":
            captions += _captions(block["c"][1])
        elif block["t"] in ("Table", "Figure"):
            captions += block["c"][1][1]
    return captions


def _split_label(node: Node) -> tuple[str, str]:
    text = text_of(node)
    match = _LABEL.fullmatch(text)
    return (match[1], match[2]) if match else (text, "")


def _caption_label(node: Node) -> str:
    """A caption's label, marked so that references can show it."""
    label, mark = _split_label(node)
    return _bookmarked(label, _run(_kept(label), bold=True)) + _run(mark, bold=True)


def _cross_reference(node: Node, labels: set[str]) -> Node:
    """A reference that follows its target's label; one to a section stays a link."""
    text = text_of(node["c"][1])
    if text not in labels:
        return node
    return raw(
        "openxml", _field(f"REF {_bookmark(text)} \\h", _run(_kept(text), style="Hyperlink"))
    )


def _bookmarked(label: str, runs: str) -> str:
    number = zlib.crc32(label.encode()) & 0x7FFFFFFF
    start = f'<w:bookmarkStart w:id="{number}" w:name="{_bookmark(label)}"/>'
    return f'{start}{runs}<w:bookmarkEnd w:id="{number}"/>'


def _bookmark(label: str) -> str:
    return f"_Ref{zlib.crc32(label.encode())}"


def _field(instruction: str, result: str) -> str:
    code = f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>'
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r>{code}</w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"{result}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _kept(text: str) -> str:
    """The text on one line: its blanks are no places to break."""
    return text.replace(" ", "\u00a0")


def _run(text: str, *, bold: bool = False, style: str = "") -> str:
    properties = (f'<w:rStyle w:val="{style}"/>' if style else "") + ("<w:b/>" if bold else "")
    written = escape(text, quote=False)
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{written}</w:t></w:r>'
