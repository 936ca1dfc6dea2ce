"""Run pandoc, the one that comes with the package pypandoc_binary."""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
from collections.abc import Sequence
from typing import IO

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


class PandocRun:
    """Pandoc at work on a text, beside this process.

    Files lie between the two, not pipes: so that pandoc never waits for this process.

    Args:
        arguments: the options.
        text: what it reads.
    """

    def __init__(self, arguments: Sequence[str], text: str) -> None:
        self._output, self._warnings = (
            tempfile.TemporaryFile()  # noqa: SIM115 (closed by `result` or `stop`)
            for _ in range(2)
        )
        with tempfile.TemporaryFile() as given:
            given.write(text.encode())
            given.seek(0)
            self._process = subprocess.Popen(
                [*pandoc_command(), *arguments],
                stdin=given,
                stdout=self._output,
                stderr=self._warnings,
            )

    def result(self) -> tuple[str, str]:
        """Wait for what it makes of the text, and for its warnings; there is but one result.

        Raises:
            PandocFailed: pandoc failed.
        """
        code = self._process.wait()
        output, warnings = _content(self._output), _content(self._warnings).strip()
        if code:
            raise PandocFailed(warnings or f"pandoc ended with {code}")
        return output, warnings

    def stop(self) -> None:
        """End it: nobody waits for its result."""
        self._process.kill()
        self._process.wait()
        self._output.close()
        self._warnings.close()


def _content(file: IO[bytes]) -> str:
    with file:
        file.seek(0)
        return file.read().decode()


def run_pandoc(arguments: Sequence[str], text: str) -> str:
    """Return what pandoc makes of a text.

    Raises:
        PandocFailed: pandoc failed or warned; an unknown citation is but a warning to it.
    """
    output, warnings = PandocRun(arguments, text).result()
    if warnings:
        raise PandocFailed(warnings)
    return output


def begin_reading(text: str) -> PandocRun:
    """Let pandoc begin to read a Markdown text."""
    return PandocRun(["--from", MARKDOWN, "--to", "json", "--sandbox"], text)


def finish_reading(run: PandocRun) -> tuple[panflute.Doc, list[str]]:
    """Return the document tree of a Markdown text, and pandoc's warnings.

    Raises:
        PandocFailed: pandoc failed.
    """
    document, warnings = run.result()
    return panflute.load(io.StringIO(document)), re.findall(r"\[WARNING\] (.*)", warnings)


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
    output = io.StringIO()
    panflute.dump(document, output)
    return output.getvalue()
