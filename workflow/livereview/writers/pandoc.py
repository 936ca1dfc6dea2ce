"""Handing a document to pandoc, and a finished file to its place."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import orjson

from livereview.pandoc_program import PandocFailed, PandocRun, pandoc_path
from livereview.wholefile import write_whole
from livereview.writers.ast import Node

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"

#: What every generated file says of itself, where its format has a place for it.
GENERATED = (
    "This file is generated; changes made here are lost when it is built again. "
    "Edit the sources in manuscript/, data/ and references/ instead."
)


def convert(document: Node, to: str, *options: str) -> bytes:
    """Let pandoc write the document in a format.

    Pandoc reads no file but those named in the options, and nothing of the machine: neither its
    user data folder nor its locale.
    """
    return begin_conversion(document, to, *options)()


def begin_conversion(document: Node, to: str, *options: str) -> Callable[[], bytes]:
    """Let pandoc begin to write the document, as `convert` does; return what waits for it."""
    arguments = ["--sandbox", "--from=json", f"--to={to}"]
    arguments += ["--output=-", "--wrap=none", "--syntax-highlighting=none", *options]
    run = PandocRun(arguments, orjson.dumps(document))

    def result() -> bytes:
        try:
            return run.result()[0]
        except PandocFailed as error:
            raise RuntimeError(f"pandoc could not write {to}: {error}") from None

    return result


def default_data(name: str) -> bytes:
    """A file that pandoc carries within itself."""
    command = [pandoc_path(), "--print-default-data-file", name]
    return subprocess.run(command, capture_output=True, check=True).stdout


def write_bytes(output: Path, content: bytes) -> None:
    """Put a finished file in its place: a reader sees the old one or the new, never a half."""
    output.parent.mkdir(parents=True, exist_ok=True)
    write_whole(output, content)
