"""What stands before the text in JATS: the article's metadata."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml.etree import _Element as Element

from livereview.writers.ast import Node, meta_list, meta_text, term, unread_line
from livereview.writers.citing import changes_since
from livereview.writers.jats_elements import HREF, LANG, LICENCE_ADDRESS, make
from livereview.writers.licences import licence_address

if TYPE_CHECKING:
    from livereview.version import Version


_MEDIA = {"epub": "application/epub+zip", "html": "text/html", "pdf": "application/pdf"}


def front(document: Node, version: Version, abstracts: list[Element], article: Element) -> Element:
    """The front of an article.

    Args:
        document: the woven document.
        version: the state of the review, of which the date of publication is taken.
        abstracts: the abstracts, in the document's language and in others.
        article: its text, whose figures, tables and references are counted.
    """
    own = [each for each in abstracts if each.tag == "abstract"]
    translated = [each for each in abstracts if each.tag != "abstract"]
    meta = make(
        "article-meta",
        _titles(document),
        make("contrib-group", *map(_contributor, meta_list(document, "author"))),
        *_notes(document),
        _date(version),
        *_tables(document),
        _permissions(document),
        *_other_formats(document),
        *own,
        *translated,
        *_keywords(document),
        _counts(article),
        *_facts(document, version),
    )
    # The tag set asks for a journal; a review that publishes itself is in none.
    return make("front", make("journal-meta", make("journal-id"), make("issn")), meta)


def _titles(document: Node) -> Element:
    titles = [("article-title", "title"), ("subtitle", "subtitle")]
    named = [(name, meta_text(document, key)) for name, key in titles]
    return make("title-group", *(make(name, text) for name, text in named if text))


def _contributor(name: str) -> Element:
    # Plain text tells neither a person from a group nor a family name from a given one: the name
    # stays whole, as in the other forms of citing the review.
    return make("contrib", make("collab", name), {"contrib-type": "author"})


def _notes(document: Node) -> Iterator[Element]:
    """How to reach the authors, and what is told of the whole before the text."""
    correspondence = meta_text(document, "correspondence")
    remarks = filter(None, [unread_line(document), meta_text(document, "disclaimer")])
    notes = [make("corresp", correspondence)] if correspondence else []
    notes += [make("fn", make("p", each), {"fn-type": "other"}) for each in remarks]
    if notes:
        yield make("author-notes", *notes)


def _date(version: Version) -> Element:
    year, month, day = version.date.split("-")
    kind = {"date-type": "pub", "publication-format": "electronic"}
    parts = make("day", day), make("month", month), make("year", year)
    return make("pub-date", *parts, kind | {"iso-8601-date": version.date})


def _permissions(document: Node) -> Element:
    name = meta_text(document, "license")
    address = licence_address(name)
    if not address:
        return make("permissions", make("license", make("license-p", name)))
    access = make(LICENCE_ADDRESS, address)
    return make(
        "permissions",
        make(
            "license",
            access,
            make("license-p", name),
            {"license-type": "open-access", HREF: address},
        ),
    )


def _tables(document: Node) -> Iterator[Element]:
    """The printed tables as files of data."""
    for path in document.get("files", []):
        if path.endswith(".csv"):
            media = {"mimetype": "text", "mime-subtype": "csv"}
            yield make("supplementary-material", media | {HREF: path})


def _other_formats(document: Node) -> Iterator[Element]:
    """The same review as other files beside this one."""
    for path in document.get("files", []):
        if media := _MEDIA.get(path.rpartition(".")[2]):
            yield make("self-uri", path, {"content-type": media, HREF: path})


def _keywords(document: Node) -> Iterator[Element]:
    words = meta_list(document, "keywords")
    if words:
        pairs = {"kwd-group-type": "author", LANG: meta_text(document, "lang")}
        yield make("kwd-group", *(make("kwd", word) for word in words), pairs)


def _counts(article: Element) -> Element:
    kinds = {"fig-count": "fig", "table-count": "table-wrap", "ref-count": "ref"}
    counted = {name: len(list(article.iter(kind))) for name, kind in kinds.items()}
    return make("counts", *(make(name, {"count": str(number)}) for name, number in counted.items()))


def _facts(document: Node, version: Version) -> Iterator[Element]:
    """Version, changes and date of the evidence, which JATS 1.1 has no places for."""
    facts = {
        "version": version.name,
        "changes": changes_since(document, version),
        "evidence_date": meta_text(document, "evidence-date"),
    }
    told = [
        make("custom-meta", make("meta-name", term(document, key)), make("meta-value", text))
        for key, text in facts.items()
        if text
    ]
    if told:
        yield make("custom-meta-group", *told)
