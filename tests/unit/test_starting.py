"""``livereview new``: a review of one's own, from a small example."""

import os
import re
import subprocess

import pytest
import yaml
from livereview.cli import main
from livereview.evidence import load_evidence
from livereview.figures import draw_figure


@pytest.fixture
def begun(tmp_path, capsys):
    """A review that was begun, and what was said."""
    folder = tmp_path / "our review"
    assert main(["new", str(folder)]) == 0
    return folder, capsys.readouterr().out


def test_a_new_review_holds_what_its_authors_edit_and_an_engine_of_its_own(begun):
    folder, _ = begun

    names = {path.name for path in folder.iterdir()}

    assert {"config", "data", "manuscript", "references", "README.md"} <= names
    assert {"Makefile", "Snakefile", "workflow", "requirements.lock", "docs"} <= names
    assert (folder / "docs" / "evidence" / "studies.md").is_file()
    assert not list(folder.rglob("__pycache__"))


def test_each_link_in_a_new_review_leads_to_a_file(begun):
    folder, _ = begun

    dead = []
    for page in [*folder.glob("*.md"), *folder.glob("docs/**/*.md")]:
        text = re.sub(
            r"^( *)```.*?^\1```$|`[^`\n]+`", "", page.read_text(), flags=re.MULTILINE | re.DOTALL
        )
        links = [link for link in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in link]
        dead += [f"{page.name}: {link}" for link in links if not (page.parent / link).exists()]
    assert dead == []


def test_the_commands_of_a_new_review_can_be_run(begun):
    folder, _ = begun

    assert os.access(folder / "livereview", os.X_OK)


def test_a_new_review_is_checked_and_published_by_itself_as_this_one_is(begun):
    folder, _ = begun

    assert (folder / ".github" / "workflows" / "pull-request.yml").is_file()
    assert os.access(folder / ".ci" / "run", os.X_OK)
    citation = yaml.safe_load((folder / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["authors"] == [{"name": "Your name"}]


def test_nothing_of_the_review_that_it_was_begun_from_comes_along(begun):
    folder, _ = begun

    tables = {path.name for path in (folder / "data").glob("*.csv")}
    pages = {path.name for path in (folder / "docs" / "evidence").iterdir()}

    assert tables == {"plants.csv", "studies.csv"}
    assert pages == {"README.md", "plants.md", "studies.md"}


def test_a_new_review_has_nothing_but_a_row_to_settle(begun, capsys):
    folder, _ = begun

    assert main(["--root", str(folder), "check"]) == 0
    assert capsys.readouterr().out == (
        'data/studies.csv:7: status: info: "fern-strings" is unverified: it reaches no print\n'
        "1 remark\n"
    )


def test_results_of_the_same_name_have_each_a_line_of_their_own_in_the_figure(begun):
    folder, _ = begun
    studies = folder / "data" / "studies.csv"
    table = studies.read_text(encoding="utf-8")
    again = next(line for line in table.splitlines() if line.startswith("tomato-radio,"))
    studies.write_text(table + again.replace("tomato-radio", "tomato-radio-again") + "\n")

    script = folder / "manuscript" / "figures" / "growth.py"
    draw_figure(script, load_evidence(folder), folder / "work")

    svg = (folder / "work" / "growth.svg").read_text(encoding="utf-8")
    marks = re.findall(r'data-rows="([^"]+)"><path[^>]*translate\([^,]+,([^)]+)\)', svg)
    assert len(marks) == 6
    assert len({height for _, height in marks}) == 6
    assert marks[-1][0] == "studies:tomato-radio-again"
    assert svg.count(">tomato, the radio</text>") == 2


def test_a_new_review_knows_the_words_of_each_language(begun):
    folder, _ = begun

    config = yaml.safe_load((folder / "config" / "config.yaml").read_text(encoding="utf-8"))

    assert list(config)[-2:] == ["citation_style", "terms"]
    assert list(config["terms"]) == ["en", "nl", "zh"]


def test_the_next_steps_are_told(begun):
    folder, said = begun

    assert said == (
        f"{folder}: a small review about invented studies, with its engine and documentation\n"
        "next:\n"
        f"    cd '{folder}'\n"
        "    make\n"
        '    git add --all && git commit --message "Begin the review"\n'
        "docs/tutorial.md goes on from there\n"
    )


def test_a_new_review_is_a_repository_of_its_own(begun):
    folder, _ = begun

    assert (folder / ".git").is_dir()


def test_within_a_repository_a_new_review_belongs_to_that_one(tmp_path, capsys):
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)

    assert main(["new", str(tmp_path / "review")]) == 0
    assert not (tmp_path / "review" / ".git").exists()
    assert "git" not in capsys.readouterr().out


def test_a_folder_that_holds_something_is_left_as_it_is(tmp_path, capsys):
    (tmp_path / "letter.txt").write_text("Dear all", encoding="utf-8")

    assert main(["new", str(tmp_path)]) == 1
    assert capsys.readouterr().err == (
        f"{tmp_path} is there already\n    name a folder that is new or empty\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_folder_that_cannot_be_made_is_named_and_nothing_is_left(tmp_path, capsys):
    (tmp_path / "file").write_text("", encoding="utf-8")

    assert main(["new", str(tmp_path / "file" / "review")]) == 1
    assert capsys.readouterr().err.startswith(f"{tmp_path}/file/review can't be made: ")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
