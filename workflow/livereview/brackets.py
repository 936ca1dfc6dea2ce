"""Marks around the blocks of an edition, by which one finds what each of them prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from livereview.blocks import normalised, spans
from livereview.passages import Passage
from livereview.placeholders import MARK, Placement, Placements
from livereview.problems import errors

if TYPE_CHECKING:
    from livereview.manuscript import Edition

#: File and line on which a block begins.
Place = tuple[str, int]


@dataclass
class Brackets:
    """The marks of one edition: before each block and behind it, and its number of lines.

    They are for reading the filled text as it is: pandoc would take the sign of a heading behind a
    mark for no sign.
    """

    around: dict[Place, tuple[str, str, int]] = field(default_factory=dict)

    def template(self, passage: Passage, placements: Placements) -> str:
        """Return a passage's template with marks around each block, on its lines."""
        lines = passage.text.split("\n")
        for first, last in spans(passage.text):
            # A printed table stands alone in its paragraph, and has no words of its own.
            if not any("table(" in line for line in lines[first - 1 : last]):
                before, behind = placements.add(Placement()), placements.add(Placement())
                place = passage.path, passage.line + first - 1
                self.around[place] = before, behind, last - first + 1
                lines[first - 1] = before + lines[first - 1]
                lines[last - 1] += behind
        return "\n".join(lines)

    def printed(self, edition: Edition) -> Iterator[tuple[Place, str]]:
        """Yield the place of each block of a filled edition, with what it prints in one line.

        Its markup stays, and rows are cited by their names. What can't be filled is left out.
        """
        failed = {passage.path for passage in edition.passages if passage.failed}
        wrong = {(problem.path, problem.line) for problem in errors(edition.problems)}
        filled = "\n".join([*(text for _, text in edition.filled), *edition.blocks.values()])
        marks = {mark[0]: mark for mark in MARK.finditer(filled)}
        for (path, line), (before, behind, count) in self.around.items():
            lines = {(path, each) for each in range(line, line + count)}
            if {before, behind} <= marks.keys() and path not in failed and not lines & wrong:
                words = filled[marks[before].end() : marks[behind].start()]
                yield (path, line), normalised("".join(_words(edition.placements, words)))


def _words(placements: Placements, text: str) -> Iterator[str]:
    for part in placements.split(text):
        if isinstance(part, str):
            yield part
        elif part.cites:
            yield f"[{'; '.join(f'@{row}' for row in part.cites)}]"
        else:
            yield part.text
