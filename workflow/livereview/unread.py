"""What of an edition nobody has read as it stands now: what a draft marks and a release refuses.

`signoff.py` says how each block stands; here is what that means for the document that is built.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from livereview.blocks import blocks_of
from livereview.evidence import Evidence
from livereview.manuscript import Edition
from livereview.margins import Margins, Place, anchor
from livereview.phrases import Phrases
from livereview.problems import Problem, ProblemsFound
from livereview.recorder import FIGURES
from livereview.signoff import Standing, State, first_words, standings
from livereview.signoff_file import SIGNOFF, read_signoffs
from livereview.survey import facts_in, fill, values_in

# How many rows a mark or a message names.
_NAMED = 8


@dataclass(frozen=True)
class Unread:
    """The blocks of an edition that are not signed off as they stand.

    Attributes:
        stale: those whose evidence has changed since they were signed off.
        unsigned: those that were never signed off, or in other words.
    """

    stale: tuple[Standing, ...] = ()
    unsigned: tuple[Standing, ...] = ()

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.stale or self.unsigned)


def is_signed(root: Path) -> bool:
    """Return whether sign-offs are kept at all: a review without them is not nagged for them."""
    return (root / SIGNOFF).exists()


def unread_of(edition: Edition) -> Unread:
    """Return what of a woven edition is not signed off as it stands.

    Raises:
        ProblemsFound: the sign-offs can't be read.
    """
    own = blocks_of([edition])
    others = list(_others(edition))
    blocks = blocks_of([edition, *others]) if others else own
    value_of = values_in(edition.evidence, facts_in(edition.drawn))
    found, _ = standings(blocks, read_signoffs(edition.root), value_of)
    names = {(block.path, block.line, block.text) for block in own}
    mine = [each for each in found if (each.block.path, each.block.line, each.block.text) in names]
    return Unread(
        stale=tuple(each for each in mine if each.state is State.STALE),
        unsigned=tuple(each for each in mine if each.state in (State.REWORDED, State.UNSIGNED)),
    )


def _others(edition: Edition) -> Iterable[Edition]:
    """Yield the other editions: the caption of a table is signed off for all that print it."""
    for name in edition.config.editions:
        if name != edition.name:
            other = Edition(
                edition.root, name, edition.config, edition.evidence, drawn=edition.drawn
            )
            fill(other)
            yield other


# -- a release ---------------------------------------------------------------------------------


def refuse(unread: Unread, root: Path) -> None:
    """Refuse to release what nobody has read as it stands.

    Raises:
        ProblemsFound: there is something, or nothing was ever signed off.
    """
    if not is_signed(root):
        message = "is not there, so nobody has signed off what a release would tell"
        hint = "read the review, then begin with: ./livereview accept --all"
        raise ProblemsFound([Problem(SIGNOFF, 0, "", "unread", message, hint)])
    if unread:
        raise ProblemsFound(map(_problem, (*unread.stale, *unread.unsigned)))


def _problem(standing: Standing) -> Problem:
    block, signoff = standing.block, standing.signoff
    if signoff is None:
        message = "was never signed off"
    elif standing.state is State.REWORDED:
        message = "has other words than when it was signed off"
    else:
        rows = ", ".join(standing.changed[:_NAMED])
        message = f"must be read again, for its evidence has changed since {signoff.date}: {rows}"
    words = first_words(block.text)
    hint = "./livereview stale shows what has changed, ./livereview accept signs it off"
    return Problem(block.path, block.line, "", "unread", f'"{words}" {message}', hint)


# -- what a document says ----------------------------------------------------------------------


def words_of(unread: Unread, edition: Edition) -> Mapping[Place, Callable[[str], str]]:
    """Return the words of the marks beside the blocks whose evidence has changed, by their place.

    They are given in the language that they are asked for.
    """
    return {_place(each): partial(_words, each, edition) for each in unread.stale}


def notice(unread: Unread, edition: Edition) -> dict[str, Any]:
    """Return what a document says of its unread passages.

    Returns:
        ``line``: what stands on its first page;
        ``passages``: of a draft, the blocks that must be read again, those with a mark first:
        ``anchor`` (that of the mark; empty where none could be placed), ``place`` (file and line)
        and ``words``.
    """
    marked = edition.margins.placed if isinstance(edition.margins, Margins) else []
    stale = {_place(each): each for each in unread.stale}
    places = [*marked, *(place for place in stale if place not in marked)]
    passages = [
        {
            "anchor": anchor(marked.index(place) + 1) if place in marked else "",
            "place": f"{place[0]}:{place[1]}",
            "words": _words(stale[place], edition, edition.language),
        }
        for place in places
    ]
    draft = edition.config.is_draft
    return {"line": _line(unread, edition), "passages": passages if draft else []}


def _line(unread: Unread, edition: Edition) -> str:
    """Return how many passages are unread, in words."""
    phrases, terms = edition.environment.phrases, edition.environment.phrases.terms
    stale = "stale" if edition.config.is_draft else "unread"
    counts = ((stale, unread.stale), ("unsigned", unread.unsigned))
    clauses = [
        phrases.counted(found, terms.document[f"{name}_one"], terms.document[f"{name}_many"])
        for name, found in counts
        if found
    ]
    line = terms.list_separator.join(clauses)
    draft = edition.config.is_draft
    return terms.document["draft"].format(line) if draft else phrases.upper_first(line)


def _words(standing: Standing, edition: Edition, language: str) -> str:
    """Return what a mark says: since when, and which rows of evidence have changed."""
    terms = edition.config.terms[language]
    phrases = Phrases(language, terms, edition.evidence.recorder)
    named = (_name(row, edition.evidence, phrases) for row in standing.changed)
    names = list(dict.fromkeys(named))
    rows = terms.list_separator.join(names[:_NAMED] + ["…"] * (len(names) > _NAMED))
    date = phrases.date(standing.signoff.date) if standing.signoff else ""
    edition.evidence.recorder.take_reads()
    edition.evidence.recorder.take_faults()
    return terms.document["read_again_since"].format(date=date, rows=rows)


def _name(row: str, evidence: Evidence, phrases: Phrases) -> str:
    """Return what a row is called, and its own name; that alone where it is gone or a figure."""
    table, _, id = row.partition(":")
    if table == FIGURES:
        return row.partition(".")[0]
    if table not in evidence or id not in evidence[table].by_id:
        return row
    return f"{evidence[table].by_id[id].label(phrases.language)} [{row}]"


def _place(standing: Standing) -> Place:
    return standing.block.path, standing.block.line
