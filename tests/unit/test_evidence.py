"""The evidence: typed cells in their written form, keys that are followed, and who reads what."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from livereview.evidence import Number, Row, Term, load_evidence
from livereview.problems import ProblemsFound
from livereview.recorder import Absent, Fault, Read

SURVEYS = "data/surveys.csv"
SPECIES = "data/species.csv"


@pytest.fixture
def evidence(review):
    return review.evidence()


@pytest.fixture
def wren(evidence):
    return evidence["surveys"]["wren-2019"]


def names(rows):
    return [row.name for row in rows]


# --- cells


def test_a_number_keeps_its_written_form_and_counts_as_a_number(wren):
    assert str(wren["estimate"]) == "1.00"
    assert wren["estimate"] == 1
    assert wren["low"] < wren["estimate"] < wren["high"]
    assert wren["estimate"] + 1 == Decimal("2.00")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str))
def test_any_number_prints_as_it_is_written(written):
    assert str(Number(written)) == written


def test_whole_numbers_and_years_are_whole_numbers(wren):
    assert (wren["birds"], wren["year"]) == (40, 2019)
    assert (type(wren["birds"]), type(wren["year"])) == (int, int)


def test_a_partial_date_stays_text(evidence):
    assert [row["first_seen"] for row in evidence["surveys"]] == ["2019-03", "2020", "2021-04-05"]


def test_an_empty_cell_is_none_and_an_empty_list_is_empty(evidence):
    everything = evidence["surveys"]["all-2021"]

    assert (everything["nests"], everything["estimate"], everything["leader"]) == (None, None, None)
    assert everything["habitats"] == ()


def test_a_value_of_a_vocabulary_knows_its_name_and_its_place(evidence):
    method = evidence["surveys"]["robin-2020"]["method"]

    assert isinstance(method, Term)
    assert (method, method.category.label, method.order) == ("point_count", "point count", 1)


def test_a_list_of_a_vocabulary_is_a_list_of_its_values(wren):
    assert wren["sounds"] == ("song", "call")
    assert [sound.order for sound in wren["sounds"]] == [0, 1]


def test_blanks_around_the_items_of_a_list_do_not_count(review):
    review.replace(SURVEYS, "hedge;wood", " hedge ; wood ")

    assert review.evidence()["surveys"]["wren-2019"]["habitats"] == ("hedge", "wood")


def test_the_works_behind_a_row_are_its_keys_in_their_order(evidence):
    assert evidence["surveys"]["robin-2020"].citekeys == ["adams2019", "brook2020"]
    assert evidence["species"]["wren"].citekeys == []


# --- keys


def test_a_key_is_followed_to_its_row(wren):
    assert isinstance(wren["species"], Row)
    assert wren["species"]["name_en"] == "wren"
    assert [habitat["name"] for habitat in wren["habitats"]] == ["hedgerows", "woods"]


def test_a_row_is_equal_to_its_id_as_text(wren):
    assert wren["species"] == "wren"
    assert "hedge" in wren["habitats"]
    assert "marsh" not in wren["habitats"]
    assert wren["species"] != "robin"


def test_rows_of_two_tables_are_not_equal_because_of_their_ids(review):
    review.replace("data/habitats.csv", "hedge,hedgerows", "wren,hedgerows")
    review.replace(SURVEYS, "hedge;wood", "wood")
    review.replace(SURVEYS, "hedge,point_count", "wood,point_count")
    evidence = review.evidence()

    assert evidence["habitats"]["wren"] != evidence["species"]["wren"]


def test_a_word_beside_keys_is_a_term_with_a_label_a_language(evidence):
    species = evidence["surveys"]["all-2021"]["species"]

    assert species == "all"
    assert species.category.label == {"en": "all birds", "nl": "alle vogels"}


def test_a_column_holds_keys_only_where_its_condition_holds(evidence):
    surveys = evidence["surveys"]

    assert isinstance(surveys["wren-2019"]["leader"], Row)
    assert surveys["robin-2020"]["leader"] == "Ann Other"
    assert type(surveys["robin-2020"]["leader"]) is str


def test_a_key_with_its_table_is_followed_to_any_row(evidence):
    assert names(evidence["surveys"]["all-2021"]["repeats"]) == [
        "surveys:wren-2019",
        "surveys:robin-2020",
    ]


def test_a_key_that_leads_nowhere_is_absent_without_a_second_complaint(review):
    review.replace(SURVEYS, "Kent,robin,", "Kent,robbin,")
    evidence = review.evidence()

    species = evidence["surveys"]["robin-2020"]["species"]

    assert isinstance(species, Absent)
    assert evidence.recorder.take_faults() == []


# --- rows that are accepted, and those that are not


def test_a_table_gives_its_accepted_rows_in_the_order_of_the_file(review):
    review.replace(SURVEYS, "adams2019;brook2020,,,accepted", "adams2019;brook2020,,,unverified")
    surveys = review.evidence()["surveys"]

    assert names(surveys) == ["surveys:wren-2019", "surveys:all-2021"]
    assert len(surveys) == 2
    assert names(surveys.where("birds > 3")) == ["surveys:wren-2019", "surveys:all-2021"]


def test_rows_of_a_table_without_status_are_accepted(evidence):
    assert names(evidence["habitats"]) == ["habitats:hedge", "habitats:wood", "habitats:marsh"]


def test_to_ask_for_an_unverified_row_is_a_fault(review):
    review.replace(SURVEYS, "p. 2,accepted", "p. 2,unverified")
    evidence = review.evidence()

    assert isinstance(evidence["surveys"]["wren-2019"], Absent)
    assert evidence.recorder.take_faults() == [
        Fault(
            "surveys:wren-2019",
            "refused-row",
            'row "surveys:wren-2019" is unverified, and may not be printed',
            "use an accepted row, or settle data/surveys.csv:2 first",
        )
    ]


@pytest.mark.parametrize(("language", "name"), [("en", "wren"), ("nl", "winterkoning")])
def test_an_unverified_row_of_a_vocabulary_lends_its_name(review, language, name):
    review.replace(SPECIES, "10,accepted", "10,unverified")
    evidence = review.evidence()

    assert evidence["surveys"]["wren-2019"]["species"].label(language) == name
    assert evidence.recorder.take_faults() == []


def test_an_unverified_row_of_a_vocabulary_lends_no_more_than_its_name(review):
    review.replace(SPECIES, "10,accepted", "10,unverified")
    evidence = review.evidence()

    size = evidence["surveys"]["wren-2019"]["species"]["size_cm"]

    assert isinstance(size, Absent)
    assert [fault.code for fault in evidence.recorder.take_faults()] == ["refused-row"]


def test_what_is_not_there_is_absent_and_a_fault_with_the_nearest_name(evidence):
    evidence["surveys"]["wren-2018"]
    evidence["surveys"]["wren-2019"]["brids"]
    evidence.row("survey:wren-2019")

    assert [(fault.code, fault.hint) for fault in evidence.recorder.take_faults()] == [
        ("unknown-row", 'did you mean "wren-2019"?'),
        ("unknown-column", 'did you mean "birds"?'),
        ("unknown-table", 'did you mean "surveys"?'),
    ]


def test_what_is_absent_absorbs_all_use_without_a_second_fault(evidence):
    absent = evidence["surveys"]["wren-2018"]
    evidence.recorder.take_faults()

    for use in (absent.birds, absent["birds"], absent + 1, 2 * absent, absent(3), absent / 2):
        assert isinstance(use, Absent)
    assert not absent
    assert not absent > 3
    assert str(absent) == ""
    assert evidence.recorder.take_faults() == []


def test_a_table_that_can_not_be_loaded_tells_all_its_problems(review):
    review.write(SURVEYS, "id;title\n")
    review.write(SPECIES, b"\xff")

    with pytest.raises(ProblemsFound) as raised:
        load_evidence(review.root)

    assert [problem.path for problem in raised.value.problems] == [SPECIES, SURVEYS]


# --- queries


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        ("birds > 30", ["wren-2019", "all-2021"]),
        ("nests", ["wren-2019", "robin-2020"]),
        ("nests and nests > 5", ["wren-2019"]),
        ("method == 'transect' and not nests", ["all-2021"]),
        ("species == 'robin'", ["robin-2020"]),
        ("species.size_cm == 10", ["wren-2019"]),
        ("species == 'robin' or birds > 30", ["wren-2019", "robin-2020", "all-2021"]),
        ("not species == 'robin'", ["wren-2019", "all-2021"]),
        ("year != 2020 and birds > 30 and nests", ["wren-2019"]),
        ("'wood' in habitats", ["wren-2019"]),
        ("'hedge' in habitats and 'wood' not in habitats", ["robin-2020"]),
        ("'alarm_call' in sounds or year == 2020", ["robin-2020", "all-2021"]),
        ("estimate is none", ["all-2021"]),
        ("row.birds == 25", ["robin-2020"]),
        ("'surveys:wren-2019' in citekeys", []),
        ("repeats", ["robin-2020", "all-2021"]),
    ],
)
def test_a_query_chooses_rows_by_their_cells(evidence, condition, ids):
    if "species.size_cm" in condition:  # a word beside the keys has no size
        condition = f"species != 'all' and {condition}"

    assert [row.id for row in evidence["surveys"].where(condition)] == ids
    assert evidence.recorder.take_faults() == []


def test_a_query_may_compare_with_what_it_is_given(evidence, wren):
    chosen = evidence["surveys"].where("birds < limit and species != other", limit=100, other=wren)

    assert names(chosen) == ["surveys:wren-2019", "surveys:robin-2020"]


def test_a_query_may_ask_for_the_rows_that_it_is_given(evidence, wren):
    surveys = evidence["surveys"]

    assert names(surveys.where("row in wanted", wanted=[wren])) == ["surveys:wren-2019"]
    assert surveys.where("row in wanted and year == 2020", wanted=[wren]) == []


def test_what_a_query_is_given_comes_before_a_column_of_that_name(evidence):
    assert len(evidence["surveys"].where("year == 2000", year=2000)) == 3


@pytest.mark.parametrize("condition", ["'song' in nests", "'song' in nests and year == 2019"])
def test_a_query_whose_comparison_can_not_be_made_is_a_fault(evidence, condition):
    assert evidence["surveys"].where(condition) == []
    assert [fault.message for fault in evidence.recorder.take_faults()] == [
        "can't be evaluated for surveys:wren-2019: a whole number has no items"
    ]


def test_a_query_with_a_misspelt_value_is_a_fault_and_no_empty_answer(evidence):
    assert evidence["surveys"].where("method in ['transect', 'point-count']") == []
    assert evidence.recorder.take_faults() == [
        Fault(
            "point-count",
            "vocabulary",
            'no row can have the value "point-count" in the column "method"',
            'did you mean "point_count"?',
        )
    ]


def test_a_word_beside_the_keys_may_be_asked_for(evidence):
    assert names(evidence["surveys"].where("species == 'all'")) == ["surveys:all-2021"]


# --- who reads what


def test_each_cell_that_is_read_is_noted(evidence, wren):
    evidence.recorder.take_reads()

    wren["birds"]
    wren["species"]["size_cm"]

    assert evidence.recorder.take_reads() == {
        Read("surveys", "wren-2019", "birds"),
        Read("surveys", "wren-2019", "species"),
        Read("species", "wren", "size_cm"),
    }
    assert evidence.recorder.take_reads() == frozenset()


def test_a_query_rests_on_the_rows_it_chooses_and_not_on_those_it_passes_over(evidence):
    evidence["surveys"].where("birds > 30")

    assert evidence.recorder.take_reads() == {
        Read("surveys", "wren-2019"),
        Read("surveys", "all-2021"),
    }


def test_the_name_of_a_row_is_a_cell_that_is_read(evidence):
    evidence["species"]["owl"].label("nl")

    assert evidence.recorder.take_reads() == {Read("species", "owl", "name_nl", as_name=True)}


def test_a_row_without_a_name_is_named_by_its_id(review):
    review.replace(SURVEYS, "Wrens of Kent", "")

    assert review.evidence()["surveys"]["wren-2019"].label("en") == "wren-2019"


# --- for figures


def test_a_frame_holds_accepted_rows_with_cells_that_figures_can_use(review):
    review.replace(SURVEYS, "p. 2,accepted", "p. 2,unverified")

    frame = review.evidence().frame("surveys")

    assert list(frame.index) == [0, 1]
    assert list(frame["id"]) == ["robin-2020", "all-2021"]
    assert list(frame["birds"]) == [25.0, 900.0]
    assert frame["estimate"][0] == -1.5
    assert math.isnan(frame["estimate"][1])
    assert list(frame["method"]) == ["point_count", "transect"]
    assert list(frame["leader"]) == ["Ann Other", ""]
    assert list(frame["species"]) == ["robin", "all"]
    assert list(frame["habitats"]) == [("hedge",), ()]
    assert list(frame["repeats"])[1] == ("surveys:wren-2019", "surveys:robin-2020")


def test_a_frame_of_no_rows_has_its_columns(review):
    review.write("data/habitats.csv", "id,name\n")

    frame = review.evidence().frame("habitats")

    assert (len(frame), list(frame)) == (0, ["id", "name"])


def test_the_names_of_a_vocabulary_are_given_by_language(evidence):
    assert evidence.labels("surveys", "measure", "nl") == {
        "ratio": "verhouding",
        "share": "aandeel",
    }


def test_the_evidence_is_as_new_as_its_newest_review(evidence):
    assert evidence.newest_review == "2026-02-01"
