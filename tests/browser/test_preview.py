"""The preview in a browser: pages come by themselves, where the reader was, with their problems."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.long

REPOSITORY = Path(__file__).parents[2]
TEXT = "manuscript/essay/02-results.md"
FILLER = "".join(
    f"\n\nParagraph {'ijklmnopqrst'[n % 12]}{'abcdefgh'[n // 12]}.\n" for n in range(90)
)


@dataclass
class Preview:
    """A preview that runs, of a review that can be changed."""

    review: Any
    process: subprocess.Popen[str]
    address: str

    @property
    def site(self) -> str:
        """The address without the page."""
        return self.address.rpartition("/")[0]

    def stop(self) -> str:
        """Press Ctrl-C; return what the terminal shows."""
        self.process.send_signal(signal.SIGINT)
        said, _ = self.process.communicate(timeout=60)
        return said


@pytest.fixture
def preview(tiny: Any, tmp_path: Path) -> Iterator[Preview]:
    """A preview of the tiny review, with a long section more, in a terminal of its own."""
    path = tiny.root / TEXT
    path.write_text(path.read_text(encoding="utf-8") + FILLER, encoding="utf-8")
    (tmp_path / "temporary").mkdir()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "livereview", "--root", str(tiny.root), "preview"),
            "--no-browser",
        ],
        env=os.environ
        | {"PYTHONPATH": str(REPOSITORY / "workflow"), "TMPDIR": str(tmp_path / "temporary")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    found = re.search(r"http://\S+", process.stdout.readline())
    assert found
    yield Preview(tiny, process, found[0])
    if process.poll() is None:
        process.kill()
        process.communicate()


@pytest.fixture
def page(browser: Any, preview: Preview) -> Iterator[Any]:
    """The preview's page, when it has been built for the first time."""
    context = browser.new_context(viewport={"width": 1000, "height": 700})
    page = context.new_page()
    page.said = []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.set_default_timeout(60_000)
    page.goto(preview.address)
    page.wait_for_selector("main section")
    yield page
    context.close()


def wait_for(page: Any, words: str) -> None:
    """Wait until the page holds some words."""
    page.locator("main", has_text=words).wait_for()


def test_the_page_comes_again_when_a_file_is_saved(preview, page):
    preview.review.replace(TEXT, "Nothing became softer", "Nothing at all became softer")
    preview.review.replace("data/songs.csv", "pitch,0.40,", "pitch,0.45,")
    wait_for(page, "0.45 kHz")
    assert page.locator("#preview [role=status]").inner_text() == "No errors."
    assert page.said == []


def test_a_new_page_stands_where_the_reader_was(preview, page):
    place = "document.getElementById('here').getBoundingClientRect().top"
    find = """[...document.querySelectorAll('main p')].find(
        (each) => each.textContent === 'Paragraph pd.').id = 'here'"""
    page.evaluate(find)
    page.evaluate("document.getElementById('here').scrollIntoView({behavior: 'instant'})")
    page.evaluate("window.scrollBy({top: -3, behavior: 'instant'})")
    before = page.evaluate(place)
    preview.review.replace(TEXT, "Paragraph ia.", "Long new words.\n\n" * 40 + "Paragraph ia.")
    wait_for(page, "Long new words")
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready")
    page.evaluate(find)
    assert abs(page.evaluate(place) - before) < 4
    assert page.evaluate("window.scrollY") > 1000


def test_a_mistake_is_told_below_the_last_good_page_until_it_is_put_right(preview, page):
    preview.review.replace(TEXT, "Paragraph ia.", "Paragraph {{ birds.nix }}.")
    place = page.locator("#preview .place").first
    place.wait_for()
    line = preview.review.read(TEXT).split("birds.nix")[0].count("\n") + 1
    assert place.inner_text() == f"{TEXT}:{line}"
    assert 'table "birds" has no row "nix"' in page.locator("#preview li").first.inner_text()
    assert "Paragraph ia." in page.locator("main").inner_text()
    assert page.locator("#preview a").count() == 0
    status = page.locator("#preview [role=status]")
    assert status.inner_text() == "1 error: the page shows the last version without errors"
    preview.review.replace(TEXT, "{{ birds.nix }}", "right")
    wait_for(page, "Paragraph right.")
    assert status.inner_text() == "No errors."


def test_the_panel_keeps_nobody_out(preview, page):
    from axe_playwright_python.sync_playwright import Axe

    preview.review.replace(TEXT, "Paragraph ia.", "Paragraph {{ birds.nix }} or 12.")
    page.locator("#preview .place").first.wait_for()
    found = Axe().run(page, context="#preview").response["violations"]
    assert [each["id"] for each in found] == []


def asked(address: str, **headers: str) -> tuple[int, str]:
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=300) as answer:
            return answer.status, answer.read()[:5].decode("latin-1")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def has_ended(pid: str) -> bool:
    """Whether a process ends within some seconds: those of the library end when they notice."""
    for _ in range(100):
        if not Path(f"/proc/{pid}").exists():
            return True
        time.sleep(0.1)
    return False


def test_a_reader_who_went_elsewhere_comes_back_to_where_he_was(preview, page):
    page.evaluate("window.scrollTo({top: 2000, behavior: 'instant'})")
    page.goto("about:blank")
    page.go_back()
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready")
    assert abs(page.evaluate("window.scrollY") - 2000) < 4


def test_the_pdf_of_the_current_state_is_made_when_it_is_asked_for(preview, page):
    assert page.locator("#preview a").get_attribute("target") == "_blank"
    with page.expect_request("**/essay.pdf"):
        page.evaluate("fetch(document.querySelector('#preview a').href)")
    assert asked(f"{preview.site}/essay.pdf") == (200, "%PDF-")


def test_ctrl_c_ends_it_and_leaves_nothing_behind(preview, page, tmp_path):
    children = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(preview.process.pid)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    said = preview.stop()
    assert "Traceback" not in said
    assert said.endswith("the preview has ended\n")
    assert preview.process.returncode == 0
    assert children
    assert all(map(has_ended, children))
    assert list((tmp_path / "temporary").iterdir()) == []
    assert not (preview.review.root / "results").exists()
    assert not (preview.review.root / "work").exists()
    with pytest.raises(urllib.error.URLError):
        asked(preview.address)
    assert page.locator("#preview").inner_text() == "The preview has stopped."
