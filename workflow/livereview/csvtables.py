"""The printed tables as CSV files, for readers who want to work with them."""

from __future__ import annotations

import csv
from pathlib import Path

from livereview.config import read_config
from livereview.evidence import Row, load_evidence
from livereview.manuscript import Edition
from livereview.placeholders import Placement
from livereview.problems import raise_errors
from livereview.tables import PrintedTable
from livereview.weave import compose


def write_csv_tables(root: Path, folder: Path) -> None:
    """Write each printed table of the review in ``root`` as ``folder/<name>.csv``.

    The tables are in the language of the first edition, and the sections that they list are its.

    Raises:
        ProblemsFound: something is wrong with the evidence or with manuscript/tables.yaml.
    """
    config = read_config(root)
    edition = Edition(root, config.editions[0], config, load_evidence(root))
    specifications = edition.specifications
    tables = [specifications.build(name) for name in specifications.names]
    raise_errors(specifications.problems)
    if any(cell.sections for table in tables for cell in table.cells):
        # What is wrong with the text is told where it is woven to be printed.
        compose(edition, None, with_tables=False)
    folder.mkdir(parents=True, exist_ok=True)
    for table in tables:
        _write(table, edition, folder / f"{table.name}.csv")


def _write(table: PrintedTable, edition: Edition, output: Path) -> None:
    """Write a table: its group, its columns, and the rows of evidence behind each line."""
    grouped = any(group.heading for group in table.groups)
    headers = [column.header for column in table.columns]
    row_header = edition.config.terms[edition.language].row
    with output.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*([table.group_header] if grouped else []), *headers, row_header])
        for group in table.groups:
            start = [group.heading.text] if group.heading else []
            for line in group.lines:
                cells = [_plain(cell, edition) for cell in line.cells]
                writer.writerow([*start, *cells, "; ".join(line.rows)])


def _plain(cell: Placement, edition: Edition) -> str:
    """Return a cell as text; a citation as its library keys, each once."""
    if cell.sections:
        terms = edition.config.terms[edition.language]
        places = edition.whereabouts.of(cell.sections)
        return "; ".join(place.words(terms) for place in places) or cell.text
    if not cell.cites:
        return cell.text
    rows = [row for name in cell.cites if isinstance(row := edition.evidence.row(name), Row)]
    return "; ".join(dict.fromkeys(key for row in rows for key in row.citekeys))
