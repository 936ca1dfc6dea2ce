"""Marks of a draft in formats that have no margin for them."""

from __future__ import annotations

from livereview.writers.ast import Node, attributes, paragraph, string

#: The class of a mark beside a passage that must be read again.
STALE = "stale"


def as_note(mark: Node) -> Node:
    """What a mark says, as a note to the passage that it stands at."""
    words = attributes(mark)[2].get("title", "")
    return {"t": "Note", "c": [paragraph(string(words))]}
