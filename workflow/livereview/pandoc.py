"""What pandoc makes of texts, and the document trees that it reads."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import orjson
import panflute

from livereview.pandoc_program import PandocFailed, PandocRun

# Markdown as authors write it. What would let markup or metadata in by the back door is off; so is
# dollar mathematics, because a dollar in the text of a review is money.
MARKDOWN = (
    "markdown-raw_html-raw_tex-raw_attribute-native_divs-native_spans-markdown_in_html_blocks"
    "-latex_macros-tex_math_dollars-yaml_metadata_block-pandoc_title_block"
)


def run_pandoc(arguments: Sequence[str], text: str) -> str:
    """Return what pandoc makes of a text.

    Raises:
        PandocFailed: pandoc failed or warned; an unknown citation is but a warning to it.
    """
    output, warnings = PandocRun(arguments, text.encode()).result()
    if warnings:
        raise PandocFailed(warnings)
    return output.decode()


def begin_reading(text: str) -> PandocRun:
    """Let pandoc begin to read a Markdown text."""
    return PandocRun(["--from", MARKDOWN, "--to", "json", "--sandbox"], text.encode())


def finish_reading(run: PandocRun) -> tuple[panflute.Doc, list[str]]:
    """Return the document tree of a Markdown text, and pandoc's warnings.

    Raises:
        PandocFailed: pandoc failed.
    """
    document, warnings = run.result()
    return panflute.load(io.StringIO(document.decode())), re.findall(r"\[WARNING\] (.*)", warnings)


def read_markdown(text: str) -> tuple[panflute.Doc, list[str]]:
    """Return what `finish_reading` does, of a text that is read now."""
    return finish_reading(begin_reading(text))


def elements_of(element: panflute.Element) -> list[panflute.Element]:
    """Return all elements of a tree, what is within another before it.

    A walk of panflute's would make all lists anew, which costs three times as much.
    """
    elements: list[panflute.Element] = []
    for name in element._children:  # noqa: SLF001 (nothing public tells of tables' parts)
        within = getattr(element, name)
        if isinstance(within, panflute.Element):
            elements += elements_of(within)
        elif isinstance(within, panflute.ListContainer):
            for each in within:
                elements += elements_of(each)
    elements.append(element)
    return elements


def put(new: panflute.Element, old: panflute.Element) -> None:
    """Put an element in the place of another, which `elements_of` gave."""
    old.container[old.index] = new


def dump(document: panflute.Doc) -> str:
    """Return a document tree as pandoc's JSON."""
    return orjson.dumps(document.to_json()).decode()
