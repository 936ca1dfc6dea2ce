"""Ways from a document's values to the printed lines of their rows."""

from __future__ import annotations

from typing import Any

from livereview.writers.ast import Node, attributes, is_a, plain
from livereview.writers.tables import tables_in

#: The class of a link from a value to its row, and that of a row's place.
TO_ROW, ROW = "to-row", "row-anchor"
#: A value that rests on more rows than this tells of the evidence as a whole, and not of a row.
FEW = 12


def link_rows(blocks: list[Node]) -> list[Node]:
    """The blocks with a name for each row that a table prints, and a link from each value to it.

    A row's name stands where it is first printed. A value leads to the first of its rows that has
    one; those of a table's line to other rows alone. Values stay without a link in headings and
    links, and where no table prints their rows.
    """
    lines = (line for table in tables_in(blocks) for group in table.groups for line in group.rows)
    printed = {name for line in lines for name in line.rows.split()}
    linked: list[Node] = _Linking(printed).linked(blocks)
    return linked


def anchor(name: str) -> str:
    """The name of a row's place, as in the web page: ``row-table-id`` for the row ``table:id``."""
    return f"row-{name.replace(':', '-')}"


class _Linking:
    def __init__(self, printed: set[str]) -> None:
        self.printed = printed
        self.unnamed = set(printed)  # rows that are yet to be met

    def linked(self, value: Any, own: frozenset[str] = frozenset()) -> Any:
        """A copy of a part of the document with links; `own` are the rows of its line."""
        if isinstance(value, list):
            return [self.linked(item, own) for item in value]
        if not isinstance(value, dict) or "c" not in value:
            return value
        if value["t"] in ("Header", "Link", "Image") or _is_reference_list(value):
            return value
        if is_a(value, "Div", "table"):
            return self._table(value)
        content = self.linked(value["c"], own)
        if is_a(value, "Span", "value") and (target := self._target(value, own)):
            content[1] = [_link(content[1], target)]
        return {**value, "c": content}

    def _target(self, value: Node, own: frozenset[str]) -> str:
        """The row that a value leads to; empty for none."""
        names = attributes(value)[2].get("data-rows", "").split()
        if len(names) > FEW or own.issuperset(names):
            return ""
        return next((name for name in names if name in self.printed), "")

    def _table(self, node: Node) -> Node:
        attr, (table, *notes) = node["c"]
        name, caption, columns, head, bodies, foot = table["c"]
        filled = [
            [kind, heads, groups, [self._line(line) for line in lines]]
            for kind, heads, groups, lines in bodies
        ]
        content = [name, self.linked(caption), columns, head, filled, foot]
        return {**node, "c": [attr, [{**table, "c": content}, *self.linked(notes)]]}

    def _line(self, line: Any) -> Any:
        attr, cells = line
        names = dict(attr[2]).get("data-rows", "").split()
        first, *others = self.linked(cells, frozenset(names))
        new = [name for name in names if name in self.unnamed]
        self.unnamed.difference_update(new)
        return [attr, [_named(first, new), *others]]


def _is_reference_list(node: Node) -> bool:
    return is_a(node, "Div") and attributes(node)[0] == "refs"


def _link(inlines: list[Node], row: str) -> Node:
    return {"t": "Link", "c": [["", [TO_ROW], []], inlines, [f"#{anchor(row)}", ""]]}


def _named(cell: Any, names: list[str]) -> Any:
    """A cell that begins with the places of rows."""
    places: list[Node] = [{"t": "Span", "c": [[anchor(name), [ROW], []], []]} for name in names]
    *layout, blocks = cell
    first, *others = blocks or [plain()]
    return [*layout, [{**first, "c": [*places, *first["c"]]}, *others]]
