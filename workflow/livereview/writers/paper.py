"""What the formats with pages share: wide tables on pages of their own."""

from __future__ import annotations

from collections.abc import Iterator

from livereview.writers.ast import Node, div, heading_of, is_a

#: The class of a div whose blocks stand on landscape pages.
WIDE_PAGES = "wide-pages"


def gather_wide_tables(blocks: list[Node]) -> list[Node]:
    """Move landscape tables to the end of the section they stand in, onto pages of their own.

    A page turned in the middle of a section would leave white space above it and cut the text.
    A section that is nothing but such tables takes its heading along, and one of the supplement its
    text: a few lines before such tables would be alone on their page.
    """
    pages: list[Node] = []
    supplement = False
    for section in _sections(blocks):
        supplement = _in_supplement(section, before=supplement)
        wide = [block for block in section if is_a(block, "Div", "landscape")]
        text = [block for block in section if block not in wide] if wide else section
        if wide and (supplement or all(is_a(block, "Header") for block in text)):
            text, wide = [], section
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


def _in_supplement(section: list[Node], *, before: bool) -> bool:
    """Whether a section is of the supplement, as the one before it was."""
    heading = heading_of(section[0]) if section else None
    if heading is None or heading["c"][0] > 1:
        return before
    return is_a(heading, "Header", "supplement")


def _add_pages(pages: list[Node], wide: list[Node]) -> None:
    """Add blocks to the landscape pages at the end, or begin such pages."""
    if wide and pages and is_a(pages[-1], "Div", WIDE_PAGES):
        pages[-1]["c"][1] += wide
    elif wide:
        pages.append(div(wide, WIDE_PAGES))
