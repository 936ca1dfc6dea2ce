"""Hold two states of a review against each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from livereview.beside import begin
from livereview.changes.drawings import compare_figures, run_figures
from livereview.changes.material import material_changes
from livereview.changes.model import PrintedChange, Report, RowChange, SentenceChange
from livereview.changes.naming import Naming
from livereview.changes.printed import compare_printed
from livereview.changes.renames import Renames, find_renames
from livereview.changes.revisions import opened
from livereview.changes.rows import compare_tables
from livereview.changes.sentences import moved_sentences
from livereview.changes.states import State, read_state
from livereview.changes.texts import Texts, read_texts
from livereview.changes.works import compare_works, renamed_works
from livereview.config import Config
from livereview.recorder import Read

#: The language of the report, if the review has words in it; else the first that it has.
LANGUAGE = "en"


def compare(root: Path, config: Config, old: str, new: str = "") -> Report:
    """Return what changed between two states of the review in ``root``.

    Args:
        root: the review's folder.
        config: its configuration: words, editions and the threshold.
        old: a revision, a tag or a folder.
        new: the same; where it is empty, ``root`` as it lies there.

    Raises:
        NoState: there is no such state, or its evidence can't be read.
    """
    with opened(root, old) as before, opened(root, new) as after:
        return compare_states(read_state(before), read_state(after), config)


def compare_states(old: State, new: State, config: Config) -> Report:
    """Return what changed between two states of a review."""
    renames = find_renames(old.evidence, new.evidence, renamed_works(old, new))
    stated = _stated(old, new, config, renames)
    return _shown(stated, (old, new), config, renames)


def _stated(old: State, new: State, config: Config, renames: Renames) -> Report:
    """Return what changed in the evidence and the library."""
    language = LANGUAGE if LANGUAGE in config.terms else next(iter(config.terms))
    terms = config.terms[language]
    before, after = (Naming(state.evidence, language, terms) for state in (old, new))
    tables = tuple(compare_tables(before, after, renames, old.unread | new.unread))
    works = tuple(compare_works(old, new))
    threshold = config.material.estimate_percent
    return Report(
        old=old.named,
        new=new.named,
        threshold=float(threshold),
        material=material_changes(tables, works, (before, after), threshold),
        tables=tables,
        works=works,
    )


def _shown(stated: Report, states: tuple[State, State], config: Config, renames: Renames) -> Report:
    """Return the report with what changed in figures, text and printed tables."""
    old, new = states
    changed = frozenset(_changed_cells(stated.rows))
    with TemporaryDirectory(prefix="livereview-") as folder:
        reports = run_figures(old, Path(folder) / "old"), run_figures(new, Path(folder) / "new")
        # A text that quotes a figure needs it; where one can't be run, neither text may quote it.
        known = not any(each.failed for each in reports)
        drawn = [Path(folder) / side if known else None for side in ("old", "new")]
        # The two texts take about as long as each other.
        older = begin(lambda: read_texts(old, config, drawn[0], renames))
        after = read_texts(new, config, drawn[1], {})
        before = older()
    return replace(
        stated,
        title=after.title,
        remarks=(*old.remarks, *new.remarks, *before.remarks, *after.remarks),
        sentences=tuple(_sentences(before, after)),
        printed=tuple(_printed(before, after)),
        figures=tuple(compare_figures(*reports, renames, changed)),
    )


def _changed_cells(rows: Iterable[RowChange]) -> Iterator[Read]:
    for row in rows:
        for cell in row.cells:
            if not cell.bookkeeping:
                yield Read(row.table, row.id, cell.column)


def _sentences(old: Texts, new: Texts) -> Iterator[SentenceChange]:
    for edition, sentences in new.sentences.items():
        if edition in old.sentences:
            yield from moved_sentences(edition, old.sentences[edition], sentences)


def _printed(old: Texts, new: Texts) -> Iterator[PrintedChange]:
    if old.tables is not None and new.tables is not None:
        yield from compare_printed(old.tables, new.tables)
