"""Rows of a CSV file change, and every other byte stays."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from livereview.csvfile import CsvFile, read_records
from livereview.workbook.patch import patched, quoted

COLUMNS = ["id", "name"]


def read(text):
    return read_records(CsvFile("x.csv"), text, COLUMNS)


def patch(text, changed=None, removed=(), added=()):
    return patched(text, read(text), changed or {}, removed, added)


def test_a_row_changes_and_the_others_keep_their_bytes():
    text = 'id,name\r\n"wren","Wren"\r\nrobin, Robin\r\n'

    assert patch(text, {2: {"name": "Jenny"}}) == 'id,name\r\n"wren",Jenny\r\nrobin, Robin\r\n'


def test_a_cell_is_quoted_where_it_must_be():
    text = "id,name\nwren,Wren\n"

    assert patch(text, {2: {"name": 'the "wren", a\nbird'}}) == (
        'id,name\nwren,"the ""wren"", a\nbird"\n'
    )


def test_rows_of_several_lines_are_changed_and_removed_as_wholes():
    text = 'id,name\nwren,"one\ntwo"\nrobin,"three\n""four"""\nowl,Owl\n'

    assert patch(text, {4: {"id": "thrush"}}, removed=[2]) == (
        'id,name\nthrush,"three\n""four"""\nowl,Owl\n'
    )


def test_columns_in_another_order_are_found_by_their_names():
    assert patch("name,id\nWren,wren\n", {2: {"name": "Jenny"}}, added=[{"id": "owl"}]) == (
        "name,id\nJenny,wren\n,owl\n"
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_new_row_ends_as_the_lines_of_its_file_do(end):
    assert patch(f"id,name{end}wren,Wren", added=[{"id": "owl", "name": "Owl"}]) == (
        f"id,name{end}wren,Wren{end}owl,Owl{end}"
    )


def test_a_row_is_added_to_a_file_that_is_a_header_alone():
    assert patch("id,name", added=[{"id": "owl"}]) == "id,name\nowl,\n"


def written(rows, quoting):
    output = io.StringIO(newline="")
    csv.writer(output, quoting=quoting).writerows(rows)
    return output.getvalue()


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=8)
ROWS = st.lists(st.tuples(st.text("abc", min_size=1, max_size=3), CELLS), max_size=5)


@given(rows=ROWS, quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), new=CELLS)
def test_any_file_keeps_its_bytes_but_for_the_cell_that_changes(rows, quoting, new):
    texts = [written([row], quoting) for row in [COLUMNS, *rows]]
    text = "".join(texts)
    records = read(text).records

    assert patch(text) == text
    for number, record in enumerate(records, start=1):
        changed = patch(text, {record.line: {"name": new}})
        before, behind = "".join(texts[:number]), "".join(texts[number + 1 :])
        assert changed.startswith(before)
        assert changed.endswith(behind)
        (row,) = csv.reader(io.StringIO(changed[len(before) : len(changed) - len(behind)], ""))
        assert row == [record.cells["id"], new]


@given(CELLS)
def test_any_cell_is_read_back(cell):
    text = f"id,name\nwren,{quoted(cell)}\n"

    assert [record.cells["name"] for record in read(text).records] == [cell]
