"""Where pandoc is: the program that comes with the package pypandoc_binary."""

from __future__ import annotations

from functools import cache
from pathlib import Path

# Where pandoc looks for files that change how it works: not in a folder below a person's home.
_DATA_FOLDER = Path(__file__).resolve().parents[1] / "templates"


def pandoc_command() -> list[str]:
    """Return the words that a command of pandoc begins with."""
    return [pandoc_path(), f"--data-dir={_DATA_FOLDER}"]


@cache
def pandoc_path() -> str:
    """Return the path of the pandoc program."""
    import pypandoc  # imported here: most of the engine has no need of it

    return str(pypandoc.get_pandoc_path())
