"""The workflow files: valid, safe, and each of their commands run in a fresh clone.

What only the service itself can show is not tested here: that it starts the workflows when it
should, gives the rights that they ask for, and does what the actions and `gh` are told.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

REPOSITORY = Path(__file__).parents[2]
FOLDER = REPOSITORY / ".github" / "workflows"
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.yml"))}
# YAML 1.1 reads the word `on` as true.
WORKFLOWS = {name: yaml.safe_load(text) for name, text in TEXTS.items()}
JOBS = {(name, job): file["jobs"][job] for name, file in WORKFLOWS.items() for job in file["jobs"]}

# What the service fills in.
VALUES = {
    "inputs.since": "origin/main",
    "github.token": "a-token",
    "github.repository": "owner/review",
    "github.event.pull_request.number": "7",
    "github.event.repository.default_branch": "main",
    "github.ref_name": "v0.2",
    "github.run_id": "42",
    "github.server_url": "https://service.example",
}
# Instead of programs that would change the machine, or speak to the service.
STAND_INS = {
    "id": "echo 0",
    "sudo": 'exec "$@"',
    "apt-get": "exit 0",
    "gh": 'printf "%s\\n" "$@" >"$GH_TOLD"',
}


# Commands that are not run here, each with its reason.
EXCEPTED = {
    ("build", "Test what takes many builds"): "runs these tests themselves",
    ("build", "Build twice, in settings that differ, and compare"): (
        "takes as long as two builds; what it compares has tests of its own"
    ),
}


def run_steps(job: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [step for step in job.get("steps", []) if "run" in step]


# -- what the files say ------------------------------------------------------------------------


def run(*words: str) -> tuple[int, str]:
    done = subprocess.run(
        words, cwd=REPOSITORY, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    return done.returncode, done.stdout.decode()


def test_the_files_fit_the_schemas_of_the_service() -> None:
    checker = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    files = [str(path) for path in sorted(FOLDER.glob("*.yml"))]
    assert len(files) == 5
    assert run(*checker, "vendor.github-workflows", *files) == (0, "ok -- validation done\n")
    robot = str(FOLDER.parent / "dependabot.yml")
    assert run(*checker, "vendor.dependabot", robot) == (0, "ok -- validation done\n")


def test_a_linter_of_workflow_files_finds_nothing_unsafe() -> None:
    places = f"{sysconfig.get_path('scripts')}:{os.environ['PATH']}"
    linter = shutil.which("zizmor", path=places)
    assert linter, "zizmor is not installed"
    status, said = run(
        linter, "--offline", "--quiet", "--color=never", "--persona", "pedantic", ".github"
    )
    assert (status, said.strip()) == (0, "No findings to report. Good job!")


def test_each_job_has_these_rights_and_no_others() -> None:
    assert [name for name, file in WORKFLOWS.items() if file["permissions"] != {}] == []
    reading = {"contents": "read"}
    assert {name: job["permissions"] for name, job in JOBS.items()} == {
        ("build", "build"): reading,
        ("main", "build"): reading,
        ("main", "site"): {"pages": "write", "id-token": "write"},
        ("monthly", "build"): reading,
        ("monthly", "alarm"): {"issues": "write"},
        ("pull-request", "build"): reading,
        ("pull-request", "comment"): {"pull-requests": "write"},
        ("release", "build"): reading,
        ("release", "release"): {"contents": "write"},
        ("release", "site"): {"actions": "write"},
    }


def test_no_job_that_may_write_takes_the_code_of_the_commit() -> None:
    writing = [job for job in JOBS.values() if job["permissions"] != {"contents": "read"}]
    used = [step.get("uses", "") for job in writing for step in job["steps"]]
    assert len(writing) == 5
    assert [action for action in used if "checkout" in action] == []


def test_what_a_stranger_proposes_meets_no_secret() -> None:
    for text in TEXTS.values():
        assert "secrets" not in re.sub("#.*", "", text)
        assert "pull_request_target" not in text
        assert "workflow_run" not in text


def test_each_action_is_pinned_to_one_commit_and_says_its_version() -> None:
    used = [line for text in TEXTS.values() for line in re.findall(r"uses: (.*)", text)]
    actions = {line for line in used if line != "./.github/workflows/build.yml"}
    pinned = re.compile(r"(actions/[a-z-]+)@[0-9a-f]{40} # v\d+\.\d+\.\d+")
    names = [match[1] for line in actions if (match := pinned.fullmatch(line))]
    assert sorted(names) == [
        "actions/checkout",
        "actions/deploy-pages",
        "actions/download-artifact",
        "actions/setup-python",
        "actions/upload-artifact",
        "actions/upload-pages-artifact",
    ]
    assert len(names) == len(actions)


def test_no_command_is_put_together_from_what_others_wrote() -> None:
    """The service would put it into the command's text; in a variable it stays a text."""
    commands = [step["run"] for job in JOBS.values() for step in run_steps(job)]
    assert [command for command in commands if "${{" in command] == []


def test_the_report_is_written_beside_a_base_only_for_pull_requests() -> None:
    since = {name: job.get("with") for (name, _), job in JOBS.items() if "uses" in job}
    assert since.pop("pull-request") == {"since": "origin/${{ github.base_ref }}"}
    assert since == {"main": None, "monthly": None, "release": None}


# -- what the commands do ----------------------------------------------------------------------


@dataclass
class Machine:
    """Runs the commands of jobs as the service would, each job in a folder of its own.

    Attributes:
        root: the folder of all that follows.
        clone: the folder of the job that builds.
    """

    root: Path
    clone: Path
    ran: set[tuple[str, str]] = field(default_factory=set)

    @property
    def told(self) -> list[str]:
        """The words of the last call of `gh`."""
        return (self.root / "told").read_text(encoding="utf-8").splitlines()

    def artifacts(self) -> dict[str, Path]:
        """What the build has kept for other jobs."""
        steps = JOBS["build", "build"]["steps"]
        kept = [step["with"] for step in steps if "/upload-artifact@" in step.get("uses", "")]
        return {each["name"]: self.clone / each["path"] for each in kept}

    def do(self, workflow: str, job: str, folder: Path) -> None:
        """Do the steps of a job, but for the actions; of these, taking artifacts is played."""
        (self.root / "stand-ins").mkdir(exist_ok=True)
        for name, script in STAND_INS.items():
            (self.root / "stand-ins" / name).write_text(f"#!/bin/sh\n{script}\n")
            (self.root / "stand-ins" / name).chmod(0o755)
        folder.mkdir(exist_ok=True)
        for step in JOBS[workflow, job]["steps"]:
            if (workflow, step["name"]) in EXCEPTED:
                continue
            if "run" in step:
                self._run(step, folder)
                self.ran.add((workflow, step["name"]))
            elif "/download-artifact@" in step["uses"]:
                self._take(step.get("with", {}), folder)

    def _run(self, step: Mapping[str, Any], folder: Path) -> None:
        done = subprocess.run(
            ["bash", "-e", "-c", step["run"]],
            cwd=folder,
            env=self._environment(step.get("env", {})),
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == 0, f"{step['name']}\n{done.stdout[-4000:]}"

    def _environment(self, wanted: Mapping[str, str]) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ}
        filled = {
            name: re.sub(r"\$\{\{ (\S+) \}\}", lambda found: VALUES[found[1]], text)
            for name, text in wanted.items()
        }
        return {
            **kept,
            "PATH": f"{self.root / 'stand-ins'}:{os.environ['PATH']}",
            "GITHUB_STEP_SUMMARY": str(self.root / "summary.md"),
            "GH_TOLD": str(self.root / "told"),
            # To run the tests within a test would never end; this finds them all, and runs none.
            "PYTEST_ADDOPTS": "--collect-only --quiet",
            **filled,
        }

    def _take(self, wanted: Mapping[str, str], folder: Path) -> None:
        """Lay one artifact into a folder, or each into a folder of its name."""
        for name, kept in self.artifacts().items():
            if wanted.get("name", name) == name:
                place = folder / wanted.get("path", "" if "name" in wanted else name)
                place.mkdir(parents=True, exist_ok=True)
                copy = (
                    partial(shutil.copytree, dirs_exist_ok=True) if kept.is_dir() else shutil.copy
                )
                copy(kept, place)


def build(root: Path) -> None:
    """Run the build of a pull request; note which of its commands ran."""
    root.mkdir()
    clone = clone_with_a_change(root)
    install(clone)
    machine = Machine(root, clone)
    machine.do("build", "build", clone)
    (root / "ran").write_text("\n".join(sorted(name for _, name in machine.ran)), encoding="utf-8")


@pytest.fixture
def built(made_once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """The folder in which the build of a pull request has run."""
    return made_once("ci", build)


@pytest.fixture
def machine(built: Path, tmp_path: Path) -> Machine:
    """A machine for the jobs that follow a build."""
    return Machine(tmp_path, built / "clone")


def clone_with_a_change(root: Path) -> Path:
    """A fresh clone of what this folder holds, with a release, and a commit after it."""
    origin, clone = root / "origin", root / "clone"
    for path in files_of_the_project():
        (origin / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(REPOSITORY / path, origin / path)
    git(origin, "init", "--quiet", "--initial-branch=main")
    git(origin, "add", "--all")
    git(origin, "commit", "--quiet", "--message", "As it is")
    git(origin, "tag", "v0.1")
    git(root, "clone", "--quiet", str(origin), str(clone))
    change_an_estimate(clone / "data" / "safety.csv")
    git(clone, "commit", "--quiet", "--all", "--message", "Change an estimate")
    return clone


def files_of_the_project() -> Iterator[str]:
    """What git has, and what it would take: also what is not committed yet is tested."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
        text=True,
    )
    return (path for path in listed.stdout.split("\0") if path and (REPOSITORY / path).is_file())


def git(folder: Path, *words: str) -> None:
    """Run git with nothing of this machine's settings."""
    kept = {name: os.environ[name] for name in ("HOME", "PATH") if name in os.environ}
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    person = ["-c", "user.name=Ann Other", "-c", "user.email=ann@example.org"]
    subprocess.run(["git", "-C", str(folder), *person, *words], check=True, env=kept | alone)


def change_an_estimate(path: Path) -> None:
    """Set the first estimate to its own lower limit, which breaks no rule."""
    with path.open(encoding="utf-8", newline="") as text:
        reader = csv.DictReader(text)
        rows, names = list(reader), list(reader.fieldnames or [])
    row = next(row for row in rows if row["ci_low"] and row["ci_low"] != row["estimate"])
    row["estimate"] = row["ci_low"]
    with path.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def install(clone: Path) -> None:
    """Do what `make setup` does, without the network: the packages are those that run the tests."""
    python = clone / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    paths = ":".join([str(clone / "workflow"), *filter(None, [os.environ.get("PYTHONPATH")])])
    python.write_text(f'#!/bin/sh\nPYTHONPATH="{paths}" exec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    shutil.copy(clone / "requirements.lock", clone / ".venv")
    (clone / ".venv" / "installed").write_text(f"{clone}\n")


@pytest.mark.workflow
@pytest.mark.long
def test_the_build_of_a_pull_request_says_what_it_changes(machine: Machine, built: Path) -> None:
    report = machine.artifacts()["report"].read_text(encoding="utf-8")
    assert report.startswith("# What has changed from origin/main ")
    assert "1 row changed" in report
    assert "\n# To be read again\n" in report
    assert (built / "summary.md").read_text(encoding="utf-8") == report


@pytest.mark.workflow
@pytest.mark.long
def test_the_build_keeps_the_results_and_the_site(machine: Machine) -> None:
    names = {path.name for path in machine.artifacts()["results"].iterdir()}
    assert {"review.html", "review.pdf", "review.docx", "SHA256SUMS"} <= names
    site = machine.artifacts()["site"]
    assert (site / "index.html").is_file()
    assert "v0.1" in (site / "versions.html").read_text(encoding="utf-8")


@pytest.mark.workflow
@pytest.mark.long
def test_the_report_becomes_the_comment_on_the_pull_request(machine: Machine) -> None:
    folder = machine.root / "comment"
    machine.do("pull-request", "comment", folder)
    assert machine.told == [
        *("pr", "comment", "7", "--edit-last", "--create-if-none", "--body-file", "report.md")
    ]
    assert 0 < (folder / "report.md").stat().st_size < 65536


@pytest.mark.workflow
@pytest.mark.long
def test_a_release_holds_all_that_was_built(machine: Machine) -> None:
    folder = machine.root / "release"
    machine.do("release", "release", folder)
    words = machine.told
    assert words[:8] == [
        *("release", "create", "v0.2", "--verify-tag", "--title", "v0.2"),
        *("--notes-file", "report/report.md"),
    ]
    assert re.fullmatch(r"site/review-v0\.1-1-g[0-9a-f]{10}\.zip", words[8])
    published = machine.artifacts()["results"].iterdir()
    assert words[9:] == sorted(f"results/{path.name}" for path in published if path.is_file())
    assert [word for word in [words[7], *words[8:]] if not (folder / word).is_file()] == []


@pytest.mark.workflow
@pytest.mark.long
def test_after_a_release_the_site_is_made_anew(machine: Machine) -> None:
    machine.do("release", "site", machine.root / "again")
    assert machine.told == ["workflow", "run", "main.yml", "--ref", "main"]
    assert "workflow_dispatch" in WORKFLOWS["main"][True]


@pytest.mark.workflow
@pytest.mark.long
def test_a_monthly_build_that_fails_opens_an_issue(machine: Machine) -> None:
    machine.do("monthly", "alarm", machine.root / "alarm")
    assert JOBS["monthly", "alarm"]["if"] == "failure()"
    assert machine.told[:3] == ["issue", "create", "--title"]
    assert machine.told[-1].endswith("https://service.example/owner/review/actions/runs/42")


@pytest.mark.workflow
@pytest.mark.long
def test_each_command_of_each_workflow_was_run(machine: Machine, built: Path) -> None:
    ran = {("build", name) for name in (built / "ran").read_text("utf-8").splitlines()}
    for number, (workflow, job) in enumerate(JOBS.keys() - {("build", "build")}):
        if "steps" in JOBS[workflow, job]:
            machine.do(workflow, job, machine.root / f"job-{number}")
    commands = {(name, step["name"]) for (name, _), job in JOBS.items() for step in run_steps(job)}
    assert commands - ran - machine.ran == set(EXCEPTED)
