"""Start a review: a small complete example, with a copy of the engine, in a folder of its own."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import yaml

from livereview.citation_file import CITATION, citation_file
from livereview.config import CONFIG
from livereview.plan import ENGINE
from livereview.reference import write_reference

STARTER = ENGINE / "starter"

# What a review needs of the engine, beside its own folders.
_ENGINE = (
    *("Makefile", "Snakefile", "livereview", "workflow", "pyproject.toml", "environment.yml"),
    *("requirements.in", "requirements.lock", "LICENSE", ".gitignore", "docs"),
    *(".ci", ".github", ".gitattributes"),
)
# Made by tools, or about the review that the engine is copied from.
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.egg-info", "evidence", "*.png")


def start_review(folder: Path) -> None:
    """Put the example and the engine into a folder, which appears as a whole or not at all.

    Args:
        folder: the folder to make; an empty one may be there.

    Raises:
        OSError: the folder holds something, or can't be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as made:
        incoming = Path(made) / "review"
        shutil.copytree(STARTER, incoming, ignore=_LEFT_OUT)
        _copy_engine(incoming)
        _add_words(incoming)
        write_reference(incoming)
        (incoming / CITATION).write_text(citation_file(incoming), encoding="utf-8")
        incoming.replace(folder)


def begin_history(folder: Path) -> bool:
    """Make a git repository of a folder; return whether that was possible and of use.

    A folder within another repository belongs to that one.
    """
    if shutil.which("git") is None:
        return False
    within = ["git", "-C", str(folder), "rev-parse", "--is-inside-work-tree"]
    if subprocess.run(within, capture_output=True, check=False).returncode == 0:
        return False
    begun = ["git", "-C", str(folder), "init", "--quiet", "--initial-branch=main"]
    return subprocess.run(begun, capture_output=True, check=False).returncode == 0


def _copy_engine(folder: Path) -> None:
    for name in _ENGINE:
        source = ENGINE.parent / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=_LEFT_OUT)
        else:
            shutil.copy(source, folder / name)


def _add_words(folder: Path) -> None:
    """Add the engine's words to the configuration: they are the same in each review."""
    source = (ENGINE.parent / CONFIG).read_text(encoding="utf-8")
    with (folder / CONFIG).open("a", encoding="utf-8") as config:
        config.write("\n" + _section(source, "terms"))


def _section(source: str, key: str) -> str:
    """Return the part of a YAML file that a key begins, with the comment above it."""
    lines = source.splitlines(keepends=True)
    tree = yaml.compose(source, Loader=yaml.CSafeLoader)
    starts = {name.value: name.start_mark.line for name, _ in tree.value} if tree else {}
    following = [line for line in starts.values() if line > starts[key]]
    first, last = _with_comment(lines, starts[key]), min(following, default=len(lines))
    last = _with_comment(lines, last) if following else last
    return "".join(lines[first:last]).rstrip() + "\n"


def _with_comment(lines: list[str], line: int) -> int:
    """Return the first line of the comment that stands above a line."""
    while line and lines[line - 1].startswith("#"):
        line -= 1
    return line
