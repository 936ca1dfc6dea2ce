"""Numbers of sections, figures and tables, and the references to them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import panflute as pf

from livereview.manuscript import TABLE_CLASS, Edition
from livereview.problems import Problem, nearest
from livereview.tables import TABLES
from livereview.whereabouts import Place

KINDS = ("sec", "fig", "tbl")
_OPENED = re.compile(r"(https?://|mailto:)\S", re.IGNORECASE)


@dataclass(frozen=True)
class Target:
    """What can be referred to: its anchor, and the words of a reference to it."""

    anchor: str
    words: str


Targets = Mapping[str, Target]


def anchor(identifier: str) -> str:
    """Return the anchor of ``fig:name``: a colon is no good in EPUB and JATS."""
    return identifier.replace(":", "-", 1)


def number_targets(document: pf.Doc, edition: Edition) -> Targets:
    """Number sections, figures and tables in their order; return them by ``kind:name``.

    The number becomes part of the text, so that every format shows the same one.
    """
    terms = edition.config.terms[edition.language]
    targets: dict[str, Target] = {}
    counts = [0] * 6
    numbers = {"fig": 0, "tbl": 0}

    def visit(element: pf.Element, _: pf.Doc) -> None:
        if isinstance(element, pf.Header):
            _number_section(element, counts, targets, edition)
        elif isinstance(element, pf.Figure) and element.identifier.startswith("fig:"):
            numbers["fig"] += 1
            words = f"{terms.figure} {numbers['fig']}"
            _remember(targets, edition, element.identifier, words)
            element.identifier = anchor(element.identifier)
            _label_caption(element.caption.content, words)
        elif is_table(element, edition):
            numbers["tbl"] += 1
            words = f"{terms.table} {numbers['tbl']}"
            identifier = f"tbl:{element.attributes['name']}"
            _remember(targets, edition, identifier, words)
            element.identifier = anchor(identifier)
            _label_caption(element.content, words)

    document.walk(visit)
    return targets


def _number_section(
    header: pf.Header, counts: list[int], targets: dict[str, Target], edition: Edition
) -> None:
    title = edition.placements.fill(pf.stringify(header).strip())
    words = f"“{title}”"
    if "unnumbered" not in header.classes:
        counts[header.level - 1] += 1
        counts[header.level :] = [0] * (len(counts) - header.level)
        number = ".".join(str(count) for count in counts[: header.level])
        words = f"{edition.config.terms[edition.language].section} {number}"
        header.content.insert(0, pf.Span(pf.Str(number), classes=["section-number"]))
        header.content.insert(1, pf.Space())
    if header.identifier.startswith("sec:"):
        _remember(targets, edition, header.identifier, words)
        header.identifier = anchor(header.identifier)


def section_of(header: pf.Header, edition: Edition) -> Place:
    """Return the section that a heading begins, after it was numbered."""
    first = header.content[0] if header.content else None
    if isinstance(first, pf.Span) and "section-number" in first.classes:
        words = f"{edition.config.terms[edition.language].section} {pf.stringify(first)}"
        return Place(header.identifier, words)
    title = edition.placements.fill(pf.stringify(header).strip())
    return Place(header.identifier, f"“{title}”", numbered=False)


def tables_of(targets: Targets) -> dict[str, Place]:
    """Return the printed tables by name, in the order of their numbers."""
    return {
        key.removeprefix("tbl:"): Place(target.anchor, target.words, "tbl")
        for key, target in targets.items()
        if key.startswith("tbl:")
    }


def table_around(element: pf.Element, edition: Edition) -> str:
    """Return the printed table in whose caption or notes an element stands, or an empty text."""
    while element is not None and not is_table(element, edition):
        element = element.parent
    return str(element.attributes["name"]) if element is not None else ""


def _remember(targets: dict[str, Target], edition: Edition, identifier: str, words: str) -> None:
    if identifier in targets:
        message = "the identifier stands here twice"
        edition.problem_at(f"#{identifier}", "duplicate-identifier", message, "rename one")
    edition.targets.add(identifier)
    targets[identifier] = Target(anchor(identifier), words)


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
        and element.attributes.get("name") in edition.tables
    )


def link(key: str, targets: Targets, edition: Edition) -> pf.Inline:
    """Return the link that a reference such as ``tbl:name`` prints as."""
    target = targets.get(key)
    edition.referred.add(key)
    if target is None:
        _tell_unknown(key, targets, edition)
        return pf.Str(key)
    kind = key.partition(":")[0]
    return link_to(Place(target.anchor, target.words, kind))


def link_to(place: Place) -> pf.Inline:
    """Return the link that a reference to a place prints as."""
    return pf.Link(
        pf.Str(place.words),
        url=f"#{place.anchor}",
        classes=["xref"],
        attributes={"data-kind": place.kind},
    )


def follow(link: pf.Link, targets: Targets, anchors: Collection[str], edition: Edition) -> None:
    """Lead an author's own link to where it goes: within the text, or to an address."""
    if not link.url.startswith("#"):
        _lead_outside(link, edition)
        return
    key = link.url.removeprefix("#")
    edition.referred.add(key)
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


def unreferred(edition: Edition) -> Iterator[Problem]:
    """Yield the figures and tables of a woven edition to which its text never refers."""
    for key in sorted(edition.targets - edition.referred):
        kind, _, name = key.partition(":")
        if kind == "sec":
            continue
        path, line = TABLES, edition.specifications.source.line([name])
        if kind == "fig":
            path, line = next(edition.locate(f"#{key}"), (edition.folder, 0))
        message = "the text never refers to it"
        hint = f"write @{key} where the text speaks of it"
        yield Problem(path, line, key, "never-referred", message, hint, "warning")


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
