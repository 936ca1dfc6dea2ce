"""The documentation is true: its examples print what it says, and it leaves nothing out."""

import json
import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from jinja2.defaults import DEFAULT_FILTERS
from livereview.check import check_review
from livereview.cli import main, make_parser
from livereview.command_reference import leaves
from livereview.config import read_config
from livereview.dates import today
from livereview.document import write_document
from livereview.evidence import load_evidence
from livereview.figures import draw_figure
from livereview.filters import filters_of
from livereview.library import write_csl
from livereview.pandoc import run_pandoc
from livereview.phrases import Phrases
from livereview.problems import show

REPOSITORY = Path(__file__).parents[2]
TINY = REPOSITORY / "tests" / "fixtures" / "tiny"
TEXT = "manuscript/essay/example.md"
LANGUAGE = "docs/manuscript.md", "docs/tables-and-figures.md"

PAGES = [*(REPOSITORY / "docs").rglob("*.md"), *REPOSITORY.glob("*.md")]

_LINES = re.MULTILINE | re.DOTALL
_BLOCK = re.compile(r"^```(?P<info>[^\n`]+)\n(?P<text>.*?)^```$", _LINES)


@dataclass(frozen=True)
class Example:
    """A block of the documentation, what it prints, and the files that stand above it."""

    info: str
    text: str
    printed: str
    files: tuple[tuple[str, str], ...]


def read(path: str | Path) -> str:
    return (REPOSITORY / path).read_text(encoding="utf-8")


def examples_in(path: str) -> Iterator[Example]:
    files: list[tuple[str, str]] = []
    info = text = ""
    for block in _BLOCK.finditer(read(path)):
        if " file=" in block["info"]:
            files.append((block["info"].partition("file=")[2], block["text"]))
        elif block["info"].startswith("markdown "):
            assert not text, f"this example prints nothing: {text}"
            info, text = block["info"], block["text"]
        elif text and block["info"] == "text":
            yield Example(info, text, block["text"], tuple(files))
            text = ""
    assert not text, f"this example prints nothing: {text}"


EXAMPLES = [
    pytest.param(example, id=f"{path}: {example.text[:40]!r}")
    for path in LANGUAGE
    for example in examples_in(path)
]


def write_review(root: Path, example: Example) -> None:
    """Write the tiny review with the example as its whole text."""
    shutil.copytree(TINY, root)
    for path in (root / TEXT).parent.glob("*.md"):
        path.unlink()
    (root / TEXT).write_text(example.text, encoding="utf-8")
    for path, text in example.files:
        before = (root / path).read_text(encoding="utf-8") if path.endswith(".yaml") else ""
        (root / path).write_text(f"{before}\n{text}", encoding="utf-8")


def printed(root: Path) -> str:
    """Weave the review's text; return it as plain text, without the reference list."""
    work = root / "work"
    work.mkdir()
    for script in (root / "manuscript" / "figures").glob("*.py"):
        if f"figures/{script.stem}.svg" in (root / TEXT).read_text(encoding="utf-8"):
            draw_figure(script, load_evidence(root), work)
    write_csl(root / "references" / "library.bib", work / "library.json")
    write_document(root, "essay", work / "library.json", work, work / "document.json")
    document = json.loads((work / "document.json").read_text(encoding="utf-8"))
    document["blocks"] = [
        block
        for block in document["blocks"]
        if "refs" not in str(block["c"][0]) and "sec-references" not in str(block["c"][1])
    ]
    return run_pandoc(["--from=json", "--to=plain", "--columns=80"], json.dumps(document))


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_prints_what_the_documentation_says(example, tmp_path):
    root = tmp_path / "review"
    write_review(root, example)
    if example.info == "markdown mistake":
        told = [problem for problem in check_review(root, today()) if problem.path == TEXT]
        text = show(told) + "\n"
    else:
        assert example.info == "markdown example"
        text = printed(root)
    assert text == example.printed


def test_each_filter_of_the_language_is_documented():
    evidence = load_evidence(TINY)
    phrases = Phrases("en", read_config(TINY).terms["en"], evidence.recorder)
    ours = filters_of(phrases, DEFAULT_FILTERS).keys() - DEFAULT_FILTERS.keys()
    named = {name for name in ours if not name.startswith("@")}
    assert {"effect", "listing"} <= named
    shown = set(re.findall(r"\\?\| *(\w+)", read("docs/manuscript.md")))
    assert named - shown == set()


def test_each_filter_of_jinja2_that_is_left_out_is_named():
    evidence = load_evidence(TINY)
    phrases = Phrases("en", read_config(TINY).terms["en"], evidence.recorder)
    left_out = DEFAULT_FILTERS.keys() - filters_of(phrases, DEFAULT_FILTERS).keys()
    text = read("docs/manuscript.md")
    assert [name for name in sorted(left_out) if f"`{name}`" not in text] == []


@pytest.mark.parametrize("function", ["cite(", "figure(", "sections(", "table(", ".where("])
def test_each_function_of_the_language_is_at_work_in_an_example(function):
    assert any(function in each.values[0].text for each in EXAMPLES)


@pytest.mark.parametrize("tag", ["for", "else", "endfor", "if", "elif", "endif", "set"])
def test_each_tag_of_the_language_is_at_work_in_an_example(tag):
    assert any(f"{{% {tag}" in each.values[0].text for each in EXAMPLES)


def help_of(*words: str, capsys: pytest.CaptureFixture) -> str:
    with pytest.raises(SystemExit):
        main([*words, "--help"])
    return re.sub(r"\033\[\d+(;\d+)*m", "", capsys.readouterr().out)


def test_each_command_and_option_is_documented(capsys):
    text = read("docs/commands.md")
    general = help_of(capsys=capsys)
    commands = re.findall(r"^    (\w+)  ", general, re.MULTILINE)
    assert "check" in commands
    for command in commands:
        assert f"livereview {command}" in text
        general += help_of(command, capsys=capsys)
    options = set(re.findall(r"--[a-z-]+", general)) - {"--help"}
    assert sorted(option for option in options if f"`{option}" not in text) == []


LEAVES = [pytest.param(each, id=each.prog) for each in leaves(make_parser())]


@pytest.mark.parametrize("command", LEAVES)
def test_the_help_of_a_command_says_what_it_does_and_shows_an_example_of_it(command):
    assert (command.description or "").endswith(".")
    assert any(f"./{command.prog}" in line for line in command.examples)


@pytest.mark.parametrize("command", LEAVES)
def test_the_examples_in_the_help_of_a_command_are_understood(command):
    typed = [line.split("  #")[0].split(" && ")[0] for line in command.examples]
    calls = [line.split(" > ")[0] for line in typed if line.startswith("./livereview ")]
    for call in calls:
        make_parser().parse_args(shlex.split(call)[1:])


def test_each_argument_of_a_command_is_explained_in_its_help():
    silent = [
        f"{leaf.prog} {action.dest}"
        for leaf in leaves(make_parser())
        for action in leaf._actions
        if not action.help
    ]
    assert silent == []


def test_each_target_of_the_makefile_is_documented():
    targets = re.findall(r"^# (make \w+)", read("Makefile"), re.MULTILINE)
    assert "make check" in targets
    text = read("docs/commands.md")
    assert [target for target in targets if f"`{target}`" not in text] == []


def test_each_file_that_the_architecture_names_exists():
    named = set(re.findall(r"`([\w/]+\.(?:py|smk|yaml))`", read("docs/architecture.md")))
    package = REPOSITORY / "workflow" / "livereview"
    folders = [REPOSITORY, package, *filter(Path.is_dir, package.iterdir())]
    assert len(named) > 30
    assert [name for name in named if not any((each / name).exists() for each in folders)] == []


def test_each_module_of_the_engine_has_its_place_in_the_architecture():
    modules = {path.name for path in (REPOSITORY / "workflow" / "livereview").glob("[a-z]*.py")}
    text = read("docs/architecture.md")
    assert sorted(name for name in modules if name not in text) == []


def test_each_command_that_the_documentation_shows_is_understood():
    lines = [line for page in PAGES for block in shell_blocks(page) for line in block]
    calls = [line for line in lines if line.startswith("./livereview ")]
    assert len(calls) > 30
    for call in calls:
        words = shlex.split(re.split(r" (?:>|&&) ", call)[0], comments=True)
        make_parser().parse_args(words[1:])


def shell_blocks(page: Path) -> Iterator[list[str]]:
    """The commands of each block for the shell; one that is broken over lines is one."""
    for block in re.finditer(r"^ *```(sh|console)[^\n]*\n(.*?)^ *```$", read(page), _LINES):
        yield [
            line.strip().removeprefix("$ ") for line in block[2].replace("\\\n", "").splitlines()
        ]


def anchors_of(page: Path) -> set[str]:
    """The names by which a link leads to a heading of a page, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", without_code(page), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


def test_each_link_within_the_documentation_leads_to_a_heading():
    dead = [
        f"{page.name}: {link}"
        for page in PAGES
        for link, anchor in re.findall(r"\]\(([^)#\s]*)#([^)\s]+)\)", without_code(page))
        if not link.startswith("http")
        and anchor not in anchors_of(page.parent / link if link else page)
    ]
    assert dead == []


def test_each_page_is_reached_from_the_map_of_the_documentation():
    reached: set[Path] = set()
    waiting = [REPOSITORY / "docs" / "README.md"]
    while waiting:
        page = waiting.pop().resolve()
        if page.suffix == ".md" and page not in reached:
            reached.add(page)
            waiting += [page.parent / link for link in links_of(page)]
    assert {page.resolve() for page in (REPOSITORY / "docs").rglob("*.md")} - reached == set()


def test_the_map_of_the_documentation_leads_to_each_page_but_those_of_the_tables_at_once():
    named = {
        (REPOSITORY / "docs" / link).resolve()
        for link in links_of(REPOSITORY / "docs" / "README.md")
    }
    assert {page.resolve() for page in (REPOSITORY / "docs").glob("*.md")} - named == {
        (REPOSITORY / "docs" / "README.md").resolve()
    }


def without_code(page: Path) -> str:
    """The text of a page without its blocks of code."""
    return re.sub(r"^( *)```.*?^\1```$", "", read(page), flags=_LINES)


def links_of(page: Path) -> list[str]:
    """The files that a page links to; what stands in code is no link."""
    text = re.sub(r"`[^`\n]+`", "", without_code(page))
    links = re.findall(r"\]\(([^)#\s]+)", text)
    return [link for link in links if not link.startswith("http")]


def test_each_link_of_the_documentation_leads_to_a_file():
    pages = [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")]
    links = [(page, link) for page in pages for link in links_of(page)]
    assert len(links) > 50
    assert [f"{page}: {link}" for page, link in links if not (page.parent / link).exists()] == []
