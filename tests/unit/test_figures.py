"""What a figure's script returns becomes SVG, PNG and words; what is wrong with it is a problem."""

from __future__ import annotations

import csv
import json
import shutil
import struct
from pathlib import Path
from textwrap import dedent

import pytest
from livereview.evidence import load_evidence
from livereview.figures import draw_figure, font_folder
from livereview.problems import ProblemsFound

PROJECT = Path(__file__).parents[2]

DOT = """
    from livereview.figures import Figure

    def draw(evidence):
        chart = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"/>'
        return Figure(chart, "A dot for 1 survey.", ("surveys:wren-2019",), {"drawn": 1})
    """

BARS = """
    import altair
    from livereview.figures import Figure

    def draw(evidence):
        frame = evidence.frame("surveys")
        chart = altair.Chart(frame).mark_bar().encode(x="birds:Q", y="title:N")
        return Figure(chart, "Bars: 40, 25 and 900 birds.", (), {})
    """


@pytest.fixture
def drawn(review):
    """Return a function that writes a script, draws it, and returns what was written."""

    def draw(source: str, to: str = "work/figures") -> dict[str, bytes]:
        review.write("manuscript/figures/birds.py", source)
        script = review.root / "manuscript/figures/birds.py"
        draw_figure(script, review.evidence(), review.root / to)
        return {file.name: file.read_bytes() for file in (review.root / to).iterdir()}

    return draw


@pytest.fixture
def problem(drawn):
    """Return a function that draws a script with one mistake, and returns the problem."""

    def fail(source: str) -> str:
        with pytest.raises(ProblemsFound) as found:
            drawn(source)
        (only,) = found.value.problems
        return str(only)

    return fail


def test_a_figure_is_written_as_svg_as_png_and_in_words(drawn):
    files = drawn(DOT)
    assert sorted(files) == ["birds.json", "birds.png", "birds.svg"]
    assert json.loads(files["birds.json"]) == {
        "alt": "A dot for 1 survey.",
        "rows": ["surveys:wren-2019"],
        "facts": {"drawn": 1},
        "reads": {},
    }


def test_the_svg_says_which_script_to_edit(drawn):
    assert drawn(DOT)["birds.svg"].decode() == (
        "<!-- Generated from manuscript/figures/birds.py: edit that file, not this one. -->\n"
        '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"/>'
    )


def test_a_figure_is_the_same_each_time_it_is_drawn(drawn):
    assert drawn(BARS, to="first") == drawn(BARS, to="second")


def test_the_png_has_300_pixels_an_inch_and_the_size_of_the_svg_in_print(drawn):
    png = drawn(DOT)["birds.png"]
    assert struct.unpack(">II", png[16:24]) == (62, 31)
    density = png.index(b"pHYs") + 4
    assert struct.unpack(">II", png[density : density + 8]) == (
        11811,
        11811,
    )  # a metre, 300 an inch


def test_a_chart_is_drawn_in_the_face_that_it_brings_along(drawn):
    svg = drawn(BARS)["birds.svg"].decode()
    assert svg.count("@font-face{font-family:'Source Sans Pro'") == 2
    families = {part.split('"')[1] for part in svg.split("font-family=")[1:]}
    assert families == {"'Source Sans Pro', 'Source Sans 3', sans-serif"}


def test_the_svg_of_a_chart_carries_the_words_for_those_who_do_not_see_it(drawn):
    assert "<desc>Bars: 40, 25 and 900 birds.</desc>" in drawn(BARS)["birds.svg"].decode()


def test_each_face_stands_once_in_the_font_folder():
    assert sorted(file.name for file in font_folder().iterdir()) == [
        "SourceSansPro-Regular.ttf",
        "SourceSansPro-Semibold.ttf",
    ]


def test_a_script_may_import_a_helper_beside_it_and_leaves_no_bytecode(drawn, review):
    review.write("manuscript/figures/_words.py", 'ALT = "A dot."\n')
    source = DOT.replace('"A dot for 1 survey."', "ALT").replace(
        "\n", "\n    from _words import ALT\n", 1
    )
    assert json.loads(drawn(source)["birds.json"])["alt"] == "A dot."
    assert not (review.root / "manuscript/figures/__pycache__").exists()


def test_a_missing_script_is_a_problem(review):
    with pytest.raises(ProblemsFound) as found:
        draw_figure(review.root / "manuscript/figures/nests.py", review.evidence(), review.root)
    assert str(found.value) == (
        "manuscript/figures/nests.py: the file is missing\n"
        "    write it, or take the figure nests out of the text\n"
        "1 error"
    )


def test_a_script_without_draw_is_a_problem(problem):
    assert problem("colour = 'red'\n") == (
        "manuscript/figures/birds.py: has no function draw()\n"
        "    define draw(evidence), returning a livereview.figures.Figure"
    )


def test_a_script_that_is_no_python_is_a_problem_of_its_line(problem):
    assert problem("colour = 'red'\ndef draw(:\n") == (
        "manuscript/figures/birds.py:2: SyntaxError: invalid syntax (birds.py, line 2)"
    )


def test_an_exception_is_a_problem_of_the_line_that_led_to_it(problem):
    source = "def draw(evidence):\n    number = int('4')\n    return number / 0\n"
    assert problem(source) == "manuscript/figures/birds.py:3: ZeroDivisionError: division by zero"


def test_anything_but_a_figure_is_a_problem(problem):
    assert problem("def draw(evidence):\n    return 'circle'\n") == (
        "manuscript/figures/birds.py:1: draw() returns str, not a Figure"
    )


def test_a_chart_that_cannot_be_drawn_is_a_problem(problem):
    assert problem(DOT.replace("<svg xmlns", "<svg broken")) == (
        "manuscript/figures/birds.py:3: RuntimeError: "
        'SVG file must have the xmlns attribute set to "http://www.w3.org/2000/svg"'
    )


def test_what_stands_before_the_svg_itself_is_left_out(drawn):
    svg = drawn(DOT.replace("<svg xmlns", '<?xml version="1.0"?><svg xmlns'))["birds.svg"].decode()
    assert svg.splitlines()[1].startswith("<svg xmlns")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"A dot for 1 survey."', '" "', "alt: the alt text is empty"),
        ('{"drawn": 1}', '{"drawn": 1.5}', "drawn: a fact is an int or a str, not float"),
        ("surveys:wren-2019", "surveys:wren", 'wren: table "surveys" has no row "wren"'),
        ("    chart =", '    list(evidence["surveys"])[0]["wing"]\n        chart =', "wing: "),
    ],
)
def test_what_no_reader_could_be_shown_is_a_problem_of_draw(problem, old, new, expected):
    assert problem(DOT.replace(old, new)).startswith(f"manuscript/figures/birds.py:3: {expected}")


def test_a_row_that_is_not_accepted_must_not_be_drawn(problem, review):
    review.replace("data/surveys.csv", "p. 2,accepted", "p. 2,unverified")
    assert 'row "surveys:wren-2019" is unverified' in problem(DOT)


# --- the figures of this project's review, with rows made up here


def facts(tmp_path: Path, figure: str, table: str, rows: list[str]) -> dict[str, int | str]:
    """Draw a figure of the review from these rows alone; return the facts it reports."""
    shutil.copytree(PROJECT / "data", tmp_path / "data")
    file = tmp_path / "data" / f"{table}.csv"
    columns = file.read_text(encoding="utf-8").splitlines()[0].split(",")
    names, *lines = csv.reader(dedent("\n".join(rows)).splitlines())
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, columns, lineterminator="\n")
        writer.writeheader()
        for line in lines:
            common = {"status": "accepted", "citekeys": "adams2019", "reviewed": "2026-01-01"}
            writer.writerow(common | dict(zip(names, line, strict=True)))
    script = PROJECT / "manuscript/figures" / f"{figure}.py"
    return dict(draw_figure(script, load_evidence(tmp_path), tmp_path / "figures").facts)


def test_the_forest_plot_takes_the_strata_of_a_study_for_one_study(tmp_path):
    ratio = "hr,1.50,1.10,2.00,higher_risk,high,tofacitinib,TNF inhibitor,rheumatoid-arthritis"
    found = facts(
        tmp_path,
        "safety_forest",
        "safety",
        [
            "id,study,base_study,design,outcome,measure,estimate,ci_low,ci_high,direction,"
            "certainty,inhibitor,comparator,disease",
            *(f"{name},{name},{name},rct,mace,{ratio}" for name in ("a", "b", "c")),
            *(f"{name},{name},One,rct,vte,{ratio}" for name in ("women", "men", "smokers")),
        ],
    )
    assert (found["drawn"], found["not_drawn_few_studies"]) == (3, 3)


def test_the_evidence_map_counts_what_each_panel_rests_on(tmp_path):
    assert facts(
        tmp_path,
        "evidence_map",
        "disease_links",
        [
            "id,disease,component,mechanism,direction,evidence_level,evidence_type,summary,status",
            "a,gout,jak1,activation,promotes,1,animal,One.,accepted",
            "b,gout,jak1,activation,promotes,3,animal,Weaker.,accepted",
            "c,gout,jak1,activation,no_effect,2,animal,Against.,accepted",
            "d,asthma,pathway,pharmacological,protects,1,clinical_trial,Drug.,accepted",
            "e,psoriasis,il6,activation,promotes,1,animal,Not seen.,unverified",
        ],
    ) == {"links_biology": 3, "links_drug": 1, "null_results": 1, "diseases": 2}


def test_the_forest_plot_draws_or_counts_every_row(tmp_path):
    ratio = "tofacitinib,TNF inhibitor,rheumatoid-arthritis"
    found = facts(
        tmp_path,
        "safety_forest",
        "safety",
        [
            "id,study,base_study,design,outcome,measure,estimate,ci_low,ci_high,direction,"
            "certainty,inhibitor,comparator,disease",
            f"a,One,One,rct,mace,hr,1.50,1.10,2.00,higher_risk,high,{ratio}",
            f"b,Two,Two,cohort,mace,or,0.90,0.70,1.20,no_clear_difference,low,{ratio}",
            f"c,Three,Three,registry,mace,irr,0.50,0.30,0.90,lower_risk,low,{ratio}",
            "d,Four,Four,rct,mace,rr,0.80,0.70,1.10,no_clear_difference,high,"
            "tofacitinib,usual care,covid-19",
            f"e,One,One,rct,vte,hr,1.50,1.10,2.00,higher_risk,high,{ratio}",
            f"f,One,One,rct,vte,hr,1.50,1.10,,higher_risk,high,{ratio}",
            f"g,One,One,rct,vte,percent,3.1,,,higher_risk,high,{ratio}",
            f"h,One,One,pooled_rct,vte,ir_per_100py,0.3,0.1,0.5,descriptive,very_low,{ratio}",
        ],
    )
    assert found == {
        "drawn": 4,
        "drawn_acute": 1,
        "outcomes": 1,
        "above": 1,
        "below": 1,
        "across": 2,
        "not_drawn": 4,
        "not_drawn_no_control": 1,
        "not_drawn_no_ratio": 1,
        "not_drawn_no_interval": 1,
        "not_drawn_few_studies": 1,
        "studies_needed": 3,
        "outcomes_with_few_studies": "venous thromboembolism",
    }
