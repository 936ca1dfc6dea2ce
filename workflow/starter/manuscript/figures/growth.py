"""Draw each result with its interval, in the order of the plants."""

from __future__ import annotations

import altair as alt
import pandas as pd
from livereview.evidence import Evidence, Row
from livereview.figures import Figure


def draw(evidence: Evidence) -> Figure:
    """Return the results as points with lines; zero is where music makes no difference."""
    rows = list(evidence["studies"])
    results = pd.DataFrame([_line(row) for row in rows])
    name = alt.Y("name:N", title=None, sort=None)
    limits = alt.X("low:Q", title="Difference in growth (millimetres a week)")
    base = alt.Chart(results, width=380, height=alt.Step(24))
    zero = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(strokeDash=[3, 3]).encode(x="zero:Q")
    lines = base.mark_rule().encode(x=limits, x2="high:Q", y=name)
    points = base.mark_point(filled=True, size=60, opacity=1).encode(x="difference:Q", y=name)
    return Figure(
        chart=zero + lines + points,
        alt=f"{len(rows)} results as points with intervals on a scale that has zero in its middle.",
        rows=tuple(row.name for row in rows),
        facts={"drawn": len(rows)},
    )


def _line(row: Row) -> dict[str, str | float]:
    return {
        "name": f"{row['plant'].label('en')}, {row['music'].category.label}",
        "difference": float(row["difference"]),
        "low": float(row["ci_low"]),
        "high": float(row["ci_high"]),
    }
