"""Check all that authors write, before any work starts, and collect every problem."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from livereview.check_tables import check_evidence
from livereview.config import CONFIG, MANUSCRIPT, Config, read_config
from livereview.datapackage import read_package
from livereview.evidence import Evidence, read_files
from livereview.library import read_library, style_path
from livereview.manuscript import Edition
from livereview.problems import Problem, ProblemsFound, nearest
from livereview.weave import compose
from livereview.yamlfile import YamlFile

Result = TypeVar("Result")


def check_review(root: Path) -> list[Problem]:
    """Return all that is wrong with the review in ``root``, sorted by place."""
    problems: list[Problem] = []
    library = read_library(root)
    problems += library.problems
    keys = library.entries if library.readable else None
    config = _attempt(lambda: read_config(root), problems)
    evidence = _attempt(lambda: _read_evidence(root, problems), problems)
    if config:
        problems += _check_names(root, config)
    if evidence:
        problems += check_evidence(evidence, keys)
    if config and evidence:
        for edition in config.editions:
            if (root / MANUSCRIPT / edition).is_dir():
                problems += _check_edition(Edition(root, edition, config, evidence), keys)
    return sorted(set(problems))


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
    _attempt(lambda: compose(edition, keys), problems)
    _check_unprinted_tables(edition)
    return problems + edition.problems


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
