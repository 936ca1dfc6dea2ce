"""Version and date of a review, with git and without."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from livereview.version import Version, load_version, read_version

WHEN = "2026-03-04T23:30:00+02:00"


class Repository:
    """A review's folder under git, with commits at a fixed time."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.git("init", "--quiet")
        self.write("data/songs.csv", "id,reviewed\na,2026-11-21\n")
        self.commit()

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text)

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "a commit")

    def git(self, *words: str) -> str:
        who = {"NAME": "A", "EMAIL": "a@example.org", "DATE": WHEN}
        fixed = {f"GIT_{role}_{k}": v for role in ("AUTHOR", "COMMITTER") for k, v in who.items()}
        kept = {name: value for name, value in os.environ.items() if name[:4] != "GIT_"}
        alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        command = ["git", "-C", str(self.root), *words]
        env = kept | fixed | alone
        return subprocess.run(
            command, env=env, check=True, capture_output=True, text=True
        ).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def test_the_version_is_that_of_the_commit(repository: Repository) -> None:
    head = repository.git("rev-parse", "HEAD")
    assert read_version(repository.root) == Version(
        head[:10], "2026-03-04", 1772659800, commit=head
    )


def test_a_tag_names_the_version(repository: Repository) -> None:
    repository.git("tag", "v1.0")
    assert read_version(repository.root).name == "v1.0"


def test_commits_after_a_tag_are_counted(repository: Repository) -> None:
    repository.git("tag", "v1.0")
    repository.commit()
    head = repository.git("rev-parse", "--short=10", "HEAD")
    assert read_version(repository.root).name == f"v1.0-1-g{head}"


@pytest.mark.parametrize(
    "path", ["data/songs.csv", "manuscript/essay/01-new.md", "workflow/livereview/weave.py"]
)
def test_a_change_that_is_not_committed_shows(repository: Repository, path: str) -> None:
    repository.git("tag", "v1.0")
    repository.write(path, "id,reviewed\nb,2026-11-22\n")
    assert read_version(repository.root).name == "v1.0+changes"


@pytest.mark.parametrize("path", ["README.md", "results/review.html", "work/check.json"])
def test_a_change_that_no_build_reads_does_not(repository: Repository, path: str) -> None:
    repository.git("tag", "v1.0")
    repository.write(path, "words")
    assert read_version(repository.root).name == "v1.0"


def test_a_hook_of_another_repository_does_not_confuse_it(
    repository: Repository, tmp_path_factory: pytest.TempPathFactory, monkeypatch
) -> None:
    other = tmp_path_factory.mktemp("other")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    assert read_version(repository.root).date == "2026-03-04"


def test_what_a_person_has_set_for_git_does_not_matter(repository: Repository) -> None:
    repository.git("tag", "v1.0")
    repository.git("config", "status.showUntrackedFiles", "no")
    repository.git("config", "log.showSignature", "true")
    repository.write("data/more.csv", "id\n")
    assert read_version(repository.root).name == "v1.0+changes"


def test_a_folder_that_another_user_owns_has_its_version(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.git("tag", "v1.0")
    strict = {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    around = os.environ | strict
    monkeypatch.setattr("livereview.git._environment", lambda: around)
    assert read_version(repository.root).name == "v1.0"


def test_without_git_the_last_review_gives_the_date(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_text("id,reviewed\na,2026-01-31\nb,2026-11-21\nc,\n")
    (tmp_path / "data" / "b.csv").write_text("id,reviewed\na,2026-11-20\nb,soon\n")
    assert read_version(tmp_path) == Version("", "2026-11-21", 1795219200)


def test_the_repository_of_another_project_around_the_review_does_not_count(
    repository: Repository,
) -> None:
    review = repository.root / "elsewhere"
    (review / "data").mkdir(parents=True)
    (review / "data" / "a.csv").write_text("id,reviewed\na,2026-11-21\n")
    assert read_version(review) == Version("", "2026-11-21", 1795219200)


def test_a_repository_without_a_commit_is_as_none(tmp_path: Path) -> None:
    subprocess.run(["git", "-C", str(tmp_path), "init", "--quiet"], check=True)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_text("id,reviewed\na,2026-11-21\n")
    assert read_version(tmp_path) == Version("", "2026-11-21", 1795219200)


def test_without_git_and_without_dates_there_is_still_a_date(tmp_path: Path) -> None:
    assert read_version(tmp_path) == Version("", "1980-01-01", 315532800)


def test_a_noted_version_is_read_back(tmp_path: Path) -> None:
    note = tmp_path / "version.json"
    note.write_text(json.dumps({"name": "v1.0", "date": "2026-11-21", "timestamp": 3}))
    assert load_version(note) == Version("v1.0", "2026-11-21", 3)
