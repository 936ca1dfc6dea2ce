"""The look of a thing, the same in every figure: what is harm in one is not benefit in another.

The colours hold for the common kinds of colour blindness and differ in lightness, so that they
can be told apart in grey print; where they carry meaning, a shape says the same.
"""

from __future__ import annotations

# Directions of risk or effect.
CAUSES = "#7a1f4f"
HIGHER = "#d55e00"
LOWER = "#0072b2"
OPEN = "#7d7d7d"
NONE = "#000000"
UNCLEAR = "#222222"

# Parts of the pathway.
JAK = "#00795c"
STAT = "#7d5ba6"
CYTOKINE = "#b08a1e"

# A band behind every other line or column.
BAND = "#f3f3f3"

# Measures in pixels of 1/96 inch: 605 by 830 print as 16 by 22 cm.
WIDTH = 605
HEIGHT = 830
