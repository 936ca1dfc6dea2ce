"""Check all that the authors write; stop if anything is wrong with it."""

from pathlib import Path
from typing import TYPE_CHECKING

from livereview.jobs import step

if TYPE_CHECKING:
    from snakemake.script import snakemake

with step(snakemake) as show:
    from livereview.check import check_review
    from livereview.dates import today
    from livereview.problems import raise_errors
    from livereview.problems import show as worded
    from livereview.reports import as_json

    problems = check_review(Path(), today())
    raise_errors(problems)
    warnings = [problem for problem in problems if problem.severity == "warning"]
    if warnings:
        show(worded(warnings))
    Path(snakemake.output.report).write_text(as_json(problems), encoding="utf-8")
