"""The printed tables of the review: each row where it belongs, and said as it may be said."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from livereview.csvtables import write_csv_tables

pytestmark = pytest.mark.workflow

REPOSITORY = Path(__file__).parents[2]
ROWS = "Row of evidence"


def evidence(table: str) -> dict[str, dict[str, str]]:
    """The rows of a table by ``table:id``, read without the engine."""
    with (REPOSITORY / f"data/{table}.csv").open(encoding="utf-8", newline="") as file:
        return {f"{table}:{row['id']}": row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def tables(tmp_path_factory) -> dict[str, list[dict[str, str]]]:
    """The lines of each printed table, by the headers of its columns."""
    folder = tmp_path_factory.mktemp("tables")
    write_csv_tables(REPOSITORY, folder)
    read = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            read[path.stem] = list(csv.DictReader(file))
    return read


def behind(line: dict[str, str]) -> list[str]:
    """The rows of evidence behind a printed line."""
    return line[ROWS].split("; ")


def line_of(lines: list[dict[str, str]], row: str) -> dict[str, str]:
    [line] = [line for line in lines if row in behind(line)]
    return line


def printed(lines: list[dict[str, str]]) -> list[str]:
    return [row for line in lines for row in behind(line)]


def test_no_unverified_row_is_printed(tables):
    unverified = {
        name
        for path in (REPOSITORY / "data").glob("*.csv")
        for name, row in evidence(path.stem).items()
        if row.get("status") == "unverified"
    }
    shown = {row for lines in tables.values() for row in printed(lines)}
    assert len(unverified) > 20
    assert len(shown) > 500
    assert shown & unverified == set()


def test_each_table_has_lines_and_none_of_them_is_empty(tables):
    bare = [
        (name, line)
        for name, lines in tables.items()
        for line in lines
        if all(cell in ("", "–") for header, cell in line.items() if header != ROWS)
    ]
    assert [name for name, lines in tables.items() if not lines] == []
    assert bare == []


# --- safety


def test_a_line_of_the_safety_summary_compares_with_one_kind_of_comparator(tables):
    safety = evidence("safety")
    for line in tables["safety-summary"]:
        rows = [safety[name] for name in behind(line)]
        assert len({row["comparator_class"] for row in rows}) == 1
        assert len({row["disease"] == "covid-19" for row in rows}) == 1


def test_the_safety_summary_holds_each_controlled_row_once(tables):
    controlled = [
        name
        for name, row in evidence("safety").items()
        if row["status"] == "accepted"
        and row["comparator_class"] != "none"
        and row["direction"] != "descriptive"
    ]
    assert sorted(printed(tables["safety-summary"])) == sorted(controlled)


def test_a_study_is_listed_once_in_a_cell_of_the_safety_summary(tables):
    studies = {row["base_study"].replace(">=", "≥") for row in evidence("safety").values()}
    cells = [
        line[header]
        for line in tables["safety-summary"]
        for header in ("Higher risk", "No clear difference", "Lower risk")
    ]
    repeated = [(study, cell) for study in studies for cell in cells if cell.count(study) > 1]
    assert "ORAL Surveillance" in studies
    assert repeated == []


def test_oral_surveillance_stands_where_its_intervals_put_it(tables):
    mace = line_of(tables["safety-summary"], "safety:oral-surv-mace-combined")
    cancer = line_of(tables["safety-summary"], "safety:oral-surv-malignancy-combined")

    assert (mace["Outcome"], mace["Compared with"]) == (
        "Major adverse cardiovascular events",
        "TNF inhibitor",
    )
    assert "ORAL Surveillance" not in mace["Higher risk"] + mace["Lower risk"]
    assert mace["No clear difference"].startswith(
        "ORAL Surveillance: HR 1.33 (95% CI 0.91–1.94), tofacitinib 5 mg and 10 mg bid combined, "
        "was not shown to be non-inferior (upper limit 1.94, margin 1.8)"
    )
    assert cancer["Higher risk"].startswith(
        "ORAL Surveillance: HR 1.48 (95% CI 1.04–2.09), tofacitinib 5 mg and 10 mg bid combined, "
        "was associated with a higher risk and was not shown to be non-inferior "
        "(upper limit 2.09, margin 1.8)"
    )
    assert (
        "ORAL Surveillance: HR 1.47 (95% CI 1.00–2.18), tofacitinib 5 mg bid"
        in (cancer["No clear difference"])
    )


def test_deaths_in_covid_19_stand_last_and_apart(tables):
    last = tables["safety-summary"][-1]
    assert last["Outcome"] == "Death from any cause, in hospital for COVID-19"
    assert last["Compared with"] == "Usual care"


def test_a_missed_margin_is_not_called_a_lack_of_difference(tables):
    line = line_of(tables["inhibitor-safety"], "safety:oral-surv-mace-combined")
    other = line_of(tables["inhibitor-safety"], "safety:snds-mace")
    assert line["Direction"] == "Was not shown to be non-inferior (upper limit 1.94, margin 1.8)"
    assert other["Direction"] == "no clear difference"


# --- regulators


def test_the_european_groups_are_those_of_the_decision_each_by_itself(tables):
    lines = [
        (line["Risk group"], line["Group as worded"], line["What is asked"])
        for line in tables["regulatory-advice"]
        if line["Regulator"].startswith("EMA")
    ]
    without = "Only if there is no suitable alternative"
    lower = "lower dose where possible"
    assert lines == [
        ("Age from 65 years", "age 65 or over", without),
        ("Raised cardiovascular risk", "increased risk of MACE", f"{without}; {lower}"),
        ("Smoking", "smokers or long past smokers", without),
        ("Raised cancer risk", "increased cancer risk", f"{without}; {lower}"),
        ("Raised risk of venous thromboembolism", "other risk factors for VTE",
         f"Caution; {lower}"),
        ("Everyone treated", "everyone", "Regular skin examination"),
    ]  # fmt: skip


def test_what_the_fda_asks_of_all_stands_under_everyone(tables):
    lines = [line for line in tables["regulatory-advice"] if line["Regulator"] == "FDA"]
    assert {line["Risk group"] for line in lines} == {"Everyone treated"}
    line = line_of(lines, "regulatory_advice:us-advice-class")
    assert line["What is asked"] == "Only after TNF blockers have failed or were not tolerated"
    assert line["Since"] == "1 September 2021 (label change)"


def test_advice_rests_on_the_works_of_the_actions_that_it_was_split_from():
    regulatory = evidence("regulatory")
    for row in evidence("regulatory_advice").values():
        actions = [regulatory[f"regulatory:{id}"] for id in row["action"].split(";")]
        works = [key for action in actions for key in action["citekeys"].split(";")]
        assert row["citekeys"].split(";") == list(dict.fromkeys(works))
        assert {action["status"] for action in actions} == {"accepted"}


# --- trials, cases, approvals, diseases


@pytest.mark.parametrize(
    ("table", "row", "cells"),
    [
        ("covid-trials", "trials:remap-cap-tocilizumab-osfd",
         {"Treatment": "Biologic: tocilizumab", "Favours drug": "above 1",
          "Effect": "OR 1.64 (95% credible interval 1.25–2.14)", "Primary endpoint": "met"}),
        ("covid-trials", "trials:cov-barrier-mortality-d28",
         {"Treatment": "JAK inhibitor: baricitinib", "Drug v comparator": "8% v 13%",
          "Favours drug": "below 1", "Primary endpoint": "not primary"}),
        ("other-trials", "trials:select-gca-upa7-5-remission-w52",
         {"Disease": "Giant cell arteritis", "Drug v comparator": "41.1% v 29.0%",
          "Effect": "difference 12.1 (95% CI −0.4 to 24.6)", "Primary endpoint": "missed"}),
        ("trials", "trials:breeze-ad7-bari2-viga-w16",
         {"Disease": "Atopic dermatitis", "Effect": "–", "Primary endpoint": "unclear"}),
        ("lupus-cases", "case_reports:matthew2025-deucra-dle",
         {"Drug": "Deucravacitinib", "Age (years), sex": "66; female",
          "Outcome": "complete response", "Adverse events": "–"}),
        ("approvals", "approvals:abrocitinib-ad-adolescent-fda",
         {"Indication": "Atopic dermatitis", "Drug": "Abrocitinib", "USA": "2022, 2023",
          "EU": "2021", "Japan": "2021", "China": "2022"}),
        ("inborn-errors", "disease_links:jak1-lof",
         {"Component": "JAK1", "Change": "loss of function", "Level": "3"}),
        ("disease-summary", "disease_links:gca-jakstat",
         {"Disease": "Giant cell arteritis", "Biology": "JAK/STAT pathway (activation): promotes",
          "Trials of drugs, by primary endpoint": "met: upadacitinib; missed: upadacitinib"}),
    ],
)  # fmt: skip
def test_a_line_says_what_its_row_says(tables, table, row, cells):
    line = line_of(tables[table], row)
    assert {header: line[header] for header in cells} == cells


def test_each_accepted_approval_stands_in_one_line(tables):
    accepted = [name for name, row in evidence("approvals").items() if row["status"] == "accepted"]
    assert sorted(printed(tables["approvals"])) == sorted(accepted)
    assert tables["approvals"][-1]["Indication"] == "Myelofibrosis (a neoplasm, for context)"


def test_the_tables_of_trials_share_no_row_but_with_the_full_one(tables):
    apart = [row for name in ("lupus-trials", "covid-trials", "trials")
             for row in printed(tables[name])]  # fmt: skip
    assert len(set(apart)) == len(apart)
    assert set(printed(tables["other-trials"])) < set(printed(tables["trials"]))


def test_no_animal_stands_among_the_inborn_errors(tables):
    links = evidence("disease_links")
    rows = [links[name] for name in printed(tables["inborn-errors"])]
    assert {row["mechanism"] for row in rows} == {"germline_lof", "germline_gof"}
    assert {row["evidence_type"] for row in rows} == {"human_genetics"}
