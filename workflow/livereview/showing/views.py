"""What is told of a row, a work, a block, a printed table or a figure, as plain data.

``livereview show --format json`` prints these as objects, with the same names.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Cell:
    """A filled cell: its column and that one's title, how it is written, and what it means.

    ``words`` is the name of a vocabulary's value or of the row that a key points to; empty for
    what says itself. ``items`` are those of a list.
    """

    column: str
    title: str
    written: str
    words: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """A block in a list: where it stands, what it prints, and the columns that it reads of a row.

    Where it is told of a row, no column means that a query chooses it and nothing of it is read.
    """

    path: str
    line: int
    text: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Printed:
    """A printed table or a figure, by the name that `@tbl:` or `@fig:` calls it, and its source."""

    name: str
    path: str
    line: int


@dataclass(frozen=True)
class Reference:
    """A row of evidence in a list: how a reader calls it, and where it stands.

    Attributes:
        column: of a row that points to another one, the column in which it does.
    """

    row: str
    label: str
    path: str
    line: int
    status: str = ""
    column: str = ""


@dataclass(frozen=True)
class Used:
    """Where something is used; ``hidden_by`` are the errors that may hide further uses."""

    blocks: tuple[Place, ...]
    tables: tuple[Printed, ...]
    figures: tuple[Printed, ...]
    rows: tuple[Reference, ...] = ()
    hidden_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Work:
    """A work of the library, shortly; one that the library lacks has its key alone, and line 0.

    ``notice`` says that it was retracted, corrected or called into doubt; empty where it was not.
    """

    key: str
    line: int = 0
    title: str = ""
    authors: str = ""
    year: str = ""
    published_in: str = ""
    doi: str = ""
    pmid: str = ""
    url: str = ""
    notice: str = ""


@dataclass(frozen=True)
class RowView:
    """A row: what it says, where that comes from, where it is used.

    Attributes:
        effect: its estimate as the text would print it; empty where there is none.
        origin: the cells that say where it comes from, and how far it is settled.
    """

    kind: ClassVar[str] = "row"
    row: str
    label: str
    table: str
    path: str
    line: int
    effect: str
    cells: tuple[Cell, ...]
    origin: tuple[Cell, ...]
    works: tuple[Work, ...]
    used: Used


@dataclass(frozen=True)
class WorkView:
    """A work: what it is, the rows that rest on it, and where it is used.

    ``cited`` are the places that cite it by its own key, ``used`` also those that its rows feed.
    """

    kind: ClassVar[str] = "work"
    work: Work
    path: str
    annotation: str
    rows: tuple[Reference, ...]
    cited: tuple[Place, ...]
    used: Used


@dataclass(frozen=True)
class RestsOn:
    """A row, or a figure, that a block rests on, with the cells that it reads of it."""

    row: str
    label: str
    path: str
    line: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class BlockView:
    """A block of the source: what it says, how it was signed off, and what it rests on.

    Attributes:
        text: its source in one line, ``printed`` the same with values in the place of expressions.
        state: ``signed``, ``stale``, ``reworded`` or ``unsigned``.
        signed_on: the day on which it was signed off, ``signed_by`` by whom; empty if never.
        changed: the rows that changed since.
    """

    kind: ClassVar[str] = "block"
    path: str
    line: int
    heading: str
    text: str
    printed: str
    state: str
    signed_on: str
    signed_by: str
    changed: tuple[str, ...]
    rests_on: tuple[RestsOn, ...]
    hidden_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class PrintedView:
    """A printed table or a figure: where it is made, the rows in it, and where the text names it.

    Attributes:
        text: its caption as it is written.
    """

    kind: str
    printed: Printed
    text: str
    rows: tuple[Reference, ...]
    named: tuple[Place, ...]
    hidden_by: tuple[str, ...] = ()


View = RowView | WorkView | BlockView | PrintedView


def as_json(view: View) -> str:
    """Return a view as a JSON object; ``kind`` says what it tells of."""
    return json.dumps({"kind": view.kind, **asdict(view)}, ensure_ascii=False, indent=1)
