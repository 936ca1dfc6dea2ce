"""The tables of the woven document, their parts by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from livereview.writers.ast import Node, attributes, is_a, text_of


@dataclass(frozen=True)
class Cell:
    """A cell's content as one run of inlines, and the number of columns it takes."""

    inlines: list[Node]
    span: int = 1


@dataclass(frozen=True)
class Row:
    """A printed row, with the rows of evidence it shows, separated by spaces.

    ``facets`` are its values to filter by, as JSON: a list of texts for each facet. ``anchors``
    and ``used`` are those that the web page gives it, see `html_tables.bind_lines`.
    """

    cells: list[Cell]
    rows: str = ""
    facets: str = ""
    anchors: str = ""
    used: str = ""


_OF_ROWS = ("rows", "facets", "anchors", "used")


@dataclass(frozen=True)
class Group:
    """A run of rows, with the row that heads it where the table is grouped."""

    heading: Row | None
    rows: list[Row]


@dataclass(frozen=True)
class Table:
    """A table of the woven document, its parts by name.

    Attributes:
        name: identifier, the target of cross-references.
        source: the table's name in the review.
        caption: the caption's inlines, its label first.
        widths: the columns' shares of the width; they add up to 1.
        aligns: how each column is aligned: left, right, center or default.
        header: the row that names the columns.
        groups: the rows, in one group or several.
        notes: the blocks that are printed below.
        landscape: whether the table needs a wide page.
        facets: the names of what its rows can be filtered by, as JSON; empty where by nothing.
        group_header: what its groups are; empty where it has none.
    """

    name: str
    source: str
    caption: list[Node]
    widths: list[float]
    aligns: list[str]
    header: Row
    groups: list[Group]
    notes: list[Node]
    landscape: bool
    facets: str = ""
    group_header: str = ""


def tables_in(blocks: list[Node]) -> Iterator[Table]:
    """The tables among the blocks, those within other divs included."""
    for block in blocks:
        if is_a(block, "Div", "table"):
            yield read_table(block)
        elif is_a(block, "Div"):
            yield from tables_in(block["c"][1])


def read_table(node: Node) -> Table:
    """The parts of a Div.table: one table and, below it, its notes."""
    table, *notes = node["c"][1]
    pairs = attributes(node)[2]
    attr, caption, columns, head, bodies, _ = table["c"]
    return Table(
        name=attr[0],
        source=pairs.get("data-table", ""),
        caption=_inlines(caption[1]),
        widths=[width.get("c", 1 / len(columns)) for _, width in columns],
        aligns=[align["t"].removeprefix("Align").lower() for align, _ in columns],
        header=_row(head[1][0]),
        groups=[_group(body) for body in bodies],
        notes=[block for note in notes for block in note["c"][1]],
        landscape=is_a(node, "Div", "landscape"),
        facets=pairs.get("data-facets", ""),
        group_header=pairs.get("data-group", ""),
    )


def height(row: Row, widths: list[float], line: int) -> float:
    """About how many lines a row takes, where one of the table's whole width has ``line`` signs."""
    cells = zip(row.cells, widths, strict=False)
    return max(len(text_of(cell.inlines)) / (line * width) for cell, width in cells)


def lines_of(node: Node) -> Iterator[Any]:
    """The lines of the table in a Div.table, without its header and headings: attributes, cells."""
    [table, *_] = node["c"][1]
    return (line for _, _, _, lines in table["c"][4] for line in lines)


def _group(body: list[Any]) -> Group:
    _, _, heads, rows = body
    return Group(_row(heads[0]) if heads else None, [_row(row) for row in rows])


def _row(row: list[Any]) -> Row:
    attr, cells = row
    pairs = dict(attr[2])
    contents = [Cell(_inlines(cell[4]), cell[3]) for cell in cells]
    return Row(contents, *(pairs.get(f"data-{name}", "") for name in _OF_ROWS))


def _inlines(blocks: list[Node]) -> list[Node]:
    """The content of plain blocks as one run of inlines, with breaks between the blocks."""
    runs = [([{"t": "LineBreak"}] if n else []) + block["c"] for n, block in enumerate(blocks)]
    return [inline for run in runs for inline in run]
