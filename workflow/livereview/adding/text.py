"""The text of a record as plain text, and what can be told of its script and language."""

from __future__ import annotations

import html
import re
import unicodedata

from anyascii import anyascii

from livereview.library import LANGUAGE_TAGS

# Tags for the look of letters, as records have them in titles, JATS and MathML among them. A "<"
# that is part of the text has none of these names behind it.
_TAG = re.compile(
    r"</?(?:(?:jats|mml):[\w-]+|[biup]|em|strong|italic|bold|underline|su[bp]|sc|scp|tt|ovl|br"
    r"|span|div|inf|title)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)

# A power, which would be another number if it stood on the line: 10<sup>6</sup> as 106.
_POWER = re.compile(r"(?<=\d)<(?:jats:)?sup>\s*([-+−]?\d+)\s*</(?:jats:)?sup>", re.IGNORECASE)
_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")

# Of the characters that can't be seen only these two are meant: some scripts need them.
_JOINERS = "\u200c\u200d"

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_KANA = re.compile(r"[\u3040-\u30ff]")

# Three letters, as libraries write a language, with the library's own name for it.
_BIBLIOGRAPHIC = {
    "chi": "chinese",
    "deu": "german",
    "dut": "dutch",
    "fra": "french",
    "fre": "french",
    "ger": "german",
    "nld": "dutch",
    "zho": "chinese",
}


def plain_text(marked: str) -> str:
    """Return what a text with tags and entities, even with entities of entities, says."""
    for _ in range(2):
        marked = html.unescape(_without_tags(marked))
    return tidy(_without_tags(marked))


def untagged(tex: str) -> str:
    """Return TeX without tags, and with the signs for which entities stand."""
    bare = _without_tags(tex)
    return _without_tags(re.sub(r"&#?\w+;", lambda entity: html.unescape(entity[0]), bare))


def _without_tags(marked: str) -> str:
    return _TAG.sub("", _POWER.sub(lambda power: raised(power[1]), marked))


def raised(number: str) -> str:
    """Return a whole number as it stands in a power: ⁻³."""
    return number.translate(_RAISED)


def tidy(text: str) -> str:
    """Return a text on one line, without characters that can't be seen."""
    seen = (
        letter
        for letter in unicodedata.normalize("NFC", text)
        if letter.isspace() or letter in _JOINERS or not _unseen(letter)
    )
    return " ".join("".join(seen).split())


def _unseen(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category in ("Cc", "Cf", "Cs") or letter in "\u034f\ufffe\uffff"


def ascii_letters(text: str) -> str:
    """Return a text as lower-case ASCII letters and digits: Chinese in pinyin, ø as o."""
    return re.sub(r"[^a-z0-9]", "", anyascii(text).lower())


def langid(language: str, title: str = "") -> str:
    """Return the library's name of a language; an empty text where it has none.

    The script of a title tells more than the record's language: that is often the language of the
    record's own English.
    """
    if _KANA.search(title):
        return "japanese"
    if HAN.search(title):
        return "chinese"
    written = language.strip().lower()
    short = re.split(r"[-_]", written)[0]
    return _names_of_languages().get(written) or _names_of_languages().get(short, "")


def _names_of_languages() -> dict[str, str]:
    """Return the names by all that a record may write for them: en, eng, english."""
    names = {name: name for name in LANGUAGE_TAGS}
    names |= {name[:3]: name for name in LANGUAGE_TAGS}
    names |= {tag.split("-")[0]: name for name, tag in LANGUAGE_TAGS.items()}
    names |= {"ita": "italian", "jpn": "japanese", "spa": "spanish"}
    return names | _BIBLIOGRAPHIC
