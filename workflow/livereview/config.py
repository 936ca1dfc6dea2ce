"""The configuration of a review: what to build, in which style, and the words of each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from livereview.yamlfile import YamlFile

CONFIG = "config/config.yaml"
LIBRARY = "references/library.bib"
RETRACTIONS = "references/retractions.csv"
MANUSCRIPT = "manuscript"

# What is built where config/config.yaml names no editions.
EDITIONS = ("review",)

# How long an accepted row may go without being held against its source again.
REVIEW_WITHIN_MONTHS = 24


# The endings of files, where a format is not called like them.
_ENDINGS = {"jats": "jats.xml"}


@dataclass(frozen=True)
class Terms:
    """The words and marks of one language, as config/config.yaml gives them."""

    table: str
    figure: str
    section: str
    references: str
    decimal_mark: str
    thousands_mark: str
    effect: str
    effect_inline: str
    interval: str
    limits: str
    limits_negative: str
    lower_limit: str
    upper_limit: str
    noninferior: str
    not_noninferior: str
    direction_beside: str
    counted: str
    plural: bool
    list_separator: str
    list_end: str
    empty: str
    row: str
    numerals: tuple[str, ...]
    months: tuple[str, ...]
    date_day: str
    date_month: str
    date_year: str
    document: Mapping[str, str]


@dataclass(frozen=True)
class Material:
    """Which changes matter to a reader's conclusions, beside those that always do.

    Attributes:
        estimate_percent: by how many percent an estimate may move without being such a change.
    """

    estimate_percent: Decimal = Decimal(10)


@dataclass(frozen=True)
class Config:
    """What config/config.yaml says.

    Attributes:
        editions: folders below manuscript/ that are built.
        formats: names of the formats that are built.
        citation_style: name of a CSL style.
        review_within_months: how long an accepted row may go without being reviewed again.
        terms: words and marks by language.
        is_draft: whether what is built is a draft, which is marked, or a release.
        refuses_unread: whether no release is built of what is not signed off as it stands.
        contact: address that services are told when works are looked up; may be empty.
        material: which changes of the evidence matter to a reader's conclusions.
    """

    editions: tuple[str, ...]
    formats: tuple[str, ...]
    citation_style: str
    review_within_months: int
    terms: Mapping[str, Terms]
    is_draft: bool
    refuses_unread: bool
    contact: str = ""
    material: Material = field(default_factory=Material)


def document_name(edition: str, form: str) -> str:
    """Return the name of the file that holds an edition in a format."""
    return f"{edition}.{_ENDINGS.get(form, form)}"


def read_config(root: Path) -> Config:
    """Return the configuration of the review in ``root``.

    Raises:
        ProblemsFound: it is missing or does not fit workflow/schemas/config.schema.yaml.
    """
    data = YamlFile(root, CONFIG, "config.schema.yaml").data
    return Config(
        editions=tuple(data.get("editions", EDITIONS)),
        formats=tuple(data["formats"]),
        citation_style=data["citation_style"],
        review_within_months=data.get("review_within_months", REVIEW_WITHIN_MONTHS),
        terms={language: _terms(words) for language, words in data["terms"].items()},
        is_draft=data.get("stage", "draft") == "draft",
        refuses_unread=data.get("unread", "refuse") == "refuse",
        contact=data.get("contact", ""),
        material=Material(
            **{name: Decimal(str(value)) for name, value in data.get("material", {}).items()}
        ),
    )


def _terms(words: Mapping[str, object]) -> Terms:
    fixed = {
        name: tuple(value) if isinstance(value, list) else value for name, value in words.items()
    }
    return Terms(**fixed)  # type: ignore[arg-type]
