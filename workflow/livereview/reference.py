"""The reference pages below docs/: made of data package, schemas, catalogue and commands.

``make docs`` writes them; a test fails where they differ from what they are made of. Nothing here
counts rows: a page changes when a description does, and not with each row.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from livereview.catalogue import problems_page, read_catalogue
from livereview.command_reference import commands_page
from livereview.datapackage import (
    PACKAGE,
    Category,
    Field,
    Package,
    Rule,
    TableDescription,
    Words,
    read_package,
)
from livereview.markdown import code, generated, plain, table
from livereview.problems import ProblemsFound
from livereview.schema_reference import configuration_page

DOCS = "docs"
EVIDENCE = f"{DOCS}/evidence"
CONFIGURATION = f"{DOCS}/configuration.md"
PROBLEMS = f"{DOCS}/problems.md"
COMMANDS = f"{DOCS}/commands.md"

_TYPES = {"string": "text", "number": "a number", "integer": "a whole number", "year": "a year"}


def reference_pages(root: Path) -> dict[str, str]:
    """Return the text of each generated page of the review in ``root``, by its path."""
    package = read_package(root)
    pages = {f"{EVIDENCE}/{name}.md": table_page(package[name], package) for name in package}
    pages[f"{EVIDENCE}/README.md"] = _index_page(package)
    pages[CONFIGURATION] = configuration_page()
    pages[PROBLEMS] = problems_page(read_catalogue())
    pages[COMMANDS] = commands_page()
    return pages


def write_reference(root: Path) -> None:
    """Write the generated pages, and remove those of tables that are gone."""
    pages = reference_pages(root)
    for old in (root / EVIDENCE).glob("*.md"):
        if old.relative_to(root).as_posix() not in pages:
            old.unlink()
    for path, text in pages.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def table_page(description: TableDescription, package: Package) -> str:
    """Return the page of one table: columns, vocabularies, rules, and who points to it."""
    blocks = [
        generated(PACKAGE),
        f"# {description.title}",
        description.description,
        _facts(description),
        "## Columns",
        _columns(description),
        *_vocabularies(description),
        *_rules(description.rules),
        *_pointing_here(description.name, package),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _index_page(package: Package) -> str:
    rows = [[f"[`{each.name}`]({each.name}.md)", plain(each.title)] for each in package.values()]
    words = "One page a table: what its columns and values mean, and what must hold in a row."
    blocks = [generated(PACKAGE), "# The tables of evidence", words, table(("table", ""), rows)]
    return (
        "\n\n".join(
            [*blocks, "How to change them: [change the evidence](../changing-evidence.md)."]
        )
        + "\n"
    )


def _facts(description: TableDescription) -> str:
    file = description.path
    labels = _words(description.label, code)
    return "\n".join(
        [
            f"- Name in expressions: `{description.name}`",
            f"- File: [`{file}`](../../{file})",
            f"- What a row is called in print (`| label`): {labels}",
        ]
    )


def _columns(description: TableDescription) -> str:
    header = ("column", "title", "holds", "unit", "filled", "meaning")
    return table(header, [_column(field) for field in description.fields.values()])


def _column(field: Field) -> list[str]:
    filled = "always" if field.required else "may be empty"
    return [
        code(field.name),
        plain(field.title),
        "; ".join([_holds(field), *_limits(field)]),
        plain(field.unit),
        filled + (", unique" if field.constraints.get("unique") else ""),
        " ".join([plain(field.description), *_role(field)]).strip(),
    ]


def _holds(field: Field) -> str:
    """Return what a cell of a column may hold, with links to tables and vocabularies."""
    words = " or ".join(_alternatives(field)) or _TYPES.get(field.type, "text")
    if field.is_list:
        return f"a list with {code(field.delimiter)} between: {words}"
    return words


def _alternatives(field: Field) -> Iterator[str]:
    if field.categories:
        yield f"a word of [this list](#{field.name})"
    if not (keys := field.references):
        return
    if keys.tables:
        names = ", ".join(f"[{name}]({name}.md)" for name in keys.tables)
        yield f"the id of a row of {names}"
    if keys.rows:
        yield "any row, as `table:id`"
    if keys.literals:
        yield f"a word of [this list](#{field.name})"
    if keys.when:
        yield f"any text where not {code(keys.when)}"


def _limits(field: Field) -> Iterator[str]:
    limits = field.constraints
    for name, words in (("minimum", "at least"), ("maximum", "at most")):
        if name in limits:
            yield f"{words} {limits[name]}"
    for name, words in (("minLength", "at least"), ("maxLength", "at most")):
        if name in limits:
            yield f"{words} {limits[name]} characters"
    if "pattern" in limits:
        yield f"of the form {code(limits['pattern'])}"


def _role(field: Field) -> Iterator[str]:
    if field.role:
        yield f"Its role: {field.role.replace('_', ' ')}."
    if field.bookkeeping:
        yield "Bookkeeping: a change asks no one to read the text again."


def _vocabularies(description: TableDescription) -> Iterator[str]:
    for field in description.fields.values():
        literals = field.references.literals if field.references else ()
        if values := [*field.categories, *literals]:
            yield f"## {code(field.name)}"
            yield _vocabulary(values)


def _vocabulary(values: Iterable[Category]) -> str:
    rows = [
        [code(value.value), _words(value.label, plain), plain(value.description), _pattern(value)]
        for value in values
    ]
    header = ["value", "in print", "meaning", "estimates print as"]
    if not any(row[-1] for row in rows):
        header, rows = header[:-1], [row[:-1] for row in rows]
    return table(header, rows)


def _pattern(value: Category) -> str:
    return "" if value.pattern == "{}" else code(value.pattern)


def _words(words: Words, form: Callable[[str], str]) -> str:
    """Return words in a form; where they differ by language, each before its language."""
    if isinstance(words, str):
        return form(words)
    return ", ".join(f"{form(text)} ({language})" for language, text in words.items())


def _rules(rules: Iterable[Rule]) -> Iterator[str]:
    lines = [_rule(rule) for rule in rules]
    if lines:
        yield "## Rules"
        yield (
            "Each must hold in each row in which the columns that it names are filled.\n"
            "The words are those that `make check` prints where it does not."
        )
        yield "\n".join(lines)


def _rule(rule: Rule) -> str:
    message = re.sub(r"\{\{ *(\w+).*?\}\}", r"`\1`", rule.message)
    hint = f" ({plain(rule.hint)})" if rule.hint else ""
    return f"- {code(rule.expect)}, or else {code(rule.field)}: {plain(message)}{hint}."


def _pointing_here(name: str, package: Package) -> Iterator[str]:
    """Yield the columns of all tables whose keys point to a table."""
    lines = [
        f"- [{other.name}]({other.name}.md): {code(field.name)}"
        for other in package.values()
        for field in other.fields.values()
        if field.references and name in field.references.tables
    ]
    if lines:
        yield "## Columns that point here"
        yield "\n".join(lines)


def main() -> int:
    """Write the reference pages of the review in the current folder."""
    try:
        write_reference(Path())
    except ProblemsFound as found:
        print(found)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
