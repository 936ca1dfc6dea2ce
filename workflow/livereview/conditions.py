"""Conditions over the rows of a table, as queries give them, checked against its vocabularies.

A misspelt value would not fail: it would choose no row, and the text would say that there is none.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateSyntaxError, nodes

from livereview.datapackage import Field
from livereview.expressions import (
    EXPRESSION_ERRORS,
    ROW_ENVIRONMENT,
    Expression,
    row_expression,
)
from livereview.problems import nearest
from livereview.wording import hint_for, in_words

if TYPE_CHECKING:
    from livereview.evidence import Row, Table


Reader = Callable[["Row"], Any]
Compare = Callable[[Any, Any], Any]
Comparison = tuple[Reader, Compare, Reader]

_OPERATORS: Mapping[str, Compare] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "in": lambda item, items: item in items,
    "notin": lambda item, items: item not in items,
}


class RowCondition:
    """Whether a condition holds for rows of a table; what is wrong with it is noted as a fault.

    Once something is wrong, it holds for no row.

    Args:
        table: the rows' table.
        source: the condition, as an author writes it.
        names: further names that it may use, with their values.
    """

    def __init__(self, table: Table, source: str, names: Mapping[str, Any]) -> None:
        self.table = table
        self.source = source
        self.names = names
        self.expression: Expression | None = None
        self._first: Comparison | None = None
        self._recorder = table.evidence.recorder
        try:
            expression = row_expression(source)
        except TemplateSyntaxError as error:
            self._give_up(f"is no expression: {in_words(error)}")
            return
        if not (self._has_unknown_names(expression) or self._has_unknown_values(expression)):
            self.expression = expression
            self._first = self._first_comparison(expression.root)

    def __call__(self, row: Row) -> bool:
        """Return whether the condition holds for a row."""
        if self.expression is None or (self._first and self._fails(row, *self._first)):
            return False
        faults = len(self._recorder.faults)
        try:
            holds = bool(self.expression.of_row(row, self.names))
        except EXPRESSION_ERRORS as error:
            self._give_up(f"can't be evaluated for {row.name}: {in_words(error)}")
            return False
        if len(self._recorder.faults) > faults:
            self.expression = None
        return holds

    def _first_comparison(self, node: nodes.Expr) -> Comparison | None:
        """Return the comparison that all else of a condition is joined to by `and`, if any is.

        Most rows fail it, and to make it here costs a tenth of what an evaluation does.
        """
        while isinstance(node, nodes.And):
            node = node.left
        if not isinstance(node, nodes.Compare) or node.ops[0].op not in _OPERATORS:
            return None
        left, right = self._reader(node.expr), self._reader(node.ops[0].expr)
        return (left, _OPERATORS[node.ops[0].op], right) if left and right else None

    def _reader(self, node: nodes.Expr) -> Reader | None:
        """Return what gives the value of a name or of a constant for a row; None for all else."""
        if isinstance(node, nodes.Const):
            return lambda _: node.value
        if not isinstance(node, nodes.Name):
            return None
        if node.name in self.names:
            return lambda _: self.names[node.name]
        field = self.table.description.fields.get(node.name) if node.name != "row" else None
        return (lambda row: row.value(field)) if field else (lambda row: row)

    def _fails(self, row: Row, left: Reader, compare: Compare, right: Reader) -> bool:
        """Return whether a comparison is false for a row; one that can't be made is not."""
        try:
            return not compare(left(row), right(row))
        except EXPRESSION_ERRORS:
            return False

    def _has_unknown_names(self, expression: Expression) -> bool:
        """Note the names that are neither columns nor given; return whether there are any."""
        fields = self.table.description.fields
        known: Iterable[str] = [*fields, *self.names, "row"]
        unknown = sorted(expression.names - set(known))
        for name in unknown:
            hint = nearest(name, known) or f"columns of {self.table.name}: {', '.join(fields)}"
            message = f'table "{self.table.name}" has no column "{name}"'
            self._recorder.fault(name, "unknown-column", message, hint)
        return bool(unknown)

    def _has_unknown_values(self, expression: Expression) -> bool:
        """Note the values that no row of the table can have; return whether there are any."""
        found = False
        for column, value in _compared(expression.tree):
            field = self.table.description.fields.get(column)
            known = _values(self.table, field) if field and column not in self.names else ()
            if known and value not in known:
                found = True
                hint = nearest(value, known) or f"known: {', '.join(sorted(known))}"
                message = f'no row can have the value "{value}" in the column "{column}"'
                self._recorder.fault(value, "vocabulary", message, hint)
        return found

    def _give_up(self, message: str) -> None:
        self.expression = None
        hint = hint_for(message, ROW_ENVIRONMENT.filters)
        self._recorder.fault(self.source, "expression", message, hint)


def _compared(tree: nodes.Node) -> Iterator[tuple[str, str]]:
    """Yield the columns of an expression with the texts that they are compared with."""
    for compare in tree.find_all(nodes.Compare):
        for operand in compare.ops:
            sides = (compare.expr, operand.expr)
            names = [side.name for side in sides if isinstance(side, nodes.Name)]
            if len(names) == 1 and operand.op in ("eq", "ne", "in", "notin"):
                for side in sides:
                    for value in _texts(side):
                        yield names[0], value


def _texts(node: nodes.Expr) -> list[str]:
    """Return the text that an expression is, or the texts of the list that it is."""
    try:
        value = node.as_const()
    except nodes.Impossible:
        return []
    items = value if isinstance(value, list | tuple) else [value]
    return [item for item in items if isinstance(item, str)]


def _values(table: Table, field: Field) -> set[str]:
    """Return the values that a column may have; none where any text may stand."""
    references = field.references
    if references is None:
        return set(field.category)
    if references.when or references.rows:
        return set()
    targets = [table.evidence[name] for name in references.tables]
    if not all(target.file.readable for target in targets):
        return set()
    return {id for target in targets for id in target.by_id} | {
        literal.value for literal in references.literals
    }
