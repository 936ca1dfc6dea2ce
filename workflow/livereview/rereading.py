"""What of a review must be read again: its blocks that changed, and the sign-offs without one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from livereview.differences import Comparison, Difference
from livereview.signoff import SignOff, Standing, State, first_words
from livereview.survey import Survey


@dataclass(frozen=True)
class Unread:
    """A block to read again, or a sign-off whose block is gone.

    Attributes:
        path: the file.
        line: the line on which the block begins; 0 where it is gone.
        words: how it begins.
        state: why it is to be read.
        signoff: what was signed off; None for what was never.
        differences: what changed of the rows that it rests on.
        reworded: whether its words are others than those that were signed off.
    """

    path: str
    line: int
    words: str
    state: State
    signoff: SignOff | None = None
    differences: tuple[Difference, ...] = ()
    reworded: bool = False


def to_read(survey: Survey, chosen: Iterable[Standing] | None = None) -> list[Unread]:
    """Return what must be read again, by file and line.

    Args:
        survey: how the review stands.
        chosen: the blocks to look at; without them all, and the sign-offs whose block is gone.
    """
    comparison = Comparison(survey)
    standings = survey.found if chosen is None else chosen
    found = [_of_block(each, comparison) for each in standings if each.state is not State.SIGNED]
    gone = [_of_gone(each) for each in survey.gone] if chosen is None else []
    return sorted([*found, *gone], key=lambda each: (each.path, each.line, each.words))


def _of_block(standing: Standing, comparison: Comparison) -> Unread:
    block, signed = standing.block, standing.signoff
    return Unread(
        path=block.path,
        line=block.line,
        words=first_words(block.text),
        state=standing.state,
        signoff=signed,
        differences=tuple(comparison.differences(standing)),
        reworded=signed is not None and signed.text != block.fingerprint,
    )


def _of_gone(signoff: SignOff) -> Unread:
    return Unread(signoff.file, 0, signoff.words, State.GONE, signoff)
