"""Records in the Citation Style Language: those of Crossref, and of other agencies for DOIs.

Crossref's records have lists where others have one value, and tell of retractions; see
https://www.crossref.org/documentation/retrieve-metadata/rest-api/ and, for the other agencies,
https://citation.doi.org/docs.html.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from livereview.adding.failures import LookupFailed
from livereview.adding.names import Name, name_of
from livereview.adding.record import KINDS, Record, page_range, written_date
from livereview.adding.text import HAN, langid, plain_text

# What Crossref calls it where a work may not be relied on as it stands.
_WITHDRAWALS = ("retraction", "partial_retraction", "withdrawal", "removal")
_CONCERN = "expression_of_concern"

# The day of the issue is what a work is cited by; some appear on the web a year before.
_DATES = ("published-print", "issued", "published", "published-online", "created")


def read_json(content: bytes, service: str) -> Mapping[str, Any]:
    """Return the JSON object that a service answered with.

    Raises:
        LookupFailed: it is none, or a part of one.
    """
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise LookupFailed(f"{service} answers with what is no JSON, or not all of it") from None
    if not isinstance(found, dict):
        raise LookupFailed(f"{service} answers with JSON that is no record")
    return found


def csl_record(work: Mapping[str, Any], doi: str) -> Record:
    """Return what a record of the Citation Style Language says of the work with a DOI.

    Raises:
        LookupFailed: it has no title.
    """
    title, translation = _titles(work)
    if not title:
        raise LookupFailed(f"the record of {doi} has no title")
    language = langid(_first(work.get("language")), title)
    return Record(
        kind=KINDS.get(_first(work.get("type")), "misc"),
        title=title,
        translation=translation,
        authors=tuple(_names(work.get("author"))),
        editors=tuple(_names(work.get("editor"))),
        container=_first(work.get("container-title")),
        publisher=_institution(work) or _first(work.get("publisher")),
        date=_date(work),
        volume=_first(work.get("volume")),
        number=_first(work.get("issue")),
        pages=page_range(_first(work.get("page")) or _first(work.get("article-number"))),
        doi=doi,
        language=language,
        remarks=tuple(_remarks(work)),
    )


def _texts(value: object) -> list[str]:
    """Return the texts that a field says, be they one or a list."""
    values = value if isinstance(value, list) else [value]
    texts = (plain_text(str(each)) for each in values if isinstance(each, str | int))
    return [text for text in texts if text]


def _first(value: object) -> str:
    return next(iter(_texts(value)), "")


def _titles(work: Mapping[str, Any]) -> tuple[str, str]:
    """Return the title in the work's own language, and the one in English if that is another."""
    title, *others = _texts(work.get("title")) or [""]
    in_another_script = (
        each for each in others if bool(HAN.search(each)) != bool(HAN.search(title))
    )
    original = _first(work.get("original-title")) or next(in_another_script, "")
    subtitle = _first(work.get("subtitle"))
    if subtitle and subtitle.casefold() not in title.casefold():
        title = f"{title}: {subtitle}"
    language = langid(_first(work.get("language")))
    if not original or original == title or (language == "english" and not HAN.search(original)):
        return title, ""
    # Some give the title of the work as title, and the English one as original.
    if HAN.search(title) and not HAN.search(original):
        return title, original
    return original, title


def _names(names: object) -> Iterator[Name]:
    for part in names if isinstance(names, list) else []:
        if isinstance(part, dict) and (name := name_of(part)):
            yield name


def _institution(work: Mapping[str, Any]) -> str:
    """Return where a preprint lies; the publisher of the server is not what it is known by."""
    places = work.get("institution")
    first = places[0] if isinstance(places, list) and places else places
    return _first(first.get("name")) if isinstance(first, dict) else ""


def _date(work: Mapping[str, Any]) -> str:
    for name in _DATES:
        day = work.get(name)
        parts = day.get("date-parts") if isinstance(day, dict) else None
        if not (isinstance(parts, list) and parts and isinstance(parts[0], list)):
            continue
        if date := written_date(*parts[0]):
            return date
    return ""


def _remarks(work: Mapping[str, Any]) -> Iterator[str]:
    """Yield whether the work was withdrawn, or is but a notice that another one was."""
    kinds = {_kind(update): update for update in _updates(work, "updated-by")}
    notices = [_notice(kinds[kind]) for kind in _WITHDRAWALS if kind in kinds]
    if notices:
        yield "THIS WORK WAS RETRACTED" + notices[0]
    if _CONCERN in kinds:
        yield "an expression of concern was published on this work" + _notice(kinds[_CONCERN])
    for update in _updates(work, "update-to"):
        if (kind := _kind(update)) in (*_WITHDRAWALS, _CONCERN):
            yield f"this is no study but a notice ({kind.replace('_', ' ')})" + _notice(update)


def _updates(work: Mapping[str, Any], field: str) -> list[Mapping[str, Any]]:
    found = work.get(field)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _kind(update: Mapping[str, Any]) -> str:
    return _first(update.get("type")).lower().replace(" ", "_").replace("-", "_")


def _notice(update: Mapping[str, Any]) -> str:
    doi = _first(update.get("DOI"))
    return f": see {doi}" if doi else ""
