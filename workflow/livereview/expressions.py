"""The one expression language of the review: Jinja2, sandboxed, over rows of evidence.

Manuscript templates, the columns of printed tables, the rules of the data package and the
conditions of queries are all written in it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from functools import lru_cache
from types import CodeType
from typing import Any, NamedTuple

from jinja2 import Environment, StrictUndefined, Template, nodes
from jinja2.exceptions import TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from livereview.evidence import Row, Table

# What an expression may raise for reasons of its author: wrong types, names or arguments, no end.
EXPRESSION_ERRORS = (
    TemplateError,
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    RecursionError,
    MemoryError,
)


class ExpressionCode(NamedTuple):
    """An expression as syntax tree and as Python's code, which any environment of a kind may run.

    Attributes:
        tree: the tree of the whole.
        root: that of the one expression in it.
        names: those in it, the global ones too: a column may be called as a table is.
        program: puts its value under the name ``result``.
    """

    tree: nodes.Template
    root: nodes.Expr
    names: frozenset[str]
    program: CodeType


class ExpressionEnvironment(ImmutableSandboxedEnvironment):
    """A sandbox in which ``row.column`` reads a cell, whatever attributes a row has in Python.

    Attributes:
        expressions: those that were compiled, by their source.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(undefined=options.pop("undefined", StrictUndefined), **options)
        self.expressions: dict[str, ExpressionCode] = {}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Read a cell of a row, or a row of a table; anything else as Jinja2 does."""
        if isinstance(obj, Row) or (isinstance(obj, Table) and attribute != "where"):
            return obj[attribute]
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Read a cell of a row, or a row of a table; anything else as Jinja2 does."""
        if isinstance(obj, Row | Table):
            return obj[argument]
        return super().getitem(obj, argument)


class Expression:
    """A compiled expression.

    Args:
        environment: gives it its filters and global names.
        source: the expression, as an author writes it.

    Raises:
        jinja2.TemplateSyntaxError: ``source`` is no expression.
    """

    def __init__(self, environment: ExpressionEnvironment, source: str) -> None:
        self.source = source
        if source not in environment.expressions:
            environment.expressions[source] = _compile(environment, source)
        self.tree, self.root, self.names, program = environment.expressions[source]
        # No more than it names: each evaluation copies them, and there are tens of thousands.
        known = environment.globals
        named = {name: known[name] for name in self.names if name in known}
        self._template = Template.from_code(environment, program, named)

    def __call__(self, names: Mapping[str, Any]) -> Any:
        """Return the expression's value where names have these meanings."""
        context = self._template.new_context(dict(names))
        deque(self._template.root_render_func(context), maxlen=0)
        return context.vars["result"]

    def of_row(self, row: Row, names: Mapping[str, Any]) -> Any:
        """Return the value where the columns of a row are names too; ``names`` come first."""
        columns = self.names & row.table.description.fields.keys() - names.keys()
        return self({**{name: row[name] for name in columns}, "row": row, **names})


def _compile(environment: Environment, source: str) -> ExpressionCode:
    tree = environment.parse("{{ " + source + " }}")
    names = frozenset(name.name for name in tree.find_all(nodes.Name))
    root = _only(tree)
    result = nodes.Assign(nodes.Name("result", "store"), root, lineno=1)
    return ExpressionCode(
        tree, root, names, environment.compile(nodes.Template([result], lineno=1))
    )


def _only(tree: nodes.Template) -> nodes.Expr:
    """Return the one expression that a template consists of."""
    found = [node for output in tree.find_all(nodes.Output) for node in output.nodes]
    if len(found) != 1:
        raise TemplateSyntaxError("chunk after expression", 1)
    return found[0]


ROW_ENVIRONMENT = ExpressionEnvironment()


@lru_cache(maxsize=1024)
def row_expression(source: str) -> Expression:
    """Return an expression over the columns of a row, compiled once."""
    return Expression(ROW_ENVIRONMENT, source)
