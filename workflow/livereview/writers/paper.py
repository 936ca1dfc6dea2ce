"""What the formats with pages share: wide tables on pages of their own."""

from __future__ import annotations

from collections.abc import Iterator

from livereview.writers.ast import Node, div, heading_of, is_a

#: The class of a div whose blocks stand on landscape pages.
WIDE_PAGES = "wide-pages"


def gather_wide_tables(blocks: list[Node]) -> list[Node]:
    """Move landscape tables to the end of the section they stand in, onto pages of their own.

    A page turned in the middle of a section would leave white space above it and cut the text.
    A section that is nothing but such tables takes its heading along.
    """
    pages: list[Node] = []
    for section in _sections(blocks):
        wide = [block for block in section if is_a(block, "Div", "landscape")]
        text = [block for block in section if block not in wide] if wide else section
        if wide and all(is_a(block, "Header") for block in text):
            text, wide = [], text + wide
        pages += text
        _add_pages(pages, wide)
    return pages


def _sections(blocks: list[Node]) -> Iterator[list[Node]]:
    """The blocks cut before each heading that follows something else than a heading."""
    section: list[Node] = []
    for block in blocks:
        if heading_of(block) and not all(is_a(before, "Header") for before in section):
            yield section
            section = []
        section.append(block)
    yield section


def _add_pages(pages: list[Node], wide: list[Node]) -> None:
    """Add blocks to the landscape pages at the end, or begin such pages."""
    if wide and pages and is_a(pages[-1], "Div", WIDE_PAGES):
        pages[-1]["c"][1] += wide
    elif wide:
        pages.append(div(wide, WIDE_PAGES))
