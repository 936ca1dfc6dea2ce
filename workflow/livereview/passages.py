"""The templates that an edition's text is made of, and what was read on which of their lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from livereview.templates import Trace


@dataclass
class Passage:
    """A template of the manuscript.

    Attributes:
        path: the file that it stands in.
        text: the template.
        line: the line of the file on which it begins.
        table: the printed table whose caption or notes it is; empty for any other text.
        caption: whether it is a caption.
        traces: what was read when it was filled, by line of the template.
        failed: whether it could not be filled.
    """

    path: str
    text: str
    line: int = 1
    table: str = ""
    caption: bool = False
    traces: Sequence[Trace] = ()
    failed: bool = False
