"""Where pandoc is: the program that comes with the package pypandoc_binary."""

from __future__ import annotations

from functools import cache


@cache
def pandoc_path() -> str:
    """Return the path of the pandoc program."""
    import pypandoc  # imported here: most of the engine has no need of it

    return str(pypandoc.get_pandoc_path())
