"""``make reproduce``: how a commit is built twice, and what is told of the two builds."""

import os
import stat
import subprocess
from pathlib import Path

import pytest
from livereview import reproducing
from livereview.rebuilding import RebuildFailed, Setting, build, check_out, clone, commit_of

STAYS = Setting()


class Repository:
    """A repository with two commits of one file."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir()
        self.git("init", "--quiet")
        self.commits = [self.commit("one"), self.commit("two")]

    def commit(self, text: str) -> str:
        (self.root / "song.txt").write_text(text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", text)
        return self.git("rev-parse", "HEAD")

    def git(self, *words: str) -> str:
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        command = ["git", "-C", str(self.root), *who, *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "the review")


def test_a_clone_has_the_files_of_its_commit(repository: Repository, tmp_path: Path) -> None:
    first, second = repository.commits
    clone(repository.root, first, tmp_path / "a clone", STAYS)
    assert (tmp_path / "a clone" / "song.txt").read_text() == "one"
    check_out(tmp_path / "a clone", second, STAYS)
    assert (tmp_path / "a clone" / "song.txt").read_text() == "two"


def test_what_is_not_committed_is_in_no_clone(repository: Repository, tmp_path: Path) -> None:
    (repository.root / "song.txt").write_text("three")
    clone(repository.root, repository.commits[1], tmp_path / "clone", STAYS)
    assert (tmp_path / "clone" / "song.txt").read_text() == "two"


def test_a_clone_has_the_tags(repository: Repository, tmp_path: Path) -> None:
    repository.git("tag", "v1.0")
    clone(repository.root, "v1.0", tmp_path / "clone", STAYS)
    assert commit_of(tmp_path / "clone", "v1.0") == repository.commits[1]


def test_the_files_of_a_clone_have_the_rights_of_its_setting(
    repository: Repository, tmp_path: Path
) -> None:
    clone(repository.root, repository.commits[1], tmp_path / "clone", Setting(umask=0o077))
    assert stat.S_IMODE((tmp_path / "clone" / "song.txt").stat().st_mode) == 0o600


def test_a_commit_that_is_not_there_can_not_be_cloned(
    repository: Repository, tmp_path: Path
) -> None:
    with pytest.raises(RebuildFailed, match="checkout"):
        clone(repository.root, "0" * 40, tmp_path / "clone", STAYS)


@pytest.mark.parametrize(("name", "index"), [("HEAD", 1), ("HEAD~1", 0)])
def test_a_commit_has_its_whole_name(repository: Repository, name: str, index: int) -> None:
    assert commit_of(repository.root, name) == repository.commits[index]


@pytest.mark.parametrize("name", ["HEAD~2", "v9", "0" * 40])
def test_a_commit_that_is_not_there_has_none(repository: Repository, name: str) -> None:
    assert commit_of(repository.root, name) == ""


def test_a_build_sees_its_setting_and_nothing_else_of_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SNAKEMAKE_PROFILE", "mine")
    program = tmp_path / "python"
    program.write_text('#!/bin/sh\numask >umask\nenv >env\necho "$@" >words\n')
    program.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(program))
    build(tmp_path, Setting(cores=1, umask=0o077, variables={"TZ": "Pacific/Apia"}))
    seen = dict(line.split("=", 1) for line in (tmp_path / "env").read_text().splitlines())
    assert seen["TZ"] == "Pacific/Apia"
    assert seen["PATH"] == os.environ["PATH"]
    assert seen["PYTHONPATH"] == str(tmp_path / "workflow")
    assert {"HOME", "SNAKEMAKE_PROFILE"} & seen.keys() == set()
    assert (tmp_path / "umask").read_text() == "0077\n"
    assert " --cores=1 " in (tmp_path / "words").read_text()


def test_of_a_build_that_fails_the_last_lines_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\nseq 100\necho no space left >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(program))
    with pytest.raises(RebuildFailed) as raised:
        build(tmp_path, STAYS)
    lines = str(raised.value).splitlines()
    assert lines[0] == f"the build of {tmp_path} failed:"
    assert (lines[1], lines[-1], len(lines)) == ("82", "no space left", 21)


def test_the_two_settings_differ_in_all_they_can() -> None:
    first, second = reproducing.ATTEMPTS
    assert first.folder != second.folder
    assert " " in second.folder
    assert not second.folder.isascii()
    assert first.setting.cores != second.setting.cores
    assert first.setting.umask != second.setting.umask
    assert (first.after, second.after) == ("", "~1")
    for name in ("LC_ALL", "PYTHONHASHSEED", "TZ"):
        assert first.setting.variables[name] != second.setting.variables[name]


class Builds:
    """Stands in for builds: notes them, and leaves a copy of the song with what is given."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []
        self.added = dict.fromkeys([attempt.folder for attempt in reproducing.ATTEMPTS], "")
        self.failing: set[tuple[str, str]] = set()

    def __call__(self, folder: Path, setting: Setting) -> None:
        song = (folder / "song.txt").read_text()
        self.seen.append((folder.name, song))
        if (folder.name, song) in self.failing:
            raise RebuildFailed("the build failed")
        assert Path(setting.variables["HOME"]).is_dir()
        (folder / "results").mkdir(exist_ok=True)
        (folder / "results" / "song.html").write_text(song + self.added[folder.name])


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> Builds:
    made = Builds()
    monkeypatch.setattr(reproducing, "build", made)
    return made


FIRST, SECOND = (attempt.folder for attempt in reproducing.ATTEMPTS)


def test_one_build_is_from_nothing_and_one_on_top_of_the_commit_before(
    repository: Repository, builds: Builds, capsys: pytest.CaptureFixture
) -> None:
    assert reproducing.main(repository.root) == 0
    assert builds.seen == [(FIRST, "two"), (SECOND, "one"), (SECOND, "two")]
    said = capsys.readouterr().out
    assert said.startswith(f"commit {repository.commits[1]};")
    assert said.endswith("1 files, and all are equal byte by byte\n")


def test_where_there_is_no_commit_before_it_says_so(
    repository: Repository, builds: Builds, capsys: pytest.CaptureFixture
) -> None:
    repository.git("checkout", "--quiet", repository.commits[0])
    assert reproducing.main(repository.root) == 0
    assert builds.seen == [(FIRST, "one"), (SECOND, "one")]
    assert "there is no commit before" in capsys.readouterr().out


def test_a_commit_before_that_fails_does_not_matter(repository: Repository, builds: Builds) -> None:
    builds.failing = {(SECOND, "one")}
    assert reproducing.main(repository.root) == 0


def test_where_the_builds_differ_it_says_which_file_and_where_and_keeps_both(
    repository: Repository, builds: Builds, capsys: pytest.CaptureFixture
) -> None:
    builds.added[SECOND] = " at 07:51"
    assert reproducing.main(repository.root) == 1
    first, last = capsys.readouterr().err.splitlines()
    assert first == "song.html: line 1, character 4: 'two' and 'two at 07:51'"
    assert last.startswith("1 files differ; both builds are in ")
    kept = Path(last.rpartition(" in ")[2])
    assert (kept / FIRST / "results" / "song.html").read_text() == "two"


def test_a_build_that_fails_is_told(
    repository: Repository, builds: Builds, capsys: pytest.CaptureFixture
) -> None:
    builds.failing = {(FIRST, "two")}
    assert reproducing.main(repository.root) == 1
    assert capsys.readouterr().err == "the build failed\n"


def test_without_a_commit_there_is_nothing_to_build(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    subprocess.run(["git", "-C", str(tmp_path), "init", "--quiet"], check=True)
    assert reproducing.main(tmp_path) == 1
    assert "there is no commit to build" in capsys.readouterr().err
