"""Two figures of the review: primary endpoints in lupus, and approvals and actions over time."""

from __future__ import annotations

import csv
import json
import re
import runpy
import shutil
from itertools import combinations, pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest
from livereview.evidence import load_evidence
from livereview.figures import draw_figure
from livereview.problems import ProblemsFound

PROJECT = Path(__file__).parents[2]
FIGURES = PROJECT / "manuscript/figures"
SVG = "{http://www.w3.org/2000/svg}"
ARM = {
    "trial": "One",
    "phase": "2",
    "disease": "systemic-lupus-erythematosus",
    "inhibitor": "baricitinib",
    "intervention_class": "jak_inhibitor",
    "dose": "4 mg once daily",
    "comparator": "placebo",
    "endpoint": "SRI-4 response",
    "timepoint": "week 52",
    "result_arm": "60.5",
    "result_comparator": "40",
    "unit": "percent",
    "favourable": "above",
    "primary_met": "yes",
}
NO_FIGURES = {"result_arm": "", "result_comparator": "", "unit": "", "favourable": ""}
APPROVAL = {
    "inhibitor": "tofacitinib",
    "disease": "rheumatoid-arthritis",
    "indication": "rheumatoid arthritis",
    "population": "adults",
    "agency": "ema",
    "year": "2017",
    "date": "2017-03-22",
}
ACTION = {
    "agency": "fda",
    "date": "2021-09-01",
    "drugs": "tofacitinib",
    "action_type": "label_change",
    "action": "boxed warning",
    "population": "all",
    "recommendation": "Warned.",
}


class Sign(NamedTuple):
    x: float
    y: float
    fill: str
    title: str


@pytest.fixture
def data(tmp_path):
    """Return a copy of the evidence, with a function that changes a table of it."""
    shutil.copytree(PROJECT / "data", tmp_path / "data")

    def change(table: str, rows: list[dict[str, str]], keep: bool = False) -> None:
        file = tmp_path / "data" / f"{table}.csv"
        with file.open(encoding="utf-8", newline="") as source:
            reader = csv.DictReader(source)
            columns, old = reader.fieldnames, list(reader)
        common = {"citekeys": "adams2019", "reviewed": "2026-01-01", "status": "accepted"}
        new = [common | {"id": f"row-{number}"} | row for number, row in enumerate(rows)]
        with file.open("w", encoding="utf-8", newline="") as target:
            writer = csv.DictWriter(target, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows([*old, *new] if keep else new)

    return SimpleNamespace(root=tmp_path, change=change)


def draw(data, figure):
    """Draw a figure; return its facts, alt text and rows, its words, signs and their boxes."""
    draw_figure(FIGURES / f"{figure}.py", load_evidence(data.root), data.root / "figures")
    told = json.loads((data.root / f"figures/{figure}.json").read_text(encoding="utf-8"))
    svg = ET.parse(data.root / f"figures/{figure}.svg").getroot()
    words = [
        (text.text.replace("\N{NO-BREAK SPACE}", " "), float(text.get("x")), float(text.get("y")))
        for text in svg.iter(f"{SVG}text")
    ]
    return SimpleNamespace(**told, svg=svg, words=words, texts=[text for text, _, _ in words])


def signs(drawn, about: str = "") -> list[Sign]:
    """Return the signs whose title holds a text."""
    found = []
    for path in drawn.svg.iter(f"{SVG}path"):
        x, y = map(float, re.match(r"translate\((.*?) (.*?)\)", path.get("transform")).groups())
        title = path.findtext(f"{SVG}title", "")
        if about in title:
            found.append(Sign(x, y, path.get("fill"), title))
    return found


def line_of(drawn, text: str) -> list[str]:
    """Return what stands on the same line as a text, from left to right."""
    (height,) = {y for found, _, y in drawn.words if found == text}
    return [found for found, x, y in sorted(drawn.words, key=lambda word: word[1]) if y == height]


def boxes(drawn) -> list[tuple[str, float, float, float, float]]:
    """Return what the words take: text, left, right, top and bottom."""
    text_width = runpy.run_path(str(FIGURES / "_text.py"))["text_width"]
    found = []
    for text in drawn.svg.iter(f"{SVG}text"):
        width = text_width(text.text, int(text.get("font-weight", "400")))
        x, y = float(text.get("x")), float(text.get("y"))
        x -= width * {"start": 0, "middle": 0.5, "end": 1}[text.get("text-anchor")]
        found.append((text.text, x, x + width, y - 7, y + 2))
    return found


def collisions(drawn) -> list[tuple[str, str]]:
    """Return which words lie on other words or on a sign, or reach over the page's edge."""
    words = boxes(drawn)
    marks = [(f"sign {s.title}", s.x - 3.2, s.x + 3.2, s.y - 3.2, s.y + 3.2) for s in signs(drawn)]
    pairs = [*combinations(words, 2), *((word, mark) for word in words for mark in marks)]
    width, height = float(drawn.svg.get("width")), float(drawn.svg.get("height"))
    return [
        (a[0], b[0])
        for a, b in pairs
        if a[1] < b[2] - 0.1 and b[1] < a[2] - 0.1 and a[3] < b[4] and b[3] < a[4]
    ] + [(w[0], "edge") for w in words if w[1] < 0 or w[2] > width or w[3] < 0 or w[4] > height]


# --- primary endpoints


def test_a_trial_with_several_comparisons_counts_once(data):
    data.change(
        "trials",
        [
            ARM,
            ARM | {"dose": "2 mg once daily", "primary_met": "no"},
            ARM | {"trial": "Two", "primary_met": "no"},
            ARM | {"trial": "Three", "primary_met": "unclear"},
            ARM | {"trial": "Four", "primary_met": "no"} | NO_FIGURES,
            ARM | {"trial": "Five", "unit": "mean_change"},
            ARM | {"trial": "Secondary", "primary_met": "not_applicable"},
            ARM | {"trial": "Elsewhere", "disease": "gout"},
            ARM | {"trial": "Other", "intervention_class": "biologic"},
            ARM | {"trial": "Doubtful", "status": "unverified"},
        ],
    )
    assert draw(data, "lupus_endpoints").facts == {
        "trials": 5,
        "met": 2,
        "met_in_part": 1,
        "missed": 2,
        "unclear": 1,
        "drawn": 3,
        "other_unit": 1,
        "without_figures": 1,
        "comparisons": 6,
        "comparisons_met": 2,
        "comparisons_missed": 3,
        "comparisons_unclear": 1,
    }


def test_a_comparison_is_one_line_of_words_and_numbers(data):
    data.change(
        "trials",
        [
            ARM
            | {"n_total": "300", "n_arm": "99", "n_comparator": "101"}
            | {"effect_measure": "or", "effect": "1.50", "ci_low": "1.10", "ci_high": "2.00"}
            | {"interval": "confidence", "p_value": "0.02"},
        ],
    )
    drawn = draw(data, "lupus_endpoints")
    assert line_of(drawn, "baricitinib, 4 mg once daily") == [
        "baricitinib, 4 mg once daily",
        "99 v 101",
        "40",
        "60.5",
        "OR 1.50 (1.10–2.00)",
        "0.02",
        "met",
    ]
    assert line_of(drawn, "One") == ["One", ", phase 2, 300 patients: SRI-4 response, week 52"]


def test_a_trial_without_figures_has_its_line_and_its_outcome(data):
    data.change(
        "trials", [ARM | {"primary_met": "no", "endpoint": "score (not seen)"} | NO_FIGURES]
    )
    drawn = draw(data, "lupus_endpoints")
    line = ["baricitinib, 4 mg once daily", "–", "no figures seen", "–", "–", "missed"]
    assert line_of(drawn, "no figures seen") == line
    assert line_of(drawn, "One") == ["One", ", phase 2: score, week 52"]
    assert "One: baricitinib, 4 mg once daily – no figures seen, missed." in drawn.alt


def test_results_in_another_unit_are_written_and_not_drawn(data):
    change = {"unit": "mean_change", "result_arm": "-8.7", "result_comparator": "-5.5"}
    data.change("trials", [ARM | change | {"favourable": "below"}])
    drawn = draw(data, "lupus_endpoints")
    assert line_of(drawn, "−8.7 v −5.5, mean change (points)")
    assert line_of(drawn, "One")[1].endswith("(lower is better)")
    assert signs(drawn, "One") == []


def test_marks_stand_at_their_percentage_with_the_numbers_outside(data):
    data.change("trials", [ARM | {"result_arm": "0", "result_comparator": "100"}])
    drawn = draw(data, "lupus_endpoints")
    ticks = {text: x for text, x, _ in drawn.words}
    (arm,) = signs(drawn, "One, baricitinib, 4 mg once daily: 0 v 100%")
    assert (arm.x, arm.fill) == (ticks["25"] - (ticks["50"] - ticks["25"]), "#0072b2")
    assert collisions(drawn) == []


def test_a_new_trial_shows_up_in_the_figure_of_the_review(data):
    before = draw(data, "lupus_endpoints")
    data.change("trials", [ARM | {"id": "new", "trial": "NEWEST", "primary_met": "no"}], keep=True)
    after = draw(data, "lupus_endpoints")
    assert after.facts["missed"] == before.facts["missed"] + 1
    assert "NEWEST" in after.texts
    assert {*after.rows} - {*before.rows} == {"trials:new"}
    assert collisions(after) == []


def test_every_comparison_of_the_printed_table_is_in_the_figure(data):
    drawn = draw(data, "lupus_endpoints")
    assert {row.name for row in load_evidence(PROJECT)["trials"].where(
        "primary_met in ('yes', 'no', 'unclear') and intervention_class == 'jak_inhibitor'"
        " and ('systemic-lupus-erythematosus' in disease or 'lupus-nephritis' in disease"
        " or 'cutaneous-lupus-erythematosus' in disease)"
    )} == {*drawn.rows}  # fmt: skip


@pytest.mark.parametrize(
    ("figure", "table"), [("lupus_endpoints", "trials"), ("timeline", "approvals")]
)
def test_without_rows_there_is_no_figure(data, figure, table):
    data.change(table, [])
    with pytest.raises(ProblemsFound, match=f"there is no accepted row of {table}"):
        draw(data, figure)


# --- timeline


def test_the_timeline_counts_what_it_draws_and_what_has_no_date(data):
    data.change(
        "approvals",
        [
            APPROVAL,
            APPROVAL | {"agency": "fda", "year": "2018", "date": ""},
            APPROVAL | {"inhibitor": "baricitinib", "indication": "alopecia areata"},
            APPROVAL | {"disease": "myelofibrosis", "year": "2011", "date": "2011-11"},
            APPROVAL | {"status": "unverified"},
        ],
    )
    data.change(
        "regulatory",
        [
            ACTION,
            ACTION | {"action_type": "letter", "date": "2023"},
            ACTION | {"agency": "ema", "action_type": "refusal", "date": "2020-08"},
            ACTION | {"date": ""},
        ],
    )
    assert draw(data, "timeline").facts == {
        "approvals": 3,
        "drugs": 2,
        "indications": 2,
        "context": 1,
        "actions": 3,
        "notices": 1,
        "bodies": 2,
        "year_only": 2,
        "year_only_approvals": 1,
        "year_only_actions": 1,
        "undated": 1,
        "first_year": 2011,
        "last_year": 2023,
    }


def test_a_drug_has_a_line_for_each_indication_in_the_order_of_approval(data):
    gout = APPROVAL | {"indication": "gout", "year": "2019", "date": "2019-01-05"}
    first = APPROVAL | {"inhibitor": "baricitinib", "year": "2016", "date": "2016-02"}
    data.change("approvals", [gout, APPROVAL, first])
    data.change("regulatory", [])
    drawn = draw(data, "timeline")
    assert [text for text in drawn.texts if not text.startswith("20")] == [
        *("Approvals", "EU", "USA", "Japan", "China"),
        *("baricitinib", "rheumatoid arthritis"),
        *("tofacitinib", "rheumatoid arthritis", "gout"),
        "Open mark: only the year is known.",
    ]


def test_a_date_known_to_the_year_is_an_open_mark_in_the_middle_of_the_year(data):
    data.change("approvals", [APPROVAL | {"year": "2018", "date": ""}, APPROVAL])
    drawn = draw(data, "timeline")
    labels = {text: x for text, x, _ in drawn.words}
    (open_mark,) = signs(drawn, "tofacitinib, rheumatoid arthritis, EU: 2018")
    (full_mark,) = signs(drawn, "tofacitinib, rheumatoid arthritis, EU: 2017-03-22")
    assert (open_mark.fill, full_mark.fill) == ("white", "#222222")
    assert open_mark.x == pytest.approx(labels["2018"], abs=0.01)


def test_approvals_on_one_day_stand_one_above_the_other(data):
    data.change("approvals", [APPROVAL | {"agency": agency} for agency in ("ema", "fda", "pmda")])
    marks = signs(draw(data, "timeline"), "2017-03-22")
    assert len({mark.x for mark in marks}) == 1
    heights = sorted(mark.y for mark in marks)
    assert [round(b - a, 1) for a, b in pairwise(heights)] == [7.6, 7.6]


def test_acts_are_written_out_and_notices_are_marks(data):
    drugs = "tofacitinib;baricitinib;upadacitinib"
    data.change(
        "regulatory",
        [
            ACTION | {"drugs": drugs},
            ACTION | {"action": "indication wording widened", "date": "2025-10-13"},
            ACTION | {"action_type": "letter", "action": "letter"},
        ],
    )
    drawn = draw(data, "timeline")
    assert "3 JAK inhibitors: boxed warning" in drawn.texts
    assert "tofacitinib: indication wording widened" in drawn.texts
    assert "tofacitinib: letter" not in drawn.texts
    assert [mark.fill for mark in signs(drawn, "FDA")] == ["#d55e00", "#d55e00", "#0072b2"]
    assert "FDA, 2021-09-01, 3 JAK inhibitors: boxed warning; FDA, 2025-10-13" in drawn.alt


def test_rows_of_one_day_added_to_the_review_collide_with_nothing(data):
    data.change("approvals", [APPROVAL | {"id": f"new-{n}"} for n in range(3)], keep=True)
    long = {
        "action": "a very long account of an act that would not fit beside its mark, nor at all"
    }
    new = [ACTION | long | {"id": f"new-{date}", "date": date} for date in ("2011-02-01", "2021")]
    data.change("regulatory", [*new, ACTION | {"id": "same-day"}], keep=True)
    drawn = draw(data, "timeline")
    assert collisions(drawn) == []
    marks = signs(drawn, ":")
    touching = [
        (a, b) for a, b in combinations(marks, 2) if (a.x - b.x) ** 2 + (a.y - b.y) ** 2 < 9
    ]
    assert touching == []


@pytest.mark.parametrize("figure", ["lupus_endpoints", "timeline"])
def test_the_review_s_figure_fits_its_page_without_collisions(data, figure):
    drawn = draw(data, figure)
    assert collisions(drawn) == []
    assert float(drawn.svg.get("width")) == 605
    assert float(drawn.svg.get("height")) <= 830


@pytest.mark.parametrize("figure", ["lupus_endpoints", "timeline"])
def test_it_is_the_same_each_time(data, figure):
    first = ET.tostring(draw(data, figure).svg)
    assert ET.tostring(draw(data, figure).svg) == first
