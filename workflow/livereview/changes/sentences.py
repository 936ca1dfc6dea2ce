"""The sentences of the text whose values moved while their words stayed.

Two sentences are one if their words are, with each value and number left out. So a sentence that
was reworded is none of these: its author knows of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import panflute as pf

from livereview.changes.model import SentenceChange
from livereview.config import Terms
from livereview.manuscript import Edition
from livereview.pandoc import elements_of, read_markdown
from livereview.placeholders import MARK, Placement
from livereview.sources import WIDE

# Behind what a sentence ends; a full stop before a small letter stands in an abbreviation.
_END = re.compile(r"[.!?]+[\"'”’)\]]*\s+(?=[^\sa-z])|[。！？]+[”’」』）]*")
_WIDE_GAP = re.compile(f"(?<={WIDE.pattern}) (?={WIDE.pattern})")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# So much of a sentence must be words for it to be known by them.
_LETTERS = 12

_BLOCKS = (pf.Para, pf.Plain, pf.Header, pf.LineBlock)
_QUOTES = {"SingleQuote": ("‘", "’"), "DoubleQuote": ("“", "”")}


@dataclass(frozen=True)
class Sentence:
    """A sentence of an edition.

    Attributes:
        path: the file that it stands in.
        heading: the heading above it.
        language: its language.
        pattern: its words with marks in the place of values.
        text: its words with the values.
    """

    path: str
    heading: str
    language: str
    pattern: str
    text: str

    @property
    def by_pattern(self) -> str:
        """What it is known by: its own words, without values and numbers."""
        return _NUMBER.sub("#", MARK.sub("#", self.pattern))

    @property
    def by_text(self) -> str:
        """What it is known by where its values were typed by hand: all its words."""
        return _NUMBER.sub("#", self.text)


def sentences_of(edition: Edition) -> list[Sentence]:
    """Return the sentences of an edition, in their order, without citations.

    What is wrong with the text is in ``edition.problems`` afterwards.

    Raises:
        PandocFailed: pandoc can't read it.
        ProblemsFound: the edition has no text.
    """
    edition.markdown()
    places: dict[str, str] = {}
    parts: list[str] = []
    for source, text in edition.filled:
        # A mark of its own, in a paragraph of its own, says where the file begins.
        mark = edition.placements.add(Placement())
        places[mark] = source.path
        parts += [mark, text]
    document, _ = read_markdown("\n\n".join(parts))
    return list(_read(edition, document, places))


def _read(edition: Edition, document: pf.Doc, places: dict[str, str]) -> Iterator[Sentence]:
    path, heading = edition.folder, ""
    for block in elements_of(document):
        if not isinstance(block, _BLOCKS):
            continue
        terms = edition.config.terms[_language(block, edition)]
        pattern = _text(block, terms).strip()
        if pattern in places:
            path, heading = places[pattern], ""
            continue
        if isinstance(block, pf.Header):
            heading = _tidy(edition.placements.fill(pattern))
        for part in _split(pattern):
            text = _tidy(edition.placements.fill(part))
            yield Sentence(path, heading, _language(block, edition), _tidy(part), text)


def _language(block: pf.Element, edition: Edition) -> str:
    around: pf.Element | None = block
    while around is not None:
        language = getattr(around, "attributes", {}).get("lang")
        if language in edition.config.terms:
            return str(language)
        around = around.parent
    return edition.language


def _text(element: pf.Element, terms: Terms) -> str:
    """Return the words of a block, without citations and notes."""
    if isinstance(element, pf.Str | pf.Code | pf.Math):
        return str(element.text)
    if isinstance(element, pf.Space | pf.SoftBreak | pf.LineBreak):
        return " "
    if isinstance(element, pf.Cite):
        return _reference(element, terms)
    if isinstance(element, pf.Note | pf.Image):
        return ""
    words = "".join(_text(child, terms) for child in getattr(element, "content", ()))
    if isinstance(element, pf.Quoted):
        before, after = _QUOTES[element.quote_type]
        return f"{before}{words}{after}"
    return f"{words} " if isinstance(element, pf.LineItem) else words


def _reference(cite: pf.Cite, terms: Terms) -> str:
    """Return what a reference to a table, figure or section begins with; nothing of a citation."""
    kinds = {"tbl": terms.table, "fig": terms.figure, "sec": terms.section}
    words = [kinds.get(each.id.partition(":")[0], "") for each in cite.citations]
    return terms.list_separator.join(dict.fromkeys(word for word in words if word))


def _split(text: str) -> Iterator[str]:
    start = 0
    for end in _END.finditer(text):
        yield text[start : end.end()]
        start = end.end()
    if text[start:].strip():
        yield text[start:]


def _tidy(text: str) -> str:
    """Return a sentence without the gaps of its citations, and of lines that end in wide script."""
    words = re.sub(r"\(\s*\)|\[\s*\]", "", " ".join(text.split()))
    words = _WIDE_GAP.sub("", words)
    return re.sub(r"\s+([.,;:!?)，。；：）])", r"\1", words).strip()


def moved_sentences(
    edition: str, old: Sequence[Sentence], new: Sequence[Sentence]
) -> Iterator[SentenceChange]:
    """Yield the sentences whose values moved, in the order of the newer text."""
    for before, after in sorted(_pairs(old, new), key=lambda pair: pair[1]):
        a, b = old[before], new[after]
        if a.text != b.text:
            yield SentenceChange(edition, b.path, b.heading, b.language, a.text, b.text)


def _pairs(old: Sequence[Sentence], new: Sequence[Sentence]) -> list[tuple[int, int]]:
    """Return the places of the sentences that are one, but for their values."""
    matcher = SequenceMatcher(
        None, [each.text for each in old], [each.text for each in new], autojunk=False
    )
    pairs: list[tuple[int, int]] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "replace":
            pairs += _in_order(old, new, range(i1, i2), range(j1, j2))
    left = _left(matcher, pairs)
    for key in (_known_by_pattern, _known_by_text):
        pairs += _elsewhere(old, new, left, key)
        left = _left(matcher, pairs)
    return pairs


def _left(matcher: SequenceMatcher[str], pairs: list[tuple[int, int]]) -> tuple[list[int], ...]:
    """Return the places of the sentences that are neither the same nor paired."""
    used = tuple({pair[side] for pair in pairs} for side in (0, 1))
    left: tuple[list[int], list[int]] = ([], [])
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind != "equal":
            left[0].extend(each for each in range(i1, i2) if each not in used[0])
            left[1].extend(each for each in range(j1, j2) if each not in used[1])
    return left


def _in_order(
    old: Sequence[Sentence], new: Sequence[Sentence], olds: range, news: range
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of two runs of sentences that stand in the same place."""
    a = [_known_by_pattern(old[each]) or f"old {each}" for each in olds]
    b = [_known_by_pattern(new[each]) or f"new {each}" for each in news]
    for block in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            yield olds[block.a + step], news[block.b + step]


def _elsewhere(
    old: Sequence[Sentence],
    new: Sequence[Sentence],
    left: tuple[list[int], ...],
    key: Callable[[Sentence], str],
) -> Iterator[tuple[int, int]]:
    """Yield the pairs among the sentences that are left, as many as are known by one key."""
    olds, news = _by_key(old, left[0], key), _by_key(new, left[1], key)
    for words, places in olds.items():
        if words and len(news.get(words, ())) == len(places):
            yield from zip(places, news[words], strict=True)


def _by_key(
    sentences: Sequence[Sentence], places: Iterable[int], key: Callable[[Sentence], str]
) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place in places:
        found.setdefault(key(sentences[place]), []).append(place)
    return found


def _known_by_pattern(sentence: Sentence) -> str:
    """Return a sentence's own words, if they are enough to know it by; else nothing."""
    words = sentence.by_pattern
    enough = 4 if WIDE.search(words) else _LETTERS
    return words if sum(letter.isalpha() for letter in words) >= enough else ""


def _known_by_text(sentence: Sentence) -> str:
    return sentence.by_text
