"""Problems: how they read, in which order, and which of them stop a build."""

import pytest
from livereview.problems import (
    Problem,
    ProblemsFound,
    closest,
    count,
    nearest,
    raise_errors,
    show,
)

LIMIT = Problem("data/songs.csv", 14, "low", "rule", "1.9 lies above estimate 1.33", "swap them")


def test_a_problem_reads_place_field_message_and_hint():
    assert str(LIMIT) == "data/songs.csv:14: low: 1.9 lies above estimate 1.33\n    swap them"


def test_a_problem_of_a_whole_file_has_no_line():
    problem = Problem("data/songs.csv", 0, "", "missing-file", "the file is missing")

    assert str(problem) == "data/songs.csv: the file is missing"


def test_a_problem_that_is_no_error_says_so():
    problem = Problem("data/songs.csv", 3, "status", "unverified-row", "waits", severity="info")

    assert str(problem) == "data/songs.csv:3: status: info: waits"


def test_problems_are_shown_by_file_and_line_each_once_with_their_count():
    problems = [
        Problem("b.md", 2, "", "x", "second"),
        Problem("b.md", 10, "", "x", "third", severity="warning"),
        Problem("a.csv", 7, "", "x", "first"),
        Problem("b.md", 2, "", "x", "second"),
    ]

    assert show(problems) == (
        "a.csv:7: first\nb.md:2: second\nb.md:10: warning: third\n2 errors, 1 warning"
    )


@pytest.mark.parametrize(
    ("severities", "words"),
    [
        ([], "no problems"),
        (["error"], "1 error"),
        (["warning", "warning"], "2 warnings"),
        (["info", "error", "info"], "1 error, 2 remarks"),
    ],
)
def test_a_count_names_each_severity_in_one_and_in_many(severities, words):
    problems = [
        Problem("a", line, "", "x", "y", severity=severity)
        for line, severity in enumerate(severities)
    ]

    assert count(problems) == words


def test_an_error_is_raised_together_with_the_warnings_beside_it():
    warning = Problem("a.csv", 1, "", "x", "odd", severity="warning")

    with pytest.raises(ProblemsFound) as raised:
        raise_errors([LIMIT, warning])

    assert raised.value.problems == [warning, LIMIT]
    assert str(raised.value) == show([LIMIT, warning])


def test_warnings_alone_are_not_raised():
    raise_errors([Problem("a.csv", 1, "", "x", "odd", severity="warning")])


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("brids", 'did you mean "birds"?'),
        ("BIRDS", 'did you mean "birds"?'),
        ("Nests", 'did you mean "Nests"?'),
        ("weather", ""),
        ("", ""),
    ],
)
def test_the_nearest_word_is_found_in_either_case_if_it_is_near(word, hint):
    assert nearest(word, ["birds", "Nests"]) == hint


def test_no_word_is_close_to_none():
    assert closest("birds", []) == ""
