"""What stands where in the e-book of a small woven document made by hand."""

import json
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath

import lxml.etree
import pytest
from livereview.version import Since, Version
from livereview.writers.epub import identifier, write_epub

from .test_writers import (
    NASTY,
    REVIEW,
    VERSION,
    block,
    document,
    figure,
    header,
    link,
    para,
    table,
    text,
    value,
)

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><rect width="9"/></svg>'
OPF = {"opf": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}
TYPE = "{http://www.idpf.org/2007/ops}type"


class Book:
    """The files of a book by their names."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.archive = zipfile.ZipFile(BytesIO(content))

    def read(self, name):
        return lxml.etree.fromstring(self.archive.read(f"EPUB/{name}"))

    def pages(self):
        """The pages by their names, in their order."""
        names = [name.removeprefix("EPUB/") for name in sorted(self.archive.namelist())]
        return {name: self.read(name) for name in names if name.startswith("text/")}

    def metadata(self, path):
        found = self.read("content.opf").iterfind(f"opf:metadata/{path}", OPF)
        return [each.text for each in found]


@pytest.fixture(scope="module")
def write(tmp_path_factory):
    folder = tmp_path_factory.mktemp("epub")
    (folder / "map.svg").write_text(PICTURE, encoding="utf-8")

    def write(*blocks, version=VERSION, meta=(), words=(), **beside):
        content = {**document(*blocks), **beside}
        content["meta"] |= {key: {"t": "MetaString", "c": each} for key, each in meta}
        terms = content["meta"]["terms"]["c"]
        terms |= {key: {"t": "MetaString", "c": each} for key, each in dict(words).items()}
        source, target = folder / "document.json", folder / "review.epub"
        source.write_text(json.dumps(content), encoding="utf-8")
        write_epub(source, target, figures=folder, version=version)
        return Book(target.read_bytes())

    return write


@pytest.fixture(scope="module")
def book(write):
    return write(*REVIEW["blocks"])


def words_in(element):
    return " ".join("".join(element.itertext()).split())


# --- pages ---


def test_each_section_of_the_first_level_is_a_page_with_its_heading_as_its_name(book):
    named = {name: page.findtext("{*}head/{*}title") for name, page in book.pages().items()}
    assert named == {
        "text/ch001.xhtml": "Abstract – Birds of Kent",
        "text/ch002.xhtml": "1 All birds – Birds of Kent",
        "text/ch003.xhtml": "References – Birds of Kent",
        "text/title_page.xhtml": "Birds of Kent",
    }


def test_the_first_page_says_who_when_and_under_which_terms(write):
    book = write(para(text("Wrens.")), meta=[("correspondence", "Write to us.")])
    [page] = book.read("text/title_page.xhtml").iterfind(".//{*}section")
    assert [words_in(each) for each in page.iter("{*}h1", "{*}p", "{*}dt", "{*}dd")] == [
        "Birds of Kent",
        "A living list",
        "Ada Adams",
        "Bo Brook",
        "Rows as of",
        "21 November 2026",
        "State",
        "v1.2-3-gabc1234567",
        "Terms of use",
        "CC BY 4.0",
        "To be cited as",
        "Ada Adams, Bo Brook. Birds of Kent. State v1.2-3-gabc1234567. "
        "Rows as of 21 November 2026.",
        "Words",
        "birds, Kent",
        "No advice to birds.",
        "Write to us.",
    ]


def test_the_contents_list_sections_and_their_subsections_under_a_word_of_the_language(book):
    contents, landmarks = book.read("nav.xhtml").iter("{*}nav")
    assert contents.findtext("{*}h1") == "What is in it"
    assert [words_in(each) for each in contents.iter("{*}a")] == [
        "Abstract",
        "1 All birds",
        "1.1 Owls",
        "References",
    ]
    assert [(each.get(TYPE), each.text) for each in landmarks.iter("{*}a")] == [
        ("titlepage", "Birds of Kent"),
        ("toc", "What is in it"),
    ]


def test_each_link_within_the_book_leads_to_one_place(book):
    pages = book.pages()
    names = {
        f"{PurePosixPath(page).name}#{each.get('id')}"
        for page, root in pages.items()
        for each in root.iter()
        if each.get("id")
    }
    links = [each.get("href") for root in pages.values() for each in root.iter("{*}a")]
    assert len(links) == 5
    assert {each for each in links if "#" in each} <= names


def test_a_figure_in_another_section_is_found(write):
    book = write(
        header(1, "sec-a", text("A")),
        para(link("#fig-map", "the map")),
        header(1, "sec-b", text("B")),
        figure("A map"),
    )
    first, second, _ = book.pages().values()
    assert [each.get("href") for each in first.iter("{*}a")] == ["ch002.xhtml#fig-map"]
    [picture] = second.iter("{*}img")
    assert picture.get("alt") == "A map"
    assert picture.get("src") == "../media/file0.svg"
    assert book.archive.read("EPUB/media/file0.svg").decode() == PICTURE


def test_a_text_shows_its_characters_as_they_are(book):
    shown = [words_in(each) for each in book.read("text/ch002.xhtml").iter("{*}p", "{*}th")]
    assert shown.count(" ".join(NASTY.split())) == 2


def test_a_link_to_a_work_says_so(book):
    links = book.read("text/ch002.xhtml").iter("{*}a")
    roles = [(each.text, each.get("role")) for each in links if "#ref-" in each.get("href")]
    assert roles == [("1", "doc-biblioref"), ("2", "doc-biblioref")]


def test_a_part_in_another_language_says_its_language(write):
    heading = {"t": "Span", "c": [["", [], [["lang", "nl"]]], [text("Klein")]]}
    part = {"t": "Div", "c": [["", [], [["lang", "nl"]]], [header(1, "sec-nl", heading)]]}
    page, _ = write(part).pages().values()
    [section] = page.iter("{*}section")
    assert section.get("lang") == "nl"


def test_a_draft_says_so_on_its_first_page_and_what_it_marks_is_a_note(write):
    mark = {"t": "Span", "c": [["stale-1", ["stale"], [["title", "Read it again."]]], []]}
    heading = {"t": "Emph", "c": [mark, text("Birds")]}
    blocks = [header(1, "sec-a", heading), para(mark, text("Wrens."))]
    book = write(*blocks, unread={"line": "Draft: one passage must be read again."})
    page, first = book.pages().values()
    [line] = first.xpath("//*[@class='unread']")
    assert words_in(line) == "Draft: one passage must be read again."
    assert page.findtext("{*}head/{*}title") == "Birds – Birds of Kent"
    notes = [words_in(each) for each in page.iter("{*}aside")]
    assert notes == ["Read it again.", "Read it again."]


def test_the_first_page_says_what_has_changed_since_the_last_release(write):
    words = {"changes": "Changes", "changes_since": "{count} since {version}"}
    version = replace(VERSION, since=Since("v1.1", 3))
    book = write(para(text("Wrens.")), version=version, words=words)
    told = [words_in(each) for each in book.read("text/title_page.xhtml").iter("{*}dd")]
    assert told[1:3] == ["v1.2-3-gabc1234567", "3 since v1.1"]


# --- tables ---


def test_a_table_has_headers_for_voices_and_its_columns_names_in_each_cell(write):
    rows = {"Small": [[value("Wren"), value("10")]]}
    made = table("tbl-size", 2, rows, notes=[para(text("In cm."))])
    page, _ = write(made).pages().values()
    [found] = page.xpath("//*[@id='tbl-size']")
    cells = [
        [(each.get("scope"), each.get("data-label"), words_in(each)) for each in row]
        for row in found.iter("{*}tr")
    ]
    assert cells == [
        [("col", None, "Kind of bird"), ("col", None, "Length")],
        [("rowgroup", None, "Small")],
        [("row", None, "Wren"), (None, "Length", "10")],
    ]
    assert words_in(next(found.iter("{*}caption"))) == "Table\u00a02. Birds".replace("\u00a0", " ")
    assert words_in(found.xpath(".//*[@class='table-notes']")[0]) == "In cm."


def test_an_empty_cell_has_no_name_of_its_column(write):
    page, _ = write(table("tbl-size", 2, {"": [[value("Wren"), None]]})).pages().values()
    [cell] = page.iter("{*}td")
    assert cell.attrib == {}


def test_a_value_leads_to_the_line_of_its_row_in_another_section(write):
    book = write(
        header(1, "sec-a", text("A")),
        block(value("1.33", "birds:wren")),
        header(1, "sec-b", text("B")),
        table("tbl-size", 2, {"": [[text("Wren"), text("10")]]}),
    )
    first, second, _ = book.pages().values()
    [way] = first.iter("{*}a")
    assert (way.text, way.get("href")) == ("1.33", "ch002.xhtml#row-birds-wren")
    assert words_in(
        second.xpath("//*[@id='row-birds-wren']/ancestor::*[local-name()='tr']")[0]
    ) == ("Wren10")


# --- the package ---


def test_the_package_says_who_what_when_and_under_which_terms(book):
    said = {
        name: book.metadata(f"dc:{name}")
        for name in ("title", "creator", "language", "date", "rights", "subject")
    }
    assert said == {
        "title": ["Birds of Kent"],
        "creator": ["Ada Adams", "Bo Brook"],
        "language": ["en"],
        "date": ["2026-11-21"],
        "rights": ["CC BY 4.0"],
        "subject": ["birds", "Kent"],
    }
    assert book.metadata("opf:meta[@property='dcterms:modified']") == ["2026-11-21T00:00:00Z"]


def test_the_package_says_what_readers_with_a_disability_may_expect(book):
    said = {
        name: book.metadata(f"opf:meta[@property='{name}']")
        for name in ("schema:accessMode", "schema:accessibilityHazard", "dcterms:conformsTo")
    }
    assert said == {
        "schema:accessMode": ["textual", "visual"],
        "schema:accessibilityHazard": ["none"],
        "dcterms:conformsTo": ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"],
    }
    assert "alternativeText" in book.metadata("opf:meta[@property='schema:accessibilityFeature']")
    assert book.metadata("opf:meta[@property='a11y:certifiedBy']") == ["Ada Adams, Bo Brook"]


def test_a_new_version_keeps_the_identifier_and_has_a_later_time(write):
    old = write(para(text("Wrens.")))
    new = write(para(text("Wrens and owls.")), version=Version("v2", "2027-01-01", 1798761600))
    assert old.metadata("dc:identifier") == new.metadata("dc:identifier")
    assert old.metadata("dc:identifier") == ["urn:uuid:3d9c4882-864a-535f-9eb6-c8cf3108086c"]
    assert new.metadata("opf:meta[@property='dcterms:modified']") == ["2027-01-01T00:00:00Z"]


@pytest.mark.parametrize("key", ["title", "lang"])
def test_another_title_or_language_makes_another_book(key):
    other = document()
    other["meta"][key] = {"t": "MetaString", "c": "nl"}
    assert identifier(other) != identifier(document())


def test_the_file_begins_with_its_type_unpacked_and_holds_no_time_of_its_own(book):
    first = book.archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert book.archive.read("mimetype") == b"application/epub+zip"
    assert {each.date_time for each in book.archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_same_document_gives_the_same_bytes(write):
    assert write(*REVIEW["blocks"]).content == write(*REVIEW["blocks"]).content


def test_the_look_is_that_of_the_engine(book):
    assert b".many td[data-label]" in book.archive.read("EPUB/styles/stylesheet1.css")
