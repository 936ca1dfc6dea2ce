"""The description of the evidence: tables, columns, vocabularies, keys and rules.

Read from ``data/datapackage.yaml``, a Frictionless Data Package with Table Schema fields and the
custom properties that docs/evidence.md explains. What a column means is said there alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from livereview.problems import ProblemsFound
from livereview.yamlfile import YamlFile

PACKAGE = "data/datapackage.yaml"
ROLES = (
    "estimate",
    "low",
    "high",
    "interval",
    "measure",
    "direction",
    "certainty",
    "margin",
    "date",
    "held_by",
    "out_of_scope",
)

# A word for print: one for every language, or one a language.
Words = str | Mapping[str, str]


def in_language(words: Words, language: str) -> str:
    """Return the words of a language; where it has none, those of the first language given."""
    if isinstance(words, str):
        return words
    return words.get(language) or next(iter(words.values()))


@dataclass(frozen=True)
class Category:
    """One value of a vocabulary: what it is called in print, what it means, how it prints.

    Attributes:
        pattern: how a number or an interval of this kind prints, {} in its place.
        phrase: what it says of a subject, such as "was associated with a higher risk".
        neutral: of a measure, the value at which nothing differs.
    """

    value: str
    label: Words
    description: str = ""
    pattern: Words = "{}"
    phrase: Words = ""
    neutral: Decimal | None = None


@dataclass(frozen=True)
class References:
    """What the values of a key column point to: rows of ``tables``, or one of the literals.

    With ``rows`` the values are written ``table:id``. ``when`` is an expression over the row: where
    it is false, the value is plain text and no key.
    """

    tables: tuple[str, ...] = ()
    literals: tuple[Category, ...] = ()
    when: str = ""
    rows: bool = False


@dataclass(frozen=True)
class Field:
    """One column of a table."""

    name: str
    type: str
    title: str
    description: str
    unit: str
    role: str
    delimiter: str
    bookkeeping: bool
    constraints: Mapping[str, Any]
    categories: tuple[Category, ...]
    references: References | None
    line: int = 0

    @property
    def required(self) -> bool:
        """Whether the cell may not be empty."""
        return bool(self.constraints.get("required"))

    @property
    def is_list(self) -> bool:
        """Whether a cell holds several values with the delimiter between them."""
        return self.type == "list"

    @cached_property
    def category(self) -> Mapping[str, Category]:
        """The vocabulary by value, in its own order; empty where any value is allowed."""
        return {category.value: category for category in self.categories}


@dataclass(frozen=True)
class Rule:
    """What must hold in each row: an expression over its columns, and the words for when not."""

    field: str
    expect: str
    message: str
    hint: str
    line: int = 0


@dataclass(frozen=True)
class TableDescription:
    """One table: its file, columns, rules, and the column that names a row to a reader."""

    name: str
    path: str
    title: str
    description: str
    label: Words
    rules: tuple[Rule, ...]
    fields: Mapping[str, Field]

    def with_role(self, role: str) -> Field | None:
        """Return the column that plays a role, such as ``estimate``, or None."""
        return next((field for field in self.fields.values() if field.role == role), None)

    @property
    def label_columns(self) -> set[str]:
        """The columns that name a row, one or one a language."""
        return {self.label} if isinstance(self.label, str) else set(self.label.values())


Package = Mapping[str, TableDescription]


def read_package(root: Path) -> Package:
    """Return the tables of the review in ``root`` by name, in the order of the data package.

    Raises:
        ProblemsFound: the data package is missing, malformed, or names what it does not have.
    """
    from livereview.check_package import package_problems

    source = YamlFile(root, PACKAGE, "datapackage.schema.yaml")
    problems = list(package_problems(source))
    if problems:
        raise ProblemsFound(problems)
    return describe_tables(source)


def describe_tables(source: YamlFile) -> Package:
    """Return the tables that a data package describes, which nobody has checked.

    Raises:
        KeyError, TypeError, AttributeError: it is no data package of this form.
    """
    tables = [_table(source, number) for number in range(len(source.data["resources"]))]
    return {table.name: table for table in tables}


def _table(source: YamlFile, number: int) -> TableDescription:
    resource = source.data["resources"][number]
    fields = [
        _field(descriptor, source.line(["resources", number, "schema", "fields", index]))
        for index, descriptor in enumerate(resource["schema"]["fields"])
    ]
    rules = [
        _rule(descriptor, source.line(["resources", number, "rules", index]))
        for index, descriptor in enumerate(resource.get("rules", []))
    ]
    return TableDescription(
        name=resource["name"],
        path=f"data/{resource['path']}",
        title=resource["title"],
        description=resource.get("description", ""),
        label=resource.get("label", "id"),
        rules=tuple(rules),
        fields={field.name: field for field in fields},
    )


def _rule(descriptor: Mapping[str, Any], line: int) -> Rule:
    return Rule(
        field=descriptor["field"],
        expect=descriptor["expect"],
        message=descriptor["message"],
        hint=descriptor.get("hint", ""),
        line=line,
    )


def _field(descriptor: Mapping[str, Any], line: int) -> Field:
    return Field(
        name=descriptor["name"],
        type=descriptor.get("type", "string"),
        title=descriptor.get("title", descriptor["name"]),
        description=descriptor.get("description", ""),
        unit=descriptor.get("unit", ""),
        role=descriptor.get("role", ""),
        delimiter=descriptor.get("delimiter", ";"),
        bookkeeping=descriptor.get("bookkeeping", False),
        constraints=descriptor.get("constraints", {}),
        categories=_categories(descriptor.get("categories", [])),
        references=_references(descriptor.get("references")),
        line=line,
    )


def _categories(descriptors: list[Mapping[str, Any]]) -> tuple[Category, ...]:
    return tuple(
        Category(
            value=str(descriptor["value"]),
            label=descriptor.get("label", str(descriptor["value"])),
            description=descriptor.get("description", ""),
            pattern=descriptor.get("pattern", "{}"),
            phrase=descriptor.get("phrase", ""),
            neutral=Decimal(str(descriptor["neutral"])) if "neutral" in descriptor else None,
        )
        for descriptor in descriptors
    )


def _references(descriptor: Mapping[str, Any] | None) -> References | None:
    if descriptor is None:
        return None
    return References(
        tables=tuple(descriptor.get("tables", ())),
        literals=_categories(descriptor.get("literals", [])),
        when=descriptor.get("when", ""),
        rows=descriptor.get("rows", False),
    )
