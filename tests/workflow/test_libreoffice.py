"""The Word file in LibreOffice: opened, printed, and saved again without a loss."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import lxml.etree
import pypdfium2
import pytest
from livereview.writers.ast import heading_of, read_document, text_of
from livereview.writers.tables import tables_in

pytestmark = pytest.mark.workflow

WORD = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
OPEN = {
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
}


@pytest.fixture(scope="module")
def convert(real_written, tmp_path_factory):
    """Let LibreOffice save the Word file in another form; it starts from settings of its own."""
    program = shutil.which("soffice")
    if program is None:
        missing = "no test of the Word file was run: LibreOffice is missing; run `make test-tools`"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    folder = tmp_path_factory.mktemp("libreoffice")
    settings = f"-env:UserInstallation={(folder / 'settings').as_uri()}"

    def convert(form: str) -> Path:
        command = [program, settings, "--headless", "--convert-to", form, "--outdir", folder]
        command.append(real_written.root / "review.docx")
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return folder / f"review.{form}"

    return convert


@pytest.fixture(scope="module")
def blocks(real_written):
    return read_document(real_written.root / "work/review/document.json")["blocks"]


@pytest.fixture(scope="module")
def headings(blocks):
    """The headings, without blanks: LibreOffice may print a number and its title apart."""
    return [bare(text_of(head["c"][2])) for block in blocks if (head := heading_of(block))]


def bare(words: str) -> str:
    return "".join(words.split())


def part(file: Path, name: str) -> lxml.etree._Element:
    with zipfile.ZipFile(file) as parts:
        return lxml.etree.fromstring(parts.read(name))


def test_libreoffice_prints_the_word_file_with_each_heading_and_on_as_many_pages_as_expected(
    convert, headings
):
    with pypdfium2.PdfDocument(convert("pdf")) as pdf:
        printed = bare("".join(sheet.get_textpage().get_text_range() for sheet in pdf))
        assert 60 <= len(pdf) <= 110
        wide = [page.get_width() > page.get_height() for page in pdf]
    assert [words for words in headings if words not in printed] == []
    assert any(wide)
    assert not wide[0]


def test_saved_again_as_word_the_file_keeps_headings_tables_and_repeated_rows(
    convert, headings, blocks
):
    saved = part(convert("docx"), "word/document.xml")
    styled = saved.xpath("//w:p[starts-with(w:pPr/w:pStyle/@w:val, 'Heading')]", namespaces=WORD)
    assert [bare("".join(each.itertext())) for each in styled] == headings
    tables = saved.findall(".//w:tbl", WORD)
    assert len(tables) == len(list(tables_in(blocks)))
    assert all(table.find("w:tr/w:trPr/w:tblHeader", WORD) is not None for table in tables)


@pytest.mark.long
def test_saved_as_open_document_the_file_keeps_headings_and_tables(convert, headings, blocks):
    saved = part(convert("odt"), "content.xml")
    heads = [bare("".join(each.itertext())) for each in saved.iterfind(".//text:h", OPEN)]
    assert heads == headings
    assert len(saved.findall(".//table:table", OPEN)) == len(list(tables_in(blocks)))
