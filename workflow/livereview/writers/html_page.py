"""What makes pandoc's HTML a page: its scripts, its data, and the policy that allows just these."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from livereview.writers import html_citing, html_unread, pandoc
from livereview.writers.ast import Node
from livereview.writers.html_fonts import faces
from livereview.writers.policy import policy

if TYPE_CHECKING:
    from livereview.version import Version

_FOLDER = pandoc.TEMPLATES / "html"
#: Runs before anything is painted; the others run when all is there.
_EARLY = "early.js"
#: What the other scripts share: it stands before them.
_SHARED = "shared.js"
_STYLED = re.compile(r'<[a-z][^<>]* style="[^"]*"[^<>]*>')


def finish(html: str, document: Node, words: Mapping[str, str], version: Version, data: str) -> str:
    """Fill what the template leaves open; the policy last, as it names what the page holds.

    Args:
        html: the page as pandoc wrote it.
        document: the woven document.
        words: the page's words.
        version: the state of the review.
        data: what the scripts know, as JSON.
    """
    parts = {
        "head": html_citing.head(document, version),
        "early": f"<script>{_read(_FOLDER / _EARLY)}</script>",
        "unread": html_unread.notice(document),
        "service": html_citing.citing(document, words, version)
        + html_citing.downloads(document, words),
        "data": f'<script type="application/json" id="review-data">{data}</script>',
        "script": f'<script type="module">{_script()}</script>',
    }
    for name, part in parts.items():
        html = html.replace(f"<!-- @{name} -->", part, 1)
    html = without_style_attributes(html)
    html = html.replace("/* @faces */", faces(html), 1)
    return html.replace("<!-- @policy -->", policy(html), 1)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _script() -> str:
    """All scripts as one; each in a block of its own, so that their names don't meet."""
    paths = sorted(_FOLDER.glob("*.js"))
    others = [path for path in paths if path.name not in (_EARLY, _SHARED)]
    blocks = "".join(f"{{\n{_read(path)}}}\n" for path in others)
    return f"\n{_read(_FOLDER / _SHARED)}{blocks}"


def without_style_attributes(html: str) -> str:
    """The page with classes in the place of style attributes, which the policy forbids."""
    rules: dict[str, str] = {}

    def replaced(tag: re.Match[str]) -> str:
        found = re.search(r' style="([^"]*)"', tag[0])
        declarations = found[1] if found else ""
        name = rules.setdefault(declarations, f"s-{len(rules) + 1}")
        rest = tag[0].replace(f' style="{declarations}"', "", 1)
        if ' class="' in rest:
            return rest.replace(' class="', f' class="{name} ', 1)
        return re.sub(r"^<[a-z0-9]+", rf'\g<0> class="{name}"', rest)

    html = _STYLED.sub(replaced, html)
    added = "".join(f".{name}{{{declarations}}}\n" for declarations, name in rules.items())
    return html.replace("</style>", f"{added}</style>", 1)
