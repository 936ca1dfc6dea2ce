"""The records of rows at the end of the web page, and the notes below its references."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from livereview.writers.ast import Node, is_a, raw_block
from livereview.writers.citing import sentence
from livereview.writers.html_rows import Place, Rows
from livereview.writers.row_links import anchor

Words = Mapping[str, str]


def register(rows: Rows, words: Words, listed: set[str]) -> list[Node]:
    """The section with the records of the rows that no table shows, folded by table.

    Args:
        rows: the rows of the document.
        words: the page's words.
        listed: the keys of the works in the reference list.
    """
    if not rows.unshown:
        return []
    heading = {"t": "Str", "c": words["rows"]}
    header = {"t": "Header", "c": [1, ["register", ["unnumbered"], []], [heading]]}
    by_table: dict[str, list[str]] = {}
    for name in rows.unshown:
        by_table.setdefault(name.partition(":")[0], []).append(name)
    folds = [_fold(rows, table, names, words, listed) for table, names in by_table.items()]
    intro = f'<p class="register-intro">{escape(words["rows_intro"])}</p>'
    return [header, raw_block("html", "\n".join([intro, *folds]))]


def _fold(rows: Rows, table: str, names: list[str], words: Words, listed: set[str]) -> str:
    title = escape(rows.records["tables"][table]["title"])
    records = "\n".join(_record(rows, name, words, listed) for name in names)
    summary = f'<summary>{title} <span class="count">{len(names)}</span></summary>'
    return f'<details class="register">\n{summary}\n{records}\n</details>'


def _record(rows: Rows, name: str, words: Words, listed: set[str]) -> str:
    told = rows.records["rows"][name]
    columns = rows.records["tables"][name.partition(":")[0]]["columns"]
    cells = "".join(
        f"<dt>{escape(columns[column])}</dt><dd>{_linked(text)}</dd>"
        for column, text in told["cells"].items()
    )
    works = "".join(f"<li>{_work(rows, key, listed)}</li>" for key in told["works"])
    parts = [
        f'<div class="record" id="{escape(anchor(name))}" data-row="{escape(name)}">',
        f'<p class="record-name">{escape(told["label"])}</p>',
        f'<p class="record-effect">{escape(told["effect"])}</p>' if told["effect"] else "",
        f"<dl>{cells}</dl>",
        f'<p class="record-sources">{escape(words["sources"])}</p><ul>{works}</ul>' * bool(works),
        uses(rows.used.get(name, ()), words["used_in"]),
        "</div>",
    ]
    return "".join(parts)


def _linked(text: str) -> str:
    """A text, as a link where it is an address."""
    if not text.startswith(("https://", "http://")):
        return escape(text)
    return f'<a href="{escape(text)}">{escape(text)}</a>'


def _work(rows: Rows, key: str, listed: set[str]) -> str:
    work = rows.records["works"].get(key)
    if work is None:
        return escape(key)
    parts = (work["authors"], work["title"], work["year"])
    name = " ".join(sentence(part) for part in parts if part)
    address = f"#ref-{key}" if key in listed else work["url"]
    return f'<a href="{escape(address)}">{escape(name)}</a>' if address else escape(name)


def uses(places: Iterable[Place], word: str) -> str:
    """Where a row is used, or a work cited, as a line of links; empty where nowhere."""
    links = ", ".join(
        f'<a href="{escape(place.address)}"{_about(place)}>{escape(place.name)}</a>'
        for place in places
        if place.address and place.name
    )
    return f'<span class="uses"><span>{escape(word)}</span> {links}</span>' if links else ""


def _about(place: Place) -> str:
    pairs = {"title": place.title, "lang": place.language}
    return "".join(f' {name}="{escape(text)}"' for name, text in pairs.items() if text)


# -- references ----------------------------------------------------------------------------------


def reference_list(blocks: list[Node], rows: Rows, words: Words) -> set[str]:
    """Put below each reference where it is cited and which rows rest on it; return its keys."""
    behind: dict[str, list[str]] = {}
    for name, told in rows.records["rows"].items():
        for key in told["works"]:
            behind.setdefault(key, []).append(name)
    entries = [entry for entry in _references(blocks) if is_a(entry, "Div")]
    for entry in entries:
        _annotate(entry, rows, behind, words)
    return {entry["c"][0][0].removeprefix("ref-") for entry in entries}


def _references(blocks: list[Node]) -> Iterator[Node]:
    """What stands in the division of the references, wherever that stands."""
    for block in blocks:
        if block["t"] == "Div":
            (name, _, _), content = block["c"]
            yield from content if name == "refs" else _references(content)


def _annotate(entry: Node, rows: Rows, behind: Mapping[str, list[str]], words: Words) -> None:
    key = entry["c"][0][0].removeprefix("ref-")
    cited = uses(rows.cited.get(key, ()), words["cited_in"])
    fold = _rows_of_work(rows, behind.get(key, []), words)
    if cited or fold:
        entry["c"][1].append(raw_block("html", f'<div class="back-links">{cited}{fold}</div>'))


def _rows_of_work(rows: Rows, names: list[str], words: Words) -> str:
    if not names:
        return ""
    links = "".join(
        f'<li><a href="{escape(rows.address(name))}">{escape(_short(rows, name))}</a></li>'
        for name in names
    )
    summary = f'<summary>{escape(words["rows"])} <span class="count">{len(names)}</span></summary>'
    return f"<details>{summary}<ul>{links}</ul></details>"


def _short(rows: Rows, name: str, length: int = 90) -> str:
    told = rows.records["rows"][name]
    label = told["label"] + (f": {told['effect']}" if told["effect"] else "")
    return label if len(label) <= length else f"{label[:length].rsplit(' ', 1)[0]} …"


# -- data ----------------------------------------------------------------------------------------


def card_data(rows: Rows, words: Words, listed: set[str]) -> str:
    """What the cards tell, as JSON; of rows with a record in the page, only that tells it."""
    records = rows.records["rows"]
    shown = {name: _card(rows, name) for name in rows.shown if name in records}
    keys = {key for name in shown for key in records[name]["works"]} - listed
    data: dict[str, Any] = {
        "words": words,
        "tables": {
            name: {"title": table["title"], "columns": table["columns"]}
            for name, table in rows.records["tables"].items()
        },
        "rows": shown,
        "works": {key: rows.records["works"].get(key, {"title": key}) for key in sorted(keys)},
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # Within a script element only these could end it, or hide its end.
    return text.replace("<", "\\u003c")


def _card(rows: Rows, name: str) -> dict[str, Any]:
    told = rows.records["rows"][name]
    places = rows.used.get(name, ())
    used = [[place.address, place.name, place.title, place.language] for place in places]
    return {**told, "shown": rows.shown[name].name, "used": used}
