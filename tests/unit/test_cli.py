"""The command ``livereview``: what it prints, and its exit status."""

import subprocess
import sys

import pytest
from livereview.cli import main


def run(*arguments, folder=None):
    return subprocess.run(
        [sys.executable, "-m", "livereview", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_a_check_of_the_folder_one_is_in_ends_well(review):
    result = run("check", folder=review.root)

    assert (result.returncode, result.stdout, result.stderr) == (0, "no problems\n", "")


def test_a_check_with_errors_ends_with_status_1_and_no_traceback(review):
    (review.root / "data" / "surveys.csv").write_bytes(b"\xff\xfe")
    (review.root / "config" / "config.yaml").unlink()

    result = run("--root", str(review.root), "check")

    assert (result.returncode, result.stderr) == (1, "")
    assert result.stdout == (
        "config/config.yaml: the file is missing\n"
        "    restore it\n"
        "data/surveys.csv:1: is UTF-16 text\n"
        "    save the file as UTF-8\n"
        "2 errors\n"
    )


def test_a_check_of_an_empty_folder_names_what_is_missing(tmp_path, capsys):
    assert main(["--root", str(tmp_path), "check"]) == 1
    assert capsys.readouterr().out == (
        "config/config.yaml: the file is missing\n"
        "    restore it\n"
        "data/datapackage.yaml: the file is missing\n"
        "    restore it\n"
        "references/library.bib: the file is missing\n"
        "    restore it\n"
        "3 errors\n"
    )


def test_remarks_alone_are_no_failure(review):
    review.replace("data/species.csv", "36,accepted", "36,unverified")

    checked = review.check()

    assert (checked.status, checked.text) == (
        0,
        'data/species.csv:4: status: info: "owl" is unverified: it reaches no print\n1 remark\n',
    )


@pytest.mark.parametrize("arguments", [[], ["chekc"], ["check", "--quickly"]])
def test_a_wrong_use_ends_with_status_2_and_the_usage(arguments, capsys):
    with pytest.raises(SystemExit) as raised:
        main(arguments)

    assert raised.value.code == 2
    assert capsys.readouterr().err.startswith("usage: livereview ")


def test_the_help_names_the_commands(capsys):
    with pytest.raises(SystemExit) as raised:
        main(["--help"])

    assert raised.value.code == 0
    assert "check" in capsys.readouterr().out
