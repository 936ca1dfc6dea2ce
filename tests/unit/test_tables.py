"""Printed tables: rows in order and in groups, cells that know their rows, and the CSV files."""

import json
from textwrap import dedent, indent

import panflute as pf
import pytest
from livereview.csvtables import write_csv_tables

TABLES = "manuscript/tables.yaml"

COLUMNS = """\
columns:
  - {header: Survey, value: row.id}
"""


@pytest.fixture
def built(review):
    """Build the table of a design; it has no problems."""

    def built(design, columns=COLUMNS):
        text = "caption: Surveys.\n" + dedent(design) + dedent(columns)
        review.write(TABLES, ("surveys:\n" + indent(text, "  ")).encode())
        edition = review.edition()
        table = edition.specifications.build("surveys")
        assert edition.specifications.problems == []
        return table

    return built


def lines(table):
    return [[cell.text for cell in line.cells] for group in table.groups for line in group.lines]


def groups(table):
    return [
        (group.heading.text, [cell.text for line in group.lines for cell in line.cells])
        for group in table.groups
    ]


# --- rows


def test_a_table_prints_the_accepted_rows_in_the_order_of_the_file(review, built):
    review.replace("data/surveys.csv", "brook2020,,,accepted", "brook2020,,,unverified")

    assert lines(built("rows: surveys\n")) == [["wren-2019"], ["all-2021"]]


def test_a_table_prints_the_rows_of_a_query(built):
    assert lines(built("rows: surveys.where('birds > 30')\n")) == [["wren-2019"], ["all-2021"]]


def test_a_table_may_have_no_rows(built):
    assert lines(built("rows: surveys.where('birds > 1000')\n")) == []


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        ("birds", ["robin-2020", "wren-2019", "all-2021"]),
        ("row.birds", ["robin-2020", "wren-2019", "all-2021"]),
        ("-birds", ["all-2021", "wren-2019", "robin-2020"]),
        ("title", ["all-2021", "robin-2020", "wren-2019"]),
        ("title | lower", ["all-2021", "robin-2020", "wren-2019"]),
        ("method", ["wren-2019", "all-2021", "robin-2020"]),
        ("species", ["all-2021", "robin-2020", "wren-2019"]),
        ("estimate", ["robin-2020", "wren-2019", "all-2021"]),
        ("nests", ["robin-2020", "wren-2019", "all-2021"]),
        ("sounds", ["robin-2020", "wren-2019", "all-2021"]),
    ],
)
def test_rows_stand_in_an_order(review, built, order, ids):
    """Words beside keys before keys, vocabularies in their own order, nothing at the end."""
    review.replace("data/surveys.csv", "Birds of Kent", "birds of Kent")

    assert lines(built(f"rows: surveys\nsort_by: ['{order}']\n")) == [[id] for id in ids]


def test_values_of_a_vocabulary_stand_in_its_order_and_not_in_that_of_letters(built):
    table = built("rows: surveys\nsort_by: [method, row.id]\n")

    assert lines(table) == [["all-2021"], ["wren-2019"], ["robin-2020"]]


def test_rows_that_are_alike_keep_the_order_of_the_file(built):
    table = built("rows: surveys\nsort_by: [status]\n")

    assert lines(table) == [["wren-2019"], ["robin-2020"], ["all-2021"]]


# --- cells


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        ("row.title", ["Wrens of Kent", "Robins of Kent", "Birds of Kent"]),
        ("row.nests", ["12", "5", "–"]),
        ("row | effect", ["RR 1.00 (95% CI 0.91–1.94)", "−1.5% (95% CI −2.50 to 0.40)", "–"]),
        ("row.species | label", ["wren", "robin", "all birds"]),
        ("row.habitats | label", ["hedgerows and woods", "hedgerows", "–"]),
        ("row.sounds | label | join('/')", ["song/call", "–", "alarm call"]),
        ("row.leader.size_cm if row.leader == 'robin'", ["14", "–", "–"]),
        ("'one of ' ~ row.birds", ["one of 40", "one of 25", "one of 900"]),
    ],
)
def test_a_cell_prints_a_value_or_the_sign_for_none(built, value, texts):
    columns = f'columns:\n  - {{header: Cell, value: "{value}"}}\n'

    assert [cells[0] for cells in lines(built("rows: surveys\n", columns))] == texts


def test_a_cell_knows_the_cells_of_evidence_behind_it(built):
    columns = "columns:\n  - {header: Size, value: row.species.size_cm}\n"

    table = built("rows: surveys.where('birds == 40')\n", columns)

    assert table.groups[0].lines[0].rows == ("surveys:wren-2019",)
    assert table.groups[0].lines[0].cells[0].rows == ["species:wren", "surveys:wren-2019"]


def test_a_cell_that_cites_names_the_rows_it_cites(built):
    columns = "columns:\n  - {header: Sources, value: cite(row)}\n"

    table = built("rows: surveys.where('birds == 40')\n", columns)

    assert table.groups[0].lines[0].cells[0].cites == ("surveys:wren-2019",)


def test_a_column_has_a_header_a_width_and_an_alignment(built):
    columns = """\
    columns:
      - {header: Survey, value: row.id, width: 14, align: center}
      - {header: Birds, value: row.birds}
    """
    table = built("rows: surveys\nlandscape: true\n", columns)

    assert [(each.header, each.width, each.align) for each in table.columns] == [
        ("Survey", 14, "center"),
        ("Birds", 1, "left"),
    ]
    assert table.landscape


# --- groups


def test_groups_stand_in_the_order_of_their_first_rows(built):
    design = "rows: surveys\ngroup_by: row.method | label\ngroup_header: Method\n"

    assert groups(built(design)) == [
        ("transect", ["wren-2019", "all-2021"]),
        ("point count", ["robin-2020"]),
    ]
    assert groups(built(design + "sort_by: [birds]\n")) == [
        ("point count", ["robin-2020"]),
        ("transect", ["wren-2019", "all-2021"]),
    ]


def test_rows_without_a_group_stand_under_the_sign_for_none(built):
    design = "rows: surveys\ngroup_by: row.leader | label\ngroup_header: Leader\n"

    assert [heading for heading, _ in groups(built(design))] == ["robin", "Ann Other", "–"]


def test_a_summary_prints_one_row_a_group_that_sees_its_rows(built):
    design = """\
    rows: surveys
    group_by: row.method | label
    group_header: Method
    summarise: true
    """
    columns = """\
    columns:
      - {header: Method, value: group}
      - {header: Surveys, value: "rows | counted('survey', 'surveys')"}
      - {header: Birds, value: "rows | map(attribute='birds') | sum"}
      - {header: Sources, value: cite(rows)}
    """
    table = built(design, columns)

    assert lines(table) == [
        ["transect", "two surveys", "940", ""],
        ["point count", "one survey", "25", ""],
    ]
    assert [line.rows for line in table.groups[0].lines] == [
        ("surveys:wren-2019", "surveys:all-2021"),
        ("surveys:robin-2020",),
    ]
    assert [line.cells[3].cites for line in table.groups[0].lines] == [
        ("surveys:wren-2019", "surveys:all-2021"),
        ("surveys:robin-2020",),
    ]
    assert table.groups[0].lines[0].cells[2].rows == ["surveys:all-2021", "surveys:wren-2019"]


def test_a_group_may_have_one_printed_row_for_each_value_that_sees_its_rows(built):
    design = """\
    rows: surveys
    group_by: row.method | label
    group_header: Method
    summarise_by: "'some nests' if row.nests else 'no nests'"
    """
    columns = """\
    columns:
      - {header: Nests, value: line}
      - {header: Method, value: group}
      - {header: Surveys, value: rows | length}
      - {header: Sources, value: cite(rows)}
    """
    table = built(design, columns)

    assert [
        (group.heading.text, [[cell.text for cell in line.cells] for line in group.lines])
        for group in table.groups
    ] == [
        ("transect", [["some nests", "transect", "1", ""], ["no nests", "transect", "1", ""]]),
        ("point count", [["some nests", "point count", "1", ""]]),
    ]
    assert [line.rows for line in table.groups[0].lines] == [
        ("surveys:wren-2019",),
        ("surveys:all-2021",),
    ]


# --- in the document


def test_a_printed_table_has_its_number_its_notes_and_its_rows(review):
    review.write(
        TABLES,
        """
        surveys:
          caption: "Surveys of {{ surveys.where('birds > 30') | counted('bird', 'birds') }}."
          notes: "All by [Ann Other](https://example.org)."
          rows: surveys
          group_by: row.method | label
          group_header: Method
          columns:
            - {header: Survey, value: row.title, width: 3}
            - {header: Birds, value: row.birds, width: 1, align: right}
        """,
    )
    document, edition = review.weave('{{ table("surveys") }}\n\n@tbl:surveys.')

    assert edition.problems == []
    block = document.content[0]
    table, notes = block.content
    attributes = {"data-table": "surveys", "data-group": "Method"}
    assert (block.classes, block.attributes) == (["table"], attributes)
    assert table.identifier == "tbl-surveys"
    assert words(table.caption.content[0]) == "Table 1. Surveys of two birds."
    assert table.colspec == [("AlignLeft", 0.75), ("AlignRight", 0.25)]
    rows = [row for body in table.content for row in (*body.head, *body.content)]
    assert [[words(cell) for cell in row.content] for row in rows] == [
        ["transect"],
        ["Wrens of Kent", "40"],
        ["Birds of Kent", "900"],
        ["point count"],
        ["Robins of Kent", "25"],
    ]
    assert table.content[0].content[1].attributes == {"data-rows": "surveys:all-2021"}
    assert (notes.classes, words(notes)) == (["table-notes"], "All by Ann Other.")


def words(element):
    return pf.stringify(element).strip()


def test_a_line_knows_its_values_by_facet_none_one_or_several(review):
    review.write(
        TABLES,
        """
        surveys:
          caption: Surveys.
          rows: surveys
          facets:
            - {header: Species, value: row.species | label}
            - {header: Habitats, value: row.habitats | label}
            - {header: Hardly any, value: "row.title if row.birds > 30 else none"}
          columns: [{header: Survey, value: row.title}]
        """,
    )
    document, edition = review.weave('{{ table("surveys") }}')
    assert edition.problems == []
    block = document.content[0]
    assert block.attributes["data-facets"] == '["Species", "Habitats", "Hardly any"]'
    lines = [
        json.loads(row.attributes["data-facets"]) for row in block.content[0].content[0].content
    ]
    assert lines == [
        [["wren"], ["hedgerows", "woods"], ["Wrens of Kent"]],
        [["robin"], ["hedgerows"], []],
        [["all birds"], [], ["Birds of Kent"]],
    ]


# --- as CSV


def written(review, name="surveys"):
    write_csv_tables(review.root, review.root / "work" / "tables")
    return review.read(f"work/tables/{name}.csv")


def test_a_table_is_written_as_csv_with_its_works_and_its_rows(review):
    assert written(review) == (
        "Survey,Sources,Row of evidence\n"
        "Wrens of Kent,adams2019,surveys:wren-2019\n"
        "Robins of Kent,adams2019; brook2020,surveys:robin-2020\n"
        "Birds of Kent,clark2021,surveys:all-2021\n"
    )


def test_the_group_of_a_row_is_a_column_of_its_own_in_csv(review):
    review.replace(TABLES, "rows: surveys\n", "rows: surveys\n  group_by: row.method | label\n"
                   "  group_header: Method\n")  # fmt: skip

    assert written(review).splitlines()[:3] == [
        "Method,Survey,Sources,Row of evidence",
        "transect,Wrens of Kent,adams2019,surveys:wren-2019",
        "transect,Birds of Kent,clark2021,surveys:all-2021",
    ]


def test_a_summary_names_all_its_rows_in_csv(review):
    review.replace(TABLES, "rows: surveys\n", "rows: surveys\n  group_by: row.method | label\n"
                   "  group_header: Method\n  summarise: true\n")  # fmt: skip
    review.replace(TABLES, "value: row.title", "value: group")
    review.replace(TABLES, "value: cite(row)", "value: cite(rows)")

    assert written(review) == (
        "Survey,Sources,Row of evidence\n"
        "transect,adams2019; clark2021,surveys:wren-2019; surveys:all-2021\n"
        "point count,adams2019; brook2020,surveys:robin-2020\n"
    )


def test_text_in_csv_is_quoted_where_it_must_be(review):
    review.replace("data/surveys.csv", "Wrens of Kent", '"Wrens, ""of"" Kent"')

    assert written(review).splitlines()[1] == ('"Wrens, ""of"" Kent",adams2019,surveys:wren-2019')
