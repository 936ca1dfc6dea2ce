"""When JAK inhibitors were approved, for what and where, and when regulators acted on them.

Above, a line for each drug and indication with a mark for each approval; below, a line for each act
that binds or refuses, with its words, and one for all notices of a body. Where only the year is
known, the mark is open and stands in the middle of the year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from _events import (
    Entry,
    Key,
    action_blocks,
    action_key,
    approval_blocks,
    approval_key,
    date_of,
    is_context,
    is_year,
    kind_of,
    label_of,
    time_of,
    words_of,
)
from _looks import BAND, WIDTH
from _page import SIGN, Page, width_of
from _text import wrapped
from livereview.evidence import Evidence, Row
from livereview.figures import LINE, MUTED, Figure

# Measures in pixels.
LEFT, TITLE = 4, 90
HEADING_WIDTH, TITLE_WIDTH = 82, 132
PLOT = (230, 600)
TOP = 17
PANEL = 18
LINE_HEIGHT = 10.8
GAP = 3
# Marks of a line that would touch stand on levels, one above the other.
LEVEL = 2 * SIGN + 1.2
# A bar is narrower than other signs.
APART = {"bar": 3.5}
LEADER = "#bdbdbd"
GRID = "#e4e4e4"

Across = Callable[[float], float]


def draw(evidence: Evidence) -> Figure:
    """Draw the accepted approvals, and the accepted actions that have a date."""
    approvals, actions = list(evidence["approvals"]), list(evidence["regulatory"])
    if not approvals:
        raise ValueError("there is no accepted row of approvals to draw")
    dated = [row for row in actions if row["date"]]
    facts = _facts(approvals, dated, len(actions) - len(dated))
    alt = _alt(approvals, dated, facts)
    return Figure(
        chart=_chart(approvals, dated, evidence, alt),
        alt=alt,
        rows=tuple(row.name for row in [*approvals, *actions]),
        facts=facts,
    )


def _chart(approvals: Sequence[Row], dated: Sequence[Row], evidence: Evidence, alt: str) -> str:
    page, body = Page(WIDTH), Page(WIDTH)
    years = _years([*approvals, *dated])
    across = _across(years)
    y = _panel(body, TOP, "Approvals", approval_key(evidence))
    y = _blocks(body, y, approval_blocks(approvals), across)
    if dated:
        y = _panel(body, y + 3, "Regulatory actions", action_key(evidence))
        y = _blocks(body, y, action_blocks(dated), across)
    for year in [*years, years[-1] + 1]:
        page.line((across(year), TOP), (across(year), y), GRID, 0.5)
    for middle in (8, y + 8):
        _year_labels(page, middle, years, across)
    page.parts += body.parts
    page.words((LEFT, y + 8), "Open mark: only the year is known.", fill=MUTED)
    return page.svg(round(y + 16), alt)


def _years(rows: Iterable[Row]) -> range:
    years = [int(time_of(date_of(row))) for row in rows]
    return range(min(years), max(years) + 1)


def _across(years: range) -> Across:
    left, right = PLOT
    return lambda time: left + (right - left) * (time - years[0]) / len(years)


def _year_labels(page: Page, y: float, years: range, across: Across) -> None:
    """Name the years, as many as have room."""
    step = -(-(width_of("2000") + 4) // (across(1) - across(0)))
    for year in years[:: int(step)]:
        page.words((across(year + 0.5), y), str(year), align="middle")


def _panel(page: Page, y: float, name: str, key: Key) -> float:
    """Add the heading of a panel, with what its signs mean; return where it ends."""
    page.band((0, y), (WIDTH, PANEL - 3), BAND)
    middle = y + (PANEL - 3) / 2
    page.words((LEFT, middle), name, bold=True)
    x = LEFT + width_of(name, bold=True) + 20
    for text, look in key:
        page.sign((x, middle), look)
        page.words((x + 8, middle), text)
        x += width_of(text) + 24
    return y + PANEL


def _blocks(page: Page, y: float, blocks: Iterable[Sequence[Entry]], across: Across) -> float:
    """Add blocks of lines, with a rule between them; return where they end."""
    for number, block in enumerate(blocks):
        if number:
            page.line((LEFT, y), (WIDTH, y), LINE, 0.5)
        top = end = y + GAP / 2
        for entry in block:
            end = _entry(page, end, entry, across)
        y = max(end, top + len(_heading(block[0])) * LINE_HEIGHT) + GAP / 2
    return y


def _heading(entry: Entry) -> list[str]:
    """Return a heading in lines; it has room where the line has no title."""
    width = HEADING_WIDTH if entry.title else PLOT[0]
    fits = width_of(entry.heading, bold=True) <= width
    parts = [entry.heading] if fits else entry.heading.replace(" (", "\n(").split("\n")
    return [line for part in parts for line in wrapped(part, width)]


def _entry(page: Page, y: float, entry: Entry, across: Across) -> float:
    """Add a line, as high as its marks and words need; return where it ends."""
    if entry.beside:
        _add_lines(page, (LEFT, y + LINE_HEIGHT / 2), _heading(entry), bold=True)
        return _worded(page, y, entry, across)
    titles = wrapped(entry.title, TITLE_WIDTH)
    places = [across(mark.time) for mark in entry.marks]
    levels = _levels(places, APART.get(entry.marks[0].look[0], 2 * SIGN + 2))
    height = max(LINE_HEIGHT * max(1, len(titles)), LEVEL * (max(levels) + 1) + 2)
    middle = y + height / 2
    _names(page, y, middle, _heading(entry), titles)
    if titles:
        start = TITLE + max(map(width_of, titles)) + 5
        page.line((start, middle), (places[-1], middle), LEADER, 0.5)
    for mark, x, level in zip(entry.marks, places, levels, strict=True):
        place = (x, middle + (level - max(levels) / 2) * LEVEL)
        page.sign(place, mark.look, full=not mark.year_only, what=mark.what)
    return y + height


def _names(
    page: Page, top: float, middle: float, heading: Sequence[str], titles: Sequence[str]
) -> None:
    """Add heading and title of a line; a longer heading goes on beside the next lines."""
    first = middle - (max(1, len(titles)) - 1) / 2 * LINE_HEIGHT
    start = first if len(heading) == 1 else top + LINE_HEIGHT / 2
    _add_lines(page, (LEFT, start), heading, bold=True)
    _add_lines(page, (TITLE, first), titles)


def _add_lines(page: Page, place: tuple[float, float], lines: Iterable[str], **look: Any) -> None:
    """Add lines of words, the first of them at a place."""
    x, y = place
    for number, line in enumerate(lines):
        page.words((x, y + number * LINE_HEIGHT), line, **look)


def _levels(places: Iterable[float], apart: float) -> list[int]:
    """Return for each mark, from left to right, the lowest level on which it touches no other."""
    ends: list[float] = []
    levels = []
    for x in places:
        level = next((n for n, end in enumerate(ends) if end <= x), len(ends))
        ends[level : level + 1] = [x + apart]
        levels.append(level)
    return levels


def _worded(page: Page, y: float, entry: Entry, across: Across) -> float:
    """Add a mark with its words beside it, on the left if they fit; return where they end."""
    (mark,) = entry.marks
    x = across(mark.time)
    left = x - SIGN - 5 - (LEFT + width_of(entry.heading, bold=True) + 12)
    right = WIDTH - x - SIGN - 5
    on_left = width_of(entry.beside) <= left or left >= right
    lines = wrapped(entry.beside, left if on_left else right)
    for number, part in enumerate(lines):
        place = (x - SIGN - 5 if on_left else x + SIGN + 5, y + (number + 0.5) * LINE_HEIGHT)
        page.clear_words(place, part, align="end" if on_left else "start")
    page.sign((x, y + LINE_HEIGHT / 2), mark.look, full=not mark.year_only, what=mark.what)
    return y + len(lines) * LINE_HEIGHT


def _facts(approvals: Sequence[Row], dated: Sequence[Row], undated: int) -> dict[str, int | str]:
    drawn = [row for row in approvals if not is_context(row)]
    kinds = [kind_of(row) for row in dated]
    years = _years([*approvals, *dated])
    year_only = [sum(is_year(date_of(row)) for row in rows) for rows in (approvals, dated)]
    return {
        "approvals": len(drawn),
        "drugs": len({row["inhibitor"].id for row in drawn}),
        "indications": len({row["indication"] for row in drawn}),
        "context": len(approvals) - len(drawn),
        "actions": len(dated),
        "notices": kinds.count("notice"),
        "bodies": len({row["agency"] for row in dated}),
        "year_only": sum(year_only),
        "year_only_approvals": year_only[0],
        "year_only_actions": year_only[1],
        "undated": undated,
        "first_year": years[0],
        "last_year": years[-1],
    }


def _alt(approvals: Sequence[Row], dated: Sequence[Row], facts: Mapping[str, int | str]) -> str:
    """Return the timeline in words: drugs by first approval, and each act that is worded."""
    drugs = [
        f"{block[0].heading} ({int(min(entry.marks[0].time for entry in block))};"
        f" {', '.join(entry.title for entry in block)})"
        for block in approval_blocks([row for row in approvals if not is_context(row)])
    ]
    acts = [
        f"{label_of(row['agency'])}, {date_of(row)}, {words_of(row)}"
        for row in sorted(dated, key=date_of)
        if kind_of(row) != "notice"
    ]
    return (
        f"Timeline from {facts['first_year']} to {facts['last_year']}. Approvals:"
        f" {facts['approvals']}, and {facts['context']} for context. Drugs by the year of their"
        f" first approval, with their indications: {'; '.join(drugs)}. Regulatory actions:"
        f" {facts['actions']}, of which notices: {facts['notices']}. The others:"
        f" {'; '.join(acts) or 'none'}."
    )
