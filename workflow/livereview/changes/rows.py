"""What changed in the tables of evidence: rows that came, went, changed or have another id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from livereview.changes.model import CellChange, RowChange, TableChange
from livereview.changes.naming import Naming
from livereview.changes.renames import Renames, column_pairs, columns_apart, translated
from livereview.datapackage import Field, TableDescription, in_language
from livereview.evidence import Row, Table


def compare_tables(
    old: Naming, new: Naming, renames: Renames, unread: frozenset[str] = frozenset()
) -> Iterator[TableChange]:
    """Yield the tables in which something changed, in the order of the newer data package.

    Args:
        old: the older evidence, and what its rows are called.
        new: the newer evidence, and what its rows are called.
        renames: the newer id of each renamed row.
        unread: the tables that can't be read in one of the states: nothing is known of them.
    """
    for table in new.evidence.values():
        if table.name in old.evidence:
            change = _compare(old, new, old.evidence[table.name], table, renames)
            if change.rows or change.columns_added or change.columns_removed:
                yield change
        elif table.name not in unread:
            yield _whole(table, "added", new)
    for table in old.evidence.values():
        if table.name not in new.evidence and table.name not in unread:
            yield _whole(table, "removed", old)


def _whole(table: Table, kind: str, naming: Naming) -> TableChange:
    """Return the change of a table that came or went with all its rows."""
    rows = tuple(_row(row, kind, naming) for row in table.rows)
    return TableChange(table.name, _title(table.description, naming), kind, rows=rows)


def _compare(
    old: Naming, new: Naming, before: Table, after: Table, renames: Renames
) -> TableChange:
    pairs = column_pairs(before, after)
    came, went = columns_apart(before, after, pairs)
    return TableChange(
        name=after.name,
        title=_title(after.description, new),
        kind="changed",
        columns_added=tuple(_column_title(field, new) for field in came),
        columns_removed=tuple(_column_title(field, old) for field in went),
        rows=(
            *_kept(old, new, _partners(before, after, renames), pairs, renames),
            *(
                _row(row, "removed", old)
                for row in before.rows
                if row.id not in after.by_id and (before.name, row.id) not in renames
            ),
        ),
    )


def _partners(before: Table, after: Table, renames: Renames) -> Iterator[tuple[Row | None, Row]]:
    """Yield each newer row with the older one that it was, None for a row that came."""
    older = {renames.get((before.name, row.id), row.id): row for row in before.rows}
    seen: set[str] = set()
    for row in after.rows:
        if row.id not in seen:  # an id that stands twice is told by the check
            seen.add(row.id)
            yield older.get(row.id), row


def _kept(
    old: Naming,
    new: Naming,
    partners: Iterable[tuple[Row | None, Row]],
    pairs: Sequence[tuple[Field, Field]],
    renames: Renames,
) -> Iterator[RowChange]:
    """Yield the newer rows that came, changed or have another id."""
    for before, after in partners:
        if before is None:
            yield _row(after, "added", new)
            continue
        cells = tuple(_cells(old, new, (before, after), pairs, renames))
        if before.id != after.id:
            yield _row(after, "renamed", new, old_id=before.id, cells=cells)
        elif cells:
            yield _row(after, "changed", new, cells=cells)


def _row(
    row: Row, kind: str, naming: Naming, old_id: str = "", cells: tuple[CellChange, ...] = ()
) -> RowChange:
    return RowChange(
        table=row.table.name,
        id=row.id,
        kind=kind,
        name=naming.row(row),
        old_id=old_id,
        status=row.cells.get("status", ""),
        effect=naming.effect(row),
        cells=cells,
    )


def _cells(
    old: Naming,
    new: Naming,
    rows: tuple[Row, Row],
    pairs: Sequence[tuple[Field, Field]],
    renames: Renames,
) -> Iterator[CellChange]:
    """Yield the cells that differ; a key that follows the row that it points to does not."""
    before, after = rows
    for earlier, later in pairs:
        new_cell = after.cells.get(later.name, "")
        if later.name == "id" or translated(before, earlier, renames) == new_cell:
            continue
        yield CellChange(
            column=later.name,
            title=_column_title(later, new),
            role="status" if later.name == "status" else later.role,
            bookkeeping=later.bookkeeping,
            old=before.cells.get(earlier.name, ""),
            new=new_cell,
            old_words=old.cell(before, earlier.name),
            new_words=new.cell(after, later.name),
        )


def _title(description: TableDescription, naming: Naming) -> str:
    return in_language(description.title, naming.phrases.language)


def _column_title(field: Field, naming: Naming) -> str:
    return in_language(field.title, naming.phrases.language)
