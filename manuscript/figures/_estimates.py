"""Which safety estimates can be drawn and compared, in what order and in what words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from livereview.datapackage import in_language
from livereview.evidence import Evidence, Row

REASONS = ("no_control", "no_ratio", "no_interval", "few_studies")
RATIOS = ("hr", "irr", "or", "rr")

# A forest plot compares studies: an outcome is drawn if at least so many give an estimate for it.
STUDIES = 3

# Patients acutely ill with this disease stand in a panel of their own.
ACUTE = "covid-19"


def reasons_of(rows: Iterable[Row]) -> dict[Row, str]:
    """Return for each row why it is not drawn, or an empty text."""
    reasons = {row: _reason(row) for row in rows}
    studies: dict[str, set[str]] = {}
    for row, reason in reasons.items():
        if not reason:
            studies.setdefault(row["outcome"], set()).add(row["base_study"])
    few = {outcome for outcome, names in studies.items() if len(names) < STUDIES}
    return {
        row: "few_studies" if not reason and row["outcome"] in few else reason
        for row, reason in reasons.items()
    }


def _reason(row: Row) -> str:
    """Return why an estimate can't be drawn."""
    if row["direction"] == "descriptive":
        return "no_control"
    if row["measure"] not in RATIOS:
        return "no_ratio"
    if None in (row["estimate"], row["ci_low"], row["ci_high"]):
        return "no_interval"
    return ""


def panel_of(row: Row) -> int:
    """Return in which panel an estimate stands: 1 for patients who are acutely ill, else 0."""
    return int(bool(row["disease"]) and all(disease == ACUTE for disease in row["disease"]))


def _comparator(row: Row) -> str:
    """Return the comparator without the drugs that stand in parentheses."""
    return re.sub(r" \([^)]*\)", "", row["comparator"])


def in_order(drawn: Iterable[Row]) -> list[Row]:
    """Return the rows by outcome, then comparator, the frequent ones first, then design."""
    frequency = Counter(_comparator(row) for row in drawn)
    return sorted(
        drawn,
        key=lambda row: (
            panel_of(row),
            row["outcome"].order,
            -frequency[_comparator(row)],
            _comparator(row),
            row["design"].order,
        ),
    )


def cells_of(drawn: Iterable[Row]) -> dict[Row, dict[str, str]]:
    """Return the words of each line, by column; like lines are told apart by their diseases."""
    cells = {row: _words_of(row) for row in drawn}
    alike = Counter((row["outcome"], *words.values()) for row, words in cells.items())
    for row, words in cells.items():
        if alike[row["outcome"], *words.values()] > 1:
            words["study"] += ", " + ", ".join(disease.label("en") for disease in row["disease"])
    return cells


def _words_of(row: Row) -> dict[str, str]:
    drugs = ", ".join(drug.label("en") for drug in row["inhibitor"])
    dose = "" if row["dose"] in (None, "any") else f" {row['dose']}"
    words = {"study": row["study"], "drug": drugs + dose, "comparator": _comparator(row)}
    return {column: text.replace(">=", "≥") for column, text in words.items()}


def estimate_of(row: Row) -> str:
    """Return measure, estimate and interval as printed."""
    label = in_language(row["measure"].category.label, "en")
    return f"{label} {row['estimate']} ({row['ci_low']}–{row['ci_high']})"


def by_side(rows: Sequence[Row]) -> str:
    """Return how many intervals lie on which side of 1, in words."""
    sides = Counter(_side(row) for row in rows)
    words = {"above": "above 1", "below": "below 1", "across": "including 1"}
    return ", ".join(f"{sides[side]} {word}" for side, word in words.items() if sides[side])


def _side(row: Row) -> str:
    if row["ci_low"] > 1:
        return "above"
    return "below" if row["ci_high"] < 1 else "across"


def counts(
    drawn: Sequence[Row], reasons: Mapping[Row, str], evidence: Evidence
) -> dict[str, int | str]:
    """Return how many estimates are drawn, on which side of 1, and how many are not, and why."""
    numbers, sides = Counter(reasons.values()), Counter(_side(row) for row in drawn)
    labels = evidence.labels("safety", "outcome")
    few = {row["outcome"] for row, reason in reasons.items() if reason == "few_studies"}
    return {
        "drawn": len(drawn),
        "drawn_acute": sum(map(panel_of, drawn)),
        "outcomes": len({row["outcome"] for row in drawn}),
        **{side: sides[side] for side in ("above", "below", "across")},
        "not_drawn": len(reasons) - len(drawn),
        **{f"not_drawn_{reason}": numbers[reason] for reason in REASONS},
        "studies_needed": STUDIES,
        "outcomes_with_few_studies": ", ".join(labels[key] for key in labels if key in few),
    }
