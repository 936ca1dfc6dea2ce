"""A page to draw on: lines, signs and words at places in pixels, written as SVG.

For figures that are half a table: what stands where depends on how wide the words are.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import Any

from livereview.figures import FACES, FONT, INK, TEXT_SIZE, font_folder

REGULAR, BOLD = FACES
# From the middle of a line of words down to its base line, as a part of their size.
BASELINE = 0.34
NO_BREAK = "\N{NO-BREAK SPACE}"

# Half the width of a sign, and the outlines of all, from -1 to 1.
SIGN = 3.2
SIGNS = {
    "circle": "M-1,0A1,1,0,1,1,1,0A1,1,0,1,1,-1,0Z",
    "square": "M-.9,-.9H.9V.9H-.9Z",
    "diamond": "M0,-1.25L1.25,0L0,1.25L-1.25,0Z",
    "up": "M0,-1.15L1.1,.85H-1.1Z",
    "down": "M0,1.15L1.1,-.85H-1.1Z",
    "right": "M1.2,0L-.85,1.1V-1.1Z",
    "cross": "M-1,-.6L-.6,-1L0,-.4L.6,-1L1,-.6L.4,0L1,.6L.6,1L0,.4L-.6,1L-1,.6L-.4,0Z",
    "bar": "M-.3,-1.1H.3V1.1H-.3Z",
}

Place = tuple[float, float]


class Page:
    """A drawing of a given width, in the order in which its parts are added."""

    def __init__(self, width: float) -> None:
        self.width = width
        self.parts: list[str] = []

    def words(
        self,
        place: Place,
        text: str,
        *,
        align: str = "start",
        bold: bool = False,
        colour: str = INK,
    ) -> None:
        """Add a line of words, with its middle at ``place``; ``align``: start, middle or end."""
        x, y = place
        weight = {"font_weight": BOLD} if bold else {}
        look = {"text_anchor": align, "fill": colour, **weight}
        self._add("text", escape(text), x=x, y=y + BASELINE * TEXT_SIZE, **look)

    def clear_words(self, place: Place, text: str, **look: Any) -> None:
        """Add a line of words on white ground: what was drawn before does not cross it."""
        (x, y), width = place, width_of(text, look.get("bold", False))
        left = x - width * {"start": 0, "middle": 0.5, "end": 1}[look.get("align", "start")]
        self.band((left - 1, y - 0.6 * TEXT_SIZE), (width + 2, 1.2 * TEXT_SIZE), "white")
        self.words(place, text, **look)

    def line(self, start: Place, end: Place, colour: str, width: float) -> None:
        """Add a straight line."""
        (x1, y1), (x2, y2) = start, end
        self._add("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, stroke_width=width)

    def band(self, place: Place, size: Place, colour: str) -> None:
        """Add a filled rectangle, by its upper left corner and its width and height."""
        self._add("rect", x=place[0], y=place[1], width=size[0], height=size[1], fill=colour)

    def sign(
        self, place: Place, look: tuple[str, str], *, full: bool = True, what: str = ""
    ) -> None:
        """Add a sign of a shape and colour, full or open; ``what`` tells of it on its own."""
        shape, colour = look
        transform = f"translate({_number(place[0])},{_number(place[1])})scale({SIGN})"
        stroke = {"fill": colour if full else "white", "stroke": colour, "stroke_width": 1.1 / SIGN}
        title = f"<title>{escape(what)}</title>" if what else ""
        self._add("path", title, d=SIGNS[shape], transform=transform, **stroke)

    def _add(self, name: str, content: str = "", **attributes: Any) -> None:
        written = "".join(
            f' {key.replace("_", "-")}="{escape(_number(value))}"'
            for key, value in attributes.items()
        )
        self.parts.append(f"<{name}{written}>{content}</{name}>")

    def svg(self, height: float, alt: str) -> str:
        """Return the drawing; ``alt`` says what it shows to those who don't see it."""
        size = f'width="{_number(self.width)}" height="{_number(height)}"'
        box = f'viewBox="0 0 {_number(self.width)} {_number(height)}"'
        face = f'font-family="{FONT}" font-size="{TEXT_SIZE}" fill="{INK}"'
        ground = f'<rect {size} fill="white"/>'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box} {face}>'
        return "\n".join([f"{head}<desc>{escape(alt)}</desc>", ground, *self.parts, "</svg>"])


def _number(value: float | str) -> str:
    """Return a number with at most two decimals; what is no number stays as it is."""
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")


def wrapped(text: str, width: float) -> list[str]:
    """Return a text in lines of at most ``width`` pixels, as far as its words are no longer.

    A number stays with its unit.
    """
    lines: list[str] = []
    for word in filter(None, re.sub(r"(?<=\d) (?=mg\b)", NO_BREAK, text).split(" ")):
        if lines and width_of(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return [line.replace(NO_BREAK, " ") for line in lines]


def width_of(text: str, bold: bool = False) -> float:
    """Return how many pixels a line of words takes."""
    advances, missing = _advances(BOLD if bold else REGULAR)
    return sum(advances.get(ord(letter), missing) for letter in text) * TEXT_SIZE


@cache
def _advances(weight: int) -> tuple[dict[int, float], float]:
    """Return the width of a face's letters as parts of its size, and that of a missing one."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(font_folder() / FACES[weight]) as font:
        units, metrics = font["head"].unitsPerEm, font["hmtx"]
        letters = {code: metrics[name][0] / units for code, name in font.getBestCmap().items()}
        return letters, metrics[".notdef"][0] / units
