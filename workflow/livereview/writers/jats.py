"""The review as JATS XML, the form in which journals and archives keep articles.

Pandoc writes the text; what it knows nothing of (which sections are abstracts or the supplement,
what a reference is made of) is put around it here. The result is valid by the Journal Publishing
tag set, version 1.1.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from livereview.writers import pandoc
from livereview.writers.ast import Node, meta_text, read_document, rewrite
from livereview.writers.jats_article import arrange
from livereview.writers.jats_elements import LANG
from livereview.writers.jats_front import front
from livereview.writers.jats_references import reference_list
from livereview.writers.jats_text import change, sections_of
from livereview.writers.names import with_xml_names

if TYPE_CHECKING:
    from livereview.version import Version

DOCTYPE = (
    '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.1 20151215//EN"'
    ' "https://jats.nlm.nih.gov/publishing/1.1/JATS-journalpublishing1.dtd">'
)


def write_jats(document: Path, output: Path, *, library: Path, version: Version) -> None:
    """Write the woven document as JATS XML.

    Args:
        document: the woven document.
        output: the file to write; figures and tables are named by their places beside it.
        library: the works as CSL JSON, of which the references are made.
        version: the state of the review.
    """
    woven = read_document(document)
    works = {work["id"]: work for work in json.loads(library.read_text(encoding="utf-8"))}
    article = _text(woven)
    article.set("article-type", "review-article")
    article.set("dtd-version", "1.1")
    article.set(LANG, meta_text(woven, "lang"))
    abstracts = arrange(article, sections_of(woven["blocks"]), reference_list(woven, works))
    article.insert(0, front(woven, version, abstracts, article))
    pandoc.write_bytes(output, _printed(article))


def _text(document: Node) -> etree._Element:
    """The whole text as pandoc writes it, in body and back."""
    blocks = rewrite(with_xml_names(document["blocks"]), change)
    template = pandoc.TEMPLATES / "jats" / "content.xml"
    page = {**document, "meta": {}, "blocks": blocks}
    return etree.fromstring(pandoc.convert(page, "jats_publishing", f"--template={template}"))


def _printed(article: etree._Element) -> bytes:
    etree.cleanup_namespaces(article)
    for element in article.iter("article-meta", "ref-list", "author-notes"):
        _on_lines(element)
    tree = article.getroottree()
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n{DOCTYPE}\n<!-- {pandoc.GENERATED} -->\n'
    return head.encode() + etree.tostring(tree, encoding="UTF-8", xml_declaration=False) + b"\n"


def _on_lines(element: etree._Element) -> None:
    """Put each part of an element on a line of its own, where blanks mean nothing."""
    element.text = element.tail = "\n"
    for child in element:
        child.tail = "\n"
