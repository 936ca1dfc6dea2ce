"""What is told of a change to the review of this repository: what an editor would have found.

Each expectation was written down before the report was read.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from livereview.changes.model import Report
from livereview.changes.report import compare
from livereview.config import read_config
from livereview.library import read_library

pytestmark = pytest.mark.workflow

REPOSITORY = Path(__file__).parents[2]
SOURCES = ("config", "data", "manuscript", "references")
# An estimate that the abstracts quote in each language, and a direction that the text tells.
QUOTED, TOLD = "oral-surv-mace-combined", "oral-surv-vte-10mg-direction"

Rows = list[dict[str, str]]


class Real:
    """A copy of the review, to be changed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in SOURCES:
            shutil.copytree(REPOSITORY / name, root / name)

    def edit(self, table: str, change: Callable[[Rows], None]) -> None:
        path = self.root / "data" / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as text:
            rows = list(csv.DictReader(text))
        columns = list(rows[0])
        change(rows)
        with path.open("w", encoding="utf-8", newline="") as text:
            writer = csv.DictWriter(text, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def set(self, table: str, id: str, **cells: str) -> str:
        """Change cells of a row; return what the first of them held."""
        before: list[str] = []

        def change(rows: Rows) -> None:
            (row,) = (row for row in rows if row["id"] == id)
            before.append(row[next(iter(cells))])
            row.update(cells)

        self.edit(table, change)
        return before[0]

    def report(self) -> Report:
        return compare(self.root, read_config(self.root), str(REPOSITORY))


@pytest.fixture
def real(tmp_path: Path) -> Real:
    return Real(tmp_path / "review")


def rows(report: Report) -> list[tuple[str, str]]:
    return [(row.kind, f"{row.table}:{row.id}") for row in report.rows]


def material(report: Report) -> list[tuple[str, str]]:
    return [(finding.kind, finding.about) for finding in report.material]


def test_an_estimate_that_moved_is_told_with_each_sentence_that_quotes_it(real):
    before = real.set("safety", QUOTED, estimate="1.60")
    report = real.report()
    assert rows(report) == [("changed", f"safety:{QUOTED}")]
    assert material(report) == [("estimate", f"safety:{QUOTED}")]
    assert {"en", "nl", "zh"} <= {each.language for each in report.sentences}
    for each in report.sentences:
        mark = "," if each.language == "nl" else "."
        old, new = before.replace(".", mark), f"1{mark}60"
        assert old in each.old
        assert new in each.new
        assert each.old.replace(old, new) == each.new
    assert all(table.lines_added == table.lines_removed == 0 for table in report.printed)
    assert f"safety:{QUOTED}" in {row for each in report.figures for row in each.rows_changed}


def test_a_direction_that_flipped_is_told_first_and_in_its_sentences(real):
    real.set("safety", TOLD, direction="no_clear_difference", reviewed="2026-11-22")
    report = real.report()
    assert material(report) == [("direction", f"safety:{TOLD}")]
    assert (report.material[0].old, report.material[0].new) == (
        "higher risk",
        "no clear difference",
    )
    assert report.sentences
    assert all("showed no clear difference" in each.new for each in report.sentences)


def test_a_new_row_is_told_and_nothing_else_of_the_evidence(real):
    def add(trials: Rows) -> None:
        trials.append({**trials[-1], "id": "made-up-trial", "trial": "MADE UP", "nct": ""})

    real.edit("trials", add)
    report = real.report()
    assert rows(report) == [("added", "trials:made-up-trial")]
    assert material(report) == []


def test_a_withdrawn_row_is_told_and_leaves_its_table(real):
    real.set("safety", "oral-surv-vte-ddimer-5mg", status="withdrawn")
    report = real.report()
    assert material(report) == [("withdrawn", "safety:oral-surv-vte-ddimer-5mg")]
    lines = {table.name: (table.lines_added, table.lines_removed) for table in report.printed}
    assert lines["inhibitor-safety"] == (0, 1)


def test_a_renamed_vocabulary_row_is_told_once(real):
    def rename(rows: Rows) -> None:
        for row in rows:
            for column in ("id", "disease"):
                keys = row.get(column, "").split(";")
                if "gout" in keys:
                    row[column] = ";".join("gouty" if key == "gout" else key for key in keys)

    for table in ("diseases", "disease_links", "case_reports", "trials"):
        real.edit(table, rename)
    for path in (real.root / "manuscript").rglob("*.*"):
        if path.suffix in (".md", ".yaml"):
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("'gout'", "'gouty'"), encoding="utf-8")
    report = real.report()
    assert report.remarks == ()
    assert rows(report) == [("renamed", "diseases:gouty")]
    assert (report.material, report.sentences, report.printed) == ((), (), ())


def test_a_retracted_paper_is_told_first(real):
    works = read_library(real.root).entries
    key = next(key for key, work in works.items() if work.fields.get("doi"))
    notice = f"{works[key].fields['doi']},2026-01-01,Made up for a test,https://example.org\n"
    with (real.root / "references" / "retractions.csv").open("a", encoding="utf-8") as text:
        text.write(notice)
    report = real.report()
    assert material(report) == [("retracted", key)]
    assert [(work.kind, work.key) for work in report.works] == [("retracted", key)]
    assert (report.rows, report.sentences, report.printed) == ([], (), ())
