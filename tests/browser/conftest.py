"""A browser, and the review's web page in it.

Without Playwright or a Chromium the tests are skipped with the command that brings them, and fail
where `CI` is set: there they have to run.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

REMEDY = "run `make test-tools` (as root), or name a Chromium in the variable CHROMIUM"
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 740}


@dataclass
class Opened:
    """A page in the browser, what its console said, and what it asked of the network."""

    page: Any
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def text(self, selector: str) -> str:
        """The text of the first element."""
        return str(self.page.locator(selector).first.inner_text())

    def shown(self, table: str) -> int:
        """The number of lines of a table that are shown."""
        lines = self.page.locator(f"#{table} tbody tr:not(.group):not([hidden])")
        return int(lines.count())


def _chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def missing(what: str) -> None:
    """Skip a test for want of a tool; fail it where the tests have to run."""
    message = f"no browser test was run: {what}; {REMEDY}"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A Chromium without a window."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("the package playwright is not installed")
    path = _chromium()
    if path is None:
        missing("there is no Chromium")
    with sync_playwright() as playwright:
        # As root there is no sandbox, and what is opened is our own.
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Any, real_written: Any) -> Iterator[Any]:
    """Open the page of the real review: ``open_page(fragment, **options of the context)``."""
    contexts = []
    address = (Path(real_written.root) / "review.html").as_uri()

    def open_page(fragment: str = "", **options: Any) -> Opened:
        context = browser.new_context(**{"viewport": DESKTOP, "accept_downloads": True} | options)
        contexts.append(context)
        opened = Opened(context.new_page())
        opened.page.set_default_timeout(20_000)
        opened.page.on("console", lambda message: opened.said.append(message.text))
        opened.page.on("pageerror", lambda error: opened.said.append(str(error)))
        opened.page.on("request", lambda request: opened.asked.append(request.url))
        opened.page.goto(address + fragment)
        return opened

    yield open_page
    for context in contexts:
        context.close()
