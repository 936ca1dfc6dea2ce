"""Check the description of the evidence: its names, vocabularies, patterns and expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from jinja2 import TemplateSyntaxError, meta

from livereview.expressions import ExpressionEnvironment, row_expression
from livereview.problems import Problem, nearest
from livereview.wording import in_words
from livereview.yamlfile import YamlFile

# The constraints that make sense for a type.
_NUMERIC = ("required", "unique", "minimum", "maximum")
_CONSTRAINTS = {
    "string": ("required", "unique", "pattern", "minLength", "maxLength"),
    "number": _NUMERIC,
    "integer": _NUMERIC,
    "year": _NUMERIC,
    "list": ("required", "minLength", "maxLength"),
}

_MESSAGES = ExpressionEnvironment()

Keys = list[str | int]
Descriptor = Mapping[str, Any]


def package_problems(source: YamlFile) -> Iterator[Problem]:
    """Yield what is wrong with a data package that fits its schema."""
    resources = source.data["resources"]
    yield from _doubled(source, ["resources"], resources, "name")
    tables = [resource["name"] for resource in resources]
    for number, resource in enumerate(resources):
        keys: Keys = ["resources", number]
        yield from _table_problems(source, keys, resource, tables)


def _table_problems(
    source: YamlFile, keys: Keys, resource: Descriptor, tables: Sequence[str]
) -> Iterator[Problem]:
    fields = resource["schema"]["fields"]
    columns = [field["name"] for field in fields]
    where: Keys = [*keys, "schema", "fields"]
    if "id" not in columns:
        yield source.problem(
            where, "missing-column", "no column is called id", "each table has one"
        )
    yield from _doubled(source, where, fields, "name")
    label = resource.get("label", "id")
    for column in [label] if isinstance(label, str) else label.values():
        yield from _unknown(source, [*keys, "label"], "unknown-column", column, columns)
    for index, rule in enumerate(resource.get("rules", [])):
        yield from _rule_problems(source, [*keys, "rules", index], rule, columns)
    roles = [field.get("role", "") for field in fields]
    for index, field in enumerate(fields):
        yield from _field_problems(source, [*where, index], field, tables, columns)
        yield from _role_problems(source, [*where, index, "role"], field, roles)


def _rule_problems(
    source: YamlFile, keys: Keys, rule: Descriptor, columns: Sequence[str]
) -> Iterator[Problem]:
    yield from _unknown(source, [*keys, "field"], "unknown-column", rule["field"], columns)
    yield from _expression_problems(source, [*keys, "expect"], rule["expect"], columns)
    try:
        _MESSAGES.from_string(rule["message"])
    except TemplateSyntaxError as error:
        problem = f"is no template: {in_words(error)}"
        yield source.problem([*keys, "message"], "broken-rule", problem)
        return
    for name in sorted(meta.find_undeclared_variables(_MESSAGES.parse(rule["message"]))):
        yield from _unknown(source, [*keys, "message"], "unknown-column", name, columns)


def _expression_problems(
    source: YamlFile, keys: Keys, expression: str, columns: Sequence[str]
) -> Iterator[Problem]:
    try:
        names = row_expression(expression).names
    except TemplateSyntaxError as error:
        message = f"is no expression: {in_words(error)}"
        yield source.problem(keys, "broken-rule", message)
        return
    for name in sorted(names):
        yield from _unknown(source, keys, "unknown-column", name, columns)


def _field_problems(
    source: YamlFile, keys: Keys, field: Descriptor, tables: Sequence[str], columns: Sequence[str]
) -> Iterator[Problem]:
    yield from _vocabulary_problems(source, keys, field)
    yield from _constraint_problems(source, keys, field)
    references = field.get("references")
    if references is None:
        return
    where: Keys = [*keys, "references"]
    if not references.get("tables") and not references.get("rows"):
        message = "doesn't say to which tables the keys point"
        hint = "add tables: […], or rows: true for keys to any row"
        yield source.problem(where, "references", message, hint)
    for name in references.get("tables", []):
        yield from _unknown(source, [*where, "tables"], "unknown-table", name, tables)
    if "when" in references:
        yield from _expression_problems(source, [*where, "when"], references["when"], columns)


def _role_problems(
    source: YamlFile, keys: Keys, field: Descriptor, roles: Sequence[str]
) -> Iterator[Problem]:
    """Yield why a column can't play the role that it is given."""
    role, type_ = field.get("role", ""), field.get("type", "string")
    if role == "held_by" and (type_ != "list" or not field.get("references", {}).get("rows")):
        hint = "its type is list, its references are {rows: true}"
        yield source.problem(keys, "role", "held_by is the role of a list of rows", hint)
    if role == "out_of_scope" and (type_ != "string" or "held_by" not in roles):
        hint = "its type is string, and another column of the table has the role held_by"
        message = "out_of_scope is the role of a text beside the rows that hold a claim"
        yield source.problem(keys, "role", message, hint)


def _vocabulary_problems(source: YamlFile, keys: Keys, field: Descriptor) -> Iterator[Problem]:
    where: Keys = [*keys, "categories"]
    categories = field.get("categories", [])
    yield from _doubled(source, where, categories, "value")
    type_ = field.get("type", "string")
    if categories and type_ in ("number", "year"):
        message = f"a column of type {type_} has no vocabulary"
        yield source.problem(where, "vocabulary", message, "make its type string or integer")
    for index, category in enumerate(categories):
        if type_ == "integer" and not re.fullmatch(r"-?\d+", str(category["value"])):
            message = f'"{category["value"]}" is not a whole number'
            yield source.problem([*where, index, "value"], "vocabulary", message)


def _constraint_problems(source: YamlFile, keys: Keys, field: Descriptor) -> Iterator[Problem]:
    where: Keys = [*keys, "constraints"]
    constraints = field.get("constraints", {})
    type_ = field.get("type", "string")
    for name in constraints:
        if name not in _CONSTRAINTS[type_]:
            hint = f"it may have: {', '.join(_CONSTRAINTS[type_])}"
            message = f"a column of type {type_} has no such constraint"
            yield source.problem([*where, name], "constraint", message, hint)
    try:
        re.compile(constraints.get("pattern", ""))
    except re.error as error:
        message = f"is no pattern: {error.msg}"
        yield source.problem([*where, "pattern"], "constraint", message)
    for name in ("minimum", "maximum"):
        if not re.fullmatch(r"-?\d+(\.\d+)?", str(constraints.get(name, 0))):
            message = f'"{constraints[name]}" is no number'
            yield source.problem([*where, name], "constraint", message)


def _doubled(
    source: YamlFile, keys: Keys, items: Sequence[Descriptor], name: str
) -> Iterator[Problem]:
    """Yield the items of a list that call themselves what an earlier one does."""
    first: dict[str, int] = {}
    for index, item in enumerate(items):
        value = str(item[name])
        if value in first:
            line = source.line([*keys, first[value], name])
            message = f'"{value}" stands at line {line} already'
            yield source.problem([*keys, index, name], "duplicate", message, "keep one")
        first.setdefault(value, index)


def _unknown(
    source: YamlFile, keys: Keys, code: str, name: str, known: Iterable[str]
) -> Iterator[Problem]:
    known = list(known)
    if name not in known:
        hint = nearest(name, known) or f"known: {', '.join(known)}"
        kind = code.removeprefix("unknown-")
        yield source.problem(keys, code, f'unknown {kind} "{name}"', hint)
