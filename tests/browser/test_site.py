"""The site of the tiny review, served from a folder of a server: a reader follows each link."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from livereview.cli import main

from .conftest import PHONE
from .test_access import violations

pytestmark = pytest.mark.long

TINY = Path(__file__).parents[1] / "fixtures" / "tiny"
PAGES = ["", "downloads.html", "versions.html", "changes.html"]
FILES = ["essay.pdf", "tables/remarks.csv", "figures/pitch.svg", "SHA256SUMS"]
RELEASES = "https://birds.example/releases/{}"


class Server(SimpleHTTPRequestHandler):
    """Serves a folder, and the site's own page where there is nothing, as services do."""

    def send_error(self, code: int, *_: object) -> None:
        page = (Path(self.directory) / "essay" / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="session")
def root(made_once, snakemake_command) -> Path:
    """The tiny review in git with a release and a change since then, built."""
    return made_once("site", partial(build, *snakemake_command))


def build(command: list[str], environment: dict[str, str], folder: Path) -> None:
    shutil.copytree(TINY, folder)
    (folder / ".gitignore").write_text("/work/\n/results/\n/.snakemake/\n")
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "The first version")
    git(folder, "tag", "v1.0")
    songs = folder / "data" / "songs.csv"
    songs.write_text(songs.read_text(encoding="utf-8").replace(",0.40,", ",0.44,"), "utf-8")
    git(folder, "commit", "--quiet", "--all", "--message", "Correct an estimate")
    subprocess.run([*command, "--directory", str(folder)], check=True, env=environment)


def git(folder: Path, *words: str) -> None:
    """Run git with nothing of this machine's settings."""
    kept = {name: os.environ[name] for name in ("HOME", "PATH") if name in os.environ}
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    person = ["-c", "user.name=Ann Other", "-c", "user.email=ann@birds.example"]
    subprocess.run(["git", "-C", str(folder), *person, *words], check=True, env=kept | alone)


@pytest.fixture(scope="session")
def address(root, tmp_path_factory) -> Iterator[str]:
    """The address of the site: a folder of a server, as services give it."""
    served = tmp_path_factory.mktemp("served")
    review = served / "review"
    shutil.copytree(root, review)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=served)) as server:
        address = f"http://127.0.0.1:{server.server_port}/essay/"
        with (review / "config" / "config.yaml").open("a", encoding="utf-8") as config:
            config.write(f"site: {{address: '{address}', releases: '{RELEASES}'}}\n")
        assert main(["--root", str(review), "site", "--output", str(served / "essay")]) == 0
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield address
        server.shutdown()


@pytest.fixture
def page(browser):
    """A page that fails the test where its console tells of a fault."""
    context = browser.new_context(viewport=PHONE)
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    context.close()
    assert said == []


def links_of(page) -> list[str]:
    """Where the links of a page lead, as the browser understands them."""
    # The property href of a link in a drawing is no text; the attribute is, as it was written.
    written = page.evaluate(
        "[...document.querySelectorAll('a[href]')].map(link => link.getAttribute('href'))"
    )
    return list(dict.fromkeys(urljoin(page.url, link) for link in written))


def places_in(page) -> set[str]:
    """The names of places in a page that an address can lead to."""
    return set(page.evaluate("[...document.querySelectorAll('[id]')].map(place => place.id)"))


def test_each_link_within_the_site_leads_somewhere(page, address):
    """From the front page on: to each page, each place in a page, and each file."""
    waiting, places, links, answers = [address], {}, set(), {}
    while waiting:
        here = waiting.pop()
        page.goto(here)
        places[here] = places_in(page)
        found = {link for link in links_of(page) if link.startswith(address)}
        links |= found
        for target in {urldefrag(link).url for link in found} - places.keys() - answers.keys():
            answer = page.request.get(target)
            answers[target] = answer.status
            if answer.headers["content-type"].startswith("text/html"):
                waiting.append(target)
    assert {target: status for target, status in answers.items() if status != 200} == {}
    named = [(link, *urldefrag(link)) for link in sorted(links) if "#" in link]
    assert [link for link, page, name in named if unquote(name) not in places[page]] == []
    assert {address + name for name in [*PAGES, "essay.html", "opstel.html"]} <= places.keys()
    assert {address + name for name in FILES} <= answers.keys()
    assert len(named) > 50


def test_the_versions_lead_to_their_releases(page, address):
    page.goto(address)
    page.get_by_role("link", name="Versions").click()
    assert page.locator("h1").inner_text() == "Versions"
    assert links_of(page)[-1] == "https://birds.example/releases/v1.0"


def test_what_changed_since_the_release_is_one_link_away(page, address):
    page.goto(address)
    page.get_by_role("link", name="What has changed").first.click()
    assert page.locator("h1").inner_text() == "What has changed"
    assert "0.40 → 0.44" in page.locator("main").inner_text()


def test_an_address_that_leads_nowhere_shows_the_way_back(browser, address):
    page = browser.new_page()
    answer = page.goto(f"{address}tables/old/gone.csv")
    assert (answer.status, page.locator("h1").inner_text()) == (404, "There is no such page")
    page.get_by_role("link", name="The essay").click()
    assert page.url == address
    page.close()


@pytest.mark.parametrize("name", [*PAGES, "404.html"])
def test_each_page_is_for_everyone_on_a_phone_too(page, address, name):
    page.goto(address + name)
    assert violations(page) == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]
