"""Where an edition tells of its rows of evidence: in which sections, in which printed tables.

A row is told of where it is cited, and where a value is made from its cells. To choose it or to
count it tells nothing of it (`Placement.told`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from livereview.tables import PrintedTable
from livereview.targets import Target

# What stands before the first heading.
OPENING = Target("sec", "", "")


@dataclass
class Whereabouts:
    """Where the text and the printed tables of one edition tell of which rows (``table:id``).

    Attributes:
        entered: the sections in reading order, the last being the one that is woven.
        sections: the sections whose text tells of a row, in reading order.
        tables: the printed tables that tell of it, as to their cells, caption and notes.
        places: the printed tables by name, in the order of their numbers.
    """

    entered: list[Target] = field(default_factory=lambda: [OPENING])
    sections: dict[str, list[Target]] = field(default_factory=dict)
    tables: dict[str, set[str]] = field(default_factory=dict)
    places: Mapping[str, Target] = field(default_factory=dict)

    def in_section(self, rows: Iterable[str]) -> None:
        """Note that the section that is being woven tells of rows."""
        for row in rows:
            places = self.sections.setdefault(row, [])
            if self.entered[-1] not in places:
                places.append(self.entered[-1])

    def in_table(self, table: PrintedTable, rows: Iterable[str]) -> None:
        """Note that a printed table tells of rows, unless it only lists where others do."""
        if not _is_register(table):
            for row in rows:
                self.tables.setdefault(row, set()).add(table.name)

    def in_cells(self, table: PrintedTable) -> None:
        """Note the rows that the cells of a printed table tell of."""
        self.in_table(table, (row for cell in table.cells for row in cell.told))

    def of(self, rows: Iterable[str]) -> list[Target]:
        """Return the numbered sections that tell of any of these rows, in reading order.

        Where there is none, the sections without number; where there is no section, the tables.
        """
        wanted = set(rows)
        found = {place for row in wanted for place in self.sections.get(row, ())}
        sections = [
            place for place in self.entered if place in found and (place.number or place.title)
        ]
        tables = {name for row in wanted for name in self.tables.get(row, ())}
        return (
            [place for place in sections if place.number]
            or sections
            or [place for name, place in self.places.items() if name in tables]
        )


def _is_register(table: PrintedTable) -> bool:
    """Return whether a table lists the sections in which rows stand."""
    return any(cell.sections for cell in table.cells)
