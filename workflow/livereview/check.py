"""Check all that authors write, before any work starts, and collect every problem."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from livereview.beside import begin
from livereview.characters import unseen_characters
from livereview.check_coverage import check_coverage
from livereview.check_numbers import check_numbers
from livereview.check_retractions import check_retractions
from livereview.check_standing import check_standing
from livereview.check_tables import check_evidence
from livereview.check_works import check_uncited, check_works
from livereview.config import (
    CONFIG,
    LIBRARY,
    MANUSCRIPT,
    REVIEW_WITHIN_MONTHS,
    Config,
    read_config,
)
from livereview.datapackage import PACKAGE, read_package
from livereview.evidence import Evidence, read_files
from livereview.library import read_library, style_path
from livereview.manuscript import Edition
from livereview.mentions import out_of_order, unreferred
from livereview.problems import Problem, ProblemsFound, errors, nearest
from livereview.retractions import read_notices
from livereview.textfile import read_text
from livereview.weave import compose
from livereview.yamlfile import YamlFile

Result = TypeVar("Result")


def check_review(root: Path, today: date) -> list[Problem]:
    """Return all that is wrong with the review in ``root``, sorted by place.

    Args:
        root: the review's folder.
        today: the day after which nothing can have been dated yet.
    """
    problems: list[Problem] = []
    library = read_library(root)
    problems += library.problems
    if not library.problems:
        problems += check_works(library.entries, today)
    notices = begin(lambda: read_notices(root, library.entries.values(), today))
    keys = library.entries if library.readable else None
    config = _attempt(lambda: read_config(root), problems)
    evidence = _attempt(lambda: _read_evidence(root, problems), problems)
    # The rows and the text take about as long as each other, and neither needs the other's result.
    rows = begin(lambda: check_evidence(evidence, keys, today) if evidence else [])
    if config:
        problems += _check_names(root, config)
    if evidence:
        months = config.review_within_months if config else REVIEW_WITHIN_MONTHS
        problems += check_standing(evidence, months, today)
    problems += _check_characters(root, evidence)
    editions: list[Edition] = []
    if config and evidence:
        names = [name for name in config.editions if (root / MANUSCRIPT / name).is_dir()]
        editions = [Edition(root, name, config, evidence) for name in names]
        for edition in editions:
            problems += _check_edition(edition, keys)
    problems += rows()
    known, malformed = notices()
    problems += malformed
    if evidence:
        told = list(check_retractions(library.entries, known, evidence, editions))
        # While something can't be read as it is meant, it may be what rests on a work.
        problems += errors(told) if errors(problems) else told
    if evidence and not errors(problems):
        # While something can't be read as it is meant, it may be what cites a work or a row.
        problems += check_uncited(root, library.entries, evidence)
        problems += check_coverage(evidence, editions)
        problems += check_numbers(editions)
    return sorted(set(problems))


def _check_characters(root: Path, evidence: Evidence | None) -> Iterator[Problem]:
    """Yield the characters that can't be seen, in all that authors write."""
    tables = [table.description.path for table in (evidence or {}).values()]
    texts = [path.relative_to(root).as_posix() for path in (root / MANUSCRIPT).glob("*/*.md")]
    settings = [path.relative_to(root).as_posix() for path in (root / MANUSCRIPT).rglob("*.yaml")]
    for path in [CONFIG, PACKAGE, *tables, LIBRARY, *texts, *settings]:
        with suppress(ProblemsFound):  # told where the file is read for what it says
            yield from unseen_characters(path, read_text(root, path))


def _check_names(root: Path, config: Config) -> list[Problem]:
    """Return a problem for each name in the configuration that leads nowhere."""
    source = YamlFile(root, CONFIG)
    problems: list[Problem] = []
    _attempt(lambda: style_path(config.citation_style), problems)
    line = source.line(["citation_style"])
    problems = [replace(problem, line=line) for problem in problems]
    folders = [path.parent.name for path in (root / MANUSCRIPT).glob("*/metadata.yaml")]
    for index, edition in enumerate(config.editions):
        if not (root / MANUSCRIPT / edition).is_dir():
            message = f"there is no folder {MANUSCRIPT}/{edition}"
            hint = nearest(edition, folders) or f"there are: {', '.join(folders)}"
            problems.append(source.problem(["editions", index], "missing-edition", message, hint))
    return problems


def _read_evidence(root: Path, problems: list[Problem]) -> Evidence:
    package = read_package(root)
    files = read_files(root, package)
    for file in files.values():
        problems += file.problems
    return Evidence(package, files)


def _check_edition(edition: Edition, keys: Iterable[str] | None) -> list[Problem]:
    """Weave an edition as far as its words go, without figures and without citation style."""
    problems: list[Problem] = []
    _attempt(lambda: compose(edition, keys, with_tables=False), problems)
    _check_unprinted_tables(edition)
    problems += edition.problems
    return (
        problems if errors(problems) else [*problems, *unreferred(edition), *out_of_order(edition)]
    )


def _check_unprinted_tables(edition: Edition) -> None:
    """Build the tables that the text doesn't print: they are published as CSV all the same."""
    if edition.designs is None:
        return
    for name in edition.designs.names:
        if name not in edition.tables:
            edition.designs.build(name)
    edition.problems += edition.designs.problems


def _attempt(action: Callable[[], Result], problems: list[Problem]) -> Result | None:
    try:
        return action()
    except ProblemsFound as found:
        problems += found.problems
        return None
