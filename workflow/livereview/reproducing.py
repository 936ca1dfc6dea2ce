"""``make reproduce``: build the last commit twice, in settings that differ in all they can.

The results must be the same, byte by byte; where they are not, it is told which file and where.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from livereview.comparing import Difference, compare_folders, files_below
from livereview.rebuilding import (
    RESULTS,
    RebuildFailed,
    Setting,
    build,
    check_out,
    clone,
    commit_of,
)


@dataclass(frozen=True)
class Attempt:
    """One of the two builds.

    Attributes:
        folder: name of the folder that it happens in.
        setting: its circumstances.
        after: what was built in the folder before, as a commit from the one that is built; ""
            where nothing was.
        told: the same in words.
    """

    folder: str
    setting: Setting
    after: str
    told: str


# Between these two time zones it is never the same day. A locale that is not installed counts as C,
# and programs that look at its name alone still see it.
ATTEMPTS = (
    Attempt(
        "first",
        Setting(
            cores=1,
            umask=0o022,
            variables={
                "LC_ALL": "C.UTF-8",
                "PYTHONHASHSEED": "0",
                "PYTHONUTF8": "1",
                "TZ": "Pacific/Pago_Pago",
            },
        ),
        "",
        "from nothing, 1 core, umask 022, C.UTF-8, Pago Pago, hash seed 0",
    ),
    Attempt(
        "the second, zum Vergleich – 比较",
        Setting(
            cores=2,
            umask=0o077,
            variables={
                "LANG": "tr_TR.UTF-8",
                "LC_ALL": "tr_TR.UTF-8",
                "PYTHONHASHSEED": "4242",
                "SOURCE_DATE_EPOCH": "1",
                "TZ": "Pacific/Kiritimati",
            },
        ),
        "~1",
        "on top of the commit before, 2 cores, umask 077, tr_TR, Kiritimati, hash seed 4242, "
        "another folder and home",
    ),
)


def main(repository: Path = Path()) -> int:
    """Build twice, compare, and say what came of it; return 0 where all files are equal."""
    folder = Path(tempfile.mkdtemp(prefix="reproduce-"))
    try:
        differences = reproduce(repository, folder)
    except RebuildFailed as error:
        print(error, file=sys.stderr)
        shutil.rmtree(folder, ignore_errors=True)
        return 1
    if differences:
        # They stay, so that a person can look.
        print(f"{len(differences)} files differ; both builds are in {folder}", file=sys.stderr)
        return 1
    count = len(files_below(folder / ATTEMPTS[0].folder / RESULTS))
    print(f"{count} files, and all are equal byte by byte")
    shutil.rmtree(folder)
    return 0


def reproduce(repository: Path, folder: Path) -> list[Difference]:
    """Build a repository's last commit twice in a folder; tell and return what differs.

    Raises:
        RebuildFailed: there is no commit, or it can't be built.
    """
    commit = commit_of(repository, "HEAD")
    if not commit:
        raise RebuildFailed("there is no commit to build: git init, git add, git commit")
    print(f"commit {commit}; changes that are not committed don't count")
    for attempt in ATTEMPTS:
        print(f"build {attempt.told}", flush=True)
        _build(repository, commit, folder, attempt)
    first, second = (folder / attempt.folder / RESULTS for attempt in ATTEMPTS)
    differences = compare_folders(first, second)
    for each in differences:
        print(each, file=sys.stderr)
    return differences


def _build(repository: Path, commit: str, folder: Path, attempt: Attempt) -> None:
    place = folder / attempt.folder
    home = folder / f"home of {attempt.folder}"
    home.mkdir()
    variables = {"HOME": str(home), **attempt.setting.variables}
    setting = Setting(attempt.setting.cores, attempt.setting.umask, variables)
    clone(repository, commit, place, setting)
    before = commit_of(place, f"{commit}{attempt.after}") if attempt.after else ""
    if attempt.after and not before:
        print("there is no commit before, as in a shallow clone: from nothing, too", flush=True)
    if before:
        check_out(place, before, setting)
        # Whatever is left, of a whole build or of one that failed, must not matter.
        with suppress(RebuildFailed):
            build(place, setting)
        check_out(place, commit, setting)
    build(place, setting)


if __name__ == "__main__":
    sys.exit(main())
