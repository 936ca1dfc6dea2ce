"""Whether the text refers to its figures and tables, and in the order of their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import panflute as pf

from livereview import crossref
from livereview.manuscript import Edition
from livereview.plan import TABLES
from livereview.problems import Problem
from livereview.sources import occurrences
from livereview.targets import Mention


def note_mentions(elements: Iterable[pf.Element], edition: Edition) -> None:
    """Note where a woven text refers to its targets, in the edition's ``mentions``."""
    keys = {f"#{target.anchor}": key for key, target in edition.targets.items()}
    supplement = False
    for element in elements:
        if isinstance(element, pf.Header):
            supplement = crossref.in_supplement(element, supplement)
        elif isinstance(element, pf.Link) and element.url in keys:
            mention = Mention(keys[element.url], _is_aside(element, edition), supplement)
            edition.mentions.append(mention)


def _is_aside(element: pf.Element, edition: Edition) -> bool:
    """Return whether an element stands in a caption, a table's notes or a footnote."""
    while element is not None:
        if isinstance(element, pf.Note | pf.Figure) or crossref.is_table(element, edition):
            return True
        element = element.parent
    return False


def unreferred(edition: Edition) -> Iterator[Problem]:
    """Yield the figures and tables of a woven edition to which its text never refers."""
    referred = {mention.key for mention in edition.mentions}
    for key in sorted(edition.targets.keys() - referred):
        kind, _, name = key.partition(":")
        if kind == "sec":
            continue
        path, line = TABLES, edition.specifications.source.line([name])
        if kind == "fig":
            path, line = next(edition.locate(f"#{key}"), (edition.folder, 0))
        message = "the text never refers to it"
        hint = f"write @{key} where the text speaks of it"
        yield Problem(path, line, key, "never-referred", message, hint, "warning")


def out_of_order(edition: Edition) -> Iterator[Problem]:
    """Yield the figures and tables that the text refers to before others with lower numbers.

    Those of the supplement have an order of their own, and what the supplement says of the others
    comes too late to matter.
    """
    for kind in ("fig", "tbl"):
        for supplementary in (False, True):
            first = _first_mentions(edition, kind, supplementary=supplementary)
            numbered = [key for key in edition.targets if key in first]
            for place, key in enumerate(first):
                before = set(numbered[: numbered.index(key)])
                if jumped := [later for later in first[place:] if later in before]:
                    yield _too_early(edition, key, sorted(jumped, key=numbered.index))


def _first_mentions(edition: Edition, kind: str, *, supplementary: bool) -> list[str]:
    """Return the keys of one kind of target in the order in which the text speaks of them."""
    keys = [
        mention.key
        for mention in edition.mentions
        if not mention.aside and (supplementary or not mention.in_supplement)
    ]
    targets = edition.targets
    return [
        key
        for key in dict.fromkeys(keys)
        if targets[key].kind == kind and targets[key].number.startswith("S") == supplementary
    ]


def _too_early(edition: Edition, key: str, jumped: list[str]) -> Problem:
    terms = edition.config.terms[edition.language]
    own, *others = [edition.targets[each].words(terms) for each in (key, *jumped)]
    message = f"the text refers to {own} before {edition.environment.phrases.listing(others)}"
    hint = "refer to them in the order of their numbers, or print them in the order of the text"
    path, line = _first_place(edition, key)
    return Problem(path, line, key, "reference-order", message, hint, "warning")


def _first_place(edition: Edition, key: str) -> tuple[str, int]:
    """Return file and line of the first reference, but for those in the captions of figures."""
    for path, line, before in occurrences(edition.sources, key):
        if not before.lstrip().startswith("!["):
            return path, line
    return edition.folder, 0
