"""What changed in the evidence and the library between two states of a review."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from livereview.changes.material import moved_by
from livereview.changes.model import Report
from livereview.changes.report import compare
from livereview.config import read_config

from .conftest import SURVEYS, Review

PACKAGE = "data/datapackage.yaml"
REPEATS = "        - {name: repeats,"
READING = """\
        - {name: reading, title: Reading, role: direction,
           categories: [{value: more}, {value: fewer}]}
"""
TRUST = """\
        - {name: trust, title: Trust, role: certainty,
           categories: [{value: low}, {value: high}]}
"""


class States:
    """A review, and the same as it was before the changes of a test."""

    def __init__(self, review: Review, before: Path) -> None:
        self.review = review
        self.before = before

    def keep(self) -> None:
        """Take the review as it stands for the older state."""
        shutil.rmtree(self.before, ignore_errors=True)
        shutil.copytree(self.review.root, self.before)

    def report(self) -> Report:
        root = self.review.root
        return compare(root, read_config(root), str(self.before))


@pytest.fixture
def states(review: Review, tmp_path_factory: pytest.TempPathFactory) -> States:
    """The birds, whose surveys have a direction and a certainty."""
    review.replace(PACKAGE, REPEATS, f"{READING}{TRUST}{REPEATS}")
    review.replace(SURVEYS, "low,high,", "low,high,reading,trust,")
    review.replace(SURVEYS, "0.91,1.94,", "0.91,1.94,more,low,")
    review.replace(SURVEYS, "-2.50,0.40,", "-2.50,0.40,fewer,high,")
    review.replace(SURVEYS, ",900,,,,,,", ",900,,,,,,,,")
    (review.root / "manuscript" / "figures" / "map.py").unlink()
    # All statuses that a row may have.
    text = review.read(PACKAGE)
    review.write(
        PACKAGE,
        text.replace("{value: unverified}]", "{value: unverified}, {value: retracted}]").encode(),
    )
    found = States(review, tmp_path_factory.mktemp("older") / "review")
    found.keep()
    return found


def material(report: Report) -> list[tuple[str, ...]]:
    return [(each.kind, each.about, each.old, each.new) for each in report.material]


def rows(report: Report) -> list[tuple[str, str]]:
    return [(row.kind, f"{row.table}:{row.id}") for row in report.rows]


def test_a_review_that_stays_has_no_changes(states):
    assert states.report().empty


def test_a_flipped_direction_is_material(states):
    states.review.replace(SURVEYS, ",more,low", ",fewer,low")
    report = states.report()
    assert material(report) == [("direction", "surveys:wren-2019", "more", "fewer")]
    assert report.material[0].what == "Reading"


def test_a_changed_certainty_is_material(states):
    states.review.replace(SURVEYS, ",more,low", ",more,high")
    assert material(states.report()) == [("certainty", "surveys:wren-2019", "low", "high")]


def test_a_value_with_another_code_and_the_same_name_is_not_material(states):
    codes = "[{value: greater, label: more}, {value: fewer}]"
    states.review.replace(PACKAGE, "[{value: more}, {value: fewer}]", codes)
    states.review.replace(SURVEYS, ",more,low", ",greater,low")
    report = states.report()
    assert (material(report), rows(report)) == ([], [("changed", "surveys:wren-2019")])


def test_an_estimate_that_moves_by_more_than_the_threshold_is_material(states):
    states.review.replace(SURVEYS, "ratio,1.00,", "ratio,1.11,")
    report = states.report()
    assert material(report) == [("estimate", "surveys:wren-2019", "RR 1.00", "RR 1.11")]
    assert report.material[0].percent == 11.0


def test_an_estimate_that_moves_by_just_the_threshold_is_not_material(states):
    states.review.replace(SURVEYS, "ratio,1.00,", "ratio,1.10,")
    report = states.report()
    assert material(report) == []
    assert rows(report) == [("changed", "surveys:wren-2019")]


def test_the_configuration_sets_the_threshold(states):
    states.review.append("config/config.yaml", "material: {estimate_percent: 11.5}\n")
    states.review.replace(SURVEYS, "ratio,1.00,", "ratio,1.11,")
    assert material(states.report()) == []


def test_an_estimate_that_crosses_no_effect_is_material_however_small_its_move(states):
    text = states.review.read(PACKAGE)
    text = text.replace('pattern: "RR {}"', 'pattern: "RR {}", neutral: 1')
    states.review.write(PACKAGE, text.encode())
    states.review.replace(SURVEYS, "ratio,1.00,0.91", "ratio,0.98,0.91")
    states.keep()
    states.review.replace(SURVEYS, "ratio,0.98,0.91", "ratio,1.01,0.91")
    assert material(states.report()) == [("estimate", "surveys:wren-2019", "RR 0.98", "RR 1.01")]


def test_an_estimate_with_another_measure_is_material_and_has_no_percentage(states):
    states.review.replace(SURVEYS, "ratio,1.00,", "share,1.00,")
    report = states.report()
    assert material(report) == [("estimate", "surveys:wren-2019", "RR 1.00", "1.00%")]
    assert report.material[0].percent is None


def test_an_estimate_that_went_is_material(states):
    states.review.replace(SURVEYS, "ratio,1.00,0.91,1.94", "ratio,,,")
    assert material(states.report()) == [("estimate", "surveys:wren-2019", "RR 1.00", "")]


def test_percentages_are_of_the_older_estimate_whatever_its_sign():
    assert moved_by("2.0", "2.5") == Decimal(25)
    assert moved_by("-2.0", "-2.5") == Decimal(-25)
    assert moved_by("0", "1") is None
    assert moved_by("", "1") is None


def test_a_row_that_is_accepted_no_more_is_withdrawn(states):
    states.review.replace(SURVEYS, "accepted,2026-02-01", "unverified,2026-02-01")
    assert material(states.report()) == [
        ("withdrawn", "surveys:robin-2020", "accepted", "unverified")
    ]


def test_a_retracted_row_is_told_before_all_others(states):
    states.review.replace(SURVEYS, ",more,low", ",fewer,low")
    states.review.replace(SURVEYS, "accepted,2026-02-01", "retracted,2026-02-01")
    assert [each[0] for each in material(states.report())] == ["retracted", "direction"]


def test_a_row_that_went_is_withdrawn(states):
    lines = states.review.read(SURVEYS).splitlines(keepends=True)
    states.review.write(SURVEYS, "".join(lines[:-1]).encode())
    report = states.report()
    assert material(report) == [("withdrawn", "surveys:all-2021", "accepted", "the row is gone")]
    assert rows(report) == [("removed", "surveys:all-2021")]


def test_what_changes_in_a_row_that_was_never_accepted_is_not_material(states):
    states.review.replace(SURVEYS, "accepted,2026-01-10", "unverified,2026-01-10")
    states.keep()
    states.review.replace(SURVEYS, ",more,low", ",fewer,low")
    report = states.report()
    assert (material(report), rows(report)) == ([], [("changed", "surveys:wren-2019")])


def test_a_row_of_vocabulary_that_went_is_not_material(states):
    states.review.replace("data/habitats.csv", "marsh,marshes\n", "")
    report = states.report()
    assert (material(report), rows(report)) == ([], [("removed", "habitats:marsh")])


def test_a_new_row_is_told_with_its_estimate(states):
    states.review.append(
        SURVEYS,
        "owl-2022,Owls of Kent,owl,,transect,,,2022,2022,4,,ratio,2.0,1.5,3.0,more,low,"
        ",adams2019,,,accepted,2026-03-01,\n",
    )
    (row,) = states.report().rows
    assert (row.kind, row.name, row.effect) == (
        "added",
        "Owls of Kent",
        "RR 2.0 (95% CI 1.5–3.0)",
    )


def test_changed_cells_are_told_as_written_and_in_words(states):
    states.review.replace(SURVEYS, "hedge;wood,transect", "marsh;wood,point_count")
    (row,) = states.report().rows
    told = [(cell.title, cell.old, cell.new, cell.old_words, cell.new_words) for cell in row.cells]
    assert told == [
        ("habitats", "hedge;wood", "marsh;wood", "hedgerows; woods", "marshes; woods"),
        ("method", "transect", "point_count", "transect", "point count"),
    ]


def test_bookkeeping_is_told_apart_and_is_no_change_of_evidence(states):
    states.review.replace(SURVEYS, "accepted,2026-01-10,", "accepted,2026-01-11,seen again")
    (row,) = states.report().rows
    assert [(cell.column, cell.bookkeeping) for cell in row.cells] == [
        ("reviewed", True),
        ("note", True),
    ]


def test_another_id_with_the_same_content_is_a_rename(states):
    states.review.replace(SURVEYS, "wren-2019,Wrens", "wrens-of-2019,Wrens")
    text = states.review.read(SURVEYS)
    states.review.write(
        SURVEYS, text.replace("surveys:wren-2019", "surveys:wrens-of-2019").encode()
    )
    states.review.replace("manuscript/guide/01.md", "surveys:wren-2019", "surveys:wrens-of-2019")
    report = states.report()
    assert [(row.kind, row.old_id, row.id) for row in report.rows] == [
        ("renamed", "wren-2019", "wrens-of-2019")
    ]
    assert (report.material, report.sentences, report.printed) == ((), (), ())


def test_keys_that_follow_a_renamed_row_are_no_changes(states):
    states.review.replace("data/habitats.csv", "hedge,", "hedgerow,")
    text = states.review.read(SURVEYS)
    states.review.write(SURVEYS, text.replace(",hedge", ",hedgerow").encode())
    report = states.report()
    assert [(row.kind, row.id) for row in report.rows] == [("renamed", "hedgerow")]


def test_two_rows_of_one_content_are_not_taken_for_renames(states):
    states.review.append("data/habitats.csv", "pond,ponds\nlake,ponds\n")
    states.keep()
    states.review.replace(
        "data/habitats.csv", "pond,ponds\nlake,ponds\n", "mere,ponds\ntarn,ponds\n"
    )
    kinds = sorted(row.kind for row in states.report().rows)
    assert kinds == ["added", "added", "removed", "removed"]


def test_columns_that_came_and_went_are_told_and_their_cells_are_not(states):
    rule = """\
      - field: nests
        expect: nests <= birds
        message: "{{ nests }} of {{ birds }} birds"
"""
    states.review.replace(PACKAGE, rule, "")
    states.review.replace(PACKAGE, "{name: nests, type: integer}", "{name: eggs, title: Eggs laid}")
    states.review.replace(SURVEYS, ",birds,nests,", ",birds,eggs,")
    (table,) = states.report().tables
    assert (table.columns_added, table.columns_removed, table.rows) == (
        ("Eggs laid",),
        ("nests",),
        (),
    )


def test_a_column_with_another_name_and_its_role_is_the_same_column(states):
    text = states.review.read(PACKAGE).replace("name: trust,", "name: confidence,")
    states.review.write(PACKAGE, text.encode())
    states.review.replace(SURVEYS, ",trust,", ",confidence,")
    states.review.replace(SURVEYS, ",more,low", ",more,high")
    report = states.report()
    assert material(report) == [("certainty", "surveys:wren-2019", "low", "high")]
    assert [(each.columns_added, each.columns_removed) for each in report.tables] == [((), ())]


def test_a_table_that_came_is_told_with_its_rows(states):
    ponds = """\
  - name: ponds
    path: ponds.csv
    title: Ponds
    schema: {fields: [{name: id, constraints: {required: true}}]}
"""
    states.review.replace(PACKAGE, "  - name: surveys\n", f"{ponds}  - name: surveys\n")
    states.review.write("data/ponds.csv", "id\nmill-pond\n")
    (table,) = states.report().tables
    assert (table.title, table.kind) == ("Ponds", "added")
    assert [(row.kind, row.id) for row in table.rows] == [("added", "mill-pond")]


def test_rows_of_one_label_are_told_apart_by_the_fewest_cells(states):
    states.review.replace(SURVEYS, "Robins of Kent", "Wrens of Kent")
    report = states.report()
    names = {row.id: row.name for row in report.rows}
    assert names == {"robin-2020": "Wrens of Kent, robin"}


def works(report: Report) -> list[tuple[str, ...]]:
    return [(each.kind, each.key, each.name) for each in report.works]


LIBRARY = "references/library.bib"
OURS = "doi,date,reason,notice\n"
THEIRS = (
    "OriginalPaperDOI,OriginalPaperPubMedID,RetractionDate,Reason,RetractionDOI,RetractionNature\n"
)


def test_works_that_came_and_went_are_told(states):
    states.review.replace(
        LIBRARY,
        "@article{brook2020,\n  author = {Brook, Bo},\n  title = {Robins},",
        "@article{field2021,\n  author = {Field, Flo and Others, Ann},\n  title = {Robins {II}},",
    )
    assert works(states.report()) == [
        ("added", "field2021", "Field 2020: Robins II"),
        ("removed", "brook2020", "Brook 2020: Robins"),
    ]


def test_the_works_of_a_library_that_was_empty_are_told_as_new(states):
    (states.before / LIBRARY).write_text("")
    assert [each[0] for each in works(states.report())] == ["added", "added", "added"]


def test_a_library_that_cannot_be_read_is_told_and_its_works_are_not(states):
    (states.before / LIBRARY).unlink()
    report = states.report()
    assert works(report) == []
    told = f"The library of {states.before} can't be read; its works are not compared."
    assert report.remarks[0] == told


def test_a_work_with_another_key_is_a_rename(states):
    states.review.replace(LIBRARY, "@article{brook2020,", "@article{brook2020a,")
    states.review.replace(SURVEYS, ";brook2020,", ";brook2020a,")
    report = states.report()
    (work,) = report.works
    assert (work.kind, work.old_key, work.key) == ("renamed", "brook2020", "brook2020a")
    assert (report.tables, report.printed) == ((), ())


def test_the_changed_fields_of_a_work_are_told(states):
    states.review.replace(LIBRARY, "{Robins}", "{Robins of {Kent}}")
    (work,) = states.report().works
    assert [(each.field, each.old, each.new) for each in work.fields] == [
        ("title", "Robins", "Robins of Kent")
    ]


@pytest.mark.parametrize(
    "listed",
    [
        f"{OURS}10.1000/Robins,2026-01-01,Made up,https://example.org\n",
        f"{THEIRS}10.1000/robins,,1/1/2026 0:00,Made up,10.1000/notice,Retraction\n",
    ],
)
def test_a_retracted_paper_is_material(states, listed):
    states.review.replace(LIBRARY, "title = {Robins},", "title = {Robins}, doi = {10.1000/robins},")
    states.keep()
    states.review.write("references/retractions.csv", listed)
    report = states.report()
    assert works(report) == [("retracted", "brook2020", "Brook 2020: Robins")]
    assert material(report) == [("retracted", "brook2020", "", "2026-01-01, Made up")]


def test_a_reinstated_paper_is_not_retracted(states):
    states.review.replace(LIBRARY, "title = {Robins},", "title = {Robins}, doi = {10.1000/robins},")
    states.keep()
    retracted = "10.1000/robins,,1/1/2026 0:00,,,Retraction\n"
    reinstated = "10.1000/robins,,1/2/2026 0:00,,,Reinstatement\n"
    states.review.write("references/retractions.csv", THEIRS + retracted + reinstated)
    assert states.report().empty


@pytest.mark.parametrize("side", ["older", "newer"])
def test_of_a_table_that_cannot_be_read_nothing_is_told_but_that(states, side):
    root = states.before if side == "older" else states.review.root
    (root / "data" / "habitats.csv").unlink()
    states.review.replace(SURVEYS, ",more,low", ",fewer,low")
    report = states.report()
    assert report.remarks[0].startswith("data/habitats.csv of ")
    assert report.remarks[0].endswith(" can't be read; its rows are not compared.")
    assert {row.table for row in report.rows} == {"surveys"}
    assert [each.kind for each in report.material] == ["direction"]


def test_a_data_package_of_another_age_is_read_as_far_as_it_is_understood(states):
    package = states.before / PACKAGE
    package.write_text(package.read_text().replace("role: certainty,", "role: of_old,"))
    states.review.replace(SURVEYS, ",more,low", ",fewer,high")
    report = states.report()
    assert "does not fit today's schema" in report.remarks[0]
    assert [each.kind for each in report.material] == ["direction", "certainty"]
