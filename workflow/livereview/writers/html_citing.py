"""How the web page is cited and found: for people, for their libraries and for search engines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from livereview.writers.ast import Node, attributes, is_a, meta_list, meta_text, text_of
from livereview.writers.citing import plain_citation

if TYPE_CHECKING:
    from livereview.version import Version

_FORMATS = {"docx": "Word", "epub": "EPUB", "html": "HTML", "pdf": "PDF", "xml": "JATS XML"}
_SUMMARY_LENGTH = 300  # what search engines and previews show of a page


def citing(document: Node, words: Mapping[str, str], version: Version) -> str:
    """How to cite the review: in words, as BibTeX and as RIS, each in a fold-out."""
    ways = {
        "text": plain_citation(document, version),
        "BibTeX": bibtex(document, version),
        "RIS": ris(document, version),
    }
    parts = [f'<details class="citing"><summary>{escape(words["cite"])}</summary>']
    for name, text in ways.items():
        label = f"<h2>{escape(name)}</h2>" if name != "text" else ""
        kind = "pre" if label else "p"
        tabbed = ' tabindex="0" aria-label="' + escape(name) + '"' if label else ""
        parts.append(f'<div class="way">{label}<{kind}{tabbed}>{escape(text)}</{kind}></div>')
    return "".join([*parts, "</details>"])


def bibtex(document: Node, version: Version) -> str:
    """The review as an entry of BibTeX; whole names are braced, as they may be those of groups."""
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in meta_list(document, "author")),
        "title": f"{{{_tex(meta_text(document, 'title'))}}}",
        "year": version.date[:4],
        "date": version.date,
        "version": _tex(version.name),
        "note": _tex(meta_text(document, "license")),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    word = next(iter(re.findall(r"[^\W\d_]{4,}", meta_text(document, "title"))), "review")
    return "\n".join([f"@misc{{{word.lower()}{version.date[:4]},", *lines, "}"])


def _tex(text: str) -> str:
    return re.sub(r"([\\{}&%$#_])", r"\\\1", text)


def ris(document: Node, version: Version) -> str:
    """The review as an entry of RIS."""
    lines = [
        ("TY", "GEN"),
        *(("AU", name) for name in meta_list(document, "author")),
        ("TI", meta_text(document, "title")),
        ("PY", version.date[:4]),
        ("DA", version.date.replace("-", "/")),
        ("ET", version.name),
        *(("KW", word) for word in meta_list(document, "keywords")),
        ("LA", meta_text(document, "lang")),
        ("ER", ""),
    ]
    return "\n".join(f"{tag}  - {text}" for tag, text in lines if text or tag == "ER")


def downloads(document: Node, words: Mapping[str, str]) -> str:
    """The files that are published beside the page, as links; empty where there are none."""
    files = [path for path in document.get("files", []) if not path.endswith(".html")]
    if not files:
        return ""
    items = "".join(f"<li>{_download(path)}</li>" for path in files)
    summary = f"<summary>{escape(words['downloads'])}</summary>"
    return f'<details class="downloads">{summary}<ul>{items}</ul></details>'


def _download(path: str) -> str:
    stem, _, ending = path.rpartition(".")
    name = _FORMATS.get(ending) or f"{stem.rpartition('/')[2]}.{ending}"
    return f'<a href="{escape(path)}" download>{escape(name)}</a>'


# -- for machines --------------------------------------------------------------------------------


def head(document: Node, version: Version) -> str:
    """The meta elements of search engines, reference managers and previews."""
    title, language = meta_text(document, "title"), meta_text(document, "lang")
    summary = _summary(document["blocks"]) or meta_text(document, "subtitle") or title
    pairs = [
        ("name", "description", summary),
        ("name", "citation_title", title),
        *(("name", "citation_author", name) for name in meta_list(document, "author")),
        ("name", "citation_publication_date", version.date.replace("-", "/")),
        ("name", "citation_online_date", version.date.replace("-", "/")),
        ("name", "citation_language", language),
        *(("name", "citation_keywords", word) for word in meta_list(document, "keywords")),
        *(("name", "citation_pdf_url", path) for path in _paths(document, ".pdf")),
        ("property", "og:type", "article"),
        ("property", "og:title", title),
        ("property", "og:description", summary),
        ("property", "og:locale", language),
        ("property", "article:published_time", version.date),
    ]
    lines = [f'<meta {kind}="{name}" content="{escape(text)}">' for kind, name, text in pairs]
    return "\n".join([*lines, _linked_data(document, summary, version)])


def _linked_data(document: Node, summary: str, version: Version) -> str:
    """The review as schema.org knows articles."""
    article: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "headline": meta_text(document, "title"),
        "author": meta_list(document, "author"),
        "abstract": summary,
        "inLanguage": meta_text(document, "lang"),
        "dateModified": version.date,
        "version": version.name,
        "license": meta_text(document, "license"),
        "keywords": meta_list(document, "keywords"),
        "isAccessibleForFree": True,
    }
    filled = {key: value for key, value in article.items() if value}
    text = json.dumps(filled, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'


def _paths(document: Node, ending: str) -> Iterable[str]:
    return [path for path in document.get("files", []) if path.endswith(ending)]


def _summary(blocks: list[Node]) -> str:
    """The beginning of the abstract: of the text below a first heading without a number."""
    if not blocks or blocks[0]["t"] != "Header" or "unnumbered" not in attributes(blocks[0])[1]:
        return ""
    text = ""
    for block in blocks[1:]:
        if block["t"] == "Header" or is_a(block, "Div", "table") or len(text) > _SUMMARY_LENGTH:
            break
        text += f"{' '.join(text_of([block]).split())} "
    return text.strip() if len(text) <= _SUMMARY_LENGTH else f"{_cut(text)} …"


def _cut(text: str) -> str:
    return text[:_SUMMARY_LENGTH].rsplit(" ", 1)[0]
