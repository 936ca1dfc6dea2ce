"""Identifiers as XML allows them: those of keys may hold a colon, others begin with a digit."""

from __future__ import annotations

import re
from typing import Any

_FORBIDDEN = re.compile(r"[^\w.-]")


def with_xml_names(value: Any) -> Any:
    """A copy of a part of the document in which identifiers, and links to them, are XML names."""
    if isinstance(value, list):
        return [with_xml_names(item) for item in value]
    if not isinstance(value, dict) or "c" not in value:
        return value
    content = with_xml_names(value["c"])
    match value["t"]:
        case "Header":
            content[1] = _named(content[1])
        case "Div" | "Span" | "Figure" | "Table" | "Image" | "Link":
            content[0] = _named(content[0])
    if value["t"] == "Link" and content[2][0].startswith("#"):
        content[2] = [f"#{xml_name(content[2][0][1:])}", content[2][1]]
    return {**value, "c": content}


def xml_name(identifier: str) -> str:
    """The identifier as a name of XML, with a full stop, which no key has, for what may not be."""
    name = _FORBIDDEN.sub(".", identifier)
    return name if name[:1].isalpha() or name[:1] in ("_", "") else f"_{name}"


def _named(attr: Any) -> Any:
    return [xml_name(attr[0]), *attr[1:]]
