"""From end to end on the tiny review: what a reader sees in each format, and what an author can do.

Nothing of it is known to the engine: another subject, other tables and columns, another style of
citation, two editions in two languages.
"""

from __future__ import annotations

import csv
import json
import re
import signal
import subprocess
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import lxml.etree
import lxml.html
import pypdfium2
import pytest
from livereview.cli import main

pytestmark = pytest.mark.workflow

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FORMATS = ["html", "pdf", "docx", "epub", "jats"]
ENDINGS = {"jats": "jats.xml"}
PUBLISHED = [
    *("results/README.txt", "results/SHA256SUMS"),
    *("results/essay.docx", "results/essay.epub", "results/essay.html", "results/essay.jats.xml"),
    *("results/essay.pdf", "results/evidence.xlsx", "results/figures/pitch.svg"),
    *("results/opstel.docx", "results/opstel.epub", "results/opstel.html"),
    *("results/opstel.jats.xml", "results/opstel.pdf"),
    "results/ro-crate-metadata.json",
    *("results/tables/quarters-summed-up.csv", "results/tables/remarks.csv"),
    "results/tables/songs-by-bird.csv",
]
LIN = "(林, 2021)"
VRIES_AND_ATLAS = "(Sound Atlas of the Invented City, 2020; Vries & Okafor, 2019)"


# --- what a reader sees ---

WAYS = "//*[@class='uses' or @class='back-links']"


def page_of(file: Path) -> lxml.html.HtmlElement:
    return lxml.html.parse(file, lxml.html.HTMLParser(encoding="utf-8")).getroot()


def html_text(file: Path) -> str:
    """The text that all formats have, without the ways between rows, text and works."""
    page = page_of(file)
    for element in page.xpath(f"//script | //style | //*[@id='register'] | {WAYS}"):
        element.drop_tree()
    for element in page.iter("p", "li", "td", "th", "h1", "h2", "h3", "figcaption", "div", "dd"):
        element.tail = f"\n{element.tail or ''}"
    return page.text_content()


def pdf_text(file: Path) -> str:
    with pypdfium2.PdfDocument(file) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)


def docx_text(file: Path) -> str:
    with zipfile.ZipFile(file) as parts:
        names = ["word/document.xml", "word/footnotes.xml"]
        trees = [lxml.etree.fromstring(parts.read(name)) for name in names]
    return "\n".join(
        "".join(node.text or "" for node in paragraph.iter(f"{WORD}t"))
        for tree in trees
        for paragraph in tree.iter(f"{WORD}p")
    )


def epub_text(file: Path) -> str:
    """The text of the pages in their order, without the table of contents."""
    with zipfile.ZipFile(file) as book:
        names = sorted(name for name in book.namelist() if name.startswith("EPUB/text/"))
        pages = [lxml.etree.fromstring(book.read(name)) for name in names]
    return "\n".join("".join(page.find("{*}body").itertext()) for page in pages)


def jats_text(file: Path) -> str:
    return "".join(lxml.etree.parse(file).getroot().itertext())


READERS: dict[str, Callable[[Path], str]] = {
    "html": html_text,
    "pdf": pdf_text,
    "docx": docx_text,
    "epub": epub_text,
    "jats": jats_text,
}


class Shown(str):
    """The text that a reader sees in one format, wherever its lines break.

    A PDF does not tell a hyphen from one that was set at the end of a line: hyphens don't count.
    """

    def __new__(cls, text: str):
        return super().__new__(cls, re.sub(r"[\s\u200b\ufffe-]", "", text))

    def __contains__(self, words: str) -> bool:
        return super().__contains__(Shown(words))

    def count(self, words: str) -> int:
        return super().count(Shown(words))


def shown_in(review, edition: str, form: str) -> Shown:
    return Shown(READERS[form](review.root / file_of(edition, form)))


def file_of(edition: str, form: str) -> str:
    """The path of an edition in a format."""
    return f"results/{edition}.{ENDINGS.get(form, form)}"


def all_of(file: Path) -> str:
    """All that a file holds: of a PDF the text that it shows, a Word file and a book unpacked."""
    if file.suffix == ".pdf":
        return pdf_text(file)
    if file.suffix not in (".docx", ".epub"):
        return file.read_text(encoding="utf-8")
    with zipfile.ZipFile(file) as parts:
        content = b"".join(parts.read(name) for name in parts.namelist())
    return content.decode(errors="replace")


@pytest.fixture(params=FORMATS)
def form(request) -> str:
    return request.param


@pytest.fixture(params=[each for each in FORMATS if each != "jats"])
def styled_form(request) -> str:
    """A format whose references are printed in a style; those of JATS are made of elements."""
    return request.param


def test_a_build_makes_each_edition_in_each_format_and_each_table_and_figure(tiny_built_once):
    assert list(tiny_built_once.files("results")) == PUBLISHED


@pytest.mark.parametrize(
    "sentence",
    [
        "higher, 0.40 kHz (range 0.15–0.65), that is 0.40 kHz, range 0.15–0.65; the middle is "
        "0.40 kHz and the limits are range 0.15–0.65.",
        "The finch sings × 1.30 (range 0.88–1.92) as often",
        "The lark is lower, −0.20 kHz (range −0.45 to 0.05).",
        "62% of all birds sing in the whole city.",
        "The city has three quarters, one calm one among them, and no dodos; 7 larks were heard.",
        "3 May 2019 was a Friday, in November 2018 it rained, and 2021 was dry; counts began in "
        "2015.",
        "The harbour warbler was heard at times.",
        "The brass finch was heard often.",
        "Something became softer: brass finch.",
        "Those who sing louder are harbour warbler, brass finch: harbour warbler and brass finch.",
        "Pitch by bird, two songs drawn, the highest 0.40",
        "What was heard, by bird: 5 songs (Section 2).",
        "Also Birds sing and 0.40, for $5 and 10$.",
        "A note says 62%.",
    ],
)
def test_a_sentence_shows_its_values_in_each_format(tiny_built_once, form, sentence):
    assert sentence in shown_in(tiny_built_once, "essay", form)


@pytest.mark.parametrize(
    "sentence",
    [
        "De havenzanger zingt hoger, 0,40 kHz (spreiding 0,15–0,65)",
        "de nachtleeuwerik lager, −0,20 kHz (spreiding −0,45 tot 0,05).",
        "In de hele stad op 3 mei 2019: havenzanger en koperputter (Paragraaf 1).",
    ],
)
def test_another_edition_speaks_its_own_language_in_each_format(tiny_built_once, form, sentence):
    assert sentence in shown_in(tiny_built_once, "opstel", form)


def test_a_value_with_markup_characters_appears_as_typed_in_each_format(tiny_built_once, form):
    typed = (
        "Write *loud*, not <b>loud</b>, for $5 & {{ more }} at @docks... C:\\temp #1 ~2 "
        '"so" it\'s_so^2 [x](y) | z'
    )
    shown = shown_in(tiny_built_once, "essay", form)
    assert f"It was said: “{typed}”." in shown
    assert shown.count(typed) == 2  # in the text and in a table


def test_title_and_disclaimer_are_text_in_each_format(tiny_built_once, form):
    shown = shown_in(tiny_built_once, "essay", form)
    assert "Birdsong & noise: a *tiny* review" in shown
    assert "No bird was heard for this review." in shown


@pytest.mark.parametrize(
    "words",
    [
        "1 Methods",
        "1.1 Rows and works",
        "2 Results",
        "2.1 Pictures and tables",
        "2.2 Words",
        "Figure 1. Pitch by bird",
        "Table 1. What was heard",
        "Table 2. Quarters in one line each.",
        "Table S1. Remarks.",
        "Figure 1 and Table 1 belong to Section 2; see also Section 1.1 and “Summary” "
        "(Table S1, Table 2), again (see Figure 1, left) and Figure 1 (right).",
    ],
)
def test_numbers_and_references_to_them_agree_in_each_format(tiny_built_once, form, words):
    assert words in shown_in(tiny_built_once, "essay", form)


@pytest.mark.parametrize(
    "words",
    [
        "De havenzanger zingt hoger, 0,40 kHz (spreiding 0,15–0,65)",
        "gehoord op 3 mei 2019; zie Tabel 1, Figuur 1, Paragraaf 1.1 en “Summary”.",
        "De koperputter zong 12.400 keer.",
        "码头的“鸟”唱得更高：0.40 kHz（区间0.15～0.65）",
        "2019年5月3日听到5支歌，见表 1、图 1和章节 1.1。",
        "表 2列出各区，因为门骨直令没有空格。",
        "另见表 S1。",
    ],
)
def test_a_part_in_another_language_speaks_it_in_each_format(tiny_built_once, form, words):
    assert words in shown_in(tiny_built_once, "essay", form)


def test_the_web_page_marks_the_language_of_a_part_and_of_its_entry_in_the_contents(
    tiny_built_once,
):
    page = page_of(tiny_built_once.root / "results/essay.html")
    for name, language in ("samenvatting", "nl"), ("zhaiyao", "zh"):
        assert page.get_element_by_id(f"sec-{name}").get("lang") == language
        [entry] = page.xpath(f"//nav//a[@href='#sec-{name}']/span")
        assert entry.get("lang") == language


def test_word_marks_the_language_of_a_part_and_of_its_notes(tiny_built_once):
    with zipfile.ZipFile(tiny_built_once.root / "results/essay.docx") as parts:
        trees = [
            lxml.etree.fromstring(parts.read(f"word/{part}.xml"))
            for part in ("document", "footnotes")
        ]
    marked = {
        run.findtext(f"{WORD}t"): dict(language.attrib)
        for tree in trees
        for run in tree.iter(f"{WORD}r")
        for language in run.iter(f"{WORD}lang")
    }
    assert marked["Samenvatting"] == {f"{WORD}val": "nl"}
    assert marked["摘要"] == marked["另见"] == {f"{WORD}eastAsia": "zh-CN"}


def test_the_supplement_stands_behind_the_reference_list_in_each_format(
    tiny_built_once, styled_form
):
    shown = shown_in(tiny_built_once, "essay", styled_form)
    places = [
        "林晚舟. (2021). 城市噪声中的鸟鸣",
        "What was said Table S1 stands",
        "Table S1. Remarks.",
    ]
    found = [shown.rindex(Shown(words)) for words in places]
    assert found == sorted(found)


@pytest.mark.parametrize(
    "citation",
    [
        f"One row {VRIES_AND_ATLAS},",
        "two rows that share a work (Moss, 2018; Sound Atlas of the Invented City, 2020; "
        "Vries & Okafor, 2019),",
        "a row and a work (see 林, 2021; Tram, 2022, p. 3),",
        "and rows from a query (Moss, 2018; 林, 2021).",
        f"the highest 0.40 {VRIES_AND_ATLAS}.",
        "The range is what it is (Tram, 2022).",
    ],
)
def test_a_row_is_cited_by_its_works_in_each_format(tiny_built_once, form, citation):
    assert citation in shown_in(tiny_built_once, "essay", form)


def test_the_reference_list_holds_what_is_cited_and_nothing_else_in_each_format(
    tiny_built_once, styled_form
):
    shown = shown_in(tiny_built_once, "essay", styled_form)
    listed = Shown(shown[shown.rindex("Sources") :])
    works = [
        "Moss, C. (2018). Screens of moss and the Song of finches. "
        "Annals of Imaginary Ornithology, 2, 20–29.",
        "Sound atlas of the invented city. (2020). https://example.org/atlas",
        "Tram, T. (2022). Bells at dawn. Annals of Imaginary Ornithology.",
        "Vries, A., & Okafor, B. (2019). Pitch and traffic at docks that are not there. "
        "Annals of Imaginary Ornithology, 3, 1–9.",
        "林晚舟. (2021). 城市噪声中的鸟鸣. Birdsong in the noise of a city. 虚构鸟类学.",
    ]
    assert [work for work in works if work in listed] == works
    assert "nobody cites" not in shown


def test_no_format_holds_an_unverified_row_or_a_remark_of_the_curators(tiny_built_once):
    private = ["7.77", "lark-ratio-docks", "Trams", "doubtful", "CURATOR", "made up and not"]
    names = set(PUBLISHED) - {"results/evidence.xlsx"}  # all rows, each with its status
    published = {name: all_of(tiny_built_once.root / name) for name in names}
    assert [(name, word) for name in published for word in private if word in published[name]] == []


ESSAY_TABLES = {
    "songs-by-bird": f"""
        Quarter | Against | Change | Tendency | Heard | Works
        brass finch
        the station | the orchard | × 1.30 (range 0.88–1.92) | no clear change | 1240 | (Moss, 2018)
        the docks | dawn | none | softer song | none | (Sound Atlas of the Invented City, 2020)
        harbour warbler
        the docks | the orchard | 0.40 kHz (range 0.15–0.65) | louder song | 24 | {VRIES_AND_ATLAS}
        harbour warbler and brass finch
        the whole city | silence | 62% | louder song | 90 | (Moss, 2018; Vries & Okafor, 2019)
        night lark
        the orchard | a song on tape | −0.20 kHz (range −0.45 to 0.05) | no clear change | 7 | {LIN}
        """,
    "quarters-summed-up": f"""
        Quarter | Songs | Birds | Works
        the docks | 2 | harbour warbler and brass finch | {VRIES_AND_ATLAS}
        the orchard | 1 | night lark | {LIN}
        the station | 1 | brass finch | (Moss, 2018)
        the whole city | 1 | harbour warbler and brass finch | (Moss, 2018; Vries & Okafor, 2019)
        """,
}


def cells_of(table: str) -> list[list[str]]:
    """A table that is written with a line a row."""
    return [re.split(r" +\| +", line.strip()) for line in table.strip().splitlines()]


def test_the_web_page_holds_the_tables_with_their_groups(tiny_built_once):
    page = page_of(tiny_built_once.root / "results/essay.html")
    for name, rows in ESSAY_TABLES.items():
        [table] = page.xpath(f"//*[@id='tbl-{name}']//table")
        for element in table.xpath(f".{WAYS}"):
            element.drop_tree()
        shown = [[cell.text_content() for cell in row.iter("th", "td")] for row in table.iter("tr")]
        assert shown == cells_of(rows)


def test_the_word_file_holds_the_tables_with_their_groups(tiny_built_once):
    tables = docx.Document(str(tiny_built_once.root / "results/essay.docx")).tables
    shown = [
        [[re.sub("\u200b", "", cell.text) for cell in _merged(row.cells)] for row in table.rows]
        for table in tables
    ]
    for rows in ESSAY_TABLES.values():
        assert cells_of(rows) in shown


def _merged(cells):
    """The cells of a row, one that spans several columns once."""
    return list({cell._tc: cell for cell in cells}.values())


def test_the_pdf_holds_each_row_of_the_tables_in_order(tiny_built_once):
    shown = shown_in(tiny_built_once, "essay", "pdf")
    for rows in ESSAY_TABLES.values():
        assert rows.replace("|", "") in shown


def test_a_table_is_published_as_csv_with_its_groups_keys_and_rows(tiny_built_once):
    text = tiny_built_once.read("results/tables/songs-by-bird.csv")
    assert list(csv.reader(text.splitlines())) == cells_of("""
        Singers | Quarter | Against | Change | Tendency | Heard | Works | Row
        brass finch | the station | the orchard | × 1.30 (range 0.88–1.92) | no clear change | \
            1240 | moss2018screens | songs:finch-ratio-station
        brass finch | the docks | dawn | none | softer song | \
            none | atlas2020sound | songs:finch-dawn-docks
        harbour warbler | the docks | the orchard | 0.40 kHz (range 0.15–0.65) | louder song | \
            24 | vries2019pitch; atlas2020sound | songs:warbler-pitch-docks
        harbour warbler and brass finch | the whole city | silence | 62% | louder song | \
            90 | moss2018screens; vries2019pitch | songs:duet-share-city
        night lark | the orchard | a song on tape | −0.20 kHz (range −0.45 to 0.05) | \
            no clear change | 7 | lin2021niao | songs:lark-pitch-orchard
        """)


def test_a_value_and_its_block_say_in_the_web_page_on_which_rows_they_rest(tiny_built_once):
    page = page_of(tiny_built_once.root / "results/essay.html")
    [value] = page.xpath("//span[@class='value'][.='× 1.30 (range 0.88–1.92)'][ancestor::p]")
    [block] = value.xpath("ancestor::*[contains(@class, 'block')]")
    assert value.get("data-rows") == "songs:finch-ratio-station"
    assert block.get("data-rows").split() == [
        "songs:duet-share-city",
        "songs:finch-ratio-station",
        "songs:lark-pitch-orchard",
        "songs:warbler-pitch-docks",
    ]


def test_a_condition_that_decides_on_a_block_counts_among_its_rows(tiny_built_once):
    page = page_of(tiny_built_once.root / "results/essay.html")
    [block] = page.xpath("//p[starts-with(., 'Something became')]/ancestor::*[@data-rows]")
    assert block.get("data-rows").split() == [
        "birds:brass-finch",
        "birds:night-lark",
        "songs:finch-dawn-docks",
    ]


@pytest.mark.parametrize("edition", ["essay", "opstel"])
def test_each_link_within_the_web_page_leads_to_one_place(tiny_built_once, edition):
    page = page_of(tiny_built_once.root / f"results/{edition}.html")
    names = page.xpath("//@id")
    targets = {link[1:] for link in page.xpath("//a/@href") if link.startswith("#")}
    assert len(names) == len(set(names))
    assert targets - set(names) == set()


def test_the_web_page_needs_no_other_file(tiny_built_once):
    page = page_of(tiny_built_once.root / "results/essay.html")
    sources = page.xpath("//img/@src | //script/@src | //link[not(@rel='canonical')]/@href")
    assert sources == []


def test_each_format_tells_in_words_what_the_figure_shows(tiny_built_once, form):
    words = "Bars of two songs: the harbour warbler's is twice as long as the night lark's."
    file = tiny_built_once.root / file_of("essay", form)
    if form == "html":
        assert page_of(file).xpath("//figure//svg/@aria-label") == [words]
    elif form == "docx":
        drawing = docx.Document(str(file)).inline_shapes[0]._inline
        assert drawing.docPr.get("descr") == words
    elif form == "epub":
        with zipfile.ZipFile(file) as book:
            page = lxml.etree.fromstring(book.read("EPUB/text/ch003.xhtml"))
        assert [image.get("alt") for image in page.iterfind(".//{*}figure/{*}img")] == [words]
    else:
        assert words.encode("utf-16-be") in file.read_bytes() or words.encode() in file.read_bytes()


def test_the_pdf_is_tagged_and_a_wide_table_lies_on_its_side(tiny_built_once):
    with pypdfium2.PdfDocument(tiny_built_once.root / "results/essay.pdf") as pdf:
        wide = [page.get_textpage().get_text_range() for page in pdf if _lies(page)]
        assert pdf.is_tagged()
    assert len(wide) == 1
    assert "Table 1. What was heard" in wide[0]


def _lies(page) -> bool:
    width, height = page.get_size()
    return width > height


def test_the_workbook_that_is_published_is_the_one_that_the_command_writes(
    tiny_built_once, tmp_path
):
    written = tmp_path / "evidence.xlsx"
    assert main(["--root", str(tiny_built_once.root), "workbook", "export", str(written)]) == 0
    assert written.read_bytes() == (tiny_built_once.root / "results/evidence.xlsx").read_bytes()


# --- what an author does ---


def test_a_changed_number_shows_in_all_formats_and_when_put_back_gives_the_same_files(tiny_built):
    first = tiny_built.files("results")
    tiny_built.replace("data/songs.csv", ",0.40,0.15,", ",0.55,0.15,")
    assert tiny_built.build().status == 0
    for form in FORMATS:
        essay, opstel = (shown_in(tiny_built, edition, form) for edition in ("essay", "opstel"))
        assert essay.count("0.55 kHz (range 0.15–0.65)") == 2  # in the text and in a table
        assert "the middle is 0.55 kHz" in essay
        assert "two songs drawn, the highest 0.55" in essay
        assert "0,55 kHz (spreiding 0,15–0,65)" in opstel
        assert "0.40" not in essay
        assert "0,40" not in opstel
    assert "0.55 kHz" in tiny_built.read("results/tables/songs-by-bird.csv")
    assert 'width="55.00"' in tiny_built.read("results/figures/pitch.svg")

    tiny_built.replace("data/songs.csv", ",0.55,0.15,", ",0.40,0.15,")
    assert tiny_built.build().status == 0
    again = tiny_built.files("results")
    assert [name for name in PUBLISHED if again[name] != first[name]] == []


def test_a_mistyped_key_stops_the_build_with_its_place_and_the_nearest_key(tiny_built):
    before = tiny_built.files("results")
    text = "manuscript/essay/01-opening.md"
    tiny_built.replace(text, "@tram2022bells, p. 3", "@tram2022bels, p. 3")
    [line] = [
        number
        for number, line in enumerate(tiny_built.read(text).splitlines(), start=1)
        if "tram2022bels" in line
    ]
    run = tiny_built.build()
    assert run.status == 1
    assert f"{text}:{line}: @tram2022bels: " in run.text
    assert 'did you mean "tram2022bells"?' in run.text
    assert "Traceback" not in run.text
    assert tiny_built.files("results") == before

    tiny_built.replace(text, "@tram2022bels, p. 3", "@tram2022bells, p. 3")
    assert tiny_built.build().status == 0
    assert tiny_built.files("results") == before


def test_a_figure_that_fails_names_its_line_and_leaves_the_results_as_they_were(tiny_built):
    before = tiny_built.files("results")
    script = "manuscript/figures/pitch.py"
    tiny_built.replace(script, "    bars = [", '    raise ValueError("out of ink")\n    bars = [')
    [line] = [
        number
        for number, line in enumerate(tiny_built.read(script).splitlines(), start=1)
        if "out of ink" in line
    ]
    run = tiny_built.build()
    assert run.status == 1
    assert f"{script}:{line}: ValueError: out of ink" in run.text
    assert "Traceback" not in run.text
    assert tiny_built.files("results") == before


def test_one_format_that_fails_leaves_the_results_of_all_as_they_were(tiny_built):
    before = tiny_built.files("results")
    # No typeface of the PDF has this letter; the other formats leave it to the reader's machine.
    tiny_built.replace("data/remarks.csv", "Birds sing", "Birds sing \U00010400")
    run = tiny_built.build("--keep-going")
    assert run.status == 1
    assert "\U00010400" in run.text
    assert tiny_built.files("results") == before


def test_an_interrupted_build_leaves_the_results_as_they_were(tiny_built, snakemake_command):
    before = tiny_built.files("results")
    tiny_built.replace("data/songs.csv", ",0.40,0.15,", ",0.55,0.15,")
    command, environment = snakemake_command
    with subprocess.Popen(
        # Else a test run in the background of a shell would be deaf to it.
        ["env", "--default-signal=INT", *command, "--directory", str(tiny_built.root)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as build:
        for line in build.stdout:
            if "check the sources" in line:
                break
        # More than once, as an impatient person would: Snakemake can miss the first.
        while build.poll() is None:
            build.send_signal(signal.SIGINT)
            time.sleep(0.2)
        build.communicate()
    assert build.returncode != 0
    assert tiny_built.files("results") == before


def test_a_result_that_someone_edited_is_kept_beside_the_new_one(tiny_built):
    edited = tiny_built.root / "results/tables/remarks.csv"
    edited.write_text("mine\n", encoding="utf-8")
    tiny_built.replace("data/remarks.csv", "Birds sing", "Birds whistle")
    assert tiny_built.build().status == 0
    assert "Birds whistle" in edited.read_text(encoding="utf-8")
    assert tiny_built.read("results/tables/remarks.edited.csv") == "mine\n"


# --- without the workflow ---


def test_the_check_finds_no_error_and_lists_what_it_doubts_and_what_waits_for_someone(tiny):
    run = tiny.check()
    assert run.status == 0
    assert run.text.splitlines() == [
        'data/remarks.csv:4: status: info: "doubtful-words" is unverified: it reaches no print',
        'data/songs.csv:7: status: info: "lark-ratio-docks" is unverified: it reaches no print',
        "references/library.bib:3: atlas2020sound: warning: the work has no author",
        "    add author = {…}; an organisation stands in braces of its own: {{World Bank}}",
        "references/library.bib:31: quiet2001uncited: warning: no row and no text cites this work",
        "    cite it, or take the entry out",
        "2 warnings, 2 remarks",
    ]


def test_a_mistyped_key_is_told_by_the_check(tiny):
    tiny.replace("manuscript/essay/01-opening.md", "[@songs:finch-ratio", "[@songs:finsh-ratio")
    run = tiny.check()
    assert run.status == 1
    assert 'did you mean "finch-ratio-station"?' in run.text
    assert "1 error, 1 warning, 2 remarks" in run.text


def test_weaving_twice_gives_the_same_document(tiny):
    first = json.dumps(tiny.weave("essay"))
    assert json.dumps(tiny.weave("essay")) == first


def test_a_remark_of_the_curators_is_not_printed_by_a_style_that_prints_annotations(tiny):
    tiny.replace("config/config.yaml", "style: apa", "style: antarctic-science")
    woven = json.dumps(tiny.weave("essay"))
    assert "Bells" in woven
    assert "CURATOR" not in woven
