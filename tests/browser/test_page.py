"""The web page of the real review in a real browser: loading, reading, citing, and no script."""

from __future__ import annotations

import re

import pytest

from .conftest import PHONE

SECTION = "#sec-oral-surveillance"
SAFETY = "tbl-inhibitor-safety"
ROW = "#row-safety-oral-surv-mace-combined"


def test_the_page_asks_the_network_for_nothing_and_complains_of_nothing(open_page):
    opened = open_page()
    opened.page.wait_for_load_state("networkidle")
    assert opened.said == []
    assert [url for url in opened.asked if not url.startswith("data:")] == [opened.page.url]


def test_a_script_that_is_not_of_the_page_does_not_run(open_page):
    opened = open_page()
    opened.page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'),"
        "{textContent: 'window.intruder = 1'}))"
    )
    assert opened.page.evaluate("window.intruder") is None
    assert "Content Security Policy" in opened.said[0]


def test_the_page_is_smaller_than_three_megabytes(real_written):
    assert (real_written.root / "review.html").stat().st_size < 3_000_000


@pytest.mark.parametrize("width", [360, 800, 1440, 2200])
def test_the_page_never_scrolls_sideways(open_page, width):
    page = open_page(viewport={"width": width, "height": 800}).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width


# The words of a table that are broken over lines, or stand out of their cells.
CUT = """table => [...table.querySelectorAll("thead th, tbody td")].flatMap(cell => {
  const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), cut = [];
  for (let node; (node = walker.nextNode());)
    for (const word of node.data.matchAll(/[a-z]+/gi)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const boxes = [...range.getClientRects()], edge = cell.getBoundingClientRect().right;
      if (boxes.some(box => box.top !== boxes[0].top || box.right > edge + 1)) cut.push(word[0]);
    }
  return cut;
})"""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("table", ["tbl-covid-trials", "tbl-trials", SAFETY])
def test_no_word_of_a_table_of_many_columns_is_cut(open_page, table, width):
    page = open_page(f"#{table}", viewport={"width": width, "height": 800}).page
    page.evaluate("document.fonts.ready")
    assert page.locator(f"#{table} table").evaluate(CUT) == []


def test_the_name_of_a_long_address_stands_beside_its_first_line(open_page):
    page = open_page(viewport=PHONE).page
    page.locator("details.register").first.locator("summary").click()
    entry = page.locator(".record dd:has(> a)").first
    label = entry.evaluate("dd => dd.previousElementSibling.getBoundingClientRect().top")
    assert entry.bounding_box()["height"] > 35  # lines
    assert abs(entry.locator("a").bounding_box()["y"] - label) < 5


@pytest.mark.parametrize("width", [800, 1440, 2200])
def test_a_line_of_text_has_between_60_and_80_characters(open_page, width):
    page = open_page(viewport={"width": width, "height": 800}).page
    paragraph = page.locator(f"section{SECTION} p").first
    lines = paragraph.evaluate(
        "p => { const r = document.createRange(); r.selectNodeContents(p);"
        " return new Set([...r.getClientRects()].map(each => Math.round(each.bottom / 9))).size }"
    )
    characters = len(paragraph.inner_text()) / lines
    assert 55 < characters < 85


def test_the_page_brings_its_typefaces(open_page):
    page = open_page().page
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate(
        "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
    )
    assert {name.strip('"') for name in loaded} == {"Source Serif 4", "Source Sans 3"}


def test_the_contents_mark_the_section_that_is_read(open_page):
    page = open_page(SECTION).page
    mark = page.locator(".contents a[aria-current='true']")
    mark.wait_for()
    assert mark.get_attribute("href") == SECTION


def test_a_heading_has_a_link_to_itself(open_page):
    page = open_page().page
    link = page.locator(f"{SECTION} > h3 > .anchor")
    assert link.get_attribute("href") == SECTION
    assert link.get_attribute("aria-label").startswith("Link to this section: ")


def test_the_header_of_a_wide_table_stays_in_its_frame_when_that_is_scrolled(open_page):
    page = open_page(f"#{SAFETY}").page
    frame = page.locator(f"#{SAFETY} .frame")
    frame.evaluate("each => each.scrollTo(0, 2000)")
    top = frame.bounding_box()["y"]
    header = page.locator(f"#{SAFETY} thead th").first.bounding_box()["y"]
    assert abs(header - top) < 5


def test_the_first_column_stays_in_sight_when_a_table_is_moved_sideways(open_page):
    page = open_page(f"#{SAFETY}", viewport=PHONE).page
    frame = page.locator(f"#{SAFETY} .frame")
    frame.evaluate("each => each.scrollTo(300, 0)")
    assert frame.evaluate("each => each.scrollLeft") > 100
    first = page.locator(f"#{SAFETY} tbody tr:not(.group) > th").first.bounding_box()
    assert abs(first["x"] - frame.bounding_box()["x"]) < 5


# -- colours --------------------------------------------------------------------------------------


def ground(page):
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_the_page_takes_the_colours_of_the_system(open_page):
    light, dark = (ground(open_page(color_scheme=each).page) for each in ("light", "dark"))
    assert (light, dark) == ("rgb(254, 253, 251)", "rgb(21, 24, 27)")


def test_the_switch_of_colours_is_kept_for_the_next_time(open_page):
    page = open_page(color_scheme="light").page
    page.get_by_label("Colours").select_option("dark")
    assert ground(page) == "rgb(21, 24, 27)"
    page.wait_for_timeout(1000)  # the browser writes down what it keeps a moment later
    page.reload()
    assert ground(page) == "rgb(21, 24, 27)"
    assert page.get_by_label("Colours").input_value() == "dark"
    page.get_by_label("Colours").select_option("auto")
    assert ground(page) == "rgb(254, 253, 251)"


# -- citing ---------------------------------------------------------------------------------------


def test_the_ways_to_cite_can_be_copied(open_page):
    page = open_page(permissions=["clipboard-read", "clipboard-write"]).page
    page.locator(".citing > summary").click()
    page.get_by_role("button", name="Copy: BibTeX").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@misc{")
    assert "  title = {{The JAK/STAT pathway" in copied
    assert page.get_by_role("button", name="Copy: RIS").is_visible()


def test_other_formats_and_tables_lie_beside_the_page(open_page):
    page = open_page().page
    links = page.locator(".downloads a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert links[:4] == ["review.pdf", "review.docx", "review.epub", "review.jats.xml"]
    assert "tables/inhibitor-safety.csv" in links


def test_machines_find_who_wrote_the_page_and_when(open_page):
    page = open_page().page
    author = page.locator("meta[name='citation_author']").get_attribute("content")
    date = page.locator("meta[name='citation_publication_date']").get_attribute("content")
    assert author == "The JAK/STAT living review contributors"
    assert re.fullmatch(r"\d{4}/\d\d/\d\d", date)
    kind = page.evaluate(
        "JSON.parse(document.querySelector('[type=\"application/ld+json\"]').textContent)['@type']"
    )
    assert kind == "ScholarlyArticle"


# -- without a script -----------------------------------------------------------------------------


def test_without_a_script_all_is_there_and_nothing_that_needs_one(open_page):
    page = open_page(java_script_enabled=False).page
    assert page.locator("main").inner_text().count("\n") > 1000
    assert page.locator("button, select, input").count() == 0
    assert page.locator(f"#{SAFETY} tbody tr:not(.group)").count() > 100


def test_without_a_script_a_value_leads_to_its_row(open_page):
    page = open_page(java_script_enabled=False).page
    page.locator(f"{SECTION} a.to-row[href='{ROW}']").first.click()
    assert page.url.endswith(ROW)
    assert page.locator(f"tr{ROW}").is_visible()


def test_without_a_script_a_row_leads_back_to_the_text(open_page):
    page = open_page(ROW, java_script_enabled=False).page
    page.locator(f"{ROW} .uses a", has_text="8.1").click()
    target = page.url.partition("#")[2]
    assert page.locator(f"{SECTION} #{target}").count() == 1


def test_without_a_script_a_value_of_a_row_that_no_table_shows_leads_to_its_record(open_page):
    page = open_page(java_script_enabled=False).page
    identifier = page.locator(".record").first.get_attribute("id")
    page.goto(f"{page.url}#{identifier}")
    record = page.locator(f"#{identifier}")
    assert record.is_visible()
    assert "Last reviewed" in record.inner_text()


def test_without_a_script_a_reference_leads_to_where_it_is_cited_and_to_its_rows(open_page):
    page = open_page("#ref-ytterberg2022cardiovascular", java_script_enabled=False).page
    notes = page.locator("#ref-ytterberg2022cardiovascular .back-links")
    assert "Cited in Abstract" in notes.inner_text()
    notes.locator("summary").click()
    assert notes.locator(f"details a[href='{ROW}']").is_visible()


def test_each_link_within_the_page_has_its_target(open_page):
    page = open_page().page
    broken = page.evaluate(
        "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.getAttribute('href').slice(1))"
        ".filter(id => !document.getElementById(decodeURIComponent(id)))"
    )
    assert broken == []
