"""The web page of a draft: its marks are seen, reached and understood by everyone."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest
from livereview.version import Version
from livereview.writers.ast import is_a, walk
from livereview.writers.html import write_html

from .conftest import DESKTOP, PHONE
from .test_access import violations

WORDS = "Read again: its evidence has changed since 1 October 2026 (a study)"
KINDS = ("Para", "Plain", "Header")


@pytest.fixture(scope="module")
def address(real_written, tmp_path_factory) -> str:
    """A draft of the real review with three marks: of a paragraph, an item and a heading."""
    document = json.loads(real_written.read("work/review/document.json"))
    item = next(node for node in walk(document["blocks"]) if node["t"] == "BulletList")
    heading = next(node for node in document["blocks"] if is_a(node, "Header"))
    paragraph = next(node for node in walk(document["blocks"]) if node["t"] == "Para")
    first_item = next(node for node in walk(item["c"]) if node["t"] in KINDS)
    for number, block in enumerate((heading, paragraph, first_item), start=1):
        mark = {"t": "Span", "c": [[f"stale-{number}", ["stale"], [["title", WORDS]]], []]}
        content = block["c"][2] if block["t"] == "Header" else block["c"]
        content.insert(0, deepcopy(mark))
    passages = [
        {"anchor": f"stale-{number}", "place": f"manuscript/review/01.md:{number}", "words": WORDS}
        for number in (1, 2, 3)
    ]
    document["unread"] = {"line": "Draft: three passages must be read again", "passages": passages}
    folder = tmp_path_factory.mktemp("draft")
    (folder / "document.json").write_text(json.dumps(document), encoding="utf-8")
    figures = real_written.root / "work" / "figures"
    write_html(
        folder / "document.json",
        folder / "review.html",
        figures=figures,
        version=Version("", "2026-11-21", 1795219200),
    )
    return (folder / "review.html").as_uri()


@pytest.fixture
def page(browser, address):
    contexts = []

    def page(**options):
        contexts.append(browser.new_context(**{"viewport": DESKTOP} | options))
        opened = contexts[-1].new_page()
        opened.goto(address)
        return opened

    yield page
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    "options",
    [{"viewport": PHONE, "color_scheme": "dark"}, {"viewport": DESKTOP, "color_scheme": "light"}],
    ids=["phone", "desktop"],
)
def test_axe_finds_no_fault_with_marks_and_their_list(page, options):
    opened = page(**options)
    opened.evaluate("document.querySelector('.unread').open = true")
    assert violations(opened) == []


def test_on_a_phone_marks_are_in_sight_and_the_page_is_no_wider(page):
    opened = page(viewport=PHONE)
    assert opened.evaluate("document.documentElement.scrollWidth") == 360
    edges = [opened.locator(f"#stale-{number}").bounding_box() for number in (1, 2, 3)]
    assert all(box["x"] + box["width"] >= 12 for box in edges)
    assert all(box["x"] + box["width"] <= 16 for box in edges)


def test_a_mark_that_has_the_focus_shows_what_it_says(page):
    opened = page()
    opened.locator(".skip").focus()
    opened.locator("#stale-2").focus()
    opened.keyboard.press("Shift+Tab")
    opened.keyboard.press("Tab")
    shown = "getComputedStyle(document.activeElement, '::after').content"
    assert opened.evaluate("document.activeElement.id") == "stale-2"
    assert WORDS in opened.evaluate(shown)


def test_a_mark_leads_to_its_line_in_the_list_and_back(page):
    opened = page()
    opened.locator("#stale-3").focus()
    opened.keyboard.press("Enter")
    assert opened.url.endswith("#unread-stale-3")
    assert opened.locator("#unread-stale-3").is_visible()
    opened.locator("#unread-stale-3 a").click()
    assert opened.url.endswith("#stale-3")


def test_the_contents_name_a_marked_heading_by_its_words_alone(page):
    entries = page().locator(".contents a").all_inner_texts()
    assert not [entry for entry in entries if "Read again" in entry]
