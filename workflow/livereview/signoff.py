"""Sign-offs: which block was read against which evidence, and what has changed since.

``manuscript/signoff.csv`` keeps a fingerprint of a block's text, and one of each row that it rests
on. A block whose text is found again is the same block, wherever it stands now.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from livereview.blocks import Block, digest
from livereview.recorder import Read

#: Gives the written value of a cell that was read.
ValueOf = Callable[[Read], str]

# How many of a block's first characters are kept to find it, and how many make it the same block
# in other words.
_WORDS, _BEGINNING = 60, 30

_STATEMENT = re.compile(r"\{%.*?%\}\s*")
_IDENTIFIER = re.compile(r"\{#([^\s}]+)")


@dataclass(frozen=True)
class SignOff:
    """What is kept of a block that someone has read: a line of ``manuscript/signoff.csv``.

    Attributes:
        file: the file that it stood in.
        heading: the heading that it stood under.
        ordinal: its place, from 1, among blocks of the same text under the same heading.
        words: how it began.
        text: the fingerprint of its text.
        evidence: the fingerprint of each row (``table:id``) that it rested on, and of each fact
            that a figure reports (``figure:name.fact``); an empty one where a row was selected and
            nothing of it read.
        date: the day on which it was read, ``YYYY-MM-DD``.
        by: who has read it.
        line: the line of ``manuscript/signoff.csv`` that it was read from; 0 for a new one.
    """

    file: str
    heading: str
    ordinal: int
    words: str
    text: str
    evidence: Mapping[str, str]
    date: str
    by: str
    line: int = field(default=0, compare=False)

    @property
    def place(self) -> tuple[str, str, int]:
        """Where it stood, which tells it from others of the same text."""
        return self.file, self.heading, self.ordinal


class State(StrEnum):
    """How a block stands to what was signed off; a sign-off may also have lost its block."""

    SIGNED = "signed"
    STALE = "stale"
    REWORDED = "reworded"
    UNSIGNED = "unsigned"
    GONE = "gone"


@dataclass(frozen=True)
class Standing:
    """A block of the source, and the sign-off that it has.

    Attributes:
        block: the block.
        ordinal: its place, from 1, among blocks of the same text under the same heading.
        evidence: the fingerprint of each row that it rests on.
        signoff: what was signed off; None for what was never.
    """

    block: Block
    ordinal: int
    evidence: Mapping[str, str]
    signoff: SignOff | None = None

    @property
    def place(self) -> tuple[str, str, int]:
        """Where it stands, as a sign-off keeps it."""
        return self.block.path, self.block.heading, self.ordinal

    @property
    def state(self) -> State:
        """Whether it must be read again, and why: changed evidence comes before changed words."""
        if self.signoff is None:
            return State.UNSIGNED
        if self.evidence != self.signoff.evidence:
            return State.STALE
        return State.SIGNED if self.signoff.text == self.block.fingerprint else State.REWORDED

    @property
    def changed(self) -> list[str]:
        """The rows that it rests on otherwise than when it was signed off, sorted."""
        before = self.signoff.evidence if self.signoff else {}
        rows = before.keys() | self.evidence.keys()
        return sorted(row for row in rows if before.get(row) != self.evidence.get(row))


def standings(
    blocks: Sequence[Block], signoffs: Iterable[SignOff], value_of: ValueOf
) -> tuple[list[Standing], list[SignOff]]:
    """Return how each block stands, in their order, and the sign-offs whose block is gone.

    Args:
        blocks: the blocks of the source.
        signoffs: what was signed off.
        value_of: gives the written value of a cell.
    """
    found = [
        Standing(block, ordinal, fingerprints(block.reads, value_of))
        for block, ordinal in zip(blocks, _ordinals(blocks), strict=True)
    ]
    left = list(signoffs)
    for belongs in (_as_it_stands, _in_its_place, _moved, _alike, _same_words, _same_rows):
        found = [_matched(standing, left, belongs) for standing in found]
    doubled = {_which(each.signoff) for each in found if each.signoff}
    return found, [signoff for signoff in left if _which(signoff) not in doubled]


def sign(standing: Standing, date: str, by: str) -> SignOff:
    """Return the sign-off of a block as it stands."""
    block = standing.block
    words = first_words(block.text)
    return SignOff(*standing.place, words, block.fingerprint, standing.evidence, date, by)


def first_words(text: str) -> str:
    """Return how a text begins, on one line; its statements are no words."""
    text = without_statements(text)
    return text if len(text) <= _WORDS else f"{text[:_WORDS].rstrip()}…"


def without_statements(text: str) -> str:
    """Return a text without what sets names or chooses, and prints nothing itself."""
    return _STATEMENT.sub("", text)


def basis_of(read: Read) -> str:
    """Return what a cell is signed off as a part of: its row; a figure's fact stands alone."""
    return read.row if read.of_evidence else f"{read.row}.{read.column}"


def fingerprints(reads: Iterable[Read], value_of: ValueOf) -> dict[str, str]:
    """Return the fingerprint of what was read of each row, by row; "" where it was only chosen."""
    of_rows: dict[tuple[str, str, str], list[Read]] = {}
    for read in reads:  # tens of thousands: a basis gets its name when all is told apart
        fact = "" if read.of_evidence else read.column
        of_rows.setdefault((read.table, read.id, fact), []).append(read)
    named = {basis_of(found[0]): found for found in of_rows.values()}
    return {
        basis: fingerprint({read.column: value_of(read) for read in named[basis] if read.column})
        for basis in sorted(named)
    }


def fingerprint(cells: Mapping[str, str]) -> str:
    """Return what tells these cells (values by column) from others; "" for none.

    An empty cell is as good as none, so that a new column that says nothing yet changes nothing.
    """
    filled = sorted((column, value) for column, value in cells.items() if value)
    return digest(json.dumps(filled, ensure_ascii=False)) if filled else ""


def _ordinals(blocks: Iterable[Block]) -> Iterator[int]:
    """Yield each block's place among those of the same text under the same heading."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for block in blocks:
        kind = block.path, block.heading, block.text
        seen[kind] += 1
        yield seen[kind]


def _matched(
    standing: Standing, left: list[SignOff], belongs: Callable[[Standing, SignOff], bool]
) -> Standing:
    """Return a block with the sign-off that belongs to it, which is taken out of those left."""
    if standing.signoff is None:
        for signoff in left:
            if belongs(standing, signoff):
                left.remove(signoff)
                return replace(standing, signoff=signoff)
    return standing


def _which(signoff: SignOff) -> tuple[str, str, int, str]:
    """Return what two sign-offs of the same block have in common."""
    return *signoff.place, signoff.text


def _as_it_stands(standing: Standing, signoff: SignOff) -> bool:
    return _in_its_place(standing, signoff) and signoff.evidence == standing.evidence


def _in_its_place(standing: Standing, signoff: SignOff) -> bool:
    return signoff.place == standing.place and _moved(standing, signoff)


def _moved(standing: Standing, signoff: SignOff) -> bool:
    return signoff.text == standing.block.fingerprint


def _alike(standing: Standing, signoff: SignOff) -> bool:
    return _same_words(standing, signoff) and _same_rows(standing, signoff)


def _same_words(standing: Standing, signoff: SignOff) -> bool:
    """Return whether a block begins as it did, or is the heading with the same identifier."""
    if signoff.file != standing.block.path:
        return False
    before, now = signoff.words, first_words(standing.block.text)
    same_identifier = _identifier(before) == _identifier(now) != ""
    return same_identifier or before[:_BEGINNING] == now[:_BEGINNING]


def _identifier(words: str) -> str:
    found = _IDENTIFIER.search(words)
    return found[1] if found else ""


def _same_rows(standing: Standing, signoff: SignOff) -> bool:
    """Return whether a block of the same section rests on the same rows."""
    place = signoff.file, signoff.heading
    same_section = place == (standing.block.path, standing.block.heading)
    same_rows = signoff.evidence.keys() == standing.evidence.keys()
    return same_section and bool(standing.evidence) and same_rows
