"""What a document says depends on the review alone, and on nothing of machine or person."""

import json
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from livereview.dates import today, today_here
from livereview.document import write_document
from livereview.library import write_csl
from livereview.pandoc import read_markdown


def woven(review) -> dict:
    work = review.root / "work"
    work.mkdir()
    write_csl(review.root / "references" / "library.bib", work / "library.json")
    output = work / "document.json"
    write_document(review.root, "guide", work / "library.json", work, output)
    return json.loads(output.read_text(encoding="utf-8"))


def test_a_document_names_neither_the_style_nor_the_library_by_their_paths(review) -> None:
    document = woven(review)
    assert {"bibliography", "csl", "link-citations"} & document["meta"].keys() == set()
    assert ".csl" not in json.dumps(document)
    assert str(review.root) not in json.dumps(document)


def test_pandoc_passes_over_the_files_in_a_persons_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "pandoc"
    own.mkdir()
    (own / "abbreviations").write_text("wren.\n")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    document, warnings = read_markdown("A wren. Two robins.\n")
    assert warnings == []
    words = [getattr(each, "text", " ") for each in document.content[0].content]
    assert "".join(words) == "A wren. Two robins."


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "UTC", "Pacific/Pago_Pago"])
def test_it_is_the_same_day_in_each_time_zone(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = datetime.now(ZoneInfo("Pacific/Kiritimati")).date()
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", zone)
        time.tzset()
        found = today()
    time.tzset()
    assert before <= found <= datetime.now(ZoneInfo("Pacific/Kiritimati")).date()


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "UTC", "Pacific/Pago_Pago"])
def test_what_an_author_dates_has_the_day_of_their_own_time_zone(
    zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = datetime.now(ZoneInfo(zone)).date()
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", zone)
        time.tzset()
        found = today_here()
    time.tzset()
    assert before <= found <= datetime.now(ZoneInfo(zone)).date()
