"""Views as text for a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from rich.console import Console

from livereview.evidence import ACCEPTED
from livereview.showing.views import (
    BlockView,
    Cell,
    Place,
    Printed,
    PrintedView,
    Reference,
    RestsOn,
    RowView,
    Used,
    View,
    Work,
    WorkView,
)
from livereview.signoff import without_statements
from livereview.terminal import ENDLESS, say, say_pairs, shortened

# How much of a block's text a list shows where the output has no width.
_WORDS = 72

# How many columns a list names.
_COLUMNS = 6

# What follows the words of a heading, such as its name.
_ATTRIBUTES = re.compile(r"\s*\{[#.][^{}]*\}$")

_STATES = {
    "signed": "signed off",
    "stale": "to be read again: its evidence changed since it was signed off",
    "reworded": "to be signed off again: its text changed",
    "unsigned": "never signed off",
}


def print_view(out: Console, view: View) -> None:
    """Print what is told of something."""
    _PRINTERS[type(view)](out, view)


def _print_row(out: Console, view: RowView) -> None:
    _title(out, view.row, view.label)
    say(out, f"{view.table}, {view.path}:{view.line}", "dim")
    status = next((each.written for each in view.origin if each.column == "status"), ACCEPTED)
    if status != ACCEPTED:
        say(out, f"It is {status}: nothing can print it.", "error")
    out.print()
    if view.effect:
        say(out, view.effect, "title", indent=2)
    print_cells(out, view.cells)
    if view.origin or view.works:
        _heading(out, "Where it comes from")
    print_cells(out, view.origin)
    for each in view.works:
        say(out, each.key, "name", indent=2)
        say(out, _work_in_words(each), indent=4)
        if each.notice:
            say(out, f"{each.key} {each.notice}", "error", indent=4)
    _heading(out, "Where it is used")
    print_used(out, view.used, "no text, table, figure or other row uses it")


def _print_work(out: Console, view: WorkView) -> None:
    work = view.work
    _title(out, work.key, work.title)
    say(out, f"{view.path}:{work.line}", "dim")
    if work.notice:
        say(out, f"{work.key} {work.notice}", "error")
    out.print()
    told = {
        "Authors": work.authors,
        "Published in": work.published_in,
        "Year": work.year,
        "DOI": _link(work) if work.doi else "",
        "PMID": work.pmid,
        "Page": work.url,
        "Remark": view.annotation,
    }
    say_pairs(out, [(name, text) for name, text in told.items() if text])
    _heading(out, "Rows that rest on it")
    _print_rows(out, view.rows, "none")
    _heading(out, "Where the text cites it by its key")
    _print_places(out, view.cited) if view.cited else say(out, "nowhere", indent=2)
    _heading(out, "Where its rows are used")
    print_used(out, view.used, "nowhere", of_row=False)


def _print_block(out: Console, view: BlockView) -> None:
    _title(out, f"{view.path}:{view.line}", _ATTRIBUTES.sub("", view.heading))
    out.print()
    say(out, view.printed, indent=2)
    out.print()
    say(out, _signed(view), "heading")
    for row in view.changed:
        say(out, f"changed since: {row}", indent=2)
    _heading(out, "What it rests on")
    for each in view.rests_on:
        _print_support(out, each)
    if not view.rests_on:
        say(out, "on no row", indent=2)
    _print_hiding(out, view.hidden_by)


def _print_support(out: Console, support: RestsOn) -> None:
    say(out, f"{support.row} – {support.label}", "title", indent=2)
    say(out, f"{support.path}:{support.line}", "dim", indent=2)
    print_cells(out, support.cells, indent=4)
    if not support.cells:
        say(out, "chosen, and nothing of it read", indent=4)


def _print_printed(out: Console, view: PrintedView) -> None:
    _title(out, f"{view.kind} {view.printed.name}", f"{view.printed.path}:{view.printed.line}")
    out.print()
    say(out, view.text, indent=2)
    _heading(out, "Rows in it")
    _print_rows(out, view.rows, "none")
    _heading(out, "Where the text shows it or refers to it")
    _print_places(out, view.named) if view.named else say(out, "nowhere", indent=2)
    _print_hiding(out, view.hidden_by)


_PRINTERS: Mapping[type, Callable[[Console, Any], None]] = {
    RowView: _print_row,
    WorkView: _print_work,
    BlockView: _print_block,
    PrintedView: _print_printed,
}


def print_cells(out: Console, cells: Iterable[Cell], indent: int = 2) -> None:
    """Print cells, each with the title of its column, and with words for what stands for them."""
    say_pairs(out, ((each.title, _cell_in_words(each)) for each in cells), indent)


def _cell_in_words(cell: Cell) -> str:
    # With blanks between them, items are not broken at the end of a line.
    written = "; ".join(cell.items) if cell.items else cell.written
    return f"{cell.words} ({written})" if cell.words not in ("", written) else written


def print_used(out: Console, used: Used, nowhere: str, *, of_row: bool = True) -> None:
    """Print where something is used, or that it is so nowhere; of rows, those that point to it.

    Args:
        out: where it is printed.
        used: the uses.
        nowhere: the words where there is none.
        of_row: whether these are the uses of one row, so that each block says what it reads of it.
    """
    _print_places(out, used.blocks, of_row=of_row)
    _print_made(out, "table", used.tables)
    _print_made(out, "figure", used.figures)
    _print_rows(out, used.rows)
    if not (used.blocks or used.tables or used.figures or used.rows):
        say(out, nowhere, indent=2)
    _print_hiding(out, used.hidden_by)


def _print_hiding(out: Console, errors: Iterable[str]) -> None:
    """Print the errors for which something may be missing above."""
    for number, each in enumerate(errors):
        if number == 0:
            say(out, "Something may be missing here, because of:", "error", indent=2)
        for line in each.split("\n"):
            say(out, line, indent=4)


def _print_places(out: Console, places: Iterable[Place], *, of_row: bool = False) -> None:
    room = (_WORDS if out.width == ENDLESS else out.width) - 4
    for each in places:
        how = f"  {_how(each)}" if of_row else ""
        say(out, f"{each.path}:{each.line}{how}", "name", indent=2)
        # What can't be filled is quoted as it is written.
        words = without_statements(each.text) or each.text
        out.print(f"    {shortened(words, room)}", soft_wrap=True)


def _how(place: Place) -> str:
    """Return what a block does with a row."""
    if not place.columns:
        return "chooses it"
    if len(place.columns) > _COLUMNS:
        return f"rests on {len(place.columns)} columns"
    return f"reads {', '.join(place.columns)}"


def _print_made(out: Console, kind: str, made: Iterable[Printed]) -> None:
    for each in made:
        say(out, f"{kind} {each.name} ({each.path}:{each.line})", indent=2)


def _print_rows(out: Console, rows: Iterable[Reference], none: str = "") -> None:
    told = [f"{each.row}  {_reference_in_words(each)}" for each in rows]
    for line in told or ([none] if none else []):
        out.print(f"  {shortened(line, out.width - 2)}", soft_wrap=True)


def _reference_in_words(each: Reference) -> str:
    """Return what a list says of a row; first what is not to be cut off at the end of the line."""
    status = "" if each.status == ACCEPTED else each.status
    words = [f"in {each.column}" if each.column else "", status, each.label]
    return ", ".join(word for word in words if word)


def _work_in_words(work: Work) -> str:
    if not work.line:
        return "the library has no such work"
    parts = [work.authors, work.title, work.published_in, work.year, _link(work)]
    return ". ".join(part.rstrip(".") for part in parts if part)


def _link(work: Work) -> str:
    if work.doi:
        return f"https://doi.org/{work.doi}"
    return work.url or (f"https://pubmed.ncbi.nlm.nih.gov/{work.pmid}/" if work.pmid else "")


def _signed(view: BlockView) -> str:
    state = _STATES[view.state]
    if not view.signed_on:
        return state
    return f"{state} ({view.signed_by}, {view.signed_on})"


def _title(out: Console, name: str, words: str) -> None:
    say(out, f"{name} – {words}" if words else name, "title")


def _heading(out: Console, text: str) -> None:
    out.print()
    say(out, text, "heading")
