"""The stages of signalling as scenes, each on its stretch of the cell, drawn by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from _cell import cytokine, dimer, dna, jak, nucleus, phosphate, receptor, stat
from _looks import WIDTH
from _svg import Element, Place, arrow, path, text
from livereview.figures import INK, MUTED

# Measures in pixels: the width of a stage and its middle, the height of a scene; then, from the
# top of a scene, the membrane, the kinases, and the phosphates of the receptor.
STAGE = WIDTH / 4
MIDDLE = STAGE / 2
SCENE = 204.0
SURFACE = 54.0
KINASE = SURFACE + 34
DOCK = 136.0


@dataclass(frozen=True)
class Scene:
    """What is drawn for a stage: the shapes, the same in words, and where its steps happen."""

    shapes: Callable[[], list[Element]]
    words: str
    steps: dict[str, Place]


def _binding() -> list[Element]:
    left, right, pull = 34.0, STAGE - 34, 128.0
    return [
        *(receptor((x, SURFACE), 84) for x in (left, right)),
        *(jak((x, KINASE)) for x in (left, right)),
        cytokine((MIDDLE, 16)),
        *arrow((MIDDLE - 13, 17), (left + 9, 27), (left + 20, 18)),
        *arrow((MIDDLE + 13, 17), (right - 9, 27), (right - 20, 18)),
        *arrow((left + 9, pull), (MIDDLE - 11, pull)),
        *arrow((right - 9, pull), (MIDDLE + 11, pull)),
        text("cytokine", (MIDDLE, 1), text_anchor="middle"),
        text("receptor chain", (left, SURFACE + 95), text_anchor="middle"),
    ]


def _pair() -> list[Element]:
    """Return the paired chains with what is bound to them."""
    sides = (-1, 1)
    return [
        *(receptor((MIDDLE + 23 * side, SURFACE), 96, -9 * side) for side in sides),
        cytokine((MIDDLE, 14)),
        *(jak((MIDDLE + 23 * side, KINASE)) for side in sides),
        *(phosphate((MIDDLE + 39 * side, KINASE - 9)) for side in sides),
        *(phosphate((MIDDLE + 23 * side, DOCK)) for side in sides),
    ]


def _activation() -> list[Element]:
    return [
        *_pair(),
        *arrow((MIDDLE - 8, KINASE - 5), (MIDDLE + 9, KINASE - 5)),
        *arrow((MIDDLE + 8, KINASE + 5), (MIDDLE - 9, KINASE + 5)),
        *arrow((MIDDLE - 34, 104), (MIDDLE - 30, DOCK), (MIDDLE - 46, 120)),
        *arrow((MIDDLE + 34, 104), (MIDDLE + 30, DOCK), (MIDDLE + 46, 120)),
    ]


def _docking() -> list[Element]:
    docked, free = 50.0, (MIDDLE + 50, 180.0)
    return [
        *_pair(),
        stat((MIDDLE - docked, DOCK)),
        stat((MIDDLE + docked, DOCK), towards=-1),
        *(phosphate((MIDDLE + side * (docked + 6), DOCK + 12)) for side in (-1, 1)),
        *arrow((MIDDLE + 42, DOCK + 13), (free[0] - 8, free[1] - 11)),
        stat(free),
        phosphate((free[0] - 6, free[1] + 12)),
    ]


def _transcription() -> list[Element]:
    gate, helix = 86.0, 189.0
    return [
        nucleus(24, STAGE, 119, SCENE, gate),
        dimer((gate, 86)),
        *arrow((gate, 108), (gate, 137)),
        dna(36, STAGE, helix),
        dimer((gate, helix - 26)),
        path("M", (gate + 34, helix), "V", helix - 16, stroke=INK, stroke_width=1.2),
        *arrow((gate + 33.4, helix - 16), (gate + 52, helix - 16)),
        *arrow((-2, 178), (gate - 29, 84), (2, 96)),
        text("cell membrane", (STAGE - 4, SURFACE - 17), fill=MUTED, text_anchor="end"),
        text("nucleus", (STAGE - 4, 132), fill=MUTED, text_anchor="end"),
    ]


SCENES = {
    "1": Scene(
        _binding,
        "two receptor chains with a JAK on each move together as a cytokine binds",
        {"step-01": (MIDDLE, 34), "step-02": (MIDDLE, 128)},
    ),
    "2": Scene(
        _activation,
        "the JAKs phosphorylate each other, then the receptor",
        {"step-03": (MIDDLE, KINASE + 19), "step-04": (MIDDLE - 50, 118)},
    ),
    "3": Scene(
        _docking,
        "STATs dock at the phosphates of the receptor, are phosphorylated, and leave",
        {"step-05": (MIDDLE + 30, 160)},
    ),
    "4": Scene(
        _transcription,
        "two phosphorylated STATs pair, enter the nucleus and bind DNA",
        {"step-06": (122, 80), "step-07": (67, 134)},
    ),
}
