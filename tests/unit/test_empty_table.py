"""A table may hold a header alone, as a log does before its first entry."""

from datetime import date
from pathlib import Path

import pytest
from livereview.check_tables import check_evidence
from livereview.evidence import Evidence, load_evidence

PACKAGE = """\
name: log
resources:
  - name: searches
    path: searches.csv
    title: Searches
    rules: [{field: included, expect: included <= seen, message: more than were seen}]
    schema:
      fields:
        - {name: id, constraints: {required: true, unique: true}}
        - {name: query, constraints: {required: true}}
        - {name: seen, type: integer, constraints: {minimum: 0}}
        - {name: included, type: integer}
        - {name: found, type: list, references: {rows: true}}
"""


@pytest.fixture
def log(tmp_path: Path) -> Evidence:
    """A review whose only table has no row yet."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data/datapackage.yaml").write_text(PACKAGE, encoding="utf-8")
    (tmp_path / "data/searches.csv").write_text("id,query,seen,included,found\n", encoding="utf-8")
    return load_evidence(tmp_path)


def test_a_table_without_rows_has_no_problem(log: Evidence) -> None:
    assert check_evidence(log, citation_keys=[], today=date(2026, 11, 22)) == []


def test_a_table_without_rows_has_nothing_to_read(log: Evidence) -> None:
    assert len(log["searches"]) == 0
    assert log["searches"].where("included > 0") == []
    assert log.newest_review == ""


def test_a_table_without_rows_makes_a_frame_with_its_columns(log: Evidence) -> None:
    frame = log.frame("searches")
    assert list(frame.columns) == ["id", "query", "seen", "included", "found"]
    assert len(frame) == 0
