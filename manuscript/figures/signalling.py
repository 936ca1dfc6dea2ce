"""The steps of signalling: four stages along one stretch of a cell, and the brake below them.

Numbers and names are those of the rows. What the scenes show was drawn by hand for the steps that
are placed in them: if such a row is withdrawn or moves to another stage, drawing stops.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from string import ascii_lowercase

from _cell import INSIDE, JAK_SIZE, STAT_SIZE, jak, membrane, phosphate, stat
from _looks import WIDTH
from _scenes import SCENE, SCENES, STAGE, SURFACE
from _svg import (
    LINE_HEIGHT,
    Element,
    document,
    group,
    lines,
    node,
    number_sign,
    path,
    polygon,
    text,
)
from _text import text_width, wrapped
from livereview.evidence import Evidence, Row
from livereview.figures import INK, Figure

BRAKE = "step-08"

# Measures in pixels.
GAP = 8.0
SIGN = 20.0
SMALL = 0.55

# Shapes, and the height that they take.
Part = tuple[list[Element], float]


def draw(evidence: Evidence) -> Figure:
    """Draw all accepted steps."""
    _agree(evidence)
    steps = list(evidence["signalling_steps"])
    families = _families(evidence)
    alt = _alt(evidence, steps, families)
    components = list(evidence["components"])
    return Figure(
        chart=_drawing(evidence, steps, families, alt),
        alt=alt,
        rows=tuple(row.name for row in (*steps, *components)),
        facts={"steps": len(steps), "stages": len(SCENES), "steps_in_stages": len(_staged(steps))},
    )


def _families(evidence: Evidence) -> dict[str, str]:
    """Return the components of each family in words."""
    labels = evidence.labels("components", "family")
    members: dict[str, list[str]] = {}
    for row in evidence["components"]:
        members.setdefault(row["family"], []).append(row["symbol"])
    return {family: f"{labels[family]}: {', '.join(members[family])}" for family in members}


def _agree(evidence: Evidence) -> None:
    """Hold the scenes against the rows that they show."""
    for stage, scene in SCENES.items():
        for step in scene.steps:
            row = evidence["signalling_steps"][step]
            if row and row["stage"] != stage:
                raise ValueError(f"{step} is drawn in stage {stage}, and no longer belongs there")


def _staged(steps: Iterable[Row]) -> list[Row]:
    return [row for row in steps if row["stage"]]


def _of_stage(steps: Iterable[Row], stage: str) -> list[Row]:
    return [row for row in steps if row["stage"] == stage]


def _drawing(
    evidence: Evidence, steps: Sequence[Row], families: Mapping[str, str], alt: str
) -> str:
    """Return the parts of the drawing one below the other."""
    titles = evidence.labels("signalling_steps", "stage")
    parts = (
        _headings(list(titles.values())),
        _names([_of_stage(steps, stage) for stage in titles]),
        _cell(steps),
        _brake(steps),
        _key(families),
        _notes(steps),
    )
    below = accumulate((height for _, height in parts), initial=0.0)
    placed = [group(shapes, 0, y) for (shapes, _), y in zip(parts, below, strict=False)]
    return document((WIDTH, sum(height for _, height in parts)), alt, placed)


def _headings(titles: Sequence[str]) -> Part:
    """Return the stages as arrows that follow each other, each with a letter."""
    named = [wrapped(title[0].upper() + title[1:], STAGE - 46, 600) for title in titles]
    height = LINE_HEIGHT * max(map(len, named)) + 8
    shapes: list[Element] = []
    for at, words in enumerate(named):
        left, top = STAGE * at, (height - LINE_HEIGHT * (len(words) - 1)) / 2
        shapes.append(_chevron(left, STAGE - 3, height, notched=at > 0))
        shapes.append(text(ascii_lowercase[at], (left + 14, top), font_weight=600, font_size=11))
        shapes += lines(words, (left + 27, top), font_weight=600)
    return shapes, height + GAP


def _chevron(left: float, width: float, height: float, *, notched: bool) -> Element:
    right, point = left + width, 9.0
    corners = [(left, 0.0), (right - point, 0.0), (right, height / 2), (right - point, height)]
    corners += [(left, height), *([(left + point, height / 2)] if notched else [])]
    return polygon(corners, fill="#e9e9e9")


def _names(stages: Iterable[Sequence[Row]]) -> Part:
    """Return the numbers and names of the steps below their stage."""
    named = [_listed([(row, row["step"]) for row in steps], STAGE - 9) for steps in stages]
    shapes = [group(steps, STAGE * at + 5) for at, (steps, _) in enumerate(named)]
    return shapes, max(height for _, height in named) + 1.5 * GAP


def _listed(entries: Iterable[tuple[Row, str]], width: float) -> Part:
    """Return steps as a list of numbers and words."""
    shapes: list[Element] = []
    height = 0.0
    for row, words in entries:
        parts, y = wrapped(words, width - SIGN), height + 7
        shapes += [number_sign(row["step_no"], (9, y)), *lines(parts, (SIGN + 2, y))]
        height += LINE_HEIGHT * len(parts) + 3
    return shapes, height


def _cell(steps: Iterable[Row]) -> Part:
    """Return the membrane, the nucleus and the scenes, with the numbers of the steps."""
    numbers = {row.id: row["step_no"] for row in steps}
    inside = {"x": 0, "y": SURFACE, "width": WIDTH, "height": SCENE - SURFACE, "fill": INSIDE}
    shapes = [node("rect", **inside), membrane(0, WIDTH, SURFACE)]
    for at, scene in enumerate(SCENES.values()):
        places = [(numbers[id], place) for id, place in scene.steps.items() if id in numbers]
        signs = [number_sign(number, place) for number, place in places]
        shapes.append(group([*scene.shapes(), *signs], STAGE * at))
    return shapes, SCENE


def _brake(steps: Iterable[Row]) -> Part:
    """Return a bar against all that stands above it: what ends the signal."""
    row = next((row for row in steps if row.id == BRAKE), None)
    if row is None:
        return [], GAP
    words = wrapped(_in_words(row), WIDTH - 80)
    width, height = max(map(text_width, words)) + SIGN + 14, LINE_HEIGHT * len(words) + 8
    left, top = (WIDTH - width) / 2, 19.0
    box = {"x": left, "y": top, "width": width, "height": height, "rx": 4, "fill": "white"}
    bar = {"stroke": INK, "stroke_width": 2.6}
    return [
        path("M", (0, 7), "H", WIDTH, **bar),
        path("M", (WIDTH / 2, 7), "V", top, **bar),
        node("rect", **box, stroke=INK, stroke_width=1.2),
        number_sign(row["step_no"], (left + 12, top + 10)),
        *lines(words, (left + SIGN + 4, top + 10)),
    ], top + height + GAP


def _key(families: Mapping[str, str]) -> Part:
    """Return what the signs stand for, over as many lines as that takes."""
    entries = [(phosphate((9, 0)), 18.0, "phosphate")]
    for family, shape, size in (("jak", jak, JAK_SIZE), ("stat", stat, STAT_SIZE)):
        half = size[0] * SMALL
        sign = node("g", shape((0, 0), ""), transform=f"translate({half:g} 0) scale({SMALL})")
        entries.append((sign, 2 * half, families[family]))
    shapes: list[Element] = []
    x, y = 0.0, 8.0
    for sign, width, words in entries:
        whole = width + 4 + text_width(words)
        if x and x + whole > WIDTH:
            x, y = 0.0, y + 18
        shapes += [group([sign], x, y), text(words, (x + width + 4, y))]
        x += whole + 20
    return shapes, y + 8 + GAP


def _notes(steps: Iterable[Row]) -> Part:
    """Return the steps that are not drawn, in words."""
    return _listed([(row, _in_words(row)) for row in _not_drawn(steps)], WIDTH)


def _not_drawn(steps: Iterable[Row]) -> list[Row]:
    return [row for row in steps if not row["stage"] and row.id != BRAKE]


def _in_words(row: Row) -> str:
    return f"{row['step']}: {row['description']}"


def _alt(evidence: Evidence, steps: Sequence[Row], families: Mapping[str, str]) -> str:
    """Return the drawing in words."""
    titles = evidence.labels("signalling_steps", "stage")
    parts = [f"Drawing of one stretch of a cell, with {len(titles)} stages from left to right."]
    for letter, (stage, title) in zip(ascii_lowercase, titles.items(), strict=False):
        names = [f"{row['step_no']} {row['step']}" for row in _of_stage(steps, stage)]
        shown = f"{SCENES[stage].words} (steps: {', '.join(names)})"
        parts.append(f"({letter}) {title[0].upper()}{title[1:]}: {shown}.")
    brake = [row for row in steps if row.id == BRAKE]
    parts += [f"A bar against all stages: {_numbered(row)}." for row in brake]
    notes = "; ".join(map(_numbered, _not_drawn(steps)))
    parts += [f"Below, in words: {notes}."] if notes else []
    return " ".join([*parts, *(f"{family}." for family in families.values())])


def _numbered(row: Row) -> str:
    return f"{row['step_no']} {_in_words(row)}"
