"""What a build consists of: the review's source files, the engine's own, and their contents.

The Snakefile asks for this once at its start, before anything has been checked. So nothing here
judges: a name that leads nowhere is reported by the check of the sources.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import yaml

from livereview.wholefile import write_whole

ENGINE = Path(__file__).resolve().parent.parent
WORK = Path("work")
TABLES = "manuscript/tables.yaml"

# Made by Python beside the engine's files: folders of these names, or that end so.
_MADE = {"__pycache__", ".egg-info"}

# Left by editors and spreadsheets beside the file that they have open.
_LITTER = (".", "~", "#")


def files(*patterns: str) -> list[str]:
    """Return the files below the working directory that fit a pattern, in a fixed order."""
    found = {path for pattern in patterns for path in Path().glob(pattern) if path.is_file()}
    return sorted(path.as_posix() for path in found if not is_litter(path))


def table_names() -> list[str]:
    """Return the names of the tables that the review prints."""
    if not Path(TABLES).is_file():
        return []
    with Path(TABLES).open(encoding="utf-8") as text:
        return list(yaml.load(text, Loader=yaml.CSafeLoader) or [])


def tables_list_sections() -> bool:
    """Return whether a printed table may list sections of the text, and so rests on the text."""
    return Path(TABLES).is_file() and "sections(" in Path(TABLES).read_text(encoding="utf-8")


def figure_names() -> list[str]:
    """Return the names of the review's figures; a file like ``_axes.py`` is a helper of theirs."""
    names = [Path(script).stem for script in files("manuscript/figures/*.py")]
    return [name for name in names if not name.startswith("_")]


def engine_files(output_format: str = "") -> list[str]:
    """Return the engine's files that a step rests on.

    A writer rests on what it shares with the others, and on what carries its format's name: a
    change of the web page's look doesn't set the PDF again.

    Args:
        output_format: the format that a writer writes; empty for the steps before the writers.
    """
    package = ENGINE / "livereview"
    found = [*package.glob("*.py"), *(ENGINE / "schemas").iterdir()]
    if output_format:
        formats = {path.name for path in (ENGINE / "templates").iterdir() if path.is_dir()}
        others = formats - {output_format}
        writers = package.joinpath("writers").rglob("*.py")
        found += [path for path in writers if path.stem.split("_")[0] not in others]
        found += (package / output_format).glob("*.py")
        found += (ENGINE / "templates" / output_format).rglob("*")
    lock = ENGINE.parent / "requirements.lock"
    return sorted(str(path) for path in [*found, lock] if path.is_file() and not is_litter(path))


def all_engine_files() -> list[str]:
    """Return all of the engine's files, without what is made of them when they run."""
    folder = ENGINE.parent
    found = [path for path in ENGINE.rglob("*") if path.is_file() and not is_litter(path)]
    kept = [path for path in found if not _MADE.intersection(_endings(path))]
    return sorted(str(path) for path in [*kept, folder / "Snakefile", folder / "requirements.lock"])


def record_contents(step: str, *groups: Iterable[str]) -> str:
    """Note the names and contents of the files that a step rests on; return the note's path.

    The note is an input of the step, and is written again only when it differs. It notices what
    time stamps don't: an older copy that was put back, a download that was moved into place, a
    file that is gone. (A parameter of the rule would do as well, but to compare parameters
    Snakemake loads pandas: a fifth of the time that it takes to find nothing to do.)
    """
    paths = sorted({path for group in groups for path in group})
    text = "".join(f"{_digest(path)}  {portable(path)}\n" for path in paths)
    return record(f"contents/{step}.txt", text)


def record(name: str, text: str) -> str:
    """Write a small text file below the work folder if it is not there already; return its path."""
    path = WORK / name
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode())
    return path.as_posix()


def portable(path: str) -> str:
    """Return a file's path, for a file of the engine from the engine's folder."""
    return path.removeprefix(f"{ENGINE.parent}/")


@cache
def _digest(path: str) -> str:
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()
    except OSError:
        return ""


def _endings(path: Path) -> list[str]:
    """Return how the names end that a path has below the engine's folder."""
    parts = path.relative_to(ENGINE).parts
    return [Path(part).suffix or part for part in parts]


def is_litter(path: Path) -> bool:
    """Return whether a file is one that a program left for itself."""
    return path.name.startswith(_LITTER) or path.name.endswith(_LITTER)
