"""Bring a workbook back into the CSV files: compare, check what would stand there, write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from livereview.characters import unseen_characters
from livereview.check_tables import check_evidence
from livereview.csvfile import CsvFile, read_records
from livereview.evidence import Evidence, Row, load_evidence
from livereview.library import read_library
from livereview.problems import Problem, ProblemsFound, errors
from livereview.textfile import read_text
from livereview.usage import open_desk
from livereview.wholefile import write_together
from livereview.workbook.compare import Change, Comparison, compare
from livereview.workbook.patch import patched
from livereview.workbook.read import Workbook, read_workbook


@dataclass(frozen=True)
class Import:
    """What a workbook makes of the CSV files, before anything is written.

    Attributes:
        evidence: the tables as they are.
        comparison: the changes, and what stands in their way.
        problems: what is wrong with the workbook, or with the evidence that it would make.
        texts: the text of each file that changes, by path: as it is, and as it would be.
        uses: where the review uses the rows that are removed, by ``table:id``.
    """

    evidence: Evidence
    comparison: Comparison
    problems: list[Problem]
    texts: Mapping[str, tuple[str, str]]
    uses: Mapping[str, list[str]]


def plan_import(root: Path, path: Path, today: date, *, delete: bool) -> Import:
    """Return what a workbook makes of the evidence, and write nothing.

    Args:
        root: the review's folder.
        path: the workbook.
        today: the day after which nothing can have been dated yet.
        delete: whether rows that are no more in the workbook are removed.

    Raises:
        ProblemsFound: a table can't be read, or the file is no workbook that was exported.
    """
    evidence = load_evidence(root)
    workbook = read_workbook(path, evidence.package)
    comparison = compare(workbook, evidence, delete=delete)
    texts = dict(_texts(root, evidence, comparison.changes))
    problems = list(comparison.problems)
    # With a cell left out, what is told of its row would be of the engine's making.
    if texts and not errors(problems):
        would_be = _would_be(evidence, texts)
        found = _found(root, would_be, comparison.changes, today)
        problems += _told(found, would_be, workbook, comparison.changes)
    return Import(evidence, comparison, problems, texts, _uses(root, comparison.changes))


def _uses(root: Path, changes: Iterable[Change]) -> dict[str, list[str]]:
    """Return where the rows that are removed are used, as far as the text can be filled."""
    removed = [f"{change.table}:{change.id}" for change in changes if not change.number]
    if not removed:
        return {}
    usage = open_desk(root).usage
    return {row: usage.places_with(row) for row in removed}


def _texts(
    root: Path, evidence: Evidence, changes: Iterable[Change]
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the text of each file that changes, as it is and as it would be."""
    changes = list(changes)
    for name in dict.fromkeys(change.table for change in changes):
        table = evidence[name]
        own = [change for change in changes if change.table == name]
        text = read_text(root, table.description.path)
        new = patched(
            text,
            table.file,
            changed={each.line: _new(each) for each in own if each.line and each.number},
            removed=[each.line for each in own if not each.number],
            added=[_new(each) for each in own if not each.line],
        )
        yield table.description.path, (text, new)


def _new(change: Change) -> dict[str, str]:
    return {column: new for column, (_, new) in change.cells.items()}


# -- what would be wrong --------------------------------------------------------------------------


def _would_be(evidence: Evidence, texts: Mapping[str, tuple[str, str]]) -> Evidence:
    """Return the evidence as it would be."""
    files = {name: table.file for name, table in evidence.items()}
    for name, table in evidence.items():
        path = table.description.path
        if path in texts:
            columns = list(table.description.fields)
            files[name] = read_records(CsvFile(path), texts[path][1], columns)
    return Evidence(evidence.package, files)


def _found(
    root: Path, would_be: Evidence, changes: Iterable[Change], today: date
) -> Iterator[Problem]:
    """Yield what is wrong with the evidence as it would be."""
    library = read_library(root)
    if not library.readable:
        yield from library.problems
    for table in would_be.values():
        yield from table.file.problems
    yield from check_evidence(would_be, library.entries if library.readable else None, today)
    for change in changes:
        if row := would_be[change.table].by_id.get(change.id):
            yield from _unseen(row, _new(change))


def _unseen(row: Row, cells: Mapping[str, str]) -> Iterator[Problem]:
    """Yield the characters of new cells that can't be seen."""
    for column, text in cells.items():
        # The blank: a file may begin with the sign that a cell may not begin with.
        for problem in unseen_characters(row.table.description.path, f" {text}"):
            yield replace(problem, line=row.line, field=column)


def _told(
    found: Iterable[Problem], would_be: Evidence, workbook: Workbook, changes: Iterable[Change]
) -> Iterator[Problem]:
    """Yield errors, and of rows that change warnings too, with their cells in the workbook.

    They are sorted as the sheets are, by file, row and column.
    """
    changed = {(change.table, change.id) for change in changes}
    places = {
        (table.description.path, column): place
        for table in would_be.values()
        for place, column in enumerate(table.description.fields)
    }
    for problem in sorted(
        set(found), key=lambda each: (each.path, each.line, places.get((each.path, each.field), -1))
    ):
        row = _row_at(would_be, problem)
        if problem.severity == "error" or (problem.severity == "warning" and row in changed):
            yield _located(problem, workbook, row)


def _row_at(evidence: Evidence, problem: Problem) -> tuple[str, str]:
    """Return the table and the id of the row that a problem is about, or empty texts."""
    for name, table in evidence.items():
        if table.description.path == problem.path:
            lines = [row for row in table.rows if row.line <= problem.line]
            return (name, lines[-1].id) if lines else ("", "")
    return "", ""


def _located(problem: Problem, workbook: Workbook, row: tuple[str, str]) -> Problem:
    """Return a problem with the cell of the workbook that it is about."""
    table, id = row
    if table not in workbook.sheets:
        return problem
    sheet = workbook.sheets[table]
    numbers = [each.number for each in sheet.rows if str(each.cells["id"].value) == id]
    if not numbers:
        return problem
    column = problem.field if problem.field in sheet.places else "id"
    place = f"{workbook.path}, {sheet.address(column, numbers[0])}"
    return replace(problem, field=f"{problem.field} ({place})" if problem.field else place)


# -- writing --------------------------------------------------------------------------------------


def write_import(root: Path, texts: Mapping[str, tuple[str, str]]) -> None:
    """Write the files that change: all of them, or none.

    Args:
        root: the review's folder.
        texts: by path, the text that the change was made from, and the new one.

    Raises:
        ProblemsFound: a file was changed since it was read.
        OSError: there is no room, or no right to write; the files are as they were.
    """
    _check_unchanged(root, texts)
    write_together({root / path: new.encode() for path, (_, new) in texts.items()})


def _check_unchanged(root: Path, texts: Mapping[str, tuple[str, str]]) -> None:
    changed = [path for path, (old, _) in texts.items() if read_text(root, path) != old]
    if changed:
        message = "was changed while the workbook was read; nothing was written"
        raise ProblemsFound(
            [Problem(path, 0, "", "workbook", message, "import again") for path in changed]
        )
