"""How wide words are in print, so that no figure has to guess where the next thing may stand."""

from __future__ import annotations

from functools import cache
from typing import Any

from livereview.figures import FACES, TEXT_SIZE, font_folder


def text_width(text: str, weight: int = 400, size: float = TEXT_SIZE) -> float:
    """Return the width of a line in pixels, in the face that all figures share."""
    advances, names, units = _face(weight)
    glyphs = (names.get(ord(letter), ".notdef") for letter in text)
    return float(sum(advances[glyph][0] for glyph in glyphs) * size / units)


def wrapped(text: str, width: float, weight: int = 400, size: float = TEXT_SIZE) -> list[str]:
    """Return a text as lines, none wider than ``width`` pixels unless it is a single word.

    What a no-break space joins is one word.
    """
    lines: list[str] = []
    for word in filter(None, text.split(" ")):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, weight, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@cache
def _face(weight: int) -> tuple[Any, dict[int, str], int]:
    """Return the advances of a face's glyphs, its glyphs by letter, and its units per em."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(font_folder() / FACES[weight]) as font:
        return font["hmtx"].metrics, font.getBestCmap(), font["head"].unitsPerEm
