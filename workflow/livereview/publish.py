"""Put the finished files of a build into the results folder, as one complete set."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from livereview.version import Version

README = "README.txt"
CHECKSUMS = "SHA256SUMS"
CRATE = "ro-crate-metadata.json"

_INCOMING = ".incoming"
_NO_VERSION = "a folder without git"

_TEXT = """\
These files are generated: the next build replaces them. Edit their sources instead, and build
again with `make`:

  the text          manuscript/<edition>/*.md, with title and authors in metadata.yaml
  printed tables    manuscript/tables.yaml
  figures           manuscript/figures/*.py
  the evidence      data/*.csv
  the references    references/library.bib
  what is built     config/config.yaml

A file that was changed here by hand is not lost: it stays beside the new one, as *.edited.

Built from: {state}
`sha256sum --check SHA256SUMS` tells whether the set is complete and as it was built;
ro-crate-metadata.json tells what was built of what, and with which programs.
"""


def publish(work: Path, names: Iterable[str], results: Path, version: Version) -> None:
    """Make the results folder hold exactly these files of the work folder.

    All files are copied beside the old ones first, then moved into place by renames alone: whoever
    looks at the folder sees whole files, and a build that ends on the way, for want of space say,
    leaves the old set. Files of the old set that are no more in the new one are removed. What a
    person changed by hand or put there is kept.

    Args:
        work: folder of the finished files.
        names: paths of the files, below ``work`` as well as below ``results``.
        results: folder that readers look into.
        version: state of the review that the files were built from.
    """
    incoming = results / _INCOMING
    shutil.rmtree(incoming, ignore_errors=True)
    try:
        _collect(work, names, incoming)
        (incoming / README).write_text(readme(version), encoding="utf-8")
        old, new = read_checksums(results), checksums(incoming)
        for name, before in old.items():
            _keep_edited(results / name, {before, new.get(name)})
        _move_in(incoming, results, new)
        _remove(results, old.keys() - new.keys())
    finally:
        shutil.rmtree(incoming, ignore_errors=True)


def readme(version: Version) -> str:
    """Return what is written beside the files, for those who find them."""
    state = f"{version.name or _NO_VERSION}, {version.date}"
    return _TEXT.format(state=state)


def read_checksums(results: Path) -> dict[str, str]:
    """Return the checksum of each file that was published last, by its path in the folder."""
    try:
        lines = (results / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    pairs = (line.partition("  ") for line in lines)
    return {name: listed for listed, _, name in pairs if _is_inside(PurePosixPath(name))}


def read_state(results: Path) -> tuple[str, str]:
    """Return version and date of what was published last; where git knew none, no version."""
    text = (results / README).read_text(encoding="utf-8")
    found = re.search(r"^Built from: (.*), (\S+)$", text, re.MULTILINE)
    version, date = found.groups() if found else (_NO_VERSION, "")
    return ("" if version == _NO_VERSION else version), date


def _is_inside(path: PurePosixPath) -> bool:
    """Tell whether a path leads to a file below a folder, and nowhere else."""
    return bool(path.name) and not path.is_absolute() and ".." not in path.parts


def _collect(work: Path, names: Iterable[str], incoming: Path) -> None:
    for name in names:
        target = incoming / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(work / name, target)


def checksums(folder: Path) -> dict[str, str]:
    """Return the checksum of each file below a folder, by its path in the folder."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): checksum(path) for path in paths}


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _keep_edited(path: Path, ours: set[str | None]) -> None:
    """Rename a file that is neither of the old set nor of the new one: a person changed it."""
    if path.is_file() and checksum(path) not in ours:
        path.replace(_free_name(path))


def _free_name(path: Path) -> Path:
    """Return a name beside ``path`` that no file has."""
    number = 1
    while True:
        again = f"-{number}" if number > 1 else ""
        candidate = path.with_name(f"{path.stem}.edited{again}{path.suffix}")
        if not candidate.exists():
            return candidate
        number += 1


def _move_in(incoming: Path, results: Path, listed: Mapping[str, str]) -> None:
    """Rename the files into place, with the list of them as the last."""
    lines = [f"{sha256}  {name}\n" for name, sha256 in listed.items()]
    (incoming / CHECKSUMS).write_text("".join(lines), encoding="utf-8")
    for name in [*listed, CHECKSUMS]:
        (results / name).parent.mkdir(parents=True, exist_ok=True)
        (incoming / name).replace(results / name)


def _remove(results: Path, names: Iterable[str]) -> None:
    """Remove files of the old set, and the folders that this leaves empty."""
    for name in names:
        path = results / name
        path.unlink(missing_ok=True)
        if path.parent != results and not any(path.parent.iterdir()):
            path.parent.rmdir()
