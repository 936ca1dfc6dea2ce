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

    def write(table: str, rows: str) -> None:
        file = package / "data" / f"{table}.csv"
        columns = file.read_text(encoding="utf-8").splitlines()[0].split(",")
        with file.open("w", encoding="utf-8", newline="") as target:
            writer = csv.DictWriter(target, columns, lineterminator="\n")
            writer.writeheader()
            for row in csv.DictReader(dedent(rows).strip().splitlines()):
                writer.writerow(COMMON | row)

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
    id,study,design,outcome,measure,estimate,ci_low,ci_high,direction,certainty,inhibitor,comparator
    a,One,rct,mace,hr,1.50,1.10,2.00,higher_risk,high,tofacitinib,placebo
    b,Two,cohort,mace,or,0.90,0.70,1.20,no_clear_difference,low,tofacitinib,placebo
    c,Three,rct,mace,irr,0.50,0.30,0.90,lower_risk,very_low,tofacitinib,placebo
    """


def test_the_colour_in_the_forest_plot_is_the_direction_and_not_the_design(fill, draw):
    fill("safety", RATIOS)
    plot = draw("safety_forest")
    assert plot.looks("One: HR 1.50 (1.10–2.00)") == {(ORANGE, ORANGE)}
    assert plot.looks("Two: OR 0.90 (0.70–1.20)") == {("white", INK)}
    assert plot.looks("Three: IRR 0.50 (0.30–0.90)") == {("white", BLUE)}


def test_the_key_of_the_forest_plot_has_the_designs_drawn_all_results_and_both_fills(fill, draw):
    fill("safety", RATIOS)
    words = draw("safety_forest").words
    assert words[words.index("Design") : words.index("Study")] == [
        *("Design", "randomised trial", "cohort"),
        *("Result", "higher risk", "lower risk", "no clear difference"),
        *("Certainty", "high or moderate", "low or very low"),
    ]
