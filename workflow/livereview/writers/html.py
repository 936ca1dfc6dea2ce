"""The review as one HTML file that needs nothing else: no network, and no script to be read."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from livereview.writers import html_unread, pandoc
from livereview.writers.ast import (
    Change,
    Node,
    is_a,
    raw,
    read_document,
    rewrite,
    string,
    term,
)
from livereview.writers.breaks import loosen_citations, pieces, ranges
from livereview.writers.citing import changes_since
from livereview.writers.html_figures import embedded, framed
from livereview.writers.html_page import finish
from livereview.writers.html_register import card_data, reference_list, register
from livereview.writers.html_rows import Rows
from livereview.writers.html_tables import bind_lines, percent, write_table
from livereview.writers.tables import read_table, tables_in

if TYPE_CHECKING:
    from livereview.version import Version

#: The words that the page and its script print, all from the document's terms.
TERMS = (
    *("all", "changes", "cite", "cited_in", "close", "contents", "copied", "copy", "copy_view"),
    *(
        "downloads",
        "download_rows",
        "evidence_date",
        "filter",
        "keywords",
        "licence",
        "link_here",
        "no_rows",
    ),
    *("rests_on", "rows", "rows_intro", "rows_shown", "search", "show_all", "shown_in", "skip"),
    *("sources", "theme", "theme_auto", "theme_dark", "theme_light", "used_in", "version"),
)
_BREAK = raw("html", "<wbr>")

Writing = Callable[..., bytes]


def write_html(document: Path, output: Path, *, figures: Path, version: Version) -> None:
    """Write the woven document as one self-contained HTML file."""
    page = web_page(read_document(document), figures, version, convert)
    pandoc.write_bytes(output, page.encode())


def convert(document: Node, change: Change, *options: str) -> bytes:
    """Let pandoc write a document of which each element has been changed."""
    changed = {**document, "blocks": rewrite(document["blocks"], change)}
    return pandoc.convert(changed, "html5", *options)


def web_page(woven: Node, figures: Path, version: Version, write: Writing = convert) -> str:
    """The woven document as one self-contained HTML page.

    Args:
        woven: the document, which is changed on the way.
        figures: the folder with the drawings.
        version: the state of the review.
        write: changes the elements of a document, and has pandoc write it with some options.
    """
    words = {key: term(woven, key) for key in TERMS}
    rows = Rows(woven)
    listed = reference_list(woven["blocks"], rows, words)
    blocks = [*woven["blocks"], *register(rows, words, listed)]
    bind_lines(blocks, rows, words["used_in"])
    page = {**woven, "meta": woven["meta"] | _facts(woven, words, version), "blocks": blocks}
    options = [
        f"--template={pandoc.TEMPLATES / 'html' / 'page.html'}",
        "--section-divs",
        "--toc",
        "--toc-depth=3",  # counted from the title: sections and their subsections
        "--shift-heading-level-by=1",  # the title is the page's only first-level heading
    ]
    html = write(page, partial(_change, figures, rows), *options).decode()
    return finish(html, woven, words, version, card_data(rows, words, listed))


def _facts(document: Node, words: dict[str, str], version: Version) -> dict[str, Node]:
    """What the template prints beside the document's own metadata."""
    facts = {
        "generated": pandoc.GENERATED,
        "version": version.name,
        "changed": changes_since(document, version),
        "date": version.date,
        **{f"word-{key.replace('_', '-')}": word for key, word in words.items()},
    }
    widths = {percent(width) for table in tables_in(document["blocks"]) for width in table.widths}
    columns: list[Node] = [{"t": "MetaString", "c": str(width)} for width in sorted(widths)]
    return {key: {"t": "MetaString", "c": text} for key, text in facts.items()} | {
        "column-widths": {"t": "MetaList", "c": columns}
    }


def _change(figures: Path, rows: Rows, node: Node) -> Node | list[Node]:
    match node["t"]:
        case "Str":
            return _text(node["c"])
        case "Cite":
            return loosen_citations(node, _BREAK)
        case "Figure" | "Image" as kind:
            return framed(node) if kind == "Figure" else embedded(figures, rows, node)
        case "Span" if is_a(node, "Span", "stale"):
            return html_unread.mark(node)
        case "Div" if is_a(node, "Div", "table"):
            return write_table(read_table(node))
    return node


@lru_cache(maxsize=50_000)
def _text(text: str) -> list[Node]:
    """The text with places to break in its long words, and none in its ranges.

    Without a place to break, a long word would widen its column. A review has many words, and most
    of them more than once.
    """
    opening, closing = raw("html", '<span class="range">'), raw("html", "</span>")
    parts: list[Node] = []
    for number, part in enumerate(ranges(text)):
        if number % 2:
            parts += [opening, string(part), closing]
        elif part:
            parts += [each for piece in pieces(part) for each in (_BREAK, string(piece))][1:]
    return parts
