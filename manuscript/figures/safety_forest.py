"""Forest plot of the comparative safety estimates: one line an estimate, grouped by outcome.

Only what sources report is drawn: ratios with their full interval. Nothing is pooled or computed.
What is left out is counted, by reason.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import Any

import altair as alt
import pandas
from _charts import ONE, lettering, note
from _estimates import (
    STUDIES,
    by_side,
    cells_of,
    counts,
    estimate_of,
    in_order,
    panel_of,
    reasons_of,
)
from _looks import HIGHER, LOWER, UNCLEAR, WIDTH
from _text import text_width
from livereview.datapackage import in_language
from livereview.evidence import Evidence, Row
from livereview.figures import INK, LINE, MUTED, Figure
from livereview.marks import leading_to

PANELS = ("Chronic disease", "Acute COVID-19, in hospital")

# The shape is the design, the colour the direction; the fill is the certainty. In grey print the
# side of the line on which an interval lies says what the colour says.
SHAPES = {
    "rct": "square",
    "rct_posthoc": "triangle-down",
    "meta_analysis": "diamond",
    "cohort": "circle",
    "registry": "triangle-up",
    "pooled_rct": "triangle-left",
    "pharmacovigilance": "triangle-right",
}
COLOURS = {"higher_risk": HIGHER, "lower_risk": LOWER, "no_clear_difference": UNCLEAR}
FIRM = ("high", "moderate")

# Measures in pixels.
TOP = 55
BOTTOM = 30
LINE_HEIGHT = 10.2
PANEL_HEIGHT = 1.4
OUTCOME_HEIGHT = 1.3
# Columns of text: left edge in pixels, and characters on a line.
COLUMNS = {"study": (7, 46), "drug": (195, 26), "comparator": (306, 17)}
HEADERS = {"study": "Study", "drug": "Drug and dose", "comparator": "Compared with"}
PLOT = (384, 514)
TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
KEY_LEFT = 56

SIGN = 38
BAND = "#e9e9e9"
FAINT: dict[str, Any] = {"color": LINE, "strokeWidth": 0.5}
CLEAR: dict[str, Any] = {"color": INK, "strokeWidth": 0.8}

Scaled = Callable[..., Any]


@dataclass
class Page:
    """What stands on which line: words by column, and marks."""

    words: list[dict[str, Any]] = field(default_factory=list)
    marks: list[dict[str, Any]] = field(default_factory=list)
    height: float = 0

    def head(self, column: str, text: str, height: float) -> None:
        """Add a heading."""
        self.height += height
        words = text[0].upper() + text[1:]
        self.words.append({"column": column, "text": words, "y": self.height - 0.5})

    def row(self, row: Row, cells: Mapping[str, str]) -> None:
        """Add an estimate; its words may take several lines."""
        lines = {column: textwrap.wrap(cells[column], COLUMNS[column][1]) for column in cells}
        lines["estimate"] = [estimate_of(row)]
        self.marks.append({"y": self.height + 0.5, **_mark(row)})
        for column, parts in lines.items():
            for number, part in enumerate(parts):
                y = self.height + number + 0.5
                self.words.append({"column": column, "text": part, "y": y})
        self.height += max(map(len, lines.values()))


def draw(evidence: Evidence) -> Figure:
    """Draw the accepted estimates that can be drawn and compared."""
    rows = list(evidence["safety"])
    reasons = reasons_of(rows)
    drawn = [row for row in rows if not reasons[row]]
    if not drawn:
        raise ValueError("there is no accepted row of safety to draw")
    few = list(reasons.values()).count("few_studies")
    return Figure(
        chart=_chart(_page(drawn), drawn, few, evidence),
        alt=_alt(drawn, reasons, evidence),
        rows=tuple(row.name for row in rows),
        facts=counts(drawn, reasons, evidence),
    )


def _page(drawn: Iterable[Row]) -> Page:
    """Return the rows under the names of their panels and outcomes."""
    page = Page()
    cells = cells_of(drawn)
    for panel, in_panel in groupby(in_order(drawn), panel_of):
        page.head("panel", PANELS[panel], PANEL_HEIGHT)
        for outcome, in_outcome in groupby(in_panel, lambda row: row["outcome"]):
            page.head("outcome", in_language(outcome.category.label, "en"), OUTCOME_HEIGHT)
            for row in in_outcome:
                page.row(row, cells[row])
    return page


def _mark(row: Row) -> dict[str, Any]:
    colour = COLOURS[row["direction"]]
    return {
        "estimate": float(row["estimate"]),
        "low": float(row["ci_low"]),
        "high": float(row["ci_high"]),
        "shape": SHAPES[row["design"]],
        "stroke": colour,
        "fill": colour if row["certainty"] in FIRM else "white",
        "what": f"{row['study']}: {estimate_of(row)}",
        "rows": leading_to([row.name]),
    }


def _chart(page: Page, drawn: Sequence[Row], few: int, evidence: Evidence) -> alt.TopLevelMixin:
    words, marks = pandas.DataFrame(page.words), pandas.DataFrame(page.marks)
    bottom = round(TOP + page.height * LINE_HEIGHT)
    low, high = min(1, marks["low"].min()), max(1, marks["high"].max())
    ticks = [tick for tick in TICKS if low <= tick <= high]
    across = alt.Scale(type="log", domain=[low, high], range=PLOT, nice=False)
    down = alt.Scale(domain=[0, page.height], range=[TOP, bottom])
    x, y = partial(alt.X, scale=across), partial(alt.Y, axis=None, scale=down)
    return alt.layer(
        *_background(words, ticks, x, y),
        *_words(words, y),
        *_marks(marks, ticks, x, y),
        *_key(drawn, evidence),
        *_foot(evidence, few, bottom, x),
        width=WIDTH,
        height=bottom,
        padding={"left": 0, "right": 0, "top": 0, "bottom": BOTTOM},
        autosize=alt.AutoSizeParams(type="none"),
    )


def _background(
    words: pandas.DataFrame, ticks: Sequence[float], x: Scaled, y: Scaled
) -> Iterator[alt.Chart]:
    """Yield a band behind the name of each panel, a line at each tick, and that of no effect."""
    panels = words[words["column"] == "panel"]
    panels = panels.assign(top=panels["y"] - 0.65, end=panels["y"] + 0.65)
    band = alt.Chart(panels).mark_rect(color=BAND, x=0, x2=WIDTH, aria=False)
    yield band.encode(y=y("top:Q"), y2="end:Q")
    for values, look in ((ticks, FAINT), ([1], CLEAR)):
        rule = alt.Chart(pandas.DataFrame({"tick": values})).mark_rule(y=TOP, aria=False, **look)
        yield rule.encode(x=x("tick:Q"), y2=alt.value("height"))


def _words(words: pandas.DataFrame, y: Scaled) -> Iterator[alt.Chart]:
    for column, part in words.groupby("column", sort=False):
        bold = {"fontWeight": 600} if column in ("panel", "outcome") else {}
        if column == "estimate":
            text = lettering(alt.Chart(part), x=WIDTH, align="right")
        else:
            text = lettering(alt.Chart(part), x=COLUMNS.get(str(column), (2, 0))[0], **bold)
        yield text.encode(y=y("y:Q"), text="text:N")


def _marks(
    marks: pandas.DataFrame, ticks: Sequence[float], x: Scaled, y: Scaled
) -> Iterator[alt.Chart]:
    axis = alt.Axis(values=list(ticks), format="~g", grid=False, title=None, tickSize=3)
    chart = alt.Chart(marks).encode(y=y("y:Q"), stroke=alt.Stroke("stroke:N", scale=None))
    yield chart.mark_rule(strokeWidth=1.2, aria=False).encode(x=x("low:Q", axis=axis), x2="high:Q")
    yield chart.mark_point(size=SIGN, strokeWidth=1.1, opacity=1).encode(
        x=x("estimate:Q", axis=axis),
        shape=alt.Shape("shape:N", scale=None),
        fill=alt.Fill("fill:N", scale=None),
        description="what:N",
        href="rows:N",
    )


def _key(drawn: Sequence[Row], evidence: Evidence) -> Iterator[alt.Chart]:
    """Yield what the signs mean, one of their traits a line, and the columns' headers."""
    designs = {row["design"] for row in drawn}
    shapes = {name: {"shape": shape} for name, shape in SHAPES.items() if name in designs}
    lines = {name: _line(colour) for name, colour in COLOURS.items()}
    firm, weak = _grades(evidence)
    yield from _trait("Design", 6, evidence.labels("safety", "design"), shapes)
    yield from _trait("Result", 18, evidence.labels("safety", "direction"), lines)
    yield from _trait("Certainty", 30, {}, {firm: {}, weak: {"fill": "white"}})
    for column, (left, _) in COLUMNS.items():
        yield note(HEADERS[column], left, TOP - 8, fontWeight=600)
    yield note("Estimate (95% CI)", WIDTH, TOP - 8, align="right", fontWeight=600)


def _line(colour: str) -> dict[str, Any]:
    return {"shape": "stroke", "stroke": colour, "strokeWidth": 2, "size": 200}


def _grades(evidence: Evidence) -> tuple[str, str]:
    """Return the grades of certainty whose sign is full, and those whose sign is open."""
    labels = evidence.labels("safety", "certainty")
    firm = [label for level, label in labels.items() if level in FIRM]
    weak = [label for level, label in labels.items() if level not in FIRM]
    return " or ".join(firm), " or ".join(weak)


def _trait(
    name: str, y: float, labels: Mapping[str, str], signs: Mapping[str, Mapping[str, Any]]
) -> Iterator[alt.Chart]:
    """Yield a line of the key: what a trait of the signs tells, then each of its signs."""
    yield note(name, 2, y, color=MUTED)
    x = float(KEY_LEFT)
    for value, sign in signs.items():
        label = labels.get(value, value)
        look = {"size": SIGN, "stroke": INK, "fill": INK, "strokeWidth": 1.1, **sign}
        yield alt.Chart(ONE).mark_point(x=x, y=y, opacity=1, aria=False, **look)
        yield note(label, x + 9, y)
        x += 30 + text_width(label)


def _foot(evidence: Evidence, few: int, bottom: float, x: Scaled) -> Iterator[alt.Chart]:
    """Yield what it means to lie left or right of the line, and what is not drawn."""
    sides = evidence.labels("safety", "direction")
    for side, align, shift in (("lower_risk", "right", -6), ("higher_risk", "left", 6)):
        text = lettering(alt.Chart(ONE), y=bottom + 22, dx=shift, align=align, text=sides[side])
        yield text.encode(x=x("one:Q"))
    yield note("Without a dose: any dose.", 2, bottom + 10, color=MUTED)
    if few:
        left_out = f"Not drawn, as fewer than {STUDIES} studies report the outcome: {few} more."
        yield note(left_out, 2, bottom + 22, color=MUTED)


def _alt(drawn: Sequence[Row], reasons: Mapping[Row, str], evidence: Evidence) -> str:
    """Return the plot in words."""
    facts = counts(drawn, reasons, evidence)
    outcomes = [
        f"{label}: {by_side([row for row in drawn if row['outcome'] == outcome])}"
        for outcome, label in evidence.labels("safety", "outcome").items()
        if any(row["outcome"] == outcome for row in drawn)
    ]
    return (
        f"Forest plot of {facts['drawn']} estimates of risk with JAK inhibitors against a"
        f" comparator, with 95% intervals on a logarithmic axis and a line at 1 for no effect;"
        f" {facts['drawn_acute']} of them, on acute COVID-19, stand apart."
        f" {facts['above']} intervals lie above 1, {facts['below']} below 1 and"
        f" {facts['across']} include 1. By outcome: {'; '.join(outcomes)}."
        f" {facts['not_drawn']} rows of evidence on safety are not drawn."
    )
