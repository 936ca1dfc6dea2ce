"""How a review is cited, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from livereview.writers.ast import Node, meta_list, meta_text, term

if TYPE_CHECKING:
    from livereview.version import Version


def plain_citation(document: Node, version: Version) -> str:
    """Authors, title, state and date, as a sentence each."""
    date = meta_text(document, "evidence-date-long") or version.date
    parts = [
        ", ".join(meta_list(document, "author")),
        meta_text(document, "title"),
        f"{term(document, 'version')} {version.name}" if version.name else "",
        f"{term(document, 'evidence_date')} {date}",
    ]
    return " ".join(_sentence(part) for part in parts if part)


def _sentence(part: str) -> str:
    return part if part.endswith((".", "?", "!", "。", "？", "！")) else f"{part}."
