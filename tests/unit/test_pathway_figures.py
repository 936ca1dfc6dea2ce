"""What this project's figures draw, and what they say of it, with rows made up here."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any
from xml.etree import ElementTree

import pytest
from livereview.evidence import load_evidence
from livereview.figures import draw_figure
from livereview.problems import ProblemsFound

PROJECT = Path(__file__).parents[2]
COMMON = {"status": "accepted", "citekeys": "adams2019", "reviewed": "2026-01-01"}

ORANGE, BLUE, INK = "#d55e00", "#0072b2", "#222222"


@dataclass(frozen=True)
class Drawing:
    """A figure as it was written."""

    svg: str
    alt: str
    rows: list[str]
    facts: dict[str, Any]
    reads: dict[str, list[str]]

    def looks(self, label: str) -> set[tuple[str | None, str | None]]:
        """Return fill and outline of the marks whose label this is."""
        marks = [mark for mark in self._elements() if mark.get("aria-label") == label]
        return {(mark.get("fill"), mark.get("stroke")) for mark in marks}

    @property
    def words(self) -> list[str]:
        """Return the texts of the drawing, line by line."""
        return ["".join(text.itertext()) for text in self._elements() if text.tag.endswith("text")]

    def _elements(self) -> list[ElementTree.Element]:
        return list(ElementTree.fromstring(self.svg).iter())


@pytest.fixture
def package(tmp_path) -> Path:
    """The folder of a review with this project's data, to change."""
    shutil.copytree(PROJECT / "data", tmp_path / "data")
    return tmp_path


@pytest.fixture
def fill(package):
    """Return a function that puts these rows, and no others, into a table."""

    def write(table: str, rows: str, **common: str) -> None:
        file = package / "data" / f"{table}.csv"
        columns = file.read_text(encoding="utf-8").splitlines()[0].split(",")
        with file.open("w", encoding="utf-8", newline="") as target:
            writer = csv.DictWriter(target, columns, lineterminator="\n")
            writer.writeheader()
            for row in csv.DictReader(dedent(rows).strip().splitlines()):
                writer.writerow(COMMON | common | row)

    return write


@pytest.fixture
def draw(package):
    """Return a function that draws a figure of this project."""

    def drawn(figure: str) -> Drawing:
        script, folder = PROJECT / "manuscript/figures" / f"{figure}.py", package / "figures"
        draw_figure(script, load_evidence(package), folder)
        svg = (folder / f"{figure}.svg").read_text(encoding="utf-8")
        return Drawing(svg, **json.loads((folder / f"{figure}.json").read_text(encoding="utf-8")))

    return drawn


# --- the forest plot

RATIOS = """
    id,study,base_study,design,measure,estimate,ci_low,ci_high,direction,certainty
    a,One,One,rct,hr,1.50,1.10,2.00,higher_risk,high
    b,Two,Two,cohort,or,0.90,0.70,1.20,no_clear_difference,low
    c,Three,Three,rct,irr,0.50,0.30,0.90,lower_risk,very_low
    """


COMPARED = {"outcome": "mace", "inhibitor": "tofacitinib", "comparator": "placebo"}


def test_the_colour_in_the_forest_plot_is_the_direction_and_not_the_design(fill, draw):
    fill("safety", RATIOS, **COMPARED)
    plot = draw("safety_forest")
    assert plot.looks("One: HR 1.50 (1.10–2.00)") == {(ORANGE, ORANGE)}
    assert plot.looks("Two: OR 0.90 (0.70–1.20)") == {("white", INK)}
    assert plot.looks("Three: IRR 0.50 (0.30–0.90)") == {("white", BLUE)}


def test_the_key_of_the_forest_plot_has_the_designs_drawn_all_results_and_both_fills(fill, draw):
    fill("safety", RATIOS, **COMPARED)
    words = draw("safety_forest").words
    assert words[words.index("Design") : words.index("Study")] == [
        *("Design", "randomised trial", "cohort"),
        *("Result", "higher risk", "lower risk", "no clear difference"),
        *("Certainty", "high or moderate", "low or very low"),
    ]


# --- which ligand uses what

LIGANDS = """
    id,cytokine,cytokine_family,receptor,jaks,stats,status
    epo,EPO,homodimeric_receptor,EPOR,jak2,stat5a;stat5b,accepted
    il2,IL-2,common_gamma_chain,IL2RA;IL2RG,jak1;jak3,stat5a;stat3,accepted
    il6,IL-6,gp130,IL6R;IL6ST,jak1;jak2,stat3,accepted
    il7,IL-7,common_gamma_chain,IL7R;IL2RG,jak1;jak3,stat5a,accepted
    il35,IL-35,il12,IL12RB2,jak1,stat1,unverified
    """
GREEN, VIOLET = "#00795c", "#7d5ba6"


@pytest.fixture
def matrix(fill, draw):
    """Return the matrix of the ligands above, but for one of them."""
    fill("pathway", LIGANDS)
    return draw("cytokine_matrix")


def test_ligands_are_grouped_by_receptor_family_in_the_order_of_the_vocabulary(matrix):
    words = matrix.words
    assert words[words.index("common gamma chain") :][:3] == [
        *("common gamma chain", "gp130", "homodimeric receptors"),
    ]
    assert words[words.index("IL-2") :][:4] == ["IL-2", "IL-7", "IL-6", "EPO"]
    assert words[words.index("IL2RA, IL2RG") :][1] == "IL7R, IL2RG"
    assert "IL-35" not in words


def test_the_matrix_marks_each_jak_and_stat_of_a_ligand_and_sets_off_the_main_stat(matrix):
    assert matrix.looks("IL-2: JAK1") == {(GREEN, GREEN)}
    assert matrix.looks("IL-2: STAT5A (main)") == {(VIOLET, VIOLET)}
    assert matrix.looks("IL-2: STAT3") == {("white", VIOLET)}
    assert matrix.looks("IL-2: JAK2") == matrix.looks("IL-2: STAT5B") == set()


def test_the_matrix_counts_ligands_by_protein_and_by_main_stat(matrix):
    counts = {name: number for name, number in matrix.facts.items() if number}
    assert counts == {
        "ligands": 4,
        "families": 3,
        "with_jak1": 3,
        "with_jak2": 2,
        "with_jak3": 2,
        "with_stat3": 2,
        "with_stat5a": 3,
        "with_stat5b": 1,
        "main_stat3": 1,
        "main_stat5a": 3,
    }
    assert matrix.facts["with_tyk2"] == matrix.facts["main_stat5b"] == 0
    words = matrix.words
    assert words[words.index("Ligands that use it") :] == [
        *("Ligands that use it", "3", "2", "2", "0", "0", "0", "2", "0", "3", "1", "0"),
        *("with it listed first", "0", "0", "1", "0", "3", "0", "0"),
    ]


def test_the_matrix_is_told_in_words_to_those_who_do_not_see_it(matrix):
    assert matrix.alt == (
        "Matrix of 4 cytokines and hormones, in lines by receptor family (3), against 4 JAKs and"
        " 7 STATs in columns; a mark says that the ligand uses the protein."
        " Of its STATs the one that is listed first, as the main one, is set off."
        " Ligands by JAK: JAK1 (3), JAK2 (2), JAK3 (2), TYK2 (0)."
        " By STAT: STAT1 (0), STAT2 (0), STAT3 (2), STAT4 (0), STAT5A (3), STAT5B (1), STAT6 (0)."
        " By the STAT listed first: STAT1 (0), STAT2 (0), STAT3 (1), STAT4 (0), STAT5A (3),"
        " STAT5B (0), STAT6 (0)."
    )


# --- the steps of signalling

STEPS = """
    id,step_no,stage,step,description
    step-01,1,1,ligand binding,A ligand binds.
    step-02,2,1,pairing,Chains meet.
    step-03,3,2,JAK activation,JAKs switch each other on.
    step-04,4,2,docking sites,The receptor is phosphorylated.
    step-05,5,3,STAT activation,STATs leave.
    step-06,6,4,dimers,STATs pair.
    step-07,7,4,transcription,Genes are read.
    step-08,8,,brake,Proteins end the signal
    step-09,9,,context,Levels matter
    """
STRUCTURES = {"P", "phosphate", "cytokine", "receptor chain", "cell membrane", "nucleus"}


@pytest.fixture
def signal(fill, draw):
    """Return a function that draws the steps, one text in their rows replaced by another."""

    def drawn(old: str = "id,", new: str = "id,") -> Drawing:
        assert STEPS.count(old) == 1
        fill("signalling_steps", STEPS.replace(old, new))
        fill("components", "id,symbol,family\njak2,JAK2,jak\ntyk2,TYK2,jak\nstat6,STAT6,stat\n")
        return draw("signalling")

    return drawn


def test_all_words_in_the_drawing_of_the_signal_are_those_of_rows_or_parts_of_a_cell(signal):
    words = [word for word in signal().words if word not in STRUCTURES | {"JAK", "STAT", ""}]
    assert [word for word in words if not word.isdigit()] == [
        *("a", "JAK bound to the", "receptor"),
        *("b", "Activation of JAK"),
        *("c", "Phosphorylation of STAT"),
        *("d", "Transcription"),
        *("ligand binding", "pairing", "JAK activation", "docking sites", "STAT activation"),
        *("dimers", "transcription", "brake: Proteins end the signal"),
        *("JAK: JAK2, TYK2", "STAT: STAT6", "context: Levels matter"),
    ]


def test_the_signal_is_told_in_words_to_those_who_do_not_see_it(signal):
    drawing = signal()
    assert drawing.alt == (
        "Drawing of one stretch of a cell, with 4 stages from left to right."
        " (a) JAK bound to the receptor: two receptor chains with a JAK on each move together as a"
        " cytokine binds (steps: 1 ligand binding, 2 pairing)."
        " (b) Activation of JAK: the JAKs phosphorylate each other, then the receptor"
        " (steps: 3 JAK activation, 4 docking sites)."
        " (c) Phosphorylation of STAT: STATs dock at the phosphates of the receptor, are"
        " phosphorylated, and leave (steps: 5 STAT activation)."
        " (d) Transcription: two phosphorylated STATs pair, enter the nucleus and bind DNA"
        " (steps: 6 dimers, 7 transcription)."
        " A bar against all stages: 8 brake: Proteins end the signal."
        " Below, in words: 9 context: Levels matter. JAK: JAK2, TYK2. STAT: STAT6."
    )
    assert f"<desc>{drawing.alt}</desc>" in drawing.svg


def test_the_drawing_of_the_signal_rests_on_all_steps_and_components(signal):
    drawing = signal()
    assert drawing.rows[0] == "signalling_steps:step-01"
    assert drawing.rows[-4:] == [
        *("signalling_steps:step-09", "components:jak2", "components:tyk2", "components:stat6"),
    ]
    assert drawing.facts == {"steps": 9, "stages": 4, "steps_in_stages": 7}


def test_a_step_has_the_same_number_at_its_name_and_in_the_scene(signal):
    words = signal("step-05,5,3,", "step-05,15,3,").words
    assert (words.count("15"), words.count("5")) == (2, 0)


def test_a_long_name_of_a_step_is_broken_and_moves_the_scene_down(signal):
    before = _height(signal())
    after = signal(",dimers,", ",pairing of two phosphorylated STATs by means of their phosphates,")
    assert after.words[after.words.index("6") + 1] == "pairing of two phosphorylated"
    assert _height(after) == before + 2 * 12


def test_a_further_step_is_named_with_its_stage(signal):
    drawing = signal("step-08,", "step-11,11,3,further,Text\n    step-08,")
    assert drawing.words[drawing.words.index("11") + 1] == "further"
    assert "(steps: 5 STAT activation, 11 further)" in drawing.alt


def test_without_the_row_of_the_brake_no_brake_is_drawn(signal):
    drawing = signal("    step-08,8,,brake,Proteins end the signal\n", "")
    assert "bar against" not in drawing.alt
    assert "8" not in drawing.words


@pytest.mark.parametrize(
    ("new", "problem"),
    [
        ("", 'table "signalling_steps" has no row "step-05"'),
        ("    step-05,5,4,leaving,STATs leave.\n", "step-05 is drawn in stage 3, and no longer"),
    ],
)
def test_a_step_that_was_withdrawn_or_moved_must_not_stay_in_its_scene(signal, new, problem):
    with pytest.raises(ProblemsFound, match=problem):
        signal("    step-05,5,3,STAT activation,STATs leave.\n", new)


def _height(drawing: Drawing) -> float:
    return float(ElementTree.fromstring(drawing.svg).get("height", ""))
