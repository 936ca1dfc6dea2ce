"""The records of the rows that a document rests on: what its formats tell of a row, and its works.

The labels are those of the data package, the values are put into words as those of the text are.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from livereview.datapackage import Field, TableDescription, in_language
from livereview.estimates import Estimates
from livereview.evidence import Row
from livereview.manuscript import Edition
from livereview.recorder import Absent

#: What a record tells otherwise, or not at all: only rows of one status are ever printed.
_APART = ("id", "citekeys", "status")
#: What a record tells first, behind how far the row can be trusted: where it comes from, and when
#: it was last held against that.
_ORIGIN = ("locator", "source_url", "reviewed")


def row_records(document: Any, edition: Edition, library: Path) -> dict[str, Any]:
    """Return what a reader may want to know of each row that a document names.

    Args:
        document: pandoc's tree, whose ``data-rows`` name the rows.
        edition: gives evidence and language.
        library: the works as CSL JSON.

    Returns:
        ``tables``: title and columns (name and title), by table;
        ``rows``: label, effect, cells (column and text, filled ones alone) and works, by row;
        ``works``: authors, title, year and address of the works behind them, by key.
    """
    names: set[str] = set()
    _note_named(document["blocks"], names)
    rows = [row for name in sorted(names) if isinstance(row := edition.evidence.row(name), Row)]
    fields = {row.table.name: _fields(row.table.description) for row in rows}
    records = {row.name: _record(row, fields[row.table.name], edition) for row in rows}
    edition.evidence.recorder.take_reads()
    edition.evidence.recorder.take_faults()
    keys = {key for row in rows for key in row.citekeys}
    works = orjson.loads(library.read_bytes())
    return {
        "tables": {
            name: _table(edition.evidence[name].description, columns, edition.language)
            for name, columns in fields.items()
        },
        "rows": records,
        "works": {work["id"]: _work(work) for work in works if work["id"] in keys},
    }


def _note_named(nodes: list[Any], names: set[str]) -> None:
    """Note the rows that are named anywhere in a list of pandoc's, of which there are many."""
    for node in nodes:
        value = node.get("c") if isinstance(node, dict) else node
        if not isinstance(value, list):
            continue
        if len(value) == 2 and value[0] == "data-rows":
            names.update(value[1].split())
        else:
            _note_named(value, names)


def _table(table: TableDescription, columns: list[Field], language: str) -> dict[str, Any]:
    titles = {field.name: in_language(field.title, language) for field in columns}
    return {"title": in_language(table.title, language), "columns": titles}


def _fields(table: TableDescription) -> list[Field]:
    """The columns of a record: what it is worth and where it comes from, then all others."""
    fields = table.fields
    first = [name for name, field in fields.items() if field.role == "certainty"]
    first += [name for name in _ORIGIN if name in fields]
    names = [*first, *(name for name in fields if name not in first)]
    return [fields[name] for name in names if name not in _APART]


def _record(row: Row, fields: list[Field], edition: Edition) -> dict[str, Any]:
    cells = {field.name: cell_in_words(row, field, edition) for field in fields}
    return {
        "label": row.label(edition.language),
        "effect": effect_in_words(row, edition),
        "cells": {name: text for name, text in cells.items() if text},
        "works": row.citekeys,
    }


def effect_in_words(row: Row, edition: Edition) -> str:
    """Return the row's estimate as the text would print it; empty where it has none."""
    estimate = row.table.description.with_role("estimate")
    if estimate is None or row.value(estimate) is None:
        return ""
    recorder = edition.evidence.recorder
    recorder.take_faults()
    effect = Estimates(edition.environment.phrases).effect(row)
    return "" if recorder.take_faults() or isinstance(effect, Absent) else str(effect or "")


def cell_in_words(row: Row, field: Field, edition: Edition) -> str:
    """Return a cell in words, a list with semicolons; empty where the cell is."""
    value = row.value(field)
    items = value if isinstance(value, tuple) else (value,)
    given = [item for item in items if not (item is None or isinstance(item, Absent))]
    return "; ".join(_words(item, field, edition) for item in given)


def _words(value: Any, field: Field, edition: Edition) -> str:
    phrases = edition.environment.phrases
    if field.role == "date" or field.name == "reviewed":
        return str(phrases.date(value))
    if field.type in ("number", "integer") and not field.categories:
        return phrases.number(value)
    return phrases.text(phrases.label(value))


def _work(work: Mapping[str, Any]) -> dict[str, str]:
    """Return what names a work, shortly: the reference list says more."""
    people = work.get("author") or work.get("editor") or []
    names = [person.get("family") or person.get("literal", "") for person in people]
    parts = work.get("issued", {}).get("date-parts", [[]])
    doi = work.get("DOI", "")
    return {
        "authors": f"{names[0]} et al." if len(names) > 2 else ", ".join(names),
        "title": work.get("title", ""),
        "year": str(parts[0][0]) if parts[0] else "",
        "url": f"https://doi.org/{doi}" if doi else work.get("URL", ""),
    }
