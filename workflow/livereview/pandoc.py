"""Run pandoc, the one that comes with the package pypandoc_binary."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Sequence

import panflute

from livereview.pandoc_program import pandoc_command

# Markdown as authors write it. What would let markup or metadata in by the back door is off; so is
# dollar mathematics, because a dollar in the text of a review is money.
MARKDOWN = (
    "markdown-raw_html-raw_tex-raw_attribute-native_divs-native_spans-markdown_in_html_blocks"
    "-latex_macros-tex_math_dollars-yaml_metadata_block-pandoc_title_block"
)


class PandocFailed(Exception):
    """Pandoc refused its input, or warned; the message is what it said."""


def run_pandoc(arguments: Sequence[str], text: str) -> str:
    """Return what pandoc makes of a text.

    Raises:
        PandocFailed: pandoc failed or warned; an unknown citation is but a warning to it.
    """
    output, warnings = _run(arguments, text)
    if warnings:
        raise PandocFailed(warnings)
    return output


def _run(arguments: Sequence[str], text: str) -> tuple[str, str]:
    """Return what pandoc makes of a text, and its warnings."""
    command = [*pandoc_command(), *arguments]
    result = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", check=False)
    if result.returncode:
        raise PandocFailed(result.stderr.strip() or f"pandoc ended with {result.returncode}")
    return result.stdout, result.stderr.strip()


def read_markdown(text: str) -> tuple[panflute.Doc, list[str]]:
    """Return the document tree of a Markdown text, and pandoc's warnings.

    Raises:
        PandocFailed: pandoc failed.
    """
    arguments = ["--from", MARKDOWN, "--to", "json", "--sandbox"]
    document, warnings = _run(arguments, text)
    return panflute.load(io.StringIO(document)), re.findall(r"\[WARNING\] (.*)", warnings)


def elements_of(document: panflute.Doc) -> list[panflute.Element]:
    """Return all elements of a document tree, what is within another before it.

    Where no element is put in the place of another, a list costs far less than a walk.
    """
    elements: list[panflute.Element] = []
    document.walk(lambda element, _: elements.append(element))
    return elements


def dump(document: panflute.Doc) -> str:
    """Return a document tree as pandoc's JSON."""
    output = io.StringIO()
    panflute.dump(document, output)
    return output.getvalue()
