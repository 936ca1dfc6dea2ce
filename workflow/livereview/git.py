"""Ask git about the repository that a review lies in."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


class GitFailed(Exception):
    """Git could not do what was asked; the message is what it said."""


def run_git(folder: Path, *words: str, given: bytes = b"") -> bytes:
    """Return what a git command prints in a folder.

    Args:
        folder: the folder.
        words: the command.
        given: what it reads from its standard input.

    Raises:
        GitFailed: it failed, or there is no git.
    """
    # A hook's GIT_DIR would speak of another repository. Without the optional locks a build
    # never gets in the way of a git command that runs at the same time.
    environment = {name: value for name, value in os.environ.items() if name[:4] != "GIT_"}
    environment |= {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *words],
            input=given,
            capture_output=True,
            check=False,
            env=environment,
        )
    except OSError:
        raise GitFailed("git is not installed") from None
    if done.returncode:
        raise GitFailed(done.stderr.decode("utf-8", "replace").strip())
    return done.stdout


def git_line(folder: Path, *words: str) -> str:
    """Return what a git command prints, without blanks around it; empty where it fails."""
    try:
        return run_git(folder, *words).decode("utf-8", "replace").strip()
    except GitFailed:
        return ""
