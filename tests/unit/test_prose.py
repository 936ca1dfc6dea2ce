"""What is prose in Markdown, and what a number is: names hold none, nor do links or code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from livereview.prose import around, numbers, prose, stands_in


def found(text):
    masked = prose(text)
    return [masked[start:end] for start, end in numbers(masked)]


@pytest.mark.parametrize(
    "text",
    [
        *("IL-6", "JAK1", "COVID-19", "STAT5a", "ACTT-2", "SLE-BRAVE", "P1104A", "ACR20"),
        *("IL-12/IL-23", "IL-12/23", "JAK1/2", "JAK1–3", "2964G/A", "HLA-B*27", "*STAT*4", "v2.1"),
        *("**B**-12", "CO~2~", "m²", "B\N{HYPHEN}12", "B\N{NON-BREAKING HYPHEN}12", "10mg", "3rd"),
        *("使用JAK1抑制剂", "IL-6水平", "Überwachung-2", "β2"),
    ],
)
def test_a_name_holds_no_number(text):
    assert found(f"See {text} here.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PASI 75", ["75"]),
        ("phase 3", ["3"]),
        ("type 1 diabetes", ["1"]),
        ("aged 50 or over", ["50"]),
        ("95%", ["95"]),
        ("a 12-week trial", ["12"]),
        ("52周", ["52"]),
        ("第2期，５２周", ["2", "５２"]),
        ("of 10,803 and 1.33", ["10,803", "1.33"]),
        ("−0.20 to +0.5", ["−0.20", "+0.5"]),
        ("0.91–1.94, 2019-2021 and 2/3", ["0.91–1.94", "2019-2021", "2/3"]),
        ("0.91～1.94", ["0.91～1.94"]),
        ("10^9^/L", ["10^9"]),
        ("×10⁹", ["10"]),
        ("*n*=12, p<0.05", ["12", "0.05"]),
        ("In 2019. Then", ["2019"]),
        ("**5**", ["5"]),
    ],
)
def test_a_number_is_one_with_its_marks_its_sign_and_its_range(text, expected):
    assert found(text) == expected


NO_PROSE = {
    "an expression": '{{ songs["a-1"].n + 5 }}',
    "an expression over two lines": "{{ songs\n  | first(5) }}",
    "a tag": "{% if n > 5 %}",
    "a comment": "<!-- 5\n6 -->",
    "a citation with its page": "[see @work2020, p. 5; @songs:a-2]",
    "a citation of a row that an expression names": "[@songs:{{ song.id }}-5]",
    "a work in the text": "@moss2018",
    "a key in braces": "@{moss 2018}",
    "a reference": "@sec:part-2",
    "the target of a link": "[it](https://example.org/5_(6) 'p. 7')",
    "the file and the identifier of a figure": "![It.](figures/a5.svg){#fig:a5 width=50%}",
    "an address": "<https://example.org/5>",
    "an address in the text": "https://example.org/5?6=7",
    "a DOI": "doi:10.1000/182",
    "code": "`row 5`",
    "code with a backtick": "``5 ` 6``",
    "the call of a footnote": "Yes[^5].",
    "the attributes of words": "[it]{.style-5 width=6}",
    "a character by its number": "&#8211;",
}


@pytest.mark.parametrize("text", NO_PROSE.values(), ids=NO_PROSE.keys())
def test_what_is_no_prose_holds_no_number(text):
    assert found(f"So {text} is.") == []


@pytest.mark.parametrize(
    "text",
    [
        "# Part {#sec:part-2}",
        "```\n5\n```",
        "~~~ python\n5\n\n6\n~~~",
        "[it]: https://example.org/5 'p. 6'",
        "::: {.box-5}\nText.\n:::",
        "1. One\n2. Two\n\n10) Ten",
        "{% for song in songs %}\n1. One\n{% endfor %}",
        "- One\n  1. Two",
        "(1) One\n(2) Two",
        "# Heading\n1. One",
        "[^5]: A note.",
    ],
)
def test_a_block_that_is_no_prose_holds_no_number(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It began in\n2019. Then", ["2019"]),
        ("It began in the year\n12) of", ["12"]),
        ("[^1]: A note of 5.", ["5"]),
        ("^[A note of 5, see @tbl:a.]", ["5"]),
        ("![Of 5 birds [@a2020].](figures/a.svg){#fig:a}", ["5"]),
        ("[5 birds](https://example.org/6)", ["5"]),
        ("[5 birds]{.box}", ["5"]),
        ("# Part 2 {#sec:part}", ["2"]),
        ("{% if a > 6 %}5{% endif %}", ["5"]),
        ("1. Of 5\n2. Of 6", ["5", "6"]),
        ("it's a ` and 5", ["5"]),
        ("[a] (5)", ["5"]),
    ],
)
def test_a_number_beside_what_is_no_prose_is_found(text, expected):
    assert found(text) == expected


def test_masking_keeps_each_character_and_line_in_its_place():
    text = "A {{ b\n c }} 5\n<!-- x\n-->[@d] e\n"
    masked = prose(text)
    assert len(masked) == len(text)
    assert [len(line) for line in masked.split("\n")] == [len(line) for line in text.split("\n")]
    assert masked.index("5") == text.index("5")


def test_a_number_is_shown_with_the_words_around_it():
    text = prose("One two three four [@key] five 75 six\nseven eight nine. Ten\n")
    [span] = numbers(text)
    assert around(text, span) == "four … five 75 six seven eight"


@pytest.mark.parametrize(
    ("phrase", "text", "stands"),
    [
        ("phase 2", "In phase 2, a", True),
        ("phase 2", "Phase 2 trials", True),
        ("phase 2", "in phase\n  2 trials", True),
        ("phase 2", "in phase 25", False),
        ("phase 2", "in prophase 2", False),
        ("phase 2", "in phase 2a", False),
        ("2期", "第2期试验", True),
        ("95%", "a 95% interval", True),
        ("$5", "for $5 and", True),
        ("1.5", "1x5 of 125", False),
        ("of 24 hours", "Of\n    24\n    hours", True),
    ],
)
def test_a_number_stands_in_a_phrase_of_whole_words(phrase, text, stands):
    masked = prose(text)
    assert any(stands_in(span, phrase, masked) for span in numbers(masked)) is stands


# --- whatever stands in them, the masked parts hold no number

INSIDE = st.text(alphabet="0123456789 .,-–%abcXYZ周_/:é", max_size=20)
WRAPPED = st.sampled_from(
    ["{{{{ {} }}}}", "{{% if {} %}}", "<!-- {} -->", "[it](<{}>)", "[p. {} @key]", "`{}`"]
)


@given(wrapped=WRAPPED, inside=INSIDE, before=st.sampled_from(["", "So ", "周"]))
def test_no_number_is_found_in_any_masked_part(wrapped, inside, before):
    part = wrapped.format(inside) if inside.strip() else ""
    assert found(f"{before}{part} is.") == []


@given(text=st.text(alphabet="{}[]()<>!-`~@#:%5a \n1.|^*_", max_size=60))
def test_any_text_keeps_its_length_and_its_lines(text):
    masked = prose(text)
    assert [len(line) for line in masked.split("\n")] == [len(line) for line in text.split("\n")]
