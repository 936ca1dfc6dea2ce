"""Elements of JATS, and the names of attributes that come from elsewhere."""

from __future__ import annotations

from lxml import etree
from lxml.etree import _Element as Element

_XLINK = "http://www.w3.org/1999/xlink"
_ALI = "http://www.niso.org/schemas/ali/1.0/"
_SPACES = {"xlink": _XLINK, "ali": _ALI}
HREF = f"{{{_XLINK}}}href"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: The element that says where a licence is to be read.
LICENCE_ADDRESS = f"{{{_ALI}}}license_ref"


def make(name: str, *content: Element | str | dict[str, str]) -> Element:
    """An element of its name, with a text or other elements within, and attributes."""
    element = etree.Element(name, nsmap=_SPACES)
    for part in content:
        if isinstance(part, str):
            element.text = part
        elif isinstance(part, dict):
            for key, value in part.items():
                element.set(key, value)
        else:
            element.append(part)
    return element
