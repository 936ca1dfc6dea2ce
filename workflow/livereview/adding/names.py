"""The names of a work's makers, as records write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from livereview.adding.text import HAN, plain_text

# Family names of two characters. In all other Chinese names the family has the first one.
_DOUBLE_FAMILIES = set(
    re.findall(
        r"\w+",
        "欧阳 歐陽 太史 端木 上官 司马 司馬 东方 東方 独孤 獨孤 南宫 南宮 万俟 闻人 夏侯 诸葛 諸葛 "
        "尉迟 尉遲 公羊 赫连 赫連 澹台 皇甫 宗政 濮阳 濮陽 公冶 太叔 申屠 公孙 公孫 慕容 仲孙 仲孫 "
        "钟离 鍾離 长孙 長孫 宇文 司徒 鲜于 鮮于 司空 闾丘 亓官 司寇 令狐 呼延 西门 西門",
    )
)


@dataclass(frozen=True)
class Name:
    """Who made a work; an organisation has its whole name as ``family``, and ``whole`` set."""

    family: str
    given: str = ""
    suffix: str = ""
    whole: bool = False


def name_of(part: Mapping[str, object]) -> Name | None:
    """Return a name of a CSL record; None where it says none."""
    words = {key: plain_text(value) for key, value in part.items() if isinstance(value, str)}
    if whole := words.get("name") or words.get("literal"):
        return whole_name(whole)
    particles = (words.get("dropping-particle"), words.get("non-dropping-particle"))
    family = " ".join(filter(None, (*particles, words.get("family"))))
    if not family:
        return whole_name(words["given"]) if words.get("given") else None
    if not words.get("given"):
        return whole_name(family) if HAN.match(family) else Name(family)
    return Name(family, words["given"], words.get("suffix", ""))


def written_name(text: str) -> Name:
    """Return a name that is written as family, given and suffix with commas between them."""
    family, *others = (part.strip() for part in plain_text(text).split(","))
    if not any(others):
        return whole_name(family)
    return Name(family, others[0], others[1] if len(others) > 1 else "")


def whole_name(text: str) -> Name:
    """Return a name of which the record doesn't tell its parts; those of a Chinese one are known.

    A longer Chinese name is that of an organisation.
    """
    if HAN.match(text) and text.isalpha() and all(map(HAN.match, text)):
        length = 2 if text[:2] in _DOUBLE_FAMILIES and len(text) > 2 else 1
        if 1 <= len(text) - length <= 2:
            return Name(text[:length], text[length:])
    return Name(text, whole=True)
