"""Ways through the web page from a value to its row of evidence, and from a row to the text.

A look at the tables gives each row its place: the first printed line that shows it alone, or else
the first one that shows it, or else its record at the end of the page. A walk over the document
then makes links of values, and notes where the text rests on which rows. None of it needs a script.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from livereview.writers.ast import Node, attributes, is_a, text_of, walk
from livereview.writers.row_links import FEW, anchor
from livereview.writers.tables import lines_of, tables_in


@dataclass(frozen=True)
class Place:
    """A place of the page: its address, a short name such as 8.2 or Table 5, and its title.

    ``language`` is that of the name, where it is another than the page's.
    """

    address: str
    name: str
    title: str = ""
    language: str = ""


_NO_ATTRIBUTES: tuple[str, list[str], list[Any]] = ("", [], [])


class Rows:
    """The rows that a document rests on, and their places.

    Attributes:
        records: what `livereview.records.row_records` says of them.
        shown: the printed line of each row that a table shows.
        used: the places of the text that rest on a row, one a section.
        cited: the places that cite a work, one a section or table.
    """

    def __init__(self, document: Node) -> None:
        empty: dict[str, Any] = {"tables": {}, "rows": {}, "works": {}}
        self.records: dict[str, Any] = document.get("evidence", empty)
        self.shown, self._alone = _lines(document["blocks"])
        self.used: dict[str, list[Place]] = {}
        self.cited: dict[str, list[Place]] = {}
        self._section = Place("#text", "")
        self._number = 0
        self._free = dict.fromkeys(self.shown)
        self._visit(document["blocks"])

    @property
    def unshown(self) -> list[str]:
        """The rows with a record that no printed table shows, in the order of the evidence."""
        return [name for name in self.records["rows"] if name not in self.shown]

    def address(self, name: str) -> str:
        """The address of a row; empty where the page holds nothing of it."""
        known = name in self.shown or name in self.records["rows"]
        return f"#{anchor(name)}" if known else ""

    def take_anchors(self, names: str) -> list[str]:
        """The anchors of those rows whose place a printed line is; the lines ask in their order."""
        own = names.split()
        new = [
            name
            for name in own
            if name in self._free and (len(own) == 1 or name not in self._alone)
        ]
        for name in new:
            del self._free[name]
        return [anchor(name) for name in new]

    # -- the walk over the document: inner nodes are changed where they stand

    def _visit(self, value: Any, *, bound: bool = True) -> None:
        """Give values and citations their links and names; within a link there can be no other."""
        if isinstance(value, list):
            for item in value:
                self._visit(item, bound=bound)
        elif isinstance(value, dict) and "t" in value:
            self._visit_node(value, bound)

    def _visit_node(self, node: Node, bound: bool) -> None:
        kind, content = node["t"], node.get("c")
        if not isinstance(content, list):  # a text, or nothing: there are many of these
            return
        name, classes, _ = content[0] if kind in ("Div", "Span") else _NO_ATTRIBUTES
        if kind == "Div" and "table" in classes:
            self._visit_table(node)
        elif kind == "Span" and "value" in classes:
            self._bind_value(node, bound)
        elif kind == "Span" and "evidence" in classes:
            self._note_citation(node)
        elif name != "refs":
            if kind == "Header":
                self._section = _section(node)
            elif kind == "Cite":
                self._name_citation(node)
            self._visit(content, bound=bound and kind not in ("Header", "Link", "Image"))

    def _visit_table(self, node: Node) -> None:
        table, *notes = node["c"][1]
        section, self._section = self._section, _table_place(node)
        self._visit(table["c"][1])
        for attr, cells in (line for body in table["c"][4] for part in body[2:4] for line in part):
            self._visit_line(dict(attr[2]).get("data-rows", ""), cells)
        self._visit(notes)
        self._section = section

    def _visit_line(self, names: str, cells: Any) -> None:
        """A value of the line's own rows needs no link: it stands where that would lead."""
        for node in _spans(cells):
            classes = node["c"][0][1]
            if "evidence" in classes:
                self._note_works(node, self._line_place(names))
            elif "value" in classes:
                own = set(attributes(node)[2].get("data-rows", "").split()) <= set(names.split())
                if own:
                    node["c"][0][2] = []
                else:
                    node["c"][1] = self._link(node)

    def _line_place(self, names: str) -> Place:
        own = names.split()
        return Place(self.address(own[0]), self._section.name) if own else self._section

    def _bind_value(self, node: Node, bound: bool) -> None:
        if bound and "data-rows" in attributes(node)[2]:
            self._note_use(node)
            node["c"][1] = self._link(node)

    def _link(self, node: Node) -> list[Node]:
        content: list[Node] = node["c"][1]
        names = attributes(node)[2].get("data-rows", "").split()
        address = next((found for name in names if (found := self.address(name))), "")
        if not address:
            return content
        return [{"t": "Link", "c": [["", ["to-row"], []], content, [address, ""]]}]

    def _note_citation(self, node: Node) -> None:
        place = self._note_use(node)
        self._note_works(node, place)

    def _name_citation(self, node: Node) -> None:
        """Put a name into a citation of works: pandoc gives it none of its own."""
        place = self._new_place()
        target: Node = {"t": "Span", "c": [[place.address[1:], [], []], []]}
        node["c"][1].insert(0, target)
        self._note_works(node, place)

    def _note_use(self, node: Node) -> Place:
        place = self._new_place()
        node["c"][0][0] = place.address[1:]
        names = attributes(node)[2].get("data-rows", "").split()
        if len(names) <= FEW and not is_table_place(self._section):
            for name in names:
                _add(self.used.setdefault(name, []), place)
        return place

    def _note_works(self, node: Node, place: Place) -> None:
        for cite in walk([node]):
            if cite["t"] == "Cite":
                for citation in cite["c"][0]:
                    _add(self.cited.setdefault(citation["citationId"], []), place)

    def _new_place(self) -> Place:
        self._number += 1
        return replace(self._section, address=f"#use-{self._number}")


def _spans(nodes: list[Any]) -> list[Node]:
    """Every span below some nodes, outer ones first: of cells, there are tens of thousands."""
    found: list[Node] = []
    for node in nodes:
        if isinstance(node, list):
            found += _spans(node)
        elif isinstance(node, dict) and isinstance(node.get("c"), list):
            if node["t"] == "Span":
                found.append(node)
            found += _spans(node["c"])
    return found


def is_table_place(place: Place) -> bool:
    """Whether a place is one of a printed table, and not of the text."""
    return place.address.startswith("#tbl")


def _lines(blocks: list[Node]) -> tuple[dict[str, Place], set[str]]:
    """The table in which each row has its place, and the rows that a line shows alone."""
    shown: dict[str, Place] = {}
    alone: set[str] = set()
    for node in table_blocks(blocks):
        place = _table_place(node)
        for attr, _ in lines_of(node):
            names = dict(attr[2]).get("data-rows", "").split()
            first = [name for name in names if name not in shown]
            if len(names) == 1 and names[0] not in alone:
                first = names
                alone.update(names)
            shown |= {name: Place(f"#{anchor(name)}", place.name) for name in first}
    return shown, alone


def table_blocks(blocks: Iterable[Node]) -> Iterator[Node]:
    """The divisions among the blocks that hold a table, those within others included."""
    for block in blocks:
        if is_a(block, "Div", "table"):
            yield block
        elif block["t"] == "Div":
            yield from table_blocks(block["c"][1])


def _table_place(node: Node) -> Place:
    [table] = tables_in([node])
    label = next((each for each in table.caption if is_a(each, "Span", "caption-label")), None)
    return Place(f"#{table.name}", re.sub(r"[\s.:：]+$", "", text_of([label])))


def _section(header: Node) -> Place:
    """A section by its number, or by its title where it has none."""
    name, _, _ = attributes(header)
    inlines = header["c"][2]
    numbers = [each for each in inlines if is_a(each, "Span", "section-number")]
    title = text_of([each for each in inlines if each not in numbers]).strip()
    languages = [attributes(each)[2].get("lang", "") for each in inlines if is_a(each, "Span")]
    language = next(filter(None, languages), "")
    return Place(f"#{name}", text_of(numbers) or title, title if numbers else "", language)


def _add(places: list[Place], place: Place) -> None:
    """Add a place, unless its section or table is among them already."""
    if all(place.name != each.name for each in places):
        places.append(place)
