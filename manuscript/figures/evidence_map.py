"""Evidence map: which part of the pathway is linked with which disease, how, and how firmly.

Two panels share the diseases. A link found in biology (genetics, tissue, models) and the effect of
a drug are two kinds of statement: blocking a component may help although it is not the cause.
"""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import altair as alt
import pandas
from _charts import lettering
from _looks import BAND, CAUSES, HIGHER, LOWER, NONE, OPEN, WIDTH
from livereview.datapackage import in_language
from livereview.evidence import Evidence, Row
from livereview.figures import INK, LINE, MUTED, Figure
from livereview.marks import leading_to

BIOLOGY, DRUGS = "Biology", "Effects of drugs"
CYTOKINES = ("interferons", "other cytokines")
NOTE = "Among drugs, “protects” means:\nblocking it eased the disease."

# Specialties with fewer diseases than this share a section.
SMALL_SECTION = 3
OTHER_SECTION = "other specialties"

# Directions differ in shape and in lightness too: they hold in grey print and for any eye.
CROSS = "M-1,-.6L-.6,-1L0,-.4L.6,-1L1,-.6L.4,0L1,.6L.6,1L0,.4L-.6,1L-1,.6L-.4,0Z"
SQUARE = "M-.85,-.85H.85V.85H-.85Z"
LOOKS = {
    "causes": (SQUARE, CAUSES),
    "promotes": ("triangle-up", HIGHER),
    "protects": ("triangle-down", LOWER),
    "associated": ("circle", OPEN),
    "no_effect": (CROSS, NONE),
}
# Area and fill by level of evidence: full before open, large before small.
LARGE, SMALL = 64, 26
LEVELS = {"1": (LARGE, 1), "2": (SMALL, 1), "3": (LARGE, 0), "4": (SMALL, 0)}

NAMES_WIDTH = 254
NAME_CHARACTERS = 56
TOP = 88
LINE_HEIGHT = 10.4
# Across, in slots: a column has one for each mark of its fullest cell. Down, in lines.
MARGIN = 0.3
PANEL_GAP = 1.6
HEADING = 1.3

Scaled = Callable[..., Any]


@dataclass(frozen=True)
class Link:
    """One row of disease_links, as far as the map shows it."""

    name: str
    panel: str
    section: tuple[int, int, str]
    disease: str
    column: str
    direction: str
    level: str


def draw(evidence: Evidence) -> Figure:
    """Draw all accepted links."""
    links = [_link(row) for row in evidence["disease_links"]]
    if not links:
        raise ValueError("there is no accepted row of disease_links to draw")
    marks = _marks(links)
    columns = _columns(_column_names(evidence, links), marks)
    return Figure(
        chart=_chart(marks, columns, _lines(_sections(links)), evidence),
        alt=_alt(links, marks, evidence.labels("disease_links", "direction")),
        rows=tuple(link.name for link in links),
        facts=_facts(links),
    )


def _link(row: Row) -> Link:
    return Link(
        name=row.name,
        panel=DRUGS if row["mechanism"] == "pharmacological" else BIOLOGY,
        section=_section(row["disease"]),
        disease=row["disease"].label("en"),
        column=_column_name(row["component"]),
        direction=str(row["direction"]),
        level=str(row["evidence_level"]),
    )


def _section(disease: Row) -> tuple[int, int, str]:
    """Return where a disease belongs: to its specialty, or to its kind if it is no disease."""
    kind, specialty = disease["kind"], disease["specialty"]
    if kind == "disease":
        return (0, specialty.order, in_language(specialty.category.label, "en"))
    return (2, kind.order, in_language(kind.category.label, "en"))


def _column_name(component: Any) -> str:
    """Return the column of a component: its own, one of two for cytokines, or the pathway's."""
    if not isinstance(component, Row):
        return in_language(component.category.label, "en")
    if component.table.name == "components":
        return component.label("en")
    return CYTOKINES[0 if component["cytokine_family"].startswith("interferon") else 1]


def _marks(links: Iterable[Link]) -> pandas.DataFrame:
    """Return a mark for each direction in a cell, at its strongest level, and its slot there."""
    cell = ["panel", "disease", "column"]
    table = pandas.DataFrame([vars(link) for link in links])
    table["order"] = table["direction"].map(list(LOOKS).index)
    groups = table.groupby([*cell, "order", "direction"], as_index=False)
    marks = groups.agg(level=("level", "min"), rows=("name", leading_to))
    cells = marks.groupby(cell)["level"]
    return marks.assign(slot=cells.cumcount(), marks=cells.transform("size"))


def _column_names(evidence: Evidence, links: Iterable[Link]) -> list[tuple[str, str]]:
    """Return the columns by panel: in biology every component, so that gaps can be seen."""
    used = dict.fromkeys((link.panel, link.column) for link in links)
    components = [component.label("en") for component in evidence["components"]]
    names = dict.fromkeys([*components, *CYTOKINES, *(column for _, column in used)])
    biology = [(BIOLOGY, name) for name in names]
    return biology + [(DRUGS, name) for name in names if (DRUGS, name) in used]


def _columns(names: Sequence[tuple[str, str]], marks: pandas.DataFrame) -> pandas.DataFrame:
    """Return where each column begins and ends, in slots."""
    fullest = marks.groupby(["panel", "column"])["marks"].max()
    columns = pandas.DataFrame(names, columns=["panel", "column"])
    width = pandas.Series([fullest.get(name, 1) + MARGIN for name in names])
    end = width.cumsum() + PANEL_GAP * (columns["panel"] == DRUGS)
    return columns.assign(start=end - width, middle=end - width / 2, end=end)


def _sections(links: Iterable[Link]) -> dict[str, list[str]]:
    """Return the diseases by section, those with most links first."""
    numbers = Counter(link.disease for link in links)
    section_of = {link.disease: link.section for link in links}
    sizes = Counter(section_of.values())
    sections: dict[tuple[int, int, str], list[str]] = {}
    for disease in sorted(numbers, key=lambda name: (-numbers[name], name.lower())):
        section = section_of[disease]
        if section[0] == 0 and sizes[section] < SMALL_SECTION:
            section = (1, 0, OTHER_SECTION)
        sections.setdefault(section, []).append(disease)
    return {section[-1]: sections[section] for section in sorted(sections)}


def _lines(sections: Mapping[str, Iterable[str]]) -> pandas.DataFrame:
    """Return what is printed at the left, line by line; a disease's last line knows its place."""
    lines: list[dict[str, Any]] = []
    y = 0.0
    for heading, diseases in sections.items():
        y += HEADING
        lines.append({"text": heading[0].upper() + heading[1:], "y": y - 0.5, "heading": True})
        for disease in diseases:
            parts = _name_lines(disease)
            for part in parts:
                y += 1
                lines.append({"text": part, "y": y - 0.5, "heading": False})
            lines[-1] |= {"disease": disease, "height": y - len(parts) / 2, "end": y}
    return pandas.DataFrame(lines)


def _name_lines(disease: str) -> list[str]:
    """Return a name as printed: what is too long for a line loses its parentheses first."""
    if len(disease) > NAME_CHARACTERS:
        disease = re.sub(r" \([^)]*\)", "", disease)
    return textwrap.wrap(disease, NAME_CHARACTERS)


def _chart(
    marks: pandas.DataFrame, columns: pandas.DataFrame, lines: pandas.DataFrame, evidence: Evidence
) -> alt.TopLevelMixin:
    slots, end = columns["end"].max(), lines["end"].max()
    bottom = round(TOP + end * LINE_HEIGHT)
    x = partial(
        alt.X, axis=None, scale=alt.Scale(domain=[0, slots], range=[NAMES_WIDTH, WIDTH - 3])
    )
    y = partial(alt.Y, axis=None, scale=alt.Scale(domain=[0, end], range=[TOP, bottom]))
    places = marks.merge(columns.drop(columns="end")).merge(lines[["disease", "height"]])
    return alt.layer(
        *_grid(columns, lines, x, y),
        *_words(columns, lines, x, y),
        *_symbols(places, evidence, x, y),
        width=WIDTH,
        height=bottom + 2,
        padding=0,
        autosize=alt.AutoSizeParams(type="none"),
    )


def _grid(
    columns: pandas.DataFrame, lines: pandas.DataFrame, x: Scaled, y: Scaled
) -> list[alt.Chart]:
    """Return a line below each disease, and a band behind every other column."""
    diseases = alt.Chart(lines.dropna(subset="end"))
    bands = alt.Chart(columns.iloc[::2])
    return [
        bands.mark_rect(color=BAND, aria=False).encode(x=x("start:Q"), x2="end:Q"),
        diseases.mark_rule(color=LINE, strokeWidth=0.5, aria=False).encode(y=y("end:Q")),
    ]


def _words(
    columns: pandas.DataFrame, lines: pandas.DataFrame, x: Scaled, y: Scaled
) -> list[alt.Chart]:
    """Return headings and diseases at the left, panels and columns at the top."""
    headings, names = alt.Chart(lines[lines["heading"]]), alt.Chart(lines[~lines["heading"]])
    panels = alt.Chart(columns.groupby("panel", as_index=False)["start"].min())
    titles = alt.Chart(columns)
    return [
        lettering(headings, x=0, fontWeight=600).encode(text="text:N", y=y("y:Q")),
        lettering(names, x=6).encode(text="text:N", y=y("y:Q")),
        lettering(panels, y=9, fontWeight=600).encode(text="panel:N", x=x("start:Q")),
        lettering(titles, y=TOP - 3, angle=270).encode(text="column:N", x=x("middle:Q")),
    ]


def _symbols(places: pandas.DataFrame, evidence: Evidence, x: Scaled, y: Scaled) -> list[alt.Chart]:
    """Return the marks, and their key in the corner above the names of the diseases."""
    directions = evidence.labels("disease_links", "direction")
    levels = evidence.labels("disease_links", "evidence_level")
    words = places.replace({"direction": directions, "level": levels})
    places = places.assign(
        x=places["middle"] + places["slot"] - (places["marks"] - 1) / 2,
        what=words[["panel", "disease", "column", "direction", "level"]].agg(", ".join, axis=1),
    )
    levels["1"] += " (strongest)"
    marks = alt.Chart(places).mark_point(strokeWidth=1.1, opacity=1)
    marks = marks.encode(x=x("x:Q"), y=y("height:Q"), description="what:N", href="rows:N")
    return [
        marks.encode(**_direction_looks(), **_level_looks()),
        *_key("direction", directions, 6, y, _direction_looks()),
        *_key("level", levels, 104, y, _level_looks()),
        lettering(alt.Chart(places.head(1)), x=95, y=62, text=NOTE, color=MUTED, lineBreak="\n"),
    ]


def _direction_looks() -> dict[str, Any]:
    shapes, colours = zip(*LOOKS.values(), strict=True)
    return {
        "shape": alt.Shape("direction:N", **_look(LOOKS, shapes)),
        "stroke": alt.Stroke("direction:N", **_look(LOOKS, colours)),
        "fill": alt.Fill("direction:N", **_look(LOOKS, colours)),
    }


def _level_looks() -> dict[str, Any]:
    areas, fills = zip(*LEVELS.values(), strict=True)
    return {
        "size": alt.Size("level:N", **_look(LEVELS, areas)),
        "fillOpacity": alt.FillOpacity("level:N", **_look(LEVELS, fills)),
    }


def _look(values: Iterable[str], looks: Sequence[Any]) -> dict[str, Any]:
    return {"scale": alt.Scale(type="ordinal", domain=list(values), range=looks), "legend": None}


def _key(
    column: str, labels: Mapping[str, str], x: float, y: Scaled, looks: Mapping[str, Any]
) -> list[alt.Chart]:
    """Return what the signs of a column mean, one a line; a legend can't show an open sign."""
    heights = [(9 + 13 * number - TOP) / LINE_HEIGHT for number in range(len(labels))]
    entries = pandas.DataFrame({column: list(labels), "label": list(labels.values()), "y": heights})
    signs = alt.Chart(entries).mark_point(
        x=x, size=LARGE, stroke=INK, fill=INK, strokeWidth=1.1, opacity=1, aria=False
    )
    words = lettering(alt.Chart(entries), x=x + 9).encode(text="label:N")
    return [signs.encode(y=y("y:Q"), **looks), words.encode(y=y("y:Q"))]


def _alt(links: Sequence[Link], marks: pandas.DataFrame, directions: Mapping[str, str]) -> str:
    """Return the map in words."""
    facts = _facts(links)
    found = Counter(link.direction for link in links)
    busiest = Counter(link.disease for link in links).most_common(3)
    cells = marks.groupby(["panel", "disease", "column"]).size()
    return (
        f"Evidence map: {facts['diseases']} diseases and group terms in rows, parts of the"
        f" JAK/STAT pathway in columns, a sign for each direction that was reported."
        f" The panel “{BIOLOGY}” rests on {facts['links_biology']} statements, the panel"
        f" “{DRUGS}” on {facts['links_drug']}."
        f" By direction: {_listing((directions[key], found[key]) for key in directions)}."
        f" Of {len(cells)} filled cells, {(cells > 1).sum()} hold more than one direction."
        f" Most statements are on {_listing(busiest)}."
    )


def _listing(numbers: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{name} ({number})" for name, number in numbers)


def _facts(links: Sequence[Link]) -> dict[str, int | str]:
    return {
        "links_biology": sum(link.panel == BIOLOGY for link in links),
        "links_drug": sum(link.panel == DRUGS for link in links),
        "null_results": sum(link.direction == "no_effect" for link in links),
        "diseases": len({link.disease for link in links}),
    }
