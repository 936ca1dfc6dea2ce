"""The command ``livereview``: what it prints, and its exit status."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from livereview.cli import main
from livereview.problems import Problem
from livereview.reports import as_annotations


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


@pytest.mark.parametrize("command", ["check", "show surveys:wren-2019"])
def test_where_nobody_reads_on_nothing_is_said_of_it(review, command):
    deaf = f"{sys.executable} -m livereview {command} | true; echo ${{PIPESTATUS[0]}}"
    result = subprocess.run(
        ["bash", "-c", deaf],
        cwd=review.root,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (result.stdout, result.stderr) == ("141\n", "")


def test_what_a_terminal_has_no_letters_for_is_printed_by_its_number(review, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "latin-1")
    review.replace("data/habitats.csv", "marsh,marshes", "沼泽,marshes")

    ended = run("check", folder=review.root)

    assert (ended.returncode, ended.stdout.splitlines()[0]) == (
        1,
        'data/habitats.csv:4: id: "\\u6cbc\\u6cfd" is no id',
    )


@pytest.mark.parametrize("command", ["check", "show surveys:wren-2019"])
def test_where_the_output_has_no_room_that_is_said(review, command):
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        result = subprocess.run(
            [sys.executable, "-m", "livereview", *command.split()],
            cwd=review.root,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    message = "what is printed can't be read or written: No space left on device\n"
    assert (result.returncode, result.stderr) == (1, message)


def test_outside_of_a_review_it_says_how_to_name_one(tmp_path):
    result = run("check", folder=tmp_path)

    assert (result.returncode, result.stdout, result.stderr) == (
        1,
        "",
        "no review is here, or in a folder around this one\n"
        "    go into the folder of a review, or name it: --root FOLDER\n",
    )


def test_a_script_for_the_shell_needs_no_review(tmp_path):
    assert run("completion", "bash", folder=tmp_path).returncode == 0


def test_a_check_works_from_any_folder_of_the_review(review):
    result = run("check", folder=review.root / "manuscript" / "guide")

    assert (result.returncode, result.stdout) == (0, "no problems\n")


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


def test_a_wrong_use_names_the_help_of_its_command(capsys):
    with pytest.raises(SystemExit):
        main(["check", "--quickly"])
    with pytest.raises(SystemExit):
        main(["workbook", "export"])

    told = capsys.readouterr().err
    assert "unrecognized arguments: --quickly\n    livereview --help tells more\n" in told
    assert told.endswith("required: FILE.xlsx\n    livereview workbook export --help tells more\n")


def test_the_help_names_the_commands(capsys):
    with pytest.raises(SystemExit) as raised:
        main(["--help"])

    assert raised.value.code == 0
    assert "check" in capsys.readouterr().out


@pytest.fixture
def mistaken(review):
    """A review with an error, a warning and a remark."""
    review.replace("data/species.csv", "36,accepted", "36,unverified")
    review.replace("data/surveys.csv", "Wrens of Kent", "1-Mar")
    review.replace("data/surveys.csv", "point_count", "50%, or more")
    review.replace("data/surveys.csv", "50%, or more", '"50%,\r\nor more"')
    return review


def printed(review, capsys, *options):
    status = main(["--root", str(review.root), "check", *options])
    return status, capsys.readouterr().out


def test_the_problems_are_told_to_programs_as_json(mistaken, capsys):
    status, output = printed(mistaken, capsys, "--format", "json", "--only", "unverified-row")

    assert (status, json.loads(output)) == (
        0,
        [
            {
                "path": "data/species.csv",
                "line": 4,
                "field": "status",
                "code": "unverified-row",
                "message": '"owl" is unverified: it reaches no print',
                "hint": "",
                "severity": "info",
            }
        ],
    )


def test_no_problem_is_an_empty_list_to_programs(review, capsys):
    assert printed(review, capsys, "--format", "json") == (0, "[]\n")


def test_the_problems_are_annotations_of_a_pull_request(mistaken, capsys):
    assert printed(mistaken, capsys, "--format", "github") == (
        1,
        "::notice file=data/species.csv,line=4,title=unverified-row::"
        'status: "owl" is unverified: it reaches no print\n'
        "::warning file=data/surveys.csv,line=2,title=spreadsheet::"
        'title: "1-Mar" looks like a name or a number that a spreadsheet made a date of'
        "%0Awrite what the source says, and format the column as text\n"
        "::error file=data/surveys.csv,line=3,title=vocabulary::"
        'method: "50%25,%0D%0Aor more" is not in the vocabulary of this column'
        "%0Aone of: transect, point_count\n"
        "1 error, 1 warning, 1 remark\n",
    )


def test_an_annotation_of_a_strange_path_is_escaped():
    problem = Problem("data/a,b:c%.csv", 0, "", "blank", "x")

    assert as_annotations([problem]) == (
        "::error file=data/a%2Cb%3Ac%25.csv,line=1,title=blank::x\n1 error"
    )


def test_only_the_problems_that_are_asked_for_are_told_and_counted(mistaken, capsys):
    assert printed(mistaken, capsys, "--only", "unverified-row, spreadsheet") == (
        0,
        'data/species.csv:4: status: info: "owl" is unverified: it reaches no print\n'
        'data/surveys.csv:2: title: warning: "1-Mar" looks like a name or a number that a '
        "spreadsheet made a date of\n"
        "    write what the source says, and format the column as text\n"
        "1 warning, 1 remark\n",
    )


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ("uncite", 'no problem has the code "uncite"; did you mean "uncited"?'),
        ("uncited,xyz", 'no problem has the code "xyz"; docs/problems.md lists them'),
        (",", 'no problem has the code ""; docs/problems.md lists them'),
    ],
)
def test_an_unknown_code_is_a_wrong_use_that_names_the_nearest(codes, words, capsys):
    with pytest.raises(SystemExit) as raised:
        main(["check", "--only", codes])

    assert raised.value.code == 2
    assert words in capsys.readouterr().err


def test_the_help_of_the_check_says_what_its_exit_status_means(capsys):
    with pytest.raises(SystemExit):
        main(["check", "--help"])

    assert capsys.readouterr().out.endswith(
        "exit status:\n"
        "  0    no error was found, though there may be warnings\n"
        "  1    at least one error was found\n"
        "  2    the command was misspelt\n"
        "  130  Ctrl-C stopped it before it was done\n"
    )
