"""Check that nothing in print rests on a work that was retracted, and tell of doubted works."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from livereview.blocks import Block, blocks_of
from livereview.check_works import keys_in
from livereview.config import LIBRARY
from livereview.evidence import Evidence, Row
from livereview.library import Entry
from livereview.manuscript import Edition
from livereview.problems import Problem, some
from livereview.retractions import CONCERN, CORRECTION, RETRACTION, Notice, Notices, standing

_WHAT = {
    RETRACTION: "was retracted",
    CONCERN: "got an expression of concern",
    CORRECTION: "was corrected",
}


def check_retractions(
    entries: Mapping[str, Entry],
    notices: Notices,
    evidence: Evidence,
    editions: Sequence[Edition],
) -> Iterator[Problem]:
    """Yield what is known against works of the library, and what rests on those retracted.

    Args:
        entries: the works, by key.
        notices: what was made known of them, by key.
        evidence: the tables.
        editions: the editions that are built, woven.
    """
    found = {key: notice for key, each in notices.items() if (notice := standing(each))}
    blocks = blocks_of(editions) if found else []
    for key, notice in found.items():
        rows = [row for table in evidence.values() for row in table.rows if key in row.citekeys]
        used = {row.name: row for row in rows if row.accepted}
        resting = [(block, how) for block in blocks if (how := _rests(block, key, used))]
        if notice.nature == RETRACTION:
            yield from _of_rows(rows, key, notice)
            yield from (_of_block(block, key, how, notice) for block, how in resting)
        yield _of_entry(entries[key], notice, rows, len(resting))


def _rests(block: Block, key: str, rows: Mapping[str, Row]) -> str:
    """Return how a block rests on a work: that it cites it, or through which rows; "" if not."""
    read: dict[str, set[str]] = {}
    for each in block.reads:
        if each.row in rows:
            read.setdefault(each.row, set()).add(each.column)
    # To call something by its name says nothing that a work was cited for.
    names = [name for name in read if read[name] - rows[name].table.description.label_columns]
    through = f"this rests on it through {some(sorted(names))}" if names else ""
    cited = "is cited here" if key in keys_in(block.text) else ""
    return " and ".join(filter(None, [cited, through]))


def _of_rows(rows: Iterable[Row], key: str, notice: Notice) -> Iterator[Problem]:
    """Yield the rows that rest on a retracted work, other than those that were taken back."""
    for row in rows:
        if row.whole and not row.taken_back:
            path = row.table.description.path
            message = f"{key} {words_of(notice)}"
            hint = (
                "set the status to retracted, or name the works alone that still bear the row out"
            )
            problem = Problem(path, row.line, "citekeys", "retracted", message, hint)
            yield problem if row.accepted else replace(problem, severity="warning")


def _of_block(block: Block, key: str, how: str, notice: Notice) -> Problem:
    message = f"{key} {words_of(notice)}, and {how}"
    hint = "take out what no other work bears out, and read the rest again"
    return Problem(block.path, block.line, "", "retracted", message, hint)


def _of_entry(entry: Entry, notice: Notice, rows: Sequence[Row], blocks: int) -> Problem:
    """Return what is told of the work itself: how grave it is depends on what rests on it."""
    used = [row.name for row in rows if row.accepted]
    waiting = [row.name for row in rows if not row.taken_back]
    message = f"{words_of(notice)}; {_resting(used, blocks)}"
    hint = f"see {notice.address}" if notice.address else ""
    problem = Problem(LIBRARY, entry.line, entry.key, "retracted", message, hint)
    if notice.nature == CONCERN:
        return replace(problem, code="expression-of-concern", severity="warning")
    if notice.nature != RETRACTION:
        return replace(problem, code="corrected", severity="info")
    if used or blocks:
        return problem
    # What is left is a work for the record of rows that were taken back, or one to take out.
    return replace(problem, severity="warning" if waiting or not rows else "info")


def words_of(notice: Notice) -> str:
    """Return what was made known of a work, when and why."""
    reason = f" ({notice.reason})" if notice.reason else ""
    when = "on" if len(notice.date) == len("2026-01-31") else "in"
    return f"{_WHAT[notice.nature]} {when} {notice.date}{reason}"


def _resting(rows: Sequence[str], blocks: int) -> str:
    text = f"{blocks} {'block' if blocks == 1 else 'blocks'} of the text" if blocks else ""
    resting = " and ".join(filter(None, [some(rows), text]))
    verb = "rests" if len(rows) + blocks == 1 else "rest"
    return f"{resting} {verb} on it" if resting else "nothing in print rests on it"
