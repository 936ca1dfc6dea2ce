"""The preview's server answers this machine's browser alone; its watcher notices what is saved."""

from __future__ import annotations

import http.client
import json
import os
import re
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from livereview.cli import main
from livereview.preview.page import dressed, told, waiting_page
from livereview.preview.server import NoPdf, PreviewServer
from livereview.preview.state import Board
from livereview.preview.watcher import look, wait_for_change
from livereview.problems import Problem

PAGE = """<!DOCTYPE html><html lang="en"><head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-a'; \
script-src 'sha256-b'; base-uri 'none'">
</head><body><p>base-uri script-src style-src </body> once</p></body></html>"""
ERROR = Problem("data/a.csv", 3, "low", "type", "is <no> number", "write 1.2")
WARNING = Problem("manuscript/a.md", 0, "", "uncited", "no one cites it", "", "warning")
REMARK = Problem("data/a.csv", 4, "", "unverified-row", "waits", "", "info")


@pytest.fixture
def server():
    def no_pdf() -> bytes:
        raise NoPdf("There is none.")

    made = PreviewServer(0, "guide", Board(), no_pdf)
    made.start()
    yield made
    made.stop()


def answer(server, path: str, host: str = "", **headers: str) -> tuple[int, str]:
    """Status and text of an answer; underscores in the headers' names stand for hyphens."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=60)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(
        "GET", path, headers={"Host": host or f"127.0.0.1:{server.server_port}"} | named
    )
    found = connection.getresponse()
    text = found.read(4000).decode()
    connection.close()
    return found.status, text


def first_event(server) -> dict:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=60)
    connection.request("GET", "/events", headers={"Host": f"localhost:{server.server_port}"})
    line = connection.getresponse().readline().decode()
    connection.close()
    return json.loads(line.removeprefix("data: "))


def test_the_server_listens_on_this_machine_alone(server):
    assert server.server_address[0] == "127.0.0.1"


def test_the_last_good_page_is_served_with_the_script_of_the_preview(server):
    server.board.put(page=PAGE)
    status, text = answer(server, "/guide.html")
    assert status == 200
    assert "<p>base-uri script-src style-src </body> once</p>" in text
    assert f'<script data-version="{server.board.state.version}">' in text


def test_before_the_first_good_page_there_is_one_that_waits(server):
    status, text = answer(server, "/guide.html")
    assert status == 200
    assert "The page comes when it is built for the first time." in text


def test_the_bare_address_leads_to_the_page(server):
    assert answer(server, "/")[0] == 302


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil:80"])
def test_a_name_that_was_bent_to_this_machine_gets_no_answer(host, server):
    assert answer(server, "/guide.html", host=host)[0] == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"},
        {"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "cors"},
    ],
    ids=str,
)
def test_a_page_of_another_site_gets_nothing_to_load(headers, server):
    assert answer(server, "/guide.html", **headers)[0] == 403
    assert answer(server, "/guide.pdf", **headers)[0] == 403


def test_a_link_may_lead_to_the_preview(server):
    headers = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"}
    assert answer(server, "/guide.html", **headers)[0] == 200


@pytest.mark.parametrize(
    "path", ["/data/", "/config/config.yaml", "/../guide.html", "/tables/a.csv"]
)
def test_nothing_else_is_served(path, server):
    status, text = answer(server, path)
    assert status == 404
    assert text == "The preview makes guide.html and guide.pdf; `make` makes all else."


def test_where_there_can_be_no_pdf_the_answer_says_why(server):
    assert answer(server, "/guide.pdf") == (409, "There is none.")


def test_events_tell_errors_and_warnings_with_their_places(server):
    server.board.put(page=PAGE, problems=(ERROR, WARNING, REMARK), building=False)
    event = first_event(server)
    assert event["version"] == server.board.state.version
    assert event["status"] == "1 error: the page shows the last version without errors"
    assert event["warnings"] == "1 warning"
    assert [problem["place"] for problem in event["problems"]] == [
        "data/a.csv:3",
        "manuscript/a.md",
    ]
    assert event["problems"][0]["hint"] == "write 1.2"


def test_a_state_is_told_when_it_comes():
    board = Board()
    threading.Timer(0.05, lambda: board.put(failure="oh")).start()
    state = board.after(0, 60)
    assert (state.number, state.failure) == (1, "oh")
    assert state.status == "Internal error: the terminal says more. Save again to try again."


def test_a_port_that_is_taken_is_told_with_what_to_do(server, review, capsys):
    status = main(
        ["--root", str(review.root), "preview", "--no-browser", "--port", str(server.server_port)]
    )
    assert status == 1
    assert capsys.readouterr().err == (
        f"can't serve on port {server.server_port}: Address already in use\n"
        "    name another with --port, or leave it out\n"
    )


def test_an_edition_that_is_not_built_is_told_with_the_nearest(review, capsys):
    assert main(["--root", str(review.root), "preview", "--edition", "giude"]) == 1
    assert capsys.readouterr().err == (
        'config/config.yaml builds no edition "giude"\n    did you mean "guide"?\n'
    )


@pytest.mark.parametrize("port", ["0", "65536", "x", "-1", "８０"])
def test_what_is_no_port_is_wrong_usage(port, review, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--root", str(review.root), "preview", f"--port={port}"])
    assert ended.value.code == 2
    assert f'"{port}" is no port: a number from 1 to 65535' in capsys.readouterr().err


def undressed(page: str) -> str:
    """A page of the preview without what the preview added."""
    page = re.sub(
        r"<style>[^<]*</style>\n<script data-version=\"\w*\">.*?</script>\n",
        "",
        page,
        flags=re.DOTALL,
    )
    page = re.sub(r"(style|script)-src 'sha256-[^']*' ", r"\1-src ", page)
    return page.replace("connect-src 'self'; ", "", 1)


@given(st.text(st.characters(exclude_characters="<>'", exclude_categories=["Cs"])))
def test_without_what_was_added_a_page_is_as_it_was(text):
    page = PAGE.replace("once", text)
    assert undressed(dressed(page, "abc")) == page


def test_the_policy_gives_leave_to_the_added_script_alone():
    page = dressed(PAGE, "abc")
    assert re.search(
        r"style-src 'sha256-[\w+/=]{44}' 'sha256-a'; script-src 'sha256-[\w+/=]{44}' 'sha256-b'; "
        r"connect-src 'self'; base-uri 'none'",
        page,
    )
    assert "unsafe" not in page
    assert "unsafe" not in waiting_page()


def test_a_problem_of_a_whole_file_has_no_line():
    assert told(WARNING)["place"] == "manuscript/a.md"


def save(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def save_by_rename(path: Path, text: str) -> None:
    state = path.stat()
    other = path.with_name("new")
    save(other, text)
    os.utime(other, ns=(state.st_atime_ns, state.st_mtime_ns))
    other.replace(path)


WAYS = {
    "written": lambda path: save(path, "# Longer than before\\n"),
    "renamed": lambda path: save_by_rename(path, path.read_text(encoding="utf-8")),
    "removed": lambda path: path.unlink(),
    "added": lambda path: save(path.with_name("02.md"), "new"),
    "moved": lambda path: path.rename(path.with_name("03.md")),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_change_is_noticed_however_it_is_made(way, review):
    before = look(review.root)
    WAYS[way](review.root / "manuscript/guide/01.md")
    wait_for_change(review.root, before)
    assert look(review.root) != before


@pytest.mark.parametrize("name", [".01.md.swp", "~$tables.xlsx", ".~lock.a.csv#", "01.md~"])
def test_what_editors_leave_beside_is_no_change(name, review):
    before = look(review.root)
    save(review.root / "manuscript" / "guide" / name, "")
    assert look(review.root).keys() == before.keys()


def test_what_is_built_is_no_change(review):
    before = look(review.root)
    (review.root / "results").mkdir()
    (review.root / "work").mkdir()
    assert look(review.root) == before
