"""The parts of a cell as simple shapes, for figures that show how something works."""

from __future__ import annotations

import math
from typing import Any

from _looks import CYTOKINE, JAK, STAT
from _svg import Element, Place, group, node, path, text
from livereview.figures import INK

RECEPTOR = "#8b97a5"
MEMBRANE = "#c3bba6"
OUTSIDE = "#ffffff"
INSIDE = "#f7f5f0"
NUCLEUS = "#e6eaef"

# From the middle of a thing to its edges.
JAK_SIZE = (14.0, 15.0)
STAT_SIZE = (20.0, 8.0)
PHOSPHATE = 5.8
CYTOKINE_SIZE = (11.0, 8.5)

_EDGE: dict[str, Any] = {"stroke": "white", "stroke_width": 1}


def membrane(left: float, right: float, middle: float) -> Element:
    """Return a double layer of lipids across the drawing: heads are dots, tails are strokes."""
    pitch, head, tail = 5.0, 4.6, 5.2
    parts = [path("M", (left, middle), "H", right, stroke="#f1ede2", stroke_width=14)]
    for side in (-1, 1):
        row, half = middle + side * 5.6, middle + side * tail / 2
        tails = {"stroke": MEMBRANE, "stroke_width": tail, "stroke_dasharray": f"0.8 {pitch - 0.8}"}
        heads = {"stroke": MEMBRANE, "stroke_width": head, "stroke_dasharray": f"0 {pitch}"}
        parts.append(path("M", (left + pitch / 2 - 0.4, half), "H", right, **tails))
        parts.append(
            path("M", (left + pitch / 2, row), "H", right, **heads, stroke_linecap="round")
        )
    return group(parts)


def receptor(place: Place, tail: float, lean: float = 0) -> Element:
    """Return a chain that crosses the membrane at a place; its head leans towards its partner."""
    x, y = place
    body = {"fill": RECEPTOR, **_EDGE}
    return group(
        [
            path(
                "M",
                (x, y - 8),
                "V",
                y + tail,
                stroke=RECEPTOR,
                stroke_width=4.4,
                stroke_linecap="round",
            ),
            node("rect", x=x - 4.0, y=y - 9.0, width=8, height=18, rx=3.5, **body),
            node("rect", x=x + lean * 0.4 - 6, y=y - 25.0, width=12, height=17, rx=5, **body),
            node("rect", x=x + lean - 6, y=y - 41.0, width=12, height=18, rx=5, **body),
        ]
    )


def jak(place: Place, name: str = "JAK") -> Element:
    """Return a kinase: a square with round corners."""
    (x, y), (half, high) = place, JAK_SIZE
    box = {"x": x - half, "y": y - high, "width": 2 * half, "height": 2 * high, "rx": 6}
    return group([node("rect", **box, fill=JAK, **_EDGE), _name(name, place)])


def stat(place: Place, name: str = "STAT", towards: int = 1) -> Element:
    """Return a STAT: a bar that points to the right (or, for -1, to the left)."""
    (x, y), (half, high) = place, STAT_SIZE
    back, neck = x - towards * (half - high), x + towards * (half - 6)
    top, bottom, turn = y - high, y + high, "0 0 1" if towards > 0 else "0 0 0"
    outline = ("M", (back, top), "H", neck, "L", (x + towards * half, y), "L", (neck, bottom))
    end = ("H", back, "A", high, high, turn, (back, top), "Z")
    shape = path(*outline, *end, **{"fill": STAT, **_EDGE})
    return group([shape, _name(name, (x - towards, y))])


def _name(word: str, place: Place) -> Element:
    return text(word, place, fill="white", text_anchor="middle", font_weight=600)


def phosphate(place: Place) -> Element:
    """Return a phosphate: P in a ring."""
    x, y = place
    ring = node("circle", cx=x, cy=y, r=PHOSPHATE, fill="white", stroke=INK, stroke_width=1.1)
    return group([ring, text("P", place, text_anchor="middle", font_weight=600)])


def cytokine(place: Place) -> Element:
    """Return a cytokine: an oval."""
    (x, y), (half, high) = place, CYTOKINE_SIZE
    return node("ellipse", cx=x, cy=y, rx=half, ry=high, fill=CYTOKINE, **_EDGE)


def dimer(place: Place) -> Element:
    """Return two STATs that are joined by their phosphates."""
    x, y = place
    one, other = stat((x - 4, y - 11)), stat((x + 4, y + 11))
    return group([one, other, phosphate((x - 11, y)), phosphate((x + 11, y))])


def nucleus(left: float, right: float, top: float, bottom: float, gate: float) -> Element:
    """Return the corner of a nucleus, between two membranes that leave a gate open."""
    round_off = 34.0
    line = {"stroke": "#93a0ad", "stroke_width": 1.4}
    corner = ("V", top + round_off, "Q", (left, top), (left + round_off, top), "H")
    shapes = [path("M", (left, bottom), *corner, right, "V", bottom, "Z", fill=NUCLEUS)]
    for inset in (0.0, 4.0):
        x, y = left + inset, top + inset
        bend = ("V", top + round_off, "Q", (x, y), (left + round_off, y), "H", gate - 9)
        shapes.append(path("M", (x, bottom), *bend, **line))
        shapes.append(path("M", (gate + 9, y), "H", right, **line))
    return group(shapes)


def dna(left: float, right: float, middle: float) -> Element:
    """Return a double helix that lies across."""
    turn, high = 26.0, 5.5
    places = [left + step for step in range(int(right - left) + 1)]
    strands = []
    for side in (1, -1):
        wave = [(x, middle + side * high * math.sin((x - left) / turn * math.tau)) for x in places]
        joined = [part for place in wave for part in ("L", place)][1:]
        strands.append(path("M", *joined, stroke="#5b6673", stroke_width=1.6))
    rungs = []
    for x in places[3::5]:
        reach = high * math.sin((x - left) / turn * math.tau)
        rungs.append(
            path("M", (x, middle - reach), "V", middle + reach, stroke="#9aa4af", stroke_width=1)
        )
    return group([*rungs, *strands])
