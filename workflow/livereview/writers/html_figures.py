"""Figures in the web page: drawings as part of it, with marks that lead to their rows."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from livereview.writers.ast import Node, raw, text_of
from livereview.writers.html_rows import Rows
from livereview.writers.html_tables import region

_SVG = "{http://www.w3.org/2000/svg}"
_SCREEN_SCALE = 1.4  # charts are drawn for paper, where 9 pixels are readable


def embedded(figures: Path, rows: Rows, node: Node) -> Node:
    """The image with its file inside: a drawing as elements of the page, others as data."""
    (name, classes, pairs), alt, (url, title) = node["c"]
    path = figures / Path(url).name
    if path.suffix == ".svg":
        return raw("html", _drawing(path, text_of(alt), rows))
    data = base64.b64encode(path.read_bytes()).decode()
    return {**node, "c": [[name, classes, pairs], alt, [f"data:image/png;base64,{data}", title]]}


def framed(node: Node) -> Node:
    """The figure in a frame of its own, which scrolls where the screen is narrower."""
    attr, (short, caption), blocks = node["c"]
    label = f"{attr[0]}-caption"
    named = [{**block, "c": [_span(label, block["c"])]} for block in caption]
    frame: Node = {"t": "Div", "c": [["", ["frame"], region(label)], blocks]}
    return {**node, "c": [attr, [short, named], [frame]]}


def _span(identifier: str, inlines: list[Node]) -> Node:
    return {"t": "Span", "c": [[identifier, [], []], inlines]}


def _drawing(path: Path, alt: str, rows: Rows) -> str:
    from lxml import etree

    root = etree.fromstring(path.read_bytes())
    for element in (*root.iter(f"{_SVG}style"), *root.iterfind(f"{_SVG}desc")):
        # The page has the letters, and the alternative stands in an attribute.
        if (parent := element.getparent()) is not None:
            parent.remove(element)
    marks = [mark for mark in root.iter(f"{_SVG}g") if mark.get("data-rows")]
    for mark in marks:
        _lead(mark, rows)
    _rename(root, path.stem)
    _show(root, alt, marked=bool(marks))
    return etree.tostring(root, encoding="unicode", with_tail=False)


def _lead(mark: Any, rows: Rows) -> None:
    """Make a link of a group that stands for rows; what it is called is what its sign says."""
    names = (mark.get("data-rows") or "").split()
    address = next((found for name in names if (found := rows.address(name))), "")
    if not address:
        return
    mark.tag = f"{_SVG}a"
    mark.set("href", address)
    mark.set("class", "mark")
    for sign in mark.iter():
        if label := sign.attrib.pop("aria-label", None):
            mark.set("aria-label", label)
        sign.attrib.pop("role", None)
        sign.attrib.pop("aria-roledescription", None)


def _rename(root: Any, name: str) -> None:
    """Put the figure's name before its identifiers: each may stand once in the page."""
    known = {element.get("id") for element in root.iter() if element.get("id")}
    for element in root.iter():
        for key, value in element.items():
            if key == "id":
                element.set(key, f"{name}-{value}")
            elif value.startswith("#") and value[1:] in known:
                element.set(key, f"#{name}-{value[1:]}")
            elif value.startswith("url(#"):
                element.set(key, value.replace("url(#", f"url(#{name}-"))


def _show(root: Any, alt: str, *, marked: bool) -> None:
    """Give a drawing its size on a screen, if there is room, and its text alternative."""
    width, height = root.get("width"), root.get("height")
    if width and height:
        root.set("viewBox", root.get("viewBox") or f"0 0 {width} {height}")
        root.set("width", str(round(float(width) * _SCREEN_SCALE)))
        root.set("height", str(round(float(height) * _SCREEN_SCALE)))
    # What an image holds is hidden from those who can't see it; links must not be.
    root.set("role", "document" if marked else "img")
    root.set("aria-label", alt)
