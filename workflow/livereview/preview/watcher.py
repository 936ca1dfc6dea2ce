"""Notice that a file of the review was saved, whatever program saved it and how.

The files are looked at twenty times a second. To ask costs a millisecond, and works on every
disk and for editors that put a new file in the place of the old one, where notices of the system
get lost.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

from livereview.preview.kept import source_files

#: Seconds between two looks.
PAUSE = 0.05
# So long nothing may move before the files count as saved: several may be saved at once.
_QUIET = 0.03

#: Time, size and number of each file: of a copy that was put back, the time alone could be the old.
Look = Mapping[Path, tuple[int, int, int]]


def look(root: Path) -> Look:
    """Return how the review's files look from outside."""
    found: dict[Path, tuple[int, int, int]] = {}
    for path in source_files(root):
        try:
            state = path.stat()
        except OSError:  # gone since it was listed
            continue
        found[path] = state.st_mtime_ns, state.st_size, state.st_ino
    return found


def wait_for_change(root: Path, before: Look) -> None:
    """Return when files look otherwise than before, and have come to rest."""
    while look(root) == before:
        time.sleep(PAUSE)
    last: Look = {}
    while (now := look(root)) != last:
        last = now
        time.sleep(_QUIET)
