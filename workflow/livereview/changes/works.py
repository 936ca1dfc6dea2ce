"""What changed in the library: works that came, went, changed or were retracted."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping

from livereview.changes.model import FieldChange, WorkChange
from livereview.changes.renames import same_content
from livereview.changes.states import State
from livereview.library import PRIVATE_FIELDS, Entry
from livereview.retractions import Notice

# How a work is kept, and not what it is.
_KEPT = frozenset((*PRIVATE_FIELDS, "abstract", "file", "keywords", "timestamp", "urldate"))


def compare_works(old: State, new: State) -> Iterator[WorkChange]:
    """Yield the works that were retracted, came, went or changed, in the order of their keys."""
    if old.works is None or new.works is None:
        return
    renamed = {after: before for before, after in renamed_works(old, new)}
    for key, work in sorted(new.works.items()):
        before = renamed.get(key, key)
        if key in new.retracted and before not in old.retracted:
            yield WorkChange(key, "retracted", work_name(work), notice=_words(new.retracted[key]))
        if key in renamed:
            yield WorkChange(key, "renamed", work_name(work), old_key=before)
        elif key not in old.works:
            yield WorkChange(key, "added", work_name(work))
        elif fields := tuple(_fields(old.works[key].fields, work.fields)):
            yield WorkChange(key, "changed", work_name(work), fields=fields)
    for key in sorted(old.works.keys() - new.works.keys() - set(renamed.values())):
        yield WorkChange(key, "removed", work_name(old.works[key]))


def renamed_works(old: State, new: State) -> list[tuple[str, str]]:
    """Return the older and the newer key of each work with another key and the same fields."""
    before, after = old.works or {}, new.works or {}
    gone = {key: _content(work) for key, work in before.items() if key not in after}
    came = {key: _content(work) for key, work in after.items() if key not in before}
    return same_content(gone, came)


def _words(notice: Notice) -> str:
    return ", ".join(part for part in (notice.date, notice.reason) if part)


def work_name(work: Entry) -> str:
    """Return what a reader calls a work: its first author, year and title."""
    authors = _plain(work.fields.get("author", work.fields.get("editor", "")))
    first = re.split(r",| and ", authors, maxsplit=1)[0].strip()
    year = (work.fields.get("year") or work.fields.get("date", ""))[:4]
    title = _plain(work.fields.get("title", ""))
    start = " ".join(part for part in (first, year) if part)
    return ": ".join(part for part in (start, title) if part) or work.key


def _plain(text: str) -> str:
    """Return a field's text without the braces of BibTeX."""
    return " ".join(re.sub(r"[{}]", "", text).split())


def _content(work: Entry) -> Hashable:
    fields = {name: _plain(text) for name, text in work.fields.items() if name not in _KEPT}
    return tuple(sorted(fields.items()))


def _fields(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[FieldChange]:
    for name in sorted((old.keys() | new.keys()) - _KEPT):
        before, after = _plain(old.get(name, "")), _plain(new.get(name, ""))
        if before != after:
            yield FieldChange(name, before, after)
