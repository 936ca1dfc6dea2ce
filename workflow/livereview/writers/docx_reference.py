"""The look of the Word document: pandoc's own reference document, restyled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from livereview.writers import pandoc

# Faces that come with Word; elsewhere they are replaced by others of the same widths.
SERIF, SANS, EAST_ASIAN = "Cambria", "Calibri", "SimSun"
INK, MUTED, LINK = "1A1C1E", "565C63", "1B4F7A"
RULE, STRONG_RULE, TINT = "B9BDC2", "4A5057", "F0F1F3"

# A4, in twentieths of a point, as Word counts.
PAGE_SHORT, PAGE_LONG = 11906, 16838
MARGIN, WIDE_MARGIN, FOOTER = 1418, 1134, 709


@dataclass(frozen=True)
class Layout:
    """What a journal may want of a manuscript: numbers beside its lines, and space between them."""

    line_numbers: bool = False
    line_spacing: str = "single"


@dataclass(frozen=True)
class Look:
    """What a paragraph style looks like; sizes and spaces in points.

    Attributes:
        based_on: the style to start from, where the document has none of this name yet.
        keep_next: whether the paragraph stays on the page of the next one.
        hanging: how far the lines after the first are set in.
    """

    font: str = SERIF
    size: float = 11
    bold: bool = False
    italic: bool = False
    colour: str = INK
    before: float = 0
    after: float = 0
    line: float = 1.0
    based_on: str = "Normal"
    keep_next: bool = False
    hanging: float = 0


LOOKS = {
    "Normal": Look(),
    "Body Text": Look(after=8, line=1.15),
    "First Paragraph": Look(after=8, line=1.15),
    "Compact": Look(after=2, line=1.15),
    "Block Text": Look(after=8, line=1.15, colour=MUTED),
    "Title": Look(SANS, 22, bold=True, after=4),
    "Subtitle": Look(SERIF, 13, italic=True, colour=MUTED, after=10),
    "Author": Look(after=10),
    "heading 1": Look(SANS, 16, bold=True, before=22, after=6, keep_next=True),
    "heading 2": Look(SANS, 13, bold=True, before=16, after=5, keep_next=True),
    "heading 3": Look(SANS, 11, bold=True, before=12, after=4, keep_next=True),
    "heading 4": Look(SANS, 11, italic=True, before=10, after=3, keep_next=True),
    "Caption": Look(SANS, 9, after=6),
    "Table Caption": Look(SANS, 9, before=12, after=5, keep_next=True),
    "Image Caption": Look(SANS, 9, before=4, after=12),
    "Captioned Figure": Look(before=12, keep_next=True),
    "Bibliography": Look(size=9.5, after=4, hanging=24),
    "Document Facts": Look(SANS, 9, colour=MUTED, after=4),
    "Disclaimer": Look(SANS, 9, after=8),
    "Table Text": Look(SANS, 8),
    "Table Head": Look(SANS, 8, bold=True, keep_next=True),
    "Table Group": Look(SANS, 8, bold=True, keep_next=True),
    "Table Notes": Look(SANS, 8, colour=MUTED, before=4, after=4),
    "Page Break": Look(size=1),
}

#: The styles of running text, which double spacing changes; tables, captions and headings stay.
TEXT = ("Body Text", "First Paragraph", "Compact", "Block Text", "Bibliography")


def reference_document(layout: Layout) -> bytes:
    """A Word document whose styles, margins and footer pandoc takes over."""
    from docx import Document

    document = Document(BytesIO(pandoc.default_data("reference.docx")))
    _set_defaults(document)
    for name, look in LOOKS.items():
        wide = layout.line_spacing == "double" and name in TEXT
        _apply(_style(document, name, look), replace(look, line=2) if wide else look)
    _set_table_style(document.styles["Table"].element)
    _set_links(document.styles["Hyperlink"])
    _set_page(document.sections[0])
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _set_defaults(document: Any) -> None:
    """No font comes from the theme, which would overrule the styles."""
    from docx.oxml.ns import qn

    for fonts in document.styles.element.iter(qn("w:rFonts")):
        for name in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[name]
    defaults = next(document.styles.element.iter(qn("w:rFonts")))
    _set_fonts(defaults, SERIF)


def _set_fonts(fonts: Any, latin: str) -> None:
    from docx.oxml.ns import qn

    for key, name in {"ascii": latin, "hAnsi": latin, "cs": latin, "eastAsia": EAST_ASIAN}.items():
        fonts.set(qn(f"w:{key}"), name)


def _style(document: Any, name: str, look: Look) -> Any:
    from docx.enum.style import WD_STYLE_TYPE

    # By Word's own names: python-docx would know "heading 1" as "Heading 1".
    known = {style.element.name_val: style for style in document.styles}
    if name in known:
        return known[name]
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles[look.based_on]
    return style


def _apply(style: Any, look: Look) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    font, layout = style.font, style.paragraph_format
    font.size, font.bold, font.italic = Pt(look.size), look.bold, look.italic
    font.color.rgb = RGBColor.from_string(look.colour)
    _set_fonts(style.element.get_or_add_rPr().get_or_add_rFonts(), look.font)
    layout.space_before, layout.space_after = Pt(look.before), Pt(look.after)
    layout.line_spacing, layout.keep_with_next = look.line, look.keep_next
    layout.alignment = WD_ALIGN_PARAGRAPH.LEFT
    if look.hanging:
        layout.left_indent, layout.first_line_indent = Pt(look.hanging), Pt(-look.hanging)
        layout.tab_stops.add_tab_stop(Pt(look.hanging))


def _set_table_style(style: Any) -> None:
    """Light rules between rows, strong ones around the table and below its header."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    edges = {"top": (8, STRONG_RULE), "bottom": (8, STRONG_RULE), "insideH": (4, RULE)}
    borders = "".join(
        f'<w:{edge} w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"/>'
        for edge, (size, colour) in edges.items()
    )
    properties = style.find(qn("w:tblPr"))
    properties.find(qn("w:tblCellMar")).addprevious(
        parse_xml(f"<w:tblBorders {nsdecls('w')}>{borders}</w:tblBorders>")
    )
    sides = {"top": 40, "left": 45, "bottom": 40, "right": 45}
    for side, width in sides.items():
        properties.find(qn("w:tblCellMar")).find(qn(f"w:{side}")).set(qn("w:w"), str(width))


def _set_links(style: Any) -> None:
    from docx.shared import RGBColor

    style.font.color.rgb = RGBColor.from_string(LINK)


def _set_page(section: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn
    from docx.shared import Twips

    section.page_width, section.page_height = Twips(PAGE_SHORT), Twips(PAGE_LONG)
    for side in ("left", "right", "top", "bottom"):
        setattr(section, f"{side}_margin", Twips(MARGIN))
    section.header_distance = section.footer_distance = Twips(FOOTER)
    section.gutter = Twips(0)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    # Where a manuscript's lines are numbered, that of the page number is none of them.
    footer.paragraph_format.element.pPr.find(qn("w:jc")).addprevious(
        parse_xml(f"<w:suppressLineNumbers {nsdecls('w')}/>")
    )
    field = f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r>'
    field += '<w:rPr><w:sz w:val="18"/></w:rPr><w:t>1</w:t></w:r></w:fldSimple>'
    section.footer.part.element.p_lst[0].append(parse_xml(field))
