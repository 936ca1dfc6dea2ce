"""Compare works with what the review has: are they there already, was it noted that one fell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from livereview.adding.entry import Draft, plain
from livereview.check_works import bare_title
from livereview.config import RETRACTIONS
from livereview.library import Entry
from livereview.retractions import CONCERN, RETRACTION, read_notices, standing

# Titles of one work that two hands wrote differ in a sign or a word.
_ALIKE = 0.9

_WORDS = {
    RETRACTION: "THIS WORK WAS RETRACTED",
    CONCERN: "an expression of concern was published on this work",
}


def same_work(draft: Draft, entries: Mapping[str, Entry]) -> Entry | None:
    """Return the entry that has the DOI or the PMID of a work."""
    for entry in entries.values():
        for name in ("doi", "pmid"):
            written = draft.fields.get(name, "").lower()
            if written and entry.fields.get(name, "").lower() == written:
                return entry
    return None


def like_titled(draft: Draft, entries: Mapping[str, Entry]) -> list[Entry]:
    """Return the entries that have the title of a work, or nearly so, in any of its languages."""
    known: dict[str, Entry] = {}
    for entry in entries.values():
        for title in _titles(entry.fields):
            known.setdefault(title, entry)
    close = (
        match
        for title in _titles(draft.fields)
        for match in get_close_matches(title, known, n=3, cutoff=_ALIKE)
    )
    return list({known[match].key: known[match] for match in close}.values())


def _titles(fields: Mapping[str, str]) -> Iterator[str]:
    titles = (bare_title(fields.get(name, "")) for name in ("title", "titleaddon"))
    return filter(None, titles)


def with_notices(drafts: Sequence[Draft], root: Path, today: date) -> list[Draft]:
    """Return the works with what the review's own list of retractions says of them."""
    entries = [Entry(str(number), 0, draft.fields) for number, draft in enumerate(drafts)]
    notices, _ = read_notices(root, entries, today)
    gravest = (standing(notices.get(entry.key, ())) for entry in entries)
    return [
        replace(draft, remarks=(*draft.remarks, f"{_WORDS[notice.nature]}: see {RETRACTIONS}"))
        if notice and notice.nature in _WORDS
        else draft
        for draft, notice in zip(drafts, gravest, strict=True)
    ]


def with_journal_of(draft: Draft, entries: Mapping[str, Entry]) -> Draft:
    """Return a work with its journal as the library writes it most: catalogues differ in that."""
    journal = draft.fields.get("journal", "")
    spellings = Counter(
        written
        for entry in entries.values()
        if (written := entry.fields.get("journal", "")) and _bare(written) == _bare(journal)
    )
    if not spellings:
        return draft
    return replace(draft, fields={**draft.fields, "journal": spellings.most_common(1)[0][0]})


def _bare(journal: str) -> str:
    """Return a journal's name without case, signs and the article before it."""
    words = plain(journal).casefold().replace("&", " and ").split()
    return bare_title("".join(words[1:] if words[:1] == ["the"] else words))
