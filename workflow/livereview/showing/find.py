"""What a name on the command line means: a row, a work, a block, a printed table or a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from livereview.commands.options import CommandFailed
from livereview.config import MANUSCRIPT
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
        name: a row (``table:id``, or its id alone), a work (its key, DOI or PMID), a block
            (``file:line``), a printed table or a figure (its name, with ``tbl:`` or ``fig:`` where
            something else has it too). It may stand in brackets and behind an @, as in the text.

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
    raise CommandFailed(f'nothing is called "{name}"', _hint(desk, name))


def _meanings(desk: Desk, name: str) -> Iterator[Target]:
    prefix, colon, rest = name.partition(":")
    if colon and prefix in desk.evidence:
        if rest in desk.evidence[prefix].by_id:
            yield Target("row", name)
    elif colon and prefix in _PRINTED:
        if rest in _printed(desk, _PRINTED[prefix]):
            yield Target(_PRINTED[prefix], rest)
    elif place := _LINE.fullmatch(name):
        yield from _block(desk, place[1], int(place[2]))
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


def _block(desk: Desk, path: str, line: int) -> Iterator[Target]:
    """Yield a line of a file of the manuscript, which may be named from where one stands."""
    root = desk.root.resolve()
    for file in (root / path, Path(path).resolve()):
        if file.is_file() and file.is_relative_to(root / MANUSCRIPT):
            yield Target("block", file.relative_to(root).as_posix(), line)
            return


def _hint(desk: Desk, name: str) -> str:
    """Return what may have been meant instead."""
    if name in desk.evidence:
        return f"that is a table of evidence: name one of its rows, as in {name}:id"
    if (desk.root / name).is_file() or Path(name).is_file():
        return f"name a line of the file, as in {name}:1"
    found = _alike(name.casefold(), _names(desk))
    if found:
        return f"did you mean {', '.join(found)}?"
    return "name a row (table:id), a work (its key, DOI or PMID) or a block (file:line)"


def _names(desk: Desk) -> list[str]:
    """Return all names by which something can be asked for."""
    rows = [row.name for table in desk.evidence.values() for row in table.rows]
    kinds = _PRINTED.values()
    printed = [Target(kind, name) for kind in kinds for name in _printed(desk, kind)]
    return [*rows, *desk.library.entries, *(each.unmistakable for each in printed)]


def _alike(sought: str, names: list[str]) -> list[str]:
    """Return the names, as a whole or without what stands before a colon, that look like one."""
    known = {each.partition(":")[2].casefold(): each for each in names if ":" in each}
    known |= {each.casefold(): each for each in names}
    near = [known[word] for word in get_close_matches(sought, known, n=_SHOWN)]
    within = [each for word, each in known.items() if len(sought) > 2 and sought in word]
    return list(dict.fromkeys([*near, *within]))[:_SHOWN]
