"""What the preview adds to a page: its script and its look, and leave for just these."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from livereview.problems import Problem
from livereview.writers.pandoc import TEMPLATES

_FOLDER = TEMPLATES / "preview"


def dressed(page: str, version: str) -> str:
    """Return a page with the preview's script; nothing else of it changes.

    Args:
        page: the page as the build writes it.
        version: what tells it from the pages before and after it.
    """
    style, script = (_read(name) for name in ("preview.css", "preview.js"))
    added = f'<style>{style}</style>\n<script data-version="{version}">{script}</script>\n'
    before, _, behind = page.rpartition("</body>")
    page = f"{before}{added}</body>{behind}"
    page = page.replace("style-src ", f"style-src {_hash(style)} ", 1)
    page = page.replace("script-src ", f"script-src {_hash(script)} ", 1)
    return page.replace("base-uri ", "connect-src 'self'; base-uri ", 1)


def waiting_page() -> str:
    """Return the page that is shown until there is a first version without errors."""
    return dressed(_read("waiting.html"), "")


def told(problem: Problem) -> dict[str, Any]:
    """Return a problem as the script is told of it."""
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    return asdict(problem) | {"place": place}


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
