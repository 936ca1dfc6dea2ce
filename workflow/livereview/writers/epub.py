"""The review as an EPUB: an e-book for telephones, tablets and readers of electronic ink."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from livereview.writers import pandoc
from livereview.writers.ast import (
    Node,
    meta_list,
    meta_text,
    read_document,
    rewrite,
    term,
    unread_line,
)
from livereview.writers.citing import first_page_facts
from livereview.writers.epub_package import finish_package
from livereview.writers.epub_text import change
from livereview.writers.names import with_xml_names
from livereview.writers.row_links import link_rows

if TYPE_CHECKING:
    from livereview.version import Version

# What of the woven document's metadata pandoc puts on the first page and into the package.
_KEPT = ("title", "subtitle", "author", "lang")


def write_epub(document: Path, output: Path, *, figures: Path, version: Version) -> None:
    """Write the woven document as an EPUB 3, one file a section of the first level."""
    woven = read_document(document)
    blocks = with_xml_names(link_rows(woven["blocks"]))
    page = {
        **woven,
        "meta": _meta(woven, version),
        "blocks": rewrite(blocks, partial(change, figures)),
    }
    options = [
        f"--template={pandoc.TEMPLATES / 'epub' / 'page.xhtml'}",
        "--split-level=1",
        "--toc",
        "--toc-depth=2",
    ]
    content = pandoc.convert(page, "epub3", *options)
    pandoc.write_bytes(output, finish_package(content, woven, version.timestamp))


def _meta(document: Node, version: Version) -> dict[str, Node]:
    texts = {
        "identifier": identifier(document),
        "date": version.date,
        "rights": meta_text(document, "license"),
        "toc-title": term(document, "contents"),
        "unread": unread_line(document),
    }
    kept = {key: document["meta"][key] for key in _KEPT if key in document["meta"]}
    return kept | {
        **{key: _text(text) for key, text in texts.items() if text},
        "subject": _list(map(_text, meta_list(document, "keywords"))),
        "facts": _list(_facts(document, version)),
        "remarks": _list(_remarks(document)),
    }


def identifier(document: Node) -> str:
    """The name by which libraries know the book: the same for all versions of an edition."""
    authors = meta_list(document, "author")
    told = [meta_text(document, "title"), meta_text(document, "lang"), *authors]
    return uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(told)).urn


def _facts(document: Node, version: Version) -> list[Node]:
    """What is told below title and authors, each behind its word."""
    facts = first_page_facts(document, version)
    return [
        {"t": "MetaMap", "c": {"word": _text(term(document, key)), "text": _text(text)}}
        for key, text in facts.items()
        if text
    ]


def _remarks(document: Node) -> list[Node]:
    texts = [meta_text(document, key) for key in ("disclaimer", "correspondence")]
    return [_text(text) for text in texts if text]


def _text(text: str) -> Node:
    return {"t": "MetaInlines", "c": [{"t": "Str", "c": text}]}


def _list(items: Iterable[Node]) -> Node:
    return {"t": "MetaList", "c": list(items)}
