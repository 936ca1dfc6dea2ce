"""What a person and the log see of a step."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent, indent

import pytest

SCRIPT = """
import os, subprocess, sys
from types import SimpleNamespace
from livereview.jobs import step
from livereview.problems import Problem, ProblemsFound

with step(SimpleNamespace(rule="weave_review", log=["logs/weave/review.log"])) as show:
{body}
print("after the step")
"""


@dataclass
class Done:
    """How a step ended."""

    status: int
    out: str
    err: str
    log: str


@pytest.fixture
def run(tmp_path: Path):
    def run_step(body: str) -> Done:
        script = SCRIPT.format(body=indent(dedent(body).strip(), "    "))
        command = [sys.executable, "-c", script]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        log = (tmp_path / "logs" / "weave" / "review.log").read_text()
        return Done(done.returncode, done.stdout, done.stderr, log)

    return run_step


def test_what_a_step_and_its_programs_print_goes_to_the_log(run) -> None:
    done = run(
        """
        print("from Python")
        print("from Python, an error", file=sys.stderr)
        subprocess.run(["sh", "-c", "echo from a program; echo from it, an error >&2"])
        """
    )
    assert (done.status, done.out, done.err) == (0, "after the step\n", "")
    assert set(done.log.splitlines()) == {
        "from Python",
        "from Python, an error",
        "from a program",
        "from it, an error",
    }


def test_a_step_can_show_a_text(run) -> None:
    done = run("show('one warning')")
    assert (done.status, done.err, done.log) == (0, "one warning\n", "")


def test_problems_are_shown_and_logged_without_a_traceback(run) -> None:
    done = run(
        """
        raise ProblemsFound([Problem("data/songs.csv", 14, "low", "rule", "1.9 lies above 1.3")])
        """
    )
    said = "data/songs.csv:14: low: 1.9 lies above 1.3\n1 error\n"
    assert (done.status, done.out, done.err, done.log) == (1, "", said, said)


def test_an_unexpected_error_leaves_its_traceback_in_the_log(run) -> None:
    done = run("raise ValueError('what now')")
    assert done.status == 1
    assert done.err == "internal error in weave_review: see logs/weave/review.log\n"
    assert "Traceback" in done.log
    assert "ValueError: what now" in done.log


def test_an_error_of_the_system_is_named(run) -> None:
    done = run("raise OSError(28, 'No space left on device')")
    assert done.err == (
        "internal error in weave_review (No space left on device): see logs/weave/review.log\n"
    )


def test_an_interrupted_step_says_nothing(run) -> None:
    done = run("raise KeyboardInterrupt")
    assert (done.status, done.out, done.err, done.log) == (130, "", "", "")
