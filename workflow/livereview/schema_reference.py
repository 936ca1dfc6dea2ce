"""The reference of the configuration files: each key with its type, default and meaning.

It is made of the schemas below ``workflow/schemas/``, against which the files are checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from livereview.markdown import code, generated, plain, table
from livereview.yamlfile import SCHEMAS

Schema = Mapping[str, Any]

# In the order in which an author meets them.
_SCHEMAS = ("config", "metadata", "tables", "datapackage")

_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "object": "a mapping",
    "array": "a list",
}


def configuration_page() -> str:
    """Return the page with the keys of each file that a schema describes."""
    words = (
        "What each file of settings may hold; where not said otherwise, any other key is an error."
    )
    blocks = [generated("workflow/schemas/"), "# Configuration", words]
    for name in _SCHEMAS:
        blocks += _section(read_schema(name))
    return "\n\n".join(blocks) + "\n"


def read_schema(name: str) -> Schema:
    """Return a schema by its name, such as ``config``."""
    text = (SCHEMAS / f"{name}.schema.yaml").read_text(encoding="utf-8")
    schema: Schema = yaml.load(text, Loader=yaml.CSafeLoader)
    return schema


def _section(schema: Schema) -> Iterator[str]:
    """Yield the blocks of one file: its name, what it is for, and its keys."""
    yield f"## {code(schema['title'])}"
    yield str(schema["$comment"]).strip()
    rows = [
        [code(key), _type(part, schema), needed, _default(part), plain(_meaning(part))]
        for key, part, needed in keys_of(schema, schema)
    ]
    yield table(("key", "holds", "needed", "default", "meaning"), rows)


def keys_of(part: Schema, whole: Schema, way: str = "") -> Iterator[tuple[str, Schema, str]]:
    """Yield each key below a part of a schema: the way to it, its schema, whether it is needed.

    A name that the author chooses stands in angle brackets, an item of a list is ``[]``.
    """
    for name, found in part.get("properties", {}).items():
        child = _resolved(found, whole)
        yield f"{way}{name}", child, "yes" if name in part.get("required", ()) else ""
        yield from keys_of(child, whole, f"{way}{name}.")
    for key, place in (("additionalProperties", _placeholder(part)), ("items", "[]")):
        if isinstance(part.get(key), dict):
            child = _resolved(part[key], whole)
            before = way if key == "additionalProperties" else way.removesuffix(".")
            yield from keys_of(child, whole, f"{before}{place}.")


def _placeholder(part: Schema) -> str:
    return f"<{part.get('propertyNames', {}).get('title', 'name')}>"


def _resolved(part: Schema, whole: Schema) -> Schema:
    """Return a part of a schema with what it refers to; its own words come first."""
    if "$ref" not in part:
        return part
    target = whole
    for name in part["$ref"].removeprefix("#/").split("/"):
        target = target[name]
    return {**target, **part}


def _meaning(part: Schema) -> str:
    return str(part.get("description", ""))


def _default(part: Schema) -> str:
    if "default" not in part:
        return ""
    return code(_as_yaml(part["default"]))


def _type(part: Schema, whole: Schema) -> str:
    """Return what a key holds, in words."""
    if "const" in part:
        return code(_as_yaml(part["const"]))
    if "enum" in part:
        return "one of " + ", ".join(code(value) for value in part["enum"])
    if "oneOf" in part:
        return " or ".join(_type(each, whole) for each in part["oneOf"])
    kinds = part.get("type", "string")
    words = " or ".join(_TYPES[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds))
    if isinstance(part.get("items"), dict):
        return f"{words}: {_type(_resolved(part['items'], whole), whole)}"
    return words


def _as_yaml(value: object) -> str:
    return yaml.safe_dump(value, default_flow_style=True).removesuffix("\n...\n").strip()
