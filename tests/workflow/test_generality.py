"""The engine knows nothing of this review's subject, and no column beyond the contract.

Another group replaces data/, references/, manuscript/ and config/, and has its own review. What the
engine must not name is read from the evidence itself, so the list grows with it.
"""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import yaml
from livereview.datapackage import ROLES

REPOSITORY = Path(__file__).parents[2]
CONTRACT = {"id", "citekeys", "source_url", "locator", "status", "reviewed", "note"}

# The columns whose values name things of the subject: diseases, drugs, proteins, studies.
NAMES = {
    "diseases": ["name_en", "name_zh", "name_nl", "mondo_id"],
    "inhibitors": ["name", "brand_names"],
    "components": ["symbol", "name", "hgnc_id", "uniprot", "chromosome"],
    "pathway": ["cytokine", "receptor"],
    "trials": ["trial", "nct"],
    "safety": ["study"],
    "approvals": ["indication"],
    "other_therapies": ["drug", "target"],
}
# What the subject as a whole is about, and what no row is called by.
SUBJECT = [
    *("jak", "jaks", "janus", "kinase", "cytokine", "interleukin", "interferon"),
    *("inhibitor", "inhibitors", "drug", "dose", "disease", "patient", "medicine", "medical"),
    *(
        "clinical",
        "lupus",
        "arthritis",
        "hazard",
        "adverse",
        "placebo",
        "therapy",
        "trial",
        "cohort",
    ),
]


@pytest.fixture(scope="module")
def engine() -> dict[str, str]:
    """The text of each file of the engine."""
    paths = [REPOSITORY / "Snakefile", *sorted((REPOSITORY / "workflow").rglob("*"))]
    return {
        path.relative_to(REPOSITORY).as_posix(): path.read_text(encoding="utf-8")
        for path in paths
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def machinery(engine) -> dict[str, str]:
    """The same without the review that others begin with, which has columns of its own."""
    return {path: text for path, text in engine.items() if not path.startswith("workflow/starter/")}


@pytest.fixture(scope="module")
def tables() -> dict[str, list[dict[str, str]]]:
    """The evidence as it stands in the files."""
    found = {}
    for path in sorted((REPOSITORY / "data").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = list(csv.DictReader(file))
    return found


def places(words: Iterable[str], engine: dict[str, str]) -> list[str]:
    """Where words stand in the engine, as whole words: ``file: word``.

    A word with several capitals, such as the short name of a trial, is looked for as it is written.
    """
    found = []
    for path, text in engine.items():
        lower = text.lower()
        for word in sorted(set(words)):
            written, where = (word, text) if _has_capitals(word) else (word.lower(), lower)
            # Most words are nowhere: a plain search tells so much faster than a pattern.
            if written in where and re.search(rf"(?<![^\W_]){re.escape(written)}(?![^\W_])", where):
                found.append(f"{path}: {word}")
    return found


def _has_capitals(word: str) -> bool:
    return sum(letter.isupper() for letter in word) > 1


def names_in(tables: dict[str, list[dict[str, str]]]) -> Iterator[str]:
    """All names, each with and without what stands in brackets."""
    for table, columns in NAMES.items():
        for row in tables[table]:
            for name in (part.strip() for column in columns for part in row[column].split(";")):
                yield name
                yield re.sub(r" *\(.*\)", "", name)
                yield from re.findall(r"[A-Z]\w+\d", name)


def test_the_engine_names_no_row(engine, tables):
    ids = {row["id"] for rows in tables.values() for row in rows}
    assert len(ids) > 800
    assert places(ids, engine) == []


def test_the_engine_names_no_disease_drug_component_or_study(engine, tables):
    names = set(names_in(tables)) - {""}
    assert {"rheumatoid arthritis", "银屑病", "tofacitinib", "Xeljanz", "TYK2", "IL-6"} <= names
    assert places(names, engine) == []


@pytest.mark.parametrize("word", SUBJECT)
def test_the_engine_uses_no_word_of_the_subject(engine, word):
    assert places([word], engine) == []


def test_the_engine_cites_no_work(engine):
    library = (REPOSITORY / "references/library.bib").read_text(encoding="utf-8")
    keys = re.findall(r"^@\w+\{([^,\s]+),", library, re.MULTILINE)
    assert len(keys) > 300
    assert places(keys, engine) == []


def test_the_engine_names_no_table(engine, tables):
    assert places(tables, engine) == []


def test_the_engine_names_no_column_beyond_the_contract(machinery, tables):
    columns = {column for rows in tables.values() for row in rows for column in row} - CONTRACT
    # A column may be called by the role that it plays.
    columns -= set(ROLES)
    # A column such as `name` or `year` shares its name with a word of English.
    telling = {column for column in columns if "_" in column}
    assert {"ci_low", "evidence_level", "n_total", "action_type"} <= telling
    assert places(telling, machinery) == []


def test_the_engine_reads_no_cell_by_its_name_beyond_the_contract(machinery):
    read = {
        column
        for path, text in machinery.items()
        if path.endswith(".py")
        for node in ast.walk(ast.parse(text))
        for column in _cell_read(node)
    }
    assert read == {"citekeys", "id", "reviewed", "status"}


def _cell_read(node: ast.AST) -> list[str]:
    """The column that an expression such as ``row["x"]`` or ``row.cells.get("x")`` names."""
    match node:
        case ast.Subscript(ast.Name("row" | "record") | ast.Attribute(attr="cells"), key):
            pass
        case ast.Call(ast.Attribute(ast.Attribute(attr="cells"), "get"), [key, *_]):
            pass
        case _:
            return []
    return [key.value] if isinstance(key, ast.Constant) and isinstance(key.value, str) else []


def test_the_engine_names_no_value_of_a_vocabulary(engine):
    text = (REPOSITORY / "data/datapackage.yaml").read_text(encoding="utf-8")
    values = {
        str(category["value"])
        for table in yaml.safe_load(text)["resources"]
        for field in table["schema"]["fields"]
        for source in (field, field.get("references", {}))
        for category in [*source.get("categories", []), *source.get("literals", [])]
    }
    telling = {value for value in values if "_" in value}
    assert {"higher_risk", "no_clear_difference", "common_gamma_chain"} <= telling
    assert places(telling, engine) == []
