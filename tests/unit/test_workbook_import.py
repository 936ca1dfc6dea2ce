"""A workbook comes back: what changes, what is refused, and that all else stays to the byte."""

import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from livereview.cli import main
from livereview.problems import ProblemsFound
from livereview.workbook.bring_back import plan_import, write_import
from openpyxl.comments import Comment

SURVEYS, SPECIES, HABITATS = "data/surveys.csv", "data/species.csv", "data/habitats.csv"


@dataclass
class Book:
    """A workbook of the review about birds, and what people do to it."""

    review: object
    path: Path

    def run(self, *words):
        status = main(["--root", str(self.review.root), "workbook", *map(str, words)])
        said = self.review.capsys.readouterr()
        return status, said.out, said.err.replace(f"{self.path}", "birds.xlsx")

    def export(self):
        assert self.run("export", self.path, "--replace")[0] == 0

    def bring_back(self, *options):
        return self.run("import", self.path, *options)

    @contextmanager
    def opened(self):
        """Open the workbook as a program does that knows nothing of reviews, and save it."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(self.path)
        yield book
        book.save(self.path)

    def edit(self, sheet, id, column, value, look=None):
        with self.opened() as book:
            cell = cell_of(book[sheet], id, column)
            cell.value = value
            cell.number_format = look or cell.number_format

    def append(self, sheet, **cells):
        with self.opened() as book:
            header = [each.value for each in book[sheet][1]]
            book[sheet].append([cells.get(column) for column in header])

    def delete(self, sheet, id):
        with self.opened() as book:
            book[sheet].delete_rows(cell_of(book[sheet], id, "id").row)


def cell_of(sheet, id, column):
    (row,) = [each[0].row for each in sheet.iter_rows() if each[0].value == id]
    (place,) = [each.column for each in sheet[1] if each.value == column]
    return sheet.cell(row, place)


@pytest.fixture
def book(review, tmp_path_factory):
    made = Book(review, tmp_path_factory.mktemp("desk") / "birds.xlsx")
    made.export()
    return made


# -- nothing to do --------------------------------------------------------------------------------


def test_a_workbook_that_nobody_edited_changes_no_byte(book):
    before = (book.review.root / SURVEYS).read_bytes()

    assert book.bring_back() == (0, "rows: none changed\nnothing was written\n", "")
    assert (book.review.root / SURVEYS).read_bytes() == before


@pytest.mark.parametrize(
    "content",
    [
        b'"id","name"\r\n"hedge","hedgerows"\r\nwood,woods\r\nmarsh,"wet\r\nland"',
        b"name,id\rhedgerows,hedge\rwoods,wood\rmarshes,marsh",
    ],
)
def test_files_of_any_form_keep_their_bytes(book, content):
    book.review.write(HABITATS, content)
    book.export()

    assert book.bring_back()[:2] == (0, "rows: none changed\nnothing was written\n")
    assert (book.review.root / HABITATS).read_bytes() == content


@pytest.mark.parametrize("lock", [".~lock.birds.xlsx#", "~$birds.xlsx"])
def test_of_a_workbook_that_is_open_it_is_told_what_is_read(book, lock):
    (book.path.parent / lock).touch()

    assert book.bring_back() == (
        0,
        "rows: none changed\nnothing was written\n",
        "birds.xlsx is open in another program: what is not saved there is not read here\n",
    )


@pytest.mark.parametrize("lock", [".~lock.birds.xlsx#", "~$birds.xlsx"])
def test_a_workbook_that_is_open_is_not_written_over(book, lock):
    before = book.path.read_bytes()
    (book.path.parent / lock).touch()

    status, _, err = book.run("export", book.path, "--replace")

    assert (status, err.replace(f"{book.path.parent}/", "")) == (
        1,
        "birds.xlsx is open in another program\n"
        f"    close it there; if it isn't, a crash has left {lock}: delete that\n",
    )
    assert book.path.read_bytes() == before


def test_a_workbook_that_another_program_saved_changes_nothing(book):
    with book.opened():
        pass

    assert book.bring_back() == (0, "rows: none changed\nnothing was written\n", "")


def test_a_workbook_that_was_brought_back_has_nothing_more_to_say(book):
    book.edit("surveys", "wren-2019", "birds", "41")
    book.bring_back()

    assert book.bring_back() == (0, "rows: none changed\nnothing was written\n", "")


# -- changes --------------------------------------------------------------------------------------


def test_an_edited_cell_goes_into_its_row_and_all_else_stays(book):
    before = book.review.read(SURVEYS)
    book.edit("surveys", "wren-2019", "birds", "41")

    assert book.bring_back() == (
        0,
        "data/surveys.csv:2: wren-2019 changed\n"
        "    birds: 40 → 41\n"
        "rows: 1 changed\n"
        "written: data/surveys.csv; export anew before you edit further\n",
        "",
    )
    assert book.review.read(SURVEYS) == before.replace("2019-03,40,12,", "2019-03,41,12,")


def test_a_dry_run_shows_the_changes_and_writes_nothing(book):
    before = book.review.read(SURVEYS)
    book.edit("surveys", "wren-2019", "locator", None)

    assert book.bring_back("--dry-run") == (
        0,
        "data/surveys.csv:2: wren-2019 changed\n"
        "    locator: p. 2 → (empty)\n"
        "rows: 1 changed\n"
        "nothing was written\n",
        "",
    )
    assert book.review.read(SURVEYS) == before


def test_a_new_row_is_added_at_the_end(book):
    book.append("species", id="jay", name_en="jay, Eurasian", size_cm="34", status="accepted")

    status, out, err = book.bring_back()

    assert (status, err) == (0, "")
    assert out == (
        "data/species.csv: jay added\n"
        "    name_en: jay, Eurasian\n"
        "    size_cm: 34\n"
        "    status: accepted\n"
        "rows: 1 added\n"
        "written: data/species.csv; export anew before you edit further\n"
    )
    assert book.review.read(SPECIES).endswith('36,accepted\njay,"jay, Eurasian",,34,accepted\n')


def test_a_row_may_point_to_a_row_that_comes_with_it(book):
    book.append("species", id="jay", name_en="jay", status="accepted")
    book.edit("surveys", "wren-2019", "leader", "jay")

    assert book.bring_back()[0] == 0
    assert "song;call,jay,2019" in book.review.read(SURVEYS)
    assert book.review.read(SPECIES).endswith("jay,jay,,,accepted\n")


def test_the_first_row_of_an_empty_table_comes_in(book):
    book.review.write(HABITATS, "id,name\n")
    for places in ("hedge;wood", "hedge"):
        text = book.review.read(SURVEYS).replace(f",{places},", ",,", 1)
        book.review.write(SURVEYS, text)
    book.export()
    book.append("habitats", id="heath", name="heaths")

    assert book.bring_back()[0] == 0
    assert book.review.read(HABITATS) == "id,name\nheath,heaths\n"


def test_a_deleted_row_is_told_and_stays(book):
    before = book.review.read(HABITATS)
    book.delete("habitats", "marsh")

    assert book.bring_back() == (
        0,
        "data/habitats.csv:4: marsh is no more in the workbook, and stays (--delete removes it)\n"
        "rows: none changed\n"
        "nothing was written\n",
        "",
    )
    assert book.review.read(HABITATS) == before


def test_a_deleted_row_is_removed_where_that_is_asked_for(book):
    book.delete("habitats", "marsh")

    assert book.bring_back("--delete")[:2] == (
        0,
        "data/habitats.csv:4: marsh removed\n"
        "rows: 1 removed\n"
        "written: data/habitats.csv; export anew before you edit further\n",
    )
    assert book.review.read(HABITATS) == "id,name\nhedge,hedgerows\nwood,woods\n"


def test_of_a_row_that_is_removed_it_is_told_where_it_is_used(book):
    book.delete("surveys", "wren-2019")
    for id in ("robin-2020", "all-2021"):
        book.edit("surveys", id, "repeats", None)

    out = book.bring_back("--delete", "--dry-run")[1]

    assert out.splitlines()[-4:] == [
        "data/surveys.csv:2: wren-2019 removed",
        "    used in manuscript/guide/01.md:3, tbl:surveys",
        "rows: 2 changed, 1 removed",
        "nothing was written",
    ]


def test_rows_and_columns_may_stand_in_another_order(book):
    before = book.review.read(HABITATS)
    with book.opened() as opened:
        rows = [[cell.value for cell in row] for row in opened["habitats"].iter_rows()]
        for number, (id, name) in enumerate([rows[0], *reversed(rows[1:])], start=1):
            opened["habitats"].cell(number, 1).value = name
            opened["habitats"].cell(number, 2).value = id

    assert book.bring_back()[0] == 0
    assert book.review.read(HABITATS) == before


# -- both sides -----------------------------------------------------------------------------------


def test_a_row_that_was_edited_in_the_csv_file_alone_stays(book):
    book.review.replace(SURVEYS, "2019-03,40,", "2019-03,43,")
    book.edit("surveys", "robin-2020", "birds", "26")

    status, out, _ = book.bring_back()

    assert (status, out.splitlines()[-2]) == (
        0,
        "rows: 1 changed, 1 edited in the CSV files alone",
    )
    assert "2019-03,43," in book.review.read(SURVEYS)
    assert "2020,2020,26," in book.review.read(SURVEYS)


def test_a_row_that_was_edited_on_both_sides_is_refused_and_the_rest_goes_in(book):
    book.review.replace(SURVEYS, "2019-03,40,", "2019-03,43,")
    book.edit("surveys", "wren-2019", "birds", "41")
    book.edit("surveys", "robin-2020", "birds", "26")

    assert book.bring_back() == (
        1,
        "data/surveys.csv:3: robin-2020 changed\n"
        "    birds: 25 → 26\n"
        "rows: 1 changed, 1 edited on both sides, and left\n"
        "written: data/surveys.csv; export anew before you edit further\n",
        "birds.xlsx: surveys!J2: surveys:wren-2019 was edited here and edited in "
        'data/surveys.csv:2 since the export (birds: "41" here, "43" there)\n'
        "    the row stays as it is there: settle it in the CSV file, then export anew\n"
        "1 error\n",
    )
    assert "2019-03,43," in book.review.read(SURVEYS)
    assert "2020,2020,26," in book.review.read(SURVEYS)


def test_the_same_edit_on_both_sides_is_none(book):
    book.review.replace(SURVEYS, "2019-03,40,", "2019-03,41,")
    book.edit("surveys", "wren-2019", "birds", "41")

    assert book.bring_back() == (0, "rows: none changed\nnothing was written\n", "")


def test_a_row_can_be_edited_further_after_it_was_brought_back(book):
    book.edit("surveys", "wren-2019", "birds", "41")
    book.bring_back()
    book.edit("surveys", "wren-2019", "nests", "13")

    assert book.bring_back()[0] == 0
    assert "2019-03,41,13," in book.review.read(SURVEYS)


def test_a_row_that_was_removed_from_the_csv_file_and_edited_here_is_refused(book):
    book.review.replace(HABITATS, "marsh,marshes\n", "")
    book.edit("habitats", "marsh", "name", "wetlands")

    status, _, err = book.bring_back()

    assert (status, err.splitlines()[0]) == (
        1,
        "birds.xlsx: habitats!B4: habitats:marsh was edited here and removed from "
        "data/habitats.csv since the export",
    )
    assert "marsh" not in book.review.read(HABITATS)


def test_a_row_that_was_removed_from_the_csv_file_stays_removed(book):
    book.review.replace(HABITATS, "marsh,marshes\n", "")

    assert book.bring_back()[0] == 0
    assert "marsh" not in book.review.read(HABITATS)


def test_a_row_that_was_deleted_here_and_edited_in_the_csv_file_is_refused(book):
    book.review.replace(HABITATS, "marshes", "wetlands")
    book.delete("habitats", "marsh")

    status, _, err = book.bring_back("--delete")

    assert (status, err.splitlines()[0]) == (
        1,
        "birds.xlsx: habitats: habitats:marsh was deleted here and edited in "
        "data/habitats.csv:4 since the export",
    )
    assert "marsh,wetlands" in book.review.read(HABITATS)


def test_a_row_that_was_added_on_both_sides_in_two_ways_is_refused(book):
    book.review.append(HABITATS, "heath,heaths\n")
    book.append("habitats", id="heath", name="moors")

    status, _, err = book.bring_back()

    assert (status, err.splitlines()[0]) == (
        1,
        "birds.xlsx: habitats!B5: habitats:heath was edited here and edited in "
        'data/habitats.csv:5 since the export (name: "moors" here, "heaths" there)',
    )


# -- what is refused ------------------------------------------------------------------------------

REFUSED = "nothing was written\n    correct the workbook, then import it again\n"


def test_what_would_be_wrong_is_told_with_its_cell_and_its_line_and_nothing_is_written(book):
    before = book.review.read(SURVEYS), book.review.read(HABITATS)
    book.edit("habitats", "marsh", "name", "wetlands")
    book.edit("surveys", "wren-2019", "birds", "many")
    book.append("surveys", id="owl-2022", species="barn-owl", status="unverified")

    status, out, err = book.bring_back()

    assert status == 1
    assert "birds: 40 → many" in out
    assert err == (
        'data/surveys.csv:2: birds (birds.xlsx, surveys!J2): "many" is not a whole number\n'
        "data/surveys.csv:5: species (birds.xlsx, surveys!C5): "
        '"barn-owl" is no row of species\n'
        "    add it to data/species.csv first\n"
        "2 errors\n" + REFUSED
    )
    assert (book.review.read(SURVEYS), book.review.read(HABITATS)) == before


def test_what_would_be_wrong_is_told_in_the_order_of_the_sheet(book):
    for column in ("estimate", "birds", "low"):
        book.edit("surveys", "wren-2019", column, "many")

    err = book.bring_back()[2]

    told = [line.split(":")[2] for line in err.splitlines() if line.startswith("data/")]
    assert [words.split()[0] for words in told] == ["birds", "estimate", "low"]


def test_a_character_that_can_not_be_seen_is_told_with_its_cell(book):
    book.edit("surveys", "wren-2019", "title", "\ufeffWrens")

    status, _, err = book.bring_back()

    assert (status, err.splitlines()[0]) == (
        1,
        "data/surveys.csv:2: title (birds.xlsx, surveys!B2): holds U+FEFF (zero width no-break "
        "space), which can't be seen",
    )


def test_without_a_library_nothing_is_written(book):
    (book.review.root / "references/library.bib").unlink()
    book.edit("habitats", "wood", "name", "forests")

    status, _, err = book.bring_back()

    assert (status, err.splitlines()[0]) == (1, "references/library.bib: the file is missing")


def test_a_rule_that_would_not_hold_is_told(book):
    book.edit("surveys", "wren-2019", "low", "1.01")

    _, _, err = book.bring_back()

    assert err.splitlines()[0] == (
        "data/surveys.csv:2: low (birds.xlsx, surveys!N2): 1.01 lies above estimate 1.00"
    )


def test_a_row_to_which_others_point_is_not_removed(book):
    book.delete("habitats", "wood")

    status, _, err = book.bring_back("--delete")

    assert status == 1
    assert err.startswith(
        'data/surveys.csv:2: habitats (birds.xlsx, surveys!D2): "wood" is no row of habitats\n'
    )
    assert "wood,woods" in book.review.read(HABITATS)


def test_a_doubtful_text_is_told_and_goes_in(book):
    book.edit("surveys", "wren-2019", "title", "1-Mar")

    status, _, err = book.bring_back()

    assert (status, err.splitlines()[0]) == (
        0,
        'data/surveys.csv:2: title (birds.xlsx, surveys!B2): warning: "1-Mar" looks like a name '
        "or a number that a spreadsheet made a date of",
    )
    assert "wren-2019,1-Mar,wren" in book.review.read(SURVEYS)


@pytest.mark.parametrize(
    ("column", "value", "look", "told"),
    [
        (
            "title",
            datetime(2026, 3, 1),  # noqa: DTZ001 (a workbook knows no time zones)
            "d-mmm",
            'surveys!B2: "2026-03-01 00:00:00" is a date here: a name or a number may have become '
            "one",
        ),
        ("title", 7, "General", "surveys!B2: 7 was typed as a number: noughts may have been lost"),
        ("birds", "=20+20", "General", 'surveys!J2: "=20+20" is a formula, and no text'),
        ("title", True, "General", 'surveys!B2: "True" is a yes or no, and no text'),
    ],
)
def test_a_cell_that_a_spreadsheet_made_something_else_of_is_refused(
    book, column, value, look, told
):
    before = book.review.read(SURVEYS)
    book.edit("surveys", "wren-2019", column, value, look)

    status, _, err = book.bring_back()

    assert (status, err) == (
        1,
        f"birds.xlsx: {told}\n"
        "    format the cell as Text, then type what the source says\n"
        "1 error\n" + REFUSED,
    )
    assert book.review.read(SURVEYS) == before


@pytest.mark.parametrize(
    ("column", "value", "look"),
    [("estimate", 1, "General"), ("estimate", 1.0, "0.00"), ("birds", 40, "0")],
)
def test_a_number_that_was_typed_again_is_no_change(book, column, value, look):
    book.edit("surveys", "wren-2019", column, value, look)

    assert book.bring_back() == (0, "rows: none changed\nnothing was written\n", "")


def test_a_text_that_begins_like_a_formula_comes_back_as_text(book):
    with book.opened() as opened:
        cell = cell_of(opened["surveys"], "wren-2019", "note")
        cell.value, cell.data_type = "=1+1", "s"

    assert book.bring_back()[0] == 0
    assert book.review.read(SURVEYS).splitlines()[1].endswith("2026-01-10,=1+1")


def test_a_renamed_id_is_refused(book):
    book.edit("habitats", "marsh", "id", "swamp")

    assert book.bring_back()[::2] == (
        1,
        'birds.xlsx: habitats!A4: "swamp" looks like a new name of "marsh": an id never changes\n'
        '    write "marsh" again; if it is another row, import the deletion first\n'
        "1 error\n" + REFUSED,
    )


@pytest.mark.parametrize(
    ("id", "told"),
    [
        (None, "birds.xlsx: habitats!A5: the row has no id\n"),
        ("marsh", 'birds.xlsx: habitats!A5: "marsh" stands in row 4 already\n'),
    ],
)
def test_a_row_without_an_id_of_its_own_is_refused(book, id, told):
    book.append("habitats", id=id, name="heaths")

    status, _, err = book.bring_back()

    assert (status, err.startswith(told)) == (1, True)


def test_a_new_id_that_is_none_is_refused(book):
    book.append("habitats", id="Open Sea", name="sea")

    assert book.bring_back()[2].startswith(
        'data/habitats.csv:5: id (birds.xlsx, habitats!A5): "Open Sea" is no id\n'
    )


# -- sheets and columns ---------------------------------------------------------------------------


def test_a_missing_sheet_is_told_and_its_rows_stay(book):
    before = book.review.read(HABITATS)
    with book.opened() as opened:
        del opened["habitats"]

    status, _, err = book.bring_back("--delete")

    assert (status, err.splitlines()[0]) == (
        0,
        "birds.xlsx: habitats: warning: the sheet is missing: the rows of its table stay as they "
        "are",
    )
    assert book.review.read(HABITATS) == before


def test_another_sheet_is_told_and_left_out(book):
    with book.opened() as opened:
        opened.create_sheet("my sums")["A1"] = "=1+1"

    assert book.bring_back()[2] == (
        "birds.xlsx: my sums: warning: is the sheet of no table, and is left out\n"
        "    it stays in the workbook alone\n"
        "1 warning\n"
    )


def test_a_renamed_sheet_is_refused_as_its_edits_would_be_lost(book):
    book.edit("habitats", "wood", "name", "forests")
    with book.opened() as opened:
        opened["habitats"].title = "Habitats (Ada)"

    status, _, err = book.bring_back()

    assert (status, err.splitlines()[:2]) == (
        1,
        [
            "birds.xlsx: Habitats (Ada): is the sheet of no table",
            '    did you mean "habitats"?',
        ],
    )


def test_an_edit_in_a_column_that_the_table_has_no_more_is_refused(book):
    book.review.replace("data/datapackage.yaml", "{name: name}]", "{name: title}]")
    book.review.replace("data/datapackage.yaml", "label: name", "label: title")
    book.review.replace(HABITATS, "id,name", "id,title")
    untouched = book.bring_back()
    book.edit("habitats", "wood", "name", "forests")

    status, _, err = book.bring_back()

    assert untouched[0] == 0
    assert (status, err.splitlines()[:2]) == (
        1,
        [
            'birds.xlsx: habitats!B3: "forests" was typed here, and the review has no column '
            '"name" any more',
            "    write it where it belongs now, and put back what stood here",
        ],
    )


def test_an_edit_in_a_table_that_the_review_has_no_more_is_refused(book):
    book.review.replace(
        "data/datapackage.yaml", "- name: habitats\n    path", "- name: places\n    path"
    )
    book.review.replace("data/datapackage.yaml", "tables: [habitats]", "tables: [places]")
    untouched = book.bring_back()
    book.edit("habitats", "wood", "name", "forests")

    status, _, err = book.bring_back()

    assert untouched == (0, "rows: none changed\nnothing was written\n", "")
    assert (status, err.splitlines()[0]) == (
        1,
        'birds.xlsx: habitats!B3: "forests" was typed here, and the review has no table '
        '"habitats" any more',
    )


def test_merged_cells_are_refused_as_all_but_the_first_have_lost_their_text(book):
    with book.opened() as opened:
        opened["habitats"].merge_cells("B2:B3")

    status, _, err = book.bring_back()

    assert (status, err) == (
        1,
        "birds.xlsx: habitats!B2:B3: is merged, and has lost what stood in all but its first cell\n"
        "    split it again, and fill each of its cells\n"
        f"1 error\n{REFUSED}",
    )


def test_cells_of_ones_own_may_be_merged(book):
    with book.opened() as opened:
        opened["habitats"].merge_cells("D1:E1")

    assert book.bring_back() == (0, "rows: none changed\nnothing was written\n", "")


def test_a_comment_on_a_cell_is_told_as_it_is_not_brought_back(book):
    with book.opened() as opened:
        opened["habitats"]["B3"].comment = Comment("Which\nwoods?", "Ada")

    status, out, err = book.bring_back()

    assert (status, out, err) == (
        0,
        "rows: none changed\nnothing was written\n",
        'birds.xlsx: habitats!B3: warning: carries a comment, which is not brought back: "Which '
        'woods?"\n'
        "    write into the row what shall stay, such as in its note\n"
        "1 warning\n",
    )


def test_a_row_in_which_nothing_but_blanks_stands_is_no_row(book):
    with book.opened() as opened:
        opened["habitats"]["B9"] = opened["habitats"]["F9"] = " "

    assert book.bring_back() == (0, "rows: none changed\nnothing was written\n", "")


def test_a_workbook_of_another_review_is_refused(book):
    with book.opened() as opened:
        for row in opened["As exported"].iter_rows(min_row=2):
            row[1].value = "songs"

    status, _, err = book.bring_back()

    assert (status, err.splitlines()[0]) == (
        1,
        "birds.xlsx: was exported from another review: it has no table of this one",
    )


def test_a_missing_column_is_told_and_its_cells_stay(book):
    before = book.review.read(SPECIES)
    with book.opened() as opened:
        opened["species"].delete_cols(3)

    status, _, err = book.bring_back()

    assert (status, err.splitlines()[0]) == (
        0,
        'birds.xlsx: species: warning: the column "name_nl" is missing: its cells stay as they are',
    )
    assert book.review.read(SPECIES) == before


def test_a_column_of_ones_own_is_told_and_left_out(book):
    with book.opened() as opened:
        opened["habitats"]["C1"], opened["habitats"]["C2"] = "todo", "look again"
        opened["habitats"]["D3"] = "hm"

    status, _, err = book.bring_back()

    assert (status, err.splitlines()[::2]) == (
        0,
        [
            'birds.xlsx: habitats!C1: warning: "todo" is no column of this table, and is left out',
            "birds.xlsx: habitats!D3: warning: stands below no column's name, and is left out",
            "2 warnings",
        ],
    )


@pytest.mark.parametrize(
    ("cell", "name", "told"),
    [
        ("B1", "nam", 'habitats!B1: "nam" is no column of this table\n    did you mean "name"?'),
        ("A1", "key", 'habitats!A1: "key" is no column of this table\n    missing here: id'),
        ("C1", "name", 'habitats!C1: the column "name" stands here twice\n    keep one'),
    ],
)
def test_a_column_whose_name_was_changed_is_refused(book, cell, name, told):
    with book.opened() as opened:
        opened["habitats"][cell] = name

    status, _, err = book.bring_back()

    assert (status, f"birds.xlsx: {told}\n" in err) == (1, True)


def test_a_column_that_the_table_has_got_since_the_export_stays(book):
    book.review.replace("data/datapackage.yaml", "{name: name}]", "{name: name}, {name: wet}]")
    book.review.write(HABITATS, "id,name,wet\nhedge,hedgerows,no\nwood,woods,no\nmarsh,marshes,yes")
    book.edit("habitats", "wood", "name", "forests")

    assert book.bring_back()[0] == 0
    assert book.review.read(HABITATS) == (
        "id,name,wet\nhedge,hedgerows,no\nwood,forests,no\nmarsh,marshes,yes"
    )


# -- writing --------------------------------------------------------------------------------------


def test_a_write_that_fails_leaves_every_file_as_it_was(book, monkeypatch):
    before = book.review.read(SURVEYS), book.review.read(HABITATS)
    book.edit("surveys", "wren-2019", "birds", "41")
    book.edit("habitats", "marsh", "name", "wetlands")
    replace = Path.replace

    def fail_at_surveys(self, target):
        if Path(target).name == "surveys.csv":
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail_at_surveys)

    status, _, err = book.bring_back()

    assert (status, err) == (1, "nothing was written: No space left on device\n")
    assert (book.review.read(SURVEYS), book.review.read(HABITATS)) == before
    assert sorted(path.name for path in (book.review.root / "data").iterdir()) == [
        *("datapackage.yaml", "habitats.csv", "species.csv", "surveys.csv")
    ]


def test_a_file_that_changes_while_the_workbook_is_read_is_not_written(book):
    book.edit("habitats", "marsh", "name", "wetlands")
    plan = plan_import(book.review.root, book.path, date(2026, 11, 22), delete=False)
    book.review.append(HABITATS, "heath,heaths\n")

    with pytest.raises(ProblemsFound) as refused:
        write_import(book.review.root, plan.texts)

    assert str(refused.value) == (
        "data/habitats.csv: was changed while the workbook was read; nothing was written\n"
        "    import again\n1 error"
    )
    assert book.review.read(HABITATS).endswith("marsh,marshes\nheath,heaths\n")
