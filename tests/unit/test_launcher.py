"""The file ``livereview`` in the review's folder, with which authors call the commands."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

LAUNCHER = Path(__file__).parents[2] / "livereview"


@pytest.fixture
def folder(tmp_path):
    """A review's folder in which ``python`` prints how it was called."""
    folder = tmp_path / "our review"
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / "data").mkdir()
    shutil.copy(LAUNCHER, folder)
    for path in (folder, folder / ".venv"):
        (path / "requirements.lock").write_text("jinja2==3\n", encoding="utf-8")
    python = folder / ".venv" / "bin" / "python"
    python.write_text('#!/bin/sh\necho "$PYTHONPATH|$PYTHONHOME|$*"\n', encoding="utf-8")
    python.chmod(0o755)
    return folder


def call(command: str, *words: str, cwd: Path) -> subprocess.CompletedProcess:
    environment = os.environ | {"PYTHONHOME": "elsewhere", "PYTHONPATH": "elsewhere"}
    return subprocess.run(
        [command, *words], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def test_it_runs_the_engine_of_its_own_folder(folder):
    done = call("./livereview", "show", "a row", cwd=folder)
    assert done.stdout == f"{folder}/workflow||-m livereview show a row\n"


def test_it_works_from_a_folder_within_the_review(folder):
    done = call("../livereview", "check", cwd=folder / "data")
    assert done.stdout == f"{folder}/workflow||-m livereview check\n"


def test_before_the_first_make_it_says_what_to_do(folder):
    shutil.rmtree(folder / ".venv")
    done = call("./livereview", "check", cwd=folder)
    assert done.returncode == 1
    assert done.stderr == (
        f"what the commands need is not installed, or has changed: run make in {folder}\n"
    )


def test_after_a_change_of_what_is_needed_it_says_what_to_do(folder):
    (folder / "requirements.lock").write_text("jinja2==4\n", encoding="utf-8")
    done = call("./livereview", "check", cwd=folder)
    assert (done.returncode, done.stdout) == (1, "")
