"""The prose in an author's Markdown, and the numbers that were typed into it.

What is no prose is masked in the source itself, character by character, so that each place keeps
its line. A number is then a run of digits that is no part of a name such as B-12 or E45.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

MASK = "\N{OBJECT REPLACEMENT CHARACTER}"

# What leaves nothing in print, not even a word that would end a blank line.
_UNPRINTED = re.compile(r"<!--.*?-->|\{%.*?%\}", re.DOTALL)

# What is no prose, in the order in which it is masked: of the later, some stand around others.
_NO_PROSE = [
    re.compile(pattern, re.DOTALL | re.MULTILINE)
    for pattern in (
        r"\{\{.*?\}\}",  # expressions
        r"^[ >]*(`{3,}|~{3,})[^\n]*\n.*?(?:^[ >]*\1[`~]*[ ]*$|\Z)",  # code between fences
        r"(?<!`)(`+)(?!`)(?:(?!\n\s*\n).)*?(?<!`)\1(?!`)",  # code within a paragraph
        r"^[ ]{0,3}\[(?!\^)[^\]\n]+\]:[^\n]*$",  # the address that a name of a link stands for
        r"(?<![\^!])\[[^\[\]]*@[^\[\]]*\](?![(\[{])",  # citations, with the pages that they name
        r"(?<=\])\((?:[^()\n]|\n(?!\s*\n)|\([^()\n]*\))*\)",  # targets of links and images
        r"\{\s*(?:[#.-]|[\w:-]+=)[^{}]*\}",  # identifiers, classes, attributes
        r"^[ >]*:{3,}[^\n]*$",  # the beginning or end of a block
        rf"@(?:\{{[^}}]*\}}|[\w:.#$%&+?<>~/{MASK}-]*[\w{MASK}])",  # keys
        r"\[\^[^\]\s]+\]:?",  # calls of footnotes, and where they stand
        rf"<?\b(?:https?://|mailto:|doi:|www\.)[^\s{MASK}]+",  # addresses in the text
        r"&#?\w+;",  # characters by their numbers
    )
]
_LIST_MARK = re.compile(r"[ \t>]*(?:\(?(?:\d+|[a-zA-Z#])[.)]|[-+*])(?=[ \t])")

# Ideographs stand beside numbers without a space, and raised digits behind them: neither makes a
# name of them.
_BESIDE = (
    "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
    "\u00b2\u00b3\u00b9\u2070-\u209f"
)
_LETTER = rf"[^\W\d_{_BESIDE}]"
_SIGN = r"[+\-\u2212\u00b1]"
_DIGITS = r"\d+(?:[.,\u00b7\u2009\u202f]\d+)*"
_NUMBER = re.compile(rf"{_SIGN}?{_DIGITS}(?:[-\u2013\u2014\u2212\uff5e~/:^]{_SIGN}?{_DIGITS})*")
# A letter, perhaps emphasised or raised, and a hyphen: what follows belongs to its name.
_NAME_BEFORE = re.compile(rf"{_LETTER}[*_~^]*[-\u2010\u2011]?[*_~^]*\Z")
_NAME_BEHIND = re.compile(_LETTER)
_WORD = re.compile(rf"{_LETTER}|\d")

Span = tuple[int, int]


@lru_cache(maxsize=200)
def prose(text: str) -> str:
    """Return Markdown of the same length and lines in which only prose is left as it was."""
    text = _UNPRINTED.sub(lambda found: _masked(found[0], " "), text)
    for pattern in _NO_PROSE:
        text = pattern.sub(lambda found: _masked(found[0], MASK), text)
    for start, end in list(_list_marks(text)):
        text = text[:start] + MASK * (end - start) + text[end:]
    return text


def _masked(text: str, mask: str) -> str:
    return re.sub(r"[^\n]", mask, text)


def _list_marks(text: str) -> Iterator[Span]:
    """Yield what marks the items of lists; a list begins behind a blank line or a heading."""
    position, fresh, within = 0, True, False
    for line in text.split("\n"):
        mark = _LIST_MARK.match(line)
        within = bool(mark) if fresh else within
        if mark and within:
            yield position, position + mark.end()
        fresh = not line.strip() or line.startswith("#")
        position += len(line) + 1


def numbers(text: str) -> Iterator[Span]:
    """Yield where numbers stand in prose, ranges as one; a number in a name is none."""
    for found in _NUMBER.finditer(text):
        named = _NAME_BEFORE.search(text, max(0, found.start() - 8), found.start())
        if not named and not _NAME_BEHIND.match(text, found.end()):
            yield found.span()


def stands_in(span: Span, phrase: str, text: str) -> bool:
    """Return whether a number is part of a phrase: whole words, in any case, over line breaks."""
    start, end = span
    reach = 2 * len(phrase) + 40  # a line may break and be indented at each blank
    near = _places(phrase, text, max(0, start - reach), end + reach)
    return any(
        first <= start and end <= last and _is_whole(first, last, text) for first, last in near
    )


def _places(phrase: str, text: str, start: int, end: int) -> Iterator[Span]:
    """Yield where a phrase stands in a part of a text, also where it overlaps with itself."""
    words = _words(phrase)
    while found := words.search(text, start, end):
        yield found.span()
        start = found.start() + 1


@cache
def _words(phrase: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(map(re.escape, phrase.split())), re.IGNORECASE)


def _is_whole(start: int, end: int, text: str) -> bool:
    """Return whether no word begins before a place of a text, or goes on behind it."""
    begins = start > 0 and _WORD.match(text, start - 1) and _WORD.match(text, start)
    goes_on = _WORD.match(text, end - 1) and _WORD.match(text, end)
    return not (begins or goes_on)


def around(text: str, span: Span) -> str:
    """Return what stands in prose with a few words around it, on one line."""
    start, end = span
    before = text[max(0, start - 60) : start].rpartition("\n\n")[2]
    behind = text[end : end + 60].partition("\n\n")[0]
    words = [
        *re.findall(r"(?:\S+\s+){0,3}\S*$", before)[:1],
        text[start:end],
        *re.findall(r"^\S*(?:\s+\S+){0,3}", behind),
    ]
    line = " ".join("".join(words).split())
    return re.sub(f"{MASK}+", "…", line.strip(f"{MASK} "))
