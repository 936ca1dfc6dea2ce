"""A printed table as a part of the document tree."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

import panflute as pf

from livereview.placeholders import Placement
from livereview.tables import Column, Group, Line, PrintedTable

ALIGNMENTS = {"left": "AlignLeft", "right": "AlignRight", "center": "AlignCenter"}

Inlines = Callable[[Placement], list[pf.Inline]]


def table_tree(
    table: PrintedTable,
    identifier: str,
    caption: pf.Block,
    notes: Iterable[pf.Block],
    inlines: Inlines,
) -> pf.Div:
    """Return a division that holds a table and, below it, its notes.

    Args:
        table: the columns, and the rows in their groups.
        identifier: the anchor of references to it.
        caption: the paragraph that stands above it, its number included.
        notes: the blocks that stand below it.
        inlines: gives what a cell prints as.
    """
    classes = ["table", *(["landscape"] if table.landscape else [])]
    blocks: list[pf.Block] = [_table(table, identifier, caption, inlines)]
    if below := list(notes):
        blocks.append(pf.Div(*below, classes=["table-notes"]))
    attributes = {"data-table": table.name}
    if table.group_header:
        attributes["data-group"] = table.group_header
    if table.facets:
        attributes["data-facets"] = json.dumps(table.facets, ensure_ascii=False)
    return pf.Div(*blocks, classes=classes, attributes=attributes)


def _table(table: PrintedTable, identifier: str, caption: pf.Block, inlines: Inlines) -> pf.Table:
    total = sum(column.width for column in table.columns)
    return pf.Table(
        *[_group(group, len(table.columns), inlines) for group in table.groups],
        head=pf.TableHead(_header(table.columns)),
        caption=pf.Caption(pf.Plain(*caption.content)),
        colspec=[(ALIGNMENTS[column.align], column.width / total) for column in table.columns],
        identifier=identifier,
    )


def _header(columns: Iterable[Column]) -> pf.TableRow:
    return pf.TableRow(*[pf.TableCell(pf.Plain(pf.Str(column.header))) for column in columns])


def _group(group: Group, columns: int, inlines: Inlines) -> pf.TableBody:
    heading = []
    if group.heading:
        cell = pf.TableCell(pf.Plain(pf.Str(group.heading.text)), colspan=columns)
        heading = [pf.TableRow(cell)]
    return pf.TableBody(*[_line(line, inlines) for line in group.lines], head=heading)


def _line(line: Line, inlines: Inlines) -> pf.TableRow:
    cells = [pf.TableCell(pf.Plain(*inlines(cell))) for cell in line.cells]
    attributes = {"data-rows": " ".join(line.rows)}
    if line.facets:
        attributes["data-facets"] = json.dumps(line.facets, ensure_ascii=False)
    return pf.TableRow(*cells, attributes=attributes)
