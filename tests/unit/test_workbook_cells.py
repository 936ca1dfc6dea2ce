"""Cells of a workbook: what is taken over as it was typed, and what is refused."""

from datetime import datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from livereview.datapackage import Field
from livereview.workbook.cells import EMPTY, Cell, NotText, written


def column(kind="string", name="column", role=""):
    return Field(name, kind, name, "", "", role, ";", False, {}, (), None)


TEXT, NUMBER, WHOLE, YEAR = map(column, ("string", "number", "integer", "year"))
DATE = column(role="date")


def number(value, look="General"):
    return Cell(value, "n", look)


def day(*parts, look="yyyy-mm-dd"):
    return Cell(datetime(*parts), "d", look)  # noqa: DTZ001 (a workbook knows no time zones)


@pytest.mark.parametrize(
    "text", ["1.30", "007", "2022-01", "MARCH1", "=1+1", "+1", "-1", "@you", "'quoted", "TRUE", ""]
)
def test_a_text_is_written_as_it_stands(text):
    assert written(Cell(text), TEXT, "before") == text


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co"))))
def test_any_text_is_written_as_it_stands(text):
    assert written(Cell(text), TEXT, "") == text


def test_an_empty_cell_is_empty():
    assert written(EMPTY, NUMBER, "1.30") == ""


def test_a_text_with_other_line_ends_keeps_those_that_it_had():
    assert written(Cell("one\ntwo"), TEXT, "one\r\ntwo") == "one\r\ntwo"


def test_a_new_text_has_line_ends_of_one_kind():
    assert written(Cell("one\r\ntwo\rthree"), TEXT, "") == "one\ntwo\nthree"


@pytest.mark.parametrize(
    ("cell", "field", "text"),
    [
        (number(40), WHOLE, "40"),
        (number(40.0), WHOLE, "40"),
        (number(2019), YEAR, "2019"),
        (number(-1.5), NUMBER, "-1.5"),
        (number(0.00001), NUMBER, "0.00001"),
        (number(1.3, "0.00"), NUMBER, "1.30"),
        (number(2, "0"), NUMBER, "2"),
        (number(1.3, "@"), NUMBER, "1.3"),
    ],
)
def test_a_number_is_written_as_the_spreadsheet_shows_it(cell, field, text):
    assert written(cell, field, "") == text


@pytest.mark.parametrize("before", ["1.30", "1.3", "1.300"])
def test_a_number_that_did_not_change_keeps_its_written_form(before):
    assert written(number(1.3), NUMBER, before) == before


def test_a_number_in_a_column_of_text_is_taken_where_it_stood_there_before():
    assert written(number(12), TEXT, "12") == "12"


@pytest.mark.parametrize(
    ("cell", "field", "message"),
    [
        (number(3), TEXT, "3 was typed as a number: noughts may have been lost"),
        (
            number(0.5, "0%"),
            NUMBER,
            "0.5 is a number in a form that hides its digits (0%)",
        ),
        (
            number(1.234, "0.00"),
            NUMBER,
            "1.234 is a number in a form that hides its digits (0.00)",
        ),
        (
            number(1234567890123456000),
            WHOLE,
            "1234567890123456000 is a number in a form that hides its digits (General)",
        ),
        (
            number(0.1 + 0.2),
            NUMBER,
            "0.30000000000000004 is a number in a form that hides its digits (General)",
        ),
        (Cell(value=True, kind="b"), TEXT, '"True" is a yes or no, and no text'),
        (Cell("#REF!", "e"), TEXT, '"#REF!" is an error, and no text'),
        (Cell("=A1+1", "f"), NUMBER, '"=A1+1" is a formula, and no text'),
        (
            day(2026, 3, 1, look="d-mmm"),
            TEXT,
            '"2026-03-01 00:00:00" is a date here: a name or a number may have become one',
        ),
        (
            day(2022, 1, 1, look="mmm-yy"),
            DATE,
            '"2022-01-01 00:00:00" is shown as mmm-yy: year, month or day may be made up',
        ),
        (
            day(2022, 1, 1, 12, 30, look="yyyy-mm-dd"),
            DATE,
            '"2022-01-01 12:30:00" is shown as yyyy-mm-dd: year, month or day may be made up',
        ),
        (
            Cell(time(9, 0), "d", "h:mm"),
            DATE,
            '"09:00:00" is shown as h:mm: year, month or day may be made up',
        ),
        (Cell("a\x07b"), TEXT, "holds the character U+0007, which no text has"),
    ],
)
def test_what_may_not_be_what_was_typed_is_refused(cell, field, message):
    with pytest.raises(NotText) as refused:
        written(cell, field, "")
    assert refused.value.message == message


@pytest.mark.parametrize("look", ["yyyy-mm-dd", "mm-dd-yy", 'd" of "mmmm yyyy', "[$-409]d-mmm-yy"])
@pytest.mark.parametrize("field", [DATE, column(name="reviewed")])
def test_a_day_that_is_shown_whole_is_written_year_first(look, field):
    assert written(day(2026, 11, 2, look=look), field, "") == "2026-11-02"


def test_a_number_that_lost_its_leading_noughts_is_refused():
    with pytest.raises(NotText):
        written(number(3), TEXT, "003")
