"""Whether the text refers to its figures and tables, and in the order of their numbers."""

from itertools import pairwise

import pytest

ONE = "columns: [{header: Survey, value: row.title}]"
TABLES = "".join(
    f"{name}:\n  caption: Table {name}.\n  rows: surveys\n  {ONE}\n" for name in "abcde"
)
TEXT = "manuscript/guide/01.md"
HINT = "refer to them in the order of their numbers, or print them in the order of the text"
PRINTED = '\n\n{{ table("a") }}\n\n{{ table("b") }}\n\n{{ table("c") }}\n'


@pytest.fixture
def told(review):
    """What the check warns of in a text, about the order of its references."""
    review.write("manuscript/tables.yaml", TABLES)

    def told(text):
        review.write(TEXT, text)
        lines = review.check().text.splitlines()
        assert not any("error" in line for line in lines), lines
        return [
            f"{line} ({following.strip()})"
            for line, following in pairwise(lines)
            if " before " in line
        ]

    return told


@pytest.mark.parametrize(
    "text",
    [
        "@tbl:a, @tbl:b, @tbl:c",
        "@tbl:a, @tbl:b, @tbl:a, @tbl:c, @tbl:b",
        "[@tbl:a; @tbl:b; @tbl:c]",
        "[one](#tbl:a), @tbl:b, @tbl:c",
    ],
)
def test_references_in_the_order_of_the_numbers_are_no_problem(told, text):
    assert told(text + PRINTED) == []


def test_a_reference_that_comes_too_early_is_told_with_what_it_jumped_over(told):
    assert told("One.\n\nAs @tbl:c says, @tbl:a and @tbl:b." + PRINTED) == [
        f"{TEXT}:3: tbl:c: warning: the text refers to Table 3 before Table 1 and Table 2 ({HINT})"
    ]


def test_each_reference_that_jumps_is_told(told):
    assert told("@tbl:b, @tbl:c, @tbl:a" + PRINTED) == [
        f"{TEXT}:1: tbl:b: warning: the text refers to Table 2 before Table 1 ({HINT})",
        f"{TEXT}:1: tbl:c: warning: the text refers to Table 3 before Table 1 ({HINT})",
    ]


def test_a_table_to_which_nothing_refers_has_not_been_jumped_over(told):
    assert told("@tbl:b, @tbl:c" + PRINTED) == []


def test_figures_and_tables_have_an_order_each(told):
    figure = "\n![Map (@tbl:c).](figures/map.svg){#fig:map}\n"
    assert told("@fig:map, @tbl:a, @tbl:b, @tbl:c" + PRINTED + figure) == []


@pytest.mark.parametrize(
    "aside",
    [
        "Birds^[See @tbl:c.].\n\n@tbl:a, @tbl:b, @tbl:c",
        "![Map (@tbl:c).](figures/map.svg){#fig:map}\n\n@tbl:a, @tbl:b, @tbl:c, @fig:map",
    ],
)
def test_a_reference_in_a_caption_or_a_footnote_does_not_count(told, aside):
    assert told(aside + PRINTED) == []


def test_the_place_of_a_reference_is_in_the_text_and_not_in_a_caption(told):
    figure = "![Map (@tbl:b).](figures/map.svg){#fig:map}\n\n"
    assert told(f"{figure}@tbl:b, @tbl:a, @tbl:c, @fig:map{PRINTED}") == [
        f"{TEXT}:3: tbl:b: warning: the text refers to Table 2 before Table 1 ({HINT})"
    ]


def test_a_reference_in_the_notes_of_a_table_does_not_count(told, review):
    review.replace("manuscript/tables.yaml", "Table a.\n", 'Table a.\n  notes: "As in @tbl:c."\n')
    assert told("@tbl:a, {{ 1 }}" + PRINTED + "\n@tbl:b, @tbl:c") == []


SUPPLEMENT = """

# More {.supplement}

REFERENCES

{{ table("d") }}

{{ table("e") }}
"""


def test_supplementary_tables_have_an_order_of_their_own(told):
    supplement = SUPPLEMENT.replace("REFERENCES", "@tbl:e")
    assert told("@tbl:d, @tbl:a, @tbl:b, @tbl:c" + PRINTED + supplement) == []
    assert told("@tbl:e, @tbl:a, @tbl:d, @tbl:b, @tbl:c" + PRINTED + supplement) == [
        f"{TEXT}:1: tbl:e: warning: the text refers to Table S2 before Table S1 ({HINT})"
    ]


def test_what_the_supplement_refers_to_does_not_count_for_the_other_tables(told):
    supplement = SUPPLEMENT.replace("REFERENCES", "@tbl:c, @tbl:b, @tbl:d, @tbl:e")
    assert told("@tbl:a" + PRINTED + supplement) == []
