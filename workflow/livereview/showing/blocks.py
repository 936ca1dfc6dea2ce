"""What is told of a block of the source."""

from __future__ import annotations

from collections.abc import Iterator

from livereview.blocks import Block
from livereview.commands.options import CommandFailed
from livereview.evidence import Row
from livereview.figures import SCRIPTS
from livereview.recorder import FIGURES
from livereview.showing.parts import cell
from livereview.showing.views import BlockView, Cell, RestsOn
from livereview.signoff import Standing, standings
from livereview.signoff_file import read_signoffs
from livereview.survey import values_in
from livereview.usage import Desk


def view_of_block(desk: Desk, path: str, line: int) -> BlockView:
    """Return what is told of the block that holds a line of a file.

    Raises:
        CommandFailed: no block stands there.
    """
    standing = _standing(desk, _block_at(desk, path, line))
    block, signoff = standing.block, standing.signoff
    return BlockView(
        path=block.path,
        line=block.line,
        heading=block.heading,
        text=block.text,
        printed=desk.usage.words_of(block.path, block.line) or block.text,
        state=standing.state,
        signed_on=signoff.date if signoff else "",
        signed_by=signoff.by if signoff else "",
        changed=tuple(standing.changed) if signoff else (),
        rests_on=tuple(_rests_on(desk, block)),
        hidden_by=desk.usage.faults,
    )


def _block_at(desk: Desk, path: str, line: int) -> Block:
    blocks = {block.line: block for block in desk.usage.blocks if block.path == path}
    for span in desk.usage.spans():
        if span.holds(path, line) and span.first in blocks:
            return blocks[span.first]
    if not blocks:
        raise CommandFailed(f"{path} has no block", "only the text of a built edition has blocks")
    near = min(blocks, key=lambda first: abs(first - line))
    raise CommandFailed(f"no block stands at {path}:{line}", f"the nearest: {path}:{near}")


def _standing(desk: Desk, block: Block) -> Standing:
    signoffs = read_signoffs(desk.root)
    value_of = values_in(desk.evidence, desk.usage.facts)
    found, _ = standings(desk.usage.blocks, signoffs, value_of)
    return next(each for each in found if each.block is block)


def _rests_on(desk: Desk, block: Block) -> Iterator[RestsOn]:
    """Yield the rows and the figures that a block rests on, each once."""
    columns: dict[tuple[str, str], set[str]] = {}
    for read in block.reads:
        columns.setdefault((read.table, read.id), set()).add(read.column)
    for table, id in sorted(columns):
        if table == FIGURES:
            yield _figure(desk, id, columns[table, id])
        elif id in desk.evidence[table].by_id:  # one that is gone is told by the check
            yield _row(desk, desk.evidence[table].by_id[id], columns[table, id])


def _row(desk: Desk, row: Row, columns: set[str]) -> RestsOn:
    fields = row.table.description.fields.values()
    told = columns - {"id"}
    cells = [cell(desk, row, field) for field in fields if field.name in told]
    label = row.label(desk.edition.language)
    path = row.table.description.path
    return RestsOn(row.name, label, path, row.line, tuple(each for each in cells if each.written))


def _figure(desk: Desk, name: str, facts: set[str]) -> RestsOn:
    known = desk.usage.facts.get(name, {})
    cells = tuple(Cell(fact, fact, known.get(fact, "")) for fact in sorted(facts) if fact)
    return RestsOn(f"{FIGURES}:{name}", name, f"{SCRIPTS}/{name}.py", 1, cells)
