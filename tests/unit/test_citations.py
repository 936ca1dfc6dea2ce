"""Citations of rows: in print they become the works behind the rows, each once."""

import json
from io import StringIO

import panflute as pf
import pytest
from livereview.document import write_document
from livereview.library import write_csl


def citations(document):
    """The citations of a document: rows, and works with what stands before and behind them."""
    found = []

    def look(element, _):
        if isinstance(element, pf.Cite):
            works = [
                (words(each.prefix), each.id, words(each.suffix)) for each in element.citations
            ]
            found.append((getattr(element.parent, "attributes", {}).get("data-rows", ""), works))

    document.walk(look)
    return found


def words(inlines):
    return pf.stringify(pf.Para(*inlines)).strip().replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def cited(review):
    def cited(markdown):
        document, edition = review.weave(markdown)
        assert edition.problems == []
        return citations(document)

    return cited


def test_a_row_becomes_the_works_behind_it(cited):
    assert cited("[@surveys:robin-2020]") == [
        ("surveys:robin-2020", [("", "adams2019", ""), ("", "brook2020", "")])
    ]


def test_each_work_stands_once_in_a_citation(cited):
    assert cited("[@surveys:wren-2019; @surveys:robin-2020; @adams2019; @clark2021]") == [
        (
            "surveys:wren-2019 surveys:robin-2020",
            [("", "adams2019", ""), ("", "brook2020", ""), ("", "clark2021", "")],
        )
    ]


def test_what_stands_before_goes_to_the_first_work_and_what_stands_behind_to_the_last(cited):
    assert cited("[see @surveys:robin-2020, p. 3; but @clark2021, ch. 2]") == [
        (
            "surveys:robin-2020",
            [
                ("see", "adams2019", ""),
                ("", "brook2020", ", p. 3"),
                ("but", "clark2021", ", ch. 2"),
            ],
        )
    ]


def test_a_citation_of_works_alone_is_left_to_citeproc(cited):
    assert cited("[@adams2019; @brook2020, p. 3] and @clark2021") == [
        ("", [("", "adams2019", ""), ("", "brook2020", ", p. 3")]),
        ("", [("", "clark2021", "")]),
    ]


@pytest.mark.parametrize(
    ("expression", "rows", "works"),
    [
        ('cite(surveys["wren-2019"])', "surveys:wren-2019", ["adams2019"]),
        (
            "cite(surveys)",
            "surveys:wren-2019 surveys:robin-2020 surveys:all-2021",
            ["adams2019", "brook2020", "clark2021"],
        ),
        ("cite(surveys.where('birds > 100'))", "surveys:all-2021", ["clark2021"]),
        ('cite([surveys["all-2021"]])', "surveys:all-2021", ["clark2021"]),
    ],
)
def test_an_expression_cites_the_rows_it_is_given(cited, expression, rows, works):
    assert cited("Counted {{ " + expression + " }}.") == [
        (rows, [("", work, "") for work in works])
    ]


def test_a_citation_of_no_rows_prints_nothing(cited):
    assert cited("Counted {{ cite(surveys.where('birds > 1000')) }}.") == []


def test_a_citation_stands_in_headings_lists_notes_and_captions(cited):
    found = cited("""
        # Wrens [@surveys:wren-2019; @surveys:robin-2020]

        - Robins.[^1]

        ![Birds [@surveys:all-2021].](figures/map.svg){#fig:map}

        [^1]: Counted [@surveys:robin-2020].
        """)

    assert sorted({rows for rows, _ in found}) == [
        "surveys:all-2021",
        "surveys:robin-2020",
        "surveys:wren-2019 surveys:robin-2020",
    ]


def test_a_key_is_found_as_a_whole_and_not_within_another(review):
    review.append("references/library.bib", "@book{adams2019more, title = {More}, year = {2019}}\n")
    text = "See [@adams2019more].\n\nSee [@adams2019mor].\n\nSee [@adams2019]."

    _, edition = review.weave(text)

    assert [(problem.line, problem.field) for problem in edition.problems] == [(3, "@adams2019mor")]


def test_citations_are_numbered_and_listed_in_the_style_of_the_configuration(review):
    review.write("manuscript/guide/01.md", "Wrens [@surveys:robin-2020] and all [@clark2021].")

    tree = json.loads(woven(review))
    beside = {"evidence", "files"}  # which pandoc passes over
    parts = {key: value for key, value in tree.items() if key not in beside}
    wrens, heading, references = pf.load(StringIO(json.dumps(parts))).content

    assert text_of(wrens) == "Wrens [1,2] and all [3]."
    assert text_of(heading) == "References"
    assert [entry.identifier for entry in references.content] == [
        "ref-adams2019",
        "ref-brook2020",
        "ref-clark2021",
    ]
    assert text_of(references.content[0]) == "1. Adams A. The Wren in Kent. Birds. 2019."


def text_of(element):
    return " ".join(pf.stringify(element).split())


def test_the_metadata_of_a_document_are_text_and_the_date_of_the_evidence(review):
    review.replace("manuscript/guide/metadata.yaml", "Birds of Kent", '"*Birds* of [@Kent]"')

    meta = json.loads(woven(review))["meta"]

    assert meta["title"] == {"t": "MetaInlines", "c": [{"t": "Str", "c": "*Birds* of [@Kent]"}]}
    assert meta["evidence-date"]["c"] == [{"t": "Str", "c": "2026-02-01"}]
    assert meta["evidence-date-long"]["c"] == [{"t": "Str", "c": "1 February 2026"}]


def woven(review):
    library, output = review.root / "library.json", review.root / "document.json"
    write_csl(review.root / "references/library.bib", library)
    write_document(review.root, "guide", library, review.root / "figures", output)
    return review.read("document.json")
