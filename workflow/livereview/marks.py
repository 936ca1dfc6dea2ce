"""Marks of a figure that stand for rows of evidence: in the web page they lead there.

In an SVG such a mark is a group with ``data-rows``, which names its rows, separated by spaces. A
chart can't write one; its channel ``href`` can, with an address that is replaced here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_ADDRESS = "#rows="
# The converter completes an address as it would that of a data set.
_LINK = re.compile(rf'<a xlink:href="[^"]*{_ADDRESS}([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def leading_to(rows: Iterable[str]) -> str:
    """Return what the channel ``href`` of a chart takes for marks that stand for these rows.

    Args:
        rows: the rows as ``table:id``.
    """
    return _ADDRESS + ",".join(rows)


def bind_marks(svg: str) -> str:
    """Return the SVG of a chart with groups that name their rows in the place of such links."""
    return _LINK.sub(lambda link: f'<g data-rows="{link[1].replace(",", " ")}">{link[2]}</g>', svg)
