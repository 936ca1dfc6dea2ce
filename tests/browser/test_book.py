"""The pages of the e-book, as readers that are built on a browser show them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from .conftest import DESKTOP, PHONE
from .test_access import violations


@pytest.fixture(scope="module")
def pages(real_written, tmp_path_factory) -> list[str]:
    """The addresses of the book's pages, unpacked."""
    return unpacked(real_written.root / "review.epub", tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def tiny_pages(tiny_built_once, tmp_path_factory) -> list[str]:
    """The same of the tiny review, which has each kind of thing and few of each."""
    book = tiny_built_once.root / "results" / "essay.epub"
    return unpacked(book, tmp_path_factory.mktemp("tiny-book"))


def unpacked(book: Path, folder: Path) -> list[str]:
    with zipfile.ZipFile(book) as pages:
        pages.extractall(folder)
    return [page.as_uri() for page in sorted(folder.glob("EPUB/text/*.xhtml"))]


def each_of(browser, pages, **options):
    """Open each page in turn; yield its name and what shows it."""
    context = browser.new_context(**options)
    page = context.new_page()
    for address in pages:
        page.goto(address)
        yield address.rpartition("/")[2], page
    context.close()


@pytest.mark.long
def test_axe_finds_no_fault_in_a_page_of_the_book(browser, tiny_pages):
    faults = [
        f"{name}: {fault}"
        for name, page in each_of(browser, tiny_pages, viewport=DESKTOP)
        for fault in violations(page)
    ]
    assert faults == []


def test_no_page_of_the_book_is_wider_than_a_phone(browser, pages):
    wide = [
        name
        for name, page in each_of(browser, pages, viewport=PHONE)
        if page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]
    ]
    assert wide == []
