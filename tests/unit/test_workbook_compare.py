"""Two sides edit the same table: no edit is lost, and none is made up."""

from hypothesis import given
from hypothesis import strategies as st
from livereview.csvfile import CsvFile, read_records
from livereview.datapackage import Field, TableDescription
from livereview.evidence import Evidence
from livereview.workbook.cells import EMPTY, Cell
from livereview.workbook.compare import compare
from livereview.workbook.patch import patched
from livereview.workbook.read import Sheet, SheetRow, Workbook

COLUMNS = ["id", "song", "call"]
FIELDS = {
    name: Field(name, "string", name, "", "", "", ";", False, {}, (), None) for name in COLUMNS
}
PACKAGE = {"birds": TableDescription("birds", "birds.csv", "Birds", "", "id", (), FIELDS)}

# What a row says at the export, in the workbook and in the CSV file; None where it isn't there.
CELLS = st.none() | st.tuples(st.sampled_from(["", "a", "b"]), st.sampled_from(["", "c", "d"]))
ROWS = st.dictionaries(st.sampled_from(["wren", "robin", "owl"]), st.tuples(CELLS, CELLS, CELLS))


def side(rows, number):
    """What one side says of each row."""
    told = {id: cells[number] for id, cells in rows.items() if cells[number] is not None}
    return {id: {"id": id, "song": cells[0], "call": cells[1]} for id, cells in told.items()}


def csv_of(rows):
    lines = (",".join(cells[column] for column in COLUMNS) for cells in rows.values())
    return "".join(f"{line}\n" for line in [",".join(COLUMNS), *lines])


def sheet_of(rows):
    places = {column: place for place, column in enumerate(COLUMNS, start=1)}
    made = [
        SheetRow(number, {name: Cell(text) if text else EMPTY for name, text in cells.items()})
        for number, cells in enumerate(rows.values(), start=2)
    ]
    return Sheet("birds", places, tuple(made))


def brought_back(base, ours, theirs):
    """The rows of the CSV file after the import, and the ids of the rows that were refused.

    None where a new row looks like a new name of one that is gone: then nothing is written.
    """
    text = csv_of(theirs)
    file = read_records(CsvFile("birds.csv"), text, COLUMNS)
    book = Workbook("birds.xlsx", {"birds": sheet_of(ours)}, {"birds": COLUMNS}, {"birds": base})
    result = compare(book, Evidence(PACKAGE, {"birds": file}), delete=True)
    if any(problem.code == "workbook-row" for problem in result.problems):
        return None
    changes = [
        (each, {name: new for name, (_, new) in each.cells.items()}) for each in result.changes
    ]
    after = patched(
        text,
        file,
        {change.line: new for change, new in changes if change.line and change.number},
        [change.line for change, _ in changes if not change.number],
        [new for change, new in changes if not change.line],
    )
    records = read_records(CsvFile("birds.csv"), after, COLUMNS).records
    refused = {problem.message.split()[0].removeprefix("birds:") for problem in result.conflicts}
    return {record.cells["id"]: record.cells for record in records}, refused


@given(ROWS)
def test_each_edit_goes_in_or_is_refused_and_nothing_else_changes(rows):
    base, ours, theirs = (side(rows, number) for number in range(3))

    result = brought_back(base, ours, theirs)
    if result is None:
        return
    after, refused = result

    for id in rows:
        here, there, then = ours.get(id), theirs.get(id), base.get(id)
        if id in refused:
            assert after.get(id) == there
            assert here != then != there != here
        elif here == then:
            assert after.get(id) == there
        elif here is None or there is None:
            assert after.get(id) == here
            assert there in (then, here)
        else:
            known = then or {}
            mine = {name for name in COLUMNS if here[name] != known.get(name, "")}
            meanwhile = {name for name in COLUMNS if there[name] != known.get(name, "")}
            assert after[id] == {name: (here if name in mine else there)[name] for name in COLUMNS}
            if after[id] != there:
                assert [name for name in meanwhile if here[name] != there[name]] == []


def test_a_row_that_both_sides_deleted_is_gone():
    assert brought_back(side({"owl": (("a", "c"), None, None)}, 0), {}, {}) == ({}, set())
