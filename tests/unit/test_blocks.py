"""The blocks of the source: where each begins and ends, and the cells that it rests on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from livereview.blocks import blocks_of, normalised, spans
from livereview.survey import fill, run_figures

SURVEYS = "data/surveys.csv"
TEXT = "manuscript/guide/01.md"


def parts(text):
    lines = text.split("\n")
    return ["\n".join(lines[first - 1 : last]) for first, last in spans(text)]


def blocks(review, markdown=None):
    if markdown is not None:
        review.write(TEXT, markdown)
    edition = review.edition()
    edition.drawn = review.root / "work"
    run_figures(review.root, edition.evidence, edition.drawn, "")
    fill(edition)
    return blocks_of([edition])


def rests_on(review, markdown):
    """The cells that the one block of a text rests on, as ``table:id.column``."""
    (block,) = blocks(review, markdown)
    return sorted(f"{read.row}.{read.column}".rstrip(".") for read in block.reads)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One\nstill one.\n\nTwo.", ["One\nstill one.", "Two."]),
        ("# Title\nText.", ["# Title", "Text."]),
        ("- one\n- two\n  goes on\n- three", ["- one", "- two\n  goes on", "- three"]),
        ("1. one\n2. two", ["1. one", "2. two"]),
        ("One, then\n- no item.", ["One, then\n- no item."]),
        ("::: {#refs}\nText.\n:::", ["Text."]),
        ("```\na\n\nb\n```\n\nText.", ["```\na\n\nb\n```", "Text."]),
        ("One <!-- a word\n\nmore --> goes on.", ["One <!-- a word\n\nmore --> goes on."]),
        ("One.\n<!-- a word -->\nStill one.", ["One.\n<!-- a word -->\nStill one."]),
        ("<!-- a word -->\nOne.", ["One."]),
        (
            "{% for a in b %}\n- {{ a }}\n\n- more\n{% endfor %}\n\nText.",
            ["{% for a in b %}\n- {{ a }}\n\n- more\n{% endfor %}", "Text."],
        ),
        (
            "{% if a %}\nOne.\n\n{% for b in c %}b{% endfor %}\n{% else %}\nTwo.\n{% endif %}",
            ["{% if a %}\nOne.\n\n{% for b in c %}b{% endfor %}\n{% else %}\nTwo.\n{% endif %}"],
        ),
        ("One {% if a %}b{% endif %}.\n\nTwo.", ["One {% if a %}b{% endif %}.", "Two."]),
    ],
)
def test_a_text_is_cut_into_paragraphs_items_headings_and_what_statements_stand_around(text, found):
    assert parts(text) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("One sentence.\nAnother.", "One\nsentence. Another."),
        ("- An item.", "* An item."),
        ("1. An item.", "7) An item."),
        ("## A heading", "### A heading"),
        ("> One\n> two", "> One two"),
        ("One <!-- a word --> two.", "One two."),
        ("第一句。\n第二句。", "第一句。第二句。"),
    ],
)
def test_how_a_block_is_laid_out_is_no_part_of_its_words(one, other):
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("One word.", "Oneword."),
        ("A. Ada said so.", "B. Ada said so."),
        ("It *is* loud.", "It is loud."),
        ("{{ a.b }}", "{{ a.c }}"),
    ],
)
def test_words_marks_and_expressions_are_part_of_a_block(one, other):
    assert normalised(one) != normalised(other)


WORDS = st.lists(st.text("abcdé{}|_", min_size=1, max_size=6), min_size=1, max_size=12)


@given(WORDS, st.data())
def test_to_break_the_lines_anew_never_changes_the_words(words, data):
    ends = data.draw(st.lists(st.sampled_from([" ", "\n", "\n  "]), min_size=len(words)))
    broken = "".join(word + end for word, end in zip(words, ends, strict=False))

    assert normalised(broken) == " ".join(words)


def test_a_block_knows_its_file_lines_heading_and_words(review):
    heading, item, last = blocks(review, "# Birds\n\n- Wrens\n  sing.\n\nSo do robins.\n")

    assert (heading.line, heading.lines, heading.heading, heading.text) == (
        1,
        (1, 1),
        "Birds",
        "Birds",
    )
    assert (item.path, item.line, item.lines, item.heading, item.text) == (
        TEXT,
        3,
        (3, 4),
        "Birds",
        "Wrens sing.",
    )
    assert (last.line, last.text) == (6, "So do robins.")


def test_a_paragraph_of_statements_or_of_a_table_alone_is_no_block(review):
    text = '{% set a = 1 %}\n\n{{ table("surveys") }}\n\n<!-- a word -->\n'

    assert [block.text for block in blocks(review, text)] == ["Surveys of Kent."]


def test_a_block_rests_on_the_cells_that_its_expressions_read(review):
    assert rests_on(review, "{{ species.wren.size_cm + species.owl.size_cm }} cm\n") == [
        "species:owl.size_cm",
        "species:wren.size_cm",
    ]


def test_a_block_rests_on_what_a_name_was_set_to_elsewhere(review):
    text = "{% set small = species.wren.size_cm %}\n\nIt is {{ small }} cm.\n"

    assert rests_on(review, text) == ["species:wren.size_cm"]


def test_a_block_rests_on_the_rows_that_a_query_chose_and_not_on_what_it_chose_them_by(review):
    text = "{{ surveys.where('birds > 30') | counted('survey', 'surveys') }}\n"

    assert rests_on(review, text) == ["surveys:all-2021", "surveys:wren-2019"]


def test_a_block_rests_on_the_name_of_a_row_that_it_calls_by_it(review):
    text = "{{ surveys['wren-2019'].species | label }}\n"

    assert rests_on(review, text) == ["species:wren.name_en", "surveys:wren-2019.species"]


def test_a_block_rests_on_what_decides_whether_it_is_printed(review):
    text = "{% if species.wren.size_cm > 5 %}\nLong.\n{% endif %}\n"

    assert rests_on(review, text) == ["species:wren.size_cm"]


CITED = [
    f"surveys:wren-2019.{column}"
    for column in (
        *("birds", "citekeys", "estimate", "first_seen", "habitats", "high", "id", "leader", "low"),
        *("measure", "method", "nests", "repeats", "sounds", "species", "status", "title", "year"),
    )
]


@pytest.mark.parametrize(
    "text", ["Sung [@surveys:wren-2019].\n", "Sung {{ cite(surveys['wren-2019']) }}.\n"]
)
def test_a_citation_rests_on_all_that_the_row_says_but_its_bookkeeping(review, text):
    assert rests_on(review, text) == CITED


def test_a_row_is_cited_whatever_its_id_is_made_of(review):
    review.replace(SURVEYS, "wren-2019,Wrens", "wren_2019,Wrens")
    review.replace(SURVEYS, "surveys:wren-2019,adams", "surveys:wren_2019,adams")
    review.replace(SURVEYS, "surveys:wren-2019;", "surveys:wren_2019;")

    found = rests_on(review, "Sung [@surveys:wren_2019].\n")

    assert "surveys:wren_2019.birds" in found


def test_a_citation_within_a_comment_counts_for_nothing(review):
    assert rests_on(review, "Sung. <!-- [@surveys:wren-2019] -->\n") == []


@pytest.mark.parametrize(
    ("old", "new"), [("p. 2,accepted", "p. 2,unverified"), ("\nwren-2019,", "\nwren-2018,")]
)
def test_of_a_cited_row_that_is_refused_or_gone_a_block_rests_on_the_status(review, old, new):
    review.replace(SURVEYS, old, new)

    assert rests_on(review, "Sung [@surveys:wren-2019].\n") == ["surveys:wren-2019.status"]


@pytest.mark.parametrize(
    "expression",
    [
        "surveys['wren-2019'].birds",
        "(surveys['wren-2019'].birds / 3) | round(1) | number",
        "surveys['wren-2019'].birds | int + 1",
        "-(surveys['wren-2019'].birds | abs)",
        "surveys['wren-2019'] | effect",
    ],
)
def test_of_a_row_that_is_refused_an_expression_reads_the_status_and_goes_on(review, expression):
    review.replace(SURVEYS, "p. 2,accepted", "p. 2,unverified")

    found = rests_on(review, f"{{{{ {expression} }}}}, {{{{ species.owl.size_cm }}}}.\n")

    assert found == ["species:owl.size_cm", "surveys:wren-2019.status"]


def test_a_caption_rests_on_what_its_table_prints_and_its_notes_on_their_own(review):
    review.write(
        "manuscript/tables.yaml",
        """
        surveys:
          caption: Surveys of Kent.
          notes: |
            The wren is {{ species.wren.size_cm }} cm long.

            More.
          rows: surveys.where("species == 'wren'")
          columns:
            - {header: Survey, value: row.title}
        """,
    )

    caption, wren, more = blocks(review, '{{ table("surveys") }}\n')

    assert sorted(f"{read.row}.{read.column}" for read in caption.reads) == [
        "surveys:wren-2019.",
        "surveys:wren-2019.title",
    ]
    assert [f"{read.row}.{read.column}" for read in wren.reads] == ["species:wren.size_cm"]
    assert more.reads == frozenset()
    assert (caption.line, caption.lines) == (2, (2, 2))
    assert (wren.lines, more.lines) == ((3, 6), (3, 6))
    assert caption.heading == "surveys"


MAP = """
    from livereview.figures import Figure


    def draw(evidence):
        wrens = [row for row in evidence["surveys"] if row["species"] == "wren"]
        label = wrens[0]["species"].label("en")
        birds = wrens[0]["birds"]
        return Figure("<svg/>", f"{label}s", tuple(row.name for row in wrens), {"birds": birds})
    """


def test_the_caption_of_a_figure_rests_on_the_rows_that_it_draws_and_names(review):
    review.write("manuscript/figures/map.py", MAP)

    found = rests_on(review, "![Wrens.](figures/map.svg){#fig:map}\n")

    assert found == [
        "species:wren.name_en",
        "surveys:wren-2019",
        "surveys:wren-2019.birds",
        "surveys:wren-2019.species",
    ]


def test_a_block_that_quotes_a_figure_rests_on_that_fact_of_it(review):
    review.write("manuscript/figures/map.py", MAP)

    assert rests_on(review, "Drawn: {{ figure('map').birds }}.\n") == ["figure:map.birds"]
