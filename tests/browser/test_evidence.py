"""From a number to its row and back: cards, tables to explore, figures, in a real browser."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from .conftest import PHONE

SECTION = "#sec-oral-surveillance"
SAFETY = "tbl-inhibitor-safety"
ROW = "#row-safety-oral-surv-mace-combined"
VALUE = f"{SECTION} a.to-row[href='{ROW}']"


# -- cards ----------------------------------------------------------------------------------------


def test_pointing_at_a_value_opens_the_card_of_its_row(open_page):
    opened = open_page(SECTION)
    opened.page.locator(VALUE, has_text="HR 1.33").first.hover()
    opened.page.locator("#card").wait_for()
    card = opened.text("#card")
    for words in (
        *("ORAL Surveillance", "HR 1.33 (95% CI 0.91–1.94)", "Certainty", "moderate"),
        *("Place in the source", "abstract", "Last reviewed", "10.1056/nejmoa2109927"),
    ):
        assert words in card, words
    assert opened.page.locator(f"#card a[href='{ROW}']").count() > 0
    assert opened.page.locator("#card a[href='https://doi.org/10.1056/nejmoa2109927']").count() > 0
    assert opened.said == []


def test_the_pointer_can_move_into_a_card_and_leaves_it_to_close(open_page):
    page = open_page(SECTION).page
    page.locator(VALUE).first.hover()
    card = page.locator("#card")
    card.wait_for()
    card.hover()
    page.wait_for_timeout(600)
    assert card.is_visible()
    page.mouse.move(5, 5)
    card.wait_for(state="hidden")


def test_focus_opens_a_card_enter_moves_into_it_and_escape_goes_back(open_page):
    page = open_page(SECTION).page
    value = page.locator(VALUE).first
    page.keyboard.press("Tab")
    value.focus()
    page.locator("#card").wait_for()
    assert value.evaluate("each => each === document.activeElement")
    assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") == "card-title"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "card"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#card') !== null")
    page.keyboard.press("Escape")
    assert page.locator("#card").is_hidden()
    assert value.evaluate("each => each === document.activeElement")


def test_a_tap_opens_a_card_that_keeps_within_a_phone(open_page):
    page = open_page(SECTION, viewport=PHONE, has_touch=True, is_mobile=True).page
    page.locator(VALUE).first.tap()
    card = page.locator("#card")
    card.wait_for()
    box = card.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    assert not page.url.endswith(ROW)
    page.locator("#card .close").tap()
    assert card.is_hidden()


def test_a_citation_of_evidence_opens_its_card_and_a_click_the_reference(open_page):
    page = open_page(SECTION).page
    citation = page.locator(f"{SECTION} .evidence a[href='#ref-ytterberg2022cardiovascular']").first
    citation.hover()
    page.locator("#card").wait_for()
    assert "Cardiovascular and cancer risk" in page.locator("#card").inner_text()
    citation.click()
    assert page.url.endswith("#ref-ytterberg2022cardiovascular")


def test_a_value_that_rests_on_several_rows_lists_them(open_page):
    page = open_page().page
    value = page.locator("main .value[data-rows*=' '] a.to-row").first
    rows = value.evaluate("each => each.parentElement.dataset.rows.split(' ').length")
    value.hover()
    page.locator("#card").wait_for()
    assert page.locator("#card details").count() == rows
    page.locator("#card summary").first.click()
    page.locator("#card details").first.locator("dl").wait_for()


def test_the_header_of_a_table_does_not_cover_the_row_that_is_asked_for(open_page):
    row = open_page(ROW).page.locator(ROW)
    table = row.locator("xpath=ancestor::table")
    header = table.locator("thead").bounding_box()
    assert row.bounding_box()["y"] >= header["y"] + header["height"]


def test_from_a_row_of_a_table_one_click_leads_to_where_the_text_uses_it(open_page):
    page = open_page(ROW).page
    page.locator(f"{ROW} .uses a", has_text="8.1").click()
    target = page.url.partition("#")[2]
    assert page.locator(f"{SECTION} #{target}").is_visible()


# -- tables ---------------------------------------------------------------------------------------


def estimates(page):
    cells = page.locator(
        f"#{SAFETY} tbody:nth-of-type(1) tr:not(.group):not([hidden]) td:nth-child(5)"
    )
    return [text for text in cells.all_inner_texts() if text.startswith("HR")]


def test_a_column_sorts_by_number_up_down_and_back(open_page):
    page = open_page(f"#{SAFETY}").page
    header = page.locator(f"#{SAFETY} thead th", has_text="Estimate")
    printed = estimates(page)
    header.get_by_role("button").click()
    assert header.get_attribute("aria-sort") == "ascending"
    up = [float(each.split()[1]) for each in estimates(page)]
    assert up == sorted(up)
    header.get_by_role("button").click()
    assert header.get_attribute("aria-sort") == "descending"
    down = [float(each.split()[1]) for each in estimates(page)]
    assert down == sorted(down, reverse=True)
    header.get_by_role("button").click()
    assert header.get_attribute("aria-sort") is None
    assert estimates(page) == printed


def test_a_column_of_dates_sorts_by_date(open_page):
    page = open_page("#tbl-regulatory-actions").page
    page.locator("#tbl-regulatory-actions thead button", has_text="Date").click()
    cells = page.locator("#tbl-regulatory-actions tbody th .value").all_inner_texts()
    years = [int(each.split()[-1]) for each in cells]
    assert years == sorted(years)
    assert len(set(years)) > 2


def test_a_facet_leaves_the_rows_of_its_value_and_says_how_many(open_page):
    opened = open_page(f"#{SAFETY}")
    opened.page.locator(f"#{SAFETY}").get_by_label("Certainty").select_option("high")
    shown = opened.shown(SAFETY)
    total = opened.page.locator(f"#{SAFETY} tbody tr:not(.group)").count()
    assert 0 < shown < total
    assert opened.text(f"#{SAFETY} .controls .count") == f"{shown} of {total} rows shown"
    cells = opened.page.locator(f"#{SAFETY} tbody tr:not(.group):not([hidden]) td:nth-child(7)")
    assert set(cells.all_inner_texts()) == {"high"}


def test_words_leave_the_rows_that_hold_them_all(open_page):
    opened = open_page(f"#{SAFETY}")
    opened.page.locator(f"#{SAFETY}").get_by_label("Search the rows").fill("surveillance zoster")
    lines = opened.page.locator(f"#{SAFETY} tbody tr:not(.group):not([hidden])")
    assert 0 < lines.count() < 20
    opened.page.locator(f"#{SAFETY}").get_by_label("Search the rows").fill("no such words")
    assert opened.shown(SAFETY) == 0
    assert opened.page.locator(f"#{SAFETY} .none").is_visible()


def test_a_filtered_view_is_shared_by_its_address(open_page):
    opened = open_page(f"#{SAFETY}")
    figure = opened.page.locator(f"#{SAFETY}")
    figure.get_by_label("Certainty").select_option("high")
    figure.get_by_label("Search the rows").fill("surveillance")
    figure.locator("thead button").first.click()
    fragment = "#" + opened.page.url.partition("#")[2]
    again = open_page(fragment)
    assert again.shown(SAFETY) == opened.shown(SAFETY)
    assert again.page.locator(f"#{SAFETY}").get_by_label("Certainty").input_value() == "high"
    assert again.page.locator(f"#{SAFETY} thead th").first.get_attribute("aria-sort") == "ascending"


@pytest.mark.parametrize(
    "fragment", [f"#{SAFETY}?sort=99&f=x", f"#{SAFETY}?f=Certainty:none", "#%E0"]
)
def test_an_address_that_means_nothing_harms_nothing(open_page, fragment):
    opened = open_page(fragment)
    assert opened.shown(SAFETY) > 100
    assert opened.said == []


def test_the_rows_shown_are_saved_as_csv(open_page, tmp_path):
    opened = open_page(f"#{SAFETY}")
    figure = opened.page.locator(f"#{SAFETY}")
    figure.get_by_label("Certainty").select_option("high")
    with opened.page.expect_download() as waiting:
        figure.get_by_role("button", name="Download these rows (CSV)").click()
    path = tmp_path / "rows.csv"
    waiting.value.save_as(path)
    assert waiting.value.suggested_filename == "inhibitor-safety.csv"
    records = list(csv.reader(Path(path).read_text(encoding="utf-8-sig").splitlines()))
    assert records[0][0] == "Outcome"
    assert records[0][-1] == "Rows of evidence"
    assert len(records) - 1 == opened.shown(SAFETY)
    assert all(record[-1].startswith("safety:") for record in records[1:])


def test_a_link_to_a_row_that_a_filter_hides_takes_the_filter_away(open_page):
    opened = open_page(f"#{SAFETY}")
    opened.page.locator(f"#{SAFETY}").get_by_label("Search the rows").fill("no such words")
    opened.page.evaluate(f"location.hash = '{ROW}'")
    opened.page.locator(ROW).wait_for()
    assert opened.page.locator(ROW).is_visible()


# -- figures --------------------------------------------------------------------------------------


@pytest.mark.parametrize("figure", ["fig-safety-forest", "fig-evidence-map"])
def test_a_mark_of_a_figure_leads_to_its_rows(open_page, figure):
    page = open_page(f"#{figure}").page
    mark = page.locator(f"#{figure} a.mark").first
    assert mark.get_attribute("aria-label")
    mark.click()
    card = page.locator("#card")
    card.wait_for()
    address = mark.get_attribute("href")
    rows = mark.get_attribute("data-rows").split()
    assert card.locator(f"a[href='{address}']").count() > 0 or len(rows) > 1


def test_the_keyboard_passes_through_a_figure_in_one_step_and_arrows_walk_its_marks(open_page):
    page = open_page("#fig-safety-forest").page
    marks = page.locator("#fig-safety-forest a.mark")
    assert page.locator("#fig-safety-forest a.mark[tabindex='0']").count() == 1
    marks.first.focus()
    page.keyboard.press("ArrowRight")
    assert marks.nth(1).evaluate("each => each === document.activeElement")
