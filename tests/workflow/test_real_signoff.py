"""Edits of the real evidence, and what a careful editor would read again after each.

What is expected is found in the sources with plain searches, and not by the engine.
"""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from livereview.accepting import accept, choose_all
from livereview.differences import Kind
from livereview.rereading import Unread, to_read
from livereview.survey import survey

pytestmark = pytest.mark.workflow

REPOSITORY = Path(__file__).parents[2]
MACE = "oral-surv-mace-combined"
GIT = ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org"]

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the review, in git, all of it signed off."""
    root = tmp_path_factory.mktemp("signed")
    for name in ("config", "data", "manuscript", "references"):
        shutil.copytree(REPOSITORY / name, root / name)
    (root / "manuscript" / "signoff.csv").unlink(missing_ok=True)
    found = survey(root)
    accept(found, choose_all(found), "2026-11-22", "Ada")
    for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message=x"]):
        subprocess.run([*GIT, *words], cwd=root, check=True)
    return root


@pytest.fixture
def told(signed: Path) -> Iterator[Callable[[str, Callable[[Rows], object]], list[Unread]]]:
    """What must be read again after an edit of a table, which is taken back in the end."""
    kept: dict[Path, bytes] = {}

    def edit(table: str, change: Callable[[Rows], object]) -> list[Unread]:
        path = signed / "data" / f"{table}.csv"
        kept[path] = path.read_bytes()
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        columns = list(rows[0])
        change(rows)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        return to_read(survey(signed))

    yield edit
    for path, content in kept.items():
        path.write_bytes(content)


def setting(id: str, column: str, value: str) -> Callable[[Rows], None]:
    """The edit of one cell."""

    def change(rows: Rows) -> None:
        (row,) = [row for row in rows if row["id"] == id]
        assert row[column] != value
        row[column] = value

    return change


def paragraphs() -> Iterator[tuple[str, int, str]]:
    """File, first line and text of each paragraph and item of the text, without captions."""
    for path in sorted((REPOSITORY / "manuscript" / "review").glob("*.md")):
        name = path.relative_to(REPOSITORY).as_posix()
        lines = re.sub(r"\{% set .*?%\}", _blank, path.read_text("utf-8"), flags=re.DOTALL)
        lines = re.sub(r"<!--.*?-->", _blank, lines, flags=re.DOTALL)
        text, first = "", 0
        for number, line in enumerate([*lines.split("\n"), ""], start=1):
            if text and (not line.strip() or line.startswith(("- ", "#"))):
                if not text.startswith("!["):
                    yield name, first, text
                text = ""
            if line.strip():
                first = first if text else number
                text += f"{line}\n"


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def naming(row: str) -> set[tuple[str, int]]:
    """File and line of each paragraph that names a row, by its id or by what it was set to."""
    table, _, id = row.partition(":")
    found = set()
    for path, line, text in paragraphs():
        source = (REPOSITORY / path).read_text("utf-8")
        names = re.findall(rf'set (\w+) = {table}\["{id}"\]', source)
        expressions = " ".join(re.findall(r"\{[{%].*?[%}]\}", text, flags=re.DOTALL))
        by_name = any(re.search(rf"\b{name}\b(?!-)", expressions) for name in names)
        if row in text or f'{table}["{id}"]' in text or by_name:
            found.add((path, line))
    return found


def asking(expression: str) -> set[tuple[str, int]]:
    """File and line of each paragraph with an expression in which something stands."""
    return {
        (path, line)
        for path, line, text in paragraphs()
        if any(re.search(expression, each) for each in re.findall(r"(?s)\{[{%].*?[%}]\}", text))
    }


def places(unread: list[Unread]) -> set[tuple[str, int]]:
    """File and line of the blocks of the text; the captions of figures and tables are none."""
    of_text = [each for each in unread if each.path.endswith(".md")]
    return {(each.path, each.line) for each in of_text if not each.words.startswith("![")}


def captions(unread: list[Unread]) -> set[str]:
    """The first words of the captions of figures."""
    return {each.words for each in unread if each.words.startswith("![")}


def rows(unread: list[Unread]) -> set[str]:
    """The rows that are told of, without what figures report."""
    found = {difference.row for each in unread for difference in each.differences}
    return {row for row in found if not row.startswith("figure:")}


def test_where_nothing_is_edited_nothing_is_told(signed):
    assert to_read(survey(signed)) == []


def test_an_estimate_is_told_in_each_sentence_that_names_its_row(told):
    unread = told("safety", setting(MACE, "estimate", "1.43"))

    assert places(unread) == naming(f"safety:{MACE}")
    assert rows(unread) == {f"safety:{MACE}"}
    cells = [cell for each in unread for change in each.differences for cell in change.cells]
    assert {(cell.column, cell.old, cell.new) for cell in cells} == {("estimate", "1.33", "1.43")}
    assert any("safety estimates" in words for words in captions(unread))


def test_a_withdrawn_row_is_told_in_each_sentence_that_names_it(told):
    unread = told("safety", setting(MACE, "status", "withdrawn"))

    assert places(unread) == naming(f"safety:{MACE}") | asking(r"\beverything\b|\bforest\.")
    kinds = {
        change.kind
        for each in unread
        for change in each.differences
        if change.row == f"safety:{MACE}"
    }
    assert kinds == {Kind.REFUSED}


def test_a_new_trial_is_told_where_its_disease_or_all_trials_are_counted(told):
    def add(trials: Rows) -> None:
        (like,) = [row for row in trials if row["id"] == "true-v1-ruxo-fvasi75-w24"]
        trials.append({**like, "id": "a-new-one", "trial": "A new one", "disease": "gout"})

    unread = told("trials", add)

    gout = r"trials\.where\(\"'gout' in disease\"\)|\{[{%] (?:if )?gout\b"
    assert places(unread) == asking(rf"{gout}|\beverything\b")
    news = {
        (change.row, change.kind)
        for each in unread
        for change in each.differences
        if change.row.startswith("trials:")
    }
    assert news == {("trials:a-new-one", Kind.ENTERED)}


def test_the_name_of_a_disease_is_told_where_it_is_printed(told):
    unread = told("diseases", setting("gout", "name_en", "gouty arthritis"))

    assert rows(unread) == {"diseases:gout"}
    assert places(unread) == set()  # the text writes the name itself
    assert len(captions(unread)) == 1
    assert len(unread) > 1


def test_a_direction_that_flips_is_told_with_what_it_was(told):
    unread = told("disease_links", setting("refine-gout-mrna", "direction", "no_effect"))

    assert places(unread) == naming("disease_links:refine-gout-mrna")
    assert rows(unread) == {"disease_links:refine-gout-mrna"}
    cells = {
        (cell.column, cell.old, cell.new)
        for each in unread
        for change in each.differences
        if not change.row.startswith("figure:")
        for cell in change.cells
    }
    assert cells == {("direction", "associated", "no_effect")}


@pytest.mark.parametrize(
    ("table", "id", "column"),
    [
        ("safety", MACE, "note"),
        ("safety", MACE, "locator"),
        ("safety", MACE, "reviewed"),
        ("diseases", "gout", "icd10"),
    ],
)
def test_what_no_sentence_reads_is_not_told(told, table, id, column):
    assert told(table, setting(id, column, "anything else")) == []
