"""Write a report of changes as one web page that needs nothing else."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from livereview.changes import telling
from livereview.changes.model import Report
from livereview.writers.policy import policy

_TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
_FOLDER = _TEMPLATES / "changes"
#: The style sheets of a page beside the review's own, one behind the other.
STYLES = _TEMPLATES / "html" / "look.css", _FOLDER / "page.css"
_KINDS = {
    "added": "Rows added",
    "removed": "Rows removed",
    "renamed": "Rows with another name",
}


def as_html(report: Report, home: str = "") -> str:
    """Return a report as a page without scripts, its style sheet inside.

    Args:
        report: what changed.
        home: the address of the review, from the page; empty for a page that stands alone.
    """
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters["told_field"] = telling.field
    environment.filters["upper_first"] = lambda text: text[:1].upper() + text[1:]
    css = "".join(file.read_text(encoding="utf-8") for file in STYLES)
    page = environment.get_template("page.html").render(
        report=report,
        home=home,
        telling=telling,
        told=telling.Told,
        kinds=_KINDS,
        css=Markup(css),  # noqa: S704 (the engine's own style sheet)
    )
    return page.replace("<!-- @policy -->", policy(page), 1)
