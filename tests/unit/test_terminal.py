"""What is printed for a person: colours, widths, and characters that take two cells."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from livereview.terminal import console, lines, say, say_pairs, shortened
from rich.cells import cell_len


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch):
    """A terminal of twenty columns."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "20")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return Terminal()


def test_a_title_is_coloured_on_a_terminal(terminal):
    say(console(terminal), "Wrens", "heading")

    assert terminal.getvalue() == "\x1b[1;36mWrens\x1b[0m\n"


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_nothing_is_coloured_where_that_is_not_wanted(terminal, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    say(console(terminal), "Wrens", "heading")

    assert terminal.getvalue() == "Wrens\n"


def test_nothing_is_coloured_in_a_file_even_if_that_is_asked_for(monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    file = io.StringIO()
    say(console(file), "Wrens", "heading")

    assert file.getvalue() == "Wrens\n"


def test_lines_fit_the_terminal(terminal):
    say_pairs(console(terminal), [("bird", "a wren that sings in the hedge")])

    assert [line.rstrip() for line in terminal.getvalue().split("\n")] == [
        "\x1b[36m  bird  \x1b[0ma wren that",
        "\x1b[36m        \x1b[0msings in the",
        "\x1b[36m        \x1b[0mhedge",
        "",
    ]


def test_a_name_to_type_is_not_broken_but_stands_above_what_is_said_of_it(terminal, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    say_pairs(
        console(terminal), [("wren", "sings"), ("goldfinch-hen", "is heard"), ("jay-bird", "")]
    )

    assert terminal.getvalue() == (
        "  wren    sings\n  goldfinch-hen\n          is heard\n  jay-bird\n"
    )


def test_a_line_in_a_file_is_not_broken():
    file = io.StringIO()
    say_pairs(console(file), [("bird", "a wren that sings " * 20), ("a longer name", "x")])

    assert file.getvalue() == (
        f"  bird           {'a wren that sings ' * 20}".rstrip() + "\n  a longer name  x\n"
    )


def test_a_chinese_character_takes_two_cells():
    assert lines("码头的鸟唱得更高", 8) == ["码头的鸟", "唱得更高"]
    assert shortened("码头的鸟唱得更高", 8) == "码头的…"


def test_what_looks_like_markup_or_an_emoji_is_printed_as_it_stands():
    file = io.StringIO()
    say(console(file), "[bold]x[/bold] :smile: [@wren]")

    assert file.getvalue() == "[bold]x[/bold] :smile: [@wren]\n"


TEXTS = st.text(st.characters(exclude_categories=["C", "Z", "M"], include_characters=" "))


@given(text=TEXTS, width=st.integers(min_value=2, max_value=30))
def test_no_line_is_wider_than_asked_for_and_none_loses_a_character(text, width):
    broken = lines(text, width)

    assert all(cell_len(line) <= width for line in broken)
    assert "".join(broken).replace(" ", "") == text.replace(" ", "")


@given(text=TEXTS, width=st.integers(min_value=1, max_value=30))
def test_a_shortened_text_fits(text, width):
    assert cell_len(shortened(text, width)) <= width
