"""Read a YAML file of the authors: with a schema, and with the line of each mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from livereview.problems import Problem, ProblemsFound, closest, nearest
from livereview.textfile import BYTE_ORDER_MARK, line_at, read_text

SCHEMAS = Path(__file__).parent.parent / "schemas"

# What stands in a text of YAML, and is none of it.
_ESCAPES = re.compile(r"\A\"|\"\Z|\\(?:x..|u.{4}|U.{8}|[^\n\"]|(?=\"))")
_SIGNS = re.compile(r"\A[|>][^\n]*|\A'|'\Z", re.DOTALL)

# Keys that say nothing to an author about where he is.
_STRUCTURE = ("resources", "schema", "fields")


class YamlFile:
    """A YAML file: its data, and the line on which each part of it stands.

    Args:
        root: the review's folder.
        path: file, relative to ``root``.
        schema: name of a JSON schema below ``workflow/schemas/``, or empty.

    Raises:
        ProblemsFound: the file is missing, is no YAML or does not fit its schema.
    """

    def __init__(self, root: Path, path: str, schema: str = "") -> None:
        self.path = path
        self.data: Any = None
        self._text = read_text(root, path).removeprefix(BYTE_ORDER_MARK)
        loader = _Loader(self._text)
        try:
            self._node = loader.get_single_node()
            problems = list(self._duplicate_keys(self._node))
            self.data = loader.construct_document(self._node) if self._node else None
            problems += self._against(schema)
        except yaml.MarkedYAMLError as error:
            raise self._broken(error) from None
        except (yaml.YAMLError, ValueError) as error:
            raise ProblemsFound([self.problem([], "yaml", f"is no YAML: {error}")]) from None
        except RecursionError:
            message = "is nested too deeply, or an alias (*name) is part of what it names"
            raise ProblemsFound([self.problem([], "yaml", message)]) from None
        finally:
            loader.dispose()
        if problems:
            raise ProblemsFound(problems)

    def line(self, keys: Sequence[str | int]) -> int:
        """Return the line, from 1, of the part that is reached by these keys and indices."""
        return self._reach(keys)[1]

    def written(self, keys: Sequence[str | int]) -> tuple[str, int]:
        """Return a text as it is written in the file, and the line on which it begins.

        What makes it YAML is blank: quotation marks, escapes and the sign of a block.
        """
        node, _ = self._reach(keys)
        start = node.start_mark.index
        text = self._text[start : node.end_mark.index]
        signs = _ESCAPES if text.startswith('"') else _SIGNS
        return signs.sub(lambda sign: " " * len(sign[0]), text), line_at(self._text, start)

    def _reach(self, keys: Sequence[str | int]) -> tuple[Any, int]:
        """Return the part that is reached by these keys, or the last one there is, and its line."""
        node = self._node
        line = 1
        for key in keys:
            if isinstance(node, yaml.MappingNode):
                found = [pair for pair in node.value if pair[0].value == str(key)]
                if not found:
                    break
                # What is merged in by << stands before what is written here.
                line, node = found[-1][0].start_mark.line + 1, found[-1][1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(key, int):
                node = node.value[key]
                line = node.start_mark.line + 1
        return node, line

    def problem(
        self, keys: Sequence[str | int], code: str, message: str, hint: str = ""
    ) -> Problem:
        """Return a problem at the part of the file that is reached by ``keys``."""
        return Problem(self.path, self.line(keys), self._words(keys), code, message, hint)

    def _words(self, keys: Sequence[str | int]) -> str:
        """Return the way to a part of the file, the items of lists by their names."""
        words: list[str] = []
        part = self.data
        for key in keys:
            try:
                part = part[key]
            except (LookupError, TypeError):
                part = None
            words.append(_item_name(part, key) if isinstance(key, int) else str(key))
        *way, last = words or [""]
        return ".".join([word for word in way if word not in _STRUCTURE] + [last])

    def _broken(self, error: yaml.MarkedYAMLError) -> ProblemsFound:
        mark = error.problem_mark or error.context_mark
        message = f"is no YAML: {error.problem or error.context}"
        hint = "look here and above for a missing quotation mark, bracket, colon or indentation"
        line = mark.line + 1 if mark else 0
        return ProblemsFound([Problem(self.path, line, "", "yaml", message, hint)])

    def _duplicate_keys(self, node: yaml.Node | None) -> Iterator[Problem]:
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                name = key.value if isinstance(key, yaml.ScalarNode) else ""
                if name in seen and name != "<<":
                    line = key.start_mark.line + 1
                    message = "stands here a second time, and would replace the first"
                    yield Problem(self.path, line, name, "yaml", message, "keep one")
                seen.add(name)
                yield from self._duplicate_keys(value)
        elif isinstance(node, yaml.SequenceNode):
            for item in node.value:
                yield from self._duplicate_keys(item)

    def _against(self, schema: str) -> Iterator[Problem]:
        if not schema:
            return
        from jsonschema import Draft202012Validator

        text = (SCHEMAS / schema).read_text(encoding="utf-8")
        validator = Draft202012Validator(yaml.load(text, Loader=yaml.CSafeLoader))
        misspelt: list[tuple[list[str | int], str]] = []
        for error in sorted(validator.iter_errors(self.data), key=lambda each: each.validator):
            keys = list(error.absolute_path)
            if error.validator == "additionalProperties":
                known = list(error.schema.get("properties", {}))
                for key in sorted(set(error.instance) - set(known), key=str):
                    misspelt.append((keys, closest(str(key), known)))
                    hint = nearest(str(key), known) or f"known keys: {', '.join(known)}"
                    yield self.problem([*keys, key], "schema", "unknown key", hint)
            elif error.validator == "required" and (keys, _missing(error)) in misspelt:
                continue
            elif "propertyNames" in error.absolute_schema_path:
                yield self.problem([*keys, error.instance], "schema", *_explain(error))
            else:
                yield self.problem(keys, "schema", *_explain(error))


def _item_name(item: Any, index: int) -> str:
    """Return what an item of a list calls itself, or its number from 1."""
    names = ("name", "header", "field", "value")
    found = [str(item[name]) for name in names if isinstance(item, dict) and name in item]
    return found[0] if found else str(index + 1)


def _missing(error: Any) -> str:
    """Return the key that an error of the kind "required" speaks of."""
    return str(error.message.split("'")[1])


_KINDS = {
    # A kind of JSON values, as an author would call it.
    "object": "a mapping (key: value)",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}


def _explain(error: Any) -> tuple[str, str]:
    """Return what a schema error says in an author's words, and what to do about it."""
    value = error.validator_value
    message = error.message.replace("'", '"')
    hint = str(error.schema.get("description", ""))
    match error.validator:
        case "required":
            missing = _missing(error)
            about = error.schema.get("properties", {}).get(missing, {}).get("description", "")
            message, hint = f'the key "{missing}" is missing', f"add it: {about}".rstrip(": ")
        case "dependentRequired":
            needed, key = error.message.split("'")[1::2]
            message, hint = f'"{key}" needs a "{needed}" beside it', "add it"
        case "enum":
            known = [str(each) for each in value]
            message = f'unknown value "{error.instance}"'
            hint = nearest(str(error.instance), known) or f"one of: {', '.join(known)}"
        case "type":
            kinds = [value] if isinstance(value, str) else value
            wanted = " or ".join(_KINDS.get(kind, kind) for kind in kinds)
            message = f"{_kind(error.instance)} stands where {wanted} belongs"
            if value == "string" and isinstance(error.instance, int | float):
                hint = "put it in quotation marks"
        case "minItems" | "minLength" | "minProperties":
            message = "must not be empty"
        case "pattern":
            message = f'"{error.instance}" does not have the right form'
            hint = hint or f"its pattern is {value}"
        case "uniqueItems":
            message, hint = "names something twice", "keep one"
    return message, hint


def _kind(value: object) -> str:
    """Return what a value is, in words."""
    kinds = {dict: "object", list: "array", str: "string", int: "integer", float: "number"}
    return "nothing" if value is None else _KINDS[kinds.get(type(value), "boolean")]


class _Loader(yaml.CSafeLoader):
    """YAML in which 2026-01-31 is text: a date may be partial."""


_Loader.yaml_implicit_resolvers = {
    start: [each for each in resolvers if each[0] != "tag:yaml.org,2002:timestamp"]
    for start, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
