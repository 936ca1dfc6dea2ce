"""Check the evidence: types, vocabularies, required cells, keys and rules, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from livereview.datapackage import PACKAGE, Field, References
from livereview.dates import date_fault, future_dates
from livereview.evidence import Row, Table
from livereview.expressions import EXPRESSION_ERRORS, ExpressionEnvironment, row_expression
from livereview.problems import Problem, nearest
from livereview.recorder import Absent
from livereview.spreadsheet import damage
from livereview.wording import in_words

IDENTIFIER = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")

# How numbers are written: a computer would also read 1_000, NaN or the digits of other scripts.
_FORMS = {
    "number": re.compile(r"-?[0-9]+(\.[0-9]+)?"),
    "integer": re.compile(r"-?[0-9]+"),
    "year": re.compile(r"[0-9]{4}"),
}
_KINDS = {"number": "a number such as 1.30", "integer": "a whole number", "year": "a year"}

_LIMITS = {
    "minimum": "lies below the minimum of",
    "maximum": "lies above the maximum of",
    "minLength": "is shorter than",
    "maxLength": "is longer than",
}

_MESSAGES = ExpressionEnvironment()


def check_evidence(
    tables: Mapping[str, Table], citation_keys: Iterable[str] | None, today: date
) -> list[Problem]:
    """Return what is wrong with the rows of the evidence, or of some of its tables.

    Args:
        tables: the tables by name; files that can't be read have no rows here.
        citation_keys: the keys of the library; None where it can't be read.
        today: the day after which nothing can have been dated yet.
    """
    known = None if citation_keys is None else set(citation_keys)
    problems: list[Problem] = []
    for table in tables.values():
        # Of a row with too few or too many cells, no cell can be told by its column.
        rows = [row for row in table.rows if row.whole]
        problems += _check_values(table, rows)
        problems += future_dates(table, rows, today)
        problems += check_identifiers(table)
        problems += _check_references(table, rows)
        problems += _check_citekeys(rows, known)
        problems += _check_rules(table, rows)
    return problems


def _problem(row: Row, field: str, code: str, message: str, hint: str = "") -> Problem:
    return Problem(row.table.description.path, row.line, field, code, message, hint)


def _check_values(table: Table, rows: list[Row]) -> Iterator[Problem]:
    """Yield cells that are not what their columns ask for."""
    columns = [name for name in table.description.fields if rows and name in rows[0].cells]
    misspelt: set[tuple[int, str]] = set()
    for row in rows:
        if row.id and not IDENTIFIER.fullmatch(row.id):
            misspelt.add((row.line, "id"))  # told with the other faults of ids
        for name in [name for name in columns if (row.line, name) not in misspelt]:
            if problem := _written_wrongly(row, table.description.fields[name]):
                misspelt.add((row.line, name))
                yield problem
    for row, field, error in _frictionless_errors(table, rows, columns):
        if (row.line, field.name) not in misspelt:
            yield _value_problem(row, field, error)


def _written_wrongly(row: Row, field: Field) -> Problem | None:
    """Return what is wrong with the way in which a cell is written, before what it says."""
    written = row.cells[field.name]
    if written != written.strip():
        message = f'"{written}" begins or ends with a blank'
        return _problem(row, field.name, "blank", message, "remove the blank")
    message, hint, severity = damage(written, field)
    if message:
        return replace(_problem(row, field.name, "spreadsheet", message, hint), severity=severity)
    if written and field.type in _FORMS and not _FORMS[field.type].fullmatch(written):
        message = f'"{written}" is not {_KINDS[field.type]}'
        return _problem(row, field.name, "type", message, field.description)
    if written and (hint := date_fault(written, field)):
        return _problem(row, field.name, "type", f'"{written}" is no date', hint)
    return _malformed_list(row, field) if field.is_list and written else None


def _malformed_list(row: Row, field: Field) -> Problem | None:
    items = [item.strip() for item in row.cells[field.name].split(field.delimiter)]
    if not all(items):
        hint = f'"{field.delimiter}" stands between the items, not before or behind them'
        return _problem(row, field.name, "list", "an item of the list is empty", hint)
    if doubled := [item for item in items if items.count(item) > 1]:
        message = f'"{doubled[0]}" stands twice in the list'
        return _problem(row, field.name, "list", message, "keep one")
    return None


def _frictionless_errors(
    table: Table, rows: list[Row], columns: list[str]
) -> Iterator[tuple[Row, Field, Any]]:
    """Yield what frictionless finds, cell by cell."""
    from frictionless import Resource, Schema

    if not columns:
        return
    fields = table.description.fields
    described = [_descriptor(fields[name]) for name in columns]
    schema = Schema.from_descriptor({"fields": described, "missingValues": [""]})
    data = [
        columns,
        *([_readable(row.cells[name], fields[name]) for name in columns] for row in rows),
    ]
    with Resource(data=data, schema=schema) as resource:
        for row, read in zip(rows, resource.row_stream, strict=True):
            for error in read.errors:
                if column := getattr(error, "field_name", ""):
                    yield row, fields[column], error


def _readable(written: str, field: Field) -> str:
    """Return a cell, or nothing in the place of a number that is none."""
    return "" if field.type in _FORMS and not _FORMS[field.type].fullmatch(written) else written


def _descriptor(field: Field) -> dict[str, Any]:
    """Return a field as frictionless 5 knows it; vocabularies within lists are ours to check."""
    constraints = dict(field.constraints)
    if field.name == "id":
        constraints.pop("unique", None)  # told in our words, with the line of the first
    if field.categories and not field.is_list:
        constraints["enum"] = [
            int(value) if field.type == "integer" else value for value in field.category
        ]
    descriptor: dict[str, Any] = {"name": field.name, "type": field.type}
    if field.is_list:
        descriptor["delimiter"] = field.delimiter
    return {**descriptor, "constraints": constraints}


def _value_problem(row: Row, field: Field, error: Any) -> Problem:
    written = row.cells[field.name]
    if not written:
        hint = f"one of: {', '.join(field.category)}" if field.categories else field.description
        return _problem(row, field.name, "required", "the cell is empty, and must not be", hint)
    if field.categories and "enum" in error.note:
        return _not_in_vocabulary(row, field, written)
    if error.type == "unique-error":
        message = f'"{written}" stands in this column already'
        return _problem(row, field.name, "constraint", message, field.description)
    constraint = error.note.split('"')[1]
    limit = field.constraints.get(constraint, "")
    message = (
        f"{written} {_LIMITS[constraint]} {limit}"
        if constraint in _LIMITS
        else (f'"{written}" does not have the form of this column')
    )
    hint = field.description or (f"its pattern is {limit}" if constraint == "pattern" else "")
    return _problem(row, field.name, "constraint", message, hint)


def _not_in_vocabulary(row: Row, field: Field, value: str) -> Problem:
    message = f'"{value}" is not in the vocabulary of this column'
    hint = nearest(value, field.category) or f"one of: {', '.join(field.category)}"
    return _problem(row, field.name, "vocabulary", message, hint)


def check_identifiers(table: Table) -> Iterator[Problem]:
    """Yield doubled and malformed ids; only the first row of an id can be reached by it."""
    for row in table.rows:
        first = table.by_id[row.id]
        if row is not first and row.id:
            message = f'"{row.id}" stands at line {first.line} already'
            yield _problem(row, "id", "duplicate-id", message, "give one of the rows another id")
        elif row.whole and row.id and not IDENTIFIER.fullmatch(row.id):
            message = f'"{row.id}" is no id'
            meant = row.id.strip().lower()
            hint = "lower-case letters and digits, with - or _ between words"
            hint = f'did you mean "{meant}"?' if IDENTIFIER.fullmatch(meant) else hint
            yield _problem(row, "id", "malformed-id", message, hint)


def _check_references(table: Table, rows: list[Row]) -> Iterator[Problem]:
    """Yield keys that point to nothing, and list items outside of a vocabulary."""
    for field in table.description.fields.values():
        if field.references:
            yield from _check_condition(table, field, rows)
            for row in rows:
                if table.evidence.is_key(row, field):
                    for item in row.items(field.name):
                        yield from _check_key(row, field, field.references, item)
        elif field.is_list and field.categories:
            for row in rows:
                for item in row.items(field.name):
                    if item not in field.category:
                        yield _not_in_vocabulary(row, field, item)


def _check_condition(table: Table, field: Field, rows: list[Row]) -> Iterator[Problem]:
    """Yield why the condition under which a column holds keys can't be applied."""
    if not field.references or not field.references.when:
        return
    condition = row_expression(field.references.when)
    for row in rows:
        try:
            condition(row.values(condition.names))
        except EXPRESSION_ERRORS as error:
            message = f'"{condition.source}" can\'t be evaluated for {row.name}: {in_words(error)}'
            name = f"{table.name}.{field.name}.when"
            yield Problem(PACKAGE, field.line, name, "broken-rule", message)
            return


def _check_key(row: Row, field: Field, references: References, key: str) -> Iterator[Problem]:
    evidence = row.evidence
    target = evidence.target(row, field, key)
    if isinstance(target, Row) and target.taken_back and row.accepted:
        yield _key_to_withdrawn(row, field, target)
    if not isinstance(target, Absent):
        return
    tables, known = list(references.tables), [each.value for each in references.literals]
    if references.rows:
        table, colon, _ = key.partition(":")
        tables = [table] if table in evidence else list(evidence)
        known = [row.name for name in tables for row in evidence[name].rows]
        if not colon or table not in evidence:
            message = f'"{key}" is no row: write table:id'
            hint = nearest(key, known) or f"tables: {', '.join(evidence)}"
            yield _problem(row, field.name, "dangling-key", message, hint)
            return
    else:
        known += [id for name in tables for id in evidence[name].by_id]
    if all(evidence[name].file.readable for name in tables):
        where = " or ".join(evidence[name].description.path for name in tables)
        hint = nearest(key, known) or f"add it to {where} first"
        message = f'"{key}" is no row of {" or ".join(tables)}'
        yield _problem(row, field.name, "dangling-key", message, hint)


def _key_to_withdrawn(row: Row, field: Field, target: Row) -> Problem:
    message = f'"{target.id}" is {target.cells["status"]}: no accepted row may point to it'
    place = f"{target.table.description.path}:{target.line}"
    hint = (
        f"take it out, if the row holds without it; else change the status too; why, says {place}"
    )
    return _problem(row, field.name, "withdrawn-key", message, hint)


def _check_citekeys(rows: list[Row], known: set[str] | None) -> Iterator[Problem]:
    for row in rows:
        if "citekeys" not in row.cells:
            return
        if not row.citekeys and row.accepted:
            message = "an accepted row needs the work that it rests on"
            hint = "name a key of references/library.bib, or set the status to unverified"
            yield _problem(row, "citekeys", "required", message, hint)
        for key in row.citekeys:
            if known is not None and key not in known:
                message = f'"{key}" is no key of references/library.bib'
                hint = nearest(key, known) or "add the work to references/library.bib"
                yield _problem(row, "citekeys", "unknown-citation", message, hint)


def _check_rules(table: Table, rows: list[Row]) -> Iterator[Problem]:
    """Yield the rows in which a rule doesn't hold; a rule needs all its cells to be filled."""
    for rule in table.description.rules:
        expression, message = row_expression(rule.expect), _MESSAGES.from_string(rule.message)
        for row in rows:
            values = row.values(expression.names)
            if any(value in (None, ()) or isinstance(value, Absent) for value in values.values()):
                continue
            try:
                if not expression(values):
                    yield _problem(row, rule.field, "rule", message.render(row.cells), rule.hint)
            except EXPRESSION_ERRORS as error:
                name = f"{table.name}.rules.{rule.field}"
                text = f'"{rule.expect}" can\'t be applied to {row.name}: {in_words(error)}'
                yield Problem(PACKAGE, rule.line, name, "broken-rule", text)
                break
