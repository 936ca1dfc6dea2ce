"""The cells of a workbook's file, sheet by sheet, as far as they are there and can be told."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from livereview.problems import Problem, ProblemsFound
from livereview.workbook.cells import EMPTY, Cell

# Far above what a review holds, and far below what would keep this computer busy.
_LARGEST_FILE, _LARGEST_CONTENT = 50_000_000, 300_000_000
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 1_000

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*\bref="([A-Z0-9:]+)"')

_SAVE_AGAIN = (
    'save it again without a password, in Excel as "Excel Workbook", in LibreOffice as "Excel '
    '2007–365"'
)


@dataclass(frozen=True)
class Grid:
    """A sheet.

    Attributes:
        rows: its cells, each row as long as it is filled.
        merged: the ranges of cells that were merged.
        comments: the cells that carry a comment, with its text.
    """

    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[str, ...] = ()
    comments: tuple[tuple[str, str], ...] = ()


def read_grids(path: Path) -> dict[str, Grid]:
    """Return the sheets of a workbook by name; formulas stay formulas.

    Raises:
        ProblemsFound: the file can't be read, or is no workbook.
    """
    _check_size(path)
    try:
        grids = _grids(path)
    except Exception as error:  # a broken part leads its reader to any exception
        message = f"is no workbook that can be read ({type(error).__name__})"
        raise no_workbook(path, message, _SAVE_AGAIN) from error
    if not any(grid.rows for grid in grids.values()):
        message = "has no cell that can be read: it may be saved as Strict Open XML"
        raise no_workbook(path, message, _SAVE_AGAIN)
    return grids


def no_workbook(path: Path, message: str, hint: str) -> ProblemsFound:
    """Return what is raised for a file that can't be brought back."""
    return ProblemsFound([Problem(str(path), 0, "", "workbook", message, hint)])


def _check_size(path: Path) -> None:
    """Look at a file from outside: what it would unpack to is written at its end."""
    try:
        with zipfile.ZipFile(path) as archive:
            content = sum(part.file_size for part in archive.infolist())
        size = path.stat().st_size
    except OSError as error:
        message = f"can't be read: {error.strerror}"
        raise no_workbook(path, message, "name a workbook that was exported") from None
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise no_workbook(path, "is no workbook in the form .xlsx", _SAVE_AGAIN) from None
    if size > _LARGEST_FILE or content > _LARGEST_CONTENT:
        hint = "export anew, and copy what you changed into the new workbook"
        raise no_workbook(path, "is far larger than the evidence can be", hint)


def _grids(path: Path) -> dict[str, Grid]:
    """Return the cells of each sheet by row; links and macros stay unread."""
    from openpyxl.cell.text import Text
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
    from openpyxl.xml.functions import iterparse

    class Reader(ExcelReader):  # type: ignore[misc]
        """Reads texts to the letter; openpyxl's own way loses some (`x005F_`)."""

        def read_strings(self) -> None:
            part = self.package.find(SHARED_STRINGS)
            if part is None:
                return
            with self.archive.open(part.PartName[1:]) as source:
                for _, node in iterparse(source):
                    if node.tag == f"{{{SHEET_MAIN_NS}}}si":
                        self.shared_strings.append(_unescaped(Text.from_tree(node).content))
                        node.clear()

    with warnings.catch_warnings(), path.open("rb") as file:
        warnings.simplefilter("ignore")  # about drop-downs and the like, which are not taken over
        reader = Reader(file, read_only=True, keep_links=False)
        reader.read()
        return {each.title: _grid(each) for each in reader.wb.worksheets}


def _grid(sheet: Any) -> Grid:
    return Grid(tuple(_rows(sheet)), _merged(sheet), tuple(_comments(sheet)))


def _unescaped(text: str) -> str:
    """Return a text of the file with the characters for which codes stand in it."""
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)


def _merged(sheet: Any) -> tuple[str, ...]:
    """Return the ranges of a sheet that were merged, which openpyxl tells only of a whole tree."""
    with sheet._get_source() as source:  # noqa: SLF001
        return tuple(found.decode() for found in _MERGED.findall(source.read()))


def _comments(sheet: Any) -> Iterator[tuple[str, str]]:
    """Yield the comments on the cells of a sheet, which openpyxl does not read here either."""
    from openpyxl.comments.comment_sheet import CommentSheet
    from openpyxl.packaging.relationship import get_dependents, get_rels_path
    from openpyxl.xml.constants import COMMENTS_NS
    from openpyxl.xml.functions import fromstring

    archive = sheet.parent._archive  # noqa: SLF001
    path = get_rels_path(sheet._worksheet_path)  # noqa: SLF001
    parts = get_dependents(archive, path).find(COMMENTS_NS) if path in archive.namelist() else ()
    for part in parts:
        comments = CommentSheet.from_tree(fromstring(archive.read(part.target)))
        yield from ((cell, comment.content) for cell, comment in comments.comments)


def _rows(sheet: Any) -> Iterator[tuple[Cell, ...]]:
    sheet.reset_dimensions()  # which some programs write wrongly
    for row in islice(sheet.iter_rows(), _MOST_ROWS):
        cells = [_cell(each) for each in row[:_MOST_COLUMNS]]
        while cells and cells[-1].value is None:
            cells.pop()
        yield tuple(cells)


def _cell(cell: Any) -> Cell:
    if cell.value in (None, ""):
        return EMPTY
    if cell.data_type == "s":
        return Cell(cell.value)
    return Cell(cell.value, cell.data_type, cell.number_format)
