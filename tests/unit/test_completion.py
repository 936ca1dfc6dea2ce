"""``livereview completion``: what the Tab key offers."""

import shutil
import subprocess
from pathlib import Path

import pytest
from livereview.cli import main

REPOSITORY = Path(__file__).parents[2]
TINY = REPOSITORY / "tests" / "fixtures" / "tiny"


def offered(words: list[str], script: str, folder: Path = TINY) -> list[str]:
    """Return what bash offers in the place of the last word."""
    typed = " ".join(f"'{word}'" for word in words)
    ask = f"COMP_WORDS=({typed}); COMP_CWORD={len(words) - 1}; _shtab_livereview"
    lines = f'{script}\n{ask}\nprintf "%s\\n" "${{COMPREPLY[@]}}"'
    done = subprocess.run(
        ["bash", "-c", lines], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.split()


@pytest.fixture
def bash(capsys):
    """The script for bash."""
    assert main(["completion", "bash"]) == 0
    return capsys.readouterr().out


def test_commands_are_completed(bash):
    assert offered(["./livereview", "wor"], bash) == ["workbook"]


def test_the_actions_of_a_command_are_completed(bash):
    assert offered(["livereview", "workbook", ""], bash) == ["export", "import"]


def test_options_and_formats_are_completed(bash):
    assert offered(["livereview", "check", "--f"], bash) == ["--format"]
    assert offered(["livereview", "check", "--format", "j"], bash) == ["json"]


def test_the_tables_of_the_review_are_completed_in_any_of_its_folders(bash):
    assert offered(["livereview", "row", "so"], bash) == ["songs"]
    assert offered(["livereview", "row", "so"], bash, TINY / "manuscript" / "essay") == ["songs"]


@pytest.mark.parametrize("command", ["accept", "show"])
def test_the_files_of_the_text_are_completed(bash, command):
    words = ["livereview", command, "manuscript/essay/02"]

    assert offered(words, bash) == ["manuscript/essay/02-results.md"]


def test_outside_of_a_review_no_table_is_offered(bash, tmp_path):
    assert offered(["livereview", "row", ""], bash, tmp_path) == []


def test_the_script_belongs_to_the_name_of_the_command(bash):
    assert bash.rstrip().endswith("livereview")


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
def test_the_script_for_zsh_is_one(capsys, tmp_path):
    assert main(["completion", "zsh"]) == 0
    (tmp_path / "_livereview").write_text(capsys.readouterr().out, encoding="utf-8")
    subprocess.run(["zsh", "-n", str(tmp_path / "_livereview")], check=True)


def test_the_script_for_zsh_names_the_command_that_it_is_for(capsys):
    assert main(["completion", "zsh"]) == 0
    assert capsys.readouterr().out.startswith("#compdef livereview\n")
