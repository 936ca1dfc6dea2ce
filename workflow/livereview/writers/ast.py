"""The woven document as plain JSON: reading it, walking it, building parts of it.

Plain dicts rather than panflute's objects: a writer makes one pass over a large document, and
loading the objects would cost more than the pass.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Node = dict[str, Any]
Change = Callable[[Node], Node | list[Node]]
Part = str | list[Node]  # a text is markup of a format, a list is for pandoc to write

# -- reading -----------------------------------------------------------------------------------


def read_document(path: Path) -> Node:
    """The woven document, as pandoc's JSON holds it."""
    document: Node = json.loads(path.read_text(encoding="utf-8"))
    return document


def attributes(node: Node) -> tuple[str, list[str], dict[str, str]]:
    """Identifier, classes and key-value attributes of a node that can carry them."""
    content = node["c"]
    identifier, classes, pairs = content[1] if node["t"] == "Header" else content[0]
    return identifier, classes, dict(pairs)


def is_a(node: Node, kind: str, name: str = "") -> bool:
    """Whether the node is of this kind and, where a class is named, has it."""
    return node["t"] == kind and (not name or name in attributes(node)[1])


def walk(value: Any) -> Iterator[Node]:
    """Every element below a value, outer ones first."""
    if isinstance(value, list):
        for item in value:
            yield from walk(item)
    elif isinstance(value, dict) and "t" in value:
        yield value
        yield from walk(value.get("c"))


def text_of(value: Any) -> str:
    """The plain text of inlines or blocks."""
    return "".join(map(_own_text, walk(value)))


def _own_text(node: Node) -> str:
    match node["t"]:
        case "Str":
            return str(node["c"])
        case "Code" | "Math":
            return str(node["c"][1])
        case "Space" | "SoftBreak" | "LineBreak":
            return " "
    return ""


# -- metadata ----------------------------------------------------------------------------------


def meta_text(document: Node, key: str) -> str:
    """A metadata field as plain text; "" where it is missing."""
    return _meta_text(document["meta"].get(key, {"t": "MetaString", "c": ""}))


def meta_list(document: Node, key: str) -> list[str]:
    """A metadata list as plain texts; a single value counts as a list of one."""
    value = document["meta"].get(key)
    if value is None:
        return []
    return (
        [_meta_text(item) for item in value["c"]]
        if value["t"] == "MetaList"
        else [_meta_text(value)]
    )


def term(document: Node, key: str) -> str:
    """A word that the writers print, such as "Contents", in the document's language."""
    terms = document["meta"].get("terms", {"c": {}})["c"]
    if key not in terms:
        raise KeyError(f"the document's terms lack {key!r}: see `terms` in config/config.yaml")
    return _meta_text(terms[key])


def _meta_text(value: Node) -> str:
    return str(value["c"]) if value["t"] == "MetaString" else text_of(value["c"])


# -- building ----------------------------------------------------------------------------------


def string(text: str) -> Node:
    """Text that is printed as it is."""
    return {"t": "Str", "c": text}


def raw(fmt: str, text: str) -> Node:
    """An inline that only the writer of this format reads."""
    return {"t": "RawInline", "c": [fmt, text]}


def raw_block(fmt: str, text: str) -> Node:
    """A block that only the writer of this format reads."""
    return {"t": "RawBlock", "c": [fmt, text]}


def plain(*inlines: Node) -> Node:
    """A run of inlines that is no paragraph of its own."""
    return {"t": "Plain", "c": list(inlines)}


def paragraph(*inlines: Node) -> Node:
    """A paragraph."""
    return {"t": "Para", "c": list(inlines)}


def div(blocks: list[Node], *classes: str, **pairs: str) -> Node:
    """A division with classes and attributes."""
    return {"t": "Div", "c": [["", list(classes), [list(pair) for pair in pairs.items()]], blocks]}


# -- changing ----------------------------------------------------------------------------------


def rewrite(value: Any, change: Change) -> Any:
    """A copy of the value in which `change` has been given every element, inner ones first.

    Where it returns a list, its items take the element's place.
    """
    if isinstance(value, list):
        return _rewrite_list(value, change)
    if not isinstance(value, dict) or "t" not in value:  # a Cite's citations are not elements
        return value
    # What an image holds is its text alternative, which is never printed.
    leaf = "c" not in value or value["t"] == "Image"
    return change(value if leaf else {**value, "c": rewrite(value["c"], change)})


def _rewrite_list(items: list[Any], change: Change) -> list[Any]:
    changed: list[Any] = []
    for item in items:
        new = rewrite(item, change)
        # A list that stood in a list stays one (a table's rows); one made of an element is spliced.
        if isinstance(new, list) and not isinstance(item, list):
            changed.extend(new)
        else:
            changed.append(new)
    return changed


def unwrap_blocks(node: Node) -> Node | list[Node]:
    """Drop the divs that only say which rows a block rests on."""
    if is_a(node, "Div", "block"):
        inner: list[Node] = node["c"][1]
        return inner
    return node


def loosen_citations(node: Node, opening: Node) -> Node:
    """Let a citation's run of numbers break after each comma, by way of the given inline."""
    if node["t"] != "Cite":
        return node
    citations, inlines = node["c"]
    loosened = [part for inline in inlines for part in _with_break(inline, opening)]
    return {**node, "c": [citations, loosened]}


def _with_break(inline: Node, opening: Node) -> list[Node]:
    tight = inline["t"] == "Str" and inline["c"].endswith((",", ";"))
    return [inline, opening] if tight else [inline]


# Words with a part that is longer than a line's end can wait for, as lines break by themselves
# after hyphens and slashes alone.
_LONG_WORD = re.compile(r"\S*[^\s/\-–—]{17}\S*")
_AFTER_MARK = re.compile(r"(?:(?<=[._=&?:,;@|+~])|(?<=[^/:]/))(?=[^\s/])")
_AT_MOST = re.compile(r"[^\-–—]{1,25}[\-–—]*|[\-–—]+")
_CUT = "\0"  # no text holds it


def pieces(text: str) -> list[str]:
    """A text cut where it may break although it has no blank: within its long words.

    Ordinary words are left whole, to be hyphenated; what is longer than any word is cut anywhere.
    """
    return _LONG_WORD.sub(_with_cuts, text).split(_CUT)


def _with_cuts(match: re.Match[str]) -> str:
    parts = _AFTER_MARK.split(match[0])
    return _CUT.join(cut for part in parts for cut in _AT_MOST.findall(part))


_RANGE = re.compile(r"(\d[\d.,]*–\d[\d.,]*)")


def ranges(text: str) -> list[str]:
    """A text cut around its ranges, such as 0.91–1.94: those, at odd places, stay on one line."""
    return _RANGE.split(text)


def interleave(fmt: str, parts: Iterable[Part]) -> Node:
    """Markup of a format with the document's inlines between."""
    runs = ([raw(fmt, part)] if isinstance(part, str) else part for part in parts)
    return plain(*(inline for run in runs for inline in run))


# -- tables ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """A cell's content as one run of inlines, and the number of columns it takes."""

    inlines: list[Node]
    span: int = 1


@dataclass(frozen=True)
class Row:
    """A printed row, with the rows of evidence it shows, separated by spaces."""

    cells: list[Cell]
    rows: str = ""


@dataclass(frozen=True)
class Group:
    """A run of rows, with the row that heads it where the table is grouped."""

    heading: Row | None
    rows: list[Row]


@dataclass(frozen=True)
class Table:
    """A table of the woven document, its parts by name.

    Attributes:
        name: identifier, the target of cross-references.
        caption: the caption's inlines, its label first.
        widths: the columns' shares of the width; they add up to 1.
        aligns: how each column is aligned: left, right, center or default.
        header: the row that names the columns.
        groups: the rows, in one group or several.
        notes: the blocks that are printed below.
        landscape: whether the table needs a wide page.
    """

    name: str
    caption: list[Node]
    widths: list[float]
    aligns: list[str]
    header: Row
    groups: list[Group]
    notes: list[Node]
    landscape: bool


def tables_in(blocks: list[Node]) -> Iterator[Table]:
    """The tables among the blocks, those within other divs included."""
    for block in blocks:
        if is_a(block, "Div", "table"):
            yield read_table(block)
        elif is_a(block, "Div"):
            yield from tables_in(block["c"][1])


def read_table(node: Node) -> Table:
    """The parts of a Div.table: one table and, below it, its notes."""
    table, *notes = node["c"][1]
    attr, caption, columns, head, bodies, _ = table["c"]
    return Table(
        name=attr[0],
        caption=_inlines(caption[1]),
        widths=[width.get("c", 1 / len(columns)) for _, width in columns],
        aligns=[align["t"].removeprefix("Align").lower() for align, _ in columns],
        header=_row(head[1][0]),
        groups=[_group(body) for body in bodies],
        notes=[block for note in notes for block in note["c"][1]],
        landscape=is_a(node, "Div", "landscape"),
    )


def _group(body: list[Any]) -> Group:
    _, _, heads, rows = body
    return Group(_row(heads[0]) if heads else None, [_row(row) for row in rows])


def _row(row: list[Any]) -> Row:
    attr, cells = row
    pairs = dict(attr[2])
    return Row([Cell(_inlines(cell[4]), cell[3]) for cell in cells], pairs.get("data-rows", ""))


def _inlines(blocks: list[Node]) -> list[Node]:
    """The content of plain blocks as one run of inlines, with breaks between the blocks."""
    runs = [([{"t": "LineBreak"}] if n else []) + block["c"] for n, block in enumerate(blocks)]
    return [inline for run in runs for inline in run]
