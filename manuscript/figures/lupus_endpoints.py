"""Primary endpoints of the trials of JAK inhibitors in lupus: one line a comparison, none left out.

Percentages of responders are drawn, arm against comparator. A comparison without them has its line
too, with its outcome: a plot of figures alone would drop trials that failed. Nothing is pooled.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from _looks import BAND, LOWER, NONE, OPEN, WIDTH
from _page import SIGN, Page, width_of
from _text import wrapped
from livereview.datapackage import in_language
from livereview.evidence import Evidence, Row
from livereview.figures import INK, LINE, MUTED, Figure

DISEASES = ("systemic-lupus-erythematosus", "lupus-nephritis", "cutaneous-lupus-erythematosus")

# Outcomes differ in shape and in lightness too: they hold in grey print and for any eye.
LOOKS = {"yes": ("circle", LOWER), "unclear": ("diamond", OPEN), "no": ("cross", NONE)}
COMPARATOR = ("circle", MUTED)
NO_BREAK = "\N{NO-BREAK SPACE}"

# Measures in pixels: where columns begin or, aligned to the right, end; and the plot's two ends.
TRIAL, DRUG, PATIENTS, EFFECT, P, OUTCOME = 4, 12, 212, 421, 518, 563
DRUG_WIDTH = 154
PLOT = (238, 394)
TICKS = (0, 25, 50, 75, 100)
TOP = 48
KEY = "JAK inhibitor, with its primary endpoint:"
HEADERS = (
    (TRIAL, 29, "Trial, phase, size: endpoint, time", "start"),
    (DRUG, 41, "Drug and dose", "start"),
    (PATIENTS, 41, "Patients", "end"),
    (sum(PLOT) / 2, 41, "Response, % of patients", "middle"),
    (EFFECT, 41, "Effect (95% interval)", "start"),
    (P, 41, "p", "start"),
    (OUTCOME - SIGN, 29, "Primary", "start"),
    (OUTCOME - SIGN, 41, "endpoint", "start"),
)
LINE_HEIGHT = 12.5
DISEASE_HEIGHT = 17
TRIAL_GAP = 4


def draw(evidence: Evidence) -> Figure:
    """Draw the accepted comparisons on a primary endpoint."""
    rows = _rows(evidence)
    if not rows:
        raise ValueError("there is no accepted row of trials on a primary endpoint in lupus")
    facts = _facts(rows)
    alt = _alt(rows, facts)
    return Figure(
        chart=_chart(rows, evidence.labels("trials", "primary_met"), alt),
        alt=alt,
        rows=tuple(row.name for row in rows),
        facts=facts,
    )


def _rows(evidence: Evidence) -> list[Row]:
    """Return the comparisons by disease, later phases first, each trial's together."""
    chosen = evidence["trials"].where(
        "primary_met in looks and intervention_class == 'jak_inhibitor'", looks=tuple(LOOKS)
    )
    in_lupus = [row for row in chosen if any(disease in DISEASES for disease in row["disease"])]
    first = {row["trial"]: number for number, row in reversed(list(enumerate(in_lupus)))}
    return sorted(
        in_lupus,
        key=lambda row: (_place(row), _disease(row), _phase(row), first[row["trial"]]),
    )


def _place(row: Row) -> int:
    return min(DISEASES.index(disease) for disease in row["disease"] if disease in DISEASES)


def _phase(row: Row) -> int:
    return row["phase"].order if row["phase"] else 99


def _disease(row: Row) -> str:
    name = ", ".join(disease.label("en") for disease in row["disease"])
    return name[0].upper() + name[1:]


def _kind(row: Row) -> str:
    """Return what a comparison has to show: percentages, figures in another unit, or none."""
    if None in (row["result_arm"], row["result_comparator"]):
        return "no_figures"
    return "drawn" if row["unit"] == "percent" else "other_unit"


def _endpoint(row: Row) -> str:
    """Return endpoint and time; the remark that no figures were seen has its place in the plot."""
    endpoint = row["endpoint"].replace(">=", "≥").replace("<=", "≤")
    if _kind(row) == "no_figures":
        endpoint = re.sub(r" \([^)]*\)$", "", endpoint)
    time = row["timepoint"]
    return endpoint if not time or time in endpoint else f"{endpoint}, {time}"


def _treatment(row: Row) -> str:
    """Return drug and dose; what stands in parentheses behind the drug's name is left out."""
    drug, dose = re.sub(r" \(.*", "", row["inhibitor"].label("en")), row["dose"] or ""
    return dose if drug in dose else f"{drug}, {dose}".removesuffix(", ")


def _effect(row: Row) -> str:
    """Return measure, estimate and interval, as far as they are there."""
    if row["effect"] is None:
        return ""
    low, high = row["ci_low"], row["ci_high"]
    text = f"{_label(row['effect_measure'])} {row['effect']}"
    if None not in (low, high):
        text += f" ({low} to {high})" if min(low, high) < 0 else f" ({low}–{high})"
    return text.replace("-", "−")


def _label(term: Any) -> str:
    return str(in_language(term.category.label, "en"))


def _figures(row: Row) -> str:
    """Return the results of arm and comparator in words."""
    if _kind(row) == "no_figures":
        return "no figures seen"
    results = f"{row['result_arm']} v {row['result_comparator']}".replace("-", "−")
    if _kind(row) == "drawn":
        return f"{results}%"
    return f"{results}, {_label(row['unit'])}" if row["unit"] else results


def _patients(row: Row) -> str:
    if None in (row["n_arm"], row["n_comparator"]):
        return ""
    return f"{row['n_arm']} v {row['n_comparator']}"


def _chart(rows: Sequence[Row], outcomes: Mapping[str, str], alt: str) -> str:
    page, body = Page(WIDTH), Page(WIDTH)
    y: float = TOP
    for disease, of_disease in groupby(rows, _disease):
        body.band((0, y + 2), (WIDTH, DISEASE_HEIGHT - 4), BAND)
        body.words((2, y + DISEASE_HEIGHT / 2), disease, bold=True)
        y += DISEASE_HEIGHT
        for names, arms in groupby(of_disease, _trial_names):
            y = _trial(body, y, names, list(arms), outcomes)
    _head(page, outcomes)
    _axis(page, y)
    page.parts += body.parts
    return page.svg(y + 17, alt)


def _trial_names(row: Row) -> tuple[str, str]:
    """Return the name of a row's trial, and what is to be said of it."""
    phase = f", {_label(row['phase'])}" if row["phase"] else ""
    people = f", {row['n_total']} patients" if row["n_total"] else ""
    better = f" ({_label(row['favourable'])})" if row["favourable"] == "below" else ""
    return row["trial"], f"{phase}{people}: {_endpoint(row)}{better}"


def _trial(
    page: Page, y: float, names: tuple[str, str], arms: Sequence[Row], outcomes: Mapping[str, str]
) -> float:
    """Add what a trial is and measured, and a line for each arm; return where it ends."""
    name, rest = names
    left = TRIAL + width_of(name, bold=True)
    page.clear_words((TRIAL, y + LINE_HEIGHT / 2), name, bold=True)
    for part in wrapped(rest, WIDTH - left):
        page.clear_words((left, y + LINE_HEIGHT / 2), part)
        y += LINE_HEIGHT
    for row in arms:
        y = _arm(page, y, row, outcomes[row["primary_met"]])
    return y + TRIAL_GAP


def _arm(page: Page, y: float, row: Row, outcome: str) -> float:
    """Add the line of a comparison; return where it ends."""
    treatment = wrapped(_treatment(row).replace(" mg", f"{NO_BREAK}mg"), DRUG_WIDTH)
    middle = y + LINE_HEIGHT / 2
    for number, part in enumerate(treatment):
        page.words((DRUG, middle + number * LINE_HEIGHT), part)
    if _kind(row) == "drawn":
        _dumbbell(page, middle, row)
    else:
        page.clear_words((sum(PLOT) / 2, middle), _figures(row), align="middle", fill=MUTED)
    _cell(page, PATIENTS, middle, _patients(row), align="end")
    _cell(page, EFFECT, middle, _effect(row))
    _cell(page, P, middle, row["p_value"] or "")
    page.sign((OUTCOME, middle), LOOKS[row["primary_met"]])
    page.words((OUTCOME + 8, middle), outcome)
    return y + len(treatment) * LINE_HEIGHT


def _cell(page: Page, x: float, y: float, text: str, align: str = "start") -> None:
    """Add what a column says of a comparison, or a dash."""
    page.words((x, y), text or "–", align=align, fill=INK if text else MUTED)


def _dumbbell(page: Page, y: float, row: Row) -> None:
    """Add the marks of arm and comparator, and their numbers on the outer sides."""
    arm, comparator = _x(row["result_arm"]), _x(row["result_comparator"])
    look, side = LOOKS[row["primary_met"]], 1 if arm >= comparator else -1
    page.line((comparator, y), (arm, y), look[1], 1.6)
    page.sign((comparator, y), COMPARATOR, full=False)
    page.sign((arm, y), look, what=f"{row['trial']}, {_treatment(row)}: {_figures(row)}")
    _beside(page, arm, y, side, str(row["result_arm"]), bold=True)
    _beside(page, comparator, y, -side, str(row["result_comparator"]))


def _beside(page: Page, x: float, y: float, side: int, text: str, **look: Any) -> None:
    """Add words on the right (1) or left (-1) of a mark."""
    align = "start" if side > 0 else "end"
    page.clear_words((x + side * (SIGN + 4), y), text, align=align, **look)


def _x(percent: Any) -> float:
    left, right = PLOT
    return left + (right - left) * float(percent) / 100


def _head(page: Page, outcomes: Mapping[str, str]) -> None:
    """Add what the signs mean, and the heads of the columns."""
    page.sign((TRIAL + SIGN, 8), COMPARATOR, full=False)
    page.words((TRIAL + 11, 8), "comparator")
    page.words((80, 8), KEY)
    x = 80 + width_of(KEY) + 10
    for value, outcome in outcomes.items():
        if value in LOOKS:
            page.sign((x, 8), LOOKS[value])
            page.words((x + 8, 8), outcome)
            x += width_of(outcome) + 26
    for x, y, text, align in HEADERS:
        page.words((x, y), text, align=align, bold=True)


def _axis(page: Page, bottom: float) -> None:
    for tick in TICKS:
        page.line((_x(tick), TOP), (_x(tick), bottom), LINE, 0.5)
        page.words((_x(tick), bottom + 8), f"{tick}", align="middle")


def _outcome(rows: Iterable[Row]) -> str:
    """Return whether a trial met its endpoint in at least one comparison, in none, or is open."""
    found = {row["primary_met"] for row in rows}
    return next(outcome for outcome in LOOKS if outcome in found)


def _facts(rows: Sequence[Row]) -> dict[str, int | str]:
    """Count trials; a trial with several comparisons counts once."""
    trials: dict[str, list[Row]] = {}
    for row in rows:
        trials.setdefault(row["trial"], []).append(row)
    outcomes = Counter(map(_outcome, trials.values()))
    in_part = [arms for arms in trials.values() if len({row["primary_met"] for row in arms}) > 1]
    kinds = [{_kind(row) for row in arms} for arms in trials.values()]
    drawn = sum("drawn" in kind for kind in kinds)
    other = sum("other_unit" in kind and "drawn" not in kind for kind in kinds)
    return {
        "trials": len(trials),
        "met": outcomes["yes"],
        "met_in_part": sum(_outcome(arms) == "yes" for arms in in_part),
        "missed": outcomes["no"],
        "unclear": outcomes["unclear"],
        "drawn": drawn,
        "other_unit": other,
        "without_figures": len(trials) - drawn - other,
        "comparisons": len(rows),
        "comparisons_met": sum(row["primary_met"] == "yes" for row in rows),
        "comparisons_missed": sum(row["primary_met"] == "no" for row in rows),
        "comparisons_unclear": sum(row["primary_met"] == "unclear" for row in rows),
    }


def _alt(rows: Sequence[Row], facts: Mapping[str, int | str]) -> str:
    """Return the figure in words, comparison by comparison."""
    lines = [
        f"{trial}: {'; '.join(map(_in_words, arms))}"
        for trial, arms in groupby(rows, lambda row: row["trial"])
    ]
    return (
        f"Primary endpoints of trials of JAK inhibitors in lupus, a line for each of"
        f" {facts['comparisons']} comparisons, drug before comparator. Trials: {facts['trials']};"
        f" met in at least one comparison: {facts['met']}, of which not in all:"
        f" {facts['met_in_part']}; missed: {facts['missed']}; unclear: {facts['unclear']}."
        f" Without figures: {facts['without_figures']}. {'. '.join(lines)}."
    )


def _in_words(row: Row) -> str:
    return f"{_treatment(row)} – {_figures(row)}, {_label(row['primary_met'])}"
