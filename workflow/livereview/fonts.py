"""The typefaces of the PDF: open fonts from Python packages, never those of the machine."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from livereview.figures import font_folder

# Text, tables, and Chinese, Japanese and Korean; the names that the PDF's template knows them by
# are "Source Serif 4", "Source Sans 3" and "Noto Sans CJK TC".
PACKAGES = ("fontpkg_source_serif_4", "fontpkg_source_sans_3", "cvttf_NotoSansCJK_Regular")


@cache
def font_folders() -> list[Path]:
    """Return the folders with the fonts that a PDF is set in, those of the charts included."""
    return [*map(_package_folder, PACKAGES), font_folder()]


def _package_folder(name: str) -> Path:
    package = find_spec(name)
    if package is None or package.origin is None:
        raise ModuleNotFoundError(f"the font package {name} is not installed")
    return Path(package.origin).parent
