"""Draw a review's figures: evidence in, chart out.

A figure is a file ``manuscript/figures/<name>.py`` with a function ``draw(evidence)`` that returns
a `Figure`. Its chart is written as SVG for the page and as PNG for Word, with one face and one
look; what the text may say about it (alt text, facts) goes into a JSON file beside them.
"""

from __future__ import annotations

import atexit
import base64
import io
import json
import runpy
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from livereview.marks import bind_marks
from livereview.problems import Problem, ProblemsFound
from livereview.recorder import STATUS, Absent, Read

if TYPE_CHECKING:
    import altair

    from livereview.evidence import Evidence

SCRIPTS = "manuscript/figures"

# The static sister of Source Sans 3: of a variable font, the converters draw the thinnest weight.
FONT_PACKAGE = "font_source_sans_pro"
FAMILY = "Source Sans Pro"
FACES = {400: "SourceSansPro-Regular.ttf", 600: "SourceSansPro-Semibold.ttf"}

# Quoted, because a name with a digit is none in CSS: an unquoted list would be ignored as a whole.
FONT = f"'{FAMILY}', 'Source Sans 3', sans-serif"

# What journals ask for in print. An SVG pixel is 1/96 inch; the PNG has 3.125 for each, and says
# so: both print as large.
PNG_PIXELS_PER_INCH = 300
PNG_SCALE = 3.125

INK = "#222222"
MUTED = "#5f5f5f"
LINE = "#d0d0d0"

# 7 points in print, as long as a figure of 605 pixels is printed 16 cm wide.
TEXT_SIZE = 9.4


Chart = str | dict[str, Any]


@dataclass(frozen=True)
class Figure:
    """A figure as its script returns it.

    Attributes:
        chart: an Altair chart, or the text of an SVG.
        alt: what the figure shows, in words, for those who don't see it.
        rows: the rows of evidence that are drawn or counted, as ``table:id``.
        facts: numbers and names that the text may quote.
    """

    chart: altair.TopLevelMixin | str
    alt: str
    rows: tuple[str, ...]
    facts: Mapping[str, int | str]


def theme() -> dict[str, Any]:
    """Return the Vega-Lite configuration that all charts share."""
    text = {"font": FONT, "fontSize": TEXT_SIZE, "color": INK}
    labels = {"labelColor": INK, "labelFontSize": TEXT_SIZE, "titleColor": INK}
    titles = {"titleFontSize": TEXT_SIZE, "titleFontWeight": 600}
    lines = {"domainColor": MUTED, "tickColor": MUTED, "gridColor": LINE, "gridWidth": 0.5}
    return {
        "font": FONT,
        "background": "white",
        "padding": 2,
        "view": {"stroke": None},
        "text": text,
        "axis": {**labels, **titles, **lines},
        "legend": {**labels, **titles},
        "header": {**labels, **titles},
        "title": {"color": INK, "fontSize": 1.1 * TEXT_SIZE, "fontWeight": 600, "anchor": "start"},
    }


@cache
def font_folder() -> Path:
    """Return a folder with the charts' faces and nothing else, for whoever draws their SVG.

    The package holds each face twice, in two formats: which one a converter took would depend on
    the order in which the file system lists them.
    """
    package = find_spec(FONT_PACKAGE)
    if package is None or package.origin is None:
        raise ModuleNotFoundError(f"the font package {FONT_PACKAGE} is not installed")
    folder = Path(tempfile.mkdtemp(prefix="livereview-fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for face in FACES.values():
        shutil.copyfile(Path(package.origin).parent / "files" / face, folder / face)
    return folder


def draw_figure(script: Path, evidence: Evidence, folder: Path) -> Figure:
    """Run a figure's script and write ``<name>.svg``, ``.png`` and ``.json`` into ``folder``.

    Raises:
        ProblemsFound: the script is missing, fails, or returns what no reader could be shown.
    """
    figure = report_figure(script, evidence, folder)
    svg, png = _draw(script, figure)
    target = folder / script.name
    target.with_suffix(".svg").write_text(svg, encoding="utf-8", newline="\n")
    target.with_suffix(".png").write_bytes(png)
    return figure


def report_figure(script: Path, evidence: Evidence, folder: Path) -> Figure:
    """Run a figure's script and write what it says of its drawing, without drawing it.

    ``<name>.json`` holds the text alternative (``alt``), the rows that are drawn (``rows``), what
    the text may quote (``facts``), and the columns that the script read by row (``reads``).

    Raises:
        ProblemsFound: the script is missing, fails, or returns what no reader could be shown.
    """
    evidence.recorder.take_reads()
    figure = _run(script, evidence)
    reads = evidence.recorder.take_reads()
    _check(script, evidence, figure)
    report = {
        "alt": figure.alt,
        "rows": list(figure.rows),
        "facts": dict(figure.facts),
        "reads": _columns_by_row(reads),
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / script.name).with_suffix(".json").write_text(
        json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n"
    )
    return figure


def reads_of(report: Mapping[str, Any]) -> Iterator[Read]:
    """Yield the cells that a drawing rests on, and with an empty column the rows that it shows.

    Of a table whose rows it draws, the rows that it doesn't were only looked at to choose.

    Args:
        report: what `report_figure` has written.
    """
    drawn = set(report["rows"])
    tables = {row.partition(":")[0] for row in drawn}
    yield from map(Read.of_row, drawn)
    for row, columns in report["reads"].items():
        if row in drawn or row.partition(":")[0] not in tables or STATUS in columns:
            yield from (Read.of_row(row, column) for column in columns)


def _columns_by_row(reads: Iterable[Read]) -> dict[str, list[str]]:
    columns: dict[str, list[str]] = {}
    for read in sorted(reads):
        columns.setdefault(read.row, []).append(read.column)
    return columns


def _run(script: Path, evidence: Evidence) -> Figure:
    """Return what the script draws."""
    evidence.recorder.take_faults()
    try:
        with _neighbours(script.parent):
            figure = _load(script)(evidence)
    except ProblemsFound:
        raise
    except Exception as error:
        raise ProblemsFound([_failure(script, error), *_faults(script, evidence)]) from error
    if not isinstance(figure, Figure):
        message = f"draw() returns {type(figure).__name__}, not a Figure"
        raise ProblemsFound([_problem(script, "figure-draw", message)])
    return figure


def _load(script: Path) -> Callable[[Evidence], object]:
    """Return the function ``draw`` of a script."""
    if not script.is_file():
        hint = f"write it, or take the figure {script.stem} out of the text"
        message = "the file is missing"
        raise ProblemsFound([_problem(script, "figure-missing", message, about=("", hint))])
    draw: object = runpy.run_path(str(script), run_name=script.stem).get("draw")
    if not callable(draw):
        hint = "define draw(evidence), returning a livereview.figures.Figure"
        message = "has no function draw()"
        raise ProblemsFound([_problem(script, "figure-draw", message, about=("", hint))])
    return draw


@contextmanager
def _neighbours(folder: Path) -> Iterator[None]:
    """Let a script import helpers that lie beside it, and leave nothing of them behind."""
    path, writes_no_bytecode, known = sys.path.copy(), sys.dont_write_bytecode, set(sys.modules)
    sys.path.insert(0, str(folder))
    sys.dont_write_bytecode = True
    try:
        yield
    finally:
        sys.path[:], sys.dont_write_bytecode = path, writes_no_bytecode
        for name in set(sys.modules) - known:
            file = getattr(sys.modules[name], "__file__", None)
            if file and Path(file).parent == folder:
                del sys.modules[name]


def _check(script: Path, evidence: Evidence, figure: Figure) -> None:
    """Raise what is wrong with a figure's words, facts and rows."""
    for row in figure.rows:
        if not isinstance(row, Absent):  # what was asked for in vain is told already
            evidence.row(row)
    problems = [*_faults(script, evidence), *_unfit(script, figure)]
    if problems:
        raise ProblemsFound(problems)


def _unfit(script: Path, figure: Figure) -> Iterator[Problem]:
    if not figure.alt.strip():
        hint = "say in a few sentences what the figure shows"
        yield _problem(script, "figure-alt", "the alt text is empty", about=("alt", hint))
    for name, value in figure.facts.items():
        if not isinstance(value, int | str):
            message = f"a fact is an int or a str, not {type(value).__name__}"
            yield _problem(script, "figure-fact", message, about=(name, ""))


def _faults(script: Path, evidence: Evidence) -> list[Problem]:
    """Return what the script asked of the evidence in vain, as problems."""
    return [
        _problem(script, fault.code, fault.message, about=(fault.field, fault.hint))
        for fault in evidence.recorder.take_faults()
    ]


def _failure(script: Path, error: Exception) -> Problem:
    """Return the problem for an exception, at the line of the script that led to it."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno or 0 for frame in frames if frame.filename == str(script)]
    if isinstance(error, SyntaxError) and error.filename == str(script):
        lines.append(error.lineno or 0)
    # The converter's messages go on with its own backtrace.
    message = f"{type(error).__name__}: {error}".splitlines()[0]
    return _problem(script, "figure-failed", message, line=lines[-1] if lines else 0)


def _problem(
    script: Path, code: str, message: str, *, line: int = 0, about: tuple[str, str] = ("", "")
) -> Problem:
    """Return a problem of a script; without a line of its own it stands at ``def draw``."""
    field, hint = about
    place = line or _line_of_draw(script)
    return Problem(f"{SCRIPTS}/{script.name}", place, field, code, message, hint)


def _line_of_draw(script: Path) -> int:
    if not script.is_file():
        return 0
    lines = script.read_text(encoding="utf-8", errors="replace").splitlines()
    return next((number for number, line in enumerate(lines, 1) if line.startswith("def draw")), 0)


def draw_svg(script: Path, chart: Chart, alt: str) -> str:
    """Return a chart as SVG, without the letters that it uses.

    Args:
        script: the figure's script, for messages.
        chart: see `specification`.
        alt: the text alternative.

    Raises:
        ProblemsFound: it can't be drawn.
    """
    try:
        svg = chart if isinstance(chart, str) else _svg(chart, alt)
        return svg[svg.index("<svg") :]
    except Exception as error:
        raise ProblemsFound([_failure(script, error)]) from error


def specification(script: Path, figure: Figure) -> Chart:
    """Return what a figure's drawing is made from: a chart's specification, or an SVG's text.

    Raises:
        ProblemsFound: the chart doesn't fit its schema.
    """
    if isinstance(figure.chart, str):
        return figure.chart
    try:
        return figure.chart.to_dict()
    except Exception as error:
        raise ProblemsFound([_failure(script, error)]) from error


def _draw(script: Path, figure: Figure) -> tuple[str, bytes]:
    """Return the chart as SVG, whose first line says where it comes from, and as PNG."""
    import vl_convert

    svg = draw_svg(script, specification(script, figure), figure.alt)
    _register_fonts()
    # The converter multiplies both, and takes 72 pixels per inch for one.
    scale = PNG_SCALE * 72 / PNG_PIXELS_PER_INCH
    try:
        png: bytes = vl_convert.svg_to_png(svg, scale=scale, ppi=PNG_PIXELS_PER_INCH)
    except Exception as error:
        raise ProblemsFound([_failure(script, error)]) from error
    source = f"<!-- Generated from {SCRIPTS}/{script.name}: edit that file, not this one. -->\n"
    return source + _with_fonts(svg), png


def _with_fonts(svg: str) -> str:
    """Return the SVG with the letters it uses: a browser shows it alone, and lacks the face."""
    if FAMILY not in svg:
        return svg
    faces = [
        f"@font-face{{font-family:'{FAMILY}';font-weight:{weight};"
        f"src:url(data:font/ttf;base64,{_letters(face, svg)})}}"
        for weight, face in FACES.items()
    ]
    return _at_the_top(svg, f"<style>{''.join(faces)}</style>")


def _letters(face: str, text: str) -> str:
    """Return the part of a face that a text needs, as base64."""
    from fontTools import subset  # type: ignore[import-untyped]

    options = subset.Options(hinting=False, layout_features=["kern"], recalc_timestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(set(text))))
    file = io.BytesIO()
    with subset.load_font(font_folder() / face, options) as font:
        subsetter.subset(font)
        subset.save_font(font, file, options)
    return base64.b64encode(file.getvalue()).decode()


def _svg(chart: dict[str, Any], alt: str) -> str:
    import vl_convert

    _register_fonts()
    svg = vl_convert.vegalite_to_svg(chart, config=theme(), allowed_base_urls=[])
    return _at_the_top(bind_marks(svg), f"<desc>{escape(alt)}</desc>")


def _at_the_top(svg: str, elements: str) -> str:
    """Return the SVG with these elements before all others."""
    start, end, rest = svg.partition(">")
    return start + end + elements + rest


@cache
def _register_fonts() -> None:
    import vl_convert

    vl_convert.register_font_directory(str(font_folder()))
