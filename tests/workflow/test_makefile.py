"""Set-up and lock of the Makefile, with stand-ins for Python: no test here installs anything."""

import fcntl
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


class Folder:
    """A folder with the Makefile, and what it looks at."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in ("Makefile", "pyproject.toml", "requirements.lock"):
            shutil.copy2(REPOSITORY / name, root)

    def python(self, script: str) -> str:
        """Write a stand-in for Python; return what to tell make."""
        path = self.root / "python"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return f"PYTHON={path}"

    def start(self, *words: str) -> subprocess.Popen:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return subprocess.Popen(
            ["make", *words],
            cwd=self.root,
            env=kept,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def make(self, *words: str) -> tuple[int, str]:
        make = self.start(*words)
        said, _ = make.communicate(timeout=60)
        return make.returncode, said


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


# A stand-in that passes for Python; the environment that it makes has another, which is given.
VENV = """
case "$*" in
  *"-m venv"*) mkdir -p .venv/bin; printf '#!/bin/sh\\n{inner}\\n' >.venv/bin/python
               chmod +x .venv/bin/python;;
esac
"""


def test_help_names_each_thing_to_make() -> None:
    makefile = (REPOSITORY / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony is not None
    described = set(re.findall(r"^# make ([\w-]+) +", makefile, re.MULTILINE))
    assert described | {"build", "lint", "types", "tests", "setup"} == set(phony[1].split())


def test_a_review_without_the_tests_of_the_engine_is_not_offered_them(folder: Folder) -> None:
    (folder.root / ".venv").mkdir()
    assert "test-long" not in folder.make("help")[1]
    (folder.root / "tests").mkdir()
    assert "test-long" in folder.make("help")[1]


def test_an_old_python_is_refused_with_a_way_out(folder: Folder) -> None:
    status, said = folder.make(folder.python("exit 1"))
    assert status == 2
    assert "Python 3.11 or newer is needed; name one: make PYTHON=python3.12" in said
    assert not (folder.root / ".venv").exists()


def test_a_python_without_venv_is_refused_with_a_way_out(folder: Folder) -> None:
    python = folder.python('case "$*" in *ensurepip*) exit 1;; esac')
    status, said = folder.make(python)
    assert status == 2
    assert "apt install python3-venv" in said
    assert not (folder.root / ".venv").exists()


def test_an_old_python_does_not_cost_the_environment_that_works(folder: Folder) -> None:
    (folder.root / ".venv").mkdir()
    (folder.root / ".venv" / "requirements.lock").write_text("another lock\n")
    assert folder.make(folder.python("exit 1"))[0] == 2
    assert (folder.root / ".venv" / "requirements.lock").read_text() == "another lock\n"


def test_a_set_up_that_fails_says_why_and_does_not_look_finished(folder: Folder) -> None:
    python = folder.python(VENV.format(inner="echo no such host; exit 1"))
    for _ in range(2):
        status, said = folder.make("setup", python)
        assert status == 2
        assert "no such host\nset-up failed; the messages above are those of pip" in said
        assert {path.name for path in (folder.root / ".venv").iterdir()} == {"bin", "set-up.log"}


def test_a_set_up_is_done_once(folder: Folder) -> None:
    python = folder.python(VENV.format(inner="exit 0"))
    said = [folder.make("setup", python) for _ in range(2)]
    assert said[0] == (0, "set-up: installing into .venv, once and for about a minute\n")
    assert said[1][0] == 0
    assert "installing" not in said[1][1]


def test_a_changed_lock_file_is_installed_and_one_that_was_only_touched_is_not(
    folder: Folder,
) -> None:
    python = folder.python(VENV.format(inner="exit 0"))
    folder.make("setup", python)
    lock = folder.root / "requirements.lock"
    os.utime(lock, (5e9, 5e9))
    assert "installing" not in folder.make("setup", python)[1]
    lock.write_text(lock.read_text() + "# changed\n")
    assert "installing" in folder.make("setup", python)[1]


def test_in_a_moved_folder_the_engine_is_installed_again_but_not_its_packages(
    folder: Folder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder.make("setup", folder.python(VENV.format(inner="exit 0")))
    moved = tmp_path_factory.mktemp("moved") / "here"
    shutil.copytree(folder.root, moved, symlinks=True)
    folder.root = moved
    status, said = folder.make("setup", folder.python("exit 1"))
    assert (status, "installing" in said) == (0, False)
    assert (moved / ".venv" / "installed").read_text() == f"{moved}\n"


def test_a_second_make_waits_for_the_first(folder: Folder) -> None:
    with (folder.root / "Makefile").open() as makefile:
        fcntl.flock(makefile, fcntl.LOCK_EX)
        second = folder.start("clean")
        assert second.stdout is not None
        assert second.stdout.readline() == "waiting for another make in this folder\n"
        assert second.poll() is None
    assert second.wait(timeout=60) == 0
    second.stdout.close()
