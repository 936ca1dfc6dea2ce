"""The document of an edition: woven, its citations resolved, with what the formats print around it.

All formats are written from this one tree, so they can't disagree.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import panflute as pf

from livereview.config import Config, document_name, read_config
from livereview.evidence import load_evidence
from livereview.library import Library, read_library, style_path
from livereview.manuscript import Edition
from livereview.margins import Margins
from livereview.pandoc import dump, run_pandoc
from livereview.problems import ProblemsFound, errors, raise_errors
from livereview.records import row_records
from livereview.unread import Unread, is_signed, notice, refuse, unread_of, words_of
from livereview.weave import Weaving

# What pandoc notes in the document once it has resolved the citations. They are of no more use, and
# the style's path is that of a folder on this machine.
_CITEPROC_SETTINGS = ("bibliography", "csl", "link-citations")


def write_document(root: Path, edition: str, library: Path, figures: Path, output: Path) -> None:
    """Weave an edition and write its document tree as pandoc's JSON.

    Args:
        root: the review's folder.
        edition: a folder below manuscript/.
        library: the literature as CSL JSON, see `library.write_csl`.
        figures: the folder with what the figures report.
        output: the file to write.

    Raises:
        ProblemsFound: something is wrong with the manuscript.
    """
    config = read_config(root)
    style = style_path(config.citation_style)
    literature = read_library(root)
    raise_errors(literature.problems)
    evidence = load_evidence(root)

    def begin(margins: Margins | None) -> Weaving:
        woven = Edition(root, edition, config, evidence, drawn=figures, margins=margins)
        return Weaving(woven, literature.entries)

    weaving, unread = with_margins(begin(margins_for(root, config)), begin)
    woven, tree = weaving.edition, weaving.compose(with_tables=True)
    raise_errors(woven.problems)
    complete(tree, woven)
    document = resolve_citations(dump(tree), library, style)
    tell_beside(document, woven, literature, library, unread)
    output.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def with_margins(weaving: Weaving, again: Callable[[Margins], Weaving]) -> tuple[Weaving, Unread]:
    """Return the weaving of an edition, and what of it nobody has read as it stands.

    What must be read again is known as soon as text and tables are filled; of a draft, most blocks
    have a place for its mark then. An edition with mistakes is left to be refused for these.

    Args:
        weaving: the weaving, begun with `margins_for`.
        again: begins once more, with other margins.

    Raises:
        ProblemsFound: a release may not have what is unread, or the sign-offs can't be read.
    """
    weaving.take_tables()
    edition = weaving.edition
    if errors(edition.problems):
        return weaving, Unread()
    try:
        unread = unread_in(edition)
    except ProblemsFound:
        weaving.stop()
        raise
    words = words_of(unread, edition)
    if not isinstance(edition.margins, Margins) or edition.margins.tell(words):
        return weaving, unread
    weaving.stop()
    return again(Margins(words)), unread


def margins_for(root: Path, config: Config) -> Margins | None:
    """Return the margins of an edition, for what may have to be read again; None if none shows."""
    return Margins() if config.is_draft and is_signed(root) else None


def complete(document: pf.Doc, edition: Edition) -> None:
    """Add to a woven tree what the formats print around its text."""
    _add_reference_list(document, edition)
    _add_metadata(document, edition)


def resolve_citations(document: str, library: Path, style: Path) -> Any:
    """Return a document, pandoc's JSON, with citations and reference list in the style."""
    arguments = ["--from", "json", "--to", "json", "--citeproc", "--metadata=link-citations=true"]
    arguments += ["--csl", str(style), "--bibliography", str(library)]
    resolved = json.loads(run_pandoc(arguments, document))
    for setting in _CITEPROC_SETTINGS:
        resolved["meta"].pop(setting, None)
    return resolved


def tell_beside(
    document: Any, edition: Edition, literature: Library, library: Path, unread: Unread
) -> None:
    """Mark the languages of references, and put beside the tree what the formats tell of rows.

    Pandoc passes over what stands beside it.
    """
    _mark_languages(document, literature.languages, edition.language)
    document["evidence"] = row_records(document, edition, library)
    document["files"] = _files(edition)
    document |= {"unread": notice(unread, edition)} if unread else {}


def unread_in(edition: Edition) -> Unread:
    """Return what nobody has read as it stands, as far as it is told; a release may refuse it."""
    config, kept = edition.config, is_signed(edition.root)
    unread = unread_of(edition) if kept or not config.is_draft else Unread()
    if config.refuses_unread and not config.is_draft:
        refuse(unread, edition.root)
    return unread


def _files(edition: Edition) -> list[str]:
    """Return the files that are published beside each other, by their paths."""
    documents = [document_name(edition.name, form) for form in edition.config.formats]
    tables = [f"tables/{name}.csv" for name in edition.specifications.names]
    return [*documents, "evidence.xlsx", *tables]


def _add_reference_list(document: pf.Doc, edition: Edition) -> None:
    """Give the reference list its place at the end, unless the author gave it one."""
    if not _has_list(document.content):
        heading = pf.Str(edition.config.terms[edition.language].references)
        header = pf.Header(heading, identifier="sec-references", classes=["unnumbered"])
        document.content.append(header)
        document.content.append(pf.Div(identifier="refs"))


def _has_list(blocks: Iterable[pf.Block]) -> bool:
    divisions = [block for block in blocks if isinstance(block, pf.Div)]
    return any(each.identifier == "refs" or _has_list(each.content) for each in divisions)


def _add_metadata(document: pf.Doc, edition: Edition) -> None:
    """Put what the formats print around the text into the document's metadata."""
    metadata = dict(edition.metadata.data)
    reviewed = edition.evidence.newest_review
    metadata["author"] = metadata.pop("authors")
    metadata.pop("plain_numbers", None)  # for the check alone
    metadata["evidence-date"] = reviewed
    metadata["evidence-date-long"] = edition.environment.phrases.date(reviewed) if reviewed else ""
    metadata["terms"] = dict(edition.config.terms[edition.language].document)
    for name, value in metadata.items():
        document.metadata[name] = _meta(value)


def _meta(value: object) -> pf.MetaValue:
    """Return a metadata value whose texts are text, whatever characters they hold."""
    if isinstance(value, list):
        return pf.MetaList(*[_meta(item) for item in value])
    if isinstance(value, dict):
        return pf.MetaMap(*[(name, _meta(item)) for name, item in value.items()])
    return pf.MetaInlines(pf.Str(str(value)))


def _mark_languages(document: Any, languages: Mapping[str, str], own: str) -> None:
    """Mark each reference that is in another language than the text."""
    for block in _blocks(document, "refs"):
        identifier, _, attributes = block["c"][0]
        language = languages.get(identifier.removeprefix("ref-"), own)
        if language != own:
            attributes.append(["lang", language])


def _blocks(document: Any, identifier: str) -> list[Any]:
    """Return the blocks within the division of this identifier, wherever it stands."""
    found: list[Any] = []

    def look(blocks: list[Any]) -> None:
        for block in blocks:
            if block["t"] == "Div":
                found.extend(block["c"][1] if block["c"][0][0] == identifier else [])
                look(block["c"][1])

    look(document["blocks"])
    return found
