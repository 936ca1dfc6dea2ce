"""Ask git about the repository that a review lies in."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


class GitFailed(Exception):
    """Git could not do what was asked; the message is what it said."""


# What a person may have set otherwise, and what would give the same commit another version.
_SETTINGS = ("core.fsmonitor=false", "log.showSignature=false", "status.showUntrackedFiles=normal")


def run_git(folder: Path, *words: str, given: bytes = b"", umask: int = -1) -> bytes:
    """Return what a git command prints in a folder.

    Args:
        folder: the folder.
        words: the command.
        given: what it reads from its standard input.
        umask: what is taken from the rights of new files; -1 for that of this process.

    Raises:
        GitFailed: it failed, or there is no git.
    """
    # A folder that another user owns, as in a container, is answered for too: what its own
    # configuration makes git run is no more than what a build runs of it anyway.
    settings = [*_SETTINGS, f"safe.directory={folder.resolve()}"]
    command = ["git", *(word for each in settings for word in ("-c", each)), "-C", str(folder)]
    try:
        done = subprocess.run(
            [*command, *words],
            input=given,
            capture_output=True,
            check=False,
            env=_environment(),
            umask=umask,
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


def _environment() -> dict[str, str]:
    """Return the variables with which git speaks of the folder that it is asked about."""
    # A hook's GIT_DIR would speak of another repository. Without the optional locks a build
    # never gets in the way of a git command that runs at the same time.
    kept = {name: value for name, value in os.environ.items() if name[:4] != "GIT_"}
    return kept | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
