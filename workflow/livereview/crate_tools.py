"""The programs and packages that a build runs on, in their versions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LOCK = "requirements.lock"

_PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^ ;\\]+)", re.MULTILINE)


@dataclass(frozen=True)
class Tool:
    """A program or a package.

    Attributes:
        identifier: its address; a package's URL as a package, which names no place to get it from.
        name: what it is called.
        version: which one.
    """

    identifier: str
    name: str
    version: str


# A file without an ending is the Snakefile.
_SNAKEMAKE = Tool("https://snakemake.github.io/", "Snakemake", ">=9.0")

#: What the engine's files are written in, by how their names end; the versions are those that fit.
LANGUAGES = {
    ".py": Tool("https://www.python.org/", "Python", ">=3.11"),
    ".smk": _SNAKEMAKE,
    "": _SNAKEMAKE,
}


def tools(engine: Path) -> list[Tool]:
    """Return pandoc, and the packages that the engine's folder locks, by name."""
    return [_pandoc(), *_packages((engine / LOCK).read_text(encoding="utf-8"))]


def _pandoc() -> Tool:
    # Not a package of its own: it comes within one, whose version is another.
    import pypandoc

    return Tool("https://pandoc.org/", "pandoc", str(pypandoc.get_pandoc_version()))


def _packages(lock: str) -> Iterator[Tool]:
    for pin in _PIN.finditer(lock):
        found = _installed(pin["name"]) or pin["version"]
        yield Tool(f"pkg:pypi/{pin['name']}@{found}", pin["name"], found)


def _installed(name: str) -> str:
    """Return the version of a package that is here; "" where it is none, as on another system."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
