"""The workbook in LibreOffice: opened and saved there, it comes back without a loss."""

from __future__ import annotations

import os
import shutil
import subprocess
import warnings
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from livereview.cli import main

pytestmark = pytest.mark.workflow

REMARKS = "data/remarks.csv"
HEADER = "id,wording,concerns,unheard,citekeys,source_url,locator,status,reviewed,note\n"
NASTY = [
    *("=1+1", "+1", "-1.50", "@you", "'quoted", "1.30", "007", "2022-01", "2022-01-02", "1E5"),
    *("MARCH1", "SEPT2", "1-Mar", "TRUE", "12345678901234567890", "50%", "1,234", "<r>x</r>"),
    *("&amp;<b>", "one\ntwo", "one\r\ntwo", "林 🐦", 'a "b", c'),
]


@pytest.fixture
def save(tmp_path: Path) -> Callable[[Path], Path]:
    """Let LibreOffice open a workbook and save it; it starts from settings of its own."""
    if shutil.which("localc") is None:
        missing = "no test of the workbook was run: LibreOffice is missing; run `make test-tools`"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    settings = f"-env:UserInstallation={(tmp_path / 'settings').as_uri()}"

    def save(file: Path) -> Path:
        command = ["soffice", settings, "--headless", "--convert-to", "xlsx", "--outdir"]
        command += [tmp_path / "saved", file]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return tmp_path / "saved" / file.name

    return save


@pytest.fixture
def exported(tiny, tmp_path) -> Path:
    """The workbook of the tiny review, with remarks that programs like to change."""
    rows = [
        f'nasty-{number},"{text.replace(chr(34), chr(34) * 2)}",,,vries2019pitch,,,accepted,'
        "2024-01-15,\n"
        for number, text in enumerate(NASTY)
    ]
    (tiny.root / REMARKS).write_bytes("".join([HEADER, *rows]).encode())
    file = tmp_path / "birdsong.xlsx"
    assert run(tiny, "export", file) == 0
    return file


def run(review, *words) -> int:
    return main(["--root", str(review.root), "workbook", *map(str, words)])


def open_book(file: Path) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(file)


def test_a_workbook_that_libreoffice_saved_changes_no_byte(tiny, exported, save, capsys):
    before = tiny.files("data")
    capsys.readouterr()

    assert run(tiny, "import", save(exported)) == 0
    assert capsys.readouterr().out == "rows: none changed\nnothing was written\n"
    assert tiny.files("data") == before


def test_what_was_edited_in_it_comes_back_and_nothing_else(tiny, exported, save, capsys):
    before = tiny.read(REMARKS)
    book = open_book(exported)
    sheet = book["remarks"]
    for cell, text in (("B2", "=2+2"), ("B3", "MARCH1"), ("B4", "003"), ("J5", "1.50")):
        sheet[cell].value, sheet[cell].data_type = text, "s"
    book.save(exported)
    capsys.readouterr()

    assert run(tiny, "import", save(exported)) == 0
    assert capsys.readouterr().out == (
        "data/remarks.csv:2: nasty-0 changed\n"
        "    wording: =1+1 → =2+2\n"
        "data/remarks.csv:3: nasty-1 changed\n"
        "    wording: +1 → MARCH1\n"
        "data/remarks.csv:4: nasty-2 changed\n"
        "    wording: -1.50 → 003\n"
        "data/remarks.csv:5: nasty-3 changed\n"
        "    note: (empty) → 1.50\n"
        "rows: 4 changed\n"
        "written: data/remarks.csv; export anew before you edit further\n"
    )
    lines, changed = before.splitlines(), tiny.read(REMARKS).splitlines()
    assert changed[1] == "nasty-0,=2+2,,,vries2019pitch,,,accepted,2024-01-15,"
    assert changed[4].endswith(",2024-01-15,1.50")
    assert changed[5:] == lines[5:]


def test_a_cell_that_libreoffice_counts_as_a_date_is_refused(tiny, exported, save, capsys):
    book = open_book(exported)
    cell = book["remarks"]["B2"]
    cell.value, cell.data_type, cell.number_format = 46082, "n", "D-MMM"
    book.save(exported)
    capsys.readouterr()

    file = save(exported)
    assert run(tiny, "import", file) == 1
    assert capsys.readouterr().err.startswith(
        f'{file}: remarks!B2: "2026-03-01 00:00:00" is a date here: a name or a number may have '
        "become one\n"
    )


def test_libreoffice_keeps_what_guides_an_author(exported, save):
    sheet = open_book(save(exported))["songs"]

    assert sheet.protection.sheet
    assert [sheet["A2"].protection.locked, sheet["B2"].protection.locked] == [True, False]
    assert sheet["C1"].comment.text.startswith("heard_in\n")
    assert len(sheet.data_validations.dataValidation) >= 6
    assert sheet["G3"].value == "1.30"
    assert sheet["G3"].number_format == "@"
