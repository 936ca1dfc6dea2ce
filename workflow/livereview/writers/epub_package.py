"""What pandoc leaves to be done in an EPUB: its style sheet, names of its pages, its metadata."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import escape, unescape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from lxml import etree
from lxml.etree import _Element as Element

from livereview.writers import pandoc
from livereview.writers.ast import Node, meta_list, meta_text, term

_OPF = "http://www.idpf.org/2007/opf"
_FIRST = "mimetype"  # must be the first file, and not be packed
_HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
_LANDMARKS = re.compile(r'(<nav epub:type="landmarks".*?<ol>).*?(</ol>)', re.DOTALL)
_NOTE = re.compile(r"<a [^>]*noteref.*?</a>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")

# What a reader with a disability may expect of the book, in the words of schema.org.
_ACCESS = [
    ("accessMode", "textual"),
    ("accessMode", "visual"),
    ("accessModeSufficient", "textual"),
    ("accessibilityFeature", "alternativeText"),
    ("accessibilityFeature", "displayTransformability"),
    ("accessibilityFeature", "readingOrder"),
    ("accessibilityFeature", "structuralNavigation"),
    ("accessibilityFeature", "tableOfContents"),
    ("accessibilityHazard", "none"),
]
_CONFORMS = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"


def finish_package(content: bytes, document: Node, timestamp: int) -> bytes:
    """The book with all that it needs; the same bytes for the same content and time.

    Args:
        content: the EPUB as pandoc wrote it.
        document: the woven document.
        timestamp: when the review was last changed, in seconds.
    """
    finished = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(finished, "w") as target:
        for name in source.namelist():
            entry = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_STORED if name == _FIRST else ZIP_DEFLATED
            target.writestr(entry, _finish(name, source.read(name), document, timestamp))
    return finished.getvalue()


def _finish(name: str, part: bytes, document: Node, timestamp: int) -> bytes:
    if name.endswith(".css"):
        return (pandoc.TEMPLATES / "epub" / "book.css").read_bytes()
    if name.endswith(".opf"):
        return _package(part, document, timestamp)
    if name.endswith("nav.xhtml"):
        return _with_landmarks(part.decode(), document).encode()
    if name.endswith(".xhtml"):
        return _named(part.decode(), meta_text(document, "title")).encode()
    return part


def _named(page: str, title: str) -> str:
    """The page with its heading as its name; pandoc calls it like its file."""
    found = _HEADING.search(page)
    heading = unescape(_TAG.sub("", _NOTE.sub("", found[1]))) if found else ""
    name = " – ".join(dict.fromkeys(filter(None, [" ".join(heading.split()), title])))
    return _TITLE.sub(lambda _: f"<title>{escape(name, quote=False)}</title>", page, count=1)


def _with_landmarks(page: str, document: Node) -> str:
    """The table of contents with its landmarks in the document's language."""
    marks = [
        ("text/title_page.xhtml", "titlepage", meta_text(document, "title")),
        ("#toc", "toc", term(document, "contents")),
    ]
    items = "".join(
        f'<li><a href="{address}" epub:type="{kind}">{escape(words)}</a></li>'
        for address, kind, words in marks
    )
    return _LANDMARKS.sub(lambda found: found[1] + items + found[2], page)


def _package(part: bytes, document: Node, timestamp: int) -> bytes:
    """The package's metadata, with its time and what it offers to whom."""
    root = etree.fromstring(part)
    metadata = next(root.iterchildren(f"{{{_OPF}}}metadata"))
    for meta in list(metadata.iterfind(f"{{{_OPF}}}meta")):
        name = meta.get("property", "")
        if name.startswith("schema:"):
            metadata.remove(meta)
        elif name == "dcterms:modified":
            meta.text = datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    etree.cleanup_namespaces(root)
    metadata.extend(_meta(f"schema:{name}", text) for name, text in _ACCESS)
    metadata.append(_meta("dcterms:conformsTo", _CONFORMS, id="conformance"))
    who = ", ".join(meta_list(document, "author"))
    metadata.append(_meta("a11y:certifiedBy", who, refines="#conformance"))
    metadata.append(etree.Comment(f" {pandoc.GENERATED} "))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _meta(name: str, text: str, **pairs: str) -> Element:
    element = etree.Element(f"{{{_OPF}}}meta", {"property": name, **pairs})
    element.text = text
    return element
