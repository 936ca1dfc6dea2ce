"""Check that no number was typed by hand where a row of evidence might hold it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from livereview.manuscript import Edition
from livereview.problems import Problem
from livereview.prose import around, numbers, prose, stands_in
from livereview.textfile import line_at

PLAIN = "plain_numbers"


@dataclass(frozen=True)
class Passage:
    """Markdown in a file of the manuscript, and the line on which it begins."""

    path: str
    text: str
    line: int = 1


def check_numbers(editions: Sequence[Edition]) -> Iterator[Problem]:
    """Yield the numbers that no expression gives, and the plain ones that no text holds.

    Args:
        editions: the editions that are built, woven without errors.
    """
    met: set[str] = set()
    for edition in editions:
        for source in edition.sources:
            passage = Passage(source.path, source.text)
            yield from _typed(passage, _plain(edition), met, edition)
    plain = {phrase for edition in editions for phrase in _plain(edition)}
    for edition in editions[:1]:
        for passage in _captions(edition):
            yield from _typed(passage, plain, met, edition)
    for edition in editions:
        yield from _never_met(edition, met)


def _plain(edition: Edition) -> list[str]:
    phrases: list[str] = edition.metadata.data.get(PLAIN, [])
    return phrases


def _captions(edition: Edition) -> Iterator[Passage]:
    """Yield the captions and notes of the printed tables."""
    source = edition.specifications.source
    for name, design in source.data.items():
        for key in ("caption", "notes"):
            if key in design:
                yield Passage(source.path, *source.written([name, key]))


def _typed(
    passage: Passage, plain: Iterable[str], met: set[str], edition: Edition
) -> Iterator[Problem]:
    """Yield the numbers of a passage that stand in no plain phrase; ``met`` takes the phrases."""
    text = prose(passage.text)
    for span in numbers(text):
        phrases = {phrase for phrase in plain if stands_in(span, phrase, text)}
        met |= phrases
        if not phrases:
            line = passage.line + line_at(passage.text, span[0]) - 1
            message = f'no expression gives this number: "{around(text, span)}"'
            hint = f"read it from a row, or list the words under {PLAIN} in {edition.metadata.path}"
            number = text[slice(*span)]
            yield Problem(passage.path, line, number, "literal-number", message, hint, "warning")


def _never_met(edition: Edition, met: set[str]) -> Iterator[Problem]:
    for index, phrase in enumerate(_plain(edition)):
        if phrase not in met:
            message = f'no number of the text stands in "{phrase}"'
            problem = edition.metadata.problem(
                [PLAIN, index], "unused-plain-number", message, "take it out, or correct it"
            )
            yield replace(problem, severity="warning")
