"""`.ci/report`: which states it holds against each other, and where it stops."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from ..conftest import git

REPOSITORY = Path(__file__).parents[2]

# In the place of the engine: it says with which words it was called, and for changes much more.
ENGINE = """#!/bin/sh
echo "$@"
case "$*" in *changes*) for number in $(seq 1 "${LINES_TOLD:-0}"); do echo "- één $number"; done;;
esac
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository of two commits, without a release."""
    (tmp_path / ".ci").mkdir()
    shutil.copy2(REPOSITORY / ".ci" / "report", tmp_path / ".ci")
    engine = tmp_path / ".venv" / "bin" / "python"
    engine.parent.mkdir(parents=True)
    engine.write_text(ENGINE)
    engine.chmod(0o755)
    git(tmp_path, "init", "--quiet")
    for message in ("First", "Second"):
        git(tmp_path, "commit", "--quiet", "--allow-empty", "--message", message)
    return tmp_path


def report(folder: Path, *words: str, **environment: str) -> list[str]:
    done = subprocess.run(
        [str(folder / ".ci" / "report"), *words],
        check=True,
        env={"PATH": os.environ["PATH"], **environment},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    return done.stdout.splitlines()


READ_AGAIN = ["", "# To be read again", "", "-m livereview stale --format markdown"]


def test_changes_are_told_from_a_named_revision_to_the_work_tree(folder: Path) -> None:
    told = report(folder, "origin/main")
    assert told == ["-m livereview changes origin/main --format markdown", *READ_AGAIN]


def test_where_none_is_named_they_are_told_from_the_last_release(folder: Path) -> None:
    git(folder, "tag", "v1.0", "HEAD^")
    assert report(folder) == ["-m livereview changes v1.0 --format markdown", *READ_AGAIN]
    assert report(folder, "") == report(folder)


def test_a_release_is_told_from_the_one_before_it(folder: Path) -> None:
    git(folder, "tag", "v1.0", "HEAD^")
    git(folder, "tag", "v1.1")
    assert report(folder) == ["-m livereview changes v1.0 v1.1 --format markdown", *READ_AGAIN]


def test_before_a_second_release_there_are_no_changes_to_tell_of(folder: Path) -> None:
    none = ["There is no earlier release, so no changes to tell of.", *READ_AGAIN]
    assert report(folder) == none
    git(folder, "tag", "v1.0")
    assert report(folder) == none


def test_a_long_report_is_cut_between_lines_below_its_room_in_bytes(folder: Path) -> None:
    told = report(folder, "v1.0", ROOM="300", LINES_TOLD="100")
    *kept, empty, last = told
    whole = report(folder, "v1.0", LINES_TOLD="100")
    assert kept == whole[: len(kept)]
    assert 285 < len("\n".join(kept).encode()) < 300
    assert (empty, last) == ("", "*More was cut off: `ROOM=999999 .ci/report v1.0` tells all.*")


def test_a_report_fits_into_a_comment(folder: Path) -> None:
    told = "\n".join(report(folder, "v1.0", LINES_TOLD="9000"))
    assert 59_000 < len(told.encode()) < 65_536


@pytest.mark.parametrize("command", ["changes", "stale"])
def test_where_one_of_both_fails_there_is_no_report(folder: Path, command: str) -> None:
    script = f'#!/bin/sh\n[ "$3" != {command} ]\n'
    (folder / ".venv" / "bin" / "python").write_text(script)
    with pytest.raises(subprocess.CalledProcessError):
        report(folder, "origin/main")
