"""The blocks of the manuscript's source, and the cells of evidence that each one rests on.

A block is a paragraph, an item of a list, a heading or a caption as it stands in the source; what
a `{% for %}` or `{% if %}` stands around is one. It rests on the cells that its expressions read,
on the rows that its queries choose, and on all that the rows say that it cites. A caption rests on
what its table prints, or what its figure draws.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from livereview.evidence import Evidence, Row
from livereview.figures import reads_of
from livereview.manuscript import Edition
from livereview.passages import Passage
from livereview.recorder import STATUS, Read
from livereview.sources import WIDE

#: How many digits of a fingerprint are kept: enough to tell the versions of one text or row apart.
DIGITS = 12

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# Stands in the place of a comment's line: a comment ends no paragraph, as a blank line does.
_WAS_COMMENT = "\0"
_STATEMENT = re.compile(r"\{%-?\s*(\w+).*?%\}", re.DOTALL)
_OPENING, _CLOSING = ("for", "if"), ("endfor", "endif")
# A paragraph that holds a table and no words of its own.
_ONLY_TABLE = re.compile(r"\{\{\s*table\(.*\)\s*\}\}", re.DOTALL)
_FIGURE = re.compile(r"\]\(figures/([\w-]+)\.svg\)")
_CITED_ROW = re.compile(r"@\{?([\w-]+:[a-z0-9]+(?:[-_]+[a-z0-9]+)*)", re.ASCII | re.IGNORECASE)
_HEADING = re.compile(r"#{1,6}\s+")
# A capital letter with one blank behind its point is the initial of a name, as in pandoc.
_ITEM = re.compile(r"[ \t>]*(?:[-+*]|\(?(?:\d+|[a-z#])[.)]|\(?[A-Z]\)|[A-Z]\.(?=  ))[ \t]+")
_QUOTED = re.compile(r"^[ \t]*(?:>[ \t]*)+", re.MULTILINE)
_FENCE = re.compile(r"[ >]*(`{3,}|~{3,})")
_WIDE_BREAK = re.compile(rf"(?<={WIDE.pattern})\s+|\s+(?={WIDE.pattern})")


@dataclass(frozen=True)
class Block:
    """A block of the source.

    Attributes:
        path: the file that it stands in.
        line: the line on which it begins.
        heading: the heading that it stands under; empty before the first one.
        text: its source in one line, without comments and without what marks a heading or an item.
        reads: the cells that it rests on, and with an empty column the rows that it selects. Of a
            row that may not be printed, or is gone, it is the status.
        lines: the first and last line of the file that belong to it; of captions and notes in
            YAML, whose lines may be broken anew, those of the whole text.
    """

    path: str
    line: int
    heading: str
    text: str
    reads: frozenset[Read]
    lines: tuple[int, int]

    @property
    def fingerprint(self) -> str:
        """What tells its text from any other, wherever it stands."""
        return digest(self.text)


def digest(text: str) -> str:
    """Return the first digits of a text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def blocks_of(editions: Iterable[Edition]) -> list[Block]:
    """Return the blocks of editions that were woven, by file and line.

    What two editions share (the caption of a table) is one block that rests on what it reads in
    either.
    """
    found: dict[tuple[str, int, str], Block] = {}
    for edition in editions:
        for passage in edition.passages:
            for block in _of_passage(passage, edition):
                key = block.path, block.line, block.text
                reads = block.reads | (found[key].reads if key in found else frozenset())
                found[key] = replace(block, reads=reads)
    return sorted(found.values(), key=lambda block: (block.path, block.line))


def _of_passage(passage: Passage, edition: Edition) -> Iterator[Block]:
    lines = passage.text.split("\n")
    heading = passage.table
    for first, last in spans(passage.text):
        source = "\n".join(lines[first - 1 : last])
        text = normalised(source)
        if _HEADING.match(source):
            heading = text
        if not _STATEMENT.sub("", text).strip() or _ONLY_TABLE.fullmatch(text):
            continue
        reads = frozenset(_reads(passage, edition, first, last))
        line = passage.line + first - 1
        within = _written(passage, edition) if passage.table else (line, line + last - first)
        yield Block(passage.path, line, heading, text, reads, within)


def _written(passage: Passage, edition: Edition) -> tuple[int, int]:
    """Return the first and last line of a caption or of notes, from their key on."""
    key = "caption" if passage.caption else "notes"
    text, line = edition.specifications.source.written([passage.table, key])
    return passage.line, line + text.rstrip().count("\n")


def _reads(passage: Passage, edition: Edition, first: int, last: int) -> Iterator[Read]:
    """Yield the cells that the lines of a passage rest on, those of bookkeeping left out."""
    evidence = edition.evidence
    source = _COMMENT.sub("", "\n".join(passage.text.split("\n")[first - 1 : last]))
    cited = [name for name in _CITED_ROW.findall(source) if name.split(":")[0] in evidence]
    for trace in passage.traces:
        if first <= trace.line <= last:
            yield from _facts(trace.reads, evidence)
            cited += trace.cites
    for name in cited:
        yield from _whole_row(name, evidence)
    if passage.caption and passage.table in edition.tables:
        yield from _facts(edition.tables[passage.table].reads, evidence)
    for figure in _FIGURE.findall(source):
        yield from _facts(_drawn(figure, edition), evidence)


def _facts(reads: Iterable[Read], evidence: Evidence) -> Iterator[Read]:
    kept = evidence.bookkeeping
    for read in reads:
        if (read.table, read.column) not in kept:
            yield read._replace(as_name=False) if read.as_name else read


def _whole_row(name: str, evidence: Evidence) -> Iterator[Read]:
    """Yield all that a row says; of one that may not be printed, only why not."""
    table, _, id = name.partition(":")
    row: Row | None = evidence[table].by_id.get(id)
    if row is None or not row.accepted:
        yield Read(table, id, STATUS)
        return
    for column in row.table.description.fields:
        if (table, column) not in evidence.bookkeeping:
            yield Read(table, id, column)


def _drawn(figure: str, edition: Edition) -> Iterator[Read]:
    report = edition.figure_report(figure) if figure in edition.figures else None
    return reads_of(report) if report else iter(())


def normalised(source: str) -> str:
    """Return a block's source in one line, as it counts: however it is broken into lines."""
    text = _QUOTED.sub("", _COMMENT.sub("", source)).strip()
    text = _HEADING.sub("", text, count=1) if _HEADING.match(text) else text
    text = _ITEM.sub("", text, count=1) if _ITEM.match(text) else text
    return " ".join(_WIDE_BREAK.sub("", text).split())


def spans(text: str) -> list[tuple[int, int]]:
    """Return first and last line, from 1, of each block of a Markdown template."""
    blank = _COMMENT.sub(_blanked, text)
    return _merged(_paragraphs(blank.split("\n")), list(_statements(blank)))


def _blanked(comment: re.Match[str]) -> str:
    return "\n".join(_WAS_COMMENT for _ in comment[0].split("\n"))


def _paragraphs(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Return the blocks as blank lines, headings and the marks of items separate them."""
    found: list[tuple[int, int]] = []
    fence, within_list, open_block = "", False, False
    for number, written in enumerate(lines, start=1):
        line = written.replace(_WAS_COMMENT, "")
        words = line.strip(" >\t")
        if not words and line != written:
            continue
        mark = _FENCE.match(line)
        if not fence and (not words or words.startswith(":::")):
            open_block = within_list = False
            continue
        starts_item = not fence and bool(_ITEM.match(line)) and (within_list or not open_block)
        is_heading = not fence and bool(_HEADING.match(line))
        if open_block and not (starts_item or is_heading):
            found[-1] = found[-1][0], number
        else:
            found.append((number, number))
        within_list = within_list or starts_item
        open_block = not is_heading
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
    return found


def _statements(text: str) -> Iterator[tuple[int, int]]:
    """Yield first and last line of what the outermost `{% for %}` and `{% if %}` stand around."""
    opened: list[int] = []
    for tag in _STATEMENT.finditer(text):
        if tag[1] in _OPENING:
            opened.append(text.count("\n", 0, tag.start()) + 1)
        elif tag[1] in _CLOSING and opened:
            first = opened.pop()
            if not opened:
                yield first, text.count("\n", 0, tag.end()) + 1


def _merged(
    paragraphs: list[tuple[int, int]], statements: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return the blocks, those that a statement stands around joined to one."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted([*paragraphs, *statements]):
        overlaps = bool(merged) and first <= merged[-1][1]
        if overlaps:
            merged[-1] = merged[-1][0], max(last, merged[-1][1])
        else:
            merged.append((first, last))
    return merged
