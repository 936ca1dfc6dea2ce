"""``livereview verify``: what it says of a release, and what it takes for an error."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from livereview.cli import main
from livereview.publish import publish
from livereview.rebuilding import RebuildFailed
from livereview.version import Version

COMMIT = "0123456789abcdef0123456789abcdef01234567"
OTHER = "fedcba9876543210fedcba9876543210fedcba98"
FILES = {"guide.html": "<p>Wrens</p>\n", "tables/surveys.csv": "id\nwren-2019\n"}


class Clone:
    """A review's folder with results, and beside it a copy of them as a release."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture) -> None:
        self.root = root / "review"
        self.release = root / "release v1.0"
        self.capsys = capsys
        self.build(self.root / "results")
        shutil.copytree(self.root / "results", self.release)

    def build(self, results: Path, files: dict[str, str] = FILES, **facts: str) -> None:
        """Publish files as a build would, with a short description of them."""
        work = self.root / "work"
        shutil.rmtree(work, ignore_errors=True)
        for name, text in files.items():
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            (work / name).write_text(text)
        version = Version(**{"name": "v1.0", "date": "2026-11-21", "timestamp": 0} | facts)
        commit = facts.get("commit", COMMIT)
        root = {"@id": "./", "version": version.name, "isBasedOn": {"@id": f"swh:1:rev:{commit}"}}
        if not commit:
            root = {"@id": "./"}
        publish(work, files, results, version)
        lines = (results / "SHA256SUMS").read_text().splitlines()
        sums = (line.partition("  ") for line in lines)
        parts = [{"@id": name.replace(" ", "%20"), "sha256": sha256} for sha256, _, name in sums]
        (work / "ro-crate-metadata.json").write_text(json.dumps({"@graph": [root, *parts]}))
        publish(work, [*files, "ro-crate-metadata.json"], results, version)

    def verify(self, *options: str, folder: Path | None = None) -> tuple[int, str]:
        words = ["--root", str(self.root), "verify", str(folder or self.release), *options]
        status = main(words)
        said = self.capsys.readouterr()
        return status, said.out + said.err


@pytest.fixture
def clone(tmp_path: Path, capsys: pytest.CaptureFixture) -> Clone:
    return Clone(tmp_path, capsys)


def test_a_release_that_is_as_published_and_as_built_here_is_fine(clone: Clone) -> None:
    assert clone.verify() == (
        0,
        "ok      README.txt; rebuilt: the same\n"
        "ok      SHA256SUMS; rebuilt: the same\n"
        "ok      guide.html; rebuilt: the same\n"
        "ok      ro-crate-metadata.json; rebuilt: the same\n"
        "ok      tables/surveys.csv; rebuilt: the same\n"
        "5 files: 5 ok; 5 of 5 the same in a rebuild\n",
    )


def test_a_file_that_was_changed_is_told_with_the_place(clone: Clone) -> None:
    (clone.release / "guide.html").write_text("<p>Wreng</p>\n")
    status, said = clone.verify()
    assert status == 1
    places = r"line 1, character 8: '<p>Wreng</p>\n' and '<p>Wrens</p>\n'"
    assert f"changed guide.html; rebuilt: {places}\n" in said
    assert said.endswith("5 files: 4 ok, 1 changed; 4 of 5 the same in a rebuild\n")


def test_a_file_that_is_gone_and_one_too_many_are_told(clone: Clone) -> None:
    (clone.release / "tables" / "surveys.csv").rename(clone.release / "tables" / "mine.csv")
    status, said = clone.verify()
    assert status == 1
    assert "missing tables/surveys.csv; rebuilt: there\n" in said
    assert "extra   tables/mine.csv; rebuilt: not there\n" in said
    assert said.endswith("6 files: 4 ok, 1 missing, 1 extra; 4 of 6 the same in a rebuild\n")


@pytest.mark.parametrize("name", ["README.txt", "ro-crate-metadata.json", "guide.html"])
def test_a_checksum_that_was_changed_along_with_its_file_is_noticed(clone: Clone, name) -> None:
    file, sums = clone.release / name, clone.release / "SHA256SUMS"
    file.write_text(file.read_text() + " ")
    clone.root = clone.root.parent / "elsewhere"
    lines = [line for line in sums.read_text().splitlines() if not line.endswith(f"  {name}")]
    lines.append(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {name}")
    sums.write_text("\n".join(lines) + "\n")
    status, said = clone.verify()
    if name == "ro-crate-metadata.json":
        assert status == 0  # only a rebuild tells
    else:
        assert status == 1
        assert f"changed {name}\n" in said
        assert "changed SHA256SUMS\n" in said


def test_without_its_list_of_checksums_a_release_is_not_complete(clone: Clone) -> None:
    (clone.release / "SHA256SUMS").unlink()
    status, said = clone.verify()
    assert status == 1
    assert "missing SHA256SUMS; rebuilt: there\n" in said
    assert "ok      guide.html; rebuilt: the same\n" in said


def test_a_rebuild_that_gives_another_file_is_an_error_though_the_release_is_whole(
    clone: Clone,
) -> None:
    clone.build(clone.root / "results", FILES | {"guide.html": "<p>Owls</p>\n"})
    status, said = clone.verify()
    assert status == 1
    assert "ok      guide.html; rebuilt: line 1, character 4:" in said


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (
            {"commit": OTHER, "name": "v1.1"},
            "the release is of v1.0, {results} of v1.1; "
            "check out 0123456789 and run `make` here, or say --rebuild",
        ),
        (
            {"name": "v1.0+changes"},
            "the release is of v1.0, {results} of v1.0+changes; "
            "check out 0123456789 and run `make` here, or say --rebuild",
        ),
        (
            {"commit": "", "name": ""},
            "the release is of v1.0, {results} of a folder without git; "
            "check out 0123456789 and run `make` here, or say --rebuild",
        ),
    ],
)
def test_results_of_another_commit_are_not_compared(clone: Clone, facts, why) -> None:
    results = clone.root / "results"
    clone.build(results, FILES | {"guide.html": "<p>Owls</p>\n"}, **facts)
    status, said = clone.verify()
    assert status == 0
    assert said.endswith(
        f"5 files: 5 ok\nnot compared with a rebuild: {why.format(results=results)}\n"
    )


def test_results_that_someone_changed_are_not_compared(clone: Clone) -> None:
    results = clone.root / "results"
    (results / "guide.html").write_text("<p>Owls</p>\n")
    status, said = clone.verify()
    assert status == 0
    assert said.endswith(
        f"not compared with a rebuild: {results} was changed since it was built; run `make`\n"
    )


def test_what_a_person_put_beside_the_results_is_no_part_of_a_rebuild(clone: Clone) -> None:
    (clone.root / "results" / "guide.edited.html").write_text("<p>Owls</p>\n")
    status, said = clone.verify()
    assert status == 0
    assert said.endswith("5 files: 5 ok; 5 of 5 the same in a rebuild\n")


def test_where_nothing_was_built_it_says_how_to(clone: Clone) -> None:
    shutil.rmtree(clone.root / "results")
    status, said = clone.verify()
    assert status == 0
    assert said.endswith(
        "not compared with a rebuild: nothing was built here; "
        "check out 0123456789 and run `make` here, or say --rebuild\n"
    )


def test_the_results_of_the_folder_are_not_compared_with_themselves(clone: Clone) -> None:
    status, said = clone.verify(folder=clone.root / "results")
    assert status == 0
    assert "not compared with a rebuild: these are the results of this folder" in said


def test_a_release_that_no_commit_holds_is_held_against_its_lists_alone(clone: Clone) -> None:
    clone.build(clone.release, name="v1.0+changes")
    assert clone.verify()[1].endswith(
        "not compared with a rebuild: the release was built of files that no commit holds\n"
    )
    status, said = clone.verify("--rebuild")
    assert (status, said) == (
        1,
        "there is nothing to rebuild: the release was built of files that no commit holds\n",
    )


def test_a_commit_that_is_not_here_can_not_be_rebuilt(clone: Clone) -> None:
    assert clone.verify("--rebuild") == (
        1,
        f"this folder has no commit {COMMIT}\n"
        "    run this in a clone of the review; if it is one, `git fetch --tags` first\n",
    )


@pytest.fixture
def rebuilds(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> Clone:
    """A clone in which a rebuild takes no time: it gives the files as they were published."""

    def build(folder: Path, _: object) -> None:
        clone.build(folder / "results")

    monkeypatch.setattr("livereview.rebuilding.commit_of", lambda root, name: name)
    monkeypatch.setattr("livereview.rebuilding.clone", lambda *words: words[2].mkdir())
    monkeypatch.setattr("livereview.rebuilding.build", build)
    return clone


def test_a_rebuild_of_the_commit_is_compared(rebuilds: Clone) -> None:
    shutil.rmtree(rebuilds.root / "results")
    (rebuilds.release / "guide.html").write_text("<p>Owls</p>\n")
    status, said = rebuilds.verify("--rebuild")
    assert status == 1
    assert said.startswith("rebuilding v1.0\nok      README.txt; rebuilt: the same\n")
    assert said.endswith("5 files: 4 ok, 1 changed; 4 of 5 the same in a rebuild\n")


def test_a_rebuild_that_fails_is_told(rebuilds: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    def build(folder: Path, _: object) -> None:
        raise RebuildFailed("the build failed:\nno space left")

    monkeypatch.setattr("livereview.rebuilding.build", build)
    status, said = rebuilds.verify("--rebuild")
    assert (status, said) == (1, "rebuilding v1.0\nthe build failed:\nno space left\n")


def test_what_is_no_folder_is_refused(clone: Clone) -> None:
    folder = clone.root / "nowhere"
    assert clone.verify(folder=folder) == (
        1,
        f"{folder} is no folder\n"
        "    name the folder that the release was downloaded or unpacked into\n",
    )


def test_a_folder_that_holds_no_release_is_refused(clone: Clone) -> None:
    assert clone.verify(folder=clone.root) == (
        1,
        f"{clone.root} has no ro-crate-metadata.json\n"
        "    name the folder that has it, such as results/ or that of an unpacked release\n",
    )


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "{}", '{"@graph": [1]}', '{"@graph": [{"name": "x"}]}', '"@graph"', "\udcff"],
)
def test_a_damaged_description_is_refused(clone: Clone, content: str) -> None:
    path = clone.release / "ro-crate-metadata.json"
    path.write_bytes(content.encode(errors="surrogateescape"))
    assert clone.verify() == (
        1,
        f"{path} can't be read: it is damaged\n    download the release again\n",
    )


def test_a_description_that_leads_out_of_the_folder_reads_nothing_there(clone: Clone) -> None:
    path = clone.release / "ro-crate-metadata.json"
    content = json.loads(path.read_text())
    content["@graph"].append({"@id": "../secret.txt", "sha256": "0" * 64})
    (clone.release.parent / "secret.txt").write_text("x")
    path.write_text(json.dumps(content))
    assert "missing ../secret.txt" in clone.verify()[1]
