"""Lists of the sections that tell of rows: what they link to, and in which order."""

import panflute as pf
import pytest
from livereview.csvtables import write_csv_tables

TABLES = "manuscript/tables.yaml"
WREN, ROBIN = "surveys['wren-2019']", "surveys['robin-2020']"


def lists(document):
    """The lists of sections in a document: the address and words of each link, list by list."""
    found = []

    def look(element, _):
        if isinstance(element, pf.Span | pf.TableCell):
            block = element.content[0] if isinstance(element, pf.TableCell) else element
            links = [each for each in block.content if isinstance(each, pf.Link)]
            if links:
                found.append([(each.url, pf.stringify(each)) for each in links])

    document.walk(look)
    return found


@pytest.fixture
def register(review):
    """Add a printed table that lists where each survey is told of."""
    review.append(
        TABLES,
        "register:\n"
        '  caption: "Of surveys [@surveys:all-2021]."\n'
        "  rows: surveys\n"
        "  columns:\n"
        "    - {header: Survey, value: row.title}\n"
        "    - {header: Told of in, value: sections(row)}\n"
        "    - {header: Sources, value: cite(row)}\n",
    )


def woven(review, markdown):
    document, edition = review.weave(markdown)
    assert edition.problems == []
    return document


def test_the_sections_that_cite_or_read_rows_are_listed_in_reading_order(review):
    document = woven(
        review,
        f"""
        # List {{#sec:list}}

        {{{{ sections([{ROBIN}, {WREN}]) }}}}; {{{{ sections({WREN}) }}}}.

        # Birds

        Robins [@surveys:robin-2020].

        ## Wrens

        Wrens [@surveys:wren-2019].

        Wrens are {{{{ {WREN}.birds }}}}, robins {{{{ {ROBIN}.birds }}}}.

        # End {{#sec:end}}

        {{{{ {WREN}.nests }}}} nests.
        """,
    )

    birds, wrens = ("#birds", "Section 2"), ("#wrens", "Section 2.1")
    assert lists(document) == [
        [birds, wrens, ("#sec-end", "Section 3")],
        [wrens, ("#sec-end", "Section 3")],
    ]
    assert "Section 2, Section 2.1, Section 3; Section 2.1" in pf.stringify(document.content[1])


def test_a_section_without_number_is_named_where_no_numbered_one_tells_of_the_rows(review):
    document = woven(
        review,
        f"""
        # Abstract {{#sec:abstract .unnumbered}}

        Wrens [@surveys:wren-2019] and robins [@surveys:robin-2020].

        # Birds

        Robins [@surveys:robin-2020].

        {{{{ sections({WREN}) }}}}; {{{{ sections({ROBIN}) }}}}.
        """,
    )

    assert lists(document) == [[("#sec-abstract", "“Abstract”")], [("#birds", "Section 1")]]


def test_what_only_a_printed_table_holds_is_found_in_the_table(review):
    document = woven(
        review,
        f"""
        Wrens [@surveys:wren-2019].

        # Birds

        {{{{ sections({WREN}) }}}}

        {{{{ sections({ROBIN}) }}}}

        {{{{ table("surveys") }}}}
        """,
    )

    assert lists(document) == [[("#tbl-surveys", "Table 1")], [("#tbl-surveys", "Table 1")]]


def test_notes_of_a_table_belong_to_the_table_and_the_caption_of_a_figure_to_its_section(review):
    review.replace(
        TABLES, "value: cite(row)}", "value: '\"-\"'}\n  notes: Note [@surveys:wren-2019]."
    )
    review.replace(TABLES, "value: row.title", "value: '\"-\"'")
    document = woven(
        review,
        f"""
        # Birds

        ![Robins [@surveys:robin-2020].](figures/map.svg){{#fig:map}}

        {{{{ table("surveys") }}}}

        # List

        {{{{ sections({WREN}) }}}}; {{{{ sections({ROBIN}) }}}}.
        """,
    )

    assert lists(document) == [[("#tbl-surveys", "Table 1")], [("#birds", "Section 1")]]


def test_where_nothing_tells_of_the_rows_text_holds_nothing_and_a_cell_its_sign(review, register):
    document = woven(
        review,
        f"""
        So[{{{{ sections({ROBIN}) }}}}].

        {{{{ table("register") }}}}
        """,
    )

    assert pf.stringify(document.content[0]).strip() == "So[]."
    assert "–" in pf.stringify(document.content[1])
    assert lists(document) == []


def test_a_table_that_lists_sections_links_to_them_and_is_none_of_them(review, register):
    document = woven(
        review,
        """
        # Birds

        Wrens [@surveys:wren-2019].

        {{ table("register") }}
        """,
    )

    assert lists(document) == [[("#birds", "Section 1")]]


def test_a_link_of_a_list_does_not_stand_for_a_reference_of_the_author(review):
    review.append("manuscript/guide/01.md", "\n{{ table('surveys') }}\n")
    review.append("manuscript/guide/01.md", "\n{{ sections(surveys['all-2021']) }}\n")

    assert "tbl:surveys: warning: the text never refers to it" in review.check().text


def test_a_list_knows_the_rows_that_it_was_made_for(review):
    document = woven(
        review, "Wrens [@surveys:wren-2019]: {{ sections(surveys['all-2021'].repeats) }}"
    )

    [block] = document.content
    assert block.attributes["data-rows"] == "surveys:all-2021 surveys:wren-2019"


def test_sections_takes_rows(review):
    assert review.fill("{{ sections(3) }}").problems == [
        "text.md:1: sections: sections() takes rows, not a whole number\n"
        "    sections(row) or sections(rows)"
    ]


# --- as CSV


def test_in_csv_the_same_words_stand(review, register):
    review.write(
        "manuscript/guide/01.md",
        """
        # Birds

        Wrens [@surveys:wren-2019].

        ## Wrens

        {{ surveys["wren-2019"].birds }} wrens.

        {{ table("surveys") }}
        """,
    )

    write_csv_tables(review.root, review.root / "work" / "tables")

    assert review.read("work/tables/register.csv") == (
        "Survey,Told of in,Sources,Row of evidence\n"
        "Wrens of Kent,Section 1; Section 1.1,adams2019,surveys:wren-2019\n"
        "Robins of Kent,Table 1,adams2019; brook2020,surveys:robin-2020\n"
        "Birds of Kent,Table 1,clark2021,surveys:all-2021\n"
    )


def test_in_csv_the_sign_for_nothing_stands_where_nothing_tells_of_a_row(review, register):
    write_csv_tables(review.root, review.root / "work" / "tables")

    assert review.read("work/tables/register.csv").splitlines()[2] == (
        "Robins of Kent,–,adams2019; brook2020,surveys:robin-2020"
    )
