"""Everyone can use the page: what the checker axe finds, and what the keyboard reaches."""

from __future__ import annotations

import pytest

from .conftest import DESKTOP, PHONE, missing

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


# What is out of sight is not laid out yet, and axe would take one thing's ground for another's.
LAY_OUT = """() => {
  for (const element of document.querySelectorAll("*"))
    if (getComputedStyle(element).contentVisibility === "auto")
      element.style.contentVisibility = "visible";
}"""


def violations(page):
    try:
        from axe_playwright_python.sync_playwright import Axe
    except ImportError:
        missing("the package axe-playwright-python is not installed")
    page.evaluate(LAY_OUT)
    found = Axe().run(page, options={"runOnly": TAGS, "resultTypes": ["violations"]})
    return [
        f"{each['id']}: {node['html'][:200]}"
        for each in found.response["violations"]
        for node in each["nodes"][:5]
    ]


@pytest.mark.long
def test_axe_finds_no_fault_on_a_phone_in_the_dark(open_page):
    page = open_page(color_scheme="dark", viewport=PHONE).page
    assert violations(page) == []


def test_axe_finds_no_fault_with_all_unfolded_and_a_card_open(browser, tiny_built_once):
    context = browser.new_context(viewport=DESKTOP, color_scheme="light")
    page = context.new_page()
    # The tiny review has each kind of thing, and axe takes a minute over the real one.
    page.goto((tiny_built_once.root / "results" / "essay.html").as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    page.locator("main a.to-row").first.hover()
    page.locator("#card").wait_for()
    assert violations(page) == []
    context.close()


def test_the_first_stop_of_the_keyboard_leads_to_the_text(open_page):
    page = open_page().page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
    page.keyboard.press("Enter")
    assert page.url.endswith("#text")


def test_what_has_the_focus_shows_it(open_page):
    page = open_page().page
    page.keyboard.press("Tab")
    for _ in range(15):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "(s => [s.outlineStyle, s.outlineWidth])(getComputedStyle(document.activeElement))"
        )
        assert style == ["solid", "3px"], page.evaluate("document.activeElement.outerHTML")


def test_parts_in_another_language_say_so(open_page):
    page = open_page().page
    languages = set(page.locator("main [lang]").evaluate_all("all => all.map(e => e.lang)"))
    assert {"zh", "nl"} <= {each.partition("-")[0] for each in languages}
