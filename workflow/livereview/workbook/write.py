"""Write the evidence as a workbook: a sheet a table, one that explains, and two hidden ones.

Two workbooks of the same evidence in the same version are the same, byte by byte.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from livereview.check_tables import check_identifiers
from livereview.datapackage import PACKAGE
from livereview.evidence import Evidence, load_evidence
from livereview.problems import Problem, ProblemsFound
from livereview.version import Version
from livereview.wholefile import write_whole
from livereview.workbook.about import write_about
from livereview.workbook.layout import BASE, MARK, ROW, TABLE, sheet_names
from livereview.workbook.lists import WordLists
from livereview.workbook.sheets import Formats, unwritable, write_table, write_text
from livereview.yamlfile import YamlFile

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def write_workbook(root: Path, version: Version, output: Path) -> None:
    """Write the evidence of the review in ``root`` as a workbook.

    The file comes into being whole: it is written beside ``output``, and renamed.

    Args:
        root: the review's folder.
        version: state of the review; the workbook tells it, and carries its date.
        output: the file to write, a name in ``.xlsx``.

    Raises:
        ProblemsFound: a table can't be read, or a row can't be told from the others by its id.
    """
    evidence = load_evidence(root)
    if problems := list(_unfit(evidence)):
        raise ProblemsFound(problems)
    package = YamlFile(root, PACKAGE).data
    content = _workbook(evidence, package.get("title", package["name"]), version)
    write_whole(output, content)


def _unfit(evidence: Evidence) -> Iterator[Problem]:
    """Yield the rows that could not be brought back, and the cells that no workbook can hold."""
    for table in evidence.values():
        yield from check_identifiers(table)
        path = table.description.path
        for row in table.rows:
            if not row.id:
                hint = "without an id its changes can't be brought back"
                yield Problem(path, row.line, "id", "required", "the row has no id", hint)
            for column, text in row.cells.items():
                if message := unwritable(text):
                    hint = "write it in another way, or shorter"
                    yield Problem(path, row.line, column, "workbook-cell", message, hint)


def _workbook(evidence: Evidence, title: str, version: Version) -> bytes:
    from xlsxwriter import Workbook

    stream = BytesIO()
    names = sheet_names(evidence)
    with Workbook(stream, _OPTIONS) as book:
        stamp = datetime.fromtimestamp(version.timestamp, UTC).replace(tzinfo=None)
        book.set_properties({"title": title, "created": stamp})
        formats = Formats(book)
        write_about(book, formats, title, version, evidence)
        sheets = {table: book.add_worksheet(name) for table, name in names.items()}
        lists = WordLists(book)
        for name, table in evidence.items():
            write_table(sheets[name], table, formats, lists)
        _write_base(book, evidence, version)
    return stream.getvalue()


def _write_base(book: Any, evidence: Evidence, version: Version) -> None:
    """Keep what stands in each table now, to tell later what was changed in the workbook."""
    sheet = book.add_worksheet(BASE)
    sheet.very_hidden()
    sheet.protect()
    for number, cells in enumerate(_base_rows(evidence, version)):
        for place, text in enumerate(cells):
            write_text(sheet, number, place, text)


def _base_rows(evidence: Evidence, version: Version) -> Iterator[list[str]]:
    yield [*MARK, version.name]
    for table in evidence.values():
        yield [TABLE, table.name, *table.description.fields]
        for row in table.rows:
            cells = (row.cells.get(column, "") for column in table.description.fields)
            yield [ROW, table.name, *cells]
