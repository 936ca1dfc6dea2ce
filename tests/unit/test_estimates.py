"""Estimates in words: effect, interval, direction and certainty, as roles and terms say them."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

METADATA = "manuscript/guide/metadata.yaml"
PACKAGE = "data/datapackage.yaml"
TRIALS = "data/trials.csv"
LANGUAGES = ("en", "nl", "zh")

WREN = 'surveys["wren-2019"]'
ROBIN = 'surveys["robin-2020"]'
EVERYTHING = 'surveys["all-2021"]'

DESCRIPTION = """
  - name: trials
    path: trials.csv
    title: Trials
    schema:
      fields:
        - {name: id}
        - name: scale
          role: measure
          categories:
            - value: ratio
              pattern: {en: "RR {}", nl: "RR {}", zh: "RR {}"}
              neutral: 1
            - value: rate
              pattern: {en: "{} per nest", nl: "{} per nest", zh: "每巢{}只"}
              neutral: 0
            - value: score
        - {name: value, type: number, role: estimate}
        - {name: from, type: number, role: low}
        - {name: to, type: number, role: high}
        - {name: margin, type: number, role: margin}
        - name: kind
          role: interval
          categories:
            - value: confidence
            - value: credible
              pattern:
                en: "95% credible interval {}"
                nl: "95%-geloofwaardigheidsinterval {}"
                zh: "95%贝叶斯可信区间 {}"
        - name: reading
          role: direction
          categories:
            - value: more
              phrase: {en: was linked to more, nl: ging samen met meer, zh: 与较多相关}
            - value: unclear
              phrase: {en: showed no clear difference, nl: liet niets zien, zh: 未见明确差异}
            - value: silent
        - name: trust
          role: certainty
          categories:
            - value: moderate
              phrase: {en: moderate certainty, nl: redelijke zekerheid, zh: 中等确定性}
            - {value: 2, label: {en: level 2, nl: niveau 2, zh: 2级}}
"""
HEADER = "id,scale,value,from,to,margin,kind,reading,trust\n"


@pytest.fixture
def trial(review):
    """Write the one row of a table of trials."""
    review.append(PACKAGE, DESCRIPTION)

    def trial(cells):
        review.write(TRIALS, f"{HEADER}t,{cells}\n".encode())

    return trial


@pytest.fixture
def say(review):
    """What a template prints in a language."""

    def say(template, language="en"):
        review.write(METADATA, f"title: x\nlang: {language}\nauthors: [x]\nlicense: x\n")
        filled = review.fill(template)
        assert filled.problems == []
        return filled.text

    return say


@pytest.fixture
def in_each_language(trial, say):
    """What a template prints of the one trial, in each language."""

    def in_each_language(cells, template):
        trial(cells)
        return [say(template, tag) for tag in LANGUAGES]

    return in_each_language


@pytest.mark.parametrize(
    ("expression", "english", "dutch", "chinese"),
    [
        (
            f"{WREN} | effect",
            "RR 1.00 (95% CI 0.91–1.94)",
            "RR 1,00 (95%-BI 0,91–1,94)",
            "RR 1.00（95% CI 0.91～1.94）",
        ),
        (
            f"{ROBIN} | effect",
            "−1.5% (95% CI −2.50 to 0.40)",
            "−1,5% (95%-BI −2,50 tot 0,40)",
            "−1.5%（95% CI −2.50～0.40）",
        ),
        (
            f"{WREN} | effect(brackets=false)",
            "RR 1.00, 95% CI 0.91–1.94",
            "RR 1,00, 95%-BI 0,91–1,94",
            "RR 1.00，95% CI 0.91～1.94",
        ),
        (f"{WREN} | interval", "95% CI 0.91–1.94", "95%-BI 0,91–1,94", "95% CI 0.91～1.94"),
        (
            f"{ROBIN} | interval",
            "95% CI −2.50 to 0.40",
            "95%-BI −2,50 tot 0,40",
            "95% CI −2.50～0.40",
        ),
    ],
)
def test_an_effect_says_its_measure_its_estimate_and_its_interval(
    say, expression, english, dutch, chinese
):
    said = [say("{{ " + expression + " }}", tag) for tag in LANGUAGES]

    assert said == [english, dutch, chinese]


@pytest.mark.parametrize(
    ("limits", "english", "dutch", "chinese"),
    [
        ("0.91,", "RR 1.00 (lower limit 0.91)", "RR 1,00 (ondergrens 0,91)", "RR 1.00（下限0.91）"),
        (",1.94", "RR 1.00 (upper limit 1.94)", "RR 1,00 (bovengrens 1,94)", "RR 1.00（上限1.94）"),
        (
            "-0.10,",
            "RR 1.00 (lower limit −0.10)",
            "RR 1,00 (ondergrens −0,10)",
            "RR 1.00（下限−0.10）",
        ),
        (",", "RR 1.00", "RR 1,00", "RR 1.00"),
    ],
)
def test_a_limit_that_stands_alone_is_said_to_be_one(
    in_each_language, limits, english, dutch, chinese
):
    said = in_each_language(f"ratio,1.00,{limits},,,,", "{{ trials.t | effect }}")

    assert said == [english, dutch, chinese]


def test_an_effect_without_measure_is_its_estimate_alone(review, say):
    review.replace("data/surveys.csv", "ratio,1.00,0.91,1.94", ",1.00,,")

    assert say("{{ " + WREN + " | effect }}") == "1.00"


def test_what_has_no_estimate_may_be_tested_for(say):
    assert say(f'{{{{ "none" if ({EVERYTHING} | effect) is none else "one" }}}}') == "none"


@pytest.mark.parametrize(
    ("cells", "english", "dutch", "chinese"),
    [
        (
            "ratio,1.64,1.25,2.14,,credible,,",
            "RR 1.64 (95% credible interval 1.25–2.14)",
            "RR 1,64 (95%-geloofwaardigheidsinterval 1,25–2,14)",
            "RR 1.64（95%贝叶斯可信区间 1.25～2.14）",
        ),
        (
            "rate,-2,-3,-1,,credible,,",
            "−2 per nest (95% credible interval −3 to −1)",
            "−2 per nest (95%-geloofwaardigheidsinterval −3 tot −1)",
            "每巢−2只（95%贝叶斯可信区间 −3～−1）",
        ),
        (
            "ratio,1.64,1.25,2.14,,confidence,,",
            "RR 1.64 (95% CI 1.25–2.14)",
            "RR 1,64 (95%-BI 1,25–2,14)",
            "RR 1.64（95% CI 1.25～2.14）",
        ),
        (
            "ratio,1.64,1.25,2.14,,,,",
            "RR 1.64 (95% CI 1.25–2.14)",
            "RR 1,64 (95%-BI 1,25–2,14)",
            "RR 1.64（95% CI 1.25～2.14）",
        ),
    ],
)
def test_an_interval_is_called_what_the_row_says_it_is(
    in_each_language, cells, english, dutch, chinese
):
    said = in_each_language(cells, "{{ trials.t | effect }}")

    assert said == [english, dutch, chinese]


@pytest.mark.parametrize(
    ("cells", "english", "dutch", "chinese"),
    [
        ("ratio,2,1.5,3,,,more,", "was linked to more", "ging samen met meer", "与较多相关"),
        (
            "ratio,2,0.5,3,,,unclear,",
            "showed no clear difference",
            "liet niets zien",
            "未见明确差异",
        ),
        (
            "ratio,1.33,0.91,1.94,1.8,,unclear,",
            "was not shown to be non-inferior (upper limit 1.94, margin 1.8)",
            "voldeed niet aan het criterium voor non-inferioriteit (bovengrens 1,94, marge 1,8)",
            "未达到非劣效标准（上限1.94，非劣效界值1.8）",
        ),
        (
            "ratio,1.33,0.91,1.79,1.8,,unclear,",
            "was shown to be non-inferior (upper limit 1.79, margin 1.8)",
            "voldeed aan het criterium voor non-inferioriteit (bovengrens 1,79, marge 1,8)",
            "达到非劣效标准（上限1.79，非劣效界值1.8）",
        ),
        (
            "ratio,1.48,1.04,2.09,1.8,,more,",
            "was linked to more and was not shown to be non-inferior"
            " (upper limit 2.09, margin 1.8)",
            "ging samen met meer en voldeed niet aan het criterium voor non-inferioriteit"
            " (bovengrens 2,09, marge 1,8)",
            "与较多相关，且未达到非劣效标准（上限2.09，非劣效界值1.8）",
        ),
        (
            "rate,-1,-3,1,-4,,unclear,",
            "was shown to be non-inferior (lower limit −3, margin −4)",
            "voldeed aan het criterium voor non-inferioriteit (ondergrens −3, marge −4)",
            "达到非劣效标准（下限−3，非劣效界值−4）",
        ),
    ],
)
def test_a_direction_is_said_of_a_subject_and_a_margin_decides_what_is_said(
    in_each_language, cells, english, dutch, chinese
):
    said = in_each_language(cells, "{{ trials.t | direction }}")

    assert said == [english, dutch, chinese]


@given(high=st.decimals(1, 3, places=2))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_where_a_margin_is_set_no_difference_is_never_spoken_of(trial, say, high):
    trial(f"ratio,1,0.5,{high},1.80,,unclear,")

    said = say("{{ trials.t | direction }}")

    shown = "shown" if high < Decimal("1.80") else "not shown"
    assert said == f"was {shown} to be non-inferior (upper limit {high}, margin 1.80)"


@pytest.mark.parametrize(
    ("cells", "noninferior"),
    [("ratio,1,0.9,1.79,1.8,,,", "yes"), ("ratio,1,0.9,1.80,1.8,,,", "no")],
)
def test_a_row_is_noninferior_if_its_limit_lies_within_the_margin(trial, say, cells, noninferior):
    trial(cells)

    assert say("{{ 'yes' if trials.t is noninferior else 'no' }}") == noninferior
    assert say("{% if trials.t is not noninferior %}no{% else %}yes{% endif %}") == noninferior


@pytest.mark.parametrize(
    ("cells", "conclusive"),
    [
        ("ratio,2,1.04,3,,,,", "yes"),
        ("ratio,0.5,0.2,0.99,,,,", "yes"),
        ("ratio,2,1.00,3,,,,", "no"),
        ("ratio,1,0.5,2,,,,", "no"),
        ("rate,-1,-3,-0.1,,,,", "yes"),
        ("rate,-1,-3,0.1,,,,", "no"),
        ("ratio,2.5,1.04,,,,,", "yes"),
    ],
)
def test_a_row_is_conclusive_if_its_interval_excludes_no_effect(trial, say, cells, conclusive):
    trial(cells)

    assert say("{{ 'yes' if trials.t is conclusive else 'no' }}") == conclusive


@pytest.mark.parametrize(
    ("template", "cells", "problem"),
    [
        (
            "{{ trials.t | direction }}",
            "ratio,1,0.9,,1.8,,unclear,",
            "text.md:1: trials:t has a margin of non-inferiority, but no limit to hold against it\n"
            "    fill the column with the role high, or say it in words",
        ),
        (
            "{{ trials.t | direction }}",
            "score,1,0.9,2,1.8,,unclear,",
            "text.md:1: on which side of no effect the margin of trials:t lies can't be told\n"
            '    declare "neutral" of its measure in the data package',
        ),
        (
            "{{ trials.t | direction }}",
            "ratio,1,0.9,2,,,silent,",
            'text.md:1: the direction "silent" of trials:t has no phrase\n'
            "    add it to that value in the data package, or say it in words",
        ),
        (
            "{% if trials.t is noninferior %}x{% endif %}",
            "ratio,1,0.9,2,,,,",
            "text.md:1: trials:t has no margin of non-inferiority\n    test that first",
        ),
        (
            "{% if trials.t is conclusive %}x{% endif %}",
            "ratio,1,0.9,,,,,",
            "text.md:1: whether the interval of trials:t excludes no effect can't be told\n"
            '    fill its limits, and declare "neutral" of its measure',
        ),
        (
            "{% if trials.t.value is conclusive %}x{% endif %}",
            "ratio,1,0.9,,,,,",
            "text.md:1: conclusive takes a row, not a number\n    see docs/manuscript.md",
        ),
        (
            f"{{{{ {WREN} | direction }}}}",
            "ratio,1,,,,,,",
            'text.md:1: direction: no column of table "surveys" has the role "direction"\n'
            "    declare it in the data package",
        ),
    ],
)
def test_what_can_not_be_told_is_a_problem_and_never_a_guess(
    review, trial, template, cells, problem
):
    trial(cells)

    assert review.fill(template).problems == [problem]


@pytest.mark.parametrize(
    ("trust", "english", "dutch", "chinese"),
    [
        ("moderate", "moderate certainty", "redelijke zekerheid", "中等确定性"),
        ("2", "level 2", "niveau 2", "2级"),
    ],
)
def test_certainty_is_said_in_the_phrase_of_its_value_or_by_its_name(
    in_each_language, trust, english, dutch, chinese
):
    said = in_each_language(f"ratio,1,,,,,,{trust}", "{{ trials.t | certainty }}")

    assert said == [english, dutch, chinese]


def test_a_direction_rests_on_the_cells_that_decide_it(review, trial):
    trial("ratio,1.33,0.91,1.94,1.8,,unclear,")

    placed = review.fill("{{ trials.t | direction }}").values[0]

    assert sorted(read.column for read in placed.reads) == ["from", "margin", "scale", "to"]
