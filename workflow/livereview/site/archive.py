"""All results in one zip archive, which is the same whenever it is made."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_MODE = 0o644 << 16  # in the place where a zip archive keeps what Unix knows of a file


def write_archive(results: Path, paths: Iterable[str], output: Path) -> None:
    """Write the files into an archive; it unpacks to one folder of the archive's name.

    Args:
        results: the folder of the files.
        paths: the files, from that folder.
        output: the archive, a name with the ending ``.zip``.
    """
    with ZipFile(output, "w") as archive:
        for path in sorted(paths):
            # Without a date of its own, an entry has the first that such archives know.
            entry = ZipInfo(f"{output.stem}/{path}")
            entry.external_attr = _MODE
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, (results / path).read_bytes())
