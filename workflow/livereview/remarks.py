"""Comments and tracked changes of a Word file, and the block of the source that each is about.

A Word file made by a build has the words of the text, but not its source. A remark is led back by
the words of the paragraph around it: the block with most of them in common is the likely one.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any

from livereview.blocks import Block
from livereview.pandoc import run_pandoc
from livereview.showing.views import Work
from livereview.sources import WIDE

#: The kinds of remarks: a comment, and words that were put in or taken out.
COMMENT, INSERTION, DELETION = "comment", "insertion", "deletion"

# How alike a paragraph and a block are at least that have to do with each other: of two unrelated
# paragraphs in English a quarter of the words are the same.
_ALIKE = 0.4
# How much of authors, title and year a reference names: styles leave out some of it.
_NAMED = 0.8
_NO_NAMES = ("et", "al", "and")
# What a block holds that is not printed as it stands: expressions, citations, attributes, targets.
_UNPRINTED = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\[[^\]]*@[^\]]*\]|@[\w:-]+|\{[#.].*?\}|\]\(\S+\)")
_WORD = re.compile(rf"{WIDE.pattern}|\w+")

Node = dict[str, Any]
_BREAK: Node = {"t": "Space"}  # between the paragraphs that one comment is about


@dataclass(frozen=True)
class Remark:
    """What a co-author noted in a Word file.

    Attributes:
        kind: a comment, or an insertion or deletion that Word kept track of.
        author: who made it, as Word knows them.
        date: the day, as YYYY-MM-DD; empty where the file has none.
        words: the words that it is about, or that were put in or taken out.
        says: the text of a comment.
        passage: the words of the paragraph that it stands in, as they were before; of a table's
            cell, those of the caption.
    """

    kind: str
    author: str
    date: str
    words: str
    says: str
    passage: str


def read_remarks(path: Path) -> list[Remark]:
    """Return the remarks of a Word file, in the order of the text.

    Raises:
        PandocFailed: it is no Word file.
    """
    arguments = ["--from=docx", "--to=json", "--track-changes=all", "--sandbox", "--quiet"]
    document = json.loads(run_pandoc([*arguments, str(path.resolve())], ""))
    notes: list[_Note] = []
    for inlines, passage in _paragraphs(document["blocks"], None):
        _read([*inlines, _BREAK], passage or _plain(_without(inlines, INSERTION)), notes)
    return [note.remark() for note in notes]


def likely_block(remark: Remark, blocks: Iterable[Block]) -> Block | None:
    """Return the block whose words are most like those around a remark, if there is one."""
    around = Counter(_WORD.findall(remark.passage.lower()))
    best = max(blocks, key=lambda block: _likeness(around, block), default=None)
    return best if best and _likeness(around, best) >= _ALIKE else None


def likely_work(remark: Remark, works: Iterable[Work]) -> Work | None:
    """Return the work whose entry in the list of references a remark stands in, if it does."""
    around = Counter(_WORD.findall(remark.passage.lower()))
    best = max(works, key=lambda work: _share(around, work), default=None)
    return best if best and _share(around, best) >= _NAMED else None


def _share(around: Counter[str], work: Work) -> float:
    """Return how much of what a reference names stands in a text, from 0 to 1."""
    words = Counter(_WORD.findall(f"{work.authors} {work.title} {work.year}".lower()))
    words -= Counter(_NO_NAMES)
    return (around & words).total() / words.total() if words else 0.0


def _likeness(around: Counter[str], block: Block) -> float:
    """Return how much two texts have in common: 0 nothing, 1 all (Ochiai's coefficient)."""
    words = Counter(_WORD.findall(_UNPRINTED.sub(" ", block.text).lower()))
    both = sqrt(around.total() * words.total())
    return (around & words).total() / both if both else 0.0


class _Note:
    """A remark while it is read: a comment gathers words until its end, maybe over paragraphs."""

    def __init__(self, kind: str, span: Node, passage: str) -> None:
        attributes = dict(span["c"][0][2])
        self.kind, self.passage, self.open = kind, passage, kind == COMMENT
        self.id = attributes.get("id", "")
        self.author, self.date = attributes.get("author", ""), attributes.get("date", "")[:10]
        self.says = _plain(span["c"][1]) if kind == COMMENT else ""
        self.words = "" if kind == COMMENT else _plain(span["c"][1])

    def remark(self) -> Remark:
        words = " ".join(self.words.split())
        return Remark(self.kind, self.author, self.date, words, self.says, self.passage)


def _paragraphs(node: Any, caption: str | None) -> Iterator[tuple[Sequence[Node], str | None]]:
    """Yield the inlines of each paragraph, and the caption of the table that it stands in."""
    if isinstance(node, list):
        for each in node:
            yield from _paragraphs(each, caption)
    elif isinstance(node, dict) and node["t"] in ("Para", "Plain"):
        yield node["c"], caption
    elif isinstance(node, dict) and node["t"] == "Header":
        yield node["c"][2], caption
    elif isinstance(node, dict) and node["t"] == "Table":
        yield from _paragraphs(node["c"][1], None)
        yield from _paragraphs(node["c"][3:], _plain(node["c"][1]))
    elif isinstance(node, dict):
        yield from _paragraphs(node.get("c"), caption)


def _read(node: Any, passage: str, notes: list[_Note]) -> None:
    """Add the remarks of a paragraph to those found so far, and its words to those still open."""
    if isinstance(node, list):
        for each in node:
            _read(each, passage, notes)
    elif not isinstance(node, dict):
        return
    elif _is(node, "comment-start"):
        notes.append(_Note(COMMENT, node, passage))
    elif _is(node, "comment-end"):
        for note in notes:
            note.open = note.open and note.id != dict(node["c"][0][2]).get("id")
    else:
        kind = next((each for each in (INSERTION, DELETION) if _is(node, each)), "")
        if kind:
            notes.append(_Note(kind, node, passage))
        for note in notes:
            note.words += _own_text(node) if note.open else ""
        _read(node.get("c"), passage, notes)


def _is(node: Node, name: str) -> bool:
    return node["t"] == "Span" and name in node["c"][0][1]


def _own_text(node: Node) -> str:
    if node["t"] in ("Space", "SoftBreak", "LineBreak"):
        return " "
    return str(node["c"]) if node["t"] == "Str" else ""


def _without(inlines: Sequence[Node], kind: str) -> list[Node]:
    return [each for each in inlines if not _is(each, kind) and not _is(each, "comment-start")]


def _plain(node: Any) -> str:
    """Return the words below a node."""
    return " ".join("".join(_texts(node)).split())


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for each in node:
            yield from _texts(each)
    elif isinstance(node, dict):
        yield _own_text(node)
        yield from _texts(node.get("c"))
