"""Marks in the margin, beside the blocks of an edition that must be read again.

A mark is put at the beginning of a block's words in its template, and carried by pandoc like that
of a value. It must not change what the Markdown around it means: behind the sign of a heading or of
an item, not before it, and nowhere where each character has its column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import panflute as pf

from livereview.blocks import spans
from livereview.passages import Passage
from livereview.placeholders import Placement, Placements

STALE_CLASS = "stale"
#: File and line on which a block begins.
Place = tuple[str, int]

# What the reader of Markdown does not see as it stands: statements, comments and expressions.
_TEMPLATE = re.compile(r"\{%.*?%\}|<!--.*?-->|\{\{.*?\}\}", re.DOTALL)
_TABLE = re.compile(r"\{\{\s*table\(")
# What stands here for a character of theirs; no text holds these. An expression counts as a word.
_START, _REST, _WORD = "\1", "\0", "x"
_SIGNS = _START + _REST
_HEADING = re.compile(r"[ \t>]*#{1,6}[ \t]")
_UNDERLINE = re.compile(r"[ \t>]*[-=]+[ \t]*")
# The numbers of the marks lie above those of values, a range for each passage.
_FIRST, _MOST_BLOCKS = 10**9, 10**5
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_RULER = re.compile(r"[ \t>]*(?:([-*_][ \t]*){3,}|[-=]+)$")
_ADDRESS = re.compile(r"[ \t>]*\[(?!\^)[^\]]+\]:")
# A capital letter with one blank behind its point is the initial of a name, as in pandoc.
_ITEM = (
    r"(?:[-+*]|\(?(?:\d+|[ivxlcdm]+|[a-z#]|@[\w-]*)[.)]|\(?(?:[IVXLCDM]+|[A-Z])(?:\)|\.(?=[ ]{2})))"
    r"[ \t]+"
)
_STARTS_ITEM = re.compile(rf"[ \t>{_SIGNS}]*{_ITEM}")
_OPENING = re.compile(
    rf"""
    [ \t>{_SIGNS}]*
    (?:\#{{1,6}}[ \t]+ | (?:{_ITEM})+ (?:\[[ xX]\][ \t]+)? )?      # heading; items, with a box
    (?:\[\^[^\]\s]+\]:[ \t]+ | (?:Table)?[:~][ \t]+ | \|[ \t]* )?  # footnote; caption; line block
    (?:!\[)?                                                       # the caption of a figure
    [{_SIGNS}_"'“‘„«‹「『（(]*                                      # emphasis and quotation marks
    (?:-?@\S+[ \t]+)?                                              # a work that is named
    """,
    re.VERBOSE,
)


@dataclass
class Margins:
    """What an edition shows beside the blocks that must be read again.

    Attributes:
        words: gives the words of a mark in a language, by the place of its block; None as long as
            it isn't known which must be read again: then all take a mark but headings, whose
            identifiers may be made of what stands in them.
        marked: the blocks that have taken one.
        placed: the blocks that show theirs, in the order of the document.
    """

    words: Mapping[Place, Callable[[str], str]] | None = None
    marked: set[Place] = field(default_factory=set)
    placed: list[Place] = field(default_factory=list)
    _passages: int = 0

    def template(self, passage: Passage, placements: Placements) -> str:
        """Return a passage's template with a mark in each block that may have to be read again."""
        lines = passage.text.split("\n")
        self._passages += 1
        for ordinal, (first, last) in enumerate(spans(passage.text)):
            place = passage.path, passage.line + first - 1
            if self._takes_mark(place, lines[first - 1 : last]):
                # Its number is the same whatever stands before: so the template is, for a preview.
                number = _FIRST + self._passages * _MOST_BLOCKS + ordinal
                mark = placements.add(Placement(beside=partial(self._mark, place)), number)
                lines[first - 1 : last] = marked(lines[first - 1 : last], mark)
                self.marked.add(place)
        return "\n".join(lines)

    def tell(self, words: Mapping[Place, Callable[[str], str]]) -> bool:
        """Take the words of the marks, when they are known; return whether each has its place."""
        self.words = words
        return words.keys() <= self.marked

    def _takes_mark(self, place: Place, block: Sequence[str]) -> bool:
        return place in self.words if self.words is not None else not _is_heading(block)

    def _mark(self, place: Place, language: str) -> list[pf.Inline]:
        """Return the mark of a block; none where it has been placed, as what repeats has one."""
        if self.words is None or place not in self.words or place in self.placed:
            return []
        self.placed.append(place)
        attributes = {"title": self.words[place](language)}
        name = anchor(len(self.placed))
        return [pf.Span(identifier=name, classes=[STALE_CLASS], attributes=attributes)]


def _is_heading(block: Sequence[str]) -> bool:
    return bool(_HEADING.match(block[0]) or _UNDERLINE.fullmatch(block[-1]))


def anchor(number: int) -> str:
    """Return the anchor of a mark by its number, from 1, in the document."""
    return f"{STALE_CLASS}-{number}"


def marked(lines: Sequence[str], mark: str) -> list[str]:
    """Return the lines of a block with a mark wherever its words may begin.

    There are several such places where a statement stands around paragraphs: which of them are
    printed is known when the template has run.
    """
    result = list(lines)
    for number, column in _beginnings(_without_hidden(lines)):
        line = result[number]
        result[number] = line[:column] + mark + line[column:]
    return result


def _without_hidden(lines: Sequence[str]) -> list[str]:
    return _TEMPLATE.sub(_hidden, "\n".join(lines)).split("\n")


def _hidden(found: re.Match[str]) -> str:
    """Return what stands for a statement, a comment or an expression, of the same lines."""
    if found[0].startswith("{{") and not _TABLE.match(found[0]):
        return re.sub(r"[^\n]", _WORD, found[0])
    return _START + re.sub(r"[^\n]", _REST, found[0][1:])


def _beginnings(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield index and column of each place where the words of a paragraph may begin."""
    if any(map(_is_of_table, lines)):
        return
    fence, within = "", False
    for number, line in enumerate(lines):
        words = line.strip(f" \t>{_SIGNS}")
        if found := _FENCE.match(line):
            fence = "" if fence and found[1].startswith(fence) else fence or found[1]
        elif not fence and (not words or words.startswith(":::")):
            within = False
        elif not fence and (not within or _STARTS_ITEM.match(line)):
            column = _column(line)
            within = column is not None
            if column is not None:
                yield number, column


def _is_of_table(line: str) -> bool:
    """Return whether a line separates rows or columns of a table, where each sign has its place."""
    signs = set(line.strip(" \t>"))
    return "-" in signs and signs <= set("-+=|: ") and bool(signs & set("+| ")) and "--" in line


def _column(line: str) -> int | None:
    """Return where the words of a line begin; None where no mark may stand."""
    found = _OPENING.match(line)
    if found is None or _RULER.match(line) or _ADDRESS.match(line):
        return None
    if line[found.end() : found.end() + 1] in ("", "@"):
        return None
    if not line[: found.end()].strip(f" \t{_SIGNS}"):
        return _before_statement(line)
    return found.end()


def _before_statement(line: str) -> int:
    """Return where words begin that no sign of markup stands before.

    Before a statement that begins on the line, so that the mark stands whatever the statement
    prints; at the line's very beginning, because blanks before a statement are taken away.
    """
    indent = len(line) - len(line.lstrip(" \t"))
    if line[indent] == _START:
        return 0
    return indent + len(line[indent:]) - len(line[indent:].lstrip(_SIGNS + " "))
