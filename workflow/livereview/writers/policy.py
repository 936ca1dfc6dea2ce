"""What a web page of the engine's may load and run: what it holds itself, and nothing else."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256


def policy(html: str) -> str:
    """The Content-Security-Policy: the page's own styles and scripts by their hashes, no more."""
    styles = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    scripts = re.findall(r'<script(?: type="module")?>(.*?)</script>', html, re.DOTALL)
    rules = [
        "default-src 'none'",
        "img-src data:",
        "font-src data:",
        f"style-src {_hashes(styles)}",
        f"script-src {_hashes(scripts)}",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    return f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(rules)}">'


def _hashes(texts: Iterable[str]) -> str:
    digests = (b64encode(sha256(text.encode()).digest()).decode() for text in texts)
    return " ".join(f"'sha256-{digest}'" for digest in dict.fromkeys(digests)) or "'none'"
