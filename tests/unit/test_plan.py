"""What a build rests on, and how it is noticed that it has changed."""

import os
from pathlib import Path

import pytest
from livereview import plan


@pytest.fixture(autouse=True)
def review(tmp_path: Path, monkeypatch) -> Path:
    """A folder to work in; files are read afresh, as at each start of a build."""
    monkeypatch.chdir(tmp_path)
    plan._digest.cache_clear()
    return tmp_path


def write(path: str, text: str = "text") -> str:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")
    plan._digest.cache_clear()
    return path


def test_files_come_in_a_fixed_order_and_without_what_editors_leave() -> None:
    for name in ("b.csv", "a.csv", ".a.csv.swp", "a.csv~", ".~lock.a.csv#", "~$a.csv"):
        write(f"data/{name}")
    assert plan.files("data/*", "data/*.csv") == ["data/a.csv", "data/b.csv"]


def test_tables_are_named_by_the_manuscript() -> None:
    write("manuscript/tables.yaml", "songs: {}\nseasons: {}\n")
    assert plan.table_names() == ["songs", "seasons"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [(None, False), ("a: {value: row.b}\n", False), ("a: sections(row)", True)],
)
def test_tables_rest_on_the_text_only_where_they_list_its_sections(text, expected) -> None:
    if text is not None:
        write("manuscript/tables.yaml", text)
    assert plan.tables_list_sections() is expected


@pytest.mark.parametrize("text", [None, "", "# no table yet\n"])
def test_a_review_may_have_no_tables(text: str | None) -> None:
    if text is not None:
        write("manuscript/tables.yaml", text)
    assert plan.table_names() == []


def test_figures_are_the_scripts_that_are_no_helpers() -> None:
    write("manuscript/figures/tree.py")
    write("manuscript/figures/map.py")
    write("manuscript/figures/_axes.py")
    assert plan.figure_names() == ["map", "tree"]


def test_a_step_is_told_of_a_new_content_but_not_of_a_new_time() -> None:
    source = write("data/a.csv", "1")
    note = Path(plan.record_contents("step", [source]))
    os.utime(note, (1, 1))
    os.utime(source, (5e9, 5e9))
    plan.record_contents("step", [source])
    assert note.stat().st_mtime == 1
    write("data/a.csv", "2")
    os.utime(source, (0, 0))
    plan.record_contents("step", [source])
    assert note.stat().st_mtime > 1


@pytest.mark.parametrize(("group", "changed"), [(["a"], True), (["a", "b", "c"], True)])
def test_a_step_is_told_of_files_that_came_or_went(group: list[str], changed: bool) -> None:
    for name in "abc":
        write(name)
    note = Path(plan.record_contents("step", ["a", "b"]))
    os.utime(note, (1, 1))
    plan.record_contents("step", group)
    assert (note.stat().st_mtime > 1) is changed


def test_the_order_of_files_is_no_change() -> None:
    write("a")
    write("b")
    note = Path(plan.record_contents("step", ["a"], ["b"]))
    os.utime(note, (1, 1))
    plan.record_contents("step", ["b", "a"])
    assert note.stat().st_mtime == 1


def test_a_note_says_the_same_wherever_the_engine_is() -> None:
    note = Path(plan.record_contents("step", plan.engine_files()))
    assert str(plan.ENGINE.parent) not in note.read_text(encoding="utf-8")
    assert "  workflow/livereview/plan.py\n" in note.read_text(encoding="utf-8")


def test_a_writer_rests_on_its_own_format_and_on_what_all_share() -> None:
    shared, html, pdf = (set(plan.engine_files(name)) for name in ("", "html", "pdf"))
    own = {Path(path).relative_to(plan.ENGINE).as_posix() for path in html - shared}
    assert "livereview/writers/__init__.py" in own
    assert "livereview/writers/html.py" in own
    assert "livereview/writers/pdf.py" not in own
    assert {name.split("/")[1] for name in own if name.startswith("templates/")} == {"html"}
    assert any("templates/pdf/" in path for path in pdf - shared)
    assert shared < html
