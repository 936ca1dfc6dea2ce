"""The templates that an edition's text is made of, and what was read on which of their lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from livereview.templates import Trace

if TYPE_CHECKING:
    from livereview.placeholders import Placements


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


class Marker(Protocol):
    """Puts marks into templates before they are filled, and leaves their lines as many."""

    def template(self, passage: Passage, placements: Placements) -> str:
        """Return a passage's template with its marks."""
