"""Words in charts whose places are given in pixels."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas

# For words and signs that stand for no row.
ONE = pandas.DataFrame({"one": [1]})


def lettering(chart: alt.Chart, **style: Any) -> alt.Chart:
    """Return a chart's words; unless the style says otherwise, their left middle is the place."""
    style = {"align": "left", "baseline": "middle", "aria": False, **style}
    text: alt.Chart = chart.mark_text(**style)
    return text


def note(text: str, x: float, y: float, **style: Any) -> alt.Chart:
    """Return a text at a fixed place."""
    return lettering(alt.Chart(ONE), x=x, y=y, text=text, **style)
