"""The expression language: sandboxed, over the cells of rows."""

import pytest
from jinja2 import TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from livereview.expressions import EXPRESSION_ERRORS, row_expression
from livereview.wording import in_words


@pytest.fixture
def wren(review):
    return review.evidence()["surveys"]["wren-2019"]


def test_an_expression_knows_the_names_it_uses():
    assert row_expression("low <= estimate and not note").names == {"low", "estimate", "note"}


def test_an_expression_is_evaluated_with_the_names_it_is_given():
    assert row_expression("low <= estimate")({"low": 1, "estimate": 2}) is True


def test_the_columns_of_a_row_are_names(wren):
    assert row_expression("birds - nests")({"birds": 40, "nests": 12}) == 28
    assert row_expression("birds - nests").of_row(wren, {}) == 28


def test_a_name_that_is_given_comes_before_a_column(wren):
    assert row_expression("birds + row.birds").of_row(wren, {"birds": 2}) == 42


def test_a_column_may_be_called_as_an_attribute_of_python(wren):
    assert row_expression("row.title").of_row(wren, {}) == "Wrens of Kent"
    assert row_expression('row["title"]').of_row(wren, {}) == "Wrens of Kent"


@pytest.mark.parametrize("source", ["low <=", "low <= 'x", "(low", "low high", "{{ low }}", ""])
def test_what_is_no_expression_is_a_syntax_error(source):
    with pytest.raises(TemplateSyntaxError):
        row_expression(source)


def test_an_unknown_name_is_an_error():
    with pytest.raises(UndefinedError):
        row_expression("lwo + 1")({})


@pytest.mark.parametrize(
    "source",
    [
        "''.__class__",
        "''.__class__.__mro__[1].__subclasses__()",
        "title.__init__.__globals__",
        "'{0.__class__}'.format(title)",
        "(title | attr('__class__')).__name__",
        "cycler.__init__.__globals__",
    ],
)
def test_no_expression_leaves_the_sandbox(source):
    with pytest.raises((SecurityError, UndefinedError)):
        str(row_expression(source)({"title": "Wrens"}))


def test_no_expression_changes_what_it_is_given():
    with pytest.raises(SecurityError):
        row_expression("birds.append(1)")({"birds": []})


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("1 / 0", "divides by zero"),
        ("birds / 0", "divides by zero"),
        ("birds > 'many'", "a number > text"),
        ("birds + note", "a number + an empty cell"),
        ("title + birds", "text + a number"),
        ("birds | join", "a number has no items"),
        ("lwo", '"lwo" is not known'),
        ("title.lenght", 'text has no "lenght"'),
        ("title()", "text is no function"),
        ("title is wren", 'there is no test "wren"'),
    ],
)
def test_a_mistake_of_an_expression_is_told_in_words_of_its_author(review, source, words):
    number = review.evidence()["surveys"]["wren-2019"]["estimate"]
    names = {"birds": number, "title": "Wrens", "note": None}

    with pytest.raises(EXPRESSION_ERRORS) as raised:
        str(row_expression(source)(names))

    assert in_words(raised.value) == words
