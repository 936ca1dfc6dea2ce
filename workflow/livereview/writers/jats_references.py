"""The references of an article in JATS, each in its elements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from lxml import etree
from lxml.etree import _Element as Element

from livereview.writers.ast import Node, attributes, is_a, text_of, walk
from livereview.writers.jats_elements import HREF, LANG, make
from livereview.writers.names import xml_name

Work = Mapping[str, Any]

# What JATS calls the types of works that CSL knows; the others keep their name.
_TYPES = {
    "article": "preprint",
    "article-journal": "journal",
    "article-magazine": "journal",
    "article-newspaper": "newspaper",
    "chapter": "book",
    "dataset": "data",
    "paper-conference": "confproc",
}
_PEOPLE = {"author": "author", "editor": "editor", "translator": "translator"}
_PUB_IDS = {"DOI": "doi", "PMID": "pmid", "PMCID": "pmcid"}
_OTHERS = "others"  # BibTeX's word for authors who are not named
# The marks of emphasis that CSL's texts may hold.
_MARKUP = {"i": "italic", "b": "bold", "sup": "sup", "sub": "sub"}
_TAG = re.compile(r"&lt;(/?)(i|b|sup|sub|span)(?: [^&]*)?&gt;")
_RANGE = re.compile(r"(\w+)\s*[-–]+\s*(\w+)")


def reference_list(document: Node, works: Mapping[str, Work]) -> list[Element]:
    """The works of the reference list, in its order and with its numbers.

    Args:
        document: the woven document.
        works: the library by key, as CSL JSON holds it.
    """
    entries = (node for node in walk(document["blocks"]) if is_a(node, "Div", "csl-entry"))
    return [_reference(entry, works) for entry in entries]


def _reference(entry: Node, works: Mapping[str, Work]) -> Element:
    name, _, pairs = attributes(entry)
    work = works[name.removeprefix("ref-")]
    citation = make("element-citation", *_parts(work), {"publication-type": _type(work)})
    if language := pairs.get("lang"):
        citation.set(LANG, language)
    margins = [node for node in walk(entry["c"][1]) if is_a(node, "Span", "csl-left-margin")]
    labels = [make("label", text_of(margin["c"][1]).strip()) for margin in margins]
    return make("ref", *labels, citation, {"id": xml_name(name)})


def _type(work: Work) -> str:
    kind = str(work.get("type", ""))
    return _TYPES.get(kind, kind) or "other"


def _parts(work: Work) -> Iterator[Element]:
    for role, group in _PEOPLE.items():
        if people := work.get(role):
            yield make("person-group", *map(_person, people), {"person-group-type": group})
    yield from _titles(work)
    yield from _texts(work, {"edition": "edition"})
    yield from _texts(work, {"publisher-place": "publisher-loc", "publisher": "publisher-name"})
    yield from _date(work.get("issued"))
    yield from _texts(work, {"volume": "volume", "issue": "issue"})
    yield from _pages(str(work.get("page", "")))
    yield from _identifiers(work)
    if accessed := list(_date(work.get("accessed"))):
        stamp = "-".join(each.text or "" for each in accessed)
        kind = {"content-type": "access-date", "iso-8601-date": stamp}
        yield make("date-in-citation", *accessed, kind)


def _person(name: Mapping[str, str]) -> Element:
    if "literal" in name:
        return make("etal") if name["literal"] == _OTHERS else make("collab", name["literal"])
    particles = [name.get(key, "") for key in ("dropping-particle", "non-dropping-particle")]
    family = " ".join(filter(None, [*particles, name.get("family", "")]))
    parts = {"surname": family, "given-names": name.get("given", ""), "suffix": name.get("suffix")}
    return make("name", *(make(key, text) for key, text in parts.items() if text))


def _titles(work: Work) -> Iterator[Element]:
    """The title of a work, and of what it appeared in; one that stands alone is the source."""
    title, container = str(work.get("title", "")), str(work.get("container-title", ""))
    own = "article-title" if container or work.get("type") in ("webpage", "") else "source"
    if work.get("type") == "chapter":
        own = "chapter-title"
    if title:
        yield _marked_up(own, title)
    if container:
        yield _marked_up("source", container)


def _marked_up(name: str, text: str) -> Element:
    """A text in which CSL's marks of emphasis are elements, if they fit together."""
    written = _TAG.sub(_element, escape(text, quote=False))
    try:
        return etree.fromstring(f"<{name}>{written}</{name}>")
    except etree.XMLSyntaxError:
        return make(name, text)


def _element(tag: re.Match[str]) -> str:
    name = _MARKUP.get(tag[2])
    return f"<{tag[1]}{name}>" if name else ""


def _date(date: Mapping[str, Any] | None) -> Iterator[Element]:
    """Year, month and day of a date, as far as they are known."""
    parts = (date or {}).get("date-parts") or [[]]
    for name, number in zip(("year", "month", "day"), parts[0], strict=False):
        yield make(name, f"{int(number):02}")


def _pages(pages: str) -> Iterator[Element]:
    """First and last page, or else the number that an article has in place of pages."""
    if found := _RANGE.fullmatch(pages):
        yield make("fpage", found[1])
        yield make("lpage", found[2])
    elif pages:
        yield make("elocation-id", pages)


def _identifiers(work: Work) -> Iterator[Element]:
    for key, kind in _PUB_IDS.items():
        if work.get(key):
            yield make("pub-id", str(work[key]), {"pub-id-type": kind})
    yield from _texts(work, {"ISBN": "isbn", "ISSN": "issn"})
    if address := work.get("URL"):
        link = {"ext-link-type": "uri", HREF: str(address)}
        yield make("ext-link", str(address), link)


def _texts(work: Work, names: Mapping[str, str]) -> Iterator[Element]:
    for key, name in names.items():
        if work.get(key):
            yield make(name, str(work[key]))
