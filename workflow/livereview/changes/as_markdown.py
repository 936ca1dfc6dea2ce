"""Write a report of changes as Markdown, for a pull request or a list of releases."""

from __future__ import annotations

import re
from collections.abc import Iterator

from livereview.changes import telling
from livereview.changes.model import Report, RowChange, TableChange
from livereview.changes.telling import ARROW, Told

# What Markdown may take for markup within a line.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&$^!])")
_KINDS = {"added": "added", "removed": "removed", "renamed": "has another name"}


def as_markdown(report: Report) -> str:
    """Return a report as a page of Markdown."""
    old, new = escaped(telling.state(report.old)), escaped(telling.state(report.new))
    return "\n".join([f"# What has changed from {old} to {new}", "", *body(report, 2)])


def body(report: Report, level: int) -> Iterator[str]:
    """Yield the lines of a report below its title, its headings of a level and below.

    Args:
        report: what changed.
        level: the number of # before its headings.
    """
    yield from (telling.summary(report), "")
    mark = "#" * level
    for title, lines in _sections(report, mark):
        if lines:
            yield from (f"{mark} {title}", "", *lines, "")


def _sections(report: Report, mark: str) -> Iterator[tuple[str, list[str]]]:
    yield "Material changes", [f"- **{_told(telling.finding(each))}**" for each in report.material]
    yield "Evidence", list(_evidence(report, mark))
    yield "Sentences with other values", list(_sentences(report))
    yield "Printed tables and figures", list(_shown(report))
    yield "References", list(_works(report))
    yield "Bookkeeping", [f"- {escaped(line)}" for line in telling.bookkeeping(report)]
    yield "What could not be compared", [f"- {escaped(each)}" for each in report.remarks]


def _evidence(report: Report, mark: str) -> Iterator[str]:
    for number, table in enumerate(telling.told_tables(report)):
        yield from [""] if number else []
        yield from (f"{mark}# {escaped(table.title)}", "")
        if table.kind != "changed":
            yield f"- The table was {table.kind}."
        for words, columns in (("New", table.columns_added), ("Removed", table.columns_removed)):
            if columns:
                yield f"- {words} columns: {escaped(', '.join(columns))}"
        yield from _rows(table)


def _rows(table: TableChange) -> Iterator[str]:
    for row in telling.rows_of(table, "changed"):
        yield f"- {escaped(row.name)} ({_id(row)})"
        yield from _cells(row)
    for kind, words in _KINDS.items():
        for row in telling.rows_of(table, kind):
            was = f", before `{row.old_id}`" if row.old_id else ""
            yield f"- {words.capitalize()}: {escaped(telling.row_words(row))} ({_id(row)}{was})"
            yield from _cells(row)


def _id(row: RowChange) -> str:
    return f"`{row.table}:{row.id}`"


def _cells(row: RowChange) -> Iterator[str]:
    return (f"  - {_told(each)}" for each in telling.cells(row))


def _sentences(report: Report) -> Iterator[str]:
    for (path, heading), sentences in telling.by_place(report).items():
        where = f"`{path}`, {escaped(heading)}" if heading else f"`{path}`"
        yield f"- {where}"
        for sentence in sentences:
            yield f"  - {_difference(Told('', sentence.old, sentence.new))}"


def _shown(report: Report) -> Iterator[str]:
    for table in report.printed:
        yield f"- Table `{table.name}`: {escaped(table.caption)} {_raised(telling.printed(table))}."
    for figure in report.figures:
        yield f"- Figure `{figure.name}`: {escaped(telling.figure(figure))}."
        yield from (f"  - {_told(telling.field(each))}" for each in figure.facts)


def _raised(words: str) -> str:
    return escaped(words[:1].upper() + words[1:])


def _works(report: Report) -> Iterator[str]:
    for work in report.works:
        was = f", before `{work.old_key}`" if work.old_key else ""
        yield f"- {work.kind.capitalize()}: {escaped(work.name)} (`{work.key}`{was})"
        yield from (f"  - {_told(telling.field(each))}" for each in work.fields)


def _told(told: Told) -> str:
    remark = f" ({escaped(told.remark)})" if told.remark else ""
    difference = f": {_difference(told)}" if told.pieces else ""
    return f"{escaped(told.about)}{difference}{remark}"


def _difference(told: Told) -> str:
    """Return what was and what is: short texts beside each other, long ones word by word."""
    pieces = told.pieces
    if told.short:
        return f" {ARROW} ".join(escaped(piece.text) for piece in pieces)
    return "".join(_piece(piece.kind, piece.text) for piece in pieces)


def _piece(kind: str, text: str) -> str:
    """Return a run of words; the marks around it may not stand beside a blank."""
    marks = {"old": "~~", "new": "**"}.get(kind, "")
    words = escaped(text)
    if not marks or not words:
        return escaped(text, keep_ends=True)
    before, after = _ends(text)
    return f"{before}{marks}{words}{marks}{after}"


def _ends(text: str) -> tuple[str, str]:
    return " " if text[:1].isspace() else "", " " if text[-1:].isspace() else ""


def escaped(text: str, *, keep_ends: bool = False) -> str:
    """Return a text on one line in which nothing is markup."""
    words = _MARKUP.sub(r"\\\1", " ".join(text.split()))
    before, after = _ends(text) if keep_ends and text else ("", "")
    return f"{before}{words}{after}" if words else before
