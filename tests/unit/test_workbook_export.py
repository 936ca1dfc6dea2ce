"""The evidence as a workbook: what a reader sees, what guides an author, and nothing but text."""

import re
import warnings
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from livereview.cli import main
from livereview.datapackage import read_package
from livereview.problems import ProblemsFound
from livereview.version import Version
from livereview.workbook.layout import column_letters, sheet_names
from livereview.workbook.read import read_workbook
from livereview.workbook.sheets import unwritable, write_text
from livereview.workbook.write import write_workbook
from xlsxwriter import Workbook

VERSION = Version("v1.0-3-g1234567890", "2026-11-21", 1795219200)
HABITATS = "data/habitats.csv"


def export(review, name="birds.xlsx"):
    file = review.root / name
    write_workbook(review.root, VERSION, file)
    return file


def opened(file):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(file)


@pytest.fixture
def book(review):
    return opened(export(review))


def comment_of(sheet, column):
    (text,) = [cell.comment.text for cell in sheet[1] if cell.value == column]
    return text


def rule_of(book, sheet, column):
    """The drop-down of a column: its words, and how it takes another."""
    (letter,) = [cell.column_letter for cell in book[sheet][1] if cell.value == column]
    rules = book[sheet].data_validations.dataValidation
    (rule,) = [rule for rule in rules if str(rule.sqref) == f"{letter}2:{letter}1048576"]
    name, _, cells = rule.formula1.partition("!")
    words = [row[0].value for row in book[name.strip("'")][cells.replace("$", "")]]
    return words, rule.errorStyle if rule.showErrorMessage else "none"


# -- the file -------------------------------------------------------------------------------------


def test_two_workbooks_of_the_same_evidence_are_the_same(review):
    assert export(review, "one.xlsx").read_bytes() == export(review, "two.xlsx").read_bytes()


def test_the_workbook_carries_the_date_of_its_version(book):
    assert book.properties.created.isoformat() == "2026-11-21T00:00:00"


def test_there_is_a_sheet_a_table_behind_one_that_explains_and_hidden_ones_at_the_end(book):
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        ("About this workbook", "visible"),
        ("species", "visible"),
        ("habitats", "visible"),
        ("surveys", "visible"),
        ("Word lists", "veryHidden"),
        ("As exported", "veryHidden"),
    ]


def test_a_sheet_holds_each_row_and_column_as_written(book):
    assert [[cell.value for cell in row] for row in book["species"].iter_rows()] == [
        ["id", "name_en", "name_nl", "size_cm", "status"],
        ["wren", "wren", "winterkoning", "10", "accepted"],
        ["robin", "robin", "roodborst", "14", "accepted"],
        ["owl", "barn owl", "kerkuil", "36", "accepted"],
    ]


def test_every_cell_is_text_and_new_ones_will_be(book):
    cells = [cell for name in ("species", "surveys") for row in book[name].rows for cell in row]

    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert {cell.number_format for cell in cells if cell.value is not None} == {"@"}
    assert book["species"].column_dimensions["D"].number_format == "@"


def test_the_first_sheet_says_of_which_state_it_is_and_lists_the_tables(book):
    rows = [[cell.value for cell in row[:2]] for row in book["About this workbook"].iter_rows()]

    assert rows[:2] == [["birds", None], ["State: v1.0-3-g1234567890, 2026-11-21", None]]
    assert rows[-3:] == [
        ["species", "Species (3 rows)"],
        ["habitats", "Habitats (3 rows)"],
        ["surveys", "Surveys (3 rows)"],
    ]
    assert book["About this workbook"].cell(len(rows), 1).hyperlink.location == "'surveys'!A1"


def test_the_first_sheet_names_the_commands_as_they_are_typed(book):
    lines = [str(row[0].value) for row in book["About this workbook"].iter_rows()]

    assert [line.split("    ")[1] for line in lines if "workbook import" in line] == [
        "./livereview workbook import FILE.xlsx --dry-run",
        "./livereview workbook import FILE.xlsx",
    ]


# -- what guides an author ------------------------------------------------------------------------


def test_the_header_and_the_ids_stay_in_sight(book):
    assert book["surveys"].freeze_panes == "B2"


def test_a_header_tells_what_the_column_means(book):
    review_of = comment_of(book["surveys"], "species")

    assert review_of == (
        "species\nthe species that was counted\nHolds the id of a row of species. Always filled.\n"
        "all: all birds"
    )
    assert comment_of(book["surveys"], "sounds") == (
        'sounds\nHolds a list with ";" between its items: a word of the list below. '
        "May be empty.\nsong\ncall\nalarm_call: alarm call"
    )
    assert comment_of(book["surveys"], "leader") == (
        "leader\nHolds the id of a row of species, where method == 'transect'; else text. "
        "May be empty."
    )


def test_a_header_tells_the_unit(review):
    before = "{name: size_cm, type: integer}"
    described = "{name: size_cm, type: integer, title: Size, unit: cm from bill to tail}"
    review.replace("data/datapackage.yaml", before, described)

    assert comment_of(opened(export(review))["species"], "size_cm") == (
        "Size\nUnit: cm from bill to tail.\nHolds a whole number. May be empty."
    )


@pytest.mark.parametrize(
    ("column", "words", "otherwise"),
    [
        ("method", ["transect", "point_count"], None),
        ("species", ["all", "wren", "robin", "owl"], "warning"),
        ("leader", ["wren", "robin", "owl"], "none"),
        ("sounds", ["song", "call", "alarm_call"], "none"),
    ],
)
def test_a_vocabulary_and_the_ids_of_a_key_are_offered(book, column, words, otherwise):
    # A rule without a style of its own is one that stops.
    assert rule_of(book, "surveys", column) == (words, otherwise)


def test_a_key_to_any_row_offers_all_of_them(book):
    words, otherwise = rule_of(book, "surveys", "repeats")

    assert (words[0], words[-1], len(words), otherwise) == (
        "species:wren",
        "surveys:all-2021",
        9,
        "none",
    )


def test_the_ids_are_locked_and_the_other_cells_and_new_rows_are_free(book):
    sheet = book["species"]

    assert (sheet.protection.sheet, sheet.protection.password) == (True, None)
    assert [cell.protection.locked for cell in sheet["A"]] == [True, True, True, True]
    assert [cell.protection.locked for cell in sheet[2][1:]] == [False] * 4
    assert not sheet.column_dimensions["A"].protection.locked
    assert not sheet.column_dimensions["B"].protection.locked


# -- texts ----------------------------------------------------------------------------------------

NASTY = [
    *("=1+1", "+1", "-1", "@you", "'quoted", "1.30", "007", "2022-01", "1E5", "MARCH1", "TRUE"),
    *("12345678901234567890", "<r>x</r>", "<r><t>x</t></r>", "_x0041_", "x005F_"),
    *("a\r\nb", "a\nb", "a\rb", "\n", " x ", "\u2028", "\U0001f426", "&amp;<b>", "#REF!", "{=1}"),
]


def read_back(folder, texts):
    """The texts that were written into cells of a workbook, as they are read."""
    file = folder / "texts.xlsx"
    with Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("notes")
        for row, text in enumerate(["note", *texts]):
            write_text(sheet, row, 1, text)
            write_text(sheet, row, 0, f"n{row}" if row else "id")
        base = book.add_worksheet("As exported")
        for row, cells in enumerate([["livereview workbook", "1"], ["table", "notes", "id"]]):
            for place, text in enumerate(cells):
                write_text(base, row, place, text)
    (folder / "data").mkdir(exist_ok=True)
    (folder / "data" / "datapackage.yaml").write_text(
        "name: notes\nresources:\n- name: notes\n  path: notes.csv\n  title: Notes\n"
        "  schema: {fields: [{name: id}, {name: note}]}\n",
        encoding="utf-8",
    )
    sheets = read_workbook(file, read_package(folder)).sheets
    return [row.cells["note"].value or "" for row in sheets["notes"].rows]


@example(NASTY)
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=20)
        | st.text("_x05FA<>r/='\r\n ", max_size=20)
        | st.text("_x05FA<>", max_size=20).map("<r>{}</r>".format),
        max_size=8,
    )
)
def test_any_text_is_read_back_to_the_letter_or_refused(tmp_path, texts):
    texts = [text for text in texts if not unwritable(text)]
    ends = [re.sub("\r\n?", "\n", text) if text[:3] == "<r>" else text for text in texts]

    assert read_back(tmp_path, texts) == ends


def test_each_nasty_text_comes_back_without_a_change(review, capsys):
    cells = [text.replace('"', '""') for text in NASTY if text.strip() == text]
    lines = [f'h{number},"{text}"\n' for number, text in enumerate(cells)]
    rows = "id,name\nhedge,hedgerows\nwood,woods\nmarsh,marshes\n" + "".join(lines)
    review.write(HABITATS, rows.encode())
    before = (review.root / HABITATS).read_bytes()
    file = export(review)

    status = main(["--root", str(review.root), "workbook", "import", str(file)])

    assert (status, capsys.readouterr().out) == (0, "rows: none changed\nnothing was written\n")
    assert (review.root / HABITATS).read_bytes() == before


@pytest.mark.parametrize(("place", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")])
def test_columns_are_called_as_a_spreadsheet_calls_them(place, letters):
    assert column_letters(place) == letters


def test_a_table_whose_name_no_sheet_may_have_gets_another():
    long = "a_table_with_a_name_that_is_far_too_long"

    assert sheet_names(["songs", "history", long, f"{long}_too"]) == {
        "songs": "songs",
        "history": "history~2",
        long: "a_table_with_a_name_that_is_far",
        f"{long}_too": "a_table_with_a_name_that_is_~2",
    }


# -- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            "marsh,marshes\nmarsh,more\n",
            'data/habitats.csv:3: id: "marsh" stands at line 2 already\n'
            "    give one of the rows another id\n1 error",
        ),
        (
            ",marshes\n",
            "data/habitats.csv:2: id: the row has no id\n"
            "    without an id its changes can't be brought back\n1 error",
        ),
        (
            "marsh,a_x0041_x0042_\n",
            'data/habitats.csv:2: name: holds "_x0041_x0042_", which a workbook takes for the '
            "code of a character\n    write it in another way, or shorter\n1 error",
        ),
        (
            "marsh," + "x" * 32_768 + "\n",
            "data/habitats.csv:2: name: has 32768 characters; a workbook's cell holds 32767\n"
            "    write it in another way, or shorter\n1 error",
        ),
    ],
)
def test_what_could_not_be_brought_back_is_refused_and_nothing_is_written(review, rows, told):
    review.write(HABITATS, f"id,name\n{rows}")

    with pytest.raises(ProblemsFound) as refused:
        export(review)

    assert str(refused.value) == told
    assert not (review.root / "birds.xlsx").exists()


def test_a_workbook_that_is_there_is_not_written_over_unless_that_is_asked_for(review, capsys):
    file = review.root / "birds.xlsx"
    file.write_text("mine")
    command = ["--root", str(review.root), "workbook", "export", str(file)]

    assert main(command) == 1
    assert capsys.readouterr().err == (
        f"{file} is there already\n"
        "    import it first if you edited it, or write over it with --replace\n"
    )
    assert file.read_text() == "mine"
    assert main([*command, "--replace"]) == 0
    assert capsys.readouterr().out == f"{file} written\n"
    assert "xl/workbook.xml" in ZipFile(file).namelist()


def test_a_folder_that_is_not_there_is_told(review, capsys):
    file = review.root / "nowhere" / "birds.xlsx"

    assert main(["--root", str(review.root), "workbook", "export", str(file)]) == 1
    assert capsys.readouterr().err == (
        f"{file} can't be written: there is no folder {file.parent}\n"
    )


def test_a_file_with_another_ending_is_a_wrong_use(review, capsys):
    with pytest.raises(SystemExit) as raised:
        main(["--root", str(review.root), "workbook", "export", "birds.ods"])

    assert raised.value.code == 2
    assert "does not end in .xlsx" in capsys.readouterr().err


# -- files that are no workbook -------------------------------------------------------------------


def told_of(review, file: Path):
    with pytest.raises(ProblemsFound) as refused:
        read_workbook(file, read_package(review.root))
    return str(refused.value).replace(str(file), "x.xlsx").splitlines()[0]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"id,name\n", "x.xlsx: is no workbook in the form .xlsx"),
        (b"", "x.xlsx: is no workbook in the form .xlsx"),
        (b"\xd0\xcf\x11\xe0 a password", "x.xlsx: is no workbook in the form .xlsx"),
    ],
)
def test_a_file_that_is_no_workbook_is_told(review, content, told):
    review.write("x.xlsx", content)

    assert told_of(review, review.root / "x.xlsx") == told


def test_a_file_that_is_not_there_is_told(review):
    assert told_of(review, review.root / "x.xlsx") == (
        "x.xlsx: can't be read: No such file or directory"
    )


def test_another_archive_is_told(review):
    with ZipFile(review.root / "x.xlsx", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")

    assert told_of(review, review.root / "x.xlsx") == (
        "x.xlsx: is no workbook that can be read (KeyError)"
    )


def test_a_workbook_that_was_saved_as_strict_open_xml_is_told(review):
    file = export(review)
    with ZipFile(file) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    with ZipFile(file, "w") as archive:
        for name, content in parts.items():
            strict = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
            loose = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
            archive.writestr(name, content.replace(loose, strict))

    assert told_of(review, file) == (
        "x.xlsx: has no cell that can be read: it may be saved as Strict Open XML"
    )


def test_an_archive_of_a_form_that_nobody_reads_is_told(review):
    file = export(review)
    content = bytearray(file.read_bytes())
    content[content.rindex(b"PK\x01\x02") + 6] = 229  # the version that is needed to unpack
    file.write_bytes(content)

    assert told_of(review, file) == "x.xlsx: is no workbook in the form .xlsx"


def test_a_workbook_of_another_kind_is_told(review):
    book = openpyxl.Workbook()
    book.active["A1"] = "id"
    book.save(review.root / "x.xlsx")

    assert told_of(review, review.root / "x.xlsx") == (
        "x.xlsx: was not exported from a review, or lost what it remembers of that"
    )


def test_a_file_that_unpacks_to_far_more_than_the_evidence_is_not_opened(review):
    file = export(review)
    with (
        ZipFile(file, "a", compression=8, compresslevel=1) as archive,
        archive.open("xl/media/image1.png", "w") as part,
    ):
        for _ in range(310):
            part.write(bytes(1_000_000))

    assert told_of(review, file) == "x.xlsx: is far larger than the evidence can be"


def with_part(file, name, content):
    """Replace a part of a workbook."""
    with ZipFile(file) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    with ZipFile(file, "w", compression=8) as archive:
        for each, old in parts.items():
            archive.writestr(each, content if each == name else old)


@pytest.mark.parametrize(
    "content",
    [
        b"<broken",
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
        + b']><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        + b"<si><t>&j;</t></si></sst>",
    ],
)
def test_a_broken_part_is_told(review, content):
    file = export(review)
    with_part(file, "xl/sharedStrings.xml", content)

    assert told_of(review, file) == "x.xlsx: is no workbook that can be read (ParseError)"
