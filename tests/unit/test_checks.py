"""What is checked beyond form and keys, and all that ``livereview check`` says of it.

It is the 22nd of November 2026 here.
"""

from textwrap import dedent

import pytest
from livereview.spreadsheet import damage

SURVEYS = "data/surveys.csv"
BIB = "references/library.bib"
TEXT = "manuscript/guide/01.md"
FIGURE = "![A map.](figures/map.svg){#fig:map}\n"


def replaced(path, old, new):
    return lambda review: review.replace(path, old, new)


def text(markdown):
    """Write a paragraph at the end of the text: it begins at line 5."""
    return lambda review: review.append(TEXT, f"\n{markdown}\n")


def work(fields, key="dunn2022"):
    """Add a work to the library that the text cites: it begins at line 22."""

    def change(review):
        review.append(BIB, f"\n@article{{{key},\n" + "".join(f"  {each},\n" for each in fields))
        review.append(BIB, "}\n")
        review.append(TEXT, f"\nMore [@{key}].\n")

    return change


def first_seen(written):
    """Make `first_seen` a column of dates, and write one into it."""

    def change(review):
        pattern = 'constraints: {pattern: "\\\\d{4}(-\\\\d{2}){0,2}"}'
        review.replace("data/datapackage.yaml", pattern, "role: date")
        review.replace(SURVEYS, ",2019-03,", f",{written},")

    return change


AUTHOR, TITLE, YEAR = "author = {Dunn, Di}", "title = {The Owl}", "year = {2022}"

MISTAKES = {
    "a review from tomorrow": (
        replaced(SURVEYS, "2026-01-10", "2026-11-23"),
        """
        data/surveys.csv:2: reviewed: 2026-11-23 lies in the future: today is 2026-11-22
            correct the date, or the clock of this computer
        1 error
        """,
    ),
    "a review on a day that no calendar has": (
        replaced(SURVEYS, "2026-01-10", "2026-02-30"),
        """
        data/surveys.csv:2: reviewed: "2026-02-30" is no date
            write year-month-day, as in 2026-01-31
        1 error
        """,
    ),
    "a date in a month to come": (
        first_seen("2026-12"),
        """
        data/surveys.csv:2: first_seen: 2026-12 lies in the future: today is 2026-11-22
            correct the date, or the clock of this computer
        1 error
        """,
    ),
    "a date that is none": (
        first_seen("44621"),
        """
        data/surveys.csv:2: first_seen: "44621" is no date
            write year-month-day, as in 2026-01-31; or year-month; or the year alone
        1 error
        """,
    ),
    "a page that is seen tomorrow": (
        work([AUTHOR, TITLE, YEAR, "urldate = {2026-11-23}"]),
        """
        references/library.bib:26: dunn2022: urldate: 2026-11-23 lies in the future: \
today is 2026-11-22
            correct the date, or the clock of this computer
        1 error
        """,
    ),
    "an issue that is dated ahead": (
        work([AUTHOR, TITLE, "year = {2027}"]),
        """
        references/library.bib:25: dunn2022: warning: year: 2027 lies in the future: \
today is 2026-11-22
            correct the date, or the clock of this computer
        1 warning
        """,
    ),
    "a DOI that another work has": (
        lambda review: (
            work([AUTHOR, TITLE, YEAR, "doi = {10.1000/OWL}"])(review),
            work([AUTHOR, TITLE, YEAR, "doi = {10.1000/owl}"], "dunn2022b")(review),
        ),
        """
        references/library.bib:33: dunn2022b: has the DOI of dunn2022 at line 22
            keep one entry, or correct the DOI
        1 error
        """,
    ),
    "a PMID that another work has": (
        lambda review: (
            work([AUTHOR, TITLE, YEAR, "pmid = {123}"])(review),
            work([AUTHOR, "title = {Owls}", YEAR, "pmid = {123}"], "dunn2022b")(review),
        ),
        """
        references/library.bib:33: dunn2022b: has the PMID of dunn2022 at line 22
            keep one entry, or correct the PMID
        1 error
        """,
    ),
    "a title that another work has": (
        work([AUTHOR, 'title = "{The} wren: in {K}ent!"', YEAR]),
        """
        references/library.bib:24: dunn2022: warning: has the title of adams2019 at line 1
            keep one entry; if they are two works, give both their DOI
        1 warning
        """,
    ),
    "a work without title": (
        work([AUTHOR, YEAR]),
        """
        references/library.bib:22: dunn2022: the work has no title
            add title = {…}
        1 error
        """,
    ),
    "a work without author": (
        work([TITLE, YEAR]),
        """
        references/library.bib:22: dunn2022: warning: the work has no author
            add author = {…}; an organisation stands in braces of its own: {{World Bank}}
        1 warning
        """,
    ),
    "a work without year": (
        work([AUTHOR, TITLE]),
        """
        references/library.bib:22: dunn2022: the work has no year
            add year = {…} or date = {…}
        1 error
        """,
    ),
    "a page without a date of its own": (
        work([AUTHOR, TITLE, "urldate = {2026-11-21}"]),
        """
        references/library.bib:22: dunn2022: warning: the work has no year, only the day on \
which it was seen (2026-11-21)
            add year = {…} or date = {…}, if the work shows it
        1 warning
        """,
    ),
    "a DOI with its address": (
        work([AUTHOR, TITLE, YEAR, "doi = {https://doi.org/10.1000/owl}"]),
        """
        references/library.bib:26: dunn2022: doi: "https://doi.org/10.1000/owl" is no DOI
            write it bare, as in 10.1000/182
        1 error
        """,
    ),
    "a PMID with its name": (
        work([AUTHOR, TITLE, YEAR, "pmid = {PMID: 123}"]),
        """
        references/library.bib:26: dunn2022: pmid: "PMID: 123" is no PMID
            digits alone, as in 31375130
        1 error
        """,
    ),
    "a PMCID without its letters": (
        work([AUTHOR, TITLE, YEAR, "pmcid = {123}"]),
        """
        references/library.bib:26: dunn2022: pmcid: "123" is no PMCID
            as in PMC1234567
        1 error
        """,
    ),
    "a work's address without https": (
        work([AUTHOR, TITLE, YEAR, "url = {www.owls.example}"]),
        """
        references/library.bib:26: dunn2022: url: "www.owls.example" is no URL
            an address begins with http:// or https://
        1 error
        """,
    ),
    "a work that nothing cites": (
        replaced(
            BIB,
            "@book{clark2021",
            "@misc{dunn2022,\n" + f"{AUTHOR},\n{TITLE},\n{YEAR}\n}}\n\n@book{{clark2021",
        ),
        """
        references/library.bib:15: dunn2022: warning: no row and no text cites this work
            cite it, or take the entry out
        1 warning
        """,
    ),
    "a figure and a table that the text never speaks of": (
        text(f"{{{{ table('surveys') }}}}\n\n{FIGURE}"),
        """
        manuscript/guide/01.md:7: fig:map: warning: the text never refers to it
            write @fig:map where the text speaks of it
        manuscript/tables.yaml:1: tbl:surveys: warning: the text never refers to it
            write @tbl:surveys where the text speaks of it
        2 warnings
        """,
    ),
    "a link to a file": (
        text("See [the map](../maps/kent.pdf)."),
        """
        manuscript/guide/01.md:5: ../maps/kent.pdf: the link leads nowhere a reader could follow
            it begins with https://, http://, mailto:, doi: or, within the text, #
        1 error
        """,
    ),
    "a link that would run a program": (
        text("See [the map](javascript:alert)."),
        """
        manuscript/guide/01.md:5: javascript:alert: the link leads nowhere a reader could follow
            it begins with https://, http://, mailto:, doi: or, within the text, #
        1 error
        """,
    ),
    "a link without address": (
        text("See [the map]()."),
        """
        manuscript/guide/01.md:5: ](): the link leads nowhere a reader could follow
            it begins with https://, http://, mailto:, doi: or, within the text, #
        1 error
        """,
    ),
    "a sign of direction in the text": (
        text("Wrens \u202eand robins."),
        """
        manuscript/guide/01.md:5: holds U+202E (right-to-left override), which can't be seen
            remove it
        1 error
        """,
    ),
    "a space without width in a cell": (
        replaced(SURVEYS, "Wrens of Kent", "Wrens of\u200b Kent"),
        """
        data/surveys.csv:2: holds U+200B (zero width space), which can't be seen
            remove it
        1 error
        """,
    ),
    "a byte order mark within the library": (
        replaced(BIB, "Robins", "\ufeffRobins"),
        """
        references/library.bib:10: holds U+FEFF (zero width no-break space), which can't be seen
            remove it
        1 error
        """,
    ),
    "a mark of direction in the metadata": (
        replaced("manuscript/guide/metadata.yaml", "Ann Other", "Ann\u200e Other"),
        """
        manuscript/guide/metadata.yaml:3: holds U+200E (left-to-right mark), which can't be seen
            remove it
        1 error
        """,
    ),
    "a word joiner in a printed table": (
        replaced("manuscript/tables.yaml", "Surveys of", "Surveys\u2060 of"),
        """
        manuscript/tables.yaml:2: holds U+2060 (word joiner), which can't be seen
            remove it
        1 error
        """,
    ),
    "a joiner, which some scripts need": (
        text("Wrens\u200d."),
        """
        manuscript/guide/01.md:5: warning: holds U+200D (zero width joiner), which can't be seen
            remove it, unless the script of the text needs it
        1 warning
        """,
    ),
    "a spreadsheet's error": (
        replaced(SURVEYS, "Wrens of Kent", "#REF!"),
        """
        data/surveys.csv:2: title: "#REF!" is a spreadsheet's error, and no value
            put back what stood here before
        1 error
        """,
    ),
    "a name that a spreadsheet made a date of": (
        replaced(SURVEYS, "Wrens of Kent", "1-Mar"),
        """
        data/surveys.csv:2: title: warning: "1-Mar" looks like a name or a number that a \
spreadsheet made a date of
            write what the source says, and format the column as text
        1 warning
        """,
    ),
    "a number that a spreadsheet made a date of": (
        replaced(SURVEYS, ",0.91,", ",01-Sep,"),
        """
        data/surveys.csv:2: low: "01-Sep" looks like a name or a number that a spreadsheet \
made a date of
            write what the source says, and format the column as text
        1 error
        """,
    ),
    "digits that a spreadsheet has rounded": (
        replaced(SURVEYS, "Wrens of Kent", "1.23E+11"),
        """
        data/surveys.csv:2: title: warning: "1.23E+11" looks like digits that a spreadsheet \
has rounded
            write all digits, and format the column as text
        1 warning
        """,
    ),
    "a style that is another name for one": (
        replaced("config/config.yaml", "nlm-citation-sequence-brackets", "nature-genetics"),
        """
        config/config.yaml:3: citation_style: the citation style "nature-genetics" is another \
name for "nature"
            write citation_style: nature
        1 error
        """,
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_its_place_and_what_to_do(review, name):
    change, expected = MISTAKES[name]
    change(review)

    checked = review.check()

    assert checked.text == dedent(expected).removeprefix("\n")
    assert checked.status == (1 if "error" in expected.splitlines()[-2] else 0)


@pytest.mark.parametrize(
    "change",
    [
        first_seen("2026"),
        first_seen("2026-11"),
        first_seen("2026-11-22"),
        replaced(SURVEYS, "2026-01-10", "2026-11-22"),
        replaced(SURVEYS, "Wrens of Kent", "Wrens of March-April 2019"),
        work([TITLE, YEAR, "editor = {Dunn, Di}"]),
        work(["crossref = {clark2021}"]),
        work([AUTHOR, "title = {Robin birds}", YEAR, "doi = {10.1000/a(b)<c>;1-2}"], "x:y_z-1"),
        lambda review: (
            work([AUTHOR, TITLE, YEAR, "doi = {10.1000/1}"], "a")(review),
            work([AUTHOR, TITLE, YEAR, "doi = {10.1000/2}"], "b")(review),
        ),
        text(
            "[a](https://a.example), [b](mailto:b@c.example), [c](doi:10.1000/1), [d](#sec:birds)"
        ),
        text(f"{{{{ table('surveys') }}}}\n\n{FIGURE}\nSee @tbl:surveys and [it](#fig:map)."),
        text("树篱中的鹪鹩, naïve, ½ – ⅓ × π⁻⁶ 🐦"),
    ],
)
def test_what_is_meant_so_is_no_mistake(review, change):
    change(review)

    assert review.check().text == "no problems\n"


def test_what_nothing_uses_is_not_told_while_something_can_not_be_read(review):
    review.append(BIB, f"\n@misc{{dunn2022, {AUTHOR}, {TITLE}, {YEAR}}}\n")
    text(f"[@dun2022]\n\n{FIGURE}")(review)

    assert review.check().text == dedent(
        """\
        manuscript/guide/01.md:5: @dun2022: no work of the library has this key
            did you mean "dunn2022"?
        1 error
        """
    )


def test_a_link_to_a_doi_leads_to_its_address(review):
    document, edition = review.weave("[Owls](doi:10.1000/owl) are birds.\n")

    assert edition.problems == []
    assert document.content[0].content[0].url == "https://doi.org/10.1000/owl"


@pytest.mark.parametrize("written", ["#N/A", "#NAME?", "a; #VALUE!", "#DIV/0!", "Err:502", "#####"])
def test_an_error_sign_of_a_spreadsheet_is_known(review, written):
    assert damage(written, review.evidence().package["surveys"].fields["title"])[2] == "error"


@pytest.mark.parametrize(
    "written",
    [
        "1-Mar",
        "Mar-01",
        "2-Sep",
        "SEP-2",
        "1-Dec-23",
        "2022-03-01 00:00:00",
        "1.23E+05",
        "6,02E+23",
    ],
)
def test_a_cell_that_a_spreadsheet_has_changed_is_known(review, written):
    assert damage(written, review.evidence().package["surveys"].fields["title"])[2] == "warning"


@pytest.mark.parametrize(
    "written", ["MARCH1", "SEPT2", "1-3", "2E", "IL-1", "May 2020", "C5", "E10"]
)
def test_a_cell_as_a_curator_writes_it_is_no_damage(review, written):
    assert damage(written, review.evidence().package["surveys"].fields["title"]) == ("", "", "")
