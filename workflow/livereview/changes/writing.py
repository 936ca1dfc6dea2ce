"""A report of changes in each of its forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from livereview.changes.as_html import as_html
from livereview.changes.as_json import as_json
from livereview.changes.as_markdown import as_markdown
from livereview.changes.model import Report

WRITERS: Mapping[str, Callable[[Report], str]] = {
    "markdown": as_markdown,
    "html": as_html,
    "json": as_json,
}
