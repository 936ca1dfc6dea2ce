"""Retracted, doubted and corrected works, and what rests on them.

It is the 22nd of November 2026 here.
"""

import csv
import io
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from livereview.check import check_review
from livereview.library import Entry
from livereview.retractions import (
    CONCERN,
    CORRECTION,
    NATURES,
    REINSTATEMENT,
    RETRACTION,
    Notice,
    bare_doi,
    read_notices,
    standing,
)

FILE = "references/retractions.csv"
BIB = "references/library.bib"
SURVEYS = "data/surveys.csv"
TEXT = "manuscript/guide/01.md"
TABLES = "manuscript/tables.yaml"
HEADER = "doi,date,reason,notice\n"

PUBLIC = (
    "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,"
    "RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,"
    "OriginalPaperPubMedID,RetractionNature,Reason,Paywalled,Notes\n"
)


@pytest.fixture
def birds(review):
    """The review with identifiers of its works, and rows that may be taken back."""
    review.replace(
        BIB, "title = {The Wren in Kent},", "title = {The Wren},\n  doi = {10.1000/Wren},"
    )
    review.replace(BIB, "title = {Robins},", "title = {Robins},\n  pmid = {20202020},")
    old, new = "{value: unverified}]", "{value: unverified}, {value: retracted}]"
    package = review.read("data/datapackage.yaml").replace(old, new)
    review.write("data/datapackage.yaml", package.encode())
    return review


def told(review, *codes):
    """What is told of these kinds; of all, where none is named."""
    found = check_review(review.root, date(2026, 11, 22))
    return [str(problem) for problem in found if not codes or problem.code in codes]


def notice(*lines):
    return HEADER + "".join(f"{line}\n" for line in lines)


def public(**cells):
    """The public set with one row about the wrens."""
    values = {
        "Record ID": "1",
        "Title": "The Wren, again",
        "RetractionDate": "1/5/2024 0:00",
        "RetractionDOI": "10.1000/notice",
        "OriginalPaperDOI": "10.1000/WREN",
        "OriginalPaperPubMedID": "0",
        "RetractionNature": "Retraction",
        "Reason": "+Concerns/Issues About Data;+Error in Image;",
    } | {name.replace("_", " "): value for name, value in cells.items()}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(values.get(name, "") for name in PUBLIC.strip().split(","))
    return PUBLIC + text.getvalue()


# --- what rests on a retracted work

ROW_HINT = "    set the status to retracted, or name the works alone that still bear the row out"
BLOCK_HINT = "    take out what no other work bears out, and read the rest again"
WREN = "was retracted on 2024-01-05 (Error in Image)"


def test_a_retracted_work_is_an_error_at_each_row_and_each_block_that_rests_on_it(birds):
    birds.write(FILE, notice("10.1000/wren,2024-01-05,Error in Image,10.1000/notice"))
    birds.append(
        TEXT,
        "\nMore of them [see @adams2019, p. 2].\n\n"
        '- {{ surveys["robin-2020"].birds }} robins\n- nothing\n\n'
        "{{ surveys.where('birds > 30') | length }} are large.\n\n"
        "Nothing of them [@surveys:all-2021].\n\n{{ table('surveys') }}\n\nSee @tbl:surveys.\n",
    )

    checked = birds.check()

    assert checked.status == 1
    assert checked.text == (
        f"data/surveys.csv:2: citekeys: adams2019 {WREN}\n{ROW_HINT}\n"
        f"data/surveys.csv:3: citekeys: adams2019 {WREN}\n{ROW_HINT}\n"
        f"manuscript/guide/01.md:3: adams2019 {WREN}, and this rests on it "
        f"through surveys:wren-2019\n{BLOCK_HINT}\n"
        f"manuscript/guide/01.md:5: adams2019 {WREN}, and is cited here\n{BLOCK_HINT}\n"
        f"manuscript/guide/01.md:7: adams2019 {WREN}, and this rests on it "
        f"through surveys:robin-2020\n{BLOCK_HINT}\n"
        f"manuscript/guide/01.md:10: adams2019 {WREN}, and this rests on it "
        f"through surveys:wren-2019\n{BLOCK_HINT}\n"
        f"manuscript/tables.yaml:2: adams2019 {WREN}, and this rests on it "
        f"through surveys:robin-2020, surveys:wren-2019\n{BLOCK_HINT}\n"
        f"references/library.bib:1: adams2019: {WREN}; surveys:wren-2019, surveys:robin-2020 "
        "and 5 blocks of the text rest on it\n"
        "    see https://doi.org/10.1000/notice\n"
        "8 errors\n"
    )


def test_once_its_rows_are_retracted_the_text_that_uses_them_is_told_and_no_more(birds):
    birds.write(FILE, notice("10.1000/wren,2024-01-05,Error in Image,"))
    birds.replace(SURVEYS, "p. 2,accepted", "p. 2,retracted")
    birds.replace(SURVEYS, "adams2019;brook2020,,,", "brook2020,,,")
    for repeats in (",surveys:wren-2019,", ",surveys:wren-2019;surveys:robin-2020,"):
        birds.replace(SURVEYS, repeats, ",,")

    assert birds.check().text == (
        'data/surveys.csv:2: status: info: "wren-2019" is retracted: it reaches no print\n'
        "manuscript/guide/01.md:3: @surveys:wren-2019: "
        'row "surveys:wren-2019" is retracted, and may not be printed\n'
        "    use another row, or take out what rests on this one; why, says data/surveys.csv:2\n"
        "1 error, 1 remark\n"
    )


def test_once_the_text_is_right_a_remark_is_left(birds):
    test_once_its_rows_are_retracted_the_text_that_uses_them_is_told_and_no_more(birds)
    birds.write(TEXT, "# Birds {#sec:birds}\n\nRobins [@surveys:robin-2020].\n")

    assert birds.check().text == (
        'data/surveys.csv:2: status: info: "wren-2019" is retracted: it reaches no print\n'
        f"references/library.bib:1: adams2019: info: {WREN}; nothing in print rests on it\n"
        "2 remarks\n"
    )


def test_a_retracted_work_that_nothing_cites_is_a_warning(birds):
    birds.append(
        BIB, "\n@misc{dunn2022, author={Dunn}, title={Owl}, year={2022}, doi={10.1000/o}}\n"
    )
    birds.write(FILE, notice("10.1000/o,2024,,"))

    assert told(birds, "retracted") == [
        "references/library.bib:24: dunn2022: warning: was retracted in 2024; "
        "nothing in print rests on it"
    ]


def test_a_retracted_work_behind_a_row_that_waits_is_a_warning(birds):
    birds.replace(SURVEYS, "clark2021,,,accepted", "clark2021,,,unverified")
    birds.replace(
        BIB, "title = {All the Birds},", "title = {All},\n  url = {https://doi.org/10.1000/a},"
    )
    birds.write(FILE, notice("doi:10.1000/A,2024-02,,https://birds.example/notice"))

    assert told(birds, "retracted") == [
        "data/surveys.csv:4: citekeys: warning: clark2021 was retracted in 2024-02\n" + ROW_HINT,
        "references/library.bib:17: clark2021: warning: was retracted in 2024-02; "
        "nothing in print rests on it\n    see https://birds.example/notice",
    ]


def test_what_is_called_by_its_name_alone_does_not_rest_on_the_work_behind_the_name(birds):
    birds.replace(BIB, "title = {All the Birds},", "title = {All},\n  doi = {10.1000/a},")
    birds.append(TEXT, '\nAs {{ surveys["all-2021"] | label }} say.\n')
    birds.write(FILE, notice("10.1000/a,2024,,"))

    assert [line for line in told(birds, "retracted") if line.startswith("manuscript")] == []


def test_a_block_may_cite_a_retracted_work_and_rest_on_it_besides(birds):
    birds.write(TEXT, "# Birds {#sec:birds}\n\nOld [@adams2019; @surveys:robin-2020].\n")
    birds.write(FILE, notice("10.1000/wren,2024-01-05,Error in Image,"))

    assert told(birds, "retracted")[2] == (
        f"manuscript/guide/01.md:3: adams2019 {WREN}, and is cited here "
        f"and this rests on it through surveys:robin-2020\n{BLOCK_HINT}"
    )


def test_a_citation_within_a_comment_is_none(birds):
    birds.replace(BIB, "title = {All the Birds},", "title = {All},\n  doi = {10.1000/a},")
    birds.append(TEXT, "\nNothing. <!-- [@clark2021] -->\n")
    birds.write(FILE, notice("10.1000/a,2024,,"))

    assert [line for line in told(birds, "retracted") if line.startswith("manuscript")] == []


def test_while_other_errors_stand_what_rests_on_a_retracted_work_is_told_all_the_same(birds):
    birds.write(FILE, notice("10.1000/wren,2024-01-05,Error in Image,"))
    birds.append(TEXT, "\nSee [@nothing].\n")

    assert [line.split(" ")[0] for line in told(birds, "retracted")] == [
        "data/surveys.csv:2:",
        "data/surveys.csv:3:",
        "manuscript/guide/01.md:3:",
        "references/library.bib:1:",
    ]


# --- what else may be known of a work


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "10.1000/wren,2024-01-05,Doubts,10.1000/n,Expression of concern",
            [
                "references/library.bib:1: adams2019: warning: got an expression of concern "
                "on 2024-01-05 (Doubts); surveys:wren-2019, surveys:robin-2020 "
                "and 1 block of the text rest on it\n    see https://doi.org/10.1000/n"
            ],
        ),
        (
            "10.1000/wren,2024-01-05,,,correction",
            [
                "references/library.bib:1: adams2019: info: was corrected on 2024-01-05; "
                "surveys:wren-2019, surveys:robin-2020 and 1 block of the text rest on it"
            ],
        ),
        ("10.1000/wren,2024-01-05,,,reinstatement", []),
        ("10.1000/other,2024-01-05,,,", []),
    ],
)
def test_an_expression_of_concern_is_a_warning_and_a_correction_a_remark(birds, line, expected):
    birds.write(FILE, f"doi,date,reason,notice,nature\n{line}\n")

    assert told(birds) == expected


def of(nature, day):
    return Notice(nature, day, "", "")


@pytest.mark.parametrize(
    ("notices", "holds"),
    [
        ([], None),
        ([(RETRACTION, "2020-01-01")], (RETRACTION, "2020-01-01")),
        ([(RETRACTION, "2020-01-01"), (REINSTATEMENT, "2021-01-01")], None),
        ([(REINSTATEMENT, "2021-01-01"), (RETRACTION, "2020-01-01")], None),
        ([(REINSTATEMENT, "2021-01-01"), (RETRACTION, "2022")], (RETRACTION, "2022")),
        ([(REINSTATEMENT, "2021-01-01"), (RETRACTION, "2021-01-01")], (RETRACTION, "2021-01-01")),
        (
            [(RETRACTION, "2020"), (REINSTATEMENT, "2021"), (RETRACTION, "2022")],
            (RETRACTION, "2022"),
        ),
        ([(RETRACTION, "2020"), (CONCERN, "2021")], (RETRACTION, "2020")),
        ([(CORRECTION, "2022"), (CONCERN, "2021")], (CONCERN, "2021")),
        ([(CORRECTION, "2020"), (CORRECTION, "2022")], (CORRECTION, "2022")),
        ([(CONCERN, "2019"), (RETRACTION, "2020"), (REINSTATEMENT, "2021")], (CONCERN, "2019")),
    ],
)
def test_the_gravest_notice_holds_and_a_later_reinstatement_lifts_a_retraction(notices, holds):
    assert standing([of(*each) for each in notices]) == (of(*holds) if holds else None)


NOTICES = st.builds(of, st.sampled_from([*NATURES]), st.dates().map(str))


@given(st.lists(NOTICES).flatmap(lambda each: st.tuples(st.just(each), st.permutations(each))))
def test_which_notice_holds_is_no_matter_of_their_order(lists):
    first, second = lists

    assert standing(first) == standing(second)


# --- the file


def test_without_the_file_nothing_is_known(birds):
    assert told(birds) == []


@pytest.mark.parametrize("before", ["", "doi:", "DOI: ", "https://doi.org/", "http://dx.doi.org/"])
@given(doi=st.from_regex(r"10\.[0-9]{4,9}/[A-Za-z0-9./;()-]+", fullmatch=True))
def test_a_doi_is_known_in_either_case_and_as_an_address(before, doi):
    assert bare_doi(f" {before}{doi.upper()} ") == doi.lower()


def test_a_work_without_doi_is_known_by_its_pmid(birds):
    birds.write(FILE, "pmid,doi,date,reason,notice\n20202020,,2024-01-05,,\n")

    assert told(birds, "retracted")[0] == (
        "data/surveys.csv:3: citekeys: brook2020 was retracted on 2024-01-05\n" + ROW_HINT
    )


def test_the_public_set_is_read_as_it_comes(birds):
    birds.write(FILE, public().encode())

    assert told(birds, "retracted")[-1] == (
        "references/library.bib:1: adams2019: was retracted on 2024-01-05 "
        "(Concerns/Issues About Data; Error in Image); surveys:wren-2019, surveys:robin-2020 "
        "and 1 block of the text rest on it\n    see https://doi.org/10.1000/notice"
    )


def test_the_public_set_may_have_a_byte_order_mark_and_names_that_are_no_utf_8(birds):
    birds.write(FILE, b"\xef\xbb\xbf" + public(Author="Bj\0rn").encode().replace(b"\0", b"\xf8"))

    assert len(told(birds, "retracted")) == 4
    assert len(told(birds)) == 4


def test_the_public_set_may_have_columns_that_no_one_knows(birds):
    text = public().replace("Notes\n", "Notes,New\n").replace(",\r\n", ",,\r\n")
    birds.write(FILE, text.encode())

    assert len(told(birds)) == 4


def test_a_work_of_the_public_set_is_known_by_its_pmid(birds):
    birds.write(
        FILE, public(OriginalPaperDOI="unavailable", OriginalPaperPubMedID="20202020").encode()
    )

    assert told(birds, "retracted")[0].startswith("data/surveys.csv:3: citekeys: brook2020 was")


def test_what_the_public_set_says_of_other_works_is_not_looked_at(birds):
    other = public(OriginalPaperDOI="none", RetractionDate="never", RetractionNature="Erratum")
    birds.write(FILE, other.encode())

    assert told(birds) == []


@given(
    above=st.lists(st.lists(st.text(), min_size=20, max_size=20), max_size=5),
    beside=st.text(),
)
def test_whatever_stands_in_its_other_cells_a_row_of_the_public_set_is_found(above, beside):
    columns = PUBLIC.strip().split(",")
    row = dict.fromkeys(columns, beside) | {
        "RetractionDate": "12/31/2023 0:00",
        "OriginalPaperDOI": "10.1000/wren",
        "OriginalPaperPubMedID": "0",
        "RetractionNature": "Retraction",
        "Reason": "+Error;",
        "RetractionDOI": "",
    }
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([columns, *above, row.values()])
    with TemporaryDirectory() as folder:
        (Path(folder) / "references").mkdir()
        (Path(folder) / FILE).write_bytes(text.getvalue().encode("utf-8", errors="replace"))
        entry = Entry("adams2019", 1, {"doi": "10.1000/Wren"})
        notices, problems = read_notices(Path(folder), [entry], date(2026, 11, 22))

    assert notices == {"adams2019": [Notice(RETRACTION, "2023-12-31", "Error", "")]}
    assert problems == []


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", ["1: the file has no header\n    add: doi,date,reason,notice"]),
        (
            "doi;date;reason;notice\n",
            [
                "1: columns are separated by semicolons, not by commas\n"
                "    save the file with a comma as the field delimiter"
            ],
        ),
        (
            "doi,day,reason\n",
            [
                "1: date: the column is missing\n    add it to the header and to each row",
                "1: day: unknown column\n    columns of this table: doi, date, reason, notice",
                "1: notice: the column is missing\n    add it to the header and to each row",
            ],
        ),
        (
            notice("10.1000/x,2024,a,b,c"),
            [
                "2: has 5 cells where the header has 4\n    a cell that holds a comma stands in "
                "quotation marks; an empty cell keeps its comma"
            ],
        ),
        (
            notice("", '10.1000/x,2024,"open,'),
            [
                "2: the line is blank\n    remove it",
                "3: a quotation mark opens a cell here, and none closes it\n"
                '    a quotation mark within a cell is doubled: "like ""this"""',
            ],
        ),
        (
            notice(",2024,,", "wren,soon,,", "10.1000/x,1/5/2024,,", "10.1000/y,2026-11-23,,"),
            [
                "2: doi: the cell is empty, and must not be\n    name the work",
                '3: date: "soon" is no date\n'
                "    write year-month-day, as in 2026-01-31; or year-month; or the year alone",
                '3: doi: "wren" is no DOI\n    as in 10.1000/182',
                '4: date: "1/5/2024" is no date\n'
                "    write year-month-day, as in 2026-01-31; or year-month; or the year alone",
                "5: date: 2026-11-23 lies in the future: today is 2026-11-22\n    correct the date",
            ],
        ),
        (
            "doi,date,reason,notice,nature,pmid\n10.1000/x,2024,,,Retracted,0\n",
            [
                '2: nature: "Retracted" is not in the vocabulary of this column\n'
                '    did you mean "retraction"?',
                '2: pmid: "0" is no PMID\n    digits alone, as in 31375130',
            ],
        ),
        (
            public(RetractionDate="someday", RetractionNature="Erratum").replace("\r\n", ",x,\r\n"),
            [
                "2: has 22 cells where the header has 20\n    a cell that holds a comma stands in "
                "quotation marks; an empty cell keeps its comma"
            ],
        ),
        (
            public(RetractionDate="someday", RetractionNature="Erratum"),
            [
                '2: RetractionDate: "someday" is no date\n'
                "    the public set writes month/day/year, as in 1/31/2026",
                '2: RetractionNature: "Erratum" is not in the vocabulary of this column\n'
                "    one of: retraction, expression of concern, correction, reinstatement",
            ],
        ),
        (
            public().replace(",Reason", ",Cause"),
            ["1: Reason: the column is missing\n    add it to the header and to each row"],
        ),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_line(birds, content, expected):
    birds.write(FILE, content.encode())

    assert told(birds) == [f"references/retractions.csv:{each}" for each in expected]


def test_a_file_that_is_no_text_is_told(birds):
    birds.write(FILE, b"\xff\xfe")

    assert told(birds) == [
        "references/retractions.csv:1: is UTF-16 text\n    save the file as UTF-8"
    ]


def test_a_folder_in_its_place_is_told(birds):
    (birds.root / FILE).mkdir()

    assert told(birds)[0].startswith("references/retractions.csv: can't be read")
