"""Text, and calls of the template's functions, as Typst's markup."""

from __future__ import annotations


def exact(text: str) -> str:
    """Typst markup that prints the text, character by character, whatever it holds."""
    return f"#{quoted(text)};"


def quoted(text: str) -> str:
    """The text as a string in Typst's code."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    escaped = escaped.replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'


def optional(text: str | None) -> str:
    """The text as a string in Typst's code, or what stands there for none."""
    return quoted(text) if text else "none"


def language_and_region(tag: str) -> tuple[str, str | None]:
    """Typst's language and region of a language tag: zh-Hant -> zh, TW."""
    language, *subtags = tag.split("-")
    regions = [subtag for subtag in subtags if len(subtag) == 2]
    if language == "zh" and "Hant" in subtags:
        regions.append("TW")
    return language.lower(), regions[0] if regions else None


def in_language(function: str, tag: str) -> str:
    """The call of a function of the template that sets its content in another language."""
    language, region = language_and_region(tag)
    return f"{function}({quoted(language)}, {optional(region)})"
