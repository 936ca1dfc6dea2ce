"""Keys in the style of the house: the family of the first author, the year, a word of the title."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from string import ascii_lowercase

from bibtexparser.middlewares.names import (
    parse_single_name_into_parts,
    split_multiple_persons_names,
)

from livereview.adding.entry import plain
from livereview.adding.text import HAN, ascii_letters

# Words that say nothing of a work.
_SMALL = set(
    re.findall(
        r"\w+",
        "a an and as at by for from in into of on or the to via with "
        "aan bij de een en het in met naar of om op te uit van voor "
        "am an auf bei das dem den der des die ein eine im in mit und von zu zum zur "
        "au aux de des du en et la le les sur un une",
    )
)
_WORD = re.compile(r"[A-Z]{2,}(?:-[A-Z]{2,})+|[A-Za-zÀ-ɏ0-9]+(?:/[A-Za-zÀ-ɏ0-9]+)*")

# Where a work is known by, if nobody signed it.
_PLACES = ("organization", "institution", "publisher", "journal", "booktitle")


def key_of_work(fields: Mapping[str, str], taken: Collection[str]) -> str:
    """Return a key that no other work has; works that would share one differ in the title's word.

    Args:
        fields: the work's fields, as BibTeX.
        taken: the keys of the other works.
    """
    used = {key.lower() for key in taken}
    year = (fields.get("year") or fields.get("date", ""))[:4]
    words = list(dict.fromkeys(_telling_words(fields))) or [""]
    stem = _maker(fields) + year
    lettered = (f"{stem}{words[0]}{letter}" for letter in ascii_lowercase[1:])
    numbered = (f"{stem}{words[0]}{number}" for number in range(2, len(used) + 3))
    plainest = (f"{stem}{word}" for word in words)
    return next(key for key in chain(plainest, lettered, numbered) if key not in used)


def _maker(fields: Mapping[str, str]) -> str:
    """Return the family of the first author or editor; of all else the first word."""
    names = split_multiple_persons_names(fields.get("author") or fields.get("editor", ""))
    if not names:
        places = (fields[name] for name in _PLACES if fields.get(name))
        return _first_word(next(places, "")) or "anon"
    name = parse_single_name_into_parts(names[0], strict=False)
    if name.first or not names[0].startswith("{"):
        return ascii_letters(plain(" ".join([*name.von, *name.last])))
    return _first_word(names[0]) or "anon"


def _first_word(tex: str) -> str:
    words = map(ascii_letters, re.split(r"[\s/-]+", plain(tex)))
    return next((word for word in words if word and word not in _SMALL), "")


def _telling_words(fields: Mapping[str, str]) -> Iterator[str]:
    """Yield the words of the title that may stand in the key, in their order.

    Those of a title in Chinese or Japanese are its Latin ones, then those of the English title,
    then the first two characters as they are spoken.
    """
    own = plain(fields.get("title", ""))
    characters = HAN.findall(own)
    english = plain(fields.get("titleaddon", "")) if characters else ""
    latin = map(ascii_letters, _WORD.findall(f"{own} {english}"))
    telling = [word for word in latin if len(word) > 1 and word not in _SMALL]
    # A word before a number, which looks like another year.
    yield from sorted(telling, key=str.isdigit)
    if characters:
        yield ascii_letters("".join(characters[:2]))
    elif not telling:
        yield ascii_letters(own)[:12]
