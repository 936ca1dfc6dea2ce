"""``livereview comments``: list what co-authors noted in a Word file, each with its source."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from livereview.commands.options import CommandFailed, Commands
from livereview.config import LIBRARY

if TYPE_CHECKING:
    from livereview.blocks import Block
    from livereview.remarks import Remark
    from livereview.showing.views import Work


def add_to(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "comments",
        help="list the comments and changes in a Word file, each with the source it is about",
        description="List the comments and tracked changes that co-authors made in a Word file of "
        "the review, each with the block of the text, or the work, that it is probably about. "
        "Nothing is changed. docs/word-comments.md shows it at work.",
        examples=["./livereview comments ~/Downloads/review-with-comments.docx"],
        failed="the file can't be read, or the review has mistakes",
    )
    parser.add_argument("file", type=Path, metavar="FILE.docx", help="the Word file")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the remarks, in the order of the text."""
    gc.disable()  # as in the check: looking for garbage costs more than it gives back
    from livereview.remarks import likely_block, likely_work
    from livereview.survey import survey

    remarks = _remarks(options.file)
    blocks = [standing.block for standing in survey(options.root).found] if remarks else []
    found = [likely_block(remark, blocks) for remark in remarks]
    works = [] if all(found) else _works(options.root)
    gc.enable()
    for remark, block in zip(remarks, found, strict=True):
        work = None if block else likely_work(remark, works)
        print(_told(remark, block, work, options.file))
    print(_counted(remarks))
    return 0


def _works(root: Path) -> list[Work]:
    from livereview.showing.parts import work
    from livereview.usage import open_desk

    desk = open_desk(root)
    return [work(desk, key) for key in desk.library.entries]


def _remarks(file: Path) -> list[Remark]:
    from livereview.pandoc_program import PandocFailed
    from livereview.remarks import read_remarks

    if not file.is_file():
        raise CommandFailed(f"{file} is not there")
    try:
        return read_remarks(file)
    except PandocFailed:
        raise CommandFailed(f"{file} is no Word file", "save it as .docx") from None


def _told(remark: Remark, block: Block | None, work: Work | None, file: Path) -> str:
    """Return a remark as text: where, who and when, what about, and what it says."""
    from livereview.remarks import DELETION, INSERTION
    from livereview.terminal import shortened

    where = f"{block.path}:{block.line}" if block else str(file)
    where = f"{LIBRARY}:{work.line}" if work else where
    who = ", ".join(filter(None, [remark.author, remark.date]))
    what = {INSERTION: "put in", DELETION: "took out"}.get(remark.kind, "on")
    lines = [f"{where}: {who}: {what} “{shortened(remark.words, 70)}”"]
    lines += [f"    {remark.says}"] if remark.says else []
    if not (block or work):
        lines.append(f"    in “{shortened(remark.passage, 70)}”, which no block is like")
    return "\n".join(lines)


def _counted(remarks: Sequence[Remark]) -> str:
    from livereview.remarks import COMMENT

    comments = sum(remark.kind == COMMENT for remark in remarks)
    changes = len(remarks) - comments
    return (
        f"{comments} {'comment' if comments == 1 else 'comments'}, "
        f"{changes} tracked {'change' if changes == 1 else 'changes'}"
    )
