"""Citations that were resolved once: citeproc is asked again only when it would answer otherwise.

What citeproc prints for a citation, and its list of references, follow from the sequence of all
citations with the words in them, from the library, the style and the language. A style may also
move a full stop beside a citation: so its neighbours count as well.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson

from livereview.writers.ast import Node

# How many elements on each side of a citation its style may look at.
_NEIGHBOURS = 2


@dataclass(frozen=True)
class _Answer:
    """What citeproc was asked last, and what it made of citations and lists of references.

    It is kept as JSON, because writers change the documents that they are given.
    """

    question: bytes
    made: bytes
    metadata: Node


class ResolvedCitations:
    """Resolves the citations of one document after the other.

    Attributes:
        reused: whether citeproc was not needed for the last one.
    """

    def __init__(self) -> None:
        self.reused = False
        self._last: _Answer | None = None

    def resolve(self, document: Node, origin: str, ask: Callable[[str], Node]) -> Node:
        """Return a document of pandoc's with its citations resolved.

        Args:
            document: the document, which is changed on the way.
            origin: stands for library and style: differs where these do.
            ask: has citeproc resolve a document, which is given as JSON.
        """
        places = _places(document["blocks"])
        asked = [place.asked for place in places]
        question = orjson.dumps([origin, document["meta"].get("lang"), asked])
        last, self._last = self._last, None
        self.reused = last is not None and last.question == question
        if last is not None and self.reused:
            _put(document, places, last)
            self._last = last
            return document
        resolved = ask(orjson.dumps(document).decode())
        made = [place.node["c"] for place in _places(resolved["blocks"])]
        answer = _Answer(question, orjson.dumps(made), dict(resolved["meta"]))
        # Put together here it is the same, or else citeproc does more than is known of it.
        if len(made) == len(places):
            _put(document, places, answer)
            self._last = answer if document == resolved else None
        return resolved


@dataclass(frozen=True)
class _Place:
    """A citation, or the division for the references, and what its answer depends on."""

    node: Node
    asked: Any


def _put(document: Node, places: list[_Place], answer: _Answer) -> None:
    """Put citeproc's answers where a document has its questions."""
    for place, made in zip(places, orjson.loads(answer.made), strict=True):
        place.node["c"] = made
    document["meta"] = answer.metadata | document["meta"]


def _places(nodes: list[Any]) -> list[_Place]:
    """Return citations and divisions for references in their order."""
    found: list[_Place] = []
    _find(nodes, found)
    return found


def _find(nodes: list[Any], found: list[_Place]) -> None:
    for index, node in enumerate(nodes):
        if isinstance(node, list):
            _find(node, found)
        elif isinstance(node, dict):
            content = node.get("c")
            if node.get("t") == "Cite":
                before = nodes[max(0, index - _NEIGHBOURS) : index]
                behind = nodes[index + 1 : index + 1 + _NEIGHBOURS]
                found.append(_Place(node, [before, content, behind]))
            elif node.get("t") == "Div" and node["c"][0][0] == "refs":
                found.append(_Place(node, content))
            elif isinstance(content, list):
                _find(content, found)
