"""The tutorial and the how-to pages are true: who follows them sees what they show."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

pytestmark = [pytest.mark.workflow, pytest.mark.long]

REPOSITORY = Path(__file__).parents[2]
_BLOCK = re.compile(
    r"^(?P<indent> *)```(?P<info>[^\n`]+)\n(?P<text>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL
)

# What `make` does once everything is installed, with the engine of the folder that it is typed in.
PRELUDE = """
make() {
  case "$1" in
    "") .venv/bin/python -m snakemake --workflow-profile workflow/profiles/default --nolock \\
          2> >(grep -v "^Using workflow specific profile") ;;
    check) ./livereview check ;;
    docs) .venv/bin/python -m livereview.reference ;;
  esac
}
exec 2>&1
"""


@dataclass(frozen=True)
class Step:
    """A block of the tutorial: what kind it is, and what it says."""

    kind: str
    about: str
    text: str


def steps(name: str) -> Iterator[Step]:
    page = (REPOSITORY / "docs" / f"{name}.md").read_text(encoding="utf-8")
    for block in _BLOCK.finditer(page):
        kind, _, about = block["info"].partition(" ")
        text = re.sub(f"^{block['indent']}", "", block["text"], flags=re.MULTILINE)
        yield Step(kind, about, text)


def change(file: Path, diff: str) -> None:
    """Put the lines with + and a space in the place of those with - and a space."""
    lines = [line if line.strip() else " \n" for line in diff.splitlines(keepends=True)]
    old = "".join(line[1:] for line in lines if line[0] in "- ")
    new = "".join(line[1:] for line in lines if line[0] in "+ ")
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{file.name} does not hold, once:\n{old}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def edit_workbook(file: Path, edits: str) -> None:
    """Set cells of the sheet of studies, as the lines below the first one say."""
    workbook = openpyxl.load_workbook(file)
    sheet = workbook["studies"]
    for line in edits.splitlines()[1:]:
        id, column, was, becomes = line.split()
        cell = sheet.cell(place(sheet, id).row, place(sheet, column).column)
        assert cell.value == was
        cell.value = becomes
    workbook.save(file)


def place(sheet, value: str):
    """Return the first cell that holds a value."""
    return next(cell for row in sheet.iter_rows() for cell in row if cell.value == value)


def shown(expected: str) -> re.Pattern[str]:
    """Return what fits the output that the tutorial shows: … stands for any text."""
    return re.compile(".*".join(map(re.escape, expected.rstrip("\n").split("…"))), re.DOTALL)


class Reader:
    """Someone who does what the tutorial says, in a shell."""

    def __init__(self, folder: Path) -> None:
        self.begun = folder / "plants"
        self.output = ""

    def follow(self, step: Step) -> None:
        if step.kind == "sh" and step.about != "elsewhere":
            self.type(step)
        elif step.kind == "text":
            assert shown(step.text).fullmatch(self.output.strip()), self.output
        elif step.kind == "diff":
            change(self.begun / step.about.removeprefix("file="), step.text)
        elif step.kind == "workbook":
            edit_workbook(self.begun / step.about, step.text)
        elif step.about.startswith("file="):
            path = self.begun / step.about.removeprefix("file=")
            path.parent.mkdir(exist_ok=True)
            path.write_text(step.text, encoding="utf-8")
        else:
            assert step.about == "elsewhere", f"nobody follows this block: {step}"

    def type(self, step: Step) -> None:
        commands = step.text.removeprefix("cd ../plants\n")
        folder = self.begun
        if step.about == "begin":
            commands = commands.replace("./livereview", f"'{REPOSITORY}/livereview'")
            folder = self.begun.parent / "here"
            folder.mkdir()
        done = subprocess.run(
            ["bash", "-e", "-c", PRELUDE + commands],
            cwd=folder,
            env=environment(self.begun),
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        self.output = done.stdout
        assert done.returncode == (step.about == "fails"), self.output
        if step.about == "begin":
            (self.begun / ".venv").symlink_to(sys.prefix)


def environment(folder: Path) -> dict[str, str]:
    names = {f"GIT_{who}_{what}" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return (
        os.environ
        | dict.fromkeys(names, "ada@example.org")
        | {
            "PYTHONPATH": str(folder / "workflow"),
            "NO_COLOR": "1",
        }
    )


@pytest.fixture
def reader(tmp_path) -> Reader:
    return Reader(tmp_path)


def test_who_follows_the_tutorial_sees_what_it_shows(reader):
    for step in steps("tutorial"):
        reader.follow(step)
    results = {path.name for path in (reader.begun / "results").iterdir()}
    assert {"review.html", "review.pdf", "review.docx", "evidence.xlsx"} <= results
    page = (reader.begun / "results" / "review.html").read_text(encoding="utf-8")
    assert "1.2 mm a week (95% CI 0.4–2.2)" in page
    assert "Ada Ash" in page
    assert "v1.0" in page


@pytest.mark.parametrize("page", ["changing-evidence", "changing-print"])
def test_who_follows_a_page_in_a_new_review_sees_what_it_shows(reader, page):
    begin = next(step for step in steps("tutorial") if step.about == "begin")
    reader.follow(begin)
    for step in steps(page):
        reader.follow(step)
