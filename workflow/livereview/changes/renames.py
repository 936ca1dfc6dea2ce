"""Rows and works that have another id and the same content: one thing, told as a rename."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence

from livereview.config import LIBRARY
from livereview.datapackage import Field
from livereview.evidence import Evidence, Row, Table

#: The newer id of each renamed row, by table and older id; works are those of `LIBRARY`.
Renames = Mapping[tuple[str, str], str]

# A renamed row may be known only once the rows that its keys point to are.
_ROUNDS = 4


def renamed(row: str, renames: Renames) -> str:
    """Return a row (``table:id``) by the id that it has now."""
    table, _, id = row.partition(":")
    return f"{table}:{renames.get((table, id), id)}"


def same_content(old: Mapping[str, Hashable], new: Mapping[str, Hashable]) -> list[tuple[str, str]]:
    """Return the pairs of older and newer ids with one content, where no other has it."""
    by_content: dict[Hashable, list[str]] = {}
    for id, content in new.items():
        by_content.setdefault(content, []).append(id)
    before = list(old.values())
    return [
        (id, by_content[content][0])
        for id, content in old.items()
        if len(by_content.get(content, ())) == 1 and before.count(content) == 1
    ]


def find_renames(
    old: Evidence, new: Evidence, works: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], str]:
    """Return the newer id of each row that has another id and the same content.

    Args:
        old: the older rows.
        new: the newer rows.
        works: the older and the newer key of each work that was renamed.
    """
    known = {(LIBRARY, before): after for before, after in works}
    renames = known
    for _ in range(_ROUNDS):
        found = known | {
            (name, before): after
            for name in old.keys() & new.keys()
            for before, after in _in_table(old[name], new[name], renames)
        }
        if found == renames:
            break
        renames = found
    return renames


def _in_table(old: Table, new: Table, renames: Renames) -> list[tuple[str, str]]:
    pairs = [
        (before, after)
        for before, after in column_pairs(old, new)
        if not (after.bookkeeping or after.name == "id")
    ]
    gone = {row.id: row for row in old.rows if row.id not in new.by_id}
    came = {row.id: row for row in new.rows if row.id not in old.by_id}
    olds = {
        id: tuple(translated(row, before, renames) for before, _ in pairs)
        for id, row in gone.items()
    }
    news = {
        id: tuple(row.cells.get(after.name, "") for _, after in pairs) for id, row in came.items()
    }
    filled = {id: content for id, content in olds.items() if any(content)}
    return same_content(filled, news)


def column_pairs(old: Table, new: Table) -> list[tuple[Field, Field]]:
    """Return each column beside what it was: of the same name, or else of the same role."""
    before, after = old.description.fields, new.description.fields
    pairs: list[tuple[Field, Field]] = []
    for name, field in after.items():
        if name in before:
            pairs.append((before[name], field))
            continue
        other = old.description.with_role(field.role) if field.role else None
        if other is not None and other.name not in after:
            pairs.append((other, field))
    return pairs


def translated(row: Row, field: Field, renames: Renames) -> str:
    """Return an older cell as it is written, its keys to renamed rows as these are called now."""
    written = row.cells.get(field.name, "")
    works = field.name == "citekeys"
    if not works and not row.evidence.is_key(row, field):
        return written
    items = written.split(field.delimiter) if field.is_list else [written]
    return field.delimiter.join(_translated(item, field, renames) for item in items)


def _translated(key: str, field: Field, renames: Renames) -> str:
    plain = key.strip()
    if field.references and field.references.rows:
        table, _, id = plain.partition(":")
        newer = renames.get((table, id))
        return f"{table}:{newer}" if newer else key
    tables: Iterable[str] = field.references.tables if field.references else (LIBRARY,)
    return next((renames[table, plain] for table in tables if (table, plain) in renames), key)


def columns_apart(
    old: Table, new: Table, pairs: Sequence[tuple[Field, Field]]
) -> tuple[list[Field], list[Field]]:
    """Return the columns that came and those that went."""
    before = {field.name for field, _ in pairs}
    after = {field.name for _, field in pairs}
    came = [field for name, field in new.description.fields.items() if name not in after]
    went = [field for name, field in old.description.fields.items() if name not in before]
    return came, went
