"""The files of an edition's text: reading them, in which language each is, and finding places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from livereview.problems import Problem
from livereview.textfile import BYTE_ORDER_MARK, line_at, read_text

#: What stands between the files in the whole text.
SEPARATOR = "\n\n"

#: Characters of scripts that have no blanks between words, as those of Chinese.
WIDE = re.compile("[\u2e80-\uffff]")

# Where a key begins and ends.
_BEGIN = rf"(?<!(?!{WIDE.pattern})[\w:])"
_END = rf"(?!(?!{WIDE.pattern})\w|[:.\-]\w)"

# What a part in another language is wrapped in; the document tree keeps it as a division.
_OPENING, _CLOSING = '::: {{lang="{}"}}\n\n', "\n\n:::"


@dataclass(frozen=True)
class Source:
    """A file of the manuscript as its author wrote it.

    Attributes:
        path: the file, relative to the review's folder.
        text: what it holds, its lines ended by newlines.
    """

    path: str
    text: str

    @property
    def language(self) -> str:
        """The language that the file's name says: ``zh`` for ``02-abstract.zh.md``; "" for none."""
        return Path(Path(self.path).stem).suffix.removeprefix(".")


def read_source(root: Path, path: str) -> Source:
    """Return a file of the text.

    Raises:
        ProblemsFound: it can't be read, or is no text.
    """
    text = read_text(root, path).removeprefix(BYTE_ORDER_MARK)
    return Source(path, text.replace("\r\n", "\n").replace("\r", "\n"))


def reserved(source: Source, pattern: re.Pattern[str]) -> Iterator[Problem]:
    """Yield a problem for each place where a file holds what the engine reserves for itself."""
    for found in pattern.finditer(source.text):
        what = f"the character U+{ord(found[0]):X}" if len(found[0]) == 1 else found[0]
        message = f"{what} is reserved for the engine's own use"
        line = line_at(source.text, found.start())
        yield Problem(source.path, line, "", "character", message, "remove it")


def in_language(markdown: str, language: str) -> str:
    """Return Markdown as a part of the document that is in this language."""
    return _OPENING.format(language) + markdown + _CLOSING


def occurrences(sources: Iterable[Source], word: str) -> Iterator[tuple[str, int, str]]:
    """Yield file and line of each place where a key stands as a whole, and its paragraph so far."""
    start, end = (_BEGIN, _END) if word[-1:].isalnum() else ("", "")
    whole = re.compile(start + re.escape(word) + end)
    for source in sources:
        for found in whole.finditer(source.text):
            before = source.text[: found.start()].rpartition("\n\n")[2]
            yield source.path, line_at(source.text, found.start()), before


def in_brackets(before: str) -> bool:
    """Return whether a place is within square brackets, given its paragraph so far."""
    return before.count("[") > before.count("]")


def place(filled: Iterable[tuple[Source, str]], line: int) -> tuple[str, int] | None:
    """Return file and line that a line of the whole Markdown comes from; None beyond its end.

    Args:
        filled: the files in their order, each with its Markdown.
        line: the number of a line, counted from 1.
    """
    first = 1
    for source, text in filled:
        lines = text.split("\n")
        if line < first + len(lines):
            return source.path, _nearest(source, lines[line - first], line - first + 1)
        first += len(lines) + SEPARATOR.count("\n") - 1
    return None


def _nearest(source: Source, line: str, near: int) -> int:
    """Return the number of the line with these words that is nearest to another; 0 for none."""
    lines = enumerate(source.text.split("\n"), start=1)
    here = [number for number, each in lines if each.strip() == line.strip()]
    return min(here, key=lambda number: abs(number - near), default=0)
