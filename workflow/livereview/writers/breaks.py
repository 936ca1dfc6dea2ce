"""Where a line may end: in long words and in runs of citations, and not within a range."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import zip_longest

from livereview.writers.ast import Node, string

_AFTER_MARK = re.compile(r"(?:(?<=[._=&?:,;@|+~])|(?<=[^/:]/))(?=[^\s/])")
_AT_MOST = re.compile(r"[^\-–—]{1,25}[\-–—]*|[\-–—]+")
_CUT = "\0"  # no text holds it
_RANGE = re.compile(r"(\d[\d.,]*–\d[\d.,]*)")


def loosen_citations(node: Node, opening: Node, written: Callable[[str], Node] = string) -> Node:
    """Let a citation's run of numbers break after each comma.

    Args:
        node: the element; others than citations stay as they are.
        opening: what makes a place to break in this format.
        written: how a text has been written in this format before.
    """
    if node["t"] != "Cite":
        return node
    citations, inlines = node["c"]
    marks = [written(mark) for mark in (",", ";")]
    loosened: list[Node] = []
    for inline, following in zip_longest(inlines, inlines[1:]):
        # A blank is a place to break already, and would begin the next line behind another one.
        tight = inline in marks and following is not None and following["t"] != "Space"
        loosened += [inline, opening] if tight else [inline]
    return {**node, "c": [citations, loosened]}


def pieces(text: str, natural: str = "-–—") -> list[str]:
    """A text cut where it may break although it has no blank: within its long words.

    Ordinary words are left whole, to be hyphenated; what is longer than any word is cut anywhere.

    Args:
        text: the text to cut.
        natural: the characters after which lines break by themselves.
    """
    return _long_word(natural).sub(_with_cuts, text).split(_CUT)


@cache
def _long_word(natural: str) -> re.Pattern[str]:
    """Words with a part that is longer than a line's end can wait for."""
    return re.compile(rf"\S*[^\s{re.escape(natural)}]{{17}}\S*")


def _with_cuts(match: re.Match[str]) -> str:
    parts = _AFTER_MARK.split(match[0])
    return _CUT.join(cut for part in parts for cut in _AT_MOST.findall(part))


def ranges(text: str) -> list[str]:
    """A text cut around its ranges, such as 0.91–1.94: those, at odd places, stay on one line."""
    return _RANGE.split(text)
