"""Where two folders differ: which file, and where in it."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from livereview.comparing import compare_folders, difference


def archive(members: dict[str, bytes], **options) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", **options) as made:
        for name, member in members.items():
            made.writestr(zipfile.ZipInfo(name), member)
    return content.getvalue()


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def test_files_that_are_alike_are_not_told(tmp_path: Path) -> None:
    files = {"a.txt": "same", "tables/b.csv": "id\n"}
    assert compare_folders(write(tmp_path / "1", files), write(tmp_path / "2", files)) == []


def test_each_file_that_differs_or_is_alone_is_told_in_order(tmp_path: Path) -> None:
    first = write(tmp_path / "1", {"c.txt": "one\ntwo\n", "a.txt": "", "same.txt": "x"})
    second = write(tmp_path / "2", {"c.txt": "one\ntoo\n", "b/b.txt": "", "same.txt": "x"})
    assert [str(each) for each in compare_folders(first, second)] == [
        "a.txt: only in the first",
        "b/b.txt: only in the second",
        r"c.txt: line 2, character 2: 'two\n' and 'too\n'",
    ]


@pytest.mark.parametrize(
    ("first", "second", "where"),
    [
        (b"a\na wren\n", b"a\na wred\n", r"line 2, character 6: 'a wren\n' and 'a wred\n'"),
        (b"a\n", b"a\nb\n", "line 2: only in the second"),
        (b"a\nb", b"a\n", "line 2: only in the first"),
        (b"a\n", b"a\r\n", r"line 1, character 2: 'a\n' and 'a\r\n'"),
        (b"\xff\x00\x01", b"\xff\x00\x02", "byte 3, of 3 and 3"),
        (b"\xff\x00", b"\xff\x00\x02", "byte 3, of 2 and 3"),
        (b"text", b"\xff", "byte 1, of 4 and 1"),
        (
            archive({"a.xml": b"<a/>", "b.xml": b"<b/>"}),
            archive({"a.xml": b"<a/>", "b.xml": b"<c/>"}),
            "b.xml: line 1, character 2: '<b/>' and '<c/>'",
        ),
        (archive({"a": b"", "b": b""}), archive({"a": b""}), "b: only in the first"),
        (archive({"a": b""}), archive({"a": b"", "b": b""}), "b: only in the second"),
        (
            archive({"a": b"", "b": b""}),
            archive({"b": b"", "a": b""}),
            "the same members in another order",
        ),
        (
            archive({"a": b"x", "in.zip": archive({"c": b"1"})}),
            archive({"a": b"x", "in.zip": archive({"c": b"2"})}),
            "in.zip: c: line 1, character 1: '1' and '2'",
        ),
    ],
)  # fmt: skip
def test_the_first_place_that_differs_is_told(first: bytes, second: bytes, where: str) -> None:
    assert difference(first, second) == where


def test_an_archive_that_is_packed_otherwise_differs_though_its_members_do_not() -> None:
    first, second = archive({"a": b"text"}), archive({"a": b"text"})
    stamp = second.index(b"\x00\x00!\x00")  # the first of January 1980
    later = second[:stamp] + b"\x00\x00\x22\x00" + second[stamp + 4 :]
    assert difference(first, later).startswith("the same members, packed otherwise: byte ")


def test_of_a_long_line_only_what_stands_around_is_shown() -> None:
    where = difference(b"x" * 5000 + b"1" + b"y" * 5000, b"x" * 5000 + b"2" + b"y" * 5000)
    assert where.startswith("line 1, character 5001: 'xxxxx")
    assert len(where) < 200


@given(st.binary(max_size=30), st.binary(max_size=30))
def test_only_contents_that_are_equal_have_no_difference(first: bytes, second: bytes) -> None:
    assert (difference(first, second) == "") == (first == second)
