"""The typefaces of the web page: of each, the letters that the page uses, within the page."""

from __future__ import annotations

import base64
import io
import re
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

# Package, file, family and style. The weights of a face lie in one file, between its axis' ends.
_FACES = (
    ("fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf", "Source Serif 4", "normal"),
    ("fontpkg_source_serif_4", "SourceSerif4-Italic[opsz,wght].ttf", "Source Serif 4", "italic"),
    ("fontpkg_source_sans_3", "SourceSans3[wght].ttf", "Source Sans 3", "normal"),
    ("fontpkg_source_sans_3", "SourceSans3-Italic[wght].ttf", "Source Sans 3", "italic"),
)
_TEXT_SIZE = 14  # the optical size that suits running text
_FEATURES = ["ccmp", "kern", "liga", "lnum", "locl", "mark", "pnum", "tnum"]


# Always brought: nearly every text uses them, and a preview need not cut anew for each new one.
_COMMON = set(map(chr, range(0x20, 0x7F)))
_UNCOMMON = re.compile(r"[^\x00-\x7f]")


def faces(text: str) -> str:
    """The rules of a style sheet that bring the letters of a text."""
    letters = _COMMON | set(_UNCOMMON.findall(text))
    return "\n".join(_rule(frozenset(letters & _letters(*face[:2])), *face) for face in _FACES)


@cache
def _letters(package: str, file: str) -> frozenset[str]:
    """The letters that a face has: what others a text holds, is no reason to cut it anew."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(_path(package, file), lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


@lru_cache(maxsize=16)
def _rule(letters: frozenset[str], package: str, file: str, family: str, style: str) -> str:
    data = base64.b64encode(_cut(_path(package, file), "".join(sorted(letters)))).decode()
    return (
        f'@font-face{{font-family:"{family}";font-style:{style};font-weight:200 900;'
        f"src:url(data:font/woff;base64,{data})}}"
    )


def _path(package: str, file: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"the font package {package} is not installed")
    return Path(spec.origin).parent / "files" / file


def _cut(path: Path, letters: str) -> bytes:
    """The part of a font that some letters need, at one optical size, packed for the web."""
    from fontTools import subset  # type: ignore[import-untyped]
    from fontTools.varLib import instancer  # type: ignore[import-untyped]

    options = subset.Options(hinting=False, layout_features=_FEATURES, recalc_timestamp=False)
    options.flavor = "woff"
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=letters)
    packed = io.BytesIO()
    with subset.load_font(path, options) as font:
        subsetter.subset(font)
        if any(axis.axisTag == "opsz" for axis in font["fvar"].axes):
            # Without optimising what is left: that takes longer than all else, and saves nothing.
            instancer.instantiateVariableFont(
                font, {"opsz": _TEXT_SIZE}, inplace=True, optimize=False
            )
        subset.save_font(font, packed, options)
    return packed.getvalue()
