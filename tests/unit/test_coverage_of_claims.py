"""A table of claims: each is held by a row that the review tells of, or says why it is not."""

import pytest

PACKAGE = "data/datapackage.yaml"
CLAIMS = "data/claims.csv"
TEXT = "manuscript/guide/01.md"
TABLES = "manuscript/tables.yaml"

TABLE = """\
  - name: claims
    path: claims.csv
    title: Claims
    label: claim
    schema:
      fields:
        - {name: id, constraints: {required: true}}
        - {name: claim}
        - {name: rows, type: list, references: {rows: true}, role: held_by}
        - {name: reason, role: out_of_scope}
"""


@pytest.fixture
def claims(review):
    """Write the table of claims, beside a text that cites the wrens alone; return what is told."""
    review.append(PACKAGE, TABLE)

    def told(*rows, text="Wrens [@surveys:wren-2019].\n"):
        review.write(CLAIMS, "id,claim,rows,reason\n" + "".join(f"{row}\n" for row in rows))
        review.write(TEXT, f"# Birds {{#sec:birds}}\n\n{text}")
        return review.check().text

    return told


FINE = "no problems\n"
UNHELD = """\
data/claims.csv:2: rows: "Robins sing" is held by surveys:robin-2020, \
of which the review tells nothing
    cite one of them in the text, or say in reason why the review doesn't answer it
1 error
"""


def test_a_claim_is_held_by_a_row_that_the_text_cites(claims):
    assert claims("c1,Wrens sing,surveys:robin-2020;surveys:wren-2019,") == FINE


def test_a_claim_of_which_no_row_is_told_is_an_error(claims):
    assert claims("c1,Robins sing,surveys:robin-2020,") == UNHELD


def test_to_call_a_row_by_its_name_tells_nothing_of_it(claims):
    named = '{{ surveys["wren-2019"].species | label }} [@surveys:wren-2019].\n'

    assert claims("c1,Wrens are birds,species:wren,", text=named) == (
        'data/claims.csv:2: rows: "Wrens are birds" is held by species:wren, '
        "of which the review tells nothing\n"
        "    cite one of them in the text, or say in reason why the review doesn't answer it\n"
        "1 error\n"
    )


def test_a_claim_out_of_scope_says_why(claims):
    assert claims("c1,Robins sing,surveys:robin-2020,no robins here", "c2,Owls,,none") == FINE


def test_a_claim_without_rows_and_without_reason_is_an_error(claims):
    assert claims("c1,Robins sing,,") == (
        'data/claims.csv:2: rows: "Robins sing" is held by no row\n'
        "    name an accepted row, and cite it, or say in reason why the review doesn't answer it\n"
        "1 error\n"
    )


def test_a_claim_that_only_an_unverified_row_holds_is_an_error(review, claims):
    review.replace("data/surveys.csv", "clark2021,,,accepted", "clark2021,,,unverified")

    assert claims("c1,All sing,surveys:all-2021,") == (
        'data/claims.csv:2: rows: "All sing" is held by no accepted row: '
        "surveys:all-2021 may not be printed\n"
        "    name an accepted row, and cite it, or say in reason why the review doesn't answer it\n"
        'data/surveys.csv:4: status: info: "all-2021" is unverified: it reaches no print\n'
        "1 error, 1 remark\n"
    )


def test_a_claim_that_is_out_of_scope_and_yet_told_of_in_the_text_is_a_warning(claims):
    assert claims("c1,Wrens sing,surveys:wren-2019,no wrens here") == (
        'data/claims.csv:2: reason: warning: "Wrens sing" is out of scope, and yet Section 1 tells '
        "of surveys:wren-2019\n"
        "    empty the cell, if that answers it; else take the row out of held rows or text\n"
        "1 warning\n"
    )


def test_a_claim_that_is_out_of_scope_may_stand_in_a_printed_table(claims):
    text = "See @tbl:surveys.\n\n{{ table('surveys') }}\n"

    assert claims("c1,Wrens sing,surveys:wren-2019,no wrens here", text=text) == FINE


def test_a_reason_is_no_column_of_every_table_of_claims(review, claims):
    review.replace(PACKAGE, ", role: out_of_scope}", "}")

    assert claims("c1,Robins sing,surveys:robin-2020,").splitlines()[1] == (
        "    cite one of them in the text"
    )


def test_of_many_rows_a_few_are_named(review, claims):
    rows = "".join(f"s{number},{number}\n" for number in range(9))
    review.append("data/habitats.csv", rows)
    held = ";".join(f"habitats:s{number}" for number in range(9))

    assert claims(f"c1,Hedges,{held},").splitlines()[0] == (
        'data/claims.csv:2: rows: "Hedges" is held by habitats:s0, habitats:s1, habitats:s2, '
        "habitats:s3, habitats:s4, habitats:s5 and 3 more, of which the review tells nothing"
    )


ROBIN = "surveys['robin-2020']"


@pytest.mark.parametrize(
    "text",
    [
        "Robins [@surveys:robin-2020].",
        f"Robins {{{{ cite({ROBIN}) }}}}.",
        f"{{{{ {ROBIN}.birds }}}} robins.",
        f"{{{{ {ROBIN} | effect }}}}",
        f"Of {{{{ ({ROBIN}.birds + 1) | number }}}} robins.",
        "A note.^[Robins [@surveys:robin-2020].]",
        "{% for each in surveys.where('birds < 30') %}\n- {{ each.title }}\n{% endfor %}",
        "See @fig:map.\n\n![Robins [@surveys:robin-2020].](figures/map.svg){#fig:map}",
        "See @tbl:surveys.\n\n{{ table('surveys') }}",
    ],
)
def test_a_row_is_told_of_where_it_is_cited_read_or_printed(claims, text):
    assert claims("c1,Robins sing,surveys:robin-2020,", text=text + "\n") == FINE


@pytest.mark.parametrize(
    "text",
    [
        "{{ surveys | list | counted('survey', 'surveys') }}",
        "{{ surveys | distinct('title') | counted('title', 'titles') | upper_first }}.",
        "{{ surveys.where('birds < 30') | length }}",
        "{{ surveys | distinct('citekeys') | listing }}",
        f"{{% if {ROBIN}.birds > 3 %}}Many.{{% endif %}}",
        f"<!-- {{{{ {ROBIN}.birds }}}} -->",
        f"{{{{ sections({ROBIN}) }}}}",
    ],
)
def test_to_count_or_to_choose_a_row_tells_nothing_of_it(claims, text):
    assert claims("c1,Robins sing,surveys:robin-2020,", text=text + "\n") == UNHELD


@pytest.mark.parametrize("value", ["cite(row.rows)", "sections(row.rows)"])
def test_a_table_that_prints_the_claims_answers_none(review, claims, value):
    review.append(
        TABLES,
        "claims:\n  caption: Claims.\n  rows: claims\n  columns:\n"
        f"    - {{header: Claim, value: row.claim}}\n    - {{header: Where, value: {value}}}\n",
    )
    text = "See @tbl:claims.\n\n{{ table('claims') }}\n"

    assert claims("c1,Robins sing,surveys:robin-2020,", text=text) == UNHELD


def test_a_claim_that_any_edition_answers_is_answered(review, claims):
    review.replace("config/config.yaml", "editions: [guide]", "editions: [guide, gids]")
    metadata = review.read("manuscript/guide/metadata.yaml").replace("lang: en", "lang: nl")
    review.write("manuscript/gids/metadata.yaml", metadata)
    review.write("manuscript/gids/01.md", "Roodborsten [@surveys:robin-2020].\n")

    assert claims("c1,Robins sing,surveys:robin-2020,") == FINE


def test_claims_are_told_only_where_nothing_else_is_wrong(claims):
    assert claims("c1,Robins sing,surveys:robin-2020,", text="See [@surveys:rubin].\n") == (
        'manuscript/guide/01.md:3: @surveys:rubin: table "surveys" has no row "rubin"\n'
        "    see data/surveys.csv\n"
        "1 error\n"
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "type: list, references: {rows: true}, role: held_by",
            "references: {rows: true}, role: held_by",
            "data/datapackage.yaml:87: claims.rows.role: held_by is the role of a list of rows\n"
            "    its type is list, its references are {rows: true}\n"
            "1 error\n",
        ),
        (
            "type: list, references: {rows: true}, role: held_by",
            "type: list, references: {tables: [surveys]}, role: held_by",
            "data/datapackage.yaml:87: claims.rows.role: held_by is the role of a list of rows\n"
            "    its type is list, its references are {rows: true}\n"
            "1 error\n",
        ),
        (
            ", role: held_by",
            "",
            "data/datapackage.yaml:88: claims.reason.role: out_of_scope is the role of a text "
            "beside the rows that hold a claim\n"
            "    its type is string, and another column of the table has the role held_by\n"
            "1 error\n",
        ),
    ],
)
def test_a_role_is_played_by_a_column_that_can(review, claims, old, new, told):
    review.replace(PACKAGE, old, new)

    assert claims("c1,Wrens sing,surveys:wren-2019,") == told
