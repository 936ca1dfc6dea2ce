"""Whatever stands in a cell is text: it reaches every format as it was typed."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import lxml.etree
import lxml.html
import pypdfium2
import pytest
import typst
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from livereview.check import check_review
from livereview.csvtables import write_csv_tables
from livereview.dates import today
from livereview.document import write_document
from livereview.evidence import load_evidence
from livereview.library import write_csl
from livereview.problems import errors
from livereview.version import Version
from livereview.writers.docx import write_docx
from livereview.writers.epub import write_epub
from livereview.writers.html import write_html
from livereview.writers.jats import write_jats
from livereview.writers.pdf import exact, write_pdf

from .conftest import WORDS

VERSION = Version("", "2024-01-15", 1705276800)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

CONFIG = """
editions: [text]
formats: [html, pdf, docx]
citation_style: apa
terms:
  en:
    table: Table
    figure: Figure
    section: Section
    references: References
    decimal_mark: "."
    thousands_mark: ","
    effect: "{effect} ({interval})"
    effect_inline: "{effect}, {interval}"
    interval: "{}"
    limits: "{low}–{high}"
    limits_negative: "{low} to {high}"
    lower_limit: "lower limit {}"
    upper_limit: "upper limit {}"
    noninferior: "no worse ({limit}, margin {margin})"
    not_noninferior: "not known to be no worse ({limit}, margin {margin})"
    direction_beside: "{direction} and {noninferiority}"
    counted: "{number} {noun}"
    plural: true
    list_separator: ", "
    list_end: " and "
    empty: "–"
    row: Row
    numerals: [none, one]
    months: [January, February, March, April, May, June,
             July, August, September, October, November, December]
    date_day: "{day} {month} {year}"
    date_month: "{month} {year}"
    date_year: "{year}"
    document: {TERMS}
"""
PACKAGE = """
name: cells
resources:
  - name: cells
    path: cells.csv
    title: Cells
    schema:
      fields:
        - {name: id}
        - {name: typed}
        - {name: reviewed}
"""
TABLES = """
cells:
  caption: 'First: {{ (cells | list)[0].typed }}.'
  notes: 'First: {{ (cells | list)[0].typed }}.'
  rows: cells
  columns: [{header: Typed, value: row.typed}]
groups:
  caption: In groups.
  rows: cells
  group_by: row.id ~ row.typed
  group_header: Group
  columns: [{header: Typed, value: row.typed}]
"""
METADATA = """
title: Cells
lang: en
authors: [Nobody]
license: CC BY 4.0
"""
# Every place in which an author can put a value; the numbers tell formats without marks which is
# which. A heading comes with an identifier of its own and without.
PLACES = """
{% for row in cells %}
# {{ row.typed }}

# {{ row.typed }} {#sec:{{ row.id }} .unnumbered}

{{ row.typed }}

Plain {{ row.typed }}, *emphasised {{ row.typed }}*, **{{ row.typed }}**, "{{ row.typed }}",
'{{ row.typed }}', ~~{{ row.typed }}~~, H~{{ row.typed }}~, a[{{ row.typed }}](https://example.org),
with{{ row.typed }}in, {{ row.typed }}{{ row.typed }} and a note.^[It says {{ row.typed }}.]

- {{ row.typed }}

> {{ row.typed }}

| {{ row.typed }}
| {{ row.typed }}

Term {{ row.typed }}
:   {{ row.typed }}

{% endfor %}

{{ table("cells") }}
"""
LINES = """
{% for row in cells %}
Begin{{ row.id }} {{ row.typed }} end{{ row.id }}.

{% endfor %}

{{ table("groups") }}
"""
VALUES_PER_ROW = PLACES.count("row.typed")

MARKUP = [
    *(
        "*",
        "**",
        "_",
        "__",
        "`",
        "```",
        "~",
        "~~",
        "^",
        "^[x]",
        "\\",
        "\\*",
        "\\n",
        "\\\\",
        "|",
        ":::",
    ),
    *("<b>", "</b>", "<!--", "-->", "<script>", "&amp;", "&", "<", ">", "]]>", "<w:t>", "<?x?>"),
    *("@", "@key", "[@key]", "@sec:x", "[", "]", "](", "![a](b)", "{#id}", "{.class}", "{=html}"),
    *("{{", "}}", "{{ 1 }}", "{%", "%}", "{#", "#}", "#", "# ", "#let", "#x[", "$", "$x$", "$$"),
    *("...", "--", "---", "-", "+", "=", "/", "//", "/*", "*/", '"', "'", '"a"', "''", "``", "%"),
    *("1. ", "- ", "> ", ": ", "\\u{41}", "\\x41", "\\begin{x}", ";", ",", "(c)", "http://a.b/c_d"),
]
# Private use, letters that look like the engine's own marks, other scripts and directions,
# characters that join, break, hide or combine; none that no file of text should hold.
STRANGE = "\ue000\uf8ff\U000f0000\U00010400\U00010410\U0001044f\U00010000\U00010010\U0001005d"
STRANGE += "\u00a0\u00ad\u2011\u200b\u200d\u2028\u2029\u0301\u0130\ufb01\ufeff林\U0001f99c\u05d0"
MARKS = ["\U00010000\U00010010\U0001005d", "\U00010000\U00010019\U00010019\U0001005d"]

anything = st.lists(
    st.sampled_from(MARKUP)
    | st.sampled_from(MARKS)
    | st.sampled_from(STRANGE)
    | st.sampled_from(" ab1")
    | st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Cs"]),
    min_size=1,
    max_size=6,
).map("".join)
# What the typefaces of the PDF hold, and what doesn't get lost when text is taken out of a PDF.
printable = st.lists(
    st.sampled_from([each for each in MARKUP if len(each) < 5])
    | st.sampled_from(" abcXYZ0189")
    | st.sampled_from("äéñøßΩβµ°±×÷·«»“”‘’–—…€§¶†≤≥≠林鸟"),
    min_size=1,
    max_size=4,
).map("".join)
# The first wrong text of a batch says enough: to look for the smallest batch takes minutes.
batches = settings(
    max_examples=5,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@dataclass(frozen=True)
class Cells:
    """A review whose evidence is one column of texts."""

    root: Path

    def fill(self, texts: list[str]) -> None:
        with (self.root / "data/cells.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["id", "typed", "reviewed"])
            writer.writerows([f"r{n}r", text, "2024-01-15"] for n, text in enumerate(texts))

    def weave(self, markdown: str) -> Path:
        (self.root / "manuscript/text/01.md").write_text(markdown, encoding="utf-8")
        document = self.root / "document.json"
        write_document(self.root, "text", self.root / "library.json", self.root, document)
        return document


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> Cells:
    root = tmp_path_factory.mktemp("cells")
    files = {
        "config/config.yaml": CONFIG.replace("TERMS", WORDS),
        "data/datapackage.yaml": PACKAGE,
        "references/library.bib": "@misc{work, title = {Work}, year = {2020}}",
        "manuscript/tables.yaml": TABLES,
        "manuscript/text/metadata.yaml": METADATA,
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    (root / "figures").mkdir()
    write_csl(root / "references/library.bib", root / "library.json")
    return Cells(root)


def plain(text: str) -> str:
    """The text with its blanks normalised."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


def elements(node, kind):
    """All elements of a kind in pandoc's JSON, in reading order."""
    if isinstance(node, list):
        return [found for item in node for found in elements(item, kind)]
    if not isinstance(node, dict):
        return []
    own = [node] if node.get("t") == kind else []
    return own + [found for item in node.values() for found in elements(item, kind)]


@given(texts=st.lists(anything, min_size=15, max_size=15))
@example(texts=[*MARKUP, *MARKS, *STRANGE])
@batches
def test_each_place_of_the_woven_text_holds_what_was_typed_as_one_string(cells, texts):
    cells.fill(texts)
    document = json.loads(cells.weave(PLACES).read_text(encoding="utf-8"))
    values = [span["c"][1] for span in elements(document, "Span") if "value" in span["c"][0][1]]
    one_by_one = [[{"t": "Str", "c": text}] for text in texts]
    in_text = [string for string in one_by_one for _ in range(VALUES_PER_ROW)]
    caption, notes = one_by_one[:1], one_by_one[:1]
    assert values == [*in_text, *caption, *one_by_one, *notes]


@given(texts=st.lists(anything, min_size=15, max_size=15))
@example(texts=[*MARKUP, *MARKS, *STRANGE])
@batches
@pytest.mark.usefixtures("without_faces")
def test_the_web_page_shows_what_was_typed(cells, texts):
    cells.fill(texts)
    page = cells.root / "page.html"
    write_html(cells.weave(PLACES), page, figures=cells.root / "figures", version=VERSION)
    tree = lxml.html.parse(page, lxml.html.HTMLParser(encoding="utf-8"))
    shown = [plain(span.text_content()) for span in tree.xpath("//main//span[@class='value']")]
    typed = [plain(text) for text in texts]
    assert sorted(shown) == sorted([*typed * (VALUES_PER_ROW + 1), typed[0], typed[0]])


@given(texts=st.lists(anything, min_size=15, max_size=15))
@example(texts=[*MARKUP, *MARKS, *STRANGE])
@batches
def test_the_word_file_shows_what_was_typed(cells, texts):
    cells.fill(texts)
    file = cells.root / "text.docx"
    write_docx(cells.weave(LINES), file, figures=cells.root / "figures", version=VERSION)
    shown = [plain(text) for text in word_paragraphs(file)]
    # A soft hyphen is no sign but a place to break: pandoc leaves out one that has no word.
    texts = [text.replace("\u00ad", "") for text in texts]
    typed = [plain(text) for text in texts]
    lines = [plain(f"Beginr{n}r {text} endr{n}r.") for n, text in enumerate(typed)]
    headings = [plain(f"r{n}r{text}") for n, text in enumerate(texts)]
    assert [text for text in shown if text.startswith("Beginr")] == lines
    assert [text for text in shown if re.match(r"r\d+r", text)] == headings
    assert [text for before, text in pairwise(shown) if re.match(r"r\d+r", before)] == typed


def word_paragraphs(file: Path) -> list[str]:
    """The text of each paragraph of a Word file."""
    with zipfile.ZipFile(file) as parts:
        tree = lxml.etree.fromstring(parts.read("word/document.xml"))
    signs = {"noBreakHyphen": "\u2011", "tab": "\t", "br": "\n"}
    return [
        "".join(
            (run.text or "") if run.tag == f"{WORD}t" else signs.get(run.tag.removeprefix(WORD), "")
            for run in paragraph.iter()
            if run.getparent().tag == f"{WORD}r"
        )
        for paragraph in tree.iter(f"{WORD}p")
    ]


@given(texts=st.lists(anything, min_size=15, max_size=15))
@example(texts=[*MARKUP, *MARKS, *STRANGE])
@batches
def test_the_jats_xml_shows_what_was_typed(cells, texts):
    cells.fill(texts)
    file = cells.root / "text.jats.xml"
    write_jats(cells.weave(LINES), file, library=cells.root / "library.json", version=VERSION)
    article = lxml.etree.parse(file)
    assert lines_of(article.iter("p")) == lines_typed(texts)
    assert [plain(each.text) for each in article.iterfind(".//th[@scope='row']")] == [
        plain(text) for text in texts
    ]


@given(texts=st.lists(anything, min_size=15, max_size=15))
@example(texts=[*MARKUP, *MARKS, *STRANGE])
@batches
def test_the_book_shows_what_was_typed(cells, texts):
    cells.fill(texts)
    file = cells.root / "text.epub"
    write_epub(cells.weave(LINES), file, figures=cells.root / "figures", version=VERSION)
    with zipfile.ZipFile(file) as book:
        page = lxml.etree.fromstring(book.read("EPUB/text/ch001.xhtml"))
    assert lines_of(page.iter("{*}p")) == lines_typed(texts)
    shown = [plain("".join(each.itertext())) for each in page.iterfind(".//{*}th[@scope='row']")]
    assert shown == [plain(text) for text in texts]


def lines_of(paragraphs) -> list[str]:
    """The text of the paragraphs that LINES makes."""
    shown = (plain("".join(each.itertext())) for each in paragraphs)
    return [text for text in shown if text.startswith("Beginr")]


def lines_typed(texts: list[str]) -> list[str]:
    return [plain(f"Beginr{n}r {plain(text)} endr{n}r.") for n, text in enumerate(texts)]


@given(texts=st.lists(printable, min_size=30, max_size=30))
@example(texts=[text for text in MARKUP if len(text) < 12])
@settings(batches, max_examples=4)
def test_the_pdf_shows_what_was_typed(cells, texts):
    cells.fill(texts)
    file = cells.root / "text.pdf"
    write_pdf(cells.weave(LINES), file, figures=cells.root / "figures", version=VERSION)
    with pypdfium2.PdfDocument(file) as pdf:
        shown = "".join(page.get_textpage().get_text_range() for page in pdf)
    pieces = re.findall(r"Begin(r\d+r)(.*?)end\1\.", re.sub(r"\s", "", shown))
    assert pieces == [(f"r{n}r", re.sub(r"\s", "", text)) for n, text in enumerate(texts)]


@given(texts=st.lists(anything, min_size=30, max_size=30))
@example(texts=[*MARKUP, *MARKS, *STRANGE])
@batches
def test_typst_reads_a_string_as_it_was_typed(texts):
    strings = "".join(f"({exact(text).removeprefix('#').removesuffix(';')}), " for text in texts)
    source = f"#metadata(({strings})) <typed>".encode()
    assert json.loads(typst.query(source, "<typed>", field="value", one=True)) == texts


@given(texts=st.lists(anything, min_size=15, max_size=15))
@example(texts=[*MARKUP, *MARKS, *STRANGE, " blank ", "two\nlines", 'a "quoted", cell'])
@batches
def test_a_table_as_csv_holds_what_was_typed(cells, texts):
    cells.fill(texts)
    write_csv_tables(cells.root, cells.root / "tables")
    with (cells.root / "tables/cells.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [
        ["Typed", "Row"],
        *([text, f"cells:r{n}r"] for n, text in enumerate(texts)),
    ]


@given(texts=st.lists(anything, min_size=15, max_size=15))
@example(texts=[*MARKUP, *MARKS, *STRANGE, " blank ", "two\nlines", 'a "quoted", cell'])
@batches
def test_a_cell_is_read_as_it_was_typed(cells, texts):
    cells.fill(texts)
    assert [row["typed"] for row in load_evidence(cells.root)["cells"]] == texts


@pytest.mark.parametrize("character", ["\x00", "\x01", "\x0b", "\x1b", "\x85", "\ufffe", "\uffff"])
def test_a_character_that_no_text_should_hold_is_told_with_its_line(cells, character):
    cells.fill(["sound", f"not{character}sound"])
    [problem] = [
        each for each in check_review(cells.root, today()) if each.path == "data/cells.csv"
    ]
    assert (problem.line, problem.code, problem.severity) == (3, "encoding", "error")
    assert f"U+{ord(character):04X}" in problem.message


@pytest.mark.parametrize(
    ("path", "line"), [("manuscript/text/01.md", 3), ("manuscript/tables.yaml", 3)]
)
def test_words_of_an_author_cannot_pass_for_the_place_of_a_value(cells, path, line):
    cells.fill(["a value"])
    (cells.root / "manuscript/text/01.md").write_text("{{ table('cells') }}\n\nWords.\n")
    sound = (cells.root / path).read_text(encoding="utf-8")
    word = "Words" if path.endswith(".md") else "First"
    (cells.root / path).write_text(sound.replace(word, MARKS[0], 1), encoding="utf-8")
    problems = errors(check_review(cells.root, today()))
    (cells.root / path).write_text(sound, encoding="utf-8")
    assert {(each.path, each.line, each.code) for each in problems} == {(path, line, "character")}
