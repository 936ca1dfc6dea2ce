"""Which printed tables show other cells than before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from livereview.changes.model import PrintedChange
from livereview.changes.renames import Renames, renamed
from livereview.config import LIBRARY
from livereview.evidence import Row
from livereview.manuscript import Edition
from livereview.placeholders import Placement
from livereview.tables import Line, PrintedTable


@dataclass(frozen=True)
class ShownLine:
    """A line of a printed table: the rows behind it, its subheading, and its cells by header."""

    rows: tuple[str, ...]
    heading: str
    cells: Mapping[str, str]

    @property
    def beginning(self) -> tuple[str, str]:
        """Its subheading and its first cell."""
        return self.heading, next(iter(self.cells.values()), "")


@dataclass(frozen=True)
class Shown:
    """A printed table as readers see it.

    Attributes:
        caption: its caption, or its name where the text does not print it.
        headers: its columns.
        lines: its lines, group by group.
    """

    caption: str
    headers: tuple[str, ...]
    lines: tuple[ShownLine, ...]


def shown_tables(edition: Edition, renames: Renames) -> dict[str, Shown]:
    """Return the printed tables of an edition whose text is filled, by name.

    Args:
        edition: the text, in whose language they are.
        renames: the newer id of each row that has another one now.

    Raises:
        ProblemsFound: manuscript/tables.yaml can't be read.
    """
    specifications = edition.specifications
    return {
        name: _shown(specifications.build(name), edition, renames) for name in specifications.names
    }


def _shown(table: PrintedTable, edition: Edition, renames: Renames) -> Shown:
    headers = tuple(column.header for column in table.columns)
    lines = [
        _line(line, headers, group.heading, edition, renames)
        for group in table.groups
        for line in group.lines
    ]
    return Shown(_caption(table.name, edition), headers, tuple(lines))


def _line(
    line: Line,
    headers: Sequence[str],
    heading: Placement | None,
    edition: Edition,
    renames: Renames,
) -> ShownLine:
    cells = [_cell(cell, edition, renames) for cell in line.cells]
    rows = tuple(renamed(row, renames) for row in line.rows)
    return ShownLine(rows, heading.text if heading else "", dict(zip(headers, cells, strict=True)))


def _cell(cell: Placement, edition: Edition, renames: Renames) -> str:
    """Return a cell as text: a citation as its works; where else rows are told of, as nothing."""
    if cell.sections or not cell.cites:
        return "" if cell.sections else cell.text
    rows = [row for name in cell.cites if isinstance(row := edition.evidence.row(name), Row)]
    keys = dict.fromkeys(key for row in rows for key in row.citekeys)
    return "; ".join(renames.get((LIBRARY, key), key) for key in keys)


def _caption(name: str, edition: Edition) -> str:
    """Return the first sentence of a table's caption as text."""
    block = edition.placements.fill(edition.blocks.get(name, ""))
    lines = "\n".join(line for line in block.splitlines() if not line.startswith(":::"))
    paragraph = " ".join(lines.strip().partition("\n\n")[0].split())
    words = re.sub(r"\s*\[[^\]]*@[^\]]*\]|[*_`]|\{[^}]*\}", "", paragraph)
    return re.split(r"(?<=[.。])\s", words)[0] or name


def compare_printed(old: Mapping[str, Shown], new: Mapping[str, Shown]) -> Iterator[PrintedChange]:
    """Yield the tables that came, went or show other cells."""
    for name, table in new.items():
        if name not in old:
            yield PrintedChange(name, table.caption, "added", lines_added=len(table.lines))
        elif (change := _compare(name, old[name], table)) is not None:
            yield change
    for name in sorted(old.keys() - new.keys()):
        lines = len(old[name].lines)
        yield PrintedChange(name, old[name].caption, "removed", lines_removed=lines)


def _compare(name: str, old: Shown, new: Shown) -> PrintedChange | None:
    pairs = _pairs(old, new)
    kept = [header for header in new.headers if header in old.headers]
    change = PrintedChange(
        name=name,
        caption=new.caption,
        kind="changed",
        lines_added=len(new.lines) - len(pairs),
        lines_removed=len(old.lines) - len(pairs),
        cells=sum(
            old.lines[before].cells[header] != new.lines[after].cells[header]
            for before, after in pairs
            for header in kept
        ),
        headings=len(_headings(old, new, pairs)),
        columns_added=tuple(header for header in new.headers if header not in kept),
        columns_removed=tuple(header for header in old.headers if header not in kept),
    )
    same = PrintedChange(name, new.caption, "changed")
    return None if change == same else change


def _headings(old: Shown, new: Shown, pairs: Sequence[tuple[int, int]]) -> set[tuple[str, str]]:
    """Return the subheadings that changed above lines, each as it was and as it is."""
    found = {(old.lines[before].heading, new.lines[after].heading) for before, after in pairs}
    return {(before, after) for before, after in found if before != after}


def _pairs(old: Shown, new: Shown) -> list[tuple[int, int]]:
    """Return the places of the lines that are one: of the same rows, or else the same beginning."""
    pairs: list[tuple[int, int]] = []
    for key in (_by_rows, _by_beginning):
        used_old, used_new = ({pair[side] for pair in pairs} for side in (0, 1))
        free: dict[object, list[int]] = {}
        for at, line in enumerate(old.lines):
            if at not in used_old:
                free.setdefault(key(line), []).append(at)
        for at, line in enumerate(new.lines):
            if at not in used_new and key(line) and free.get(key(line)):
                pairs += [(free[key(line)].pop(0), at)]
    return pairs


def _by_rows(line: ShownLine) -> object:
    return line.rows


def _by_beginning(line: ShownLine) -> object:
    return line.beginning
