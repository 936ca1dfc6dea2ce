"""Pandoc, the program that comes with the package pypandoc_binary: where it is, and at work."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import IO

# Where pandoc looks for files that change how it works: not in a folder below a person's home.
_DATA_FOLDER = Path(__file__).resolve().parents[1] / "templates"


class PandocFailed(Exception):
    """Pandoc refused its input, or warned; the message is what it said."""


class PandocRun:
    """Pandoc at work on a document, beside this process.

    Files lie between the two, not pipes: so that pandoc never waits for this process.

    Args:
        arguments: the options.
        document: what it reads.
    """

    def __init__(self, arguments: Sequence[str], document: bytes) -> None:
        self._output, self._warnings = (
            tempfile.TemporaryFile()  # noqa: SIM115 (closed by `result` or `stop`)
            for _ in range(2)
        )
        with tempfile.TemporaryFile() as given:
            given.write(document)
            given.seek(0)
            self._process = subprocess.Popen(
                [*pandoc_command(), *arguments],
                stdin=given,
                stdout=self._output,
                stderr=self._warnings,
            )

    def result(self) -> tuple[bytes, str]:
        """Wait for what it makes of it, and for its warnings; there is but one result.

        Raises:
            PandocFailed: pandoc failed.
        """
        code = self._process.wait()
        output, warnings = _content(self._output), _content(self._warnings).decode().strip()
        if code:
            raise PandocFailed(warnings or f"pandoc ended with {code}")
        return output, warnings

    def stop(self) -> None:
        """End it: nobody waits for its result."""
        self._process.kill()
        self._process.wait()
        self._output.close()
        self._warnings.close()


def _content(file: IO[bytes]) -> bytes:
    with file:
        file.seek(0)
        return file.read()


def pandoc_command() -> list[str]:
    """Return the words that a command of pandoc begins with."""
    return [pandoc_path(), f"--data-dir={_DATA_FOLDER}"]


@cache
def pandoc_path() -> str:
    """Return the path of the pandoc program."""
    import pypandoc  # imported here: most of the engine has no need of it

    return str(pypandoc.get_pandoc_path())
