"""Build a commit in a clone of its own, away from what lies about in the folder."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from livereview.git import GitFailed, git_line, run_git

#: Where a build leaves what it made, below the review's folder.
RESULTS = "results"

_PROFILE = "workflow/profiles/default"

# What a build is given of the variables around it: where programs are, and nothing else.
_KEPT = ("PATH",)

# Of what a failed build said, this many lines are shown.
_SHOWN = 20


class RebuildFailed(Exception):
    """Raised where a commit can't be built; says why, in the words of git or of the build."""


@dataclass(frozen=True)
class Setting:
    """The circumstances of a build, of which its results must not depend.

    Attributes:
        cores: number of steps that are taken at a time.
        umask: what is taken from the rights of new files.
        variables: variables of the environment.
    """

    cores: int = 2
    umask: int = 0o022
    variables: Mapping[str, str] = field(default_factory=dict)


def commit_of(repository: Path, name: str) -> str:
    """Return the whole name of a commit that the repository has; "" where it has none of it."""
    return git_line(repository, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")


def clone(repository: Path, commit: str, folder: Path, setting: Setting) -> None:
    """Make a clone of a repository in a new folder, with a commit's files in it.

    Raises:
        RebuildFailed: git refused.
    """
    here = repository.resolve()
    words = ["clone", "--quiet", "--no-checkout", str(here), str(folder.resolve())]
    _git(here, words, setting)
    check_out(folder, commit, setting)


def check_out(folder: Path, commit: str, setting: Setting) -> None:
    """Put a commit's files into a clone.

    Raises:
        RebuildFailed: git refused.
    """
    _git(folder, ["checkout", "--quiet", "--detach", commit], setting)


def build(folder: Path, setting: Setting) -> None:
    """Build the review in a folder as ``make`` does, by the Python that runs here.

    Raises:
        RebuildFailed: the build failed.
    """
    command = [sys.executable, "-m", "snakemake", "--nolock", f"--cores={setting.cores}"]
    done = _run([*command, "--workflow-profile", _PROFILE], folder, setting)
    if done.returncode:
        said = "\n".join(done.stdout.splitlines()[-_SHOWN:])
        raise RebuildFailed(f"the build of {folder} failed:\n{said}")


def _run(
    command: Sequence[str], folder: Path, setting: Setting
) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    own = {
        "PYTHONPATH": str(folder / "workflow"),
        "XDG_CACHE_HOME": str(folder / ".snakemake"),
    }
    return subprocess.run(
        command,
        cwd=folder,
        env={**kept, **own, **setting.variables},
        umask=setting.umask,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def _git(folder: Path, words: Sequence[str], setting: Setting) -> None:
    try:
        run_git(folder, *words, umask=setting.umask)
    except GitFailed as error:
        raise RebuildFailed(f"git {words[0]}: {error}") from None
