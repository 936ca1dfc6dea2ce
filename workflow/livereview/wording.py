"""The words for what is wrong with an expression: an author's, in the place of Python's."""

from __future__ import annotations

import re
from collections.abc import Iterable

from livereview.problems import nearest

# What an author calls a value of these types of Python.
_KINDS = {
    "Number": "a number",
    "Decimal": "a computed number",
    "float": "a computed number",
    "int": "a whole number",
    "bool": "true or false",
    "str": "text",
    "Term": "text",
    "NoneType": "an empty cell",
    "list": "a list",
    "tuple": "a list",
    "dict": "a mapping",
    "Row": "a row",
    "Table": "a table",
    "Citation": "a citation",
    "method": "a function",
}

# Jinja2's and Python's words for mistakes, and an author's.
_WORDS = (
    (r"No (filter|test) named '(.+?)'.*", r'there is no \1 "\2"'),
    (r"expected token 'end of \w+ \w+', got '(.+)'", r'"\1" stands where it should end'),
    (r"(unexpected|Expected an expression, got) 'end of .*", "it ends too early"),
    (r"expected token '(.+)', got 'end of .*", "it ends too early"),
    (r"expected token '(.+)', got '(.+)'", r'"\2" stands where "\1" belongs'),
    (r"unexpected '(.+?)'.*", r'"\1" does not belong here'),
    (r"""unexpected char (['"])(.+)\1 at \d+""", r'"\2" does not belong here, or is not closed'),
    (r"Missing end of comment tag", "<!-- is not closed"),
    (r"Encountered unknown tag '(.+?)'.*", r"{% \1 %} does not belong here"),
    (r"Unexpected end of template.* closed is '(.+)'", r"{% \1 %} is not closed"),
    (r"'(\S+)' is undefined", r'"\1" is not known'),
    (r"'(\S+) object' has no attribute '(.+)'", r'\1 has no "\2"'),
    (r"'(\S+)' object has no attribute '(.+)'", r'\1 has no "\2"'),
    (r"'(.+)' not supported between instances of '(.+)' and '(.+)'", r"\2 \1 \3"),
    (r"unsupported operand type\(s\) for (.+): '(.+)' and '(.+)'", r"\2 \1 \3"),
    (r"""can only concatenate (\w+) \(not ["'](.+)["']\).*""", r"\1 + \2"),
    (r"'(\S+)' object is not iterable", r"\1 has no items"),
    (r"argument of type '(\S+)' is not (iterable|a container.*)", r"\1 has no items"),
    (r"cannot unpack non-iterable (\S+) object", r"\1 has no items"),
    (r"'(\S+)' object is not callable", r"\1 is no function"),
    (r"(?:\w+\.)*_?(\w+)\(\) missing .*", r"\1() lacks an argument"),
    (r"(?:\w+\.)*_?(\w+)\(\) got an unexpected .* '(.+)'", r'\1() takes no argument "\2"'),
    (r"(?:\w+\.)*_?(\w+)\(\) takes .*", r"\1() is given too many arguments"),
    (r"(division|modulo) by zero|.*DivisionByZero.*|.*DivisionUndefined.*", "divides by zero"),
    (r"maximum recursion depth exceeded.*", "it is nested too deeply"),
)


def kind(value: object) -> str:
    """Return what an author calls a value such as this one."""
    return _KINDS.get(type(value).__name__, "this")


def in_words(error: BaseException) -> str:
    """Return what an error of an expression says, in words for its author."""
    text = getattr(error, "message", None) or str(error) or "it takes too much memory"
    text = str(text).rstrip(".")
    for pattern, words in _WORDS:
        if found := re.fullmatch(pattern, text):
            return _kinds_named(found.expand(words))
    return text


def hint_for(message: str, filters: Iterable[str] = ()) -> str:
    """Return what to do about an expression that is none, or can't be evaluated."""
    if found := re.search(r'there is no filter "(.+)"', message):
        return nearest(found[1], filters) or "see docs/manuscript.md"
    if "an empty cell" in message:
        return "a cell may be empty: test it first, as in cell and cell > 1"
    return "see docs/manuscript.md"


def _kinds_named(text: str) -> str:
    """Return a text with the types of Python in it as an author calls them."""
    return " ".join(_KINDS.get(word.rpartition(".")[2], word) for word in text.split(" "))
