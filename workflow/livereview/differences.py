"""What has changed of the evidence that a block rests on, since someone signed it off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from livereview.datapackage import in_language
from livereview.evidence import ACCEPTED, Row
from livereview.old_values import Cells, OldValues, Then
from livereview.recorder import FIGURES, STATUS
from livereview.signoff import SignOff, Standing, basis_of
from livereview.survey import Survey

# Of how few cells it is told what they say now, where it isn't known what they said.
_FEW = 3


class Kind(StrEnum):
    """How a block rests on a row otherwise than when it was signed off; the gravest stand first."""

    GONE = "gone"
    REFUSED = "refused"
    CHANGED = "changed"
    ENTERED = "entered"
    LEFT = "left"


_GRAVITY = list(Kind)


@dataclass(frozen=True)
class Cell:
    """A cell that changed; what it said is None where that isn't known."""

    column: str
    old: str | None
    new: str


@dataclass(frozen=True)
class Difference:
    """What has changed of one row.

    Attributes:
        row: the row as ``table:id``; of a figure, ``figure:name``.
        label: what a reader calls the row; empty where it has no other name.
        kind: changed, new among those that the block rests on, no longer among them, not to be
            printed any more, or gone from its table.
        cells: the cells that changed, as far as that is known.
        known: whether it is known what the row said; if so and no cell changed, the block reads
            other columns of it than it did.
    """

    row: str
    label: str
    kind: Kind
    cells: tuple[Cell, ...] = ()
    known: bool = True


class Comparison:
    """Compares the blocks of a review with what was signed off."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._old = OldValues(survey.root)

    def differences(self, standing: Standing) -> list[Difference]:
        """Return what has changed of the rows that a block rests on, by kind and row."""
        signed = standing.signoff
        if signed is None:
            return []
        found = [self._difference(standing, signed, name) for name in standing.changed]
        return sorted(found, key=lambda each: (_GRAVITY.index(each.kind), each.row))

    def _difference(self, standing: Standing, signed: SignOff, name: str) -> Difference:
        table, _, id = name.partition(":")
        read = self._read(standing, name)
        if table == FIGURES:
            return _of_figure(name, read)
        row = self._row(table, id)
        if row is None:
            return Difference(name, "", Kind.GONE)
        label = self._label(row)
        if not row.accepted and set(read) <= {STATUS}:
            was = ACCEPTED if name in signed.evidence else None
            status = Cell(STATUS, was, row.cells.get(STATUS, ""))
            return Difference(name, label, Kind.REFUSED, (status,), known=was is not None)
        return self._of_row(row, label, standing, signed)

    def _of_row(self, row: Row, label: str, standing: Standing, signed: SignOff) -> Difference:
        name, read = row.name, self._read(standing, row.name)
        kind = Kind.CHANGED
        if name not in standing.evidence:
            kind = Kind.LEFT
        elif name not in signed.evidence:
            kind = Kind.ENTERED
        before = signed.evidence.get(name, "")
        then = self._old.of(row.table.description, row.id, list(read), before, signed.date)
        if kind is Kind.CHANGED and then is None:
            cells = [Cell(column, None, value) for column, value in read.items()]
            return Difference(name, label, kind, tuple(cells if len(cells) <= _FEW else ()), False)
        return Difference(name, label, kind, tuple(_cells(row, then, read)), then is not None)

    def _read(self, standing: Standing, name: str) -> dict[str, str]:
        """Return the cells that a block reads of a row, by column."""
        reads = (read for read in standing.block.reads if read.column and basis_of(read) == name)
        return {read.column: self._survey.value_of(read) for read in sorted(reads)}

    def _row(self, table: str, id: str) -> Row | None:
        tables = self._survey.evidence
        return tables[table].by_id.get(id) if table in tables else None

    def _label(self, row: Row) -> str:
        column = in_language(row.table.description.label, "en")
        label = row.cells.get(column, "")
        return "" if label == row.id else label


def _of_figure(name: str, read: Mapping[str, str]) -> Difference:
    """Return what a fact that a figure reports is now; what it was is kept nowhere."""
    if not read:
        return Difference(name, "", Kind.LEFT, known=False)
    cells = tuple(Cell(fact, None, value) for fact, value in read.items())
    return Difference(name.partition(".")[0], "", Kind.CHANGED, cells, known=False)


def _cells(row: Row, then: Then | None, read: Sequence[str] | Cells) -> Iterator[Cell]:
    """Yield the cells of a row that say something else than then.

    Those that the block reads where these are known to be what was signed off, else all that the
    row says. A row that its table didn't have yet is new as a whole.
    """
    if then is None or not then.cells:
        return
    fields = row.table.description.fields.values()
    facts = [field.name for field in fields if not field.bookkeeping]
    for column in [each for each in facts if each in read] if then.certain and read else facts:
        old, new = then.cells.get(column, ""), row.cells.get(column, "")
        if old != new:
            yield Cell(column, old, new)
