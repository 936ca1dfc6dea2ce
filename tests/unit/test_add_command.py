"""The command ``livereview add``: what it shows, asks, writes and refuses."""

import io
import os

import pytest
from livereview.adding.failures import LookupFailed
from livereview.adding.placing import write_library
from livereview.cli import main
from livereview.config import LIBRARY
from livereview.library import read_library

ROBIN = """\
TY  - JOUR
AU  - Brook, Bo
TI  - The robin's nest
JO  - Birds
PY  - 2022
LA  - en
ER  -
"""

ENTRY = """\
@article{brook2022robin,
  author = {Brook, Bo},
  title = {The robin's nest},
  journal = {Birds},
  year = {2022},
  langid = {english},
}
"""


class Terminal(io.StringIO):
    """What a person types."""

    def isatty(self):
        return True


@pytest.fixture
def add(review, tmp_path, capsys, monkeypatch):
    """Run the command, with what a person types at its questions."""

    def run(*arguments, typed=None):
        monkeypatch.setattr("sys.stdin", io.StringIO() if typed is None else Terminal(typed))
        status = main(["--root", str(review.root), "add", *map(str, arguments)])
        output = capsys.readouterr()
        return status, output.out, output.err

    return run


@pytest.fixture
def robin(tmp_path):
    path = tmp_path / "robin.ris"
    path.write_text(ROBIN, encoding="utf-8")
    return path


def test_a_work_is_shown_added_in_its_place_and_what_comes_next_is_said(add, robin, review):
    before = review.read(LIBRARY)

    assert add(robin, "--yes") == (
        0,
        ENTRY + "\n"
        "references/library.bib:15: added brook2022robin\n"
        "Next: cite it in the text, as [@brook2022robin], or let a row of evidence rest on it,\n"
        "with brook2022robin in its column citekeys; until then a check calls it uncited.\n",
        "",
    )
    assert review.read(LIBRARY) == before.replace("@book{clark2021", f"{ENTRY}\n@book{{clark2021")


@pytest.mark.parametrize(
    ("typed", "added"),
    [("y\n", True), ("Yes\n", True), ("n\n", False), ("\n", False), ("", False), ("what\n", False)],
)
def test_a_work_is_added_if_the_answer_is_yes(add, robin, review, typed, added):
    status, output, _ = add(robin, typed=typed)

    assert status == 0
    assert "Add brook2022robin to references/library.bib? [y/N] " in output
    assert ("brook2022robin" in read_library(review.root).entries) == added


def test_without_a_terminal_nothing_is_added_unless_that_was_said(add, robin, review):
    before = review.read(LIBRARY)

    assert add(robin) == (
        1,
        ENTRY + "\n",
        "nothing was added: there is no terminal on which to ask\n"
        "    say --yes, if the entry is right\n",
    )
    assert review.read(LIBRARY) == before


def test_the_author_may_name_the_key(add, robin, review):
    assert add(robin, "--yes", "--key", "nest")[0] == 0
    assert "nest" in read_library(review.root).entries


def test_one_key_for_several_works_is_refused(add, robin):
    assert add(robin, robin, "--yes", "--key", "nest") == (
        1,
        "",
        "--key names one work, and there are 2\n    add them one by one, or leave --key out\n",
    )


def test_a_work_that_is_named_twice_is_added_once(add, robin, tmp_path, review):
    (tmp_path / "again.ris").write_text(
        ROBIN.replace("LA", "DO  - 10.1000/x\nLA"), encoding="utf-8"
    )
    again = tmp_path / "again.ris"

    status, _, errors = add(again, again, "--yes")

    assert (status, errors) == (
        1,
        "references/library.bib:15: brook2022robin is this work already\n"
        "    cite it as [@brook2022robin]\n",
    )
    assert review.read(LIBRARY).count("10.1000/x") == 1


def test_a_work_that_is_probably_there_is_added_only_by_a_person(add, robin, review):
    add(robin, "--yes")

    status, _, errors = add(robin, "--yes")

    assert (status, errors) == (
        1,
        "brook2022nest: warning: has a title like that of brook2022robin at line 15\n"
        "brook2022nest was not added: it is probably the same work as brook2022robin\n"
        "    if it is another one, add it without --yes\n",
    )
    assert add(robin, typed="y\n")[0] == 0
    assert "brook2022nest" in read_library(review.root).entries


def test_what_can_be_added_is_added_and_the_rest_is_told(add, robin, review, tmp_path):
    status, output, errors = add(tmp_path / "gone.bib", robin, "wrens", "--yes")

    assert status == 1
    assert "added brook2022robin" in output
    assert errors == (
        f"{tmp_path}/gone.bib: there is no such file\n"
        "    name a .bib or .ris file that is there\n"
        '"wrens" is neither a DOI nor a PMID nor a file of citations\n'
        "    write it as 10.1000/182, as PMID:12345678, or as the name of a .bib or .ris file\n"
    )


def test_several_works_stand_in_their_order(add, tmp_path, review):
    (tmp_path / "two.ris").write_text(
        ROBIN
        + ROBIN.replace("Brook, Bo", "Zorn, Zoe").replace("robin", "owl")
        + ROBIN.replace("Brook, Bo", "Aal, Al").replace("robin's nest", "sea"),
        encoding="utf-8",
    )

    assert add(tmp_path / "two.ris", "--yes")[0] == 0
    assert list(read_library(review.root).entries) == [
        "aal2022sea",
        "adams2019",
        "brook2020",
        "brook2022robin",
        "clark2021",
        "zorn2022owl",
    ]


def test_the_review_checks_as_before_but_for_the_citation(add, robin, review):
    add(robin, "--yes")

    assert review.check().text == (
        "references/library.bib:15: brook2022robin: warning: no row and no text cites this work\n"
        "    cite it, or take the entry out\n"
        "1 warning\n"
    )


def test_a_library_with_a_mistake_is_put_right_first(add, robin, review):
    review.replace(LIBRARY, "title = {Robins}", "title = {Robins")
    before = review.read(LIBRARY)

    status, _, errors = add(robin, "--yes")

    assert (status, errors.splitlines()[-1]) == (1, "1 error")
    assert "a brace is not closed" in errors
    assert review.read(LIBRARY) == before


@pytest.mark.parametrize(
    ("nature", "words"),
    [
        ("retraction", "THIS WORK WAS RETRACTED: see references/retractions.csv"),
        (
            "expression of concern",
            "an expression of concern was published on this work: see references/retractions.csv",
        ),
        ("correction", ""),
    ],
)
def test_what_the_review_has_noted_of_a_work_is_told(add, robin, review, nature, words):
    robin.write_text(ROBIN.replace("LA", "DO  - 10.1000/robin\nLA"), encoding="utf-8")
    notice = f"10.1000/ROBIN,2023-01-02,doubt,https://example.org/n,{nature}"
    review.write("references/retractions.csv", f"doi,date,reason,notice,nature\n{notice}\n")

    status, _, errors = add(robin, "--yes")

    assert (status, errors) == (0, f"brook2022robin: warning: {words}\n" if words else "")


def test_without_a_library_nothing_is_added(add, robin, review):
    (review.root / LIBRARY).unlink()

    assert add(robin, "--yes")[::2] == (
        1,
        "references/library.bib: the file is missing\n    restore it\n1 error\n",
    )


def test_an_interrupted_question_leaves_the_library(add, robin, review, monkeypatch):
    before = review.read(LIBRARY)

    def interrupt(question):
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", interrupt)

    assert add(robin, typed="")[0] == 130
    assert review.read(LIBRARY) == before


def test_a_library_that_was_changed_meanwhile_is_left(tmp_path):
    path = tmp_path / "library.bib"
    path.write_text("% new\n", encoding="utf-8")

    with pytest.raises(LookupFailed, match="was changed meanwhile; nothing was added"):
        write_library(path, "% old\n", "% old\n@misc{a,\n}\n")

    assert path.read_text(encoding="utf-8") == "% new\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_write_leaves_the_library_and_no_other_file(tmp_path, monkeypatch):
    path = tmp_path / "library.bib"
    path.write_text("% old\n", encoding="utf-8")

    def fail(number):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)

    with pytest.raises(LookupFailed, match="can't be written: No space left on device"):
        write_library(path, "% old\n", "% new\n")

    assert path.read_text(encoding="utf-8") == "% old\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_library_keeps_its_permissions_and_its_link(tmp_path):
    path, link = tmp_path / "library.bib", tmp_path / "link.bib"
    path.write_text("% old\n", encoding="utf-8")
    path.chmod(0o640)
    link.symlink_to(path)

    write_library(link, "% old\n", "% new\n")

    assert link.is_symlink()
    assert path.read_text(encoding="utf-8") == "% new\n"
    assert path.stat().st_mode & 0o777 == 0o640


def test_the_help_shows_examples(capsys):
    with pytest.raises(SystemExit):
        main(["add", "--help"])

    assert "livereview add PMID:12345678 10.1000/182" in capsys.readouterr().out


def test_a_contact_that_is_no_address_is_told(add, robin, review):
    review.append("config/config.yaml", "contact: Ada\n")

    status, _, errors = add(robin, "--yes")

    assert status == 1
    assert "contact" in errors
