"""Draw each result with its interval, plant by plant."""

from __future__ import annotations

import json

import altair as alt
import pandas as pd
from livereview.evidence import Evidence, Row
from livereview.figures import Figure
from livereview.marks import leading_to


def draw(evidence: Evidence) -> Figure:
    """Return the results as points with lines; zero is where music makes no difference."""
    rows = sorted(evidence["studies"], key=lambda row: row["plant"].label("en"))
    results = pd.DataFrame([_line(row) for row in rows])
    # Each row has a line of its own, also where two of them have the same name.
    names = json.dumps(dict(zip(results["row"], results["name"], strict=True)))
    place = alt.Y("row:N", title=None, sort=None, axis=alt.Axis(labelExpr=f"{names}[datum.value]"))
    limits = alt.X("low:Q", title="Difference in growth (millimetres a week)")
    limits = limits.axis(tickCount=7, format="~g").scale(nice=7)
    base = alt.Chart(results, width=380, height=alt.Step(24))
    zero = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(strokeDash=[3, 3]).encode(x="zero:Q")
    lines = base.mark_rule().encode(x=limits, x2="high:Q", y=place)
    points = base.mark_point(filled=True, size=60, opacity=1).encode(
        x="difference:Q", y=place, description="name:N", href="rows:N"
    )
    return Figure(
        chart=zero + lines + points,
        alt=f"{len(rows)} results as points with intervals, and a line where the difference is 0.",
        rows=tuple(row.name for row in rows),
        facts={"drawn": len(rows)},
    )


def _line(row: Row) -> dict[str, str | float]:
    return {
        "row": row.id,
        "rows": leading_to([row.name]),
        "name": f"{row['plant'].label('en')}, {row['music'].category.label}",
        "difference": float(row["difference"]),
        "low": float(row["ci_low"]),
        "high": float(row["ci_high"]),
    }
