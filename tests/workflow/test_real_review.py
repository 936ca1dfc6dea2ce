"""The review that this repository holds: its evidence is whole, and only what may be is printed."""

from __future__ import annotations

import csv
import ctypes
import re
from pathlib import Path

import lxml.html
import pypdfium2
import pytest
from livereview.check import check_review
from livereview.dates import today
from livereview.problems import errors
from livereview.writers.ast import read_document, text_of, walk
from livereview.writers.tables import tables_in
from pypdfium2 import raw

pytestmark = pytest.mark.workflow

REPOSITORY = Path(__file__).parents[2]
LIBRARY = (REPOSITORY / "references/library.bib").read_text(encoding="utf-8")
CHINESE_TITLE = "JAK/STAT信号通路在风湿免疫性疾病中作用的研究进展"


def rows_of(table: str) -> list[dict[str, str]]:
    """The rows of a table, read without the engine."""
    with (REPOSITORY / f"data/{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def names_of(status: str) -> set[str]:
    """The rows that have a status, as ``table:id``."""
    tables = [path.stem for path in (REPOSITORY / "data").glob("*.csv")]
    return {
        f"{table}:{row['id']}"
        for table in tables
        for row in rows_of(table)
        if row.get("status") == status
    }


@pytest.fixture(scope="module")
def page(real_written) -> lxml.html.HtmlElement:
    file = real_written.root / "review.html"
    return lxml.html.parse(file, lxml.html.HTMLParser(encoding="utf-8")).getroot()


@pytest.fixture(scope="module")
def pdf(real_written):
    with pypdfium2.PdfDocument(real_written.root / "review.pdf") as document:
        yield document


def reference(page, key: str) -> str:
    parts = page.xpath(f"//*[@id='ref-{key}']/*[not(@class='back-links')]")
    return " ".join("".join(part.text_content() for part in parts).split())


def test_the_check_finds_no_error_and_only_warnings_that_are_known():
    problems = check_review(REPOSITORY, today())

    assert errors(problems) == []
    # Pages that show no date of their own, and an abstract that was given without its authors.
    warned = {(each.code, each.field) for each in problems if each.severity == "warning"}
    assert {code for code, _ in warned} <= {"missing-year", "missing-author"}
    assert [field for code, field in warned if code == "missing-author"] == ["lupus2024jak"]


def test_the_abstracts_in_three_languages_rest_on_the_same_rows(page):
    def rows(section: str) -> set[str]:
        named = page.xpath(f"//*[@id='{section}']//@data-rows")
        return {row for rows in named for row in rows.split()}

    english = rows("sec-abstract")

    assert {"safety:oral-surv-mace-combined", "trials:sle-brave-ii-bari4-sri4-w52"} <= english
    assert rows("sec-abstract-zh") == english
    assert rows("sec-abstract-nl") == english


@pytest.mark.parametrize(
    ("table", "count"),
    [
        ("components", 11),
        ("pathway", 38),
        ("signalling_steps", 10),
        ("diseases", 64),
        ("disease_links", 150),
        ("inhibitors", 23),
        ("approvals", 74),
        ("safety", 148),
        ("regulatory", 32),
        ("regulatory_advice", 22),
        ("trials", 122),
        ("case_reports", 20),
        ("other_therapies", 8),
        ("seed_claims", 138),
    ],
)
def test_no_row_of_the_first_evidence_base_was_lost(table, count):
    # Rows are added, and withdrawn by their status, but they don't go.
    assert len(rows_of(table)) >= count


def test_no_work_of_the_first_library_was_lost():
    assert len(re.findall(r"^@\w+\{[^,\s]+,$", LIBRARY, re.MULTILINE)) >= 377


def test_what_is_printed_rests_on_accepted_rows_alone(page):
    printed = {name for names in page.xpath("//@data-rows") for name in names.split()}
    vocabulary = {f"diseases:{row['id']}" for row in rows_of("diseases")}
    vocabulary |= {f"seed_claims:{row['id']}" for row in rows_of("seed_claims")}
    assert len(printed) > 500
    assert printed & names_of("unverified") == set()
    assert printed - names_of("accepted") - vocabulary == set()


@pytest.mark.parametrize(
    ("printed", "table"), [("disease-links", "disease_links"), ("inhibitor-safety", "safety")]
)
def test_the_two_summary_tables_print_each_accepted_row_once(page, printed, table):
    lines = page.xpath(f"//*[@id='tbl-{printed}']//tbody/tr[@data-rows]/@data-rows")
    accepted = {name for name in names_of("accepted") if name.startswith(f"{table}:")}
    assert sorted(lines) == sorted(accepted)


def test_a_remark_of_the_curators_is_in_no_reference(page):
    entries = re.findall(r"^@\w+\{([^,\s]+),\n(.*?)^\}$", LIBRARY, re.MULTILINE | re.DOTALL)
    remarks = {
        key: re.sub(r"[{}]", "", found[1])
        for key, fields in entries
        if (found := re.search(r"^  annotation = \{(.*)\},$", fields, re.MULTILINE))
    }
    cited = {name.removeprefix("ref-") for name in page.xpath("//*[@id='refs']/*/@id")}
    assert len(remarks.keys() & cited) > 50
    assert [key for key in remarks.keys() & cited if remarks[key] in reference(page, key)] == []


def test_a_work_without_an_author_is_listed_by_its_title(page):
    assert re.fullmatch(
        r"\d+\. ?Review of JAK inhibitors in systemic lupus erythematosus \(title not stated in "
        r"the consulted record\)\. Lupus\. 2024\. doi:10\.1177/09612033241287594",
        reference(page, "lupus2024jak"),
    )


def test_the_reference_list_holds_the_chinese_title_in_its_language(page):
    [entry] = page.xpath("//*[@id='ref-xiao2022jakstat']")
    assert CHINESE_TITLE in reference(page, "xiao2022jakstat")
    assert entry.get("lang") == "zh-Hans"


def test_the_pdf_prints_the_chinese_title_in_a_chinese_typeface(pdf):
    fonts = {
        font
        for page in pdf
        for character, font in characters(page.get_textpage())
        if character in "肖凡妮信号通路在风湿免疫性疾病中作用的研究进展"
    }
    shown = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert CHINESE_TITLE in re.sub(r"\s", "", shown)
    assert len(fonts) == 1
    assert "NotoSansCJK" in fonts.pop()


def characters(textpage):
    """Each character of a page that is no Latin one, with the name of its typeface."""
    for index in range(textpage.count_chars()):
        character = chr(raw.FPDFText_GetUnicode(textpage, index))
        if character > "⺀":
            name, flags = ctypes.create_string_buffer(100), ctypes.c_int()
            raw.FPDFText_GetFontInfo(textpage, index, name, len(name), flags)
            yield character, name.value.decode()


def test_the_pdf_holds_each_heading_and_the_first_cell_of_each_line_of_its_tables(
    real_written, pdf
):
    blocks = read_document(real_written.root / "work/review/document.json")["blocks"]
    shown = "".join(bare(sheet.get_textpage().get_text_range()) for sheet in pdf)
    headings = [text_of(node["c"][2]) for node in walk(blocks) if node["t"] == "Header"]
    groups = [group for table in tables_in(blocks) for group in table.groups]
    cells = [text_of(line.cells[0].inlines) for group in groups for line in group.rows]
    assert len(headings) > 50
    assert len(cells) > 700
    assert [words for words in headings + cells if bare(words) not in shown] == []


def bare(words: str) -> str:
    """A text without blanks and hyphens, those of a line's end included."""
    return re.sub(r"[\s\u00ad\ufffe-]", "", words)


def test_no_text_of_the_pdf_comes_nearer_to_an_edge_than_a_centimetre(pdf):
    centimetre = 72 / 2.54
    outside = []
    for number, page in enumerate(pdf, start=1):
        width, height = page.get_size()
        text = page.get_textpage()
        for index in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(index)
            if min(left, bottom, width - right, height - top) < centimetre:
                outside.append((number, text.get_text_bounded(left, bottom, right, top)))
    assert len(pdf) > 20
    assert outside == []
