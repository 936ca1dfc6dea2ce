"""Sign blocks off: which ones are meant, whether they can be, and the file with the others kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from livereview.blocks import Block
from livereview.figures import SCRIPTS
from livereview.problems import Problem, ProblemsFound, nearest
from livereview.recorder import STATUS, Read
from livereview.signoff import SignOff, Standing, State, first_words, sign
from livereview.signoff_file import locked, write_signoffs
from livereview.survey import Survey, names_figure

_NAMED = re.compile(r"(.+?)(?::(\d+))?")


class NotFound(Exception):
    """Raised where no block is meant by what was named; says what there is."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


@dataclass(frozen=True)
class Chosen:
    """What is to be signed off.

    Attributes:
        standings: the blocks that are meant, by file and line, also those that are signed off.
        files: the files whose sign-offs without a block are taken out.
    """

    standings: tuple[Standing, ...]
    files: frozenset[str]

    @property
    def unread(self) -> list[Standing]:
        """The blocks that there is something to sign off of."""
        return [each for each in self.standings if each.state is not State.SIGNED]

    def gone(self, survey: Survey) -> int:
        """Return how many sign-offs of these files have lost their block."""
        return sum(signoff.file in self.files for signoff in survey.gone)


def choose_all(survey: Survey) -> Chosen:
    """Return all blocks of a review."""
    files = {standing.block.path for standing in survey.found}
    return Chosen(tuple(survey.found), frozenset(files | {each.file for each in survey.gone}))


def choose(survey: Survey, names: Iterable[str], folder: Path) -> Chosen:
    """Return the blocks that are named ``FILE`` or ``FILE:LINE``.

    Args:
        survey: how the review stands.
        names: what was named; a file is found from the review's folder and from ``folder``.
        folder: the current folder.

    Raises:
        NotFound: there is no block in such a file, or on such a line.
    """
    everything = choose_all(survey)
    standings: list[Standing] = []
    files: set[str] = set()
    for name in names:
        path, line = _place(survey.root, name, folder, everything.files)
        of_file = [each for each in survey.found if each.block.path == path]
        standings += of_file if line is None else _on_line(of_file, path, line)
        files.add(path)
    ordered = [each for each in survey.found if each in standings]
    return Chosen(tuple(ordered), frozenset(files))


def _place(root: Path, name: str, folder: Path, known: Iterable[str]) -> tuple[str, int | None]:
    """Return the file, relative to the review's folder, and the line that a name means."""
    found = _NAMED.fullmatch(name)
    written, line = found.groups() if found else (name, None)
    here = (folder / written).resolve()
    candidates = [Path(written).as_posix()]
    if here.is_relative_to(root.resolve()):
        candidates.insert(0, here.relative_to(root.resolve()).as_posix())
    for path in candidates:
        if path in known:
            return path, int(line) if line else None
    hint = nearest(candidates[0], known) or "livereview stale names files and lines"
    raise NotFound(f"{written} has no block that could be signed off", hint)


def _on_line(standings: Sequence[Standing], path: str, line: int) -> list[Standing]:
    found = [each for each in standings if each.block.lines[0] <= line <= each.block.lines[1]]
    if not found:
        lines = sorted({each.block.line for each in standings}, key=lambda each: abs(each - line))
        hint = f"the nearest begins on line {lines[0]}" if lines else "all its blocks are gone"
        raise NotFound(f"{path} has no block on line {line}", hint)
    return found


def refuse(survey: Survey, standings: Iterable[Standing]) -> None:
    """Look whether blocks can be signed off.

    Raises:
        ProblemsFound: there are mistakes in one, or it rests on a row that may not be printed.
    """
    problems = [problem for each in standings for problem in _refusals(survey, each.block)]
    if problems:
        raise ProblemsFound(problems)


def _refusals(survey: Survey, block: Block) -> Iterator[Problem]:
    rows = sorted({read.row for read in block.reads if _is_refused(survey, read)})
    for row in rows:
        status = survey.value_of(Read.of_row(row, STATUS))
        message = f"rests on a row that is {status}" if status else "rests on a row that is gone"
        hint = "take it out of the text, or settle the row first; then sign the block off"
        yield Problem(block.path, block.line, row, "unsignable", message, hint)
    mistakes = [each for each in survey.mistakes if _concerns(each, block, survey)]
    if mistakes and not rows:
        message = "can't be signed off before what is wrong with it is corrected"
        yield Problem(block.path, block.line, "", "unsignable", message)
        yield from mistakes


def _is_refused(survey: Survey, read: Read) -> bool:
    if not read.of_evidence or read.column != STATUS:
        return False
    row = survey.evidence[read.table].by_id.get(read.id)
    return row is None or not row.accepted


def _concerns(mistake: Problem, block: Block, survey: Survey) -> bool:
    """Return whether a mistake is one of a block: on its lines, or on none of any block.

    One of a figure is that of the blocks that name it.
    """
    if mistake.path.startswith(SCRIPTS):
        return names_figure(block.text, Path(mistake.path).stem)
    if mistake.path != block.path:
        return False
    around = [each.block for each in survey.found if _holds(each.block, mistake)]
    return block in around or not around


def _holds(block: Block, mistake: Problem) -> bool:
    return block.path == mistake.path and block.lines[0] <= mistake.line <= block.lines[1]


def accept(survey: Survey, chosen: Chosen, day: str, by: str) -> None:
    """Sign blocks off as they were surveyed, and take out the sign-offs whose block is gone.

    What others have signed off in the meantime is kept.

    Args:
        survey: how the review stands.
        chosen: the blocks, and the files to take sign-offs out of.
        day: today, ``YYYY-MM-DD``.
        by: who has read them.
    """
    blocks = {standing.block for standing in chosen.standings}
    with locked(survey.root):
        renewed = survey.renewed()
        kept = [signoff for signoff in renewed.gone if signoff.file not in chosen.files]
        for standing in renewed.found:
            if standing.block in blocks:
                kept.append(_signed(standing, day, by))
            elif standing.signoff:
                kept.append(standing.signoff)
        write_signoffs(survey.root, kept)


def _signed(standing: Standing, day: str, by: str) -> SignOff:
    """Return the sign-off of a block; of one that only moved, day and name stay."""
    if standing.signoff is None or standing.state is not State.SIGNED:
        return sign(standing, day, by)
    file, heading, ordinal = standing.place
    words = first_words(standing.block.text)
    return replace(standing.signoff, file=file, heading=heading, ordinal=ordinal, words=words)
