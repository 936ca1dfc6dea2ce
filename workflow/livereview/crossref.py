"""Numbers of sections, figures and tables, and the references to them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

import panflute as pf

from livereview.config import Terms
from livereview.languages import language_of
from livereview.manuscript import TABLE_CLASS, Edition
from livereview.placeholders import CLOSE
from livereview.problems import nearest
from livereview.sources import WIDE
from livereview.targets import Target

KINDS = ("sec", "fig", "tbl")
SUPPLEMENT = "supplement"  # the class of the heading that begins it
_LETTER = rf"(?!{WIDE.pattern})\w"
_WITHIN = re.compile(
    rf"(?:(?<={WIDE.pattern})|(?<={CLOSE}))@((?:sec|fig|tbl):(?:{_LETTER})+(?:[:.\-](?:{_LETTER})+)*)"
)
_OPENED = re.compile(r"(https?://|mailto:)\S", re.IGNORECASE)

Targets = Mapping[str, Target]


def anchor(identifier: str) -> str:
    """Return the anchor of ``fig:name``: a colon is no good in EPUB and JATS."""
    return identifier.replace(":", "-", 1)


def number_targets(elements: Iterable[pf.Element], edition: Edition) -> Targets:
    """Number sections, figures and tables in their order; return them by ``kind:name``.

    The number becomes part of the text, so that every format shows the same one.
    """
    numbering = _Numbering(edition)
    for element in elements:
        numbering.visit(element)
    return edition.targets


class _Numbering:
    """One pass over a document, from its first section to its last table."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.sections = [0] * 6
        self.counts: Counter[str] = Counter()
        self.supplement = False

    def visit(self, element: pf.Element) -> None:
        """Number an element, where it is one of those that have numbers."""
        if isinstance(element, pf.Header):
            self._number_section(element)
        elif isinstance(element, pf.Figure) and element.identifier.startswith("fig:"):
            self._number("fig", element, element.identifier, element.caption.content)
        elif is_table(element, self.edition):
            self._number("tbl", element, f"tbl:{element.attributes['name']}", element.content)

    def _number_section(self, header: pf.Header) -> None:
        title = self.edition.placements.fill(pf.stringify(header).strip())
        self.supplement = in_supplement(header, self.supplement)
        if header.level > 1 and SUPPLEMENT in header.classes:
            message, hint = "only a heading of the first level begins the supplement", "write # …"
            self.edition.problem_at(f".{SUPPLEMENT}", "supplement-place", message, hint)
        if self.supplement and "unnumbered" not in header.classes:
            header.classes.append("unnumbered")
        number = "" if "unnumbered" in header.classes else self._section_number(header.level)
        if number:
            header.content.insert(0, pf.Span(pf.Str(number), classes=["section-number"]))
            header.content.insert(1, pf.Space())
        if header.identifier.startswith("sec:"):
            self._remember(header.identifier, "sec", number, title)
            header.identifier = anchor(header.identifier)

    def _section_number(self, level: int) -> str:
        self.sections[level - 1] += 1
        self.sections[level:] = [0] * (len(self.sections) - level)
        return ".".join(map(str, self.sections[:level]))

    def _number(
        self, kind: str, element: pf.Element, identifier: str, caption: pf.ListContainer
    ) -> None:
        prefix = "S" if self.supplement else ""
        self.counts[prefix + kind] += 1
        target = self._remember(identifier, kind, f"{prefix}{self.counts[prefix + kind]}")
        element.identifier = target.anchor
        terms = self.edition.config.terms[language_of(element, self.edition)]
        _label_caption(caption, target.words(terms))

    def _remember(self, identifier: str, kind: str, number: str, title: str = "") -> Target:
        edition = self.edition
        if identifier in edition.targets:
            message = "the identifier stands here twice"
            edition.problem_at(f"#{identifier}", "duplicate-identifier", message, "rename one")
        target = Target(kind, anchor(identifier), number, title)
        edition.targets[identifier] = target
        return target


def in_supplement(header: pf.Header, before: bool) -> bool:
    """Return whether what follows a heading is of the supplement, as what stood before was."""
    return SUPPLEMENT in header.classes if header.level == 1 else before


def section_of(header: pf.Header, edition: Edition) -> Target:
    """Return the section that a heading begins, after it was numbered."""
    first = header.content[0] if header.content else None
    if isinstance(first, pf.Span) and "section-number" in first.classes:
        return Target("sec", header.identifier, pf.stringify(first))
    title = edition.placements.fill(pf.stringify(header).strip())
    return Target("sec", header.identifier, "", title)


def tables_of(targets: Targets) -> dict[str, Target]:
    """Return the printed tables by name, in the order of their numbers."""
    return {
        key.removeprefix("tbl:"): target for key, target in targets.items() if target.kind == "tbl"
    }


def table_around(element: pf.Element, edition: Edition) -> str:
    """Return the printed table in whose caption or notes an element stands, or an empty text."""
    while element is not None and not is_table(element, edition):
        element = element.parent
    return str(element.attributes["name"]) if element is not None else ""


def _label_caption(blocks: pf.ListContainer, words: str) -> None:
    """Put the number before the caption, which is the first of some blocks."""
    label = pf.Span(pf.Str(f"{words}."), classes=["caption-label"])
    if blocks and isinstance(blocks[0], pf.Plain | pf.Para):
        blocks[0].content.insert(0, pf.Space())
        blocks[0].content.insert(0, label)
    else:
        blocks.insert(0, pf.Plain(label))


def is_reference(key: str) -> bool:
    """Return whether a citation key is a reference to a section, figure or table."""
    return key.partition(":")[0] in KINDS and ":" in key


def is_table(element: pf.Element, edition: Edition) -> bool:
    """Return whether an element is the place of a printed table."""
    return (
        isinstance(element, pf.Div)
        and TABLE_CLASS in element.classes
        and element.attributes.get("name") in edition.blocks
    )


def cut_behind(key: str, targets: Targets) -> tuple[str, str]:
    """Return the key of a reference, and the text that stands behind it without a blank.

    To pandoc a letter of Chinese is a letter of the key.
    """
    if key in targets:
        return key, ""
    end = WIDE.search(key)
    return (key[: end.start()], key[end.start() :]) if end else (key, "")


def cut_out(text: str) -> list[str]:
    """Return a text cut around the references that stand in it without blanks, at odd places.

    To pandoc an @ behind a letter, and be it of Chinese or stand for a value, is text.
    """
    return _WITHIN.split(text)


def link(key: str, targets: Targets, edition: Edition, language: str) -> pf.Inline:
    """Return the link that a reference such as ``tbl:name`` prints as, in a language."""
    target = targets.get(key)
    if target is None:
        _tell_unknown(key, targets, edition)
        return pf.Str(key)
    return link_to(target, edition.config.terms[language])


def link_to(target: Target, terms: Terms) -> pf.Inline:
    """Return the link that a reference to a target prints as, in the words of a language."""
    return pf.Link(
        pf.Str(target.words(terms)),
        url=f"#{target.anchor}",
        classes=["xref"],
        attributes={"data-kind": target.kind},
    )


def follow(link: pf.Link, targets: Targets, anchors: Collection[str], edition: Edition) -> None:
    """Lead an author's own link to where it goes: within the text, or to an address."""
    if not link.url.startswith("#"):
        _lead_outside(link, edition)
        return
    key = link.url.removeprefix("#")
    if key in targets:
        link.url = f"#{targets[key].anchor}"
    elif key not in anchors and not key.startswith("ref"):
        _tell_unknown(key, targets, edition, sign="#")


def _lead_outside(link: pf.Link, edition: Edition) -> None:
    """See that a link leads to an address that readers can open wherever they are."""
    if doi := re.fullmatch(r"doi:(10\..+)", link.url, re.IGNORECASE):
        link.url = f"https://doi.org/{doi[1]}"
    if not _OPENED.match(link.url):
        message = "the link leads nowhere a reader could follow"
        hint = "it begins with https://, http://, mailto:, doi: or, within the text, #"
        edition.problem_at(link.url or "]()", "link", message, hint)


def _tell_unknown(key: str, targets: Targets, edition: Edition, sign: str = "@") -> None:
    """Add the problem of a reference that leads nowhere, as far as can be seen."""
    kind, _, name = key.partition(":")
    if not edition.complete or (kind == "tbl" and name in edition.unbuilt):
        return
    known = [target for target in targets if target.startswith(f"{kind}:")] or list(targets)
    hint = nearest(key, known) or f"there are: {', '.join(known)}"
    if kind == "tbl" and edition.designs and name in edition.designs.names:
        hint = f'print the table: {{{{ table("{name}") }}}}'
    edition.problem_at(f"{sign}{key}", "unknown-reference", "there is no such target", hint)
