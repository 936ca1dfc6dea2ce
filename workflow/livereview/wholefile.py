"""Write files as wholes: who reads one sees the old one or the new one, and never a half."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Put a file in its place by a rename; it keeps the mode of the one that was there.

    A link stays one: the file that it leads to is written.

    Raises:
        OSError: there is no room, or no right to write; it names the file, which is as it was.
    """
    try:
        write_together({path: content})
    except OSError as error:
        if error.errno:
            error.filename = str(path)
        raise


def write_together(contents: Mapping[Path, bytes]) -> None:
    """Put several files in their places: all of them, or none.

    Raises:
        OSError: there is no room, or no right to write; the old files are as they were.
    """
    with ExitStack() as undo:
        incoming = {}
        for path, content in contents.items():
            target = path.resolve()
            incoming[target] = target.with_name(f".{target.name}.{os.getpid()}")
            undo.callback(incoming[target].unlink, missing_ok=True)
            _write_out(incoming[target], content)
            if target.is_file():
                shutil.copymode(target, incoming[target])
        for target, file in incoming.items():
            before = target.read_bytes() if target.is_file() else None
            file.replace(target)
            undo.callback(_put_back, target, before)
        undo.pop_all()


def _write_out(path: Path, content: bytes) -> None:
    """Write a file to the disk itself: after a power cut a renamed one could be empty."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _put_back(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
