"""Which ligand uses which JAKs and STATs: a line a ligand, by receptor family, a column a protein.

Two panels share the ligands. A square is a JAK, a circle a STAT: large and full the one that the
row lists first, as the main one, small and open the others. Below each column stands for how many
ligands it is marked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import altair as alt
import pandas
from _charts import ONE, lettering, note
from _looks import BAND, JAK, STAT, WIDTH
from _text import text_width, wrapped
from livereview.datapackage import in_language
from livereview.evidence import Evidence, Row
from livereview.figures import INK, LINE, MUTED, Figure

# How a mark looks: of a JAK, of the main STAT of a ligand, of its other STATs.
LOOKS: dict[str, dict[str, Any]] = {
    "jak": {"shape": "square", "size": 62, "stroke": JAK, "fill": JAK},
    "main": {"shape": "circle", "size": 78, "stroke": STAT, "fill": STAT},
    "other": {"shape": "circle", "size": 30, "stroke": STAT, "fill": "white"},
}
KEY = {
    "jak": "JAK used",
    "main": "STAT used, listed first as the main one",
    "other": "further STAT used",
}
FAMILIES, LIGANDS, RECEPTORS = "Receptor family", "Ligand", "Receptor chains"
TOTALS = {"Ligands that use it": "with", "with it listed first": "main"}

# Measures in pixels.
TOP = 62.0
LINE_HEIGHT = 12.6
FOOT = 17.0
INDENT = 2.0
GAP = 12.0
FAMILY_WIDTH = 110.0
RECEPTOR_WIDTH = 130.0
WIDEST_COLUMN = 28.0


@dataclass(frozen=True)
class Place:
    """Where the lines and columns of the matrix stand."""

    lines: pandas.DataFrame
    columns: pandas.DataFrame
    ligand: float
    receptor: float
    bottom: float


def draw(evidence: Evidence) -> Figure:
    """Draw all accepted ligands."""
    ligands = sorted(evidence["pathway"], key=lambda row: row["cytokine_family"].order)
    if not ligands:
        raise ValueError("there is no accepted row of pathway to draw")
    components = list(evidence["components"])
    facts = _facts(ligands, components)
    return Figure(
        chart=_chart(_marks(ligands), _place(evidence, ligands, components), facts),
        alt=_alt(components, facts),
        rows=tuple(row.name for row in (*ligands, *components)),
        facts=facts,
    )


def _family(row: Row) -> str:
    return in_language(row["cytokine_family"].category.label, "en")


def _marks(ligands: Iterable[Row]) -> pandas.DataFrame:
    """Return a mark for each protein that a ligand uses."""
    marks: list[tuple[str, str, str, str]] = []
    for row in ligands:
        marks += [(row.id, jak.id, "jak", _said(row, jak)) for jak in row["jaks"]]
        for number, stat in enumerate(row["stats"]):
            look, more = ("other", "") if number else ("main", " (main)")
            marks.append((row.id, stat.id, look, _said(row, stat) + more))
    return pandas.DataFrame(marks, columns=["ligand", "component", "look", "what"])


def _said(ligand: Row, component: Row) -> str:
    return f"{ligand['cytokine']}: {component['symbol']}"


def _place(evidence: Evidence, ligands: Sequence[Row], components: Sequence[Row]) -> Place:
    """Return the matrix's places: the names have the width that they need, the columns the rest."""
    lines, bottom = _lines(ligands)
    ligand = INDENT + _widest(lines["family"], FAMILIES) + GAP
    left = ligand + _widest(lines["text"], LIGANDS) + GAP
    right = WIDTH - _widest(lines["receptor"], RECEPTORS) - INDENT
    columns = _columns(evidence, components, left, right)
    return Place(lines, columns, ligand, columns["end"].max() + GAP, bottom)


def _widest(cells: Iterable[Sequence[str]], header: str) -> float:
    words = [line for lines in cells for line in lines]
    return max(text_width(header, 600), *map(text_width, words))


def _lines(ligands: Iterable[Row]) -> tuple[pandas.DataFrame, float]:
    """Return where each ligand stands, the first of a family with the family's name."""
    lines: list[dict[str, Any]] = []
    y = TOP
    for family, rows in groupby(ligands, _family):
        name = wrapped(family, FAMILY_WIDTH)
        needed = y + LINE_HEIGHT * len(name)
        for row in rows:
            chains = wrapped(", ".join(row["receptor"]), RECEPTOR_WIDTH)
            words = {"family": name, "text": [row["cytokine"]], "receptor": chains}
            lines.append({"ligand": row.id, "y": y + LINE_HEIGHT / 2, **words, "last": False})
            y += LINE_HEIGHT * max(1, len(chains))
            lines[-1]["end"] = y
            name = []
        y = max(y, needed)
        lines[-1] |= {"end": y, "last": True}
    return pandas.DataFrame(lines), y


def _columns(
    evidence: Evidence, components: Sequence[Row], left: float, right: float
) -> pandas.DataFrame:
    """Return where the column of each protein stands, a gap after each panel."""
    panels = evidence.labels("components", "family")
    gaps = GAP * len({row["family"] for row in components})
    pitch = min(WIDEST_COLUMN, (right - left - gaps) / len(components))
    columns: list[dict[str, Any]] = []
    for row in components:
        panel = panels[row["family"]]
        left += GAP if columns and columns[-1]["panel"] != panel else 0
        edges = {"start": left, "middle": left + pitch / 2, "end": left + pitch}
        columns.append({"component": row.id, "symbol": row["symbol"], "panel": panel, **edges})
        left += pitch
    return pandas.DataFrame(columns)


def _chart(
    marks: pandas.DataFrame, place: Place, facts: Mapping[str, int | str]
) -> alt.TopLevelMixin:
    height = place.bottom + FOOT * 2 + 2
    return alt.layer(
        *_grid(place),
        *_heads(place),
        *_names(place.lines, place),
        *_symbols(marks, place),
        *_key(),
        *_totals(place, facts),
        width=WIDTH,
        height=height,
        padding=0,
        autosize=alt.AutoSizeParams(type="none"),
    )


# One unit is one pixel, counted from the left and from the top.
PIXELS = alt.Scale(domain=[0, WIDTH], range=[0, WIDTH], nice=False)


def _x(column: str) -> alt.X:
    return alt.X(f"{column}:Q", axis=None, scale=PIXELS)


def _y(column: str) -> alt.Y:
    return alt.Y(f"{column}:Q", axis=None, scale=PIXELS)


def _grid(place: Place) -> Iterator[alt.Chart]:
    """Yield a band behind every other column, a line below each ligand and each family."""
    bands = alt.Chart(place.columns.iloc[::2])
    bands = bands.mark_rect(color=BAND, aria=False, y=TOP, y2=place.bottom)
    yield bands.encode(x=_x("start"), x2="end:Q")
    lines = place.lines
    for rows, colour, left in (
        (lines[~lines["last"]], LINE, place.ligand),
        (lines[lines["last"]], MUTED, 0),
    ):
        rule = alt.Chart(rows).mark_rule(
            color=colour, strokeWidth=0.5, aria=False, x=left, x2=WIDTH
        )
        yield rule.encode(y=_y("end"))


def _heads(place: Place) -> Iterator[alt.Chart]:
    """Yield the headings of all columns."""
    for text, x in ((FAMILIES, INDENT), (LIGANDS, place.ligand), (RECEPTORS, place.receptor)):
        yield note(text, x, TOP - 8, fontWeight=600)
    columns = alt.Chart(place.columns)
    yield lettering(columns, y=TOP - 4, angle=270).encode(text="symbol:N", x=_x("middle"))
    panels = alt.Chart(place.columns.groupby("panel", as_index=False)["start"].min())
    yield lettering(panels, y=9, fontWeight=600).encode(text="panel:N", x=_x("start"))


def _names(lines: pandas.DataFrame, place: Place) -> Iterator[alt.Chart]:
    """Yield the words of each line."""
    for column, x, colour in (
        ("family", INDENT, INK),
        ("text", place.ligand, INK),
        ("receptor", place.receptor, MUTED),
    ):
        words = lines[["y", column]].explode(column).dropna()
        row = words.groupby(level=0).cumcount()
        words = words.assign(y=words["y"] + row * LINE_HEIGHT)
        yield lettering(alt.Chart(words), x=x, color=colour).encode(text=f"{column}:N", y=_y("y"))


def _symbols(marks: pandas.DataFrame, place: Place) -> Iterator[alt.Chart]:
    places = marks.merge(place.lines[["ligand", "y"]]).merge(place.columns)
    for look, part in places.groupby("look", sort=False):
        chart = alt.Chart(part).mark_point(strokeWidth=1.2, opacity=1, **LOOKS[str(look)])
        yield chart.encode(x=_x("middle"), y=_y("y"), description="what:N")


def _key() -> Iterator[alt.Chart]:
    """Yield what the marks mean, one a line."""
    for number, (look, words) in enumerate(KEY.items()):
        y = 9 + 13 * number
        fixed: dict[str, Any] = {"x": 8, "y": y, "strokeWidth": 1.2, "opacity": 1, "aria": False}
        yield alt.Chart(ONE).mark_point(**fixed, **LOOKS[look])
        yield note(words, 18, y)


def _totals(place: Place, facts: Mapping[str, int | str]) -> Iterator[alt.Chart]:
    """Yield below each column for how many ligands it is marked, in all and first of its STATs."""
    for number, (words, prefix) in enumerate(TOTALS.items()):
        look = {"y": place.bottom + FOOT * (number + 0.5), "fontWeight": (600, 400)[number]}
        yield note(words, INDENT, **look)
        totals = {part: facts.get(f"{prefix}_{part}") for part in place.columns["component"]}
        counted = place.columns.assign(total=place.columns["component"].map(totals)).dropna()
        counts = lettering(alt.Chart(counted), align="center", **look)
        yield counts.encode(x=_x("middle"), text="total:N")


def _facts(ligands: Sequence[Row], components: Iterable[Row]) -> dict[str, int | str]:
    """Return how many ligands there are, and how many use each protein or list it first."""
    used = Counter(part.id for row in ligands for part in (*row["jaks"], *row["stats"]))
    main = Counter(row["stats"][0].id for row in ligands if row["stats"])
    parts = list(components)
    return {
        "ligands": len(ligands),
        "families": len({row["cytokine_family"] for row in ligands}),
        **{f"with_{part.id}": used[part.id] for part in parts},
        **{f"main_{part.id}": main[part.id] for part in parts if part["family"] == "stat"},
    }


def _alt(components: Iterable[Row], facts: Mapping[str, int | str]) -> str:
    """Return the matrix in words."""
    families: dict[str, list[Row]] = {"jak": [], "stat": []}
    for part in components:
        families[part["family"]].append(part)
    jaks, stats = families.values()
    return (
        f"Matrix of {facts['ligands']} cytokines and hormones, in lines by receptor family"
        f" ({facts['families']}), against {len(jaks)} JAKs and {len(stats)} STATs in columns;"
        f" a mark says that the ligand uses the protein. Of its STATs the one that is listed first,"
        f" as the main one, is set off. Ligands by JAK: {_told(jaks, 'with', facts)}."
        f" By STAT: {_told(stats, 'with', facts)}."
        f" By the STAT listed first: {_told(stats, 'main', facts)}."
    )


def _told(parts: Iterable[Row], prefix: str, facts: Mapping[str, int | str]) -> str:
    return ", ".join(f"{part['symbol']} ({facts[f'{prefix}_{part.id}']})" for part in parts)
