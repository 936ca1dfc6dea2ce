"""What an import changes, in words: row by row, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from livereview.evidence import Evidence
from livereview.workbook.compare import Change, Comparison

_EMPTY = "(empty)"


def report(evidence: Evidence, comparison: Comparison, uses: Mapping[str, list[str]]) -> str:
    """Return what a workbook changes, what it leaves, and how many rows of each there are.

    Args:
        evidence: the tables as they are.
        comparison: what the workbook asks for.
        uses: where the rows that are removed are used, by ``table:id``.
    """
    lines: list[str] = []
    for change in comparison.changes:
        lines += _lines(evidence, change)
        if places := uses.get(f"{change.table}:{change.id}"):
            lines.append(f"    used in {', '.join(places)}")
    for row in comparison.gone:
        place = f"{row.table.description.path}:{row.line}"
        lines.append(
            f"{place}: {row.id} is no more in the workbook, and stays (--delete removes it)"
        )
    return "\n".join([*lines, counts(comparison)])


def _lines(evidence: Evidence, change: Change) -> Iterator[str]:
    path = evidence[change.table].description.path
    if not change.number:
        yield f"{path}:{change.line}: {change.id} removed"
    elif not change.line:
        yield f"{path}: {change.id} added"
        cells = change.cells.items()
        yield from (f"    {column}: {new}" for column, (_, new) in cells if column != "id")
    else:
        yield f"{path}:{change.line}: {change.id} changed"
        for column, (old, new) in change.cells.items():
            yield f"    {column}: {old or _EMPTY} → {new or _EMPTY}"


def counts(comparison: Comparison) -> str:
    """Return how many rows an import changes, adds, removes and leaves."""
    changes = comparison.changes
    numbers = {
        "changed": sum(1 for each in changes if each.line and each.number),
        "added": sum(1 for each in changes if not each.line),
        "removed": sum(1 for each in changes if not each.number),
        "edited on both sides, and left": len(comparison.conflicts),
        "edited in the CSV files alone": comparison.elsewhere,
    }
    told = [f"{number} {what}" for what, number in numbers.items() if number]
    return "rows: " + (", ".join(told) or "none changed")
