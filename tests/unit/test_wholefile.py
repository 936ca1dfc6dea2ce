"""Files are written as wholes: all of several, or none."""

import os
from pathlib import Path

import pytest
from livereview.wholefile import write_together, write_whole


@pytest.fixture
def full_at(monkeypatch):
    """Let the file of a name be one that can't be put in its place."""

    def fail_at(name):
        replace = Path.replace

        def full(self, target):
            if target.name == name:
                raise OSError(28, "No space left on device")
            return replace(self, target)

        monkeypatch.setattr(Path, "replace", full)

    return fail_at


def test_several_files_are_written_or_none(tmp_path, full_at):
    old, new, last = (tmp_path / name for name in ("old", "new", "last"))
    old.write_bytes(b"1")
    full_at("last")

    with pytest.raises(OSError, match="No space"):
        write_together({old: b"2", new: b"2", last: b"2"})

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"old": b"1"}


def test_a_file_that_a_link_leads_to_is_written_and_the_link_stays(tmp_path):
    path, link = tmp_path / "path", tmp_path / "link"
    path.write_bytes(b"1")
    path.chmod(0o640)
    link.symlink_to(path)

    write_whole(link, b"2")

    assert link.is_symlink()
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"2", 0o640)


def test_a_file_is_on_the_disk_before_it_takes_the_place_of_another(tmp_path, monkeypatch):
    path = tmp_path / "path"
    path.write_bytes(b"1")
    seen = []
    monkeypatch.setattr(os, "fsync", lambda number: seen.append(path.read_bytes()))

    write_whole(path, b"2")

    assert (seen, path.read_bytes()) == ([b"1"], b"2")
