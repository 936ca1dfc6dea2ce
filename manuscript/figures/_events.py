"""What stands on the timeline: approvals by drug and indication, regulators' acts by body."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from _looks import HIGHER, LOWER, NONE, OPEN
from livereview.datapackage import in_language
from livereview.evidence import Evidence, Row
from livereview.figures import INK

# Approvals for this disease alone are context: they share a line, in grey.
CONTEXT = "myelofibrosis"

# The signs differ in shape: what they say holds in grey print and for any eye.
AGENCIES = {"ema": "circle", "fda": "square", "pmda": "diamond", "nmpa": "right"}
BINDING = ("binding_decision", "label_change", "temporary_restriction")
REFUSAL = "refusal"
# The vocabulary has no kind for an indication that grows; the words of the action say it.
WIDER = "widened"
ACTS = {
    "binding": ("up", HIGHER),
    "wider": ("down", LOWER),
    REFUSAL: ("cross", NONE),
    "notice": ("bar", HIGHER),
}

Key = list[tuple[str, tuple[str, str]]]


@dataclass(frozen=True)
class Mark:
    """An event: when it was, in years, whether only the year is known, and its sign."""

    time: float
    year_only: bool
    look: tuple[str, str]
    what: str


@dataclass(frozen=True)
class Entry:
    """A line: what heads its block, if it is the first, what it is about, marks, their words."""

    heading: str
    title: str
    marks: Sequence[Mark]
    beside: str = ""


def date_of(row: Row) -> str:
    """Return when something was, as far as it is known: ``2012``, ``2012-11`` or ``2012-11-06``."""
    return str(row["date"] or row["year"])


def time_of(date: str) -> float:
    """Return a date in years; a year or a month stands for its middle."""
    year, *rest = map(int, date.split("-"))
    if not rest:
        return year + 0.5
    month, day = rest[0], rest[1] if rest[1:] else 16
    return year + (month - 1 + (day - 0.5) / 31) / 12


def is_year(date: str) -> bool:
    return "-" not in date


def label_of(term: Any) -> str:
    return str(in_language(term.category.label, "en"))


def is_context(row: Row) -> bool:
    return all(disease == CONTEXT for disease in row["disease"])


def _approval(row: Row) -> Mark:
    drug, date = row["inhibitor"].label("en"), date_of(row)
    return Mark(
        time=time_of(date),
        year_only=is_year(date),
        look=(AGENCIES[row["agency"]], OPEN if is_context(row) else INK),
        what=f"{drug}, {row['indication']}, {label_of(row['agency'])}: {date}",
    )


def kind_of(row: Row) -> str:
    """Return which sign an action has."""
    if row["action_type"] == REFUSAL:
        return REFUSAL
    if row["action_type"] not in BINDING:
        return "notice"
    return "wider" if WIDER in row["action"] else "binding"


def _act(row: Row) -> Mark:
    date = row["date"]
    what = f"{label_of(row['agency'])}, {words_of(row)}: {date}"
    return Mark(time_of(date), is_year(date), ACTS[kind_of(row)], what)


def words_of(row: Row) -> str:
    """Return an action in words: on which drugs, and what."""
    drugs = [drug.label("en") for drug in row["drugs"]]
    subject = " and ".join(drugs) if len(drugs) < 3 else f"{len(drugs)} JAK inhibitors"
    return f"{subject}: {row['action']}"


def approval_blocks(approvals: Sequence[Row]) -> list[list[Entry]]:
    """Return the lines of each drug, in the order of first approvals; the context comes last."""
    names = _drug_names(approvals)
    drugs: dict[str, dict[str, list[Row]]] = {}
    for row in sorted(
        approvals, key=lambda row: (time_of(date_of(row)), names[row["inhibitor"].id])
    ):
        if not is_context(row):
            lines = drugs.setdefault(names[row["inhibitor"].id], {})
            lines.setdefault(row["indication"], []).append(row)
    blocks = [_drug_block(name, lines) for name, lines in drugs.items()]
    context = [row for row in approvals if is_context(row)]
    if context:
        title = f"{context[0]['disease'][0].label('en')} ({_counted(context)})"
        blocks.append([Entry("Context", title, _approval_marks(context))])
    return blocks


def _counted(rows: Iterable[Row]) -> str:
    number = len({row["inhibitor"].id for row in rows})
    return "1 drug" if number == 1 else f"{number} drugs"


def _drug_names(approvals: Iterable[Row]) -> dict[str, str]:
    """Return the drugs' names by id, without what is in parentheses where it is not needed."""
    full = {row["inhibitor"].id: row["inhibitor"].label("en") for row in approvals}
    short = [name.split(" (")[0] for name in full.values()]
    return {
        id: name if short.count(name.split(" (")[0]) > 1 else name.split(" (")[0]
        for id, name in full.items()
    }


def _drug_block(name: str, lines: Mapping[str, Sequence[Row]]) -> list[Entry]:
    first = next(iter(lines))
    return [
        Entry(name if indication == first else "", indication, _approval_marks(rows))
        for indication, rows in lines.items()
    ]


def _approval_marks(rows: Iterable[Row]) -> list[Mark]:
    ordered = sorted(rows, key=lambda row: (time_of(date_of(row)), row["agency"].order, row.id))
    return [_approval(row) for row in ordered]


def action_blocks(dated: Sequence[Row]) -> list[list[Entry]]:
    """Return the lines of each body: one for all its notices, and one for each other act."""
    blocks = []
    for agency, of_agency in groupby(
        sorted(dated, key=lambda row: (row["agency"].order, time_of(date_of(row)), row.id)),
        lambda row: row["agency"],
    ):
        rows = list(of_agency)
        heading = label_of(agency)
        notices = [_act(row) for row in rows if kind_of(row) == "notice"]
        block = [Entry(heading, "", notices)] if notices else []
        for row in rows:
            if kind_of(row) != "notice":
                block.append(Entry("" if block else heading, "", [_act(row)], words_of(row)))
        blocks.append(block)
    return blocks


def approval_key(evidence: Evidence) -> Key:
    """Return what the signs of approvals mean."""
    labels = evidence.labels("approvals", "agency")
    return [(label, (AGENCIES[agency], INK)) for agency, label in labels.items()]


def action_key(evidence: Evidence) -> Key:
    """Return what the signs of actions mean."""
    labels = evidence.labels("regulatory", "action_type")
    words = {
        "binding": ", ".join(labels[kind] for kind in BINDING),
        "wider": "use widened",
        REFUSAL: labels[REFUSAL],
        "notice": "advice, review, letter or notice",
    }
    return [(text, ACTS[kind]) for kind, text in words.items()]
