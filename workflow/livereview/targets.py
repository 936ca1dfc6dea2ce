"""What a text can refer to, and its references to it, as plain data."""

from __future__ import annotations

from dataclasses import dataclass

from livereview.config import Terms


@dataclass(frozen=True)
class Target:
    """A section, figure or table of the text.

    Attributes:
        kind: ``sec``, ``fig`` or ``tbl``.
        anchor: its identifier in every format.
        number: such as 2.1 or S1; "" for a section without one.
        title: of a section, the words of its heading.
    """

    kind: str
    anchor: str
    number: str
    title: str = ""

    def words(self, terms: Terms) -> str:
        """Return the words of a reference to it, in a language."""
        words = {"sec": terms.section, "fig": terms.figure, "tbl": terms.table}[self.kind]
        return f"{words} {self.number}" if self.number else f"“{self.title}”"


@dataclass(frozen=True)
class Mention:
    """A reference in the text.

    Attributes:
        key: what it refers to (``tbl:name``).
        aside: whether it stands in a caption, a table's notes or a footnote.
        in_supplement: whether it stands in the supplement.
    """

    key: str
    aside: bool
    in_supplement: bool
