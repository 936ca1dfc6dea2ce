"""Lay a work out as an entry of the library, in the style of the house."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from livereview.adding.names import Name
from livereview.adding.record import Record
from livereview.adding.text import tidy

# The fields that an entry may have, in the order in which it has them.
FIELDS = (
    *("author", "editor", "translator", "title", "subtitle", "titleaddon", "booktitle"),
    *("journal", "series", "edition", "year", "date", "volume", "number", "chapter", "pages"),
    *("type", "eventtitle", "organization", "institution", "publisher", "location", "version"),
    *("isbn", "eprint", "eprinttype", "doi", "pmid", "pmcid", "url", "urldate", "langid"),
)

# What TeX reads as something else, and how to write it so that it is printed. The braces around
# the equals sign keep it from looking like the next field behind a missing comma.
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "=": "{=}",
        **{sign: f"\\{sign}" for sign in "&%#$_"},
    }
)

# A word of cased letters; one with capitals has what hangs on it: U.S., A/B-12.
_WORD = re.compile(
    r"(?:[A-Z]\.){2,}"
    r"|[A-ZÀ-ÞΑ-Ω0-9][A-Za-zÀ-ɏΑ-ώ0-9]*(?:[./-][A-Z0-9]+(?![a-zß-ɏ]))*"
    r"|[A-Za-zÀ-ɏΑ-ώ0-9]+"
)
_ACRONYM = re.compile(r"[^\W\d_].*[A-ZÀ-ÞΑ-Ω]|[A-ZÀ-ÞΑ-Ω]\w*\d|\d[A-ZÀ-Þ]")
# Words that are small where all others have a capital.
_ALWAYS_SMALL = {"from", "into", "over", "than", "versus", "with"}
_BEGINS_SENTENCE = re.compile(r"(?:^|[:.?!–—(\"“‘])\W*$")


@dataclass(frozen=True)
class Draft:
    """An entry without its key: its type, its fields as BibTeX, and what to know of the work."""

    kind: str
    fields: Mapping[str, str]
    remarks: tuple[str, ...] = ()


def draft_of(record: Record) -> Draft:
    """Return a record as an entry."""
    written = {
        "author": _names(record.authors, others=record.more_authors),
        "editor": _names(record.editors),
        "title": title(record.title, record.language),
        "titleaddon": title(record.translation, "english"),
        **_container(record),
        **_published(record),
        "volume": escaped(record.volume),
        "number": escaped(record.number),
        "pages": escaped(record.pages),
        **_place(record),
        "langid": record.language,
    }
    fields = {name: written[name] for name in FIELDS if written.get(name)}
    return Draft(record.kind, fields, record.remarks)


def laid_out(key: str, draft: Draft) -> str:
    """Return the entry as it stands in the library, one field a line."""
    lines = (f"  {name} = {{{value}}},\n" for name, value in draft.fields.items())
    return f"@{draft.kind}{{{key},\n{''.join(lines)}}}\n"


def escaped(text: str) -> str:
    """Return a text as TeX that prints it."""
    # Pandoc takes a <…> behind a sign of TeX for one that is meant for slides, and drops it.
    return re.sub(r"(?<=[&%#$_{}])<", "{<}", text.translate(_TEX))


def plain(tex: str) -> str:
    """Return the text that TeX prints, as far as keys and comparisons need it."""
    tex = tex.replace(r"\textbackslash{}", " ").replace("~", " ")
    tex = re.sub(r"\\[A-Za-z]+\s*", "", tex)
    return tidy(re.sub(r"\\(.)|[{}]", r"\1", tex))


def title(text: str, language: str) -> str:
    """Return a title as TeX, with braces around what keeps its capitals: acronyms and names.

    A word in the midst of a sentence with a capital is a name, where not all words have one; in a
    language other than English it may be any noun.
    """
    names = language == "english" and _in_sentence_case(text)
    return "".join(_guarded(text, names=names))


def _guarded(text: str, *, names: bool) -> Iterator[str]:
    end = 0
    for word in _WORD.finditer(text):
        between = text[end : word.start()]
        yield escaped(between)
        begins = bool(_BEGINS_SENTENCE.search(text[: word.start()]))
        name = names and word[0][0].isupper() and not begins
        yield f"{{{word[0]}}}" if name or _ACRONYM.search(word[0]) else word[0]
        end = word.end()
    yield escaped(text[end:])


def _in_sentence_case(text: str) -> bool:
    """Return whether enough words of a title are small that a capital tells of a name."""
    words = [word for word in re.findall(r"[^\W\d_]{4,}", text)[1:] if word not in _ALWAYS_SMALL]
    return sum(3 for word in words if word.islower()) >= max(len(words), 1)


def _names(names: Iterable[Name], *, others: bool = False) -> str:
    return " and ".join([*map(_name, names), *(["others"] if others else [])])


def _name(name: Name) -> str:
    """Return a name so that BibTeX reads it in the same parts."""
    if name.whole:
        return f"{{{escaped(name.family)}}}"
    parts = [_part(name.family), _part(name.suffix), _part(name.given)]
    return ", ".join(filter(None, parts)) if name.given else _alone(name.family)


def _part(text: str) -> str:
    """Return a part of a name; a comma or an "and" in it would begin the next part or name."""
    ambiguous = "," in text or re.search(r"\band\b", text, re.IGNORECASE)
    return f"{{{escaped(text)}}}" if ambiguous else escaped(text)


def _alone(family: str) -> str:
    """Return a name of one part, which a blank would cut in two."""
    return _part(family) if " " not in family and family != "others" else f"{{{escaped(family)}}}"


def _container(record: Record) -> dict[str, str]:
    container, publisher = escaped(record.container), escaped(record.publisher)
    match record.kind:
        case "article":
            return {"journal": container}
        case "incollection" | "inproceedings" | "inreference":
            return {"booktitle": container, "publisher": publisher}
        case "report" | "thesis":
            return {"institution": publisher}
        case "online":
            return {"organization": publisher}
    return {"publisher": publisher}


def _published(record: Record) -> dict[str, str]:
    if record.kind == "article":
        return {"year": record.date[:4]}
    return {"date": record.date}


def _place(record: Record) -> dict[str, str]:
    """Return where the work is found: its identifiers, or else its address."""
    if record.doi or record.pmid:
        return {"doi": record.doi.lower(), "pmid": record.pmid}
    return {"url": record.url, "urldate": record.seen if record.url else ""}
