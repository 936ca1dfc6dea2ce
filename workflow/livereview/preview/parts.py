"""Pandoc on the parts of a page that are new: what it made of the others is kept.

A block of the page without headings and notes is written the same wherever it stands, and so are a
line of a table and a reference. So pandoc writes the page with a mark in the place of each, and the
parts that it has not met before beside each other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from livereview.writers import pandoc
from livereview.writers.ast import Change, Node, div, is_a, raw_block, rewrite

_MARK = "<!-- livereview-part {} -->"
_CUT = raw_block("html", "<!-- livereview-cut -->")

# A block that holds one of these is written otherwise where it stands elsewhere.
_BOUND = ('{"t":"Header"', '{"t":"Note"')
# The list of references is long, and each of its entries stands for itself.
_REFERENCES = "refs"
_IMAGE = '{"t":"Image"'

# The names of the places that use a row: identifiers and addresses that are counted through the
# page, so that a new value changes all names behind it.
_COUNTED = re.compile(r'use-\d+(?=",\[|\\")')
_NUMBERED = re.compile("\ue000use(\\d+)\ue000")  # for private use: a text has no use for it
_MARKED = re.compile(re.escape(_MARK).replace(r"\{\}", r"(\d+)"))

# Where the lines of a table stand in its HTML, group by group, each behind its heading.
_LINES, _END_OF_LINES = "<tbody>\n", "</tbody>"
_NO_ATTRIBUTES: list[Any] = ["", [], []]


class Parts:
    """Writes one page after the other."""

    def __init__(self) -> None:
        self._written: dict[str, str] = {}

    def write(self, document: Node, change: Change, *options: str) -> bytes:
        """Return what `writers.html.convert` would make of a page."""
        blocks, parts = _cut(document["blocks"], change)
        # Pandoc would only read past what else there is.
        page = {key: document[key] for key in ("pandoc-api-version", "meta")} | {"blocks": blocks}
        html = pandoc.begin_conversion(page, "html5", *options)
        self._write(parts, document["meta"], change)
        return _MARKED.sub(lambda mark: self._html(parts[int(mark[1])]), html().decode()).encode()

    def _html(self, part: _Part) -> str:
        html = self._written[part.text]
        html = _NUMBERED.sub(lambda found: part.names[int(found[1])], html)
        before, *behind = html.split(_END_OF_LINES) if part.groups else [html]
        for lines, rest in zip(part.groups, behind, strict=True):
            before += "".join(map(self._html, lines)) + _END_OF_LINES + rest
        return before

    def _write(self, parts: Sequence[_Part], metadata: Node, change: Change) -> None:
        """Have those parts written that are new, and forget those that are gone."""
        every = [each for part in parts for each in part.all]
        new = {part.text: part for part in every if part.text not in self._written}
        self._written = {
            part.text: self._written[part.text] for part in every if part.text not in new
        }
        if new:
            blocks = [each for part in new.values() for each in (*part.blocks(change), _CUT)]
            page = {"pandoc-api-version": [1, 23, 1], "meta": metadata, "blocks": blocks}
            texts = pandoc.convert(page, "html5").decode().split(_CUT["c"][1])
            for part, text in zip(new.values(), texts, strict=False):
                # Pandoc sets blocks apart by the end of a line.
                self._written[part.text] = part.own(text.removeprefix("\n").removesuffix("\n"))


@dataclass(frozen=True)
class _Part:
    """A part of a page.

    Attributes:
        text: it as JSON, its counted names numbered from 0.
        names: these names.
        final: whether it needs no more changes.
        groups: of a table, its lines, which it is without.
    """

    text: str
    names: list[str]
    final: bool = False
    groups: Sequence[Sequence[_Line]] = ()

    @property
    def all(self) -> list[_Part]:
        """It and its lines."""
        return [self, *(line for lines in self.groups for line in lines)]

    def blocks(self, change: Change) -> list[Node]:
        """The blocks to be written: the block, or what it is changed into."""
        block = [orjson.loads(self.text)]
        changed: list[Node] = block if self.final else rewrite(block, change)
        return changed

    def own(self, html: str) -> str:
        """What is its own in the HTML of its blocks."""
        return html


class _Line(_Part):
    """A line of a table; its JSON has its columns before it."""

    def blocks(self, change: Change) -> list[Node]:
        """The line in a table of its own."""
        columns, line = orjson.loads(self.text)
        head = [_NO_ATTRIBUTES, [[_NO_ATTRIBUTES, []]]]
        body = [_NO_ATTRIBUTES, 0, [], [line]]
        content = [_NO_ATTRIBUTES, [None, []], columns, head, [body], [_NO_ATTRIBUTES, []]]
        changed: list[Node] = rewrite([div([{"t": "Table", "c": content}], "table")], change)
        return changed

    def own(self, html: str) -> str:
        """What stands where lines do."""
        return html.partition(_LINES)[2].rpartition(_END_OF_LINES)[0]


def _cut(blocks: Sequence[Node], change: Change) -> tuple[list[Node], list[_Part]]:
    """Return the blocks of a page with marks in the place of parts, and the parts."""
    parts: list[_Part] = []

    def cut(blocks: Sequence[Node]) -> list[Node]:
        page: list[Node] = []
        for block in blocks:
            if block["t"] == "Div" and block["c"][0][0] == _REFERENCES:
                page.append({"t": "Div", "c": [block["c"][0], cut(block["c"][1])]})
            elif part := _part_of(block, change):
                page.append(raw_block("html", _MARK.format(len(parts))))
                parts.append(part)
            else:
                page += rewrite([block], change)
        return page

    return cut(blocks), parts


def _part_of(block: Node, change: Change) -> _Part | None:
    """Return the part that a block is; None where it is written otherwise elsewhere."""
    if block["t"] == "RawBlock":
        return None
    of_table = is_a(block, "Div", "table")
    part = _table(block) if of_table else _Part(*_counted(_json(block)))
    texts = [each.text for each in part.all]
    if any(bound in text for text in texts for bound in _BOUND):
        return None
    if not any(_IMAGE in text for text in texts):
        return part
    # What becomes of an image depends on more than itself.
    return None if of_table else _Part(*_counted(_json(rewrite([block], change)[0])), final=True)


def _table(block: Node) -> _Part:
    """Return a table, whose lines are parts of their own."""
    table, *notes = block["c"][1]
    attributes, caption, columns, head, bodies, foot = table["c"]
    empty = [[*body[:3], []] for body in bodies]
    content = [attributes, caption, columns, head, empty, foot]
    frame = {"t": "Div", "c": [block["c"][0], [{"t": "Table", "c": content}, *notes]]}
    aligned = _json([[align, {"t": "ColWidthDefault"}] for align, _ in columns])
    groups = [
        [_Line(*_counted(f"[{aligned},{_json(line)}]")) for line in body[3]] for body in bodies
    ]
    return _Part(*_counted(_json(frame)), groups=groups)


def _counted(text: str) -> tuple[str, list[str]]:
    """Return a part's JSON with its counted names numbered from 0, and these names."""
    names: dict[str, int] = {}

    def numbered(found: re.Match[str]) -> str:
        before = text[max(0, found.start() - 8) : found.start()]
        # What an author wrote has a backslash before its quotation mark.
        if before != 'href=\\"#' and (before[-2:] != '["' or before[-3:-2] == "\\"):
            return found[0]
        return f"\ue000use{names.setdefault(found[0], len(names))}\ue000"

    return _COUNTED.sub(numbered, text), list(names)


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
