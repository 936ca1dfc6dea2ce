"""Citations: of works, and of rows of evidence, which in print become the works behind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import panflute as pf

from livereview import crossref
from livereview.evidence import Row
from livereview.languages import language_of
from livereview.manuscript import Edition
from livereview.problems import closest, nearest

EVIDENCE_CLASS = "evidence"


class Citations:
    """Turns an edition's citations into citations of works that citeproc knows.

    Args:
        edition: gives the evidence, and takes the problems.
        keys: the keys of the library; None where it can't be read.
    """

    def __init__(self, edition: Edition, keys: Iterable[str] | None) -> None:
        self.edition = edition
        self.keys = None if keys is None else set(keys)
        self.targets: crossref.Targets = {}

    def is_resolved(self, cite: pf.Cite) -> bool:
        """Return whether a citation was made here."""
        return isinstance(cite.parent, pf.Span) and EVIDENCE_CLASS in cite.parent.classes

    def of_rows(self, rows: Sequence[str]) -> pf.Inline:
        """Return the citation of the works behind rows (``table:id``)."""
        return self._evidence(self._citations([pf.Citation(name) for name in rows]), rows)

    def resolve(self, cite: pf.Cite, rows: set[str]) -> pf.Inline | list[pf.Inline] | None:
        """Return what a citation of the text prints as; None leaves it as it is.

        ``rows`` takes the rows that it cites.
        """
        for citation in cite.citations:
            citation.id = self.edition.placements.fill(citation.id)
        keys = [citation.id for citation in cite.citations]
        keys[0], behind = crossref.cut_behind(keys[0], self.targets)
        if behind and crossref.is_reference(keys[0]):
            return self._before_text(cite, keys[0], behind, rows)
        if all(crossref.is_reference(key) for key in keys):
            return self._references(cite)
        cited = [key for key in keys if self._is_row(key)]
        self._complain(cite)
        if not cited:
            return None
        rows.update(cited)
        return self._evidence(self._citations(cite.citations), cited)

    def _before_text(self, cite: pf.Cite, key: str, behind: str, rows: set[str]) -> list[pf.Inline]:
        """Return a reference, the text that stands behind it without a blank, and what follows."""
        first, *others = cite.citations
        inlines = [self.reference(key, cite), pf.Str(behind)]
        if first.suffix:
            inlines += _bracketed([first.suffix])
        if others:
            following = pf.Cite(pf.Str(""), citations=others)
            following.parent = cite.parent
            resolved = self.resolve(following, rows) or following
            inlines += resolved if isinstance(resolved, list) else [resolved]
        return inlines

    def reference(self, key: str, place: pf.Element) -> pf.Inline:
        """Return the link that a reference to ``tbl:name`` prints as, at an element of the text."""
        return crossref.link(key, self.targets, self.edition, language_of(place, self.edition))

    def _references(self, cite: pf.Cite) -> list[pf.Inline]:
        """Return links, bracketed as citations are, with the words that stand around them."""
        first, *others = [self._reference(citation, cite) for citation in cite.citations]
        if cite.citations[0].mode != "AuthorInText":
            return _bracketed([first, *others])
        target, *words = first
        rest = [part for part in (words, *others) if part]
        return [target, pf.Space(), *_bracketed(rest)] if rest else [target]

    def _reference(self, citation: pf.Citation, place: pf.Element) -> list[pf.Inline]:
        prefix = [*citation.prefix, pf.Space()] if citation.prefix else []
        return [*prefix, self.reference(citation.id, place), *(citation.suffix or [])]

    def _is_row(self, key: str) -> bool:
        return key.partition(":")[0] in self.edition.evidence and ":" in key

    def _evidence(self, citations: list[pf.Citation], rows: Sequence[str]) -> pf.Inline:
        if not citations:
            return pf.Str("")
        attributes = {"data-rows": " ".join(rows)}
        cite = pf.Cite(pf.Str(""), citations=citations)
        return pf.Span(cite, classes=[EVIDENCE_CLASS], attributes=attributes)

    def _citations(self, citations: Iterable[pf.Citation]) -> list[pf.Citation]:
        """Return citations of works in the place of those of rows, each work once."""
        works: dict[str, pf.Citation] = {}
        for citation in citations:
            new = [key for key in self._works(citation.id) if key not in works]
            for key in new:
                works[key] = pf.Citation(key, mode="NormalCitation", prefix=[], suffix=[])
            if new:
                works[new[0]].prefix = list(citation.prefix or [])
                works[new[-1]].suffix = list(citation.suffix or [])
        return list(works.values())

    def _works(self, key: str) -> list[str]:
        if not self._is_row(key):
            return [key]
        row = self.edition.evidence.row(key)
        self.edition.evidence.recorder.take_faults()
        return row.citekeys if isinstance(row, Row) else []

    def _complain(self, cite: pf.Cite) -> None:
        """Add the problems of a citation to those of the edition."""
        for citation in cite.citations:
            key = citation.id
            if crossref.is_reference(key):
                message = "a reference to a table, figure or section stands among citations"
                self.edition.problem_at(f"@{key}", "mixed-citation", message, "give it its own")
            elif self._is_row(key):
                self._complain_of_row(key, citation.mode)
            elif self.keys is not None and key not in self.keys:
                self._complain_of_work(key, self.keys)

    def _complain_of_work(self, key: str, known: set[str]) -> None:
        message = "no work of the library has this key"
        hint = nearest(key, known) or "add the work to references/library.bib"
        table, colon, id = key.partition(":")
        if colon:
            message = f'there is no table "{table}", and no work with this key'
            close = closest(table, self.edition.evidence)
            hint = f'did you mean "{close}:{id}"?' if close else hint
        self.edition.problem_at(f"@{key}", "unknown-citation", message, hint)

    def _complain_of_row(self, key: str, mode: str) -> None:
        recorder = self.edition.evidence.recorder
        row = self.edition.evidence.row(key)
        if isinstance(row, Row) and not row.citekeys and "citekeys" not in row.cells:
            message = f'rows of "{row.table.name}" name no works to cite'
            hint = "it has no column citekeys: cite the work itself, or a row of another table"
            self.edition.problem_at(f"@{key}", "uncitable-row", message, hint)
        for fault in recorder.take_faults():
            self.edition.problem_at(f"@{key}", fault.code, fault.message, fault.hint)
        if mode == "AuthorInText":
            message = "a row of evidence has no author to name in the text"
            hint = f"write [@{key}]"
            self.edition.problem_at(f"@{key}", "author-in-text", message, hint, bare=True)


def _bracketed(parts: Iterable[list[pf.Inline]]) -> list[pf.Inline]:
    inlines = [inline for part in parts for inline in (pf.Str(","), pf.Space(), *part)]
    return [pf.Str("("), *inlines[2:], pf.Str(")")]
