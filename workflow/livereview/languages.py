"""Parts of a text in another language than the rest: divisions of its document tree."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import panflute as pf

from livereview.manuscript import Edition

_CLOSING_QUOTES = "”’\"'"


def language_of(element: pf.Element, edition: Edition) -> str:
    """Return the language of an element, as a key of the configuration's terms."""
    while element is not None:
        language = getattr(element, "attributes", {}).get("lang", "")
        if language in edition.config.terms:
            return str(language)
        element = element.parent
    return edition.language


def lay_out_parts(document: pf.Doc) -> None:
    """Give each section of a part in another language a division of its own, and mark its headings.

    A section that begins within a division would be missing from the contents, and a heading stands
    in the contents without the division that says its language.
    """
    document.content = [part for block in document.content for part in _parts(block)]


def _parts(block: pf.Block) -> Iterator[pf.Block]:
    language = block.attributes.get("lang") if isinstance(block, pf.Div) else None
    if not language:
        yield block
        return
    for header in (each for each in block.content if isinstance(each, pf.Header)):
        header.content = [pf.Span(*header.content, attributes={"lang": language})]
    for blocks in _sections(block.content):
        yield pf.Div(*blocks, classes=block.classes, attributes=block.attributes)


def _sections(blocks: Iterable[pf.Block]) -> Iterator[list[pf.Block]]:
    """Yield blocks cut before each heading that stands as high as the first of them."""
    section: list[pf.Block] = []
    highest = 6
    for block in blocks:
        if isinstance(block, pf.Header) and block.level <= highest:
            if section:
                yield section
            section, highest = [], block.level
        section.append(block)
    yield section


def join_lines(elements: Iterable[pf.Element]) -> None:
    """Take away the breaks between lines that a script without blanks between words has none at.

    That is between two wide characters, as those of Chinese, and at wide punctuation, whatever
    stands on its other side.

    Args:
        elements: all elements of a document, what is within another before it.
    """
    elements = list(elements)
    broken = {id(element.parent) for element in elements if _is_break(element)}
    for element in elements:
        content = getattr(element, "content", None) if id(element) in broken else None
        if isinstance(content, pf.ListContainer):
            element.content = _joined(list(content))


def _is_break(element: pf.Element) -> bool:
    return isinstance(element, pf.SoftBreak)


def _joined(inlines: list[pf.Inline]) -> list[pf.Inline]:
    return [
        each
        for place, each in enumerate(inlines)
        if not _is_break(each) or _is_blank(_last(inlines[:place]), _first(inlines[place + 1 :]))
    ]


def _text(inline: pf.Inline) -> str:
    """Return the text of an inline; citations and notes belong to that around them."""
    if isinstance(inline, pf.Str):
        return str(inline.text)
    if isinstance(inline, pf.Cite | pf.Note | pf.SoftBreak):
        return ""
    return str(pf.stringify(inline))


def _last(inlines: Sequence[pf.Inline]) -> str:
    without_quotes = (_text(each).rstrip(_CLOSING_QUOTES) for each in reversed(inlines))
    return next(filter(None, without_quotes), "")[-1:]


def _first(inlines: Sequence[pf.Inline]) -> str:
    return next(filter(None, map(_text, inlines)), "")[:1]


def _is_blank(before: str, after: str) -> bool:
    """Return whether a break between two characters is a blank."""
    around = [each for each in (before, after) if unicodedata.east_asian_width(each or " ") in "WF"]
    marks = any(unicodedata.category(each).startswith("P") for each in around)
    return len(around) < 2 and not marks
