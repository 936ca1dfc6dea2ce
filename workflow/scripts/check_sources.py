"""Check all that the authors write; stop if anything is wrong with it."""

from pathlib import Path
from typing import TYPE_CHECKING

from livereview.jobs import step

if TYPE_CHECKING:
    from snakemake.script import snakemake

with step(snakemake) as show:
    from livereview.check import check_review
    from livereview.dates import today
    from livereview.problems import count, raise_errors
    from livereview.reports import as_json

    problems = check_review(Path(), today())
    raise_errors(problems)
    warnings = [problem for problem in problems if problem.severity == "warning"]
    if warnings:
        # Not all of them at each build: what is told too often is read by no one.
        show(f"{count(warnings)}: `make check` tells more")
    Path(snakemake.output.report).write_text(as_json(problems), encoding="utf-8")
