"""What must be read again, in the form in which someone wants it: text, JSON, for a forge."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import groupby

from livereview.differences import Cell, Difference, Kind
from livereview.markdown import code, literal
from livereview.problems import Problem
from livereview.reports import as_annotations
from livereview.rereading import Unread
from livereview.signoff import State
from livereview.signoff_file import SIGNOFF

NOTHING = "nothing to read again"

# How much is told of one block: its rows, the cells of a row, the characters of a cell.
_ROWS, _CELLS, _CHARACTERS = 8, 6, 60
# Of how many characters before a difference the last words are told.
_AROUND = 30

_INDENT = "    "
_STATES = {
    State.STALE: "the evidence has changed",
    State.REWORDED: "the words have changed, and not the evidence",
    State.UNSIGNED: "was never signed off",
    State.GONE: "was signed off, and is gone",
}
_COUNTS = {
    State.STALE: ("block whose evidence has changed", "blocks whose evidence has changed"),
    State.REWORDED: ("block in other words", "blocks in other words"),
    State.UNSIGNED: ("block never signed off", "blocks never signed off"),
    State.GONE: ("sign-off whose block is gone", "sign-offs whose blocks are gone"),
}


def as_text(unread: Sequence[Unread]) -> str:
    """Return what must be read again as text, by place, ending with a count."""
    return "\n".join([*(line for each in unread for line in _lines(each)), count(unread)])


def count(unread: Iterable[Unread]) -> str:
    """Return how many there are of each kind, for example ``1 block in other words``."""
    numbers = Counter(each.state for each in unread)
    words = [
        f"{numbers[state]} {one if numbers[state] == 1 else many}"
        for state, (one, many) in _COUNTS.items()
        if numbers[state]
    ]
    return ", ".join(words) or NOTHING


def beginning(unread: Sequence[Unread], form: str) -> str:
    """Return that nothing was signed off yet, in one of the forms, and how to begin."""
    message = f"nothing was signed off yet, of {len(unread)} blocks"
    hint = "read the text, then: livereview accept --all"
    problem = Problem(SIGNOFF, 0, "", "unsigned", message, hint, "warning")
    if form == "github":
        return as_annotations([problem])
    return f"{message[0].upper()}{message[1:]}: {hint}" if form == "markdown" else str(problem)


def _lines(unread: Unread) -> Iterator[str]:
    yield f"{_place(unread)}: {_STATES[unread.state]}: “{unread.words}”"
    for line in [*_told(unread.differences), *_signed(unread)]:
        yield _INDENT + line


def _place(unread: Unread) -> str:
    return f"{unread.path}:{unread.line}" if unread.line else unread.path


def _signed(unread: Unread) -> Iterator[str]:
    if unread.state is State.STALE and unread.reworded:
        yield "its words have changed as well"
    if signed := unread.signoff:
        yield f"signed off on {signed.date} by {signed.by}"


def _told(differences: Sequence[Difference]) -> Iterator[str]:
    """Yield what has changed, a line a row; of many rows the first."""
    yield from map(in_words, differences[:_ROWS])
    if len(differences) > _ROWS:
        yield f"and {len(differences) - _ROWS} more rows (--format json has them all)"


def in_words(difference: Difference) -> str:
    """Return what has changed of a row, on one line."""
    name = difference.row
    if difference.label:
        name += f" ({_shortened(difference.label)})"
    cells = ", ".join(_cell(cell) for cell in difference.cells[:_CELLS])
    if len(difference.cells) > _CELLS:
        cells += f" and {len(difference.cells) - _CELLS} more cells"
    match difference.kind:
        case Kind.GONE:
            return f"{name}: is gone from its table"
        case Kind.REFUSED:
            return f"{name}: {cells}; it may not be printed"
        case Kind.ENTERED | Kind.LEFT:
            words = "new here" if difference.kind is Kind.ENTERED else "no longer here"
            return f"{words}: {name}" + (f": {cells}" if cells else "")
    return f"{name}: {cells or _unseen(difference)}"


def _unseen(difference: Difference) -> str:
    if difference.known:
        return "read in other columns than then"
    return "has changed; what it said is not known here"


def _cell(cell: Cell) -> str:
    if cell.old is None:
        return f"{cell.column} is now {_value(cell.new)}"
    old, new = parts_that_differ(cell.old, cell.new)
    return f"{cell.column} {_value(old)} → {_value(new)}"


def _value(text: str) -> str:
    return _shortened(text) or "(empty)"


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _CHARACTERS else f"{words[:_CHARACTERS].rstrip()}…"


def parts_that_differ(old: str, new: str) -> tuple[str, str]:
    """Return what differs of two texts, with a little of what stands around it if they are long."""
    if max(len(old), len(new)) <= _CHARACTERS:
        return old, new
    before, after = _in_common(old, new), 0
    if rest := min(len(old), len(new)) - before:
        after = min(rest, _in_common(old[::-1], new[::-1]))
    start = _word_before(old, before)
    return _part(old, start, after), _part(new, start, after)


def _in_common(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _word_before(text: str, place: int) -> int:
    """Return where the two words begin that lead to a place; of longer ones, their last letters."""
    found = re.search(r"(?<!\S)(?:\S+\s+){0,2}\S*\Z", text[max(0, place - _AROUND) : place])
    return max(0, place - _AROUND) + (found.start() if found else _AROUND // 2)


def _part(text: str, start: int, after: int) -> str:
    end = len(text) - after
    found = re.match(r"\S*", text[end:])
    end += found.end() if found else 0
    return ("…" if start else "") + text[start:end].strip() + ("…" if end < len(text) else "")


def as_json(unread: Sequence[Unread]) -> str:
    """Return what must be read again as a JSON list of objects; docs/living.md has their shape."""
    return json.dumps(list(map(_object, unread)), ensure_ascii=False, indent=1)


def _object(unread: Unread) -> dict[str, object]:
    signed = unread.signoff
    return {
        "path": unread.path,
        "line": unread.line,
        "words": unread.words,
        "state": unread.state,
        "reworded": unread.reworded,
        "signed": {"date": signed.date, "by": signed.by} if signed else None,
        "changes": [asdict(difference) for difference in unread.differences],
    }


def as_github(unread: Sequence[Unread]) -> str:
    """Return what must be read again as annotations of a pull request."""
    return as_annotations(map(as_problem, unread))


def as_problem(unread: Unread) -> Problem:
    """Return what must be read again as a warning at its place; what is gone, at its sign-off."""
    match unread.state:
        case State.GONE:
            return _problem(unread, "signoff-gone")
        case State.REWORDED:
            return _problem(unread, "reworded")
        case State.UNSIGNED:
            return _problem(unread, "unsigned")
    return _problem(unread, "stale")


def _problem(unread: Unread, code: str) -> Problem:
    message = f"{_STATES[unread.state]}: “{unread.words}”"
    path, line = unread.path, unread.line
    advice = f"read it, then: livereview accept {_place(unread)}"
    if unread.state is State.GONE and unread.signoff:
        path, line = SIGNOFF, unread.signoff.line
        advice = f"livereview accept {unread.path} takes it out"
    hint = "\n".join([*_told(unread.differences), *_signed(unread), advice])
    return Problem(path, line, "", code, message, hint, "warning")


def as_markdown(unread: Sequence[Unread]) -> str:
    """Return what must be read again as a check list by file, for a comment."""
    parts = [f"**{count(unread)[0].upper()}{count(unread)[1:]}**"]
    for path, members in groupby(unread, key=lambda each: each.path):
        parts.append(f"{code(path)}\n\n" + "\n".join(map(_item, members)))
    return "\n\n".join(parts)


def _item(unread: Unread) -> str:
    line = f"line {unread.line}, " if unread.line else ""
    head = f"- [ ] {line}“{literal(unread.words)}”: {_STATES[unread.state]}"
    told = [*_told(unread.differences), *_signed(unread)]
    return "\n".join([head, *(f"  - {literal(each)}" for each in told)])


FORMATS: Mapping[str, Callable[[Sequence[Unread]], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "markdown": as_markdown,
}
