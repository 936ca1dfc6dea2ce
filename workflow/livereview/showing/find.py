"""What a name on the command line means: a row, a work, a block, a printed table or a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from livereview.commands.options import CommandFailed
from livereview.config import LIBRARY, MANUSCRIPT
from livereview.datapackage import in_language
from livereview.figures import SCRIPTS
from livereview.plan import TABLES
from livereview.problems import errors
from livereview.usage import Desk

_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_PMID = re.compile(r"(?:pmid:?\s*)?(\d+)", re.IGNORECASE)
_LINE = re.compile(r"(.+?):(\d+)")

_PRINTED = {"tbl": "table", "fig": "figure"}
_SHOWN = 5


@dataclass(frozen=True)
class Target:
    """What is asked for: of a block its file and line, of all else its kind and name."""

    kind: str
    name: str
    line: int = 0

    @property
    def unmistakable(self) -> str:
        """The name that means this target and no other."""
        prefixes = {kind: prefix for prefix, kind in _PRINTED.items()}
        prefix = prefixes.get(self.kind)
        return f"{prefix}:{self.name}" if prefix else self.name


def find(desk: Desk, name: str) -> Target:
    """Return what a name means in a review.

    Args:
        desk: the review.
        name: a row (``table:id``, or its id alone), a work (its key, DOI or PMID), a block, a
            printed table or a figure (its name, with ``tbl:`` or ``fig:`` where something else has
            it too). It may stand in brackets and behind an @, as in the text. ``file:line`` means
            what stands there, whichever of these that is.

    Raises:
        CommandFailed: it means nothing, or several things.
    """
    name = name.strip().strip("[]").removeprefix("@")
    found = list(dict.fromkeys(_meanings(desk, name)))
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(each.unmistakable for each in found)
        raise CommandFailed(f'"{name}" means {len(found)} things', f"name one of them: {names}")
    hint = _hint(desk, name)
    if errors(desk.library.problems):
        hint += f"\n    errors of {LIBRARY} may hide works: ./livereview check names them"
    raise CommandFailed(f'nothing is called "{name}"', hint)


def _meanings(desk: Desk, name: str) -> Iterator[Target]:
    prefix, colon, rest = name.partition(":")
    if colon and prefix in desk.evidence:
        if rest in desk.evidence[prefix].by_id:
            yield Target("row", name)
    elif colon and prefix in _PRINTED:
        if rest in _printed(desk, _PRINTED[prefix]):
            yield Target(_PRINTED[prefix], rest)
    elif place := _LINE.fullmatch(name):
        yield from _at(desk, place[1], int(place[2]))
    else:
        yield from _bare(desk, name)
    yield from _works(desk, name)


def _bare(desk: Desk, name: str) -> Iterator[Target]:
    """Yield what has this name, without a word that says of which kind it is."""
    for table in desk.evidence.values():
        if name in table.by_id:
            yield Target("row", f"{table.name}:{name}")
    for kind in _PRINTED.values():
        if name in _printed(desk, kind):
            yield Target(kind, name)


def _works(desk: Desk, name: str) -> Iterator[Target]:
    entries = desk.library.entries
    if name in entries:
        yield Target("work", name)
    for column, form in (("doi", _DOI), ("pmid", _PMID)):
        if written := form.fullmatch(name):
            for entry in entries.values():
                if entry.fields.get(column, "").lower() == written[1].lower():
                    yield Target("work", entry.key)


def _printed(desk: Desk, kind: str) -> list[str]:
    """Return the names of the printed tables, or of the figures."""
    if kind == "figure":
        return desk.edition.figures
    return desk.edition.designs.names if desk.edition.designs else []


def _at(desk: Desk, path: str, line: int) -> Iterator[Target]:
    """Yield what stands on a line of a file, which may be named from where one stands."""
    root = desk.root.resolve()
    files = (root / path, Path(path).resolve())
    found = (each for each in files if each.is_file() and each.is_relative_to(root))
    if not (file := next(found, None)):
        return
    name = file.relative_to(root).as_posix()
    parts = _parts(desk, name)
    if name.startswith(f"{MANUSCRIPT}/") and not (parts and _is_text_apart(desk, name, line)):
        yield Target("block", name, line)
    elif above := [part for part in parts if part <= line]:
        yield parts[max(above)]


def _parts(desk: Desk, path: str) -> dict[int, Target]:
    """Return what a file holds apart from text, by the line on which it begins."""
    if path == LIBRARY:
        return {work.line: Target("work", key) for key, work in desk.library.entries.items()}
    if path == TABLES and (designs := desk.edition.designs):
        return {designs.source.line([name]): Target("table", name) for name in designs.names}
    if path.startswith(f"{SCRIPTS}/") and (name := Path(path).stem) in desk.edition.figures:
        return {1: Target("figure", name)}
    tables = (each for each in desk.evidence.values() if each.description.path == path)
    return {row.line: Target("row", row.name) for table in tables for row in table.rows}


def _is_text_apart(desk: Desk, path: str, line: int) -> bool:
    """Return whether no text of a file stands on a line: in a table's design, or a script."""
    return not any(span.holds(path, line) for span in desk.usage.spans())


def _hint(desk: Desk, name: str) -> str:
    """Return what may have been meant instead."""
    if name in desk.evidence:
        row = next((row.name for row in desk.evidence[name].rows), f"{name}:id")
        return f"that is a table of evidence: name one of its rows, as in {row}"
    if (desk.root / name).is_file() or Path(name).is_file():
        return f"name a line of the file, as in {name}:{2 if name.endswith('.csv') else 1}"
    if (place := _LINE.fullmatch(name)) and (files := _files_called(desk, place[1])):
        return f"did you mean {', '.join(f'{file}:{place[2]}' for file in files)}?"
    if columns := list(_columns_with(desk, name)):
        return f"that is a value of {', '.join(columns)}: name a row that has it"
    found = _alike(name.casefold(), _names(desk))
    if found:
        return f"did you mean {', '.join(found)}?"
    return "name a row (table:id), a work (its key, DOI or PMID) or a block (file:line)"


def _columns_with(desk: Desk, value: str) -> Iterator[str]:
    """Yield the columns that can hold a value of a vocabulary, with what it means there."""
    language = desk.edition.language
    for table in desk.evidence.values():
        for field in table.description.fields.values():
            for category in field.categories:
                if category.value == value:
                    label = in_language(category.label, language)
                    means = f" ({label})" if label != value else ""
                    yield f"{table.name}.{field.name}{means}"


def _files_called(desk: Desk, name: str) -> list[str]:
    """Return the files of the text that have a name, in whatever folder."""
    files = {span.path for span in desk.usage.spans()}
    return sorted(file for file in files if f"/{file}".endswith(f"/{name}"))


def _names(desk: Desk) -> list[str]:
    """Return all names by which something can be asked for."""
    rows = [row.name for table in desk.evidence.values() for row in table.rows]
    kinds = _PRINTED.values()
    printed = [Target(kind, name) for kind in kinds for name in _printed(desk, kind)]
    return [*rows, *desk.library.entries, *(each.unmistakable for each in printed)]


def _alike(sought: str, names: list[str]) -> list[str]:
    """Return the names, as a whole or without what stands before a colon, that look like one.

    Those that have it in them come first, the shortest before all: then what is alike.
    """
    known = {each.partition(":")[2].casefold(): each for each in names if ":" in each}
    known |= {each.casefold(): each for each in names}
    within = [each for word, each in known.items() if len(sought) > 2 and sought in word]
    near = [known[word] for word in get_close_matches(sought, known, n=_SHOWN)]
    return list(dict.fromkeys([*sorted(within, key=len), *near]))[:_SHOWN]
