"""The review as a PDF, set by Typst: tagged, and refused where PDF/UA-1 or PDF/A-2a would fail."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from livereview.fonts import font_folders
from livereview.problems import Problem, ProblemsFound
from livereview.writers import pandoc
from livereview.writers.ast import (
    Change,
    Node,
    Part,
    attributes,
    heading_of,
    interleave,
    is_a,
    meta_list,
    meta_text,
    raw,
    raw_block,
    read_document,
    rewrite,
    term,
    text_of,
    unread_line,
    unwrap_blocks,
)
from livereview.writers.breaks import loosen_citations, pieces, ranges
from livereview.writers.citing import first_page_facts
from livereview.writers.paper import WIDE_PAGES, gather_wide_tables
from livereview.writers.row_links import ROW, TO_ROW, link_rows
from livereview.writers.tables import Row, Table, height, read_table
from livereview.writers.typst import exact, in_language, language_and_region, optional, quoted

if TYPE_CHECKING:
    from livereview.version import Version

TEMPLATE = "review.typ"
MAIN, PDF = "main.typ", "main.pdf"

# Words that mean nothing but themselves in Typst's markup.
_PLAIN = re.compile(r"[^\W\d_]{1,24}[,;:.)]?")

# Where a line may break without a trace: an empty box, which leaves no character behind.
_CUT = "#cut;"
_NATURAL = "-–—/"  # after these, it breaks a line by itself

# A row stays on one page if it takes about a third of one: in signs a line, and in lines.
_LINE, _LOW = 90, 22


def write_pdf(document: Path, output: Path, *, figures: Path, version: Version) -> None:
    """Write the woven document as a PDF.

    Raises:
        ProblemsFound: Typst refuses the document, for example for a character that no font has.
    """
    woven = read_document(document)
    # Typst reads only below its root folder, so all that it needs is put into one.
    with tempfile.TemporaryDirectory(prefix="livereview-pdf-") as name:
        folder = Path(name)
        shutil.copy(pandoc.TEMPLATES / "pdf" / TEMPLATE, folder)
        _copy_figures(figures, folder / "figures")
        (folder / "facts.json").write_text(json.dumps(_facts(woven, version)), encoding="utf-8")
        (folder / MAIN).write_text(typst_source(woven), encoding="utf-8")
        pandoc.write_bytes(output, _compile(folder, output, version))


def _copy_figures(figures: Path, folder: Path) -> None:
    folder.mkdir()
    for figure in sorted(figures.glob("*.svg")):
        shutil.copy(figure, folder)


def typst_source(document: Node) -> str:
    """The woven document as Typst's markup, which the template then gives its look."""
    blocks = link_rows(gather_wide_tables(_with_contents(document["blocks"])))
    blocks = rewrite(blocks, _change)
    body = pandoc.convert({**document, "blocks": blocks}, "typst-citations-smart").decode()
    head = f'#import "{TEMPLATE}": *\n#show: review.with(json("facts.json"))\n'
    return head + body


def _compile(folder: Path, output: Path, version: Version) -> bytes:
    import typst

    fonts = typst.Fonts(include_system_fonts=False, font_paths=list(font_folders()))
    try:
        compiler = typst.Compiler(folder / MAIN, root=folder, font_paths=fonts)
        compiler.compile(
            output=folder / PDF,
            pdf_standards=["ua-1", "a-2a"],
            timestamp=version.timestamp,
        )
    except typst.TypstError as error:
        raise ProblemsFound(
            [Problem(output.name, 0, "", "typst", error.message, "; ".join(error.hints))]
        ) from error
    return (folder / PDF).read_bytes()


def _facts(document: Node, version: Version) -> dict[str, object]:
    """What the title page and the running heads print, and the PDF's own metadata."""
    language, region = language_and_region(meta_text(document, "lang") or "en")
    lines = first_page_facts(document, version).items()
    texts = ("title", "subtitle", "disclaimer", "correspondence")
    return {key: meta_text(document, key) for key in texts} | {
        "authors": meta_list(document, "author"),
        "keywords": meta_list(document, "keywords"),
        "language": language,
        "region": region,
        "date": [int(part) for part in version.date.split("-")],
        "lines": [[term(document, key), text] for key, text in lines if text],
        "contents": term(document, "contents"),
        "unread": unread_line(document),
        "read_again": term(document, "read_again"),
    }


def _with_contents(blocks: list[Node]) -> list[Node]:
    """The blocks with the table of contents before the first numbered section."""
    numbered = (
        index
        for index, block in enumerate(blocks)
        if (heading := heading_of(block)) and not is_a(heading, "Header", "unnumbered")
    )
    place = next(numbered, 0)
    return [*blocks[:place], raw_block("typst", "#contents()"), *blocks[place:]]


# -- elements ----------------------------------------------------------------------------------


def _change(node: Node) -> Node | list[Node]:
    """One element as Typst needs it; those that pandoc writes well stay as they are."""
    change = _CHANGES.get(node["t"])
    return change(node) if change else node


def _exact_string(node: Node) -> Node:
    # Pandoc's own escaping lets "..." become an ellipsis and "--" a dash.
    text = node["c"]
    if _PLAIN.fullmatch(text):
        return node
    parts = enumerate(ranges(text))
    return raw("typst", "".join(_kept(part) if n % 2 else _breakable(part) for n, part in parts))


def _cite(node: Node) -> Node:
    return loosen_citations(node, raw("typst", _CUT), lambda mark: raw("typst", exact(mark)))


def _kept(text: str) -> str:
    return f"#keep({quoted(text)});"


def _breakable(text: str) -> str:
    return _CUT.join(exact(piece) for piece in pieces(text, _NATURAL)) if text else ""


def _span(node: Node) -> Node | list[Node]:
    """Spans that the template gives a look of their own; pandoc would drop them."""
    name, _, pairs = attributes(node)
    if is_a(node, "Span", ROW):
        return raw("typst", f"#place-of({quoted(name)});")
    if is_a(node, "Span", "stale"):
        return raw("typst", "#stale-mark;")
    if "lang" in pairs:
        return _wrapped(in_language("in-language", pairs["lang"]), node["c"][1])
    for look in ("section-number", "caption-label"):
        if is_a(node, "Span", look):
            return _wrapped(look, node["c"][1])
    return node


def _link(node: Node) -> Node | list[Node]:
    """A cross-reference stays on one line, and a way to a row does not look like a link."""
    if is_a(node, "Link", TO_ROW):
        _, inlines, (address, _) = node["c"]
        return _wrapped(f"to-row({quoted(address[1:])})", inlines)
    return _wrapped("keep", [node]) if is_a(node, "Link", "xref") else node


def _wrapped(function: str, inlines: list[Node]) -> list[Node]:
    return [raw("typst", f"#{function}["), *inlines, raw("typst", "];")]


def _image(node: Node) -> Node:
    """The image with its alternative text, which pandoc leaves out."""
    _, alt, (url, _) = node["c"]
    return raw("typst", f"#picture({quoted(url)}, {quoted(text_of(alt))});")


def _figure(node: Node) -> Node:
    (name, _, _), (_, caption), blocks = node["c"]
    parts: list[Part] = [
        f"#review-figure({quoted(name)}, [",
        [inline for block in caption for inline in block["c"]],
        "])[",
        [inline for block in blocks for inline in block["c"]],
        "]",
    ]
    return interleave("typst", parts)


def _div(node: Node) -> Node | list[Node]:
    identifier, classes, pairs = attributes(node)
    if "table" in classes:
        return _table(read_table(node))
    if WIDE_PAGES in classes:
        return [raw_block("typst", "#wide-pages["), *node["c"][1], raw_block("typst", "]")]
    if identifier == "refs":
        return _references(node["c"][1])
    if "lang" in pairs and "csl-entry" not in classes:
        opening = f"#{in_language('passage', pairs['lang'])}["
        return [raw_block("typst", opening), *node["c"][1], raw_block("typst", "]")]
    return unwrap_blocks(node)


_CHANGES: dict[str, Change] = {
    "Cite": _cite,
    "Div": _div,
    "Figure": _figure,
    "Image": _image,
    "Link": _link,
    "Span": _span,
    "Str": _exact_string,
}


# -- tables ------------------------------------------------------------------------------------


def _table(table: Table) -> list[Node]:
    widths = ", ".join(f"{width * 100:.3f}fr" for width in table.widths)
    aligns = ", ".join("left" if align == "default" else align for align in table.aligns)
    parts: list[Part] = [
        f"#review-table({quoted(table.name)}, ({widths},), ({aligns},), [",
        table.caption,
        "],\ntable.header(",
        *_cells(table.header),
        "),\n",
    ]
    for group in table.groups:
        if group.heading:
            cell = group.heading.cells[0]
            parts += [f"group-heading({cell.span}, [", cell.inlines, "]),\n"]
        for row in group.rows:
            parts += [*_whole(row, table.widths), "\n"]
    return [interleave("typst", [*parts, ")"]), *_notes(table)]


def _cells(row: Row) -> list[Part]:
    return [part for cell in row.cells for part in ("[", cell.inlines, "], ")]


def _whole(row: Row, widths: list[float]) -> list[Part]:
    """The cells of a row that no page cuts, unless it is so high that it may not fit on one."""
    low = height(row, widths, _LINE) < _LOW
    return ["..whole(", *_cells(row), "), "] if low else _cells(row)


def _notes(table: Table) -> list[Node]:
    if not table.notes:
        return []
    return [raw_block("typst", "#table-notes["), *table.notes, raw_block("typst", "]")]


# -- references --------------------------------------------------------------------------------


def _references(entries: list[Node]) -> list[Node]:
    """The reference list: one item an entry, a link's target each, in the entry's language."""
    parts: list[Part] = ["#references("]
    for entry in entries:
        name, _, pairs = attributes(entry)
        language, region = language_and_region(pairs.get("lang", ""))
        inlines = [inline for block in entry["c"][1] for inline in block["c"]]
        parts += [
            f"reference({quoted(name)}, {optional(language)}, {optional(region)}, [",
            [part for inline in inlines for part in _labelled(inline)],
            "]),\n",
        ]
    return [interleave("typst", [*parts, ")"])]


def _labelled(inline: Node) -> list[Node]:
    """Styles with numbers set them apart: what comes before the cut is the entry's number."""
    if is_a(inline, "Span", "csl-left-margin"):
        return [*inline["c"][1], raw("typst", "], [")]
    return [inline]
