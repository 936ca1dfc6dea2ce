"""Tell of whatever a name means."""

from __future__ import annotations

from livereview.showing.blocks import view_of_block
from livereview.showing.find import find
from livereview.showing.printed import view_of_printed
from livereview.showing.rows import view_of_row
from livereview.showing.views import View
from livereview.showing.works import view_of_work
from livereview.usage import Desk


def show(desk: Desk, name: str) -> View:
    """Return what is told of what a name means.

    Raises:
        CommandFailed: the name means nothing, or several things.
    """
    target = find(desk, name)
    if target.kind == "row":
        return view_of_row(desk, target.name)
    if target.kind == "work":
        return view_of_work(desk, target.name)
    if target.kind == "block":
        return view_of_block(desk, target.name, target.line)
    return view_of_printed(desk, target.kind, target.name)
