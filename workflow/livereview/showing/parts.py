"""The parts that several views are made of: cells, references to rows, works, and uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from livereview.blocks import Block
from livereview.check_retractions import words_of
from livereview.datapackage import Field, in_language
from livereview.evidence import Row
from livereview.figures import SCRIPTS
from livereview.library import Entry
from livereview.plan import TABLES
from livereview.records import cell_in_words
from livereview.retractions import standing
from livereview.showing.views import Cell, Place, Printed, Reference, Used, Work
from livereview.usage import Desk

# Where a work stands, or who published it; the first of these that it has.
_CONTAINERS = ("journal", "journaltitle", "booktitle", "publisher", "institution", "organization")


def cell(desk: Desk, row: Row, field: Field) -> Cell:
    """Return a cell of a row, with the words of what it stands for."""
    written = row.cells.get(field.name, "")
    named = field.categories or (field.references and desk.evidence.is_key(row, field))
    words = cell_in_words(row, field, desk.edition) if named else ""
    title = in_language(field.title, desk.edition.language)
    items = tuple(row.items(field.name)) if field.is_list else ()
    return Cell(field.name, title, written, words if words != written else "", items)


def reference(desk: Desk, row: Row, column: str = "") -> Reference:
    """Return a row as a list names it."""
    label = row.label(desk.edition.language)
    status = row.cells.get("status", "")
    return Reference(row.name, label, row.table.description.path, row.line, status, column)


def pointing_to(desk: Desk, name: str) -> Iterator[Reference]:
    """Yield the rows that point to a row (``table:id``), each with the column in which it does."""
    for table in desk.evidence.values():
        for field in table.description.fields.values():
            if field.references:
                for row in table.rows:
                    value = row.value(field)
                    items = value if isinstance(value, tuple) else (value,)
                    if any(isinstance(item, Row) and item.name == name for item in items):
                        yield reference(desk, row, field.name)


def used(desk: Desk, names: Iterable[str], rows: Iterable[Reference] = ()) -> Used:
    """Return where any of these rows (``table:id``) is used."""
    usage, names = desk.usage, list(names)
    places = {
        (block.path, block.line): place(desk, block, columns if len(names) == 1 else ())
        for name in names
        for block, columns in usage.blocks_with(name)
    }
    tables = {table for name in names for table in usage.tables_with(name)}
    figures = {figure for name in names for figure in usage.figures_with(name)}
    return Used(
        blocks=tuple(places[key] for key in sorted(places)),
        tables=tuple(printed(desk, "table", name) for name in usage.tables if name in tables),
        figures=tuple(printed(desk, "figure", name) for name in sorted(figures)),
        rows=tuple(rows),
        hidden_by=usage.faults,
    )


def place(desk: Desk, block: Block, columns: Iterable[str] = ()) -> Place:
    """Return a block as a list names it."""
    words = desk.usage.words_of(block.path, block.line) or block.text
    return Place(block.path, block.line, words, tuple(columns))


def printed(desk: Desk, kind: str, name: str) -> Printed:
    """Return a printed table or a figure with the place where it is described."""
    if kind == "figure":
        return Printed(name, f"{SCRIPTS}/{name}.py", 1)
    designs = desk.edition.designs
    return Printed(name, TABLES, designs.source.line([name]) if designs else 0)


def work(desk: Desk, key: str) -> Work:
    """Return what is known of a work, its TeX as plain text."""
    entry = desk.library.entries.get(key)
    if entry is None:
        return Work(key)
    fields, notice = entry.fields, standing(desk.notices.get(key, ()))
    return Work(
        key=key,
        line=entry.line,
        title=plain(fields.get("title", "")),
        authors=_people(entry),
        year=(fields.get("year") or fields.get("date", ""))[:4],
        published_in=plain(next(filter(None, map(fields.get, _CONTAINERS)), "") or ""),
        doi=fields.get("doi", ""),
        pmid=fields.get("pmid", ""),
        url=fields.get("url", ""),
        notice=words_of(notice) if notice else "",
    )


def _people(entry: Entry) -> str:
    """Return who wrote a work, or who edited it: two by name, or the first of more."""
    written = entry.fields.get("author") or entry.fields.get("editor", "")
    names = [plain(name).partition(",")[0].strip() for name in written.split(" and ")]
    if len(names) > 2 or names[-1] == "others":
        return f"{names[0]} et al."
    return " and ".join(names)


def plain(tex: str) -> str:
    """Return what BibTeX's text says, without braces and commands."""
    from pylatexenc.latex2text import LatexNodes2Text

    if not set(tex) & set("\\{}$~"):
        return tex
    text: str = LatexNodes2Text(math_mode="verbatim").latex_to_text(tex)
    return text.strip()
