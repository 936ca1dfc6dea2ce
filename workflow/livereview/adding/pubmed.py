"""Records of PubMed, as the E-utility efetch gives them.

The elements are described at https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from livereview.adding.failures import LookupFailed
from livereview.adding.names import Name, whole_name
from livereview.adding.record import Record, page_range, written_date
from livereview.adding.text import langid, tidy

_MONTHS = re.findall(r"\w+", "jan feb mar apr may jun jul aug sep oct nov dec")

# Words of a journal's name that English writes small.
_SMALL = set(re.findall(r"\w+", "a an and at by for in of on or the to with"))

_NO_ORIGINAL = "English translation; original title not recorded"


def pubmed_record(content: bytes, pmid: str) -> Record | None:
    """Return what PubMed's answer says of a work; None where it has none with this number.

    Raises:
        LookupFailed: the answer is no XML, or not all of it, or the work is a book.
    """
    # Nothing that the document points to is opened.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        answer = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise LookupFailed("PubMed answers with what is no XML, or not all of it") from None
    if answer.find(".//PubmedBookArticle") is not None:
        raise LookupFailed(f"PMID {pmid} is a book or a chapter of one")
    article = answer.find(".//PubmedArticle")
    return None if article is None else _record(article, pmid)


def _record(article: etree._Element, pmid: str) -> Record:
    english, original = _title(article, "ArticleTitle"), _title(article, "VernacularTitle")
    language = langid(_text(article, ".//Article/Language"), original)
    translated = english.startswith("[") and english.endswith("]")
    english = english[1:-1].rstrip(".") if translated else english
    title, translation = (original, english) if original else (english, "")
    if translated and not original:
        translation = _NO_ORIGINAL
    if not title:
        raise LookupFailed(f"the record of PMID {pmid} has no title")
    return Record(
        kind="article",
        title=title,
        translation=translation,
        authors=tuple(_authors(article)),
        more_authors=article.find(".//Article/AuthorList[@CompleteYN='N']") is not None,
        container=_journal(article, language),
        date=_date(article),
        volume=_text(article, ".//JournalIssue/Volume"),
        number=_text(article, ".//JournalIssue/Issue"),
        pages=page_range(_text(article, ".//Article/Pagination/MedlinePgn")),
        doi=_doi(article),
        pmid=pmid,
        language=language,
        remarks=tuple(_remarks(article)),
    )


def _text(element: etree._Element, path: str) -> str:
    """Return the text of the first element at a path, with that of the elements in it."""
    found = element.find(path)
    return "" if found is None else tidy("".join(map(str, found.itertext())))


def _title(article: etree._Element, name: str) -> str:
    """Return a title without the full stop that PubMed sets behind each."""
    title = _text(article, f".//Article/{name}")
    return title if title.endswith("...") else title.removesuffix(".")


def _authors(article: etree._Element) -> Iterator[Name]:
    for author in article.findall(".//Article/AuthorList/Author"):
        if author.get("ValidYN") == "N":
            continue
        if collective := _text(author, "CollectiveName"):
            yield whole_name(collective)
        elif family := _text(author, "LastName"):
            given = _text(author, "ForeName") or _text(author, "Initials")
            yield Name(family, given, _text(author, "Suffix"))


def _journal(article: etree._Element, language: str) -> str:
    """Return a journal's name without the place that tells it from others, in English capitals."""
    name = re.sub(r" \([^()]*\)$| : .*", "", _text(article, ".//Article/Journal/Title"))
    if language != "english":
        return name
    first, *others = name.split(" ")
    return " ".join([first, *(word if word in _SMALL else _capital(word) for word in others)])


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _date(article: etree._Element) -> str:
    """Return the date of the issue; some have but a text such as "2020 Jan-Feb"."""
    issue = ".//JournalIssue/PubDate/"
    free = re.search(r"\b\d{4}\b", _text(article, issue + "MedlineDate"))
    year = _text(article, issue + "Year") or (free[0] if free else "")
    month = _text(article, issue + "Month").lower()
    number = _MONTHS.index(month[:3]) + 1 if month[:3] in _MONTHS else month
    return written_date(year, number, _text(article, issue + "Day"))


def _doi(article: etree._Element) -> str:
    return (
        _text(article, ".//Article/ELocationID[@EIdType='doi']")
        or _text(article, "PubmedData/ArticleIdList/ArticleId[@IdType='doi']")
    ).lower()


def _remarks(article: etree._Element) -> Iterator[str]:
    """Yield whether the work was retracted, or is but a notice that another one was."""
    kinds = {each.text for each in article.findall(".//PublicationTypeList/PublicationType")}
    if "Retracted Publication" in kinds or _pointers(article, "RetractionIn"):
        yield "THIS WORK WAS RETRACTED" + _place(article, "RetractionIn")
    if _pointers(article, "ExpressionOfConcernIn"):
        place = _place(article, "ExpressionOfConcernIn")
        yield f"an expression of concern was published on this work{place}"
    if kinds & {"Retraction of Publication", "Retraction Notice", "Expression of Concern"}:
        yield "this is no study but a notice on another work"


def _pointers(article: etree._Element, kind: str) -> list[etree._Element]:
    return article.findall(f".//CommentsCorrections[@RefType='{kind}']")


def _place(article: etree._Element, kind: str) -> str:
    places = [_text(pointer, "RefSource") for pointer in _pointers(article, kind)]
    return f": see {places[0]}" if places and places[0] else ""
