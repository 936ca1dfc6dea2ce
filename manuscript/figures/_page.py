"""A page that is half a table: lines, signs and words are added to it at places in pixels."""

from __future__ import annotations

from typing import Any

from _svg import Element, Place, document, node, text
from _text import text_width
from livereview.figures import TEXT_SIZE

BOLD = 600
Look = tuple[str, str]

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


class Page:
    """A drawing of a given width, in the order in which its parts are added."""

    def __init__(self, width: float) -> None:
        self.width = width
        self.parts: list[Element] = []

    def words(
        self, place: Place, words: str, *, align: str = "start", bold: bool = False, **look: Any
    ) -> None:
        """Add a line of words, with its middle at ``place``; ``align``: start, middle or end."""
        weight = {"font_weight": BOLD} if bold else {}
        self.parts.append(text(words, place, text_anchor=align, **weight, **look))

    def clear_words(
        self, place: Place, words: str, *, align: str = "start", bold: bool = False, **look: Any
    ) -> None:
        """Add a line of words on white ground: what was drawn before does not cross it."""
        width = width_of(words, bold)
        left = place[0] - width * {"start": 0, "middle": 0.5, "end": 1}[align]
        top = place[1] - 0.6 * TEXT_SIZE
        self.band((left - 1, top), (width + 2, 1.2 * TEXT_SIZE), "white")
        self.words(place, words, align=align, bold=bold, **look)

    def line(self, start: Place, end: Place, colour: str, width: float) -> None:
        """Add a straight line."""
        (x1, y1), (x2, y2) = start, end
        ends = {"x1": float(x1), "y1": float(y1), "x2": float(x2), "y2": float(y2)}
        self.parts.append(node("line", **ends, stroke=colour, stroke_width=width))

    def band(self, place: Place, size: Place, colour: str) -> None:
        """Add a filled rectangle, by its upper left corner and its width and height."""
        corner = {"x": float(place[0]), "y": float(place[1])}
        extent = {"width": float(size[0]), "height": float(size[1])}
        self.parts.append(node("rect", **corner, **extent, fill=colour))

    def sign(self, place: Place, look: Look, *, full: bool = True, what: str = "") -> None:
        """Add a sign of a shape and colour, full or open; ``what`` tells of it on its own."""
        shape, colour = look
        move = f"translate({place[0]:.2f} {place[1]:.2f}) scale({SIGN})"
        stroke = {"stroke": colour, "stroke_width": 1.1 / SIGN}
        sign = node(
            "path", d=SIGNS[shape], transform=move, fill=colour if full else "white", **stroke
        )
        if what:
            title = node("title")
            title.text = what
            sign.append(title)
        self.parts.append(sign)

    def svg(self, height: float, alt: str) -> str:
        """Return the drawing; ``alt`` says what it shows to those who don't see it."""
        return document((self.width, height), alt, self.parts)


def width_of(words: str, bold: bool = False) -> float:
    """Return how many pixels a line of words takes."""
    return text_width(words, BOLD) if bold else text_width(words)
