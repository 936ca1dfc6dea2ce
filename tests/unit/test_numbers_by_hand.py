"""Numbers that authors typed by hand: each is a warning, unless its words are listed as plain."""

import pytest

TEXT = "manuscript/guide/01.md"
TABLES = "manuscript/tables.yaml"
METADATA = "manuscript/guide/metadata.yaml"
HINT = f"    read it from a row, or list the words under plain_numbers in {METADATA}"


@pytest.fixture
def told(review):
    """What the check says of the text, without the hints."""

    def told(markdown=None):
        if markdown is not None:
            review.write(TEXT, f"# Birds {{#sec:birds}}\n\n{markdown}")
        lines = review.check().text.splitlines()
        return [line for line in lines if not line.startswith("    ")]

    return told


def plain(review, *phrases):
    review.append(METADATA, f"plain_numbers: [{', '.join(phrases)}]\n")


def test_a_number_that_no_expression_gives_is_told_with_the_words_around_it(review):
    review.append(TEXT, "\nOf 25 birds, 40% sang.\nWrens have E45.\n")

    assert review.check().text == (
        "manuscript/guide/01.md:5: 25: warning: no expression gives this number: "
        '"Of 25 birds, 40% sang."\n'
        f"{HINT}\n"
        "manuscript/guide/01.md:5: 40: warning: no expression gives this number: "
        '"Of 25 birds, 40% sang. Wrens have"\n'
        f"{HINT}\n"
        "2 warnings\n"
    )


def test_a_number_of_chinese_text_is_told(told):
    assert told("鹪鹩在12周内。\n") == [
        'manuscript/guide/01.md:3: 12: warning: no expression gives this number: "鹪鹩在12周内。"',
        "1 warning",
    ]


def test_a_number_of_a_caption_or_of_notes_is_told_with_its_line(review, told):
    review.write(
        TABLES,
        """
        # 1 comment
        surveys:
          caption: "Of \\"{{ surveys[\\"wren-2019\\"].birds }}\\" and 5 \\u2013 \\x39 birds."
          notes: >-
            A range is one
            of 95%.

            Of E45.
          rows: surveys.where("birds > 3")
          columns:
            - {header: 2nd of 4, value: row.title, width: 16}
        """,
    )

    assert told() == [
        "manuscript/tables.yaml:3: 5: warning: no expression gives this number: "
        '""… " and 5 birds."',
        'manuscript/tables.yaml:6: 95: warning: no expression gives this number: "is one of 95%."',
        "2 warnings",
    ]


def test_a_number_of_a_figures_caption_is_told(told):
    assert told("See @fig:map.\n\n![Map of 7 woods.](figures/map.svg){#fig:map}\n") == [
        "manuscript/guide/01.md:5: 7: warning: no expression gives this number: "
        '"![Map of 7 woods.]"',
        "1 warning",
    ]


def test_numbers_are_told_only_of_text_without_errors(told):
    assert told("Of 25 {{ surveys.nothing }} birds.\n") == [
        'manuscript/guide/01.md:3: nothing: table "surveys" has no row "nothing"',
        "1 error",
    ]


def test_plain_words_may_stand_in_text_and_tables(review, told):
    plain(review, "phase 2", "95%", "50 or over")
    review.replace(TABLES, "caption: Surveys of Kent.", "caption: Phase 2 of Kent.")

    assert told("In phase\n2, 95% were 50 or over.\n") == ["no problems"]


def test_plain_words_are_no_part_of_other_numbers(review, told):
    plain(review, "phase 2")

    assert told("In phase 2, phase 25 and phase 2/3.\n") == [
        "manuscript/guide/01.md:3: 2/3: warning: no expression gives this number: "
        '"25 and phase 2/3."',
        "manuscript/guide/01.md:3: 25: warning: no expression gives this number: "
        '"phase 2, phase 25 and phase 2/3."',
        "2 warnings",
    ]


def test_plain_words_of_any_edition_hold_for_tables(review, told):
    review.replace("config/config.yaml", "editions: [guide]", "editions: [guide, gids]")
    review.write(
        "manuscript/gids/metadata.yaml",
        """
        title: Vogels
        lang: nl
        authors: [Ann Other]
        license: CC BY 4.0
        plain_numbers: [fase 2, 9 uur]
        """,
    )
    review.write("manuscript/gids/01.md", "Om 9 uur.\n")
    review.replace(TABLES, "caption: Surveys of Kent.", "caption: Fase 2 of Kent.")

    assert told("At 9 uur.\n") == [
        'manuscript/guide/01.md:3: 9: warning: no expression gives this number: "At 9 uur."',
        "1 warning",
    ]


def test_plain_words_that_no_text_holds_are_told(review):
    review.append(METADATA, "plain_numbers:\n  - phase 2\n  - phase 3\n")
    review.append(TEXT, "\nIn phase 2.\n")

    assert review.check().text == (
        "manuscript/guide/metadata.yaml:7: plain_numbers.2: warning: "
        'no number of the text stands in "phase 3"\n'
        "    take it out, or correct it\n"
        "1 warning\n"
    )


def test_plain_words_hold_a_number(review):
    plain(review, "phase two")

    assert review.check().text == (
        'manuscript/guide/metadata.yaml:5: plain_numbers.1: "phase two" does not have the right '
        "form\n"
        "    words that hold a number\n"
        "1 error\n"
    )
