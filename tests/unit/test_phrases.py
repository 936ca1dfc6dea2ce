"""Evidence in words: numbers, names, dates, lists and counts, in each language."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from livereview.config import read_config
from livereview.phrases import Phrases
from livereview.recorder import Recorder

METADATA = "manuscript/guide/metadata.yaml"

WREN = 'surveys["wren-2019"]'
ROBIN = 'surveys["robin-2020"]'
EVERYTHING = 'surveys["all-2021"]'


@pytest.fixture
def say(review):
    """What an expression prints, in a language."""

    def say(expression, language="en"):
        review.write(METADATA, f"title: x\nlang: {language}\nauthors: [x]\nlicense: x\n")
        filled = review.fill("{{ " + expression + " }}")
        assert filled.problems == []
        return filled.text

    return say


@pytest.mark.parametrize(
    ("expression", "english", "dutch"),
    [
        (f"{WREN}.estimate", "1.00", "1,00"),
        (f"{ROBIN}.estimate", "−1.5", "−1,5"),
        (f"{WREN}.birds", "40", "40"),
        (f"{WREN}.year", "2019", "2019"),
        ("-3", "−3", "−3"),
        (f"({WREN}.birds / 3) | round(1) | number", "13.3", "13,3"),
        (f"[{ROBIN}.estimate, {WREN}.estimate] | join('; ')", "−1.5; 1.00", "−1,5; 1,00"),
        (f"'estimate ' ~ {ROBIN}.estimate", "estimate −1.5", "estimate −1,5"),
    ],
)
def test_a_number_keeps_its_digits_and_takes_the_marks_of_the_language(
    say, expression, english, dutch
):
    assert (say(expression), say(expression, "nl")) == (english, dutch)


@pytest.mark.parametrize(
    ("expression", "english", "dutch", "chinese"),
    [
        ("9999 | number", "9999", "9999", "9999"),
        ("10803 | number", "10,803", "10.803", "10,803"),
        ("-1234567 | number", "−1,234,567", "−1.234.567", "−1,234,567"),
        ("12345.67 | number", "12,345.67", "12.345,67", "12,345.67"),
        ("10803", "10803", "10803", "10803"),
    ],
)
def test_thousands_are_marked_where_a_number_is_asked_for(say, expression, english, dutch, chinese):
    assert [say(expression, tag) for tag in ("en", "nl", "zh")] == [english, dutch, chinese]


@given(number=st.decimals(allow_nan=False, allow_infinity=False, places=2))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_number_can_be_read_back_from_its_print(review, number):
    phrases = Phrases("nl", read_config(review.root).terms["nl"], Recorder())
    written = f"{number:f}"

    printed = phrases.number(written)

    assert printed.replace(".", "").replace(",", ".").replace("−", "-") == written


def test_text_that_looks_like_a_number_is_left_as_it_is(say):
    assert say(f"{WREN}.first_seen", "nl") == "2019-03"
    assert say(f"{WREN}.id") == "wren-2019"


@pytest.mark.parametrize(
    ("expression", "english", "dutch"),
    [
        (f"{WREN} | label", "Wrens of Kent", "Wrens of Kent"),
        (f"{WREN}.species | label", "wren", "winterkoning"),
        (f"{EVERYTHING}.species | label", "all birds", "alle vogels"),
        (f"{WREN}.measure | label", "ratio", "verhouding"),
        (f"{ROBIN}.method | label", "point count", "point count"),
        (f"{ROBIN}.leader | label", "Ann Other", "Ann Other"),
        (f"{WREN}.habitats | label | listing", "hedgerows and woods", "hedgerows en woods"),
    ],
)
def test_a_label_is_the_name_in_the_language_of_the_text(say, expression, english, dutch):
    assert (say(expression), say(expression, "nl")) == (english, dutch)


def test_a_value_of_a_vocabulary_prints_as_itself_without_its_label(say):
    assert say(f"{ROBIN}.method") == "point_count"


@pytest.mark.parametrize(
    ("expression", "english", "dutch", "chinese"),
    [
        (f"{ROBIN}.first_seen | date", "2020", "2020", "2020年"),
        (f"{WREN}.first_seen | date", "March 2019", "maart 2019", "2019年3月"),
        (f"{EVERYTHING}.first_seen | date", "5 April 2021", "5 april 2021", "2021年4月5日"),
        (f"{WREN}.year | date", "2019", "2019", "2019年"),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(say, expression, english, dutch, chinese):
    assert [say(expression, tag) for tag in ("en", "nl", "zh")] == [english, dutch, chinese]


@pytest.mark.parametrize(
    ("items", "english", "dutch", "chinese"),
    [
        ("['wren']", "wren", "wren", "wren"),
        ("['wren', 'owl']", "wren and owl", "wren en owl", "wren和owl"),
        ("['wren', 'owl', 'tit']", "wren, owl and tit", "wren, owl en tit", "wren、owl和tit"),
        ("[1, 20, 300]", "1, 20 and 300", "1, 20 en 300", "1、20和300"),
    ],
)
def test_a_list_is_said_as_a_sentence_says_it(say, items, english, dutch, chinese):
    said = [say(f"{items} | listing", tag) for tag in ("en", "nl", "zh")]

    assert said == [english, dutch, chinese]


def test_an_empty_list_may_be_tested_for(say):
    assert say('([] | listing) or "nowhere"') == "nowhere"


@pytest.mark.parametrize(
    ("things", "english", "dutch"),
    [
        ("surveys.where('birds > 1000')", "no surveys", "geen surveys"),
        ("surveys.where('birds > 100')", "one survey", "één survey"),
        ("surveys.where('birds > 30')", "two surveys", "2 surveys"),
        ("surveys", "three surveys", "3 surveys"),
        ("4", "4 surveys", "4 surveys"),
        (f"{WREN}.birds", "40 surveys", "40 surveys"),
        ("-1", "−1 surveys", "−1 surveys"),
        ("12000", "12,000 surveys", "12.000 surveys"),
    ],
)
def test_a_count_says_none_one_and_many(say, things, english, dutch):
    expression = f"{things} | counted('survey', 'surveys')"

    assert (say(expression), say(expression, "nl")) == (english, dutch)


@pytest.mark.parametrize(
    ("things", "chinese"),
    [
        ("surveys.where('birds > 1000')", "0项研究"),
        ("surveys.where('birds > 100')", "1项研究"),
        ("surveys", "3项研究"),
        ("12000", "12,000项研究"),
    ],
)
def test_a_count_in_chinese_has_one_noun_with_its_classifier(say, things, chinese):
    assert say(f"{things} | counted('项研究')", "zh") == chinese


def test_a_count_in_a_language_with_plural_needs_both_nouns(review):
    assert review.fill("{{ surveys | counted('survey') }}").problems == [
        "text.md:1: counted lacks words\n    write | counted(one, many)"
    ]


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("surveys | distinct('method') | join(', ')", "transect, point_count"),
        ("surveys | distinct('citekeys') | join(', ')", "adams2019, brook2020, clark2021"),
        ("surveys | distinct('nests') | join(', ')", "12, 5"),
        ("surveys | distinct('species') | label | join(', ')", "wren, robin, all birds"),
        ("surveys | distinct('habitats') | counted('habitat', 'habitats')", "two habitats"),
    ],
)
def test_distinct_values_stand_once_each_in_their_first_order(say, expression, text):
    assert say(expression) == text


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("surveys | each('row.title ~ \": \" ~ birds') | join('; ')",
         "Wrens of Kent: 40; Robins of Kent: 25; Birds of Kent: 900"),
        ("surveys | each('size - birds', size=1000) | join('; ')", "960; 975; 100"),
        ("surveys | each('row | effect') | select | listing",
         "RR 1.00 (95% CI 0.91–1.94) and −1.5% (95% CI −2.50 to 0.40)"),
        ("surveys.where('birds > 1000') | each('row.title') | counted('survey', 'surveys')",
         "no surveys"),
    ],
)  # fmt: skip
def test_each_gives_the_values_of_an_expression_over_rows(say, expression, text):
    assert say(expression) == text


def test_what_each_gives_rests_on_the_cells_that_its_expression_reads(review):
    filled = review.fill("{{ surveys.where('birds > 500') | each('row.birds') | join }}")
    assert filled.reads == ["surveys:all-2021", "surveys:all-2021.birds"]


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        ("surveys | each('row.titel')",
         'text.md:1: titel: table "surveys" has no column "titel"\n    did you mean "title"?'),
        ("surveys | each('row.title |')",
         "text.md:1: row.title |: is no expression: it ends too early\n"
         '    write | each("row.…")'),
        ("'wrens' | each('row.title')",
         "text.md:1: each: each takes rows, not text\n    see docs/manuscript.md"),
    ],
)  # fmt: skip
def test_a_mistake_in_each_is_told_as_any_other(review, expression, told):
    assert told in review.fill("{{ " + expression + " | join }}").problems


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("'wrens' | upper_first", "Wrens"),
        ("'JAK' | upper_first", "JAK"),
        (f"{WREN}.title | upper", "WRENS OF KENT"),
        (f"{WREN}.title | replace('Wrens', 'Owls')", "Owls of Kent"),
        (f"'%s, %d birds, %.1f' | format({WREN}.title, {WREN}.birds, 1.25)",
         "Wrens of Kent, 40 birds, 1.2"),
        ("surveys | map(attribute='birds') | sum", "965"),
        ("surveys | sort(attribute='birds') | map(attribute='id') | first", "robin-2020"),
    ],
)  # fmt: skip
def test_the_filters_of_jinja_work_on_evidence(say, expression, text):
    assert say(expression) == text


@pytest.mark.parametrize(
    "expression",
    [
        f"{EVERYTHING}.nests | upper",
        f"{EVERYTHING}.nests | string",
        f"{EVERYTHING}.nests | date",
        f"{EVERYTHING}.nests | number",
        f"[{EVERYTHING}.nests] | listing",
        f"[{EVERYTHING}.nests] | join",
        f"'%s' | format({EVERYTHING}.nests)",
        f"'nests: ' ~ {EVERYTHING}.nests",
    ],
)
def test_no_filter_prints_an_empty_cell_as_none(review, expression):
    filled = review.fill("{{ " + expression + " }}")

    assert len(filled.problems) == 1
    assert "None" not in filled.text
