"""Write a report of changes as JSON, and read it again."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from livereview.changes.model import (
    CellChange,
    FieldChange,
    FigureChange,
    Finding,
    PrintedChange,
    Report,
    RowChange,
    SentenceChange,
    TableChange,
    WorkChange,
)
from livereview.changes.revisions import Named
from livereview.changes.telling import counts


def as_json(report: Report) -> str:
    """Return a report as JSON: the fields of `model.Report`, and ``counts`` of each kind."""
    data = {"counts": counts(report), **asdict(report)}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def from_json(text: str) -> Report:
    """Return the report that a JSON text holds.

    Raises:
        ValueError, KeyError, TypeError: it holds none of this form.
    """
    data: dict[str, Any] = json.loads(text)
    return Report(
        old=Named(**data["old"]),
        new=Named(**data["new"]),
        threshold=data["threshold"],
        title=data["title"],
        remarks=tuple(data["remarks"]),
        material=tuple(Finding(**each) for each in data["material"]),
        tables=tuple(_table(each) for each in data["tables"]),
        works=tuple(
            WorkChange(**{**each, "fields": _fields(each["fields"])}) for each in data["works"]
        ),
        sentences=tuple(SentenceChange(**each) for each in data["sentences"]),
        printed=tuple(PrintedChange(**_tuples(each)) for each in data["printed"]),
        figures=tuple(
            FigureChange(**{**_tuples(each), "facts": _fields(each["facts"])})
            for each in data["figures"]
        ),
    )


def _table(data: dict[str, Any]) -> TableChange:
    rows = tuple(_row(each) for each in data["rows"])
    return TableChange(**{**_tuples(data), "rows": rows})


def _row(data: dict[str, Any]) -> RowChange:
    return RowChange(**{**data, "cells": tuple(CellChange(**each) for each in data["cells"])})


def _fields(data: list[dict[str, Any]]) -> tuple[FieldChange, ...]:
    return tuple(FieldChange(**each) for each in data)


def _tuples(data: dict[str, Any]) -> dict[str, Any]:
    """Return a record with its lists as tuples, as a report has them."""
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in data.items()
    }
