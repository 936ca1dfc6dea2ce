"""Characters that no reader sees: they hide in copied text, and change what it says or finds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from livereview.problems import Problem
from livereview.textfile import BYTE_ORDER_MARK, line_at

# Signs of the direction of writing: text would not read in the order in which it is written.
_DIRECTION = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# What takes no room. A search for the word doesn't find it, and two equal keys would differ.
_NO_WIDTH = "\u180e\u200b\u2028\u2029\u2060-\u2064\ufeff\U000e0000-\U000e007f"
# What takes no room either, but has its use: in some scripts, in emoji, where a word may break.
_SELDOM_MEANT = "\u00ad\u034f\u200c\u200d"

_UNSEEN = re.compile(f"[{_DIRECTION}{_NO_WIDTH}{_SELDOM_MEANT}]")
_USEFUL = re.compile(f"[{_SELDOM_MEANT}]")


def unseen_characters(path: str, text: str) -> Iterator[Problem]:
    """Yield the characters of a file that can't be seen, by their code points."""
    marked = text.startswith(BYTE_ORDER_MARK)  # which is a matter of the file's form
    for found in _UNSEEN.finditer(text, 1 if marked else 0):
        name = unicodedata.name(found[0], "a tag").lower()
        message = f"holds U+{ord(found[0]):04X} ({name}), which can't be seen"
        severity, hint = "error", "remove it"
        if _USEFUL.match(found[0]):
            severity, hint = "warning", "remove it, unless the script of the text needs it"
        line = line_at(text, found.start())
        yield Problem(path, line, "", "unseen-character", message, hint, severity)
