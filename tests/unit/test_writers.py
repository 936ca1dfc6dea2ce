"""The three formats of a small woven document, made by hand after the contract."""

import base64
import ctypes
import hashlib
import json
import re
import zipfile
from pathlib import Path

import lxml.etree
import lxml.html
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import typst
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from livereview.problems import ProblemsFound
from livereview.version import Version
from livereview.writers import docx_reference
from livereview.writers.breaks import loosen_citations
from livereview.writers.docx import write_docx
from livereview.writers.html import TERMS as PAGE_TERMS
from livereview.writers.html import write_html
from livereview.writers.paper import WIDE_PAGES, gather_wide_tables
from livereview.writers.pdf import typst_source, write_pdf
from livereview.writers.row_links import link_rows
from livereview.writers.typst import exact, language_and_region

WRITERS = {"html": write_html, "pdf": write_pdf, "docx": write_docx}
VERSION = Version("v1.2-3-gabc1234567", "2026-11-21", 1795219200)
NASTY = "* <b> @x # $y$ {{ z }} ... \\ -- \"q\" 'a' ~ `c` _e_ // /* http://a.b [x] = - + 1. ^ <ref>"
WORD = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
TERMS = {
    "cite": "To be cited as",
    "contents": "What is in it",
    "evidence_date": "Rows as of",
    "keywords": "Words",
    "licence": "Terms of use",
    "skip": "Go to the text",
    "version": "State",
}

# -- a document -----------------------------------------------------------------------------------


def attr(name="", *classes, **pairs):
    return [name, list(classes), [[key.replace("_", "-"), text] for key, text in pairs.items()]]


def text(words):
    return {"t": "Str", "c": words}


def value(words, rows="birds:wren"):
    return {"t": "Span", "c": [attr("", "value", data_rows=rows), [text(words)]]}


def para(*inlines):
    return {"t": "Para", "c": list(inlines)}


def block(*inlines):
    return {"t": "Div", "c": [attr("", "block", data_rows="birds:wren"), [para(*inlines)]]}


def label(words):
    return {"t": "Span", "c": [attr("", "caption-label"), [text(words)]]}


def header(level, name, words, number="", *classes):
    numbered = [{"t": "Span", "c": [attr("", "section-number"), [text(number)]]}, {"t": "Space"}]
    return {"t": "Header", "c": [level, attr(name, *classes), numbered * bool(number) + [words]]}


def link(target, words, *classes):
    return {"t": "Link", "c": [attr("", *classes), [text(words)], [target, ""]]}


def row(*cells, span=1):
    plain = [[{"t": "Plain", "c": [cell]}] if cell else [] for cell in cells]
    return [
        attr(data_rows="birds:wren"),
        [[attr(), {"t": "AlignDefault"}, 1, span, c] for c in plain],
    ]


def table(name, number, groups, *classes, notes=()):
    columns = [[{"t": "AlignLeft"}, {"t": "ColWidth", "c": width}] for width in (0.7, 0.3)]
    caption = [{"t": "Plain", "c": [label(f"Table\u00a0{number}."), {"t": "Space"}, text("Birds")]}]
    head = [attr(), [row(text("Kind of bird"), text("Length"))]]
    bodies = [
        [attr(), 0, [row(text(group), span=2)] if group else [], [row(*cells) for cells in rows]]
        for group, rows in groups.items()
    ]
    made = {"t": "Table", "c": [attr(name), [None, caption], columns, head, bodies, [attr(), []]]}
    below = [{"t": "Div", "c": [attr("", "table-notes"), list(notes)]}] if notes else []
    return {"t": "Div", "c": [attr("", "table", *classes, data_table=name), [made, *below]]}


def figure(alt):
    image = {"t": "Image", "c": [attr(), [text(alt)] if alt else [], ["figures/map.svg", ""]]}
    caption = [{"t": "Plain", "c": [label("Figure\u00a01."), {"t": "Space"}, text("Where")]}]
    content = [{"t": "Plain", "c": [image]}]
    return {"t": "Figure", "c": [attr("fig-map", data_rows="birds:wren"), [None, caption], content]}


def reference(key, number, words, **pairs):
    margin = {"t": "Span", "c": [attr("", "csl-left-margin"), [text(number)]]}
    rest = {"t": "Span", "c": [attr("", "csl-right-inline"), [text(words)]]}
    return {"t": "Div", "c": [attr(f"ref-{key}", "csl-entry", **pairs), [para(margin, rest)]]}


def citation(*keys):
    links = [link(f"#ref-{key}", str(n), "cited") for n, key in enumerate(keys, 1)]
    joined = [part for each in links for part in (text(","), each)][1:]
    cited = [
        {
            "citationId": key,
            "citationPrefix": [],
            "citationSuffix": [],
            "citationMode": {"t": "NormalCitation"},
            "citationNoteNum": 1,
            "citationHash": 0,
        }
        for key in keys
    ]
    cite = {"t": "Cite", "c": [cited, [text("["), *joined, text("]")]]}
    return {"t": "Span", "c": [attr("", "evidence", data_rows="birds:wren"), [cite]]}


def document(*blocks):
    texts = {
        "title": "Birds of Kent",
        "subtitle": "A living list",
        "lang": "en",
        "license": "CC BY 4.0",
        "disclaimer": "No advice to birds.",
        "evidence-date": "2026-11-21",
        "evidence-date-long": "21 November 2026",
    }
    meta = {key: {"t": "MetaInlines", "c": [text(words)]} for key, words in texts.items()}
    printed = dict.fromkeys([*PAGE_TERMS, "read_again"], "a word") | TERMS
    words = {key: {"t": "MetaString", "c": term} for key, term in printed.items()}
    lists = {"author": ["Ada Adams", "Bo Brook"], "keywords": ["birds", "Kent"]}
    for key, items in lists.items():
        made = [{"t": "MetaInlines", "c": [text(item)]} for item in items]
        meta[key] = {"t": "MetaList", "c": made}
    meta["terms"] = {"t": "MetaMap", "c": words}
    return {"pandoc-api-version": [1, 23, 1], "meta": meta, "blocks": list(blocks)}


LONG = {
    f"Group {n}": [[value(f"Bird {n}.{m}"), value("1.00")] for m in range(30)] for n in range(3)
}
REVIEW = document(
    header(1, "sec-abstract", text("Abstract"), "", "unnumbered"),
    block(text("Short.")),
    header(1, "sec-birds", text("All birds"), "1"),
    block(
        value("1.33"), text(" see "), link("#tbl-long", "Table\u00a01", "xref"), citation("a", "b")
    ),
    table("tbl-long", 1, LONG, "landscape", notes=[block(text("A note."))]),
    block(value(NASTY)),
    header(2, "sec-owls", text("Owls"), "1.1"),
    figure("A map of Kent with dots"),
    table("tbl-short", 2, {"": [[value(NASTY), None]]}),
    header(1, "sec-references", text("References"), "", "unnumbered"),
    {
        "t": "Div",
        "c": [
            attr("refs", "references", "csl-bib-body"),
            [
                reference("a", "1. ", "肖凡妮. 信号通路在疾病中", lang="zh-Hans"),
                reference("b", "2. ", "Adams A. Wrens -- and more..."),
            ],
        ],
    },
)


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    folder = tmp_path_factory.mktemp("figures")
    square = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><rect width="9"/></svg>'
    )
    (folder / "map.svg").write_text(square, encoding="utf-8")
    (folder / "map.png").write_bytes(
        bytes.fromhex(
            "89504e470d0a1a0a0000000d494844520000000100000001080600000"
            "01f15c4890000000d4944415478da63fcffff3f030005fe02fea7d5a7640000000049454e44ae426082"
        )
    )
    return folder


@pytest.fixture(scope="module")
def write(figures, tmp_path_factory):
    folder = tmp_path_factory.mktemp("written")

    def write(kind, content, name="review"):
        source = folder / "document.json"
        source.write_text(json.dumps(content), encoding="utf-8")
        target = folder / f"{name}.{kind}"
        WRITERS[kind](source, target, figures=figures, version=VERSION)
        return target

    return write


@pytest.fixture(scope="module")
def page(write):
    return lxml.html.parse(write("html", REVIEW), lxml.html.HTMLParser(encoding="utf-8")).getroot()


@pytest.fixture(scope="module")
def sheets(write):
    """Width, height and text of each page of the PDF."""
    with pypdfium2.PdfDocument(write("pdf", REVIEW)) as pdf:
        return [(*sheet.get_size(), sheet.get_textpage().get_text_range()) for sheet in pdf]


@pytest.fixture(scope="module")
def word(write):
    return word_part(write("docx", REVIEW))


def word_part(file, name="word/document.xml"):
    with zipfile.ZipFile(file) as parts:
        return lxml.etree.fromstring(parts.read(name))


def word_text(element):
    return "".join(run.text or "" for run in element.iterfind(".//w:t", WORD))


def pdf_tags(file):
    """The type and the text alternative of each element of the tag tree, page by page."""
    with pypdfium2.PdfDocument(file) as pdf:
        for sheet in pdf:
            tree = pdfium.FPDF_StructTree_GetForPage(sheet.raw)
            for n in range(pdfium.FPDF_StructTree_CountChildren(tree)):
                yield from tags_below(pdfium.FPDF_StructTree_GetChildAtIndex(tree, n))
            pdfium.FPDF_StructTree_Close(tree)


def tags_below(element):
    if element:
        yield (
            wide_text(pdfium.FPDF_StructElement_GetType, element),
            wide_text(pdfium.FPDF_StructElement_GetAltText, element),
        )
        for n in range(pdfium.FPDF_StructElement_CountChildren(element)):
            yield from tags_below(pdfium.FPDF_StructElement_GetChildAtIndex(element, n))


def wide_text(call, element):
    """What a function of pdfium writes into a buffer, as UTF-16."""
    buffer = ctypes.create_string_buffer(call(element, None, 0))
    call(element, buffer, len(buffer))
    return buffer.raw.decode("utf-16-le").rstrip("\0")


def pdf_links(pdf, number):
    """The text below each link of a page that stays in the file, and the page it leads to."""
    sheet, place, found = pdf[number], ctypes.c_int(0), pdfium.FPDF_LINK()
    words, box = sheet.get_textpage(), pdfium.FS_RECTF()
    while pdfium.FPDFLink_Enumerate(sheet.raw, place, found):
        target = pdfium.FPDFLink_GetDest(pdf.raw, found)
        if target:
            pdfium.FPDFLink_GetAnnotRect(found, box)
            shown = words.get_text_bounded(box.left, box.bottom, box.right, box.top)
            yield shown.strip(), pdfium.FPDFDest_GetDestPageIndex(pdf.raw, target)


# -- exactness ------------------------------------------------------------------------------------

MARKUP = [
    *("*", "_", "`", "~", "^", "\\", "|", "<b>", "&amp;", "<", ">", "@key", "[", "]", "{", "}"),
    *("{{", "}}", "{%", "#", "#let", "$", "...", "--", "---", "-", "+", "=", "/", "//", "/*", '"'),
    *("'", "1. ", "%", ";", "http://a.b/c_d", "]]>", "<!--", " ", "  ", "\u00a0", "林", "é", "a"),
]
texts = st.lists(
    st.sampled_from(MARKUP) | st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]),
    min_size=1,
    max_size=8,
).map("".join)
batches = given(typed=st.lists(texts, min_size=15, max_size=15))
few = settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))


def lines(typed):
    return document(*(block(text("Begin"), value(each), text("end")) for each in typed))


@batches
@example(typed=[NASTY, *MARKUP])
@few
@pytest.mark.usefixtures("without_faces")
def test_a_value_is_in_the_web_page_as_it_was_typed(write, typed):
    file = write("html", lines(typed), "exact")
    tree = lxml.html.parse(file, lxml.html.HTMLParser(encoding="utf-8"))
    assert [span.text_content() for span in tree.iterfind(".//span[@class='value']")] == typed


@batches
@example(typed=[NASTY, *MARKUP])
@few
def test_a_value_is_in_the_word_file_as_it_was_typed(write, typed):
    paragraphs = word_part(write("docx", lines(typed), "exact")).iterfind(".//w:p", WORD)
    shown = [word_text(each) for each in paragraphs]
    assert [each for each in shown if each.startswith("Begin")] == [f"Begin{t}end" for t in typed]


@batches
@example(typed=[NASTY, *MARKUP])
@few
def test_a_value_is_a_string_to_typst_as_it_was_typed(typed):
    strings = "".join(f"({exact(each).removeprefix('#').removesuffix(';')}), " for each in typed)
    source = f"#metadata(({strings})) <typed>".encode()
    assert json.loads(typst.query(source, "<typed>", field="value", one=True)) == typed


def test_a_value_is_in_the_pdf_as_it_was_typed(sheets):
    shown = "".join("".join(words.split()) for _, _, words in sheets)
    assert shown.count("".join(NASTY.split())) == 2


def test_dashes_and_dots_of_a_reference_are_in_the_pdf_as_they_were_typed(sheets):
    assert "Adams A. Wrens -- and more..." in sheets[-1][2]


# -- tables ---------------------------------------------------------------------------------------


def test_a_wide_table_has_landscape_pages_in_the_pdf(sheets):
    wide = [width > height for width, height, _ in sheets]
    assert sum(wide) > 1
    assert not wide[0]
    assert not wide[-1]


def test_each_page_of_a_table_repeats_its_header_and_its_group_in_the_pdf(sheets):
    tables = [words for width, height, words in sheets if width > height]
    assert all("Kind of bird" in words for words in tables)
    assert all(re.search(r"Group \d\s+Bird \d", words) for words in tables)


def test_no_page_cuts_a_row_in_the_pdf(write):
    rows = [[text(f"begin{n} " + "filler " * 60 + f"end{n}"), text("1.00")] for n in range(40)]
    with pypdfium2.PdfDocument(
        write("pdf", document(table("tbl-a", 1, {"": rows})), "rows")
    ) as pdf:
        shown = [page.get_textpage().get_text_range() for page in pdf]
    assert len(shown) > 1
    kept = [n for n in range(40) if any({f"begin{n}", f"end{n}"} <= {*t.split()} for t in shown)]
    assert kept == list(range(40))


def test_a_row_higher_than_a_page_goes_on_with_the_next_one_in_the_pdf(write):
    words = [f"word{n}" for n in range(2500)]
    rows = document(table("tbl-a", 1, {"": [[text(" ".join(words)), text("1.00")]]}))
    with pypdfium2.PdfDocument(write("pdf", rows, "high")) as pdf:
        shown = {word for page in pdf for word in page.get_textpage().get_text_range().split()}
    assert [word for word in words if word not in shown] == []


def test_the_pdf_holds_each_heading_and_each_first_cell(sheets):
    shown = "".join("".join(words.split()) for _, _, words in sheets)
    assert [words for words in ("Abstract", "1Allbirds", "1.1Owls") if words not in shown] == []
    birds = [cells[0]["c"][1][0]["c"] for lines in LONG.values() for cells in lines]
    assert [bird for bird in birds if "".join(bird.split()) not in shown] == []


def test_the_tags_of_the_pdf_name_what_each_part_is(write):
    tags = list(pdf_tags(write("pdf", REVIEW)))
    assert {"H1", "H2", "P", "Table", "TH", "TD", "Caption", "Link"} <= dict(tags).keys()
    assert [alt for tag, alt in tags if tag == "Figure"] == ["A map of Kent with dots"]


def test_a_value_leads_to_the_first_line_that_prints_its_row_in_the_pdf(write, sheets):
    [first, *_] = [n for n, (_, _, words) in enumerate(sheets) if "Bird 0.0" in words]
    assert first > 0
    with pypdfium2.PdfDocument(write("pdf", REVIEW)) as pdf:
        assert ("1.33", first) in list(pdf_links(pdf, 0))


def test_a_way_to_a_row_has_no_colour_of_its_own_in_the_pdf():
    source = typst_source(REVIEW)
    assert '#to-row("row-birds-wren")[#"1.33";];' in source
    assert source.count('#place-of("row-birds-wren");') == 1


def test_the_contents_of_the_pdf_stand_on_one_page(write):
    sections = [
        [header(1, f"sec-{n}", text(f"Chapter{n}"), str(n)), block(text("filler " * 99))]
        for n in range(60)
    ]
    content = document(*(part for section in sections for part in section))
    with pypdfium2.PdfDocument(write("pdf", content, "contents")) as pdf:
        shown = [sheet.get_textpage().get_text_range() for sheet in pdf]
    [listed] = [words for words in shown if "What is in it" in words]
    assert [n for n in range(60) if not re.search(rf"Chapter{n}\b.*\d", listed)] == []


def test_a_figure_that_leaves_few_lines_has_its_page_to_itself_in_the_pdf(tmp_path):
    size = 'xmlns="http://www.w3.org/2000/svg" width="400" height="800"'
    (tmp_path / "map.svg").write_text(f"<svg {size}><rect width='9'/></svg>", encoding="utf-8")
    source, made = tmp_path / "document.json", tmp_path / "review.pdf"
    filler = [block(text("filler " * 250)) for _ in range(5)]
    content = document(*filler, figure("A map of Kent"), *filler)
    source.write_text(json.dumps(content), encoding="utf-8")
    write_pdf(source, made, figures=tmp_path, version=VERSION)
    with pypdfium2.PdfDocument(made) as pdf:
        shown = [sheet.get_textpage().get_text_range() for sheet in pdf]
    [alone] = [words for words in shown if "Figure\u00a01." in words or "Figure 1." in words]
    assert "filler" not in alone


def test_the_title_page_of_the_pdf_says_how_to_cite(sheets):
    shown = " ".join(sheets[0][2].split())
    cited = "Ada Adams, Bo Brook. Birds of Kent. State v1.2-3-gabc1234567. Rows as of 21 November"
    assert f"To be cited as {cited} 2026." in shown


def test_a_value_without_a_printed_row_and_one_of_many_rows_lead_nowhere():
    many = " ".join(f"birds:{n}" for n in range(12))
    blocks = [
        block(value("7", rows="birds:owl"), value("12", rows=f"birds:wren {many}")),
        header(1, "sec-a", value("Wrens")),
        table("tbl-a", 1, {"": [[value("Wren"), value("1.00")]]}),
    ]
    assert "to-row" not in json.dumps(link_rows(blocks))


def test_a_value_leads_to_the_first_of_its_rows_that_is_printed():
    blocks = [
        block(value("2", rows="birds:owl birds:wren")),
        table("tbl-a", 1, {"": [[None, value("3", rows="birds:wren")]]}),
    ]
    content, printed = link_rows(blocks)
    [linked] = content["c"][1][0]["c"]
    assert linked["c"][1] == [
        {"t": "Link", "c": [["", ["to-row"], []], [text("2")], ["#row-birds-wren", ""]]}
    ]
    assert json.dumps(printed).count('"row-birds-wren"') == 1


def test_a_wide_table_has_a_landscape_section_in_word(word):
    sections = word.findall(".//w:sectPr", WORD)
    sizes = [section.find("w:pgSz", WORD).get(f"{{{WORD['w']}}}orient") for section in sections]
    assert sizes == [None, "landscape", None]


def test_no_upright_page_follows_wide_ones_at_the_end_of_word(write):
    wide = table("tbl-size", 1, {"": [[value("Wren"), value("1.00")]]}, "landscape")
    body = word_part(write("docx", document(block(text("Short.")), wide), "wide-end"))[0]
    sizes = [size.get(f"{{{WORD['w']}}}orient") for size in body.findall(".//w:pgSz", WORD)]
    assert sizes == [None, "landscape"]
    assert body.find("w:sectPr/w:pgSz", WORD).get(f"{{{WORD['w']}}}w") == "16838"
    columns = body.findall("w:tbl/w:tblGrid/w:gridCol", WORD)
    assert sum(int(each.get(f"{{{WORD['w']}}}w")) for each in columns) == 14570


def test_a_table_in_word_repeats_its_header_and_fills_its_page(word):
    wide, upright = word.findall(".//w:tbl", WORD)
    for each, room in (wide, 14570), (upright, 9070):
        assert each.find("w:tr/w:trPr/w:tblHeader", WORD) is not None
        widths = [
            int(w.get(f"{{{WORD['w']}}}w")) for w in each.iterfind("w:tblGrid/w:gridCol", WORD)
        ]
        assert widths == pytest.approx([0.7 * room, 0.3 * room], abs=2)


def test_a_table_of_the_web_page_names_its_headers_and_its_rows(page):
    table = page.get_element_by_id("tbl-long").find(".//table")
    assert [th.text_content() for th in table.iterfind("thead/tr/th[@scope='col']")] == [
        "Kind of bird",
        "Length",
    ]
    groups = table.findall("tbody/tr[@class='group']/th[@scope='rowgroup']")
    assert [th.text_content() for th in groups] == ["Group 0", "Group 1", "Group 2"]
    rows = table.findall("tbody/tr[@data-rows='birds:wren']")
    assert rows[1].find("th[@scope='row']/span[@class='value']").text_content() == "Bird 0.0"


def test_a_table_of_the_web_page_scrolls_in_a_frame_that_the_keyboard_reaches(page):
    frame = page.get_element_by_id("tbl-long").find("div[@role='region']")
    assert frame.get("tabindex") == "0"
    name = page.get_element_by_id(frame.get("aria-labelledby"))
    assert name.text_content().strip() == "Table\u00a01. Birds"


def names(blocks):
    return [
        names(each["c"][1])
        if each["t"] == "Div" and WIDE_PAGES in each["c"][0][1]
        else each["c"][1][0]
        if each["t"] == "Header"
        else each["c"][0][0] or each["c"][1][0]["c"][0][0]
        for each in blocks
    ]


def test_wide_tables_follow_the_text_of_their_section():
    wide, upright = (table(f"tbl-{n}", n, {}, kind) for n, kind in enumerate(("landscape", "x")))
    first, second = header(1, "one", text("One")), header(2, "two", text("Two"))
    assert names(gather_wide_tables([first, wide, upright, second, upright])) == [
        *("one", "tbl-1", ["tbl-0"], "two", "tbl-1"),
    ]


def test_a_section_of_wide_tables_alone_takes_its_heading_along():
    wide = table("tbl-0", 0, {}, "landscape")
    first, second = header(1, "one", text("One")), header(2, "two", text("Two"))
    assert names(gather_wide_tables([first, second, wide, second, wide])) == [
        ["one", "two", "tbl-0", "two", "tbl-0"]
    ]


# -- the rest of the page -------------------------------------------------------------------------


def test_the_web_page_needs_nothing_from_elsewhere(page):
    assert page.xpath("//@src | //link | //@style") == []
    [style] = page.findall(".//style")
    assert {url[:21] for url in re.findall(r"url\(.*?\)", style.text)} == {"url(data:font/woff;ba"}


def test_the_policy_of_the_web_page_allows_its_own_styles_and_scripts_alone(page):
    policy = page.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    runs = page.xpath("//script[not(@type) or @type='module']")
    assert len(runs) == 2
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == " ".join(f"'sha256-{digest(each.text)}'" for each in runs)
    assert rules["style-src"] == f"'sha256-{digest(page.find('.//style').text)}'"


def digest(content):
    return base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def test_a_figure_of_the_web_page_has_its_text_alternative_and_its_size(page):
    drawing = page.find(".//figure//svg")
    assert (drawing.get("role"), drawing.get("aria-label")) == ("img", "A map of Kent with dots")
    assert (drawing.get("width"), drawing.get("height")) == ("112", "56")


def test_the_web_page_keeps_the_rows_behind_its_content(page):
    for path in "div[@class='block']", "span[@class='value']", "span[@class='evidence']", "figure":
        assert page.find(f".//{path}[@data-rows='birds:wren']") is not None, path


def test_each_link_within_the_web_page_has_its_target(page):
    targets = {link.removeprefix("#") for link in page.xpath("//a/@href")}
    assert targets >= {"text", "sec-abstract", "sec-birds", "sec-owls", "tbl-long", "ref-a"}
    assert targets <= set(page.xpath("//@id"))


@pytest.mark.parametrize("words", ["21 November 2026", VERSION.name, "CC BY 4.0", *TERMS.values()])
def test_the_web_page_tells_of_itself_in_the_terms_of_its_language(page, words):
    assert words in page.find("body").text_content()


def test_the_files_say_that_they_are_generated(write):
    assert "Edit the sources" in write("html", REVIEW).read_text(encoding="utf-8")[:300]
    properties = word_part(write("docx", REVIEW), "docProps/core.xml")
    assert "Edit the sources" in properties.findtext(
        "{http://purl.org/dc/elements/1.1/}description"
    )


def test_the_pdf_says_that_it_is_accessible_and_lasting(write):
    content = write("pdf", REVIEW).read_bytes()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert b"<pdfaid:part>2</pdfaid:part>" in content


def test_the_pdf_has_bookmarks_for_its_sections(write):
    with pypdfium2.PdfDocument(write("pdf", REVIEW)) as pdf:
        titles = [entry.get_title() for entry in pdf.get_toc()]
    assert [" ".join(title.split()) for title in titles] == [
        *("Abstract", "1 All birds", "1.1 Owls", "References"),
    ]


def test_a_figure_without_alternative_text_makes_no_pdf(write):
    with pytest.raises(ProblemsFound, match="alt"):
        write("pdf", document(header(1, "sec-a", text("A")), figure("")), "refused")


def test_a_character_without_glyph_makes_no_pdf(write):
    with pytest.raises(ProblemsFound, match="font"):
        write("pdf", document(block(text("\U00012000"))), "refused")


def test_chinese_references_are_in_the_pdf(sheets):
    assert "信号通路在疾病中" in sheets[-1][2]


def test_a_figure_in_word_has_its_alternative_text(word):
    [properties] = word.findall(f".//{{{DRAWING}}}docPr")
    assert properties.get("descr") == "A map of Kent with dots"


def styles(word):
    return {
        word_text(each).strip(): each.find("w:pPr/w:pStyle", WORD).get(f"{{{WORD['w']}}}val")
        for each in word.iterfind(".//w:p", WORD)
        if each.find("w:pPr/w:pStyle", WORD) is not None
    }


def test_word_numbers_lines_and_doubles_their_space_where_that_is_wanted(figures, tmp_path):
    source, made = tmp_path / "document.json", tmp_path / "review.docx"
    source.write_text(json.dumps(REVIEW), encoding="utf-8")
    layout = docx_reference.Layout(line_numbers=True, line_spacing="double")
    write_docx(source, made, figures=figures, version=VERSION, layout=layout)
    numbers = word_part(made).findall(".//w:sectPr/w:lnNumType", WORD)
    assert [dict(each.attrib) for each in numbers] == 3 * [
        {f"{{{WORD['w']}}}countBy": "1", f"{{{WORD['w']}}}restart": "continuous"}
    ]
    footer = word_part(made, "word/footer1.xml")
    assert footer.find("w:p/w:pPr/w:suppressLineNumbers", WORD) is not None
    assert line_spacing(made, "BodyText") == "480"
    assert line_spacing(made, "TableText") == "240"


def test_word_has_no_line_numbers_and_single_space_by_default(write, word):
    assert word.find(".//w:lnNumType", WORD) is None
    assert line_spacing(write("docx", REVIEW), "BodyText") == "276"


def line_spacing(file, style):
    """The line height of a style in Word's measure: 240 is single."""
    styles = word_part(file, "word/styles.xml")
    [spacing] = styles.findall(f"w:style[@w:styleId='{style}']/w:pPr/w:spacing", WORD)
    return spacing.get(f"{{{WORD['w']}}}line")


def test_headings_and_captions_in_word_have_their_styles(word):
    expected = {
        "Birds of Kent": "Title",
        "1 All birds": "Heading1",
        "1.1 Owls": "Heading2",
        "Table\u00a01. Birds": "TableCaption",
        "Figure\u00a01. Where": "ImageCaption",
        "Kind of bird": "TableHead",
        "Group 1": "TableGroup",
        "A note.": "TableNotes",
        "Rows as of: 21 November 2026": "DocumentFacts",
    }
    found = styles(word)
    assert {words: found.get(words) for words in expected} == expected


def test_every_style_that_the_word_file_uses_is_defined(write, word):
    known = word_part(write("docx", REVIEW), "word/styles.xml").xpath(
        "//w:style/@w:styleId", namespaces=WORD
    )
    assert set(styles(word).values()) <= set(known)
    assert {name.replace(" ", "").lower() for name in docx_reference.LOOKS} <= {
        name.lower() for name in known
    }


def test_a_reference_to_a_table_is_a_field_of_word(word):
    [field] = [each.text for each in word.iterfind(".//w:instrText", WORD) if "REF" in each.text]
    bookmark = re.search(r"REF (\S+)", field)[1]
    assert word.xpath(f"//w:bookmarkStart[@w:name='{bookmark}']", namespaces=WORD)


@pytest.mark.parametrize("kind", WRITERS)
def test_a_missing_term_is_named(write, kind):
    broken = document(header(1, "sec-a", text("A")))
    del broken["meta"]["terms"]["c"]["licence"]
    with pytest.raises(ProblemsFound, match="licence is missing"):
        write(kind, broken, "broken")


def test_a_table_of_the_web_page_keeps_its_name_in_the_review(page):
    assert page.get_element_by_id("tbl-long").get("data-table") == "tbl-long"


@pytest.mark.parametrize("kind", WRITERS)
def test_what_pandoc_writes_by_itself_has_a_look_too(write, kind):
    code = {"t": "CodeBlock", "c": [attr("", "python"), "x = 1  # <b>"]}
    note = {"t": "Note", "c": [para(text("A note -- of sorts."))]}
    plain_parts = document(para(text("Text"), note), {"t": "HorizontalRule"}, code)
    assert write(kind, plain_parts, "plain").stat().st_size > 1000


@pytest.mark.parametrize("kind", WRITERS)
def test_the_same_document_makes_the_same_file(write, kind, monkeypatch):
    once = write(kind, REVIEW, "once").read_bytes()
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    monkeypatch.chdir(Path(__file__).parent)
    assert write(kind, REVIEW, "again").read_bytes() == once


def test_a_long_citation_may_break_in_every_format(write):
    keys = [f"k{n}" for n in range(40)]
    entries = [reference(key, f"{n}. ", key) for n, key in enumerate(keys)]
    refs = {"t": "Div", "c": [attr("refs"), entries]}
    content = document(block(citation(*keys)), refs)
    assert write("html", content, "long").read_text(encoding="utf-8").count(",<wbr>") == 39
    assert word_text(word_part(write("docx", content, "long"))).count(",\u200b") == 39
    with pypdfium2.PdfDocument(write("pdf", content, "long")) as pdf:
        words = pdf[0].get_textpage().get_text_range()
    assert re.search(r"\d,\r?\n\d", words)
    assert "\u200b" not in words


# -- languages ------------------------------------------------------------------------------------


def part(language, *blocks):
    return {"t": "Div", "c": [attr(lang=language), list(blocks)]}


def in_language(language, words):
    return {"t": "Span", "c": [attr(lang=language), [text(words)]]}


PARTS = document(
    header(1, "sec-abstract", text("Abstract"), "", "unnumbered"),
    part(
        "zh",
        header(1, "sec-zh", in_language("zh", "摘要"), "", "unnumbered"),
        block({"t": "Strong", "c": [text("背景。")]}, text("JAK。"), value("鸟“歌”")),
    ),
    part("nl-BE", header(1, "sec-nl", in_language("nl-BE", "Vogels"), "1"), block(text("Zang."))),
    header(1, "sec-birds", text("Birds"), "2"),
    block(text("See "), link("#sec-nl", "Section 1", "xref"), text(".")),
)


def test_a_part_in_another_language_is_marked_in_the_web_page_and_in_its_contents(write):
    page = lxml.html.parse(write("html", PARTS), lxml.html.HTMLParser(encoding="utf-8"))
    sections = page.xpath("//main/section")
    assert [(section.get("id"), section.get("lang")) for section in sections] == [
        ("sec-abstract", None),
        ("sec-zh", "zh"),
        ("sec-nl", "nl-BE"),
        ("sec-birds", None),
    ]
    entries = page.xpath("//nav//a")
    assert [(entry.text_content(), entry.xpath("string(span/@lang)")) for entry in entries] == [
        ("Abstract", ""),
        ("摘要", "zh"),
        ("1 Vogels", "nl-BE"),
        ("2 Birds", ""),
    ]


def test_a_part_in_another_language_is_set_in_it_in_the_pdf(write):
    source = typst_source(PARTS)
    calls = re.findall(r"#(?:passage|in-language)\(.*?\)|= |#contents\(\)", source)
    assert calls == [
        '#passage("zh", none)',
        '#in-language("zh", none)',
        "#contents()",
        '#passage("nl", "BE")',
        "= ",
        '#in-language("nl", "BE")',
        "= ",
    ]
    with pypdfium2.PdfDocument(write("pdf", PARTS)) as pdf:
        shown = pdf[0].get_textpage().get_text_range()
        titles = [each.get_title() for each in pdf.get_toc()]
    assert re.search("背景。JAK。鸟“歌”", shown)
    assert titles == ["Abstract", "摘要", "1 Vogels", "2 Birds"]


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh", ("zh", None)),
        ("zh-Hant", ("zh", "TW")),
        ("zh-Hans-SG", ("zh", "SG")),
        ("nl-BE", ("nl", "BE")),
    ],
)
def test_typst_knows_a_language_by_its_name_and_its_region(tag, language):
    assert language_and_region(tag) == language


def test_a_part_in_another_language_is_marked_in_word(write):
    runs = word_part(write("docx", PARTS)).xpath("//w:r[w:rPr/w:lang]", namespaces=WORD)
    languages = {word_text(run): dict(run.find("w:rPr/w:lang", WORD).attrib) for run in runs}
    assert languages["Zang."] == {f"{{{WORD['w']}}}val": "nl-BE"}
    assert languages["摘要"] == {f"{{{WORD['w']}}}eastAsia": "zh-CN"}
    assert "See " not in languages


def test_wide_tables_stand_before_a_part_in_another_language():
    wide = table("tbl-0", 0, {}, "landscape")
    dutch = part("nl", header(1, "nl", text("Vogels")), block(text("Zang.")))
    pages = gather_wide_tables([header(1, "one", text("One")), block(text("x")), wide, dutch])
    assert [WIDE_PAGES in str(page) for page in pages] == [False, False, True, False]


# -- the supplement -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", WRITERS)
def test_the_reference_list_may_stand_before_the_supplement(write, kind):
    reordered = document(
        *REVIEW["blocks"][-2:],
        header(1, "sec-more", text("Supplement"), "", "supplement", "unnumbered"),
        block(text("See "), link("#tbl-more", "Table S1", "xref")),
        table("tbl-more", "S1", {"": [[value("Wren"), value("1.00")]]}),
    )
    file = write(kind, reordered, "reordered")
    if kind == "pdf":
        with pypdfium2.PdfDocument(file) as pdf:
            shown = "".join(page.get_textpage().get_text_range() for page in pdf)
    elif kind == "docx":
        shown = "".join(word_text(each) for each in word_part(file).iterfind(".//w:p", WORD))
    else:
        shown = lxml.html.parse(file, lxml.html.HTMLParser(encoding="utf-8")).getroot()
        shown = shown.find(".//main").text_content()
    places = [shown.rindex(words) for words in ("Adams A. Wrens", "Supplement", "See", "Wren")]
    assert places == sorted(places)


def test_text_of_the_supplement_stands_with_its_wide_tables():
    wide, upright = (table(f"tbl-{n}", n, {}, kind) for n, kind in enumerate(("landscape", "x")))
    more = header(1, "more", text("More"), "", "supplement", "unnumbered")
    sections = [header(2, name, text(name), "", "unnumbered") for name in ("a", "b")]
    behind = header(1, "behind", text("Behind"))
    blocks = [more, upright, sections[0], upright, wide, sections[1], wide, upright]
    assert names(gather_wide_tables([*blocks, behind, upright, wide])) == [
        *("more", "tbl-1"),
        ["a", "tbl-1", "tbl-0", "b", "tbl-0", "tbl-1"],
        *("behind", "tbl-1", ["tbl-0"]),
    ]


def test_a_reference_to_a_table_of_the_supplement_is_a_field_of_word(write):
    own, foreign = (link("#tbl-more", f"{words}\u00a0S1", "xref") for words in ("Table", "Tabel"))
    supplement = table("tbl-more", "S1", {"": [[value("Wren"), value("1.00")]]})
    word = word_part(write("docx", document(block(own, foreign), supplement), "supplement"))
    [field] = word.findall(".//w:instrText", WORD)
    bookmark = re.search(r"REF (\S+)", field.text)[1]
    assert word.xpath(f"//w:bookmarkStart[@w:name='{bookmark}']", namespaces=WORD)
    # In another language the field would show other words than the text: it stays a link.
    assert (
        word.xpath("string(//w:hyperlink[@w:anchor='tbl-more'])", namespaces=WORD)
        == "Tabel\u00a0S1"
    )


def test_a_blank_within_a_run_of_citations_is_the_only_place_to_break_there():
    inlines = [text("1"), text(";"), {"t": "Space"}, text("2"), text(","), text("3")]
    cite = {"t": "Cite", "c": [[], inlines]}
    assert loosen_citations(cite, text("|"))["c"][1] == [
        *inlines[:5],
        text("|"),
        text("3"),
    ]
