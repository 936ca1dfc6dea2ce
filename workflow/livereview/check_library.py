"""Check the form of the library: broken entries, and what a style would not print."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bibtexparser import model
from bibtexparser.library import Library

from livereview.config import LIBRARY
from livereview.problems import Problem, nearest

# The types of works that citeproc can tell apart.
TYPES = re.findall(
    r"\w+",
    "article audio book bookinbook booklet collection conference dataset electronic inbook "
    "incollection inproceedings inreference jurisdiction legislation magazine manual "
    "mastersthesis misc mvbook mvcollection mvproceedings mvreference newspaper online patent "
    "performance periodical phdthesis proceedings reference report review set software "
    "standard suppbook suppcollection suppperiodical techreport thesis unpublished video www",
)

# Fields whose text is not read as TeX, or not read at all.
_VERBATIM = {"abstract", "annotation", "doi", "eprint", "file", "keywords", "pmid", "url"}

KEY = re.compile(r"[^\s,={}\"#%~\\'();@\[\]]+")
_KEY_HINT = "an entry begins with type, key (letters, digits, - : _) and comma: @article{name2020,"


def line_of(block: model.Block | model.Field) -> int:
    """Return the line, from 1, on which a part of the library begins."""
    return (block.start_line or 0) + 1


def key_of(block: model.Block) -> str:
    """Return the key of an entry that may be broken."""
    found = re.match(r"@\w+\s*\{\s*([^\s,={}]++)(?!\s*=)", block.raw or "")
    return found[1] if found else ""


def library_problems(parsed: Library) -> Iterator[Problem]:
    """Yield what is wrong with a library."""
    for entry in parsed.entries:
        yield from _misread(entry)
    for block in parsed.failed_blocks:
        yield _broken_block(block)
    yield from _strayed_text(parsed)


def _misread(entry: model.Entry) -> Iterator[Problem]:
    """Yield what is wrong with an entry that looks whole."""
    if not KEY.fullmatch(entry.key):
        message = f'"{entry.key}" is no key'
        yield _problem(entry, 0, message, _KEY_HINT, "citation-key")
    if entry.entry_type.lower() not in TYPES:
        message = f'"{entry.entry_type}" is no type of work'
        hint = nearest(entry.entry_type, TYPES) or f"one of: {', '.join(TYPES)}"
        yield _problem(entry, 0, message, hint)
    for field in entry.fields:
        message, hint = _field_fault(field)
        if message:
            offset = line_of(field) - line_of(entry)
            yield _problem(entry, offset, f"{field.key.lower()}: {message}", hint)


def _field_fault(field: model.Field) -> tuple[str, str]:
    """Return what is wrong with a field, and what to do about it; empty where all is well."""
    name, value = field.key.lower(), str(field.value)
    if re.search(r"[}\"]\s*\w+\s*=\s*[{\"]", value):
        return "a comma is missing behind it", "each field ends with a comma"
    if name == "year" and not re.fullmatch(r"\d{4}", value):
        return f'"{value}" is no year', "write four digits"
    if name == "date" and not re.fullmatch(r"\d{4}(-\d\d){0,2}(/(\d{4}(-\d\d){0,2})?)?", value):
        return f'"{value}" is no date', "write year-month-day, year-month or year"
    if name not in _VERBATIM and (sign := re.search(r"(?<!\\)[%#$]", value)):
        return f'"{sign[0]}" would not be printed', f"write \\{sign[0]}"
    return "", ""


def _broken_block(block: model.Block) -> Problem:
    if isinstance(block, model.DuplicateBlockKeyBlock):
        message = f"the key stands at line {line_of(block.previous_block)} already"
        hint = "keep one of the two, or give this work another key"
        return Problem(LIBRARY, line_of(block), str(block.key), "duplicate-key", message, hint)
    if isinstance(block, model.DuplicateFieldKeyBlock):
        names = ", ".join(sorted(block.duplicate_keys))
        return _problem(block, 0, f"the field {names} stands in it twice", "keep one")
    first, *fields = (block.raw or "").split("\n")
    if not key_of(block):
        return _problem(block, 0, "the entry has no key", _KEY_HINT)
    if not first.rstrip().endswith((",", "}")):
        return _problem(block, 0, "a comma is missing behind the key", _KEY_HINT)
    return _unfinished_field(block, fields)


def _unfinished_field(block: model.Block, fields: list[str]) -> Problem:
    """Return the problem at the first line, beyond an entry's own, that looks unfinished."""
    for number, line in enumerate(fields, start=1):
        excess = line.count("{") - line.count("}")
        if excess and line.strip() != "}":
            message = "a brace is not closed" if excess > 0 else "a closing brace is too much"
            return _problem(block, number, message, "each { needs its }")
        if line.replace('\\"', "").count('"') % 2:
            hint = "a value stands in { } or in two quotation marks"
            return _problem(block, number, "a quotation mark is not closed", hint)
    return _problem(block, 0, "a brace is not closed", "an entry ends with a } of its own")


def _problem(
    block: model.Block, offset: int, message: str, hint: str, code: str = "bibtex"
) -> Problem:
    key = block.key if isinstance(block, model.Entry) else key_of(block)
    return Problem(LIBRARY, line_of(block) + offset, key, code, message, hint)


def _strayed_text(parsed: Library) -> Iterator[Problem]:
    """Yield text between entries that looks like a part of one; other text is a comment."""
    broken_before = False
    for block in parsed.blocks:
        if isinstance(block, model.ImplicitComment) and not broken_before:
            if re.search(r"^\s*\w+\s*=", block.comment, re.MULTILINE):
                message = "this part of an entry stands outside of any entry"
                hint = "look for an extra closing brace above"
                yield Problem(LIBRARY, line_of(block), "", "bibtex", message, hint)
            elif "@" in block.comment:
                message = "an @ stands outside of any entry"
                yield Problem(LIBRARY, line_of(block), "", "bibtex", message, "take it out")
        broken_before = isinstance(block, model.ParsingFailedBlock)
