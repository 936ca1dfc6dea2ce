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
    folder = tmp_path_factory.mktemp("book")
    with zipfile.ZipFile(Path(real_written.root) / "review.epub") as book:
        book.extractall(folder)
    return [page.as_uri() for page in sorted(folder.glob("EPUB/text/*.xhtml"))]


@pytest.fixture
def each_page(browser, pages):
    """Open each page in turn: ``each_page(**options of the context)``."""

    def each_page(**options):
        context = browser.new_context(**options)
        page = context.new_page()
        for address in pages:
            page.goto(address)
            yield address.rpartition("/")[2], page
        context.close()

    return each_page


def test_axe_finds_no_fault_in_a_page_of_the_book(each_page):
    faults = [
        f"{name}: {fault}"
        for name, page in each_page(viewport=DESKTOP)
        for fault in violations(page)
    ]
    assert faults == []


def test_no_page_of_the_book_is_wider_than_a_phone(each_page):
    wide = [
        name
        for name, page in each_page(viewport=PHONE)
        if page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]
    ]
    assert wide == []
