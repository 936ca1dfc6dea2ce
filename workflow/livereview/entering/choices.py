"""What a cell can hold where not any text will do: a vocabulary, the ids of rows, works."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from livereview.datapackage import Category, Field, References, in_language
from livereview.entering.draft import Draft
from livereview.evidence import Evidence
from livereview.showing.parts import plain

_CITEKEYS = "citekeys"


@dataclass(frozen=True)
class Choice:
    """One thing that a cell can hold: how it is written, what it is called, what it means."""

    written: str
    label: str = ""
    meaning: str = ""

    def __str__(self) -> str:
        return f"{self.written} ({self.label})" if self.label else self.written


def choices(draft: Draft, field: Field) -> list[Choice]:
    """Return what a cell of a draft can hold, in the order of its source; none for any text."""
    if field.name == _CITEKEYS:
        works = draft.desk.library.entries.values()
        return [Choice(work.key, plain(work.fields.get("title", ""))) for work in works]
    if field.references and draft.row.evidence.is_key(draft.row, field):
        return list(_keys(draft, field.references))
    return [_of_category(draft, category) for category in field.categories]


def _keys(draft: Draft, references: References) -> Iterator[Choice]:
    yield from (_of_category(draft, literal) for literal in references.literals)
    evidence: Evidence = draft.desk.evidence
    language = draft.desk.edition.language
    for name in evidence if references.rows else references.tables:
        for row in evidence[name].rows:
            written, label = row.name if references.rows else row.id, row.label(language)
            yield Choice(written, label if label != written else "")


def _of_category(draft: Draft, category: Category) -> Choice:
    label = in_language(category.label, draft.desk.edition.language)
    return Choice(category.value, label if label != category.value else "", category.description)


def exactly(known: Sequence[Choice], sought: str) -> Choice | None:
    """Return the choice that is written so, or the only one that is called so."""
    for choice in known:
        if choice.written == sought:
            return choice
    folded = sought.casefold()
    same = [each for each in known if folded in (each.written.casefold(), each.label.casefold())]
    return same[0] if len(same) == 1 else None


def alike(known: Sequence[Choice], sought: str) -> list[Choice]:
    """Return the choices that have these words in them; where there is none, the nearest."""
    words = sought.casefold().split()
    found = [
        choice
        for choice in known
        if all(word in f"{choice.written} {choice.label}".casefold() for word in words)
    ]
    names = {name.casefold(): each for each in known for name in (each.label, each.written) if name}
    near = [] if found else get_close_matches(sought.casefold(), names, n=1)
    return [*found, *(names[name] for name in near)]
