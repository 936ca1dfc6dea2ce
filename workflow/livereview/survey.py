"""How a review stands: its blocks, what they rest on, and what of it was signed off.

It is looked at also where a row is withdrawn or gone, as then there is most to read again.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from livereview.blocks import blocks_of
from livereview.config import read_config
from livereview.evidence import Evidence, Row, load_evidence
from livereview.figure_reports import report_figures
from livereview.manuscript import Edition
from livereview.plan import TABLES
from livereview.problems import Problem, ProblemsFound, errors
from livereview.recorder import STATUS, Read
from livereview.signoff import SignOff, Standing, ValueOf, standings
from livereview.signoff_file import read_signoffs
from livereview.textfile import read_text


@dataclass(frozen=True)
class Survey:
    """The blocks of a review, and how they stand.

    Attributes:
        root: the review's folder.
        evidence: its tables.
        found: each block with its sign-off, by file and line.
        gone: the sign-offs whose block is gone.
        value_of: gives the written value of a cell, as it is now.
        mistakes: what is wrong with the text, its tables and figures, as far as filling them tells.
    """

    root: Path
    evidence: Evidence
    found: Sequence[Standing]
    gone: Sequence[SignOff]
    value_of: ValueOf
    mistakes: Sequence[Problem]

    def renewed(self) -> Survey:
        """Return the same with the sign-offs as they are on the disk now."""
        blocks = [standing.block for standing in self.found]
        found, gone = standings(blocks, read_signoffs(self.root), self.value_of)
        return replace(self, found=found, gone=gone)


def survey(root: Path) -> Survey:
    """Return how the review in ``root`` stands.

    Raises:
        ProblemsFound: a file can't be read, or the text or a figure can't be made of the evidence.
    """
    signoffs = read_signoffs(root)
    config, evidence = read_config(root), load_evidence(root)
    with tempfile.TemporaryDirectory() as drawn:
        editions = [
            Edition(root, name, config, evidence, drawn=Path(drawn)) for name in config.editions
        ]
        mistakes = run_figures(root, evidence, Path(drawn), _text_of(root, editions))
        for edition in editions:
            fill(edition)
        blocks = blocks_of(editions)
        facts = facts_in(Path(drawn))
    value_of = values_in(evidence, facts)
    found, gone = standings(blocks, signoffs, value_of)
    mistakes += [problem for edition in editions for problem in errors(edition.problems)]
    return Survey(root, evidence, found, gone, value_of, mistakes)


def fill(edition: Edition) -> None:
    """Fill the templates of an edition and build its tables, to know what they read.

    Raises:
        ProblemsFound: a file can't be read, or a template can't be run to its end.
    """
    edition.markdown()
    edition.tables, problems = edition.build_tables()
    edition.problems += problems
    failed = any(passage.failed for passage in edition.passages)
    if failed or not edition.complete or edition.designs is None:
        raise ProblemsFound(errors(edition.problems))


def run_figures(root: Path, evidence: Evidence, folder: Path, text: str) -> list[Problem]:
    """Write what each figure reports of itself; return what is wrong with those of the text.

    A figure that can't be drawn for want of rows is left with those that may not be printed.

    Raises:
        ProblemsFound: figures that the text names can't be drawn, for another reason.
    """
    failed = report_figures(root, evidence, folder).failed
    named = {name: found for name, found in failed.items() if names_figure(text, name)}
    others = [each for each in named.values() if not _for_want_of_rows(each, evidence)]
    if others:
        raise ProblemsFound(problem for each in others for problem in each.problems)
    folder.mkdir(exist_ok=True)
    for name, found in failed.items():
        reads = {row: [STATUS] for row in _refused(found, evidence)}
        report = {"alt": "", "rows": [], "facts": {}, "reads": reads}
        (folder / f"{name}.json").write_text(json.dumps(report), encoding="utf-8")
    return [problem for found in named.values() for problem in found.problems]


def names_figure(text: str, name: str) -> bool:
    """Return whether a text shows a figure, or quotes what it reports."""
    written = re.escape(name)
    return bool(re.search(rf"figures/{written}\.svg|figure\(\s*[\"']{written}[\"']", text))


def _text_of(root: Path, editions: Sequence[Edition]) -> str:
    """Return all that editions are written in, to look for names in."""
    parts = [source.text for edition in editions for source in edition.sources]
    return "\n".join([*parts, read_text(root, TABLES)])


def _for_want_of_rows(found: ProblemsFound, evidence: Evidence) -> bool:
    """Return whether a figure asked for rows that are refused or gone."""
    gone = any(problem.code == "unknown-row" for problem in found.problems)
    return gone or bool(_refused(found, evidence))


def _refused(found: ProblemsFound, evidence: Evidence) -> list[str]:
    """Return the rows (``table:id``) that may not be printed, and for which a figure fails.

    Those that problems name, and those that a key of another row leads to: what follows such a key
    finds nothing, and the problem is one of what it did with that.
    """
    names = {problem.field for problem in found.problems}
    rows = [row for table in evidence.values() for row in table.rows if not row.accepted]
    named = {row.name for row in rows if row.name in names}
    return sorted(named | _pointed_to(evidence))


def _pointed_to(evidence: Evidence) -> set[str]:
    """Return the rows that were taken back, and that accepted rows point to."""
    targets = (
        evidence.target(row, field, key)
        for table in evidence.values()
        for field in table.description.fields.values()
        if field.references
        for row in table.rows
        if row.accepted
        for key in row.items(field.name)
    )
    return {target.name for target in targets if isinstance(target, Row) and target.taken_back}


def facts_in(drawn: Path | None) -> dict[str, dict[str, str]]:
    """Return what the figures report of themselves, by figure and by name."""
    return {
        path.stem: {
            name: str(value) for name, value in json.loads(path.read_text("utf-8"))["facts"].items()
        }
        for path in (drawn.glob("*.json") if drawn else ())
    }


def values_in(evidence: Evidence, facts: Mapping[str, Mapping[str, str]]) -> ValueOf:
    """Return what gives the written value of a cell, or of a figure's fact; "" where it is gone."""
    rows = {name: table.by_id for name, table in evidence.items()}

    def value_of(read: Read) -> str:
        if not read.of_evidence:
            return facts.get(read.id, {}).get(read.column, "")
        row = rows[read.table].get(read.id)
        return row.cells.get(read.column, "") if row else ""

    return value_of
