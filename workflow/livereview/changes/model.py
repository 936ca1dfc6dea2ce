"""What a report of changes tells, as plain data: its fields are those of the JSON."""

from __future__ import annotations

from dataclasses import dataclass

from livereview.changes.revisions import Named


@dataclass(frozen=True)
class CellChange:
    """One cell that changed.

    Attributes:
        column: the column's name; the newer one where it was renamed.
        title: what the column is called in print.
        role: the part it plays, such as ``estimate``; ``status`` for that column.
        bookkeeping: whether its change asks no one to read the review again.
        old: the cell as it was written.
        new: the cell as it is written.
        old_words: the same as a reader sees it.
        new_words: the same as a reader sees it.
    """

    column: str
    title: str
    role: str
    bookkeeping: bool
    old: str
    new: str
    old_words: str
    new_words: str


@dataclass(frozen=True)
class RowChange:
    """One row that came, went, changed or has another id.

    Attributes:
        table: the table's name.
        id: the row's id; the newer one of a row that was renamed.
        kind: ``added``, ``removed``, ``changed`` or ``renamed``.
        name: what a reader calls it.
        old_id: the id that a renamed row had; else empty.
        status: the status that it has, or had where it was removed.
        effect: its estimate with interval, where it has one.
        cells: what changed in it, in the order of the columns; empty for all other kinds.
    """

    table: str
    id: str
    kind: str
    name: str
    old_id: str = ""
    status: str = ""
    effect: str = ""
    cells: tuple[CellChange, ...] = ()


@dataclass(frozen=True)
class TableChange:
    """What changed in one table of evidence.

    Attributes:
        name: the table's name.
        title: what it is called in print.
        kind: ``added`` or ``removed`` for a whole table; else ``changed``.
        columns_added: titles of the columns that came.
        columns_removed: titles of the columns that went.
        rows: the rows that came, went or changed.
    """

    name: str
    title: str
    kind: str
    columns_added: tuple[str, ...] = ()
    columns_removed: tuple[str, ...] = ()
    rows: tuple[RowChange, ...] = ()


@dataclass(frozen=True)
class Finding:
    """A change that matters to a reader's conclusions.

    Attributes:
        kind: ``direction``, ``certainty``, ``estimate``, ``withdrawn`` or ``retracted``.
        about: the row as ``table:id``, or the work's citation key.
        what: what changed, such as the column's title.
        name: what a reader calls the row or the work.
        old: what it said.
        new: what it says.
        percent: by how much an estimate moved; None where that can't be said.
    """

    kind: str
    about: str
    what: str
    name: str
    old: str
    new: str
    percent: float | None = None


@dataclass(frozen=True)
class FieldChange:
    """One field of a work that changed."""

    field: str
    old: str
    new: str


@dataclass(frozen=True)
class WorkChange:
    """One work of the library that came, went or changed.

    Attributes:
        key: its citation key; the newer one of a work that was renamed.
        kind: ``added``, ``removed``, ``changed``, ``renamed`` or ``retracted``.
        name: its first author, year and title.
        old_key: the key that a renamed work had; else empty.
        fields: what changed in it.
        notice: date and reason of a retraction; else empty.
    """

    key: str
    kind: str
    name: str
    old_key: str = ""
    fields: tuple[FieldChange, ...] = ()
    notice: str = ""


@dataclass(frozen=True)
class SentenceChange:
    """A sentence in which values moved while its words stayed.

    Attributes:
        edition: the folder below manuscript/.
        path: the file that it stands in.
        heading: the heading above it.
        language: the language of the sentence.
        old: as it was printed, without citations.
        new: as it is printed, without citations.
    """

    edition: str
    path: str
    heading: str
    language: str
    old: str
    new: str


@dataclass(frozen=True)
class PrintedChange:
    """A printed table whose cells differ.

    Attributes:
        name: its name in manuscript/tables.yaml.
        caption: its caption, or its name where the text does not print it.
        kind: ``added``, ``removed`` or ``changed``.
        lines_added: number of lines that came.
        lines_removed: number of lines that went.
        cells: number of cells that differ in the lines that stayed.
        headings: number of subheadings that differ above the lines that stayed.
        columns_added: headers of the columns that came.
        columns_removed: headers of the columns that went.
    """

    name: str
    caption: str
    kind: str
    lines_added: int = 0
    lines_removed: int = 0
    cells: int = 0
    headings: int = 0
    columns_added: tuple[str, ...] = ()
    columns_removed: tuple[str, ...] = ()


@dataclass(frozen=True)
class FigureChange:
    """A figure that draws other evidence.

    Attributes:
        name: its script below manuscript/figures/, without ending.
        kind: ``added``, ``removed`` or ``changed``.
        rows_added: rows that it draws or counts now, as ``table:id``.
        rows_removed: rows that it no longer draws or counts.
        rows_changed: rows of which it shows a cell that changed.
        facts: what it lets the text quote, where that changed.
    """

    name: str
    kind: str
    rows_added: tuple[str, ...] = ()
    rows_removed: tuple[str, ...] = ()
    rows_changed: tuple[str, ...] = ()
    facts: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class Report:
    """What changed between two states of a review.

    Attributes:
        old: the earlier state.
        new: the later state.
        threshold: by how many percent an estimate may move without being material.
        title: the title of the review.
        remarks: what could not be compared, each a sentence.
        material: what matters to a reader's conclusions.
        tables: the tables of evidence with changes.
        works: the works that came, went or changed.
        sentences: the sentences whose values moved.
        printed: the printed tables whose cells differ.
        figures: the figures that draw other evidence.
    """

    old: Named
    new: Named
    threshold: float
    title: str = ""
    remarks: tuple[str, ...] = ()
    material: tuple[Finding, ...] = ()
    tables: tuple[TableChange, ...] = ()
    works: tuple[WorkChange, ...] = ()
    sentences: tuple[SentenceChange, ...] = ()
    printed: tuple[PrintedChange, ...] = ()
    figures: tuple[FigureChange, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing has changed."""
        return not (
            self.material
            or self.tables
            or self.works
            or self.sentences
            or self.printed
            or self.figures
        )

    @property
    def rows(self) -> list[RowChange]:
        """All rows that came, went or changed."""
        return [row for table in self.tables for row in table.rows]
