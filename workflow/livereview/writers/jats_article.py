"""The parts of an article in JATS, each put where it belongs: abstracts, text, back matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree
from lxml.etree import _Element as Element

from livereview.writers.jats_elements import LANG
from livereview.writers.jats_text import ABSTRACTS, Section

_NUMBER = "named-content[@content-type='section-number']"
#: In these only paragraphs may stand, which then hold lists and all else.
_OF_PARAGRAPHS = ("abstract", "trans-abstract", "table-wrap-foot")


def arrange(
    article: Element, sections: Iterable[Section], references: list[Element]
) -> list[Element]:
    """Put each section where JATS wants it; return the abstracts, for the front.

    Args:
        article: the text as pandoc wrote it; it is changed.
        sections: what the sections of the first level are.
        references: the works of the list of references, for its place.
    """
    body, back = (_child(article, name) for name in ("body", "back"))
    for heading in article.iter("title"):
        _set_number_apart(heading)
    for display in list(article.iter("fig", "table-wrap")):
        _set_apart(display)
    written = {element.get("id"): element for element in body.iterchildren("sec")}
    known = [(each, written[each.name]) for each in sections if each.name in written]
    for section, element in known:
        _mark_language(section, element)
    abstracts = [_abstract(*each) for each in known if each[0].abstract]
    supplement = [element for section, element in known if section.supplement]
    _move_references(body, back, references)
    if supplement:
        back.append(_appendices(supplement))
    for element in (*article.iter(*_OF_PARAGRAPHS), *abstracts):
        _wrap_in_paragraphs(element)
    if not len(back):
        article.remove(back)
    return abstracts


def _child(element: Element, name: str) -> Element:
    return next(element.iterchildren(name))


def _set_number_apart(title: Element) -> None:
    """Make a label of a section's number."""
    number = title.find(_NUMBER)
    if number is None:
        return
    label = etree.Element("label")
    label.text = number.text
    title.text = (number.tail or "").lstrip()
    number.tail = None
    title.remove(number)
    title.addprevious(label)


def _set_apart(display: Element) -> None:
    """Free a figure or table of the paragraph that pandoc put around it, and give it its foot."""
    paragraph = display.getparent()
    if paragraph is not None and paragraph.tag == "p" and len(paragraph) == 1:
        paragraph.addprevious(display)
        _take_out(paragraph)
    foot = display.getnext()
    if foot is not None and foot.tag == "table-wrap-foot":
        _take_out(foot)
        display.append(foot)


def _mark_language(section: Section, element: Element) -> None:
    """Say of a section what pandoc says of its heading alone."""
    if section.language:
        element.set(LANG, section.language)
        etree.strip_tags(_child(element, "title"), "named-content")


def _abstract(section: Section, element: Element) -> Element:
    element.tag = "trans-abstract" if section.language else "abstract"
    if section.abstract != ABSTRACTS[0]:
        element.set("abstract-type", section.abstract)
    _take_out(element)
    return element


def _appendices(sections: Iterable[Element]) -> Element:
    group = etree.Element("app-group")
    for section in sections:
        section.tag = "app"
        _take_out(section)
        group.append(section)
    return group


def _move_references(body: Element, back: Element, references: list[Element]) -> None:
    """Move the list of references to the back, with its section where that holds no other."""
    for place in list(body.iter("ref-list")):
        section = place.getparent()
        _take_out(place)
        if section is None or section.getparent() is not body or section.find("sec") is not None:
            section = place
        section.tag = "ref-list"
        _take_out(section)
        section.extend(references)
        back.append(section)


def _take_out(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        element.tail = None
        parent.remove(element)


def _wrap_in_paragraphs(element: Element) -> None:
    """Give each list and all else that is no paragraph one around it."""
    for child in _unwrapped(element):
        paragraph = etree.Element("p")
        child.addprevious(paragraph)
        paragraph.append(child)


def _unwrapped(element: Element) -> Iterator[Element]:
    for child in list(element):
        if child.tag not in ("label", "title", "p", "sec", "fn"):
            yield child
