"""What the web page of a draft says of the passages that must be read again."""

from __future__ import annotations

from html import escape
from typing import Any

from livereview.writers.ast import Node, attributes, unread_line


def mark(node: Node) -> Node:
    """The mark in the margin: a way to its place in the list, named by what it says.

    It holds no text, which would stand in the contents beside that of a heading.
    """
    name, classes, pairs = attributes(node)
    return {"t": "Link", "c": [[name, classes, []], [], [f"#{_listed(name)}", pairs["title"]]]}


def notice(document: Node) -> str:
    """What stands at the top, with a way to each mark; empty where all has been read."""
    line = escape(unread_line(document))
    if not line:
        return ""
    passages = document["unread"]["passages"]
    if not passages:
        return f'<p class="unread">{line}</p>'
    items = "".join(map(_item, passages))
    return f'<details class="unread"><summary>{line}</summary><ul>{items}</ul></details>'


def _item(passage: dict[str, Any]) -> str:
    anchor, place, words = (escape(passage[key]) for key in ("anchor", "place", "words"))
    if not anchor:
        return f"<li><code>{place}</code> {words}</li>"
    return f'<li id="{_listed(anchor)}"><a href="#{anchor}"><code>{place}</code></a> {words}</li>'


def _listed(anchor: str) -> str:
    return f"unread-{anchor}"
