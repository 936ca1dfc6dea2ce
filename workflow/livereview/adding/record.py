"""What a record says of a work, as plain text, whatever service or file it comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from livereview.adding.names import Name

# The types of the Citation Style Language and of Crossref, as types of the library's entries.
KINDS = {
    "article": "online",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "book-chapter": "incollection",
    "book-part": "incollection",
    "book-section": "incollection",
    "chapter": "incollection",
    "dataset": "dataset",
    "dissertation": "thesis",
    "edited-book": "collection",
    "journal-article": "article",
    "monograph": "book",
    "paper-conference": "inproceedings",
    "post": "online",
    "post-weblog": "online",
    "posted-content": "online",
    "proceedings": "proceedings",
    "proceedings-article": "inproceedings",
    "reference-book": "book",
    "reference-entry": "inreference",
    "report": "report",
    "software": "software",
    "standard": "standard",
    "thesis": "thesis",
    "webpage": "online",
}


@dataclass(frozen=True)
class Record:
    """What a service or a file says of a work.

    Attributes:
        kind: type of the library's entry.
        title: title in the language of the work.
        translation: title in English, where the work is in another language.
        more_authors: whether the work has authors that the record doesn't name.
        container: the journal or the book that the work stands in.
        date: year, month or day of publication: 2022-01-27, 2022-01 or 2022.
        pages: first and last page as written, or the number of the article.
        language: name of the language as the library writes it, or an empty text.
        remarks: what the author should know of the work, such as that it was retracted.
    """

    kind: str
    title: str
    translation: str = ""
    authors: tuple[Name, ...] = ()
    more_authors: bool = False
    editors: tuple[Name, ...] = ()
    container: str = ""
    publisher: str = ""
    date: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    url: str = ""
    seen: str = ""
    language: str = ""
    remarks: tuple[str, ...] = ()


def decoded(written: str) -> str:
    """Return a text without the codes for signs that an address has."""
    return unquote(written) if re.search("://|%2f", written, re.IGNORECASE) else written


def doi_in(written: str) -> str:
    """Return the DOI of a text that says one, as an address or bare; else an empty text."""
    found = re.search(r"10\.\d{4,9}/\S+", decoded(written))
    return found[0].rstrip(".,;").lower() if found else ""


def doi_of_address(address: str) -> str:
    """Return the DOI of an address that leads to one; of any other an empty text."""
    resolver = re.match(r"https?://(?:(?:dx|www)\.)?doi\.org/", address, re.IGNORECASE)
    return doi_in(address) if resolver else ""


def page_range(written: str) -> str:
    """Return pages as the library writes them: 316-26 as 316--326."""
    pages = re.fullmatch(r"\s*(\w+)\s*[-‐-―]+\s*(\w+)\s*", written)
    if not pages:
        return written.strip()
    first, last = pages.groups()
    if first.isdigit() and last.isdigit() and len(last) < len(first):
        last = first[: -len(last)] + last
    return first if first == last else f"{first}--{last}"


def written_date(*parts: object) -> str:
    """Return year, month and day as a date, up to the first that is missing or no number."""
    date = ""
    for part, form in zip(parts, ("{:04}", "-{:02}", "-{:02}"), strict=False):
        number = str(part or "")
        if not number.isdecimal():
            break
        date += form.format(int(number))
    return date
