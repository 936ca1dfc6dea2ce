"""The woven document as plain JSON: reading it, changing it, building parts of it.

Plain dicts rather than panflute's objects: a writer makes one pass over a large document, and
loading the objects would cost more than the pass.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from livereview.problems import Problem, ProblemsFound

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
    pending = [value]
    while pending:
        value = pending.pop()
        if isinstance(value, list):
            pending.extend(reversed(value))
        elif isinstance(value, dict) and "t" in value:
            yield value
            if isinstance(content := value.get("c"), list):
                pending.append(content)


def heading_of(block: Node) -> Node | None:
    """The heading that a block is or, where it is a division, begins with; None for neither."""
    if is_a(block, "Div") and block["c"][1]:
        return heading_of(block["c"][1][0])
    return block if is_a(block, "Header") else None


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
    """A word that the writers print, such as "Contents", in the document's language.

    Raises:
        ProblemsFound: the language has no such word.
    """
    terms = document["meta"].get("terms", {"c": {}})["c"]
    if key not in terms:
        place = f"terms.{meta_text(document, 'lang')}.document"
        message = f"{key} is missing, which the formats print"
        raise ProblemsFound([Problem("config/config.yaml", 0, place, "missing-term", message)])
    return _meta_text(terms[key])


def unread_line(document: Node) -> str:
    """What the first page says of passages that nobody has read as they stand; "" for none."""
    return str(document.get("unread", {}).get("line", ""))


def _meta_text(value: Node) -> str:
    return str(value["c"]) if value["t"] == "MetaString" else text_of(value["c"])


# -- building ----------------------------------------------------------------------------------


def string(text: str) -> Node:
    """Text that is printed as it is."""
    return {"t": "Str", "c": text}


def strong(text: str) -> Node:
    """Text that stands out."""
    return {"t": "Strong", "c": [string(text)]}


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
        # A list that stood in a list stays one (a table's rows); one made of an element is spliced.
        if isinstance(item, list):
            changed.append(_rewrite_list(item, change))
        elif not isinstance(item, dict):
            changed.append(item)
        elif isinstance(new := rewrite(item, change), list):
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


def interleave(fmt: str, parts: Iterable[Part]) -> Node:
    """Markup of a format with the document's inlines between."""
    runs = ([raw(fmt, part)] if isinstance(part, str) else part for part in parts)
    return plain(*(inline for run in runs for inline in run))
