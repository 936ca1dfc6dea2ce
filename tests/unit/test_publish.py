"""How finished files get into the results folder."""

import hashlib
import subprocess
from pathlib import Path

import pytest
from livereview.publish import publish, read_checksums, read_state
from livereview.version import Version

VERSION = Version("v1.0-2-g1234567890", "2026-11-21", 0)


class Folder:
    """A work folder and a results folder."""

    def __init__(self, root: Path) -> None:
        self.work = root / "work"
        self.results = root / "results"

    def publish(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            (self.work / name).parent.mkdir(parents=True, exist_ok=True)
            (self.work / name).write_text(text)
        publish(self.work, files, self.results, VERSION)

    def shown(self) -> dict[str, str]:
        """The published files, without those that speak of the others."""
        paths = [path for path in sorted(self.results.rglob("*")) if path.is_file()]
        names = {path: path.relative_to(self.results).as_posix() for path in paths}
        own = {"README.txt", "SHA256SUMS"}
        return {names[path]: path.read_text() for path in paths if names[path] not in own}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_the_results_are_the_published_files(folder: Folder) -> None:
    folder.publish({"review.html": "a page", "tables/safety.csv": "id\n"})
    assert folder.shown() == {"review.html": "a page", "tables/safety.csv": "id\n"}


def test_new_files_replace_the_old_ones_and_what_is_gone_goes(folder: Folder) -> None:
    folder.publish({"review.html": "old", "tables/a.csv": "a", "tables/b.csv": "b"})
    folder.publish({"review.html": "new", "tables/b.csv": "b"})
    assert folder.shown() == {"review.html": "new", "tables/b.csv": "b"}


def test_a_folder_that_is_left_empty_goes_too(folder: Folder) -> None:
    folder.publish({"review.html": "x", "tables/a.csv": "a"})
    folder.publish({"review.html": "x"})
    names = {path.name for path in folder.results.iterdir()}
    assert names == {"README.txt", "SHA256SUMS", "review.html"}


def test_what_a_person_put_there_stays(folder: Folder) -> None:
    folder.publish({"tables/a.csv": "a"})
    (folder.results / "tables" / "notes.txt").write_text("mine")
    folder.publish({"review.html": "x"})
    assert folder.shown() == {"review.html": "x", "tables/notes.txt": "mine"}


def test_what_a_person_edited_is_kept_beside_the_new_file(folder: Folder) -> None:
    folder.publish({"review.docx": "first"})
    (folder.results / "review.docx").write_text("first, with comments")
    folder.publish({"review.docx": "second"})
    assert folder.shown() == {
        "review.docx": "second",
        "review.edited.docx": "first, with comments",
    }


def test_a_second_edit_does_not_replace_the_first(folder: Folder) -> None:
    folder.publish({"review.docx": "first"})
    (folder.results / "review.docx").write_text("comments")
    folder.publish({"review.docx": "second"})
    (folder.results / "review.docx").write_text("more comments")
    folder.publish({"review.docx": "third"})
    assert folder.shown() == {
        "review.docx": "third",
        "review.edited.docx": "comments",
        "review.edited-2.docx": "more comments",
    }


def test_an_edited_file_is_kept_even_where_no_new_one_takes_its_place(folder: Folder) -> None:
    folder.publish({"review.html": "x", "tables/a.csv": "a"})
    (folder.results / "tables" / "a.csv").write_text("a, edited")
    folder.publish({"review.html": "x"})
    assert folder.shown() == {"review.html": "x", "tables/a.edited.csv": "a, edited"}


def test_a_set_that_is_not_complete_leaves_the_old_one(folder: Folder) -> None:
    folder.publish({"review.html": "old", "review.pdf": "old"})
    before = folder.shown()
    (folder.work / "review.html").write_text("new")
    with pytest.raises(FileNotFoundError):
        publish(folder.work, ["review.html", "missing.pdf"], folder.results, VERSION)
    assert folder.shown() == before
    assert not (folder.results / ".incoming").exists()


def test_the_rest_of_a_killed_build_does_no_harm(folder: Folder) -> None:
    half = folder.results / ".incoming" / "tables" / "half.csv"
    half.parent.mkdir(parents=True)
    half.write_text("half a fi")
    folder.publish({"review.html": "x"})
    assert folder.shown() == {"review.html": "x"}


def test_the_checksums_are_those_of_the_files(folder: Folder) -> None:
    folder.publish({"review.html": "a page", "figures/map.svg": "<svg/>"})
    assert read_checksums(folder.results)["review.html"] == hashlib.sha256(b"a page").hexdigest()
    command = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(command, cwd=folder.results, check=False).returncode == 0


def test_what_was_published_tells_of_which_state_it_is(folder: Folder) -> None:
    folder.publish({"review.html": "x"})
    assert read_state(folder.results) == ("v1.0-2-g1234567890", "2026-11-21")
    publish(folder.work, ["review.html"], folder.results, Version("", "2026-02-01", 0))
    assert read_state(folder.results) == ("", "2026-02-01")


def test_a_list_that_was_tampered_with_leads_to_no_file_elsewhere(folder: Folder) -> None:
    folder.publish({"review.html": "x"})
    outside = folder.results.parent / "thesis.txt"
    outside.write_text("three years of work")
    checksum = hashlib.sha256(outside.read_bytes()).hexdigest()
    with (folder.results / "SHA256SUMS").open("a") as sums:
        sums.write(f"{checksum}  ../thesis.txt\n{checksum}  {outside}\n")
    folder.publish({"review.html": "y"})
    assert outside.read_text() == "three years of work"


def test_the_readme_says_that_the_files_are_generated_and_from_what(folder: Folder) -> None:
    folder.publish({"review.html": "x"})
    readme = (folder.results / "README.txt").read_text()
    assert readme.startswith("These files are generated")
    assert "data/*.csv" in readme
    assert "v1.0-2-g1234567890, 2026-11-21" in readme
