"""Compare a work with those of the library: is it there already, how is its journal written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches

from livereview.adding.entry import Draft, plain
from livereview.check_works import bare_title
from livereview.library import Entry

# Titles of one work that two hands wrote differ in a sign or a word.
_ALIKE = 0.9


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
