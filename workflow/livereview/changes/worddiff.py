"""Which words of a text went and which came."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from livereview.sources import WIDE

# A number is one word; where a script has no blanks between words, each character is.
_WORD = re.compile(rf"\d+(?:[.,]\d+)*|(?:(?!{WIDE.pattern})[^\W\d])+|\s+|.", re.DOTALL)
# Texts that share less than this are told apart as wholes.
_ALIKE = 0.4
# So many characters of what stayed are shown beside a change; the gap stands for the rest.
_CONTEXT = 60
_GAP = " … "


class Piece(NamedTuple):
    """A run of words: ``same`` in both texts, of the ``old`` one alone, or of the ``new`` one."""

    kind: str
    text: str


def word_differences(old: str, new: str) -> list[Piece]:
    """Return the runs of words that make up both texts, in order.

    The pieces that are not ``new`` make up the old text, those that are not ``old`` the new one.
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < _ALIKE:
        whole = (Piece("old", old), Piece("new", new))
        return [piece for piece in whole if piece.text]
    pieces: list[Piece] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(before[i1:i2])))
        else:
            pieces += [Piece("old", "".join(before[i1:i2])), Piece("new", "".join(after[j1:j2]))]
    return _joined([piece for piece in pieces if piece.text])


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with a blank between two changes counted to both of them."""
    joined: list[Piece] = []
    for at, piece in enumerate(pieces):
        between = 0 < at < len(pieces) - 1 and piece.kind == "same" and not piece.text.strip()
        if between:
            joined += [Piece("old", piece.text), Piece("new", piece.text)]
        else:
            joined.append(piece)
    return _merged(joined)


def _merged(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with each run of changes as one that went and one that came."""
    merged: list[Piece] = []
    old = new = ""
    for piece in [*pieces, Piece("same", "")]:
        if piece.kind == "old":
            old += piece.text
        elif piece.kind == "new":
            new += piece.text
        else:
            merged += [Piece("old", old), Piece("new", new), piece]
            old = new = ""
    return [piece for piece in merged if piece.text]


def clipped(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with little of what is the same: the words next to a change."""
    last = len(pieces) - 1
    return [
        Piece("same", _clip(piece.text, after=at > 0, before=at < last))
        if piece.kind == "same"
        else piece
        for at, piece in enumerate(pieces)
    ]


def _clip(text: str, *, after: bool, before: bool) -> str:
    """Return the beginning of a text that stands after a change, and the end of one before."""
    if len(text) <= 2 * _CONTEXT + len(_GAP):
        return text
    head = text[:_CONTEXT].rpartition(" ")[0] if after else ""
    tail = text[-_CONTEXT:].partition(" ")[2] if before else ""
    return f"{head}{_GAP if after else _GAP.lstrip()}{tail}"
