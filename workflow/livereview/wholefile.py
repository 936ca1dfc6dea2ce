"""Write a file as a whole: who reads it sees the old one or the new one, and never a half."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Put a file in its place by a rename; it keeps the mode of the one that was there.

    Raises:
        OSError: there is no room, or no right to write; the old file is as it was.
    """
    incoming = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        incoming.write_bytes(content)
        if path.is_file():
            shutil.copymode(path, incoming)
        incoming.replace(path)
    finally:
        incoming.unlink(missing_ok=True)
