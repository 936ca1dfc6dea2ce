"""What the web page tells of rows, how it is cited, and the ways between text, rows and works."""

import json

import lxml.html
import pytest
from livereview.marks import bind_marks, leading_to
from livereview.version import Version
from livereview.writers.html import write_html
from livereview.writers.html_citing import bibtex, plain_citation, ris
from livereview.writers.html_page import without_style_attributes

VERSION = Version("v1.0", "2026-11-21", 1795219200)
SONG = "songs:warbler-pitch-docks"
ROW = "#row-songs-warbler-pitch-docks"


def meta(**fields):
    made = {
        key: {"t": "MetaList", "c": [{"t": "MetaString", "c": each} for each in value]}
        if isinstance(value, list)
        else {"t": "MetaString", "c": value}
        for key, value in fields.items()
    }
    return {"meta": made, "blocks": []}


BIRDS = meta(
    title="Birds & bells", author=["Ada Adams", "The Bell_Ringers"], lang="en", license="CC BY 4.0"
)


@pytest.fixture(scope="module")
def woven(tmp_path_factory, tiny_built_once):
    document = tiny_built_once.root / "work" / "essay" / "document.json"
    return json.loads(document.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def page(tmp_path_factory, tiny_built_once):
    root = tiny_built_once.root
    output = tmp_path_factory.mktemp("page") / "essay.html"
    document = root / "work" / "essay" / "document.json"
    write_html(document, output, figures=root / "work" / "figures", version=VERSION)
    return lxml.html.parse(output, lxml.html.HTMLParser(encoding="utf-8")).getroot()


def test_a_record_tells_a_row_with_the_names_of_its_columns(woven):
    evidence = woven["evidence"]
    told = evidence["rows"][SONG]
    assert told["effect"] == "0.40 kHz (range 0.15–0.65)"
    assert told["works"] == ["vries2019pitch", "atlas2020sound"]
    assert told["cells"]["heard_in"] == "the docks"
    titles = evidence["tables"]["songs"]["columns"]
    assert titles.keys() >= told["cells"].keys()
    assert not titles.keys() & {"id", "citekeys", "status"}


def test_a_record_tells_first_how_far_a_row_is_trusted_and_where_it_comes_from(woven):
    first = list(woven["evidence"]["tables"]["songs"]["columns"])[:4]
    assert first == ["trust", "locator", "source_url", "reviewed"]


def test_a_value_leads_to_the_line_that_shows_its_row_and_the_line_back(page):
    [line] = page.xpath(f"//tr[@id='{ROW[1:]}']")
    links = page.xpath(f"//p//a[@class='to-row'][@href='{ROW}']")
    assert links
    used = {href.removeprefix("#") for href in line.xpath(".//*[@class='uses']/a/@href")}
    assert used
    assert used <= set(page.xpath("//section//@id"))


def test_each_row_has_one_place(page):
    places = [name for name in page.xpath("//@id") if name.startswith("row-")]
    assert len(places) == len(set(places))


def test_a_row_that_no_table_shows_has_its_record_at_the_end(page):
    records = page.xpath("//details[@class='register']/div[@class='record']")
    assert records
    lines = set(page.xpath("//tr/@id"))
    assert not {each.get("id") for each in records} & lines
    assert all(each.xpath(".//dl/dt") for each in records)


def test_a_record_ends_each_part_of_the_name_of_a_work_with_one_mark(
    woven, tiny_built_once, tmp_path
):
    name = {"authors": "Vries et al.", "title": "Do wrens sing?", "year": "2019", "url": ""}
    evidence = woven["evidence"]
    rows = {row: told | {"works": ["vries"]} for row, told in evidence["rows"].items()}
    evidence = evidence | {"rows": rows, "works": {"vries": name}}
    source, output = tmp_path / "document.json", tmp_path / "page.html"
    source.write_text(json.dumps(woven | {"evidence": evidence}))
    figures = tiny_built_once.root / "work" / "figures"
    write_html(source, output, figures=figures, version=VERSION)
    page = lxml.html.parse(output, lxml.html.HTMLParser(encoding="utf-8"))
    named = page.xpath("//div[@class='record']/ul/li")
    assert {each.text_content() for each in named} == {"Vries et al. Do wrens sing? 2019."}


def test_a_work_names_the_places_that_cite_it(page):
    [notes] = page.xpath("//*[@id='ref-vries2019pitch']/*[@class='back-links']")
    assert notes.text_content().startswith("Cited in ")
    assert f"{ROW}" in notes.xpath(".//details//a/@href")


def test_the_data_of_the_cards_can_not_end_their_element(page):
    [script] = page.xpath("//script[@id='review-data']")
    assert "<" not in script.text
    assert json.loads(script.text)["rows"]


# -- citing ---------------------------------------------------------------------------------------


def test_the_review_is_cited_by_authors_title_state_and_date():
    terms = meta(version="Version", evidence_date="Evidence as of")["meta"]
    birds = {"meta": BIRDS["meta"] | {"terms": {"t": "MetaMap", "c": terms}}, "blocks": []}
    assert plain_citation(birds, VERSION) == (
        "Ada Adams, The Bell_Ringers. Birds & bells. Version v1.0. Evidence as of 2026-11-21."
    )


def test_a_title_that_asks_is_cited_with_its_own_mark_alone():
    terms = meta(version="Version", evidence_date="Evidence as of")["meta"]
    asks = meta(title="Do birds sing?", author=["Ada Adams"])["meta"]
    document = {"meta": asks | {"terms": {"t": "MetaMap", "c": terms}}, "blocks": []}
    assert plain_citation(document, VERSION) == (
        "Ada Adams. Do birds sing? Version v1.0. Evidence as of 2026-11-21."
    )


def test_the_entry_for_bibtex_keeps_whole_names_and_escapes_what_tex_would_read():
    assert bibtex(BIRDS, VERSION).splitlines() == [
        "@misc{birds2026,",
        r"  author = {{Ada Adams} and {The Bell\_Ringers}},",
        r"  title = {{Birds \& bells}},",
        "  year = {2026},",
        "  date = {2026-11-21},",
        "  version = {v1.0},",
        "  note = {CC BY 4.0},",
        "}",
    ]


def test_the_entry_for_ris_begins_with_its_type_and_ends_with_its_end():
    lines = ris(BIRDS, VERSION).splitlines()
    assert lines[:3] == ["TY  - GEN", "AU  - Ada Adams", "AU  - The Bell_Ringers"]
    assert lines[-1] == "ER  - "


# -- markup ---------------------------------------------------------------------------------------


def test_a_style_attribute_becomes_a_class_of_the_style_sheet():
    html = '<style>\n</style><td style="text-align: left;">a</td><p class="b" style="x: y">c</p>'
    assert without_style_attributes(html) == (
        '<style>\n.s-1{text-align: left;}\n.s-2{x: y}\n</style><td class="s-1">a</td>'
        '<p class="s-2 b">c</p>'
    )


def test_a_mark_of_a_chart_becomes_a_group_that_names_its_rows():
    link = f'<a xlink:href="https://elsewhere/{leading_to(["a:b", "a:c"])}"><path/></a>'
    assert bind_marks(f"<svg>{link}</svg>") == '<svg><g data-rows="a:b a:c"><path/></g></svg>'
