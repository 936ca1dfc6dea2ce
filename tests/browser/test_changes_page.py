"""The page of what has changed: everyone can read it, on a phone too, and it asks for nothing."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from livereview.changes.as_html import as_html
from livereview.changes.model import (
    CellChange,
    FieldChange,
    FigureChange,
    Finding,
    PrintedChange,
    Report,
    RowChange,
    SentenceChange,
    TableChange,
    WorkChange,
)
from livereview.changes.revisions import Named

from .conftest import DESKTOP, PHONE
from .test_access import violations
from .test_validity import _checker

LONG = "a-word-that-is-as-long-as-the-ids-of-rows-may-be-and-then-some-more"


def cell(title: str, old: str, new: str, role: str = "") -> CellChange:
    return CellChange(title.lower(), title, role, False, old, new, old, new)


def row(id: str, kind: str, *cells: CellChange, **about: str) -> RowChange:
    return RowChange("surveys", id, kind, f"Wrens of {id}", cells=cells, **about)


REPORT = Report(
    old=Named("v1.0", "0" * 40, "2026-01-02"),
    new=Named("v1.1", "1" * 40, "2026-03-04"),
    threshold=10.0,
    title="Birds & bells",
    remarks=("A table can't be read.",),
    material=(
        Finding("retracted", "adams2019", "Retracted paper", "Adams 2019", "", "2026-01-01"),
        Finding("direction", f"surveys:{LONG}", "Reading", "Wrens", "more", "fewer"),
        Finding("estimate", "surveys:kent", "Estimate", "Wrens", "RR 1.00", "RR 1.50", 50.0),
    ),
    tables=(
        TableChange(
            name="surveys",
            title="Surveys",
            kind="changed",
            columns_added=("Method",),
            columns_removed=("Way",),
            rows=(
                row(LONG, "changed", cell("Reading", "more", "fewer"), cell("Birds", "4", "")),
                row("kent", "changed", cell("Title", "wrens seen " * 9, "wrens heard " * 9)),
                row("essex", "added", effect="RR 2.0 (95% CI 1.5–3.0)", status="unverified"),
                row("devon", "removed"),
                row("dorset", "renamed", old_id="dorsetshire"),
            ),
        ),
    ),
    works=(WorkChange("adams2019", "changed", "Adams", fields=(FieldChange("doi", "", "10.1"),)),),
    sentences=(
        SentenceChange("guide", "manuscript/guide/01.md", "Birds", "en", "Of 40.", "Of 41."),
        SentenceChange("guide", "manuscript/guide/02.md", "鸟", "zh", "共40只。", "共41只。"),
    ),
    printed=(PrintedChange("surveys", "Surveys of Kent.", "changed", 1, 0, 2),),
    figures=(FigureChange("map", "changed", facts=(FieldChange("birds", "40", "41"),)),),
)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "changes.html"
    path.write_text(as_html(REPORT, "review.html"), encoding="utf-8")
    return path


@pytest.mark.parametrize(("scheme", "window"), [("light", DESKTOP), ("dark", PHONE)])
def test_the_page_is_for_everyone_and_never_scrolls_sideways(browser, page, scheme, window):
    context = browser.new_context(viewport=window, color_scheme=scheme)
    opened = context.new_page()
    said, asked = [], []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(page.as_uri())
    assert (said, asked) == ([], [page.as_uri()])
    assert opened.evaluate("document.documentElement.scrollWidth") == window["width"]
    assert violations(opened) == []
    context.close()


def test_the_nu_checker_finds_no_error_in_the_page_of_changes(page):
    run = subprocess.run(
        [*_checker(), "--errors-only", "--format", "json", str(page)],
        capture_output=True,
        check=False,
    )
    messages = [each["message"] for each in json.loads(run.stderr)["messages"]]
    assert [each for each in messages if not each.startswith("CSS:")] == []
