"""The changes that matter to a reader's conclusions: what flips, is graded anew, moves or falls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from livereview.changes.model import CellChange, Finding, RowChange, TableChange, WorkChange
from livereview.changes.naming import Naming
from livereview.evidence import ACCEPTED, Evidence, Row, Term

# The order in which they are told.
_KINDS = ("retracted", "withdrawn", "direction", "certainty", "estimate")
_RETRACTED = "retracted"


def material_changes(
    tables: Iterable[TableChange],
    works: Iterable[WorkChange],
    evidence: tuple[Naming, Naming],
    threshold: Decimal,
) -> tuple[Finding, ...]:
    """Return what is material, the gravest first.

    Args:
        tables: what changed in the evidence.
        works: what changed in the library.
        evidence: the older rows and the newer ones.
        threshold: by how many percent an estimate may move without being material.
    """
    found = [
        Finding("retracted", work.key, "Retracted paper", work.name, "", work.notice)
        for work in works
        if work.kind == "retracted"
    ]
    for table in tables:
        for row in table.rows:
            found += _of_row(row, evidence, threshold)
    return tuple(sorted(found, key=lambda finding: _KINDS.index(finding.kind)))


def _of_row(
    row: RowChange, evidence: tuple[Naming, Naming], threshold: Decimal
) -> Iterator[Finding]:
    old, new = evidence
    before = _find(old.evidence, row.table, row.old_id or row.id)
    after = _find(new.evidence, row.table, row.id)
    if before is None or not _is_evidence(before):
        return
    if after is None:
        yield _finding("withdrawn", row, "Withdrawn", ACCEPTED, "the row is gone")
    elif not after.accepted:
        kind = "retracted" if after.cells.get("status") == _RETRACTED else "withdrawn"
        status = new.cell(after, "status") or "no status"
        yield _finding(kind, row, kind.capitalize(), old.cell(before, "status"), status)
    else:
        for cell in row.cells:
            if cell.role in ("direction", "certainty") and says_otherwise(cell):
                yield _finding(cell.role, row, cell.title, cell.old_words, cell.new_words)
        yield from _moved(row, (before, after), evidence, threshold)


def _find(evidence: Evidence, table: str, id: str) -> Row | None:
    return evidence[table].by_id.get(id) if table in evidence else None


def _is_evidence(row: Row) -> bool:
    """Return whether a row stated a fact: a table without `status` holds vocabulary."""
    return row.accepted and "status" in row.table.description.fields


def _finding(kind: str, row: RowChange, what: str, old: str, new: str) -> Finding:
    return Finding(kind, f"{row.table}:{row.id}", what, row.name, old, new)


def _moved(
    row: RowChange, rows: tuple[Row, Row], namings: tuple[Naming, Naming], threshold: Decimal
) -> Iterator[Finding]:
    """Yield that a row's estimate moved too far, or can't be held against what it was."""
    cells = {cell.role: cell for cell in row.cells if cell.role}
    estimate, measure = cells.get("estimate"), other_measure(row)
    before, after = (naming.number(each) for naming, each in zip(namings, rows, strict=True))
    if not before or not (estimate or measure):
        return
    percent = moved_by(estimate.old, estimate.new) if estimate else Decimal(0)
    crossed = estimate is not None and _crosses(rows[1], estimate)
    if measure or percent is None or crossed or abs(percent) > threshold:
        what = estimate.title if estimate else measure.title if measure else ""
        told = None if measure or percent is None else float(round(percent, 1))
        yield replace(_finding("estimate", row, what, before, after), percent=told)


def says_otherwise(cell: CellChange) -> bool:
    """Return whether a reader sees a change: a value may have another code and the same name."""
    return cell.old_words != cell.new_words


def other_measure(row: RowChange) -> CellChange | None:
    """Return the change of a row's measure: what its estimate is can't be held against before."""
    found = (cell for cell in row.cells if cell.role == "measure" and says_otherwise(cell))
    return next(found, None)


def moved_by(old: str, new: str) -> Decimal | None:
    """Return by how many percent of the old number the new one differs; None where that is none.

    A ratio is taken as it is printed: from 1.33 to 1.60 is +20.3 %.
    """
    try:
        before, after = Decimal(old), Decimal(new)
        return (after - before) / abs(before) * 100 if before else None
    except InvalidOperation:
        return None


def _crosses(row: Row, estimate: CellChange) -> bool:
    """Return whether an estimate lies on the other side of no effect than it did."""
    field = row.table.description.with_role("measure")
    measure = row.value(field) if field else None
    neutral = measure.category.neutral if isinstance(measure, Term) else None
    try:
        before, after = Decimal(estimate.old), Decimal(estimate.new)
    except InvalidOperation:
        return False
    return neutral is not None and (before - neutral) * (after - neutral) < 0
