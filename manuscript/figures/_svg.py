"""SVG as a tree: elements, words, arrows. A place is a pair of pixels, across and down."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree

from _text import text_width
from livereview.figures import FONT, INK, TEXT_SIZE

Element = ElementTree.Element
Place = tuple[float, float]

LINE_HEIGHT = 12.0
HEAD = 4.6


def node(tag: str, *children: Element, **attributes: Any) -> Element:
    """Return an element; ``stroke_width`` is written stroke-width, numbers to a hundredth."""
    named = {name.replace("_", "-"): _written(value) for name, value in attributes.items()}
    element = Element(tag, named)
    element.extend(children)
    return element


def _written(value: Any) -> str:
    return f"{round(value, 2):g}" if isinstance(value, float) else str(value)


def group(children: Iterable[Element], x: float = 0, y: float = 0, **attributes: Any) -> Element:
    """Return elements as one, moved by ``x`` and ``y``."""
    return node("g", *children, transform=f"translate({_written(x)} {_written(y)})", **attributes)


def path(*parts: str | float | Place, **attributes: Any) -> Element:
    """Return a path of commands and places."""
    words = (
        " ".join(map(_number, part)) if isinstance(part, tuple) else _number(part) for part in parts
    )
    return node("path", d=" ".join(words), **{"fill": "none", **attributes})


def _number(part: str | float) -> str:
    return part if isinstance(part, str) else _written(float(part))


def text(words: str, place: Place, **style: Any) -> Element:
    """Return a line of words that begins at a place, or by ``text_anchor`` has its middle there."""
    x, middle = place
    look = {"fill": INK, "font_size": TEXT_SIZE, **style}
    element = node("text", x=float(x), y=middle + 0.34 * TEXT_SIZE, **look)
    element.text = words
    return element


def lines(parts: Iterable[str], place: Place, **style: Any) -> list[Element]:
    """Return lines of words one below the other; the first has its middle at the place."""
    x, y = place
    return [text(part, (x, y + LINE_HEIGHT * row), **style) for row, part in enumerate(parts)]


def arrow(start: Place, end: Place, bend: Place | None = None, **style: Any) -> list[Element]:
    """Return an arrow, straight or drawn towards a third place."""
    look = {"stroke": INK, "stroke_width": 1.2, **style}
    come_from = bend or start
    angle = math.atan2(end[1] - come_from[1], end[0] - come_from[0])
    neck = _ahead(end, angle, -HEAD * 0.8)
    line = ("M", start, "Q", bend, neck) if bend else ("M", start, "L", neck)
    corners = [end, *(_ahead(end, angle + turn, -HEAD) for turn in (0.5, -0.5))]
    return [path(*line, **look), polygon(corners, fill=look["stroke"])]


def _ahead(place: Place, angle: float, distance: float) -> Place:
    return place[0] + distance * math.cos(angle), place[1] + distance * math.sin(angle)


def polygon(corners: Iterable[Place], **attributes: Any) -> Element:
    """Return a closed shape."""
    points = " ".join(",".join(map(_number, corner)) for corner in corners)
    return node("polygon", points=points, **attributes)


def number_sign(number: int, place: Place) -> Element:
    """Return a number in a dark circle."""
    x, y = place
    width = max(13.0, text_width(str(number), 600) + 6)
    plate = {"x": x - width / 2, "y": y - 6.5, "width": width, "height": 13, "rx": 6.5}
    style = {"fill": "white", "text_anchor": "middle", "font_weight": 600}
    return group([node("rect", **plate, fill=INK), text(str(number), place, **style)])


def document(size: Place, alt: str, children: Iterable[Element]) -> str:
    """Return the text of a drawing, with the words for those who don't see it."""
    width, height = map(_written, size)
    description = node("desc")
    description.text = alt
    ground = node("rect", width=width, height=height, fill="white")
    root = node(
        "svg",
        description,
        ground,
        *children,
        xmlns="http://www.w3.org/2000/svg",
        role="img",
        width=width,
        height=height,
        viewBox=f"0 0 {width} {height}",
        font_family=FONT,
    )
    return ElementTree.tostring(root, encoding="unicode")
