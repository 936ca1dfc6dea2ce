"""Templates: what is inserted is text that knows its rows, through names, loops and conditions."""

import panflute as pf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from livereview.placeholders import RESERVED, Placement, Placements
from livereview.templates import TemplateRun

WREN = 'surveys["wren-2019"]'
ROBIN = 'surveys["robin-2020"]'

# --- what a value rests on


@pytest.mark.parametrize(
    ("template", "text", "reads"),
    [
        ("{{ WREN.birds }}", "40", ["surveys:wren-2019.birds"]),
        (
            "{{ WREN.species.size_cm }}",
            "10",
            ["species:wren.size_cm", "surveys:wren-2019.species"],
        ),
        (
            "{{ WREN.birds + ROBIN.birds }}",
            "65",
            ["surveys:robin-2020.birds", "surveys:wren-2019.birds"],
        ),
        (
            "{{ 'many' if WREN.birds > 30 else 'few' }}",
            "many",
            ["surveys:wren-2019.birds"],
        ),
        (
            "{{ [WREN, ROBIN] | map(attribute='birds') | join(' and ') }}",
            "40 and 25",
            ["surveys:robin-2020.birds", "surveys:wren-2019.birds"],
        ),
        (
            "{{ surveys.where('birds > 30') | map(attribute='birds') | join(' and ') }}",
            "40 and 900",
            [
                "surveys:all-2021",
                "surveys:all-2021.birds",
                "surveys:wren-2019",
                "surveys:wren-2019.birds",
            ],
        ),
        (
            "{{ surveys.where('birds > 30') | counted('survey', 'surveys') }}",
            "two surveys",
            ["surveys:all-2021", "surveys:wren-2019"],
        ),
        (
            "{{ habitats | list | length }}",
            "3",
            ["habitats:hedge", "habitats:marsh", "habitats:wood"],
        ),
        (
            "{% set birds = WREN.birds %}{{ birds }}",
            "40",
            ["surveys:wren-2019.birds"],
        ),
        (
            "{% set one = WREN.birds %}{% set two = one + ROBIN.birds %}{{ two }}",
            "65",
            ["surveys:robin-2020.birds", "surveys:wren-2019.birds"],
        ),
        (
            "{% set wren = WREN %}{{ wren.birds }}",
            "40",
            ["surveys:wren-2019.birds"],
        ),
        (
            "{% for survey in surveys.where('birds > 100') %}{{ survey.title }}{% endfor %}",
            "Birds of Kent",
            ["surveys:all-2021", "surveys:all-2021.title"],
        ),
        (
            "{% for name in surveys.where('birds > 100') | map(attribute='title') %}{{ name }}"
            "{% endfor %}",
            "Birds of Kent",
            ["surveys:all-2021", "surveys:all-2021.title"],
        ),
        (
            "{{ WREN | effect }}",
            "RR 1.00 (95% CI 0.91–1.94)",
            [
                "surveys:wren-2019.estimate",
                "surveys:wren-2019.high",
                "surveys:wren-2019.low",
                "surveys:wren-2019.measure",
            ],
        ),
        (
            "{{ WREN.habitats | label | listing }}",
            "hedgerows and woods",
            ["habitats:hedge.name", "habitats:wood.name", "surveys:wren-2019.habitats"],
        ),
        ("{{ 'wrens' }}", "wrens", []),
    ],
)
def test_a_value_rests_on_each_cell_it_was_made_from(review, template, text, reads):
    filled = review.fill(template.replace("WREN", WREN).replace("ROBIN", ROBIN))

    assert filled.problems == []
    assert (filled.text, filled.reads) == (text, reads)


@pytest.mark.parametrize(
    "template",
    [
        "Wrens are {% if WREN.birds > 30 %}common{% endif %} here.",
        "Wrens are {% if WREN.birds > 90 %}common{% else %}rare{% endif %} here.",
        "Wrens are {% if WREN.birds > 90 %}common{% endif %} here.",
        "Wrens are {% if false %}odd{% elif WREN.birds %}common{% endif %} here.",
        "{% if WREN.birds > 30 %}Wrens are {{ 'common' }} here.{% endif %}",
    ],
)
def test_text_rests_on_the_cells_that_decided_whether_it_stands_there(review, template):
    filled = review.fill(template.replace("WREN", WREN))

    assert filled.reads == ["surveys:wren-2019.birds"]


def test_a_loop_over_no_rows_is_noted_where_it_would_have_stood(review):
    filled = review.fill("None{% for row in surveys.where('birds > 1000') %}!{% endfor %}.")

    assert (filled.text, len(filled.values)) == ("None.", 1)


def test_a_value_does_not_rest_on_what_the_one_before_it_read(review):
    filled = review.fill("{{ " + WREN + ".birds }} and {{ " + ROBIN + ".birds }}")

    assert [value.rows for value in filled.values] == [
        ["surveys:wren-2019"],
        ["surveys:robin-2020"],
    ]


def test_a_value_rests_on_the_last_cell_that_its_name_was_given(review):
    template = "{% set n = WREN.birds %}{% set n = ROBIN.birds %}{{ n }}"

    filled = review.fill(template.replace("WREN", WREN).replace("ROBIN", ROBIN))

    assert filled.reads == ["surveys:robin-2020.birds"]


def test_a_citation_of_rows_rests_on_their_works(review):
    filled = review.fill("{{ cite(surveys.where('birds < 100')) }}")

    assert filled.values[0].cites == ("surveys:wren-2019", "surveys:robin-2020")
    assert filled.reads == [
        "surveys:robin-2020",
        "surveys:robin-2020.citekeys",
        "surveys:wren-2019",
        "surveys:wren-2019.citekeys",
    ]


# --- the form of the text


def test_tags_alone_on_a_line_leave_no_line_behind(review):
    template = "Birds:\n\n{% for row in surveys %}\n- {{ row.title }}\n{% endfor %}\n\nEnd.\n"

    assert review.fill(template).text == (
        "Birds:\n\n- Wrens of Kent\n- Robins of Kent\n- Birds of Kent\n\nEnd.\n"
    )


def test_comments_of_html_are_left_out_with_the_expressions_in_them(review):
    filled = review.fill("Wrens<!-- {{ nobody.knows }} --> sing.")

    assert (filled.text, filled.problems) == ("Wrens sing.", [])


def test_an_identifier_of_pandoc_is_no_comment(review):
    assert review.fill("# Wrens {#sec:wrens}\n").text == "# Wrens {#sec:wrens}\n"


def test_an_expression_may_run_over_several_lines(review):
    assert review.fill("{{ " + WREN + "\n  .birds }} birds").text == "40 birds"


def test_a_condition_within_an_expression_may_print_nothing(review):
    filled = review.fill("Wrens{{ ' sing' if " + WREN + ".birds > 90 }}.")

    assert (filled.text, filled.problems) == ("Wrens.", [])


# --- the lines of problems


def test_each_problem_of_a_text_is_told_with_its_own_line(review):
    template = """\
{{ surveys["a"].birds }}
{% set x = surveys["b"].birds %}
{% if surveys["c"].birds %}
Wrens.
{% endif %}
{% for row in surveys.where("brids") %}
{{ row.title }}
{% endfor %}

{{ surveys["wren-2019"].brids
   + surveys["wren-2019"].nest }}
"""

    assert [problem.split(": ")[:2] for problem in review.fill(template).problems] == [
        ["text.md:1", "a"],
        ["text.md:2", "b"],
        ["text.md:3", "c"],
        ["text.md:6", "brids"],
        ["text.md:10", "brids"],
        ["text.md:10", "nest"],
    ]


def test_a_problem_within_a_loop_is_told_once(review):
    filled = review.fill("{% for row in surveys %}{{ row.brids }} {% endfor %}")

    assert len(set(filled.problems)) == 1


def test_a_misspelt_name_of_a_loop_is_told_with_the_nearest(review):
    filled = review.fill("{% for survey in surveys %}{{ survvey.title }}{% endfor %}")

    assert filled.problems[0] == (
        'text.md:1: survvey: "survvey" is not known here\n    did you mean "survey"?'
    )


# --- marks


@given(texts=st.lists(st.text(max_size=5), max_size=12), between=st.text("ab *_", max_size=3))
def test_marks_are_replaced_by_their_own_texts_and_by_no_other(texts, between):
    placements = Placements()
    marked = between.join(placements.add(Placement(text)) for text in texts)

    assert placements.fill(marked) == between.join(texts)


def test_all_signs_of_a_mark_are_reserved():
    placements = Placements()
    marks = "".join(placements.add(Placement()) for _ in range(120))

    assert RESERVED.sub("", marks) == ""


@pytest.fixture
def problems_of(review):
    """The problems of filling a template, over one and the same evidence."""
    edition = review.edition()

    def problems_of(template):
        run = TemplateRun(edition.environment, edition.placements, "text.md")
        run.fill(template)
        return run.problems

    return problems_of


WORDS = [
    *("{{", "}}", "{%", "%}", "{", "}", "<!--", "-->", "{#", "(", ")", "[", "]", ".", "|", "'"),
    *(" ", "\n", "surveys", "wren-2019", "birds", "for", "in", "if", "endif", "endfor", "set"),
    *("=", "==", "0", "-", "*", "~", "effect", "listing", "where", "x"),
]
SIGNS = st.lists(st.sampled_from(WORDS), max_size=14).map("".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(template=SIGNS)
def test_any_row_of_the_signs_of_the_language_is_filled_or_is_a_problem(problems_of, template):
    assert {problem.path for problem in problems_of(template)} <= {"text.md"}


# --- blocks


def blocks(document):
    """The blocks that rest on rows: each with its rows and its text."""
    found = []

    def look(element, _):
        if isinstance(element, pf.Header) or "block" in getattr(element, "classes", ()):
            found.append((element.attributes["data-rows"], pf.stringify(element).strip()))

    document.walk(look)
    return found


def test_a_block_knows_the_rows_that_it_rests_on(review):
    document, edition = review.weave("""
        # Of {{ surveys["wren-2019"].birds }} birds

        Wrens are {{ species.wren.size_cm }} cm long, robins {{ species.robin.size_cm }} cm.

        Nobody counted owls.

        - Here {{ surveys["robin-2020"].birds }}.
        - There none.

        They are {% if surveys["all-2021"].birds > 30 %}common{% endif %}.

        > Cited [@surveys:wren-2019; @clark2021].

        Noted.[^1]

        [^1]: In {{ surveys["wren-2019"].year }}.
        """)

    assert edition.problems == []
    assert blocks(document) == [
        ("surveys:wren-2019", "1 Of 40 birds"),
        ("species:robin species:wren", "Wrens are 10 cm long, robins 14 cm."),
        ("surveys:robin-2020", "Here 25."),
        ("surveys:all-2021", "They are common."),
        ("surveys:wren-2019", "Cited ."),
        ("surveys:wren-2019", "In 2019."),
    ]


def test_a_value_is_text_whatever_it_looks_like(review):
    review.replace(
        "data/surveys.csv", "Wrens of Kent", "*Wrens* <b>of</b> [@clark2021] {{ 1 }} $x$"
    )
    document, edition = review.weave('About {{ surveys["wren-2019"].title }}.')

    values = []
    document.walk(lambda element, _: values.append(element) if is_value(element) else None)

    assert edition.problems == []
    assert [pf.stringify(value) for value in values] == [
        "*Wrens* <b>of</b> [@clark2021] {{ 1 }} $x$"
    ]
    assert [value.attributes["data-rows"] for value in values] == ["surveys:wren-2019"]


def is_value(element):
    return isinstance(element, pf.Span) and "value" in element.classes
