"""Read a text file of the authors, and say what is wrong with its form."""

from __future__ import annotations

import re
from pathlib import Path

from livereview.problems import Problem, ProblemsFound

BYTE_ORDER_MARK = "\ufeff"

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")

# Control characters, which Word files and web pages may not hold. They come from copying out of a
# PDF, or from a file that was read in another encoding.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_LINE_END = re.compile("\r\n|\r|\n")


def read_text(root: Path, path: str) -> str:
    """Return the text of ``root/path`` as it is, a byte order mark at its start included.

    Raises:
        ProblemsFound: the file is missing, or is no UTF-8 text.
    """
    try:
        content = (root / path).read_bytes()
    except FileNotFoundError:
        raise _no_text(path, 0, "missing-file", "the file is missing", "restore it") from None
    except OSError as error:
        message = f"can't be read: {error.strerror}"
        raise _no_text(path, 0, "missing-file", message, "put a text file here") from None
    text = _decoded(path, content)
    if strange := _NO_TEXT.search(text):
        message = f"holds the character U+{ord(strange[0]):04X}, which no text has"
        line = line_at(text, strange.start())
        raise _no_text(path, line, "encoding", message, "remove it, or save the file as UTF-8 text")
    return text


def control_character(text: str) -> str:
    """Return the first character that no text has, or an empty text."""
    strange = _NO_TEXT.search(text)
    return strange[0] if strange else ""


def line_at(text: str, position: int) -> int:
    """Return the line, from 1, of a position in a text."""
    return len(_LINE_END.findall(text, 0, position)) + 1


def _decoded(path: str, content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        if content.startswith(_UTF_16):
            message = "is UTF-16 text"
        else:
            behind = _LINE_END.split(before)[-1][-12:]
            place = f' behind "{behind}"' if behind else ""
            message = f"is not UTF-8 text: byte 0x{content[error.start]:02X}{place} has no meaning"
        line = line_at(before, len(before))
        raise _no_text(path, line, "encoding", message, "save the file as UTF-8") from None


def _no_text(path: str, line: int, code: str, message: str, hint: str) -> ProblemsFound:
    return ProblemsFound([Problem(path, line, "", code, message, hint)])
