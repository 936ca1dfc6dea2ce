"""Check all that the authors write; stop if anything is wrong with it."""

from pathlib import Path
from typing import TYPE_CHECKING

from livereview.jobs import step

if TYPE_CHECKING:
    from snakemake.script import snakemake

with step(snakemake) as show:
    import json
    from dataclasses import asdict

    from livereview.check import check_review
    from livereview.problems import raise_errors
    from livereview.problems import show as worded

    problems = check_review(Path())
    raise_errors(problems)
    warnings = [problem for problem in problems if problem.severity == "warning"]
    if warnings:
        show(worded(warnings))
    report = json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=1)
    Path(snakemake.output.report).write_text(report, encoding="utf-8")
