"""Pandoc on the parts of a page that are new: what it made of the others is kept.

A block of the page without headings and notes is written the same wherever it stands. So pandoc
writes the page with a mark in the place of each, and the blocks that it has not met before beside
each other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from livereview.writers import pandoc
from livereview.writers.ast import Change, Node, raw_block, rewrite

_MARK = "<!-- livereview-part {} -->"
_CUT = raw_block("html", "<!-- livereview-cut -->")

# A block that holds one of these is written otherwise where it stands elsewhere.
_BOUND = ('{"t":"Header"', '{"t":"Note"')

# The names of the places that use a row: identifiers and addresses that are counted through the
# page, so that a new value changes all names behind it.
_COUNTED = re.compile(r'use-\d+(?=",\[|\\")')
_NUMBERED = re.compile("\ue000use(\\d+)\ue000")  # for private use: a text has no use for it
_MARKED = re.compile(re.escape(_MARK).replace(r"\{\}", r"(\d+)"))


class Parts:
    """Writes one page after the other."""

    def __init__(self) -> None:
        self._written: dict[str, str] = {}

    def write(self, document: Node, change: Change, *options: str) -> bytes:
        """Return what `writers.html.convert` would make of a page."""
        blocks, parts = _cut(document["blocks"], change)
        self._write(parts, document["meta"], change)
        # Pandoc would only read past what else there is.
        page = {key: document[key] for key in ("pandoc-api-version", "meta")} | {"blocks": blocks}
        html = pandoc.convert(page, "html5", *options).decode()

        def written(mark: re.Match[str]) -> str:
            part = parts[int(mark[1])]
            return _NUMBERED.sub(lambda found: part.names[int(found[1])], self._written[part.text])

        return _MARKED.sub(written, html).encode()

    def _write(self, parts: Sequence[_Part], metadata: Node, change: Change) -> None:
        """Have those parts written that are new, and forget those that are gone."""
        new = {part.text: part for part in parts if part.text not in self._written}
        self._written = {
            part.text: self._written[part.text] for part in parts if part.text not in new
        }
        if new:
            blocks = [each for part in new.values() for each in (*part.blocks(change), _CUT)]
            page = {"pandoc-api-version": [1, 23, 1], "meta": metadata, "blocks": blocks}
            texts = pandoc.convert(page, "html5").decode().split(_CUT["c"][1])
            # Pandoc sets blocks apart by the end of a line.
            written = (text.removeprefix("\n").removesuffix("\n") for text in texts)
            self._written |= dict(zip(new, written, strict=False))


@dataclass(frozen=True)
class _Part:
    """A block as JSON, its counted names numbered from 0; these names; and whether it is final."""

    text: str
    names: list[str]
    final: bool

    @classmethod
    def of(cls, text: str, *, final: bool) -> _Part:
        names: dict[str, int] = {}

        def numbered(found: re.Match[str]) -> str:
            before = text[max(0, found.start() - 8) : found.start()]
            # What an author wrote has a backslash before its quotation mark.
            if before != 'href=\\"#' and (before[-2:] != '["' or before[-3:-2] == "\\"):
                return found[0]
            return f"\ue000use{names.setdefault(found[0], len(names))}\ue000"

        return cls(_COUNTED.sub(numbered, text), list(names), final)

    def blocks(self, change: Change) -> list[Node]:
        """The blocks to be written: the block, or what it is changed into."""
        block = [json.loads(self.text)]
        changed: list[Node] = block if self.final else rewrite(block, change)
        return changed


def _cut(blocks: Sequence[Node], change: Change) -> tuple[list[Node], list[_Part]]:
    """Return the blocks of a page with marks in the place of parts, and the parts."""
    page: list[Node] = []
    parts: list[_Part] = []
    for block in blocks:
        text = _json(block)
        if block["t"] == "RawBlock" or any(each in text for each in _BOUND):
            page += rewrite([block], change)
            continue
        # What becomes of an image depends on more than itself.
        final = '{"t":"Image"' in text
        if final:
            text = _json(rewrite([block], change)[0])
        page.append(raw_block("html", _MARK.format(len(parts))))
        parts.append(_Part.of(text, final=final))
    return page, parts


def _json(block: Node) -> str:
    return json.dumps(block, ensure_ascii=False, separators=(",", ":"))
