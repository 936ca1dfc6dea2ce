"""The words in which changes are told, the same in Markdown and HTML."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from livereview.changes.material import moved_by, other_measure, says_otherwise
from livereview.changes.model import (
    CellChange,
    FieldChange,
    FigureChange,
    Finding,
    PrintedChange,
    Report,
    RowChange,
    SentenceChange,
    TableChange,
)
from livereview.changes.revisions import Named
from livereview.changes.worddiff import Piece, clipped, word_differences

ARROW = "→"
NOTHING = "nothing"

# What is longer is told word by word.
_SHORT = 50
_MINUS = "\N{MINUS SIGN}"
# What stands before a number and its sign: the name of a measure.
_MEASURE = re.compile(rf"[^\d{_MINUS}]*")


@dataclass(frozen=True)
class Told:
    """One change in words: what it is about, what was there, what is there, and a remark.

    Of a long text that is clipped, only the words next to a change are told.
    """

    about: str
    old: str
    new: str
    remark: str = ""
    clip: bool = False

    @property
    def pieces(self) -> list[Piece]:
        """The change word by word, short ones as wholes; none where all is said."""
        if not (self.old or self.new):
            return []
        if max(len(self.old), len(self.new)) <= _SHORT or not (self.old and self.new):
            return [Piece("old", self.old or NOTHING), Piece("new", self.new or NOTHING)]
        pieces = word_differences(self.old, self.new)
        return clipped(pieces) if self.clip else pieces

    @property
    def short(self) -> bool:
        """Whether the change is told as a whole, and not word by word."""
        return all(piece.kind != "same" for piece in self.pieces)


def finding(found: Finding) -> Told:
    """Return a material change in words."""
    if found.kind == "retracted" and not found.old:
        return Told(f"{found.what}: {found.name}", "", "", found.new)
    if found.kind in ("withdrawn", "retracted"):
        return Told(f"{found.what}: {found.name}", found.old, found.new)
    about = f"{found.what} of {found.name}"
    if found.kind != "estimate":
        return Told(about, found.old, found.new)
    return Told(about, found.old, _without_measure(found.old, found.new), _percent(found.percent))


def _without_measure(old: str, new: str) -> str:
    """Return the newer estimate without its measure, where that is the older one's."""
    measure = _MEASURE.match(old)
    start = measure[0] if measure else ""
    return new.removeprefix(start) if start and new != start else new


def _percent(percent: float | None) -> str:
    if percent is None:
        return ""
    words = f"{percent:+.0f}" if abs(percent) >= 1 else f"{percent:+.1f}"
    return f"{words.replace('-', _MINUS)}%"


def cells(row: RowChange) -> list[Told]:
    """Return what changed in a row in words, its bookkeeping left out."""
    return [_cell(each, row) for each in evidence_cells(row)]


def _cell(change: CellChange, row: RowChange) -> Told:
    if not says_otherwise(change):
        return Told(change.title, change.old, change.new, clip=True)
    remark = ""
    if change.role == "estimate" and other_measure(row) is None:
        moved = moved_by(change.old, change.new)
        remark = _percent(None if moved is None else float(moved))
    return Told(change.title, change.old_words, change.new_words, remark, clip=True)


def field(change: FieldChange) -> Told:
    """Return the change of a work's field, or of a figure's fact, in words."""
    return Told(change.field, change.old, change.new, clip=True)


def evidence_cells(row: RowChange) -> list[CellChange]:
    """Return what changed in a row beside its bookkeeping."""
    return [each for each in row.cells if not each.bookkeeping]


def rows_of(table: TableChange, kind: str) -> list[RowChange]:
    """Return the rows of one kind, those that changed in bookkeeping alone left out."""
    rows = [row for row in table.rows if row.kind == kind]
    return [row for row in rows if evidence_cells(row)] if kind == "changed" else rows


def row_words(row: RowChange) -> str:
    """Return what a row that came, went or has another id is called, with its estimate."""
    words = f"{row.name}: {row.effect}" if row.effect else row.name
    unfit = row.status not in ("", "accepted")
    return f"{words} ({row.status})" if unfit else words


def bookkeeping(report: Report) -> list[str]:
    """Return how many rows changed in each column of bookkeeping, by table."""
    counts = Counter(
        (table.title, each.title)
        for table in report.tables
        for row in table.rows
        for each in row.cells
        if each.bookkeeping
    )
    return [f"{table}, {title}: {counted(n, 'row')}" for (table, title), n in counts.items()]


def told_tables(report: Report) -> list[TableChange]:
    """Return the tables of evidence in which more than bookkeeping changed."""
    return [
        table
        for table in report.tables
        if table.kind != "changed"
        or table.columns_added
        or table.columns_removed
        or any(rows_of(table, kind) for kind in ("added", "removed", "renamed", "changed"))
    ]


def printed(change: PrintedChange) -> str:
    """Return what changed in a printed table, in words."""
    if change.kind != "changed":
        return "the table is new" if change.kind == "added" else "the table is gone"
    parts = [
        counted(change.lines_added, "line") + " added" if change.lines_added else "",
        counted(change.lines_removed, "line") + " removed" if change.lines_removed else "",
        counted(change.cells, "cell") + " changed" if change.cells else "",
        counted(change.headings, "subheading") + " changed" if change.headings else "",
        _listed("new column", change.columns_added),
        _listed("column removed", change.columns_removed),
    ]
    return ", ".join(part for part in parts if part)


def figure(change: FigureChange) -> str:
    """Return what changed in a figure, in words."""
    if change.kind != "changed":
        return "the figure is new" if change.kind == "added" else "the figure is gone"
    parts = [
        _listed("rows that it draws now", change.rows_added),
        _listed("rows that it no longer draws", change.rows_removed),
        _listed("rows that changed", change.rows_changed),
    ]
    return "; ".join(part for part in parts if part) or "it tells something else"


def _listed(words: str, items: Sequence[str]) -> str:
    return f"{words}: {', '.join(items)}" if items else ""


def state(named: Named) -> str:
    """Return what a state is called, with the day of its commit."""
    return f"{named.name} ({named.date})" if named.date else named.name


def counted(number: int, noun: str) -> str:
    """Return a count with its noun."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def counts(report: Report) -> Mapping[str, int]:
    """Return how much changed, by kind: those of the JSON and of the summary."""
    rows = report.rows
    kinds = Counter(row.kind for row in rows if row.kind != "changed" or evidence_cells(row))
    return {
        "material": len(report.material),
        "rows_added": kinds["added"],
        "rows_removed": kinds["removed"],
        "rows_changed": kinds["changed"],
        "rows_renamed": kinds["renamed"],
        "works": len({work.key for work in report.works}),
        "sentences": len(report.sentences),
        "tables": len(report.printed),
        "figures": len(report.figures),
    }


# What is counted, and what stands behind it.
_NOUNS = {
    "material": ("material change", ""),
    "rows_added": ("row", " added"),
    "rows_removed": ("row", " removed"),
    "rows_changed": ("row", " changed"),
    "rows_renamed": ("row", " renamed"),
    "works": ("reference", " changed"),
    "sentences": ("sentence", " with other values"),
    "tables": ("printed table", " changed"),
    "figures": ("figure", " changed"),
}


def summary(report: Report) -> str:
    """Return how much changed, in words, what is none left out."""
    if report.empty and report.remarks:
        return "Nothing that could be compared has changed."
    if report.empty:
        return "Nothing has changed."
    numbers = {_NOUNS[kind]: number for kind, number in counts(report).items() if number}
    told = [counted(number, noun) + behind for (noun, behind), number in numbers.items()]
    # A column that came, or a new note of a row, is none of these.
    return f"{'; '.join(told)}." if told else "No row has changed in what it states."


def by_place(report: Report) -> Mapping[tuple[str, str], list[SentenceChange]]:
    """Return the sentences by file and heading."""
    places: dict[tuple[str, str], list[SentenceChange]] = {}
    for sentence in report.sentences:
        places.setdefault((sentence.path, sentence.heading), []).append(sentence)
    return places
