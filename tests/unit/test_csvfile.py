"""Tables as CSV: cells exactly as they are written, each row with its line."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from livereview.csvfile import read_csv

COLUMNS = ["id", "name"]


def read(root, content):
    (root / "birds.csv").write_bytes(content)
    return read_csv(root, "birds.csv", COLUMNS)


def rows(file):
    return [(record.line, *record.cells.values()) for record in file.records]


def test_a_cell_is_what_is_written_between_the_commas(tmp_path):
    file = read(tmp_path, b'id,name\nwren, Wren \nrobin,"a ""robin"", red"\nowl,1.00\n')

    assert rows(file) == [(2, "wren", " Wren "), (3, "robin", 'a "robin", red'), (4, "owl", "1.00")]
    assert file.problems == []


def test_a_row_has_the_line_on_which_it_begins(tmp_path):
    file = read(tmp_path, b'id,name\nwren,"one\ntwo\nthree"\nrobin,Robin\n')

    assert rows(file) == [(2, "wren", "one\ntwo\nthree"), (5, "robin", "Robin")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_any_system_ends_them(tmp_path, end):
    file = read(tmp_path, end.join(["id,name", "wren,Wren", "robin,Robin"]).encode())

    assert rows(file) == [(2, "wren", "Wren"), (3, "robin", "Robin")]


def test_a_line_separator_of_unicode_ends_no_line(tmp_path):
    file = read(tmp_path, "id,name\nwren,a\u2028b\u2029c\nrobin,Robin\n".encode())

    assert rows(file) == [(2, "wren", "a\u2028b\u2029c"), (3, "robin", "Robin")]


def test_columns_may_stand_in_another_order_than_they_are_described(tmp_path):
    file = read(tmp_path, b"name,id\nWren,wren\n")

    assert file.records[0].cells == {"name": "Wren", "id": "wren"}
    assert file.problems == []


def test_a_table_may_have_no_rows(tmp_path):
    file = read(tmp_path, b"id,name\n")

    assert (file.records, file.problems, file.readable) == ([], [], True)


def test_a_very_long_cell_is_read_whole(tmp_path):
    file = read(tmp_path, b"id,name\nwren," + b"x" * 200_000 + b"\n")

    assert len(file.records[0].cells["name"]) == 200_000


def test_a_row_with_another_number_of_cells_keeps_its_id_and_is_marked(tmp_path):
    file = read(tmp_path, b"id,name\nwren\nrobin,Robin,red\n")

    assert [(record.cells, record.whole) for record in file.records] == [
        ({"id": "wren", "name": ""}, False),
        ({"id": "robin", "name": "Robin"}, False),
    ]


def test_a_file_of_one_column_may_hold_semicolons(tmp_path):
    (tmp_path / "notes.csv").write_text("note\na;b\n", encoding="utf-8")

    assert read_csv(tmp_path, "notes.csv", ["note"]).problems == []


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20)


@given(cells=st.lists(st.tuples(TEXTS, TEXTS), max_size=5))
def test_what_a_spreadsheet_writes_is_read_back_exactly(tmp_path_factory, cells):
    output = io.StringIO()
    csv.writer(output).writerows([COLUMNS, *cells])

    file = read(tmp_path_factory.getbasetemp(), output.getvalue().encode())

    assert [tuple(record.cells.values()) for record in file.records] == [
        pair for pair in cells if any(pair)
    ]


@given(
    content=st.binary(max_size=60) | st.text('id,name";\n\r\t \u2028', max_size=40).map(str.encode)
)
def test_any_bytes_are_rows_or_problems(tmp_path_factory, content):
    file = read(tmp_path_factory.getbasetemp(), content)

    assert all(problem.path == "birds.csv" for problem in file.problems)
    assert file.readable or file.problems
