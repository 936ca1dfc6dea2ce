"""How a review is cited, and what it says of its changes, in words."""

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
    return " ".join(sentence(part) for part in parts if part)


def first_page_facts(document: Node, version: Version) -> dict[str, str]:
    """Return what stands below title and authors, by the term before it; some may be empty."""
    return {
        "evidence_date": meta_text(document, "evidence-date-long"),
        "version": version.name,
        "changes": changes_since(document, version),
        "licence": meta_text(document, "license"),
        "cite": plain_citation(document, version),
        "keywords": ", ".join(meta_list(document, "keywords")),
    }


def changes_since(document: Node, version: Version) -> str:
    """Return since which release how much has changed; empty where there is none."""
    if version.since is None:
        return ""
    pattern = term(document, "changes_since")
    return pattern.format(version=version.since.release, count=version.since.material)


def sentence(part: str) -> str:
    """A part of what names a work, with the mark that ends it, and never with two."""
    return part if part.endswith((".", "?", "!", "。", "？", "！")) else f"{part}."
