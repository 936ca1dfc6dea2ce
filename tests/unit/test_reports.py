"""Problems as a to-do: a table for a spreadsheet, a list with boxes to tick."""

import csv
import io
import json
from unicodedata import normalize

from hypothesis import given, settings
from hypothesis import strategies as st
from livereview.cli import main
from livereview.pandoc import run_pandoc
from livereview.problems import Problem
from livereview.reports import as_checklist, as_csv

SURVEYS = "data/surveys.csv"
OLD = Problem(SURVEYS, 2, "reviewed", "overdue-row", "is old", "read it, again", "warning")
WAITS = Problem(SURVEYS, 4, "status", "unverified-row", '"a_b" waits', "", "info")
OLDER = Problem("data/a.csv", 0, "", "overdue-row", "is older", "", "warning")

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
PROBLEMS = st.builds(
    Problem, st.just("a.csv"), st.integers(1, 9), TEXTS, st.just("c"), TEXTS, TEXTS
)


def test_a_table_has_a_row_a_problem_below_the_names_of_its_columns():
    assert as_csv([WAITS, OLD]) == (
        "severity,code,path,line,field,message,hint\n"
        'warning,overdue-row,data/surveys.csv,2,reviewed,is old,"read it, again"\n'
        'info,unverified-row,data/surveys.csv,4,status,"""a_b"" waits",'
    )


def test_without_problems_a_table_has_its_header_alone():
    assert as_csv([]) == "severity,code,path,line,field,message,hint"


@given(st.lists(PROBLEMS), st.sampled_from("=+-@\t"))
def test_no_cell_of_a_table_is_a_formula_and_all_can_be_read_back(problems, sign):
    problems.append(Problem("a.csv", 1, f"{sign}A1", "c", f"{sign}1\r\n2", f"{sign}cmd"))

    header, *rows = csv.reader(io.StringIO(as_csv(problems), newline=""), strict=True)

    assert not any(cell.startswith(tuple("=+-@\t")) for row in rows for cell in row)
    assert [[cell.removeprefix("'") for cell in row] for row in rows] == [
        [" ".join(str(getattr(each, name)).splitlines()).removeprefix("'") for name in header]
        for each in sorted(set(problems))
    ]


def test_a_list_has_a_box_a_problem_and_a_heading_a_code():
    assert as_checklist([WAITS, OLD, OLDER]) == (
        "## overdue-row\n\n"
        "- [ ] `data/a.csv` is older\n"
        "- [ ] `data/surveys.csv:2` reviewed: is old – read it, again\n\n"
        "## unverified-row\n\n"
        '- [ ] `data/surveys.csv:4` status: "a\\_b" waits\n\n'
        "2 warnings, 1 remark"
    )


def test_without_problems_a_list_says_so():
    assert as_checklist([]) == "no problems"


@settings(max_examples=25)
@given(st.lists(PROBLEMS, min_size=1, max_size=40))
def test_nothing_in_a_list_is_markup(problems):
    options = ["--from=gfm-emoji-autolink_bare_uris", "--to=json"]
    _, bullets, _ = json.loads(run_pandoc(options, as_checklist(problems)))["blocks"]

    items = bullets["c"]
    assert len(items) == len(set(problems))
    for (block,), problem in zip(items, sorted(set(problems)), strict=True):
        kinds = {inline["t"] for inline in block["c"]}
        assert kinds <= {"Str", "Space", "Code"}
        told = "".join(inline.get("c", " ") for inline in block["c"] if inline["t"] != "Code")
        words = f"{problem.field}: {problem.message}" if problem.field else problem.message
        hint = f" – {problem.hint}" if problem.hint else ""
        # Pandoc composes letters and their accents.
        assert told.split() == ["☐", *normalize("NFC", f"{words}{hint}").split()]


def test_the_to_do_of_a_review_can_be_exported(review, capsys):
    review.replace("data/species.csv", "36,accepted", "36,unverified")
    review.replace(SURVEYS, "2026-01-10", "2020-01-10")

    only = "overdue-row,unverified-row"
    status = main(["--root", str(review.root), "check", "--format", "csv", "--only", only])

    assert (status, capsys.readouterr().out) == (
        0,
        "severity,code,path,line,field,message,hint\n"
        "info,unverified-row,data/species.csv,4,status,"
        '"""owl"" is unverified: it reaches no print",\n'
        "warning,overdue-row,data/surveys.csv,2,reviewed,2020-01-10 lies more than 24 months back,"
        '"hold the row against its source again, then write the day on which you did"\n',
    )
