"""The site's own pages: downloads, versions, and the one for addresses that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from livereview.changes.as_html import STYLES
from livereview.changes.revisions import Named
from livereview.config import Site, Terms
from livereview.site.published import File, Published
from livereview.writers.policy import policy

FRONT_PAGE = "index.html"
DOWNLOADS = "downloads.html"
VERSIONS = "versions.html"
NOT_FOUND = "404.html"
CHANGES = "changes.html"

# The words that head files, among the downloads; two are names of folders of the results too.
TABLES = "tables"
_DOCUMENTS = "documents"
_OTHERS = "other_files"
_HEADINGS = (_DOCUMENTS, TABLES, "figures")

_TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
# The pages that tell of changes have the same plain look.
_STYLES = *STYLES, _TEMPLATES / "site" / "site.css"
# Before this, a page of the review takes the links to the other pages.
_HEADER = '<header class="title-block">'


@dataclass(frozen=True)
class About:
    """What the pages say of the review.

    Attributes:
        title: of the edition that is the front page.
        language: of that edition.
        terms: the words of that language.
        editions: the names of all editions.
        site: where the review is published.
    """

    title: str
    language: str
    terms: Terms
    editions: Sequence[str]
    site: Site


class Pages:
    """Writes the pages of one site."""

    def __init__(self, about: About, published: Published) -> None:
        self._about = about
        self._published = published
        self._groups = _groups(published.files, about.editions)
        self._environment = Environment(
            loader=FileSystemLoader(_TEMPLATES / "site"),
            autoescape=True,
            undefined=StrictUndefined,
            keep_trailing_newline=True,
            trim_blocks=True,
        )

    def front_page(self, review: str) -> str:
        """Return the review's web page, with links to the other pages above its title."""
        if review.count(_HEADER) != 1:
            raise ValueError(f"the page of the review has not one {_HEADER}")
        links = self._environment.get_template("links.html").render(
            **self._common(""), page=FRONT_PAGE
        )
        return review.replace(_HEADER, f"{links.strip()}\n{_HEADER}", 1)

    def downloads(self, archive: File) -> str:
        """Return the page of all files, the archive of them first."""
        return self._page(DOWNLOADS, archive=archive, groups=self._groups, size=self._size)

    def versions(self, releases: Iterable[Named]) -> str:
        """Return the page of the released versions, newest first."""
        linked = [(each, self._address_of(each.name)) for each in releases]
        return self._page(VERSIONS, published=self._published, releases=linked)

    def not_found(self) -> str:
        """Return the page that is shown at addresses that lead nowhere.

        Such an address may lie in a folder that isn't there, so that only whole addresses lead on.
        """
        return self._page(NOT_FOUND, start=self._about.site.address)

    def _page(self, name: str, start: str = "", **parts: Any) -> str:
        css = "".join(path.read_text(encoding="utf-8") for path in _STYLES)
        page = self._environment.get_template(name).render(
            **self._common(start),
            **parts,
            page=name,
            css=Markup(css),  # noqa: S704 (the engine's own style sheets)
        )
        return page.replace("<!-- @policy -->", policy(page), 1)

    def _common(self, start: str) -> dict[str, Any]:
        words = self._about.terms.document
        return {"about": self._about, "words": words, "links": list(self._links(words, start))}

    def _links(self, words: Mapping[str, str], start: str) -> Iterator[tuple[str, str, str]]:
        """Yield what all pages lead to: its file or part of one, its address, its words."""
        yield FRONT_PAGE, start or "./", words["front_page"]
        yield DOWNLOADS, f"{start}{DOWNLOADS}", words["downloads"]
        if TABLES in self._groups:
            yield f"{DOWNLOADS}#{TABLES}", f"{start}{DOWNLOADS}#{TABLES}", words["tables"]
        if any(file.path == CHANGES for file in self._published.files):
            yield CHANGES, f"{start}{CHANGES}", words["changes"]
        yield VERSIONS, f"{start}{VERSIONS}", words["versions"]

    def _address_of(self, release: str) -> str:
        return self._about.site.releases.replace("{}", quote(release, safe=""))

    def _size(self, file: File) -> str:
        """Return a file's size in words."""
        if file.size < 1_000_000:
            return f"{max(1, round(file.size / 1000))} KB"
        return f"{file.size / 1_000_000:.1f} MB".replace(".", self._about.terms.decimal_mark)


def _groups(files: Iterable[File], editions: Sequence[str]) -> dict[str, list[File]]:
    """Return the files by the word that heads them; what heads none is left out."""
    groups: dict[str, list[File]] = {word: [] for word in (*_HEADINGS, _OTHERS)}
    for file in files:
        groups[_heading(file.path, editions)].append(file)
    return {word: found for word, found in groups.items() if found}


def _heading(path: str, editions: Sequence[str]) -> str:
    folder, _, name = path.rpartition("/")
    if folder:
        return folder if folder in _HEADINGS else _OTHERS
    return _DOCUMENTS if name.split(".")[0] in editions else _OTHERS
