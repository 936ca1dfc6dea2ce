"""Instrument a template's syntax tree, so that whoever runs it can follow the cells it reads.

What is printed goes through the filter ``@place``, what is tested through ``@control``, what is
looped over through ``@iterate``; a name that is set goes through ``@set``, and through ``@recall``
where it is used.
"""

from __future__ import annotations

from jinja2 import TemplateSyntaxError, nodes
from jinja2.visitor import NodeTransformer

# The statements of the manuscript's language: a few are enough, and each is instrumented.
STATEMENTS = (nodes.Output, nodes.For, nodes.If, nodes.Assign, nodes.Scope)

# The tags of Jinja2's other statements, where its name for them differs.
_OTHER_TAGS = {
    "AssignBlock": "set … %}…{% endset",
    "CallBlock": "call",
    "FilterBlock": "filter",
    "FromImport": "from",
    "ScopedEvalContextModifier": "autoescape",
}


def instrument(tree: nodes.Template) -> set[str]:
    """Wrap each expression of a template in the filter that follows its cells.

    Returns:
        The names that the template gives values to.

    Raises:
        jinja2.TemplateSyntaxError: it holds what is no part of the manuscript's language.
    """
    statements = list(tree.find_all(nodes.Stmt))
    for statement in statements:
        _refuse_other(statement)
    targets = [each.target for each in statements if isinstance(each, nodes.For | nodes.Assign)]
    names = {name for target in targets for name in _target_names(target)}
    tree.body = _Instrument(names).body(tree.body)
    return names


class _Instrument(NodeTransformer):
    def __init__(self, names: set[str]) -> None:
        self.names = names

    def body(self, body: list[nodes.Node]) -> list[nodes.Node]:
        """Instrument statements; after a condition within a line, carry what it read onward."""
        instrumented: list[nodes.Node] = []
        within_line = False
        for node in body:
            if isinstance(node, nodes.Output):
                within_line = not _ends_line(node)
            instrumented.append(self.visit(node))
            if isinstance(node, nodes.If | nodes.For) and within_line:
                carrier = _wrapped(nodes.Const(""), "@place", node.lineno)
                instrumented.append(nodes.Output([carrier], lineno=node.lineno))
        return instrumented

    def visit_Output(self, node: nodes.Output) -> nodes.Output:
        node.nodes = [
            child
            if isinstance(child, nodes.TemplateData)
            else _wrapped(self.visit(child), "@place", child.lineno)
            for child in node.nodes
        ]
        return node

    def visit_If(self, node: nodes.If) -> nodes.If:
        node.test = _wrapped(self.visit(node.test), "@control", node.lineno)
        node.body = self.body(node.body)
        node.elif_ = [self.visit_If(branch) for branch in node.elif_]
        node.else_ = self.body(node.else_)
        return node

    def visit_For(self, node: nodes.For) -> nodes.For:
        node.iter = _wrapped(
            self.visit(node.iter), "@iterate", node.lineno, _target_names(node.target)
        )
        if node.test is not None:
            node.test = _wrapped(self.visit(node.test), "@control", node.lineno)
        node.body = self.body(node.body)
        node.else_ = self.body(node.else_)
        return node

    def visit_Assign(self, node: nodes.Assign) -> nodes.Assign:
        names = _target_names(node.target)
        node.node = _wrapped(self.visit(node.node), "@set", node.lineno, names)
        return node

    def visit_Name(self, node: nodes.Name) -> nodes.Expr:
        if node.ctx == "load" and node.name in self.names:
            arguments: list[nodes.Expr] = [nodes.Const(node.name)]
            return nodes.Filter(node, "@recall", arguments, [], None, None, lineno=node.lineno)
        return node


def _target_names(target: nodes.Node) -> list[str]:
    """Return the names that a loop or an assignment gives a value to."""
    if isinstance(target, nodes.Name):
        return [target.name]
    return [name.name for name in target.find_all(nodes.Name)]


def _ends_line(output: nodes.Output) -> bool:
    last = output.nodes[-1] if output.nodes else None
    return isinstance(last, nodes.TemplateData) and last.data.endswith("\n")


def _wrapped(node: nodes.Expr, name: str, line: int, names: list[str] | None = None) -> nodes.Expr:
    arguments: list[nodes.Expr] = [nodes.Const(line)]
    if names is not None:
        arguments.append(nodes.List([nodes.Const(each) for each in names]))
    return nodes.Filter(node, name, arguments, [], None, None, lineno=line)


def _refuse_other(statement: nodes.Stmt) -> None:
    """Raise a syntax error for a statement that is no part of the manuscript's language."""
    name = type(statement).__name__
    tag = _OTHER_TAGS.get(name, name.lower())
    if isinstance(statement, nodes.For) and statement.recursive:
        tag = "for … recursive"
    elif isinstance(statement, STATEMENTS):
        return
    raise TemplateSyntaxError(f"Encountered unknown tag '{tag}'", statement.lineno)
