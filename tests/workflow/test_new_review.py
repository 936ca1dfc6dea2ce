"""A review that was begun with ``livereview new`` is built by its own copy of the engine."""

import os
import subprocess
import sys

import pytest
from livereview.cli import main

pytestmark = pytest.mark.workflow


def test_a_new_review_is_built_at_once_by_its_own_engine(tmp_path):
    folder = tmp_path / "our review"
    assert main(["new", str(folder)]) == 0
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    build = [sys.executable, "-m", "snakemake", "--workflow-profile", "workflow/profiles/default"]
    done = subprocess.run(
        build, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    made = {path.relative_to(folder / "results").as_posix() for path in folder.glob("results/**/*")}
    assert {"review.html", "review.pdf", "review.docx", "figures/growth.svg"} <= made
    assert {"tables/studies.csv", "tables/plants.csv"} <= made
    page = (folder / "results" / "review.html").read_text(encoding="utf-8")
    assert "0.4 mm a week (95% CI −0.9 to 1.7)" in page
    assert "Annals of Invented Gardening" in page
