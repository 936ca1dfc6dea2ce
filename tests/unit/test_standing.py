"""How rows stand: which may reach print, which were taken back, which are to be read again.

It is the 22nd of November 2026 here.
"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from livereview.check import check_review
from livereview.check_standing import months_before
from livereview.figures import draw_figure
from livereview.problems import ProblemsFound
from livereview.recorder import Absent

PACKAGE = "data/datapackage.yaml"
SURVEYS = "data/surveys.csv"
SPECIES = "data/species.csv"
TEXT = "manuscript/guide/01.md"
CONFIG = "config/config.yaml"

DOT = """\
from livereview.figures import Figure

def draw(evidence):
    chart = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"/>'
    return Figure(chart, "A dot for 1 survey.", ("surveys:wren-2019",), {})
"""

WREN = "p. 2,accepted"  # what stands before its status
ROBIN = "adams2019;brook2020,,,accepted"


@pytest.fixture
def statuses(review):
    """A review whose rows may be taken back."""
    two, four = (
        "{value: unverified}]",
        "{value: unverified}, {value: retracted}, {value: withdrawn}]",
    )
    review.write(PACKAGE, review.read(PACKAGE).replace(two, four).encode())
    return review


def take_back(review, row, status="retracted"):
    review.replace(SURVEYS, row, row.replace("accepted", status))


def told(review, code):
    """What is told of one kind."""
    found = check_review(review.root, date(2026, 11, 22))
    return [str(problem) for problem in found if problem.code == code]


# --- rows that were taken back


@pytest.mark.parametrize("status", ["retracted", "withdrawn"])
def test_a_row_that_was_taken_back_and_is_used_by_nothing_is_a_remark(statuses, status):
    statuses.replace(SURVEYS, "clark2021,,,accepted", f"clark2021,,,{status}")

    checked = statuses.check()

    assert (checked.status, checked.text) == (
        0,
        f'data/surveys.csv:4: status: info: "all-2021" is {status}: it reaches no print\n'
        "1 remark\n",
    )


def test_to_cite_or_to_read_a_retracted_row_is_an_error_that_says_so(statuses):
    take_back(statuses, WREN)
    statuses.append(TEXT, '\nThey were {{ surveys["wren-2019"].birds }}.\n')

    assert told(statuses, "refused-row") == [
        "manuscript/guide/01.md:3: @surveys:wren-2019: "
        'row "surveys:wren-2019" is retracted, and may not be printed\n'
        "    use another row, or take out what rests on this one; why, says data/surveys.csv:2",
        "manuscript/guide/01.md:5: surveys:wren-2019: "
        'row "surveys:wren-2019" is retracted, and may not be printed\n'
        "    use another row, or take out what rests on this one; why, says data/surveys.csv:2",
    ]


def test_an_accepted_row_may_not_point_to_one_that_was_taken_back(statuses):
    take_back(statuses, WREN, "withdrawn")

    hint = (
        "    take it out, if the row holds without it; else change the status too; "
        "why, says data/surveys.csv:2"
    )
    assert told(statuses, "withdrawn-key") == [
        f'data/surveys.csv:{line}: repeats: "wren-2019" is withdrawn: '
        f"no accepted row may point to it\n{hint}"
        for line in (3, 4)
    ]


def test_rows_that_reach_no_print_may_point_to_one_another(statuses):
    take_back(statuses, WREN)
    take_back(statuses, ROBIN, "unverified")
    take_back(statuses, "clark2021,,,accepted", "withdrawn")

    assert told(statuses, "withdrawn-key") == []


def test_a_name_that_was_taken_back_reaches_print_by_no_key(statuses):
    statuses.replace(SPECIES, "14,accepted", "14,withdrawn")
    evidence = statuses.evidence()

    assert isinstance(evidence["surveys"]["robin-2020"]["species"], Absent)
    assert isinstance(evidence["surveys"]["wren-2019"]["leader"], Absent)


def test_tables_queries_and_frames_leave_out_what_was_taken_back(statuses):
    take_back(statuses, ROBIN)
    surveys = statuses.evidence()["surveys"]

    assert [row.id for row in surveys] == ["wren-2019", "all-2021"]
    assert [row.id for row in surveys.where("birds > 3")] == ["wren-2019", "all-2021"]
    assert list(statuses.evidence().frame("surveys")["id"]) == ["wren-2019", "all-2021"]
    assert [line.rows for line in statuses.edition().specifications.build("surveys").lines] == [
        ("surveys:wren-2019",),
        ("surveys:all-2021",),
    ]


def test_a_figure_that_draws_a_retracted_row_is_refused(statuses, tmp_path):
    take_back(statuses, WREN)
    script = statuses.root / "manuscript/figures/map.py"
    script.write_text(DOT)

    with pytest.raises(ProblemsFound) as raised:
        draw_figure(script, statuses.evidence(), tmp_path)

    assert 'row "surveys:wren-2019" is retracted' in str(raised.value)


# --- rows that are to be read again


def overdue(line, day, months=24):
    return (
        f"data/surveys.csv:{line}: reviewed: warning: {day} lies more than {months} months back\n"
        "    hold the row against its source again, then write the day on which you did"
    )


@pytest.mark.parametrize(
    ("reviewed", "expected"),
    [
        ("2024-11-22", []),
        ("2024-11-21", [overdue(2, "2024-11-21")]),
        ("1999-01-01", [overdue(2, "1999-01-01")]),
    ],
)
def test_an_accepted_row_is_overdue_after_24_months(review, reviewed, expected):
    review.replace(SURVEYS, "2026-01-10", reviewed)

    assert told(review, "overdue-row") == expected


def test_how_long_a_row_may_go_is_a_matter_of_the_configuration(review):
    review.append(CONFIG, "review_within_months: 10\n")

    assert told(review, "overdue-row") == [
        overdue(2, "2026-01-10", 10),
        overdue(4, "2025-12-31", 10),
    ]


@pytest.mark.parametrize("months", ["0", "1.5", "soon"])
def test_how_long_is_a_number_of_months(review, months):
    review.append(CONFIG, f"review_within_months: {months}\n")

    assert "config/config.yaml:" in review.check().text
    assert "review_within_months: " in review.check().text


def test_a_row_that_is_not_accepted_is_not_overdue(review):
    take_back(review, WREN, "unverified")
    review.replace(SURVEYS, "2026-01-10", "1999-01-01")

    assert told(review, "overdue-row") == []


def test_an_overdue_row_is_no_failure(review):
    review.replace(SURVEYS, "2026-01-10", "1999-01-01")

    checked = review.check()

    assert checked.status == 0
    assert checked.text == overdue(2, "1999-01-01") + "\n1 warning\n"


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 11, 22), 24, date(2024, 11, 22)),
        (date(2026, 1, 31), 1, date(2025, 12, 31)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2026, 12, 1), 12, date(2025, 12, 1)),
    ],
)
def test_months_are_counted_back_by_the_calendar(day, months, before):
    assert months_before(day, months) == before


@given(st.dates(date(1900, 1, 1)), st.integers(1, 1200))
def test_months_before_a_day_lie_so_many_months_before_it(day, months):
    before = months_before(day, months)

    assert (day.year - before.year) * 12 + day.month - before.month == months
    assert before.day <= day.day
