"""Measure builds of the review against the bare tools, side by side in one run.

The floor is what the same final text costs with the tools alone: pandoc reads it and resolves its
citations once, writes each format once, Typst sets the PDF once; and Snakemake finds nothing to do
in an empty workflow. Each round measures everything in turn, so that a machine whose speed drifts
slows both sides of a ratio. Run it with ``make benchmark``; the result is docs/benchmarks.md.
"""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 3
REPORT = ROOT / "docs" / "benchmarks.md"
SOURCES = (
    *("Snakefile", "environment.yml", "requirements.lock"),
    *("config", "data", "manuscript", "references", "workflow"),
)
# The file of the text that is changed.
TEXT = "manuscript/review/08-diseases.md"
# The row that is changed: two spellings of one cell, so that each round changes it.
CHANGED = ("data/safety.csv", ",hr,1.33,", ",hr,1.34,")


@dataclass(frozen=True)
class Cost:
    """What a command cost: seconds of wall-clock time, and peak memory in MiB."""

    seconds: float
    memory: float

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.seconds + other.seconds, max(self.memory, other.memory))


@dataclass(frozen=True)
class Measure:
    """What is measured: its name, what it is compared with, and the goal: a ratio, or in words."""

    name: str
    floor: str
    ratio: float
    goal: str = ""


MEASURES = (
    Measure("cold build", "tools", 2.5),
    Measure("one changed row", "tools", 2.0),
    Measure("nothing to do", "empty workflow", 1.3),
    Measure("check", "tools", 0.0, "under 1.5 s"),
    Measure("web page, until its scripts have run", "tools", 0.0, "under 1 s"),
    Measure("preview: a word of a paragraph", "tools", 0.0, "under 1.5 s"),
    Measure("preview: a cell of evidence", "tools", 0.0, "under 1.5 s"),
    Measure("preview: one citation more", "tools", 0.0, "–"),
)


def run(command: Sequence[str], folder: Path) -> Cost:
    """Run a command to its end and return its cost, that of its children included.

    Raises:
        RuntimeError: the command failed.
    """
    started = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            list(command), cwd=folder, stdout=output, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - started
        if process.returncode:
            output.seek(0)
            raise RuntimeError(f"{' '.join(command)}\n{output.read().decode()}")
    return Cost(seconds, usage.ru_maxrss / 1024)


def build(review: Path) -> Cost:
    """Build the review as `make` does."""
    profile = review / "workflow" / "profiles" / "default"
    command = [sys.executable, "-m", "snakemake", "--workflow-profile", str(profile)]
    return run(command, review)


def forget(review: Path) -> None:
    """Remove all that was built."""
    for name in (".snakemake", "work", "results"):
        shutil.rmtree(review / name, ignore_errors=True)


def change_row(review: Path) -> None:
    """Change one cell of one row, or change it back."""
    path, old, new = CHANGED
    text = (review / path).read_text(encoding="utf-8")
    changed = text.replace(old, new, 1) if old in text else text.replace(new, old, 1)
    if changed == text:
        raise RuntimeError(f"{path} no longer holds {old}: name another cell in CHANGED")
    (review / path).write_text(changed, encoding="utf-8")


def check(review: Path) -> Cost:
    """Check the review as `make check` does."""
    return run([sys.executable, "-m", "livereview", "--root", str(review), "check"], review)


class BareTools:
    """The same final text, by pandoc and Typst alone.

    Args:
        review: a review that has been built.
        folder: where to put the text and what is made of it.
    """

    def __init__(self, review: Path, folder: Path) -> None:
        from livereview.config import read_config
        from livereview.library import style_path
        from livereview.pandoc_program import pandoc_path

        self.pandoc = pandoc_path()
        self.folder = folder
        self.style = str(style_path(read_config(review).citation_style))
        self.library = str(review / "references" / "library.bib")
        shutil.copytree(review / "work" / "figures", folder / "figures")
        document = json.loads((review / "work/review/document.json").read_text(encoding="utf-8"))
        # The reference list was made by citeproc, and is made again; targets of cross-references
        # don't survive the way back to Markdown.
        document["blocks"] = _without_reference_list(document["blocks"])
        (folder / "whole.json").write_text(json.dumps(document), encoding="utf-8")
        self._pandoc("whole.json", "--to", "markdown", "--output", "whole.md")
        text = (folder / "whole.md").read_text(encoding="utf-8")
        text = re.sub(r"\]\(#[^)]*\)(\{[^}]*\})?", "]", text)
        (folder / "text.md").write_text(text, encoding="utf-8")

    def _pandoc(self, *arguments: str) -> Cost:
        return run([self.pandoc, *arguments], self.folder)

    def cost(self) -> Cost:
        """Return what reading, citing, three writers and Typst cost together."""
        citing = ("--citeproc", "--csl", self.style, "--bibliography", self.library)
        total = self._pandoc("text.md", *citing, "--to", "json", "--output", "text.json")
        total += self._pandoc("text.json", "--standalone", "--embed-resources", "-o", "text.html")
        total += self._pandoc("text.json", "--output", "text.docx")
        total += self._pandoc(
            "text.json", "--standalone", "-t", "typst-citations", "-o", "text.typ"
        )
        typst = "import typst; typst.compile('text.typ', output='text.pdf')"
        return total + run([sys.executable, "-c", typst], self.folder)


def _without_reference_list(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kept = [each for each in blocks if each["t"] != "Div" or each["c"][0][0] != "refs"]
    return [
        {"t": "Div", "c": [each["c"][0], _without_reference_list(each["c"][1])]}
        if each["t"] == "Div"
        else each
        for each in kept
    ]


def open_page(review: Path) -> Cost:
    """Open the web page in Chromium, and return the time until its scripts have run."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto((review / "results" / "review.html").as_uri())
        ready = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
        seconds = page.evaluate(ready) / 1000
        browser.close()
    return Cost(seconds, 0)


class Previewed:
    """A preview that runs, without server and browser.

    Args:
        review: the review.
        folder: the preview's own folder.
    """

    def __init__(self, review: Path, folder: Path) -> None:
        from livereview.preview.worker import Worker

        self.review = review
        self.worker = Worker(review, "review", folder)
        self.worker.build()

    def cost(self, save: Callable[[Path], None]) -> Cost:
        """Save a file, and return the time until there is a new page."""
        from livereview.preview.watcher import PAUSE, look, wait_for_change
        from livereview.preview.worker import Failure

        time.sleep(1)  # nobody saves at the moment when the last page came: it is tidied up then
        before = look(self.review)
        started = time.perf_counter()
        save(self.review)
        time.sleep(PAUSE / 2)  # so long, on average, until someone looks
        wait_for_change(self.review, before)
        outcome = self.worker.build()
        if isinstance(outcome, Failure) or not outcome.page:
            raise RuntimeError(f"the preview made no page: {outcome}")
        return Cost(time.perf_counter() - started, 0)


def change_word(review: Path) -> None:
    """Change a word of a paragraph."""
    _write_into(review, lambda text: text.replace("The ", "That ", 1))


def add_citation(review: Path) -> None:
    """Cite the first work of the library once more."""
    library = (review / "references" / "library.bib").read_text(encoding="utf-8")
    found = re.search(r"^@\w+\{([^,]+),", library, re.MULTILINE)
    _write_into(review, lambda text: f"{text}\nAgain [@{found[1]}].\n" if found else text)


def _write_into(review: Path, change: Callable[[str], str]) -> None:
    path = review / TEXT
    before = path.read_text(encoding="utf-8")
    if (text := change(before)) == before:
        raise RuntimeError(f"there was nothing to change in {TEXT}")
    path.write_text(text, encoding="utf-8")


def empty_workflow(folder: Path) -> Callable[[], Cost]:
    """Return what measures Snakemake alone, in a workflow in which there is nothing to do."""
    (folder / "Snakefile").write_text('rule all:\n    input:\n        "Snakefile",\n', "utf-8")
    command = [sys.executable, "-m", "snakemake", "--cores", "all", "--quiet", "all"]
    return lambda: run(command, folder)


def measure(review: Path, scratch: Path) -> dict[str, list[Cost]]:
    """Return the cost of everything, round by round."""
    build(review)
    (scratch / "tools").mkdir()
    (scratch / "empty").mkdir()
    tools = BareTools(review, scratch / "tools")
    nothing = empty_workflow(scratch / "empty")
    (scratch / "preview").mkdir()
    preview = Previewed(review, scratch / "preview")
    costs: dict[str, list[Cost]] = {}
    for number in range(ROUNDS + 1):
        forget(review)
        one = {"tools": tools.cost(), "empty workflow": nothing(), "cold build": build(review)}
        one["nothing to do"] = build(review)
        change_row(review)
        one["one changed row"] = build(review)
        one["check"] = check(review)
        one["web page, until its scripts have run"] = open_page(review)
        preview.cost(change_row)  # it was changed for the build as well
        one["preview: a word of a paragraph"] = preview.cost(change_word)
        one["preview: a cell of evidence"] = preview.cost(change_row)
        one["preview: one citation more"] = preview.cost(add_citation)
        print(
            f"round {number} of {ROUNDS}" + ("" if number else " (warms the caches, not counted)")
        )
        if number:
            for name, cost in one.items():
                costs.setdefault(name, []).append(cost)
    preview.worker.close()
    return costs


def report(costs: dict[str, list[Cost]]) -> str:
    """Return the result as Markdown."""
    floors = ("tools", "empty workflow")
    lines = [
        "<!-- Written by benchmarks/benchmark.py (make benchmark): not to be edited. -->",
        "",
        "# Benchmarks",
        "",
        f"Medians of {ROUNDS} rounds in one run; each round measures everything in turn, "
        "and a ratio is the median of the rounds' ratios.",
        f"Machine: {os.cpu_count()} cores, {platform.system()}, "
        f"Python {platform.python_version()}.",
        "",
        "The floor *tools* is the same final text by the tools alone: pandoc reads it and "
        "resolves its citations once, writes HTML, Word and Typst once each, and Typst sets the "
        "PDF once.",
        "Beside these, the build writes JATS XML, EPUB, the workbook and what describes it all.",
        "The floor *empty workflow* is Snakemake with nothing to do.",
        "",
        "| what | seconds | peak memory, MiB | ratio | goal |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    lines += [f"| floor: {name} | {_figures(costs[name])} | | |" for name in floors]
    for each in MEASURES:
        pairs = zip(costs[each.name], costs[each.floor], strict=True)
        ratio = median(ours.seconds / floor.seconds for ours, floor in pairs)
        goal = each.goal or f"{each.ratio}"
        lines.append(
            f"| {each.name} | {_figures(costs[each.name])} | {ratio:.2f} × {each.floor} | {goal} |"
        )
    return "\n".join([*lines, ""])


def _figures(costs: list[Cost]) -> str:
    seconds = median(cost.seconds for cost in costs)
    return f"{seconds:.2f} | {max(cost.memory for cost in costs):.0f}"


def main() -> None:
    """Measure, and write the report."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        review = scratch / "review"
        review.mkdir()
        for name in SOURCES:
            source = ROOT / name
            copy = shutil.copytree if source.is_dir() else shutil.copy
            copy(source, review / name)
        text = report(measure(review, scratch))
    REPORT.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
