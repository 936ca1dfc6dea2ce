"""What pandoc leaves to be done in a Word file: table widths, sections, alternative texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from livereview.writers.docx_reference import (
    MARGIN,
    PAGE_LONG,
    PAGE_SHORT,
    TINT,
    WIDE_MARGIN,
    Layout,
)

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMES = {
    "w": _W,
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
_UPRIGHT_WIDTH = PAGE_SHORT - 2 * MARGIN
_WIDE_WIDTH = PAGE_LONG - 2 * WIDE_MARGIN

# The tallest a figure may be and leave room for its caption; Word counts in 1/635 of a twip.
_FIGURE_HEIGHT = (PAGE_LONG - 2 * MARGIN - 1800) * 635

# Word has a language of its own for East Asian text, with the country it is written in.
_EAST_ASIAN = {"zh-Hant": "zh-TW", "zh": "zh-CN", "ja": "ja-JP", "ko": "ko-KR"}


def finish_package(content: bytes, timestamp: int, layout: Layout) -> bytes:
    """The Word file with its tables laid out; the same bytes for the same content and time."""
    finished = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(finished, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = _finish_part(name, source.read(name), timestamp, layout)
            entry = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, part)
    return finished.getvalue()


def _finish_part(name: str, part: bytes, timestamp: int, layout: Layout) -> bytes:
    if name == "docProps/core.xml":
        # In its sandbox pandoc has no clock and dates every file to 1970.
        moment = datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return re.sub(rb"1970-01-01T00:00:00Z", moment.encode(), part)
    if name in ("word/document.xml", "word/footnotes.xml"):
        return _finish_text(part, layout)
    return part


def _finish_text(part: bytes, layout: Layout) -> bytes:
    root = etree.fromstring(part)
    _end_on_wide_pages(root[0])
    for table, width in _tables(root[0]):
        _lay_out(table, width)
    _share_footer(root)
    if layout.line_numbers:
        _number_lines(root)
    for picture in _all(root, ".//wp:inline"):
        _finish_picture(picture)
    for language in _all(root, ".//w:rPr/w:lang"):
        _finish_language(language)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _all(element: Element, path: str) -> list[Element]:
    return element.findall(path, _NAMES)


def _qualified(name: str) -> str:
    prefix, local = name.split(":")
    return f"{{{_NAMES[prefix]}}}{local}"


def _get(element: Element, name: str) -> str:
    return str(element.get(_qualified(name), ""))


def _new(name: str, **pairs: str) -> Element:
    element = etree.Element(_qualified(name))
    for key, value in pairs.items():
        element.set(_qualified(f"w:{key}"), value)
    return element


# -- sections ----------------------------------------------------------------------------------


def _end_on_wide_pages(body: Element) -> None:
    """Let wide pages at the end be the last ones: an empty upright page would follow them."""
    blocks = [block for block in body if block.tag in (_qualified("w:p"), _qualified("w:tbl"))]
    ends = _all(blocks[-1], "w:pPr/w:sectPr") if blocks else []
    for end in ends:
        for name in ("w:pgSz", "w:pgMar"):
            [own], [last] = _all(end, name), _all(body, f"w:sectPr/{name}")
            body[-1].replace(last, own)
        blocks[-1][0].remove(end)


def _tables(body: Element) -> Iterator[tuple[Element, int]]:
    """The tables with the width that their page offers: its section's end tells it."""
    waiting: list[Element] = []
    for block in body:
        if block.tag == _qualified("w:tbl"):
            waiting.append(block)
        ends = _all(block, "w:pPr/w:sectPr") + [block] * (block.tag == _qualified("w:sectPr"))
        for end in ends:
            wide = bool(_all(end, "w:pgSz[@w:orient='landscape']"))
            yield from ((table, _WIDE_WIDTH if wide else _UPRIGHT_WIDTH) for table in waiting)
            waiting = []


def _share_footer(root: Element) -> None:
    """Give the first section the footer that pandoc gave the last; the others inherit it."""
    sections = _all(root, ".//w:sectPr")
    if len(sections) > 1:
        for number, footer in enumerate(_all(sections[-1], "w:footerReference")):
            sections[0].insert(number, deepcopy(footer))


def _number_lines(root: Element) -> None:
    """Number the lines of each section, on from the one before; Word leaves out those of tables."""
    for margins in _all(root, ".//w:sectPr/w:pgMar"):
        margins.addnext(_new("w:lnNumType", countBy="1", restart="continuous"))


# -- tables ------------------------------------------------------------------------------------


def _lay_out(table: Element, room: int) -> None:
    """Give the columns their shares of the room, and the rows their kinds."""
    columns = _all(table, "w:tblGrid/w:gridCol")
    shares = [int(_get(column, "w:w")) for column in columns]
    widths = [room * share // sum(shares) for share in shares]
    for column, width in zip(columns, widths, strict=True):
        column.set(_qualified("w:w"), str(width))
    for size in _all(table, "w:tblPr/w:tblW"):
        size.set(_qualified("w:type"), "dxa")
        size.set(_qualified("w:w"), str(sum(widths)))
    _space_after(table)
    for row in _all(table, "w:tr"):
        _lay_out_row(row, widths)


def _space_after(table: Element) -> None:
    """A table has no space of its own below it: the paragraph that follows must bring it."""
    following = table.getnext()
    while following is not None and "bookmark" in following.tag:
        following = following.getnext()
    for properties in [] if following is None else _all(following, "w:pPr[w:pStyle]"):
        style = _get(_all(properties, "w:pStyle")[0], "w:val")
        if style in ("BodyText", "FirstParagraph"):
            properties.insert(1, _new("w:spacing", before="240"))


def _lay_out_row(row: Element, widths: list[int]) -> None:
    cells = _all(row, "w:tc")
    is_head = bool(_all(row, "w:trPr/w:tblHeader"))
    is_group = len(cells) == 1 < len(widths)
    style = "TableHead" if is_head else "TableGroup" if is_group else "TableText"
    _keep_whole(row)
    column = 0
    for cell in cells:
        span = _span(cell)
        _lay_out_cell(cell, sum(widths[column : column + span]), shaded=is_group)
        column += span
        for name in _all(cell, "w:p/w:pPr/w:pStyle"):
            name.set(_qualified("w:val"), style)


def _span(cell: Element) -> int:
    spans = _all(cell, "w:tcPr/w:gridSpan")
    return int(_get(spans[0], "w:val")) if spans else 1


def _keep_whole(row: Element) -> None:
    """A row is never cut by the end of a page."""
    if not _all(row, "w:trPr"):
        row.insert(0, _new("w:trPr"))
    _all(row, "w:trPr")[0].insert(0, _new("w:cantSplit"))


def _lay_out_cell(cell: Element, width: int, *, shaded: bool) -> None:
    # The schema wants the width first among a cell's properties, and the shade after the span.
    properties = _all(cell, "w:tcPr")[0]
    properties.insert(0, _new("w:tcW", w=str(width), type="dxa"))
    if shaded:
        properties.insert(2, _new("w:shd", val="clear", color="auto", fill=TINT))


# -- pictures and languages ----------------------------------------------------------------------


def _finish_picture(picture: Element) -> None:
    """Say what the picture shows in both places that Word looks at, and keep it on its page."""
    description = str(_all(picture, "wp:docPr")[0].get("descr", ""))
    for properties in _all(picture, ".//pic:cNvPr"):
        properties.set("descr", description)
    for extent in _all(picture, "wp:extent") + _all(picture, ".//a:xfrm/a:ext"):
        width, height = int(extent.get("cx", "1")), int(extent.get("cy", "1"))
        if height > _FIGURE_HEIGHT:
            extent.set("cx", str(width * _FIGURE_HEIGHT // height))
            extent.set("cy", str(_FIGURE_HEIGHT))


def _finish_language(language: Element) -> None:
    """Tell Word's East Asian text its language; pandoc names it for Latin text alone."""
    tag = _get(language, "w:val")
    known = [name for start, name in _EAST_ASIAN.items() if tag.startswith(start)]
    if known:
        del language.attrib[_qualified("w:val")]
        language.set(_qualified("w:eastAsia"), known[0])
