"""Check all that authors write, before any work starts, and collect every problem."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from livereview.check_tables import check_evidence
from livereview.config import Config, read_config
from livereview.datapackage import read_package
from livereview.evidence import Evidence, read_files
from livereview.library import Library, read_library, style_path
from livereview.manuscript import Edition
from livereview.problems import Problem, ProblemsFound
from livereview.weave import compose

Result = TypeVar("Result")


def check_review(root: Path) -> list[Problem]:
    """Return all that is wrong with the review in ``root``, sorted by place."""
    problems: list[Problem] = []
    library = read_library(root)
    problems += library.problems
    config = _attempt(lambda: read_config(root), problems)
    evidence = _attempt(lambda: _read_evidence(root, problems), problems)
    if config:
        _attempt(lambda: style_path(config.citation_style), problems)
    if evidence:
        problems += check_evidence(evidence, library.entries if library.readable else None)
    if config and evidence:
        for edition in config.editions:
            problems += _check_edition(root, edition, config, evidence, library)
    return sorted(set(problems))


def _read_evidence(root: Path, problems: list[Problem]) -> Evidence:
    package = read_package(root)
    files = read_files(root, package)
    for file in files.values():
        problems += file.problems
    return Evidence(package, files)


def _check_edition(
    root: Path, name: str, config: Config, evidence: Evidence, library: Library
) -> list[Problem]:
    """Weave an edition as far as its words go, without figures and without citation style."""
    edition = Edition(root, name, config, evidence)
    problems: list[Problem] = []
    _attempt(lambda: compose(edition, library.entries), problems)
    _attempt(lambda: _check_unprinted_tables(edition), problems)
    return problems + edition.problems


def _check_unprinted_tables(edition: Edition) -> None:
    """Build the tables that the text doesn't print: they are published as CSV all the same."""
    specifications = edition.specifications
    for name in specifications.names:
        if name not in edition.tables:
            specifications.build(name)
    edition.problems += specifications.problems


def _attempt(action: Callable[[], Result], problems: list[Problem]) -> Result | None:
    try:
        return action()
    except ProblemsFound as found:
        problems += found.problems
        return None
