"""Check all that authors write, before any work starts, and collect every problem."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import panflute as pf

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
from livereview.datapackage import PACKAGE, Package, read_package
from livereview.evidence import Evidence, read_files
from livereview.library import Library, read_library, style_path
from livereview.manuscript import Edition
from livereview.mentions import out_of_order, unreferred
from livereview.problems import Problem, ProblemsFound, errors, nearest
from livereview.retractions import Notices, read_notices
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
    sources = read_sources(root)
    # The rows and the text take about as long as each other, and neither needs the other's result.
    rows = begin(lambda: sources.check_rows(today))
    notices = begin(lambda: sources.read_notices(today))
    editions: list[Edition] = []
    if sources.config and sources.evidence:
        names = sources.editions
        editions = [Edition(root, name, sources.config, sources.evidence) for name in names]
    for edition in editions:
        weave_words(edition, sources.keys)
    return check_sources(sources, editions, (rows(), notices()), today)


@dataclass(frozen=True)
class Sources:
    """What a review consists of beside its text, each part None where it can't be read.

    Attributes:
        root: the review's folder.
        library: the literature.
        config: what to build.
        evidence: the tables.
        problems: what was noticed while reading.
    """

    root: Path
    library: Library
    config: Config | None
    evidence: Evidence | None
    problems: tuple[Problem, ...]

    @property
    def keys(self) -> Iterable[str] | None:
        """The keys of the library; None where it can't be read."""
        return self.library.entries if self.library.readable else None

    @property
    def editions(self) -> list[str]:
        """The names of the editions that are built, as far as there are such folders."""
        names = self.config.editions if self.config else ()
        return [name for name in names if (self.root / MANUSCRIPT / name).is_dir()]

    def check_rows(self, today: date) -> list[Problem]:
        """Return what is wrong with the rows of the evidence."""
        return check_evidence(self.evidence, self.keys, today) if self.evidence else []

    def read_notices(self, today: date) -> tuple[Notices, list[Problem]]:
        """Return what is known against works of the library, and what is wrong with its file."""
        return read_notices(self.root, self.library.entries.values(), today)


def read_sources(
    root: Path,
    kind: type[Evidence] = Evidence,
    *,
    library_of: Callable[[Path], Library] = read_library,
    package_of: Callable[[Path], Package] = read_package,
) -> Sources:
    """Read a review, all but its text.

    Args:
        root: the review's folder.
        kind: what to make of the tables.
        library_of: reads the library.
        package_of: reads the data package.
    """
    problems: list[Problem] = []
    library = library_of(root)
    config = _attempt(lambda: read_config(root), problems)
    evidence = _attempt(lambda: _read_evidence(root, kind, package_of(root), problems), problems)
    return Sources(root, library, config, evidence, tuple(library.problems + problems))


def weave_words(edition: Edition, keys: Iterable[str] | None) -> None:
    """Weave an edition as far as its words go, without figures, tables and citation style.

    What is wrong is in its ``problems`` afterwards.
    """
    weave_edition(edition, lambda: compose(edition, keys, with_tables=False))


def weave_edition(edition: Edition, weave: Callable[[], pf.Doc | None]) -> pf.Doc | None:
    """Return an edition's document tree as ``weave`` gives it; None where it can't be woven at all.

    The problems, also those of printed tables that the text leaves out, are the edition's.
    """
    problems: list[Problem] = []
    tree = _attempt(weave, problems)
    _check_unprinted_tables(edition)
    edition.problems += problems
    return tree


def check_sources(
    sources: Sources,
    editions: Sequence[Edition],
    beside: tuple[list[Problem], tuple[Notices, list[Problem]]],
    today: date,
) -> list[Problem]:
    """Return all that is wrong with a review that was read, sorted by place.

    Args:
        sources: what was read.
        editions: those that are built, woven.
        beside: what `check_rows` and `read_notices` of the sources gave.
        today: the day after which nothing can have been dated yet.
    """
    root, library, evidence = sources.root, sources.library, sources.evidence
    rows, (known, malformed) = beside
    problems = [*sources.problems, *rows, *malformed]
    if not library.problems:
        problems += check_works(library.entries, today)
    if sources.config:
        problems += _check_names(root, sources.config)
    if evidence:
        months = sources.config.review_within_months if sources.config else REVIEW_WITHIN_MONTHS
        problems += check_standing(evidence, months, today)
    problems += _check_characters(root, evidence)
    for edition in editions:
        problems += edition.problems
        if not errors(edition.problems):
            problems += [*unreferred(edition), *out_of_order(edition)]
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


def _read_evidence(
    root: Path, kind: type[Evidence], package: Package, problems: list[Problem]
) -> Evidence:
    files = read_files(root, package)
    for file in files.values():
        problems += file.problems
    return kind(package, files)


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
