"""``livereview row``: adding a row of evidence, asked for cell by cell or given at once."""

import errno
import io
import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from livereview.cli import main
from livereview.csvfile import CsvFile, Record, read_records
from livereview.entering.draft import Draft
from livereview.entering.ids import propose_id, slug
from livereview.entering.insertion import insert_row, inserted
from livereview.usage import open_desk

REPOSITORY = Path(__file__).parents[2]
SURVEYS = "data/surveys.csv"
SPECIES = "data/species.csv"

REQUIRED = ("--set", "species=owl", "--set", "status=unverified")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def without_figures(review):
    """Take out the one figure, which can't be drawn."""
    (review.root / "manuscript" / "figures" / "map.py").unlink()


@pytest.fixture
def row(review, without_figures, capsys, monkeypatch):
    """Run ``livereview row`` without a terminal; return its status and what it printed."""
    monkeypatch.setattr("sys.stdin", io.StringIO())

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(["--root", str(review.root), "row", *arguments])
        return status, *capsys.readouterr()

    return run


@pytest.fixture
def asked(review, without_figures, capsys, monkeypatch):
    """Run ``livereview row`` on a terminal with these answers, behind which the input ends."""

    def run(answers: Iterable[str | Callable[[], None]], *arguments: str) -> tuple[int, str, str]:
        lines = iter(answers)

        def read(prompt: str) -> str:
            answer = next(lines, None)
            print(prompt, end="")
            if answer is None:
                raise EOFError
            if not isinstance(answer, str):
                answer()
                answer = ""
            print(answer)
            return answer

        monkeypatch.setattr("sys.stdin", Terminal())
        monkeypatch.setattr("builtins.input", read)
        status = main(["--root", str(review.root), "row", *arguments])
        return status, *capsys.readouterr()

    return run


def sets(**cells: str) -> list[str]:
    return [part for column, text in cells.items() for part in ("--set", f"{column}={text}")]


OWLS = sets(title="Owls of Kent", species="owl", citekeys="adams2019", status="accepted")


def test_a_row_that_is_given_as_a_whole_is_added_and_shown_with_what_it_feeds(review, row):
    before = review.read(SURVEYS)

    told = row("surveys", *sets(id="owl-2026", first_seen="2021-04", birds="7"), *OWLS)

    assert told == (
        0,
        "\n"
        "surveys:owl-2026 – Owls of Kent\n"
        "  id          owl-2026\n"
        "  title       Owls of Kent\n"
        "  species     barn owl (owl)\n"
        "  first_seen  2021-04\n"
        "  birds       7\n"
        "  citekeys    adams2019\n"
        "  status      accepted\n"
        "  reviewed    2026-11-22\n"
        "\n"
        "data/surveys.csv:5: added surveys:owl-2026\n"
        "It feeds:\n"
        "  table surveys (manuscript/tables.yaml:1)\n",
        "",
    )
    assert review.read(SURVEYS) == (
        f"{before}owl-2026,Owls of Kent,owl,,,,,,2021-04,7,,,,,,,adams2019,,,accepted,2026-11-22,\n"
    )


def test_a_row_is_reviewed_on_the_day_that_it_is_here_and_not_on_one_elsewhere(
    review, row, monkeypatch
):
    monkeypatch.setattr("livereview.dates.today_here", lambda: date(2026, 11, 21))

    row("surveys", *sets(id="owl-2026"), *OWLS)

    assert review.read(SURVEYS).endswith(",accepted,2026-11-21,\n")


def test_a_row_without_works_that_nothing_uses_yet_can_be_pointed_to(row):
    _, text, _ = row("habitats", *sets(id="heath", name="heaths"))

    assert text.endswith("It feeds:\n  nothing yet; other rows can point to it\n")


def test_a_row_with_works_that_nothing_uses_yet_can_be_cited(review, row):
    review.write("manuscript/guide/01.md", "Birds sing.\n")
    (review.root / "manuscript" / "tables.yaml").unlink()

    _, text, _ = row("surveys", *sets(id="owl-2026"), *OWLS)

    assert "It feeds:\n  nothing yet; cite it in the text as [@surveys:owl-2026]\n" in text


def test_the_blocks_the_tables_and_the_figures_that_it_feeds_are_named(review, row):
    review.append(
        "manuscript/guide/01.md",
        '\n{{ surveys | counted("survey", "surveys") }}.\n\n{{ table("surveys") }}\n',
    )

    _, text, _ = row("surveys", "--set", "id=owl-2026", *OWLS)

    assert text.partition("It feeds:\n")[2] == (
        "  manuscript/guide/01.md:5  chooses it\n"
        "    4 surveys.\n"
        "  table surveys (manuscript/tables.yaml:1)\n"
    )


def test_an_unverified_row_feeds_nothing_and_says_so(review, row):
    status, text, _ = row("surveys", *REQUIRED, "--set", "id=owl-2026")

    assert status == 0
    assert text.endswith(
        "data/surveys.csv:5: added surveys:owl-2026\n"
        "It is unverified: nothing can use it until that is settled.\n"
    )


def test_the_review_has_no_problem_by_an_added_row(review, row):
    row("surveys", *OWLS)

    assert review.check().text == "no problems\n"


def test_without_a_terminal_all_that_is_missing_or_wrong_is_told_at_once(review, row):
    before = review.read(SURVEYS)

    told = row(
        "surveys",
        *sets(method="transekt", citekeys="adms2019;nobody1900", birds="many"),
        *sets(estimate="1.5", low="1.75", reviewed="2027-01-01"),
    )

    assert told == (
        1,
        "",
        "the new row: species: the cell is empty, and must not be\n"
        "    the species that was counted\n"
        'the new row: method: "transekt" is not in the vocabulary of this column\n'
        '    did you mean "transect"?\n'
        'the new row: birds: "many" is not a whole number\n'
        "the new row: low: 1.75 lies above estimate 1.5\n"
        "    the limits of an interval stand in order\n"
        'the new row: citekeys: "adms2019" is no key of references/library.bib\n'
        '    did you mean "adams2019"?\n'
        'the new row: citekeys: "nobody1900" is no key of references/library.bib\n'
        "    add the work first: ./livereview add\n"
        "the new row: status: the cell is empty, and must not be\n"
        "    one of: accepted, unverified\n"
        "the new row: reviewed: 2027-01-01 lies in the future: today is 2026-11-22\n"
        "    correct the date, or the clock of this computer\n"
        "8 errors; nothing was written\n",
    )
    assert review.read(SURVEYS) == before


def test_a_rule_that_can_not_be_applied_to_the_row_is_told_where_it_stands(review, row):
    package = "data/datapackage.yaml"
    review.replace(package, "expect: nests <= birds", "expect: note <= birds")

    status, _, error = row("surveys", *OWLS, *sets(birds="3", note="three"))

    assert status == 1
    assert error.startswith("data/datapackage.yaml:")
    assert "surveys.rules.nests" in error


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["survey"], 'there is no table "survey"\n    did you mean "surveys"?\n'),
        (
            ["habitats", "--set", "nam=x"],
            'the table habitats has no column "nam"\n    did you mean "name"?\n',
        ),
        (
            ["habitats", "--set", "nam=x", "--set", "id=a", "--set", "id=b", "--set", "q=1"],
            'the table habitats has no column "nam"\n    did you mean "name"?\n'
            "id is set twice\n    set it once\n"
            'the table habitats has no column "q"\n    columns of habitats: id, name\n',
        ),
        (
            [],
            "name the table that the row is for\n"
            "    tables: species (Species), habitats (Habitats), surveys (Surveys)\n",
        ),
        (
            ["habitats", "--set", "id=marsh"],
            'the new row: id: "marsh" stands at line 4 already\n'
            "    give one of the rows another id\n"
            "1 error; nothing was written\n",
        ),
        (
            ["habitats", "--set", "name=a\x1bb"],
            "the new row: name: holds the character U+001B, which no text has\n"
            "    remove it\n"
            "1 error; nothing was written\n",
        ),
        (
            ["habitats", "--set", "name=a\udcffb"],
            "the new row: name: is not UTF-8 text\n"
            "    type it on a terminal that is set to UTF-8\n"
            "1 error; nothing was written\n",
        ),
        (
            ["habitats", "--set", "name=a\u200bb"],
            "the new row: name: holds U+200B (zero width space), which can't be seen\n"
            "    remove it\n"
            "1 error; nothing was written\n",
        ),
    ],
)
def test_what_can_not_be_added_is_an_error(row, arguments, message):
    assert row(*arguments) == (1, "", message)


def test_without_a_terminal_something_must_be_set(row):
    assert row("species") == (
        1,
        "",
        "nothing is set, and there is no terminal on which to ask\n    --set COLUMN=VALUE\n",
    )


def test_a_cell_without_its_column_is_a_wrong_use(row, capsys):
    with pytest.raises(SystemExit) as raised:
        row("habitats", "--set", "marsh")

    assert raised.value.code == 2
    assert '"marsh" is not of the form COLUMN=VALUE' in capsys.readouterr().err


def test_a_value_may_hold_the_sign_that_stands_behind_its_column(review, row):
    row("habitats", "--set", "name=a=b", "--set", "id=x")

    assert review.read("data/habitats.csv").endswith("x,a=b\n")


def test_a_row_of_answers_is_added_once_it_is_agreed_to(review, asked):
    before = review.read(SPECIES)

    status, text, error = asked(["", "", "", "accepted", "tit", "y"], "species")

    assert (status, error) == (0, "")
    assert review.read(SPECIES) == f"{before}tit,,,,accepted\n"
    assert text.startswith(
        "Enter leaves a cell empty or takes what stands in [ ]; ? helps, < goes back, "
        "Ctrl-C stops.\n"
        "\n"
        "1/5  name_en (may be empty)\n"
        "name_en> \n"
    )
    assert (
        "4/5  status (may be empty)\n    one of: accepted; unverified\nstatus> accepted\n" in text
    )


UNTIL_METHOD = sets(
    title="Owls of Kent", habitats="", sounds="", leader="", year="2026", first_seen="", birds="",
    nests="", measure="", estimate="", low="", high="", repeats="", source_url="", locator="",
    reviewed="2026-11-20", note="",
)  # fmt: skip


def test_a_question_tells_what_the_column_means_and_what_it_may_hold(asked):
    _, text, _ = asked(["owl"], "surveys", *UNTIL_METHOD)

    assert text == (
        "Enter leaves a cell empty or takes what stands in [ ]; ? helps, < goes back, "
        "Ctrl-C stops.\n"
        "\n"
        "1/5  species (required)\n"
        "    the species that was counted\n"
        "    one of: all (all birds); wren; robin; owl (barn owl)\n"
        "species> owl\n"
        "\n"
        "2/5  method (may be empty)\n"
        "    one of: transect; point_count (point count)\n"
        "method> \n"
    )


def test_what_is_meant_by_a_typo_is_offered(review, asked):
    given = ["owel", "y", "transekt", "", "adms2019", "y", "accepted", "", "y"]

    status, text, _ = asked(given, "surveys", *UNTIL_METHOD)

    assert status == 0
    assert '    did you mean "owl (barn owl)"? [Y/n] y\n' in text
    assert '    did you mean "transect"? [Y/n] \n' in text
    assert '    did you mean "adams2019 (The Wren in Kent)"? [Y/n] y\n' in text
    assert review.read(SURVEYS).split("\n")[-2] == (
        "owls-of-kent,Owls of Kent,owl,,transect,,,2026,,,,,,,,,adams2019,,,accepted,2026-11-20,"
    )


def test_a_key_is_found_by_words_of_its_name_and_a_value_by_what_it_is_called(review, asked):
    given = ["barn", "y", "Point Count", "brook2020;clark2021", "accepted", "x-1", "y"]

    status, text, _ = asked(given, "surveys", *UNTIL_METHOD)

    assert status == 0
    assert "method> Point Count\n    = point_count (point count)\n" in text
    assert review.read(SURVEYS).split("\n")[-2].startswith("x-1,Owls of Kent,owl,,point_count,")


def test_a_list_is_given_with_its_delimiter_and_empty_items_are_passed_over(review, asked):
    given = ["owl", "", "adams2019; ;brook2020;", "accepted", "", "y"]

    status, _, _ = asked(given, "surveys", *UNTIL_METHOD)

    assert status == 0
    assert ",adams2019;brook2020,," in review.read(SURVEYS).split("\n")[-2]


def test_of_several_that_may_be_meant_one_is_picked_by_its_number(review, asked):
    given = ["r", "2", "", "", "unverified", "", "y"]

    status, text, _ = asked(given, "surveys", *UNTIL_METHOD)

    assert status == 0
    assert (
        "species> r\n"
        "    1  all (all birds)\n"
        "    2  wren\n"
        "    3  robin\n"
        "    4  owl (barn owl)\n"
        "    which one? (its number, or other words; Enter: none) 2\n"
    ) in text


def test_what_is_offered_can_be_answered_with_other_words(review, asked):
    given = ["r", "7", "0", "barn", "what?", "rob", "", "", "", "unverified", "", "y"]

    status, text, _ = asked(given, "surveys", *UNTIL_METHOD)

    which = "    which one? (its number, or other words; Enter: none)"
    assert status == 0
    assert (
        f"{which} 7\n    the numbers go from 1 to 4\n"
        f"{which} 0\n    the numbers go from 1 to 4\n"
        f"{which} barn\n"
        '    did you mean "owl (barn owl)"? [Y/n] what?\n'
        '    species: "what?" is no row of species\n'
        "      add it to data/species.csv first\n"
        "species> rob\n"
        '    did you mean "robin"? [Y/n] \n'
        "\n"
        "2/5  method"
    ) in text


@pytest.mark.parametrize("answer", ["n", "<", "?", "-"])
def test_what_is_offered_and_not_meant_is_asked_for_again(asked, answer):
    _, text, _ = asked(["owel", answer], "surveys", *UNTIL_METHOD)

    assert text.endswith(f'    did you mean "owl (barn owl)"? [Y/n] {answer}\nspecies> \n')


def test_of_many_that_may_be_meant_nine_are_offered_and_the_others_counted(review, asked):
    review.append(SPECIES, "".join(f"tit-{n},tit {n},,,accepted\n" for n in range(1, 13)))

    _, text, _ = asked(["tit"], "surveys", *UNTIL_METHOD)

    assert "    9  tit-9 (tit 9)\n    and 3 more: more words find fewer\n    which one?" in text


def test_words_after_a_question_mark_list_only_what_has_them(review, asked):
    review.append(SPECIES, "".join(f"tit-{n},tit {n},,,accepted\n" for n in range(1, 40)))

    _, text, _ = asked(["? tit", "? tit 1", "?"], "surveys", *UNTIL_METHOD)

    assert "tit 36\n    and 3 more: ? with words finds those that have them\nspecies> ?" in text
    assert "tit-31  tit 31\nspecies> ?\n" in text
    assert "tit 32\n    and 7 more: ? with words finds those that have them\nspecies> " in text


def test_a_long_offer_is_broken_into_lines_that_fit_the_terminal(review, asked, monkeypatch):
    review.append(SPECIES, f"jay,jay of {'many ' * 12}woods,,,accepted\n")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("NO_COLOR", "1")

    _, text, _ = asked(["jay o"], "surveys", *UNTIL_METHOD)

    assert text.endswith(
        '    did you mean "jay (jay of\n'
        "    many many many many many\n"
        "    many many many many many\n"
        '    many many woods)"? [Y/n] \n'
    )


def test_a_question_mark_lists_what_an_answer_may_be(review, asked):
    _, text, _ = asked(["?", "? ow"], "surveys", *UNTIL_METHOD)

    assert (
        "species> ?\n"
        "    all    all birds\n"
        "    wren\n"
        "    robin\n"
        "    owl    barn owl\n"
        "species> ? ow\n"
        "    owl  barn owl\n"
    ) in text


def test_a_question_mark_tells_of_a_column_where_any_text_will_do(review, asked):
    _, text, _ = asked(["", "?", "", "?"], "species")

    assert "name_nl> ?\n    column  name_nl\n    kind    any text\n" in text
    assert "    so far  kerkuil\n            roodborst\n            winterkoning\n" in text
    assert "size_cm> ?\n    column  size_cm\n    kind    a whole number\n" in text


def test_an_answer_that_is_wrong_is_asked_for_again(review, asked):
    given = ["1,5", "1.5", "1.75", "1.25", "1.9"]
    cells = [part for part in UNTIL_METHOD if part not in ("low=", "high=", "estimate=")]
    cells = [part for part in cells if part != "--set"]
    arguments = [word for cell in cells for word in ("--set", cell)]

    _, text, _ = asked(["owl", "", *given], "surveys", *arguments)

    assert (
        "estimate> 1,5\n"
        '    estimate: "1,5" is not a number such as 1.30\n'
        "estimate> 1.5\n"
        "\n"
        "4/8  low (may be empty)\n"
        "low> 1.75\n"
        "    low: 1.75 lies above estimate 1.5\n"
        "      the limits of an interval stand in order\n"
        "low> 1.25\n"
    ) in text


def test_a_required_cell_is_asked_for_until_it_is_filled(review, asked):
    _, text, _ = asked(["", "owl"], "surveys", *UNTIL_METHOD)

    assert (
        "species> \n"
        "    species: the cell is empty, and must not be\n"
        "      the species that was counted\n"
        "species> owl\n"
        "\n"
        "2/5  method (may be empty)\n"
    ) in text


def test_the_first_cell_is_asked_for_too_until_it_is_filled(review, asked):
    names = "- {name: name_en}\n"
    review.replace(
        "data/datapackage.yaml", names, names.replace("}", ", constraints: {required: true}}")
    )

    _, text, _ = asked(["", "tit"], "species")

    assert "name_en> \n    name_en: the cell is empty, and must not be\nname_en> tit\n\n2/5" in text


def test_enter_takes_the_only_word_that_a_required_cell_may_hold(review, asked):
    words = "constraints: {required: true}\n          categories: [{value: accepted}"
    review.replace("data/datapackage.yaml", f"{words}, {{value: unverified}}]", f"{words}]")

    _, text, _ = asked(["owl", "", "adams2019", ""], "surveys", *UNTIL_METHOD)

    assert "    one of: accepted\nstatus [accepted]> \n\n5/5  id" in text


def test_an_accepted_row_needs_its_work_and_one_can_go_back_to_name_it(review, asked):
    given = ["owl", "", "", "accepted", "<", "adams2019", "accepted", "", "y"]

    status, text, _ = asked(given, "surveys", *UNTIL_METHOD)

    assert status == 0
    assert "    citekeys: an accepted row needs the work that it rests on\n" in text
    assert review.read(SURVEYS).split("\n")[-2].endswith(",adams2019,,,accepted,2026-11-20,")


def test_an_answer_is_kept_when_one_goes_back_and_a_dash_empties_it(review, asked):
    status, text, _ = asked(["tit", "mees", "<", "-", "9", "accepted", "", "y"], "species")

    assert status == 0
    assert "name_nl [mees]> -\n" in text
    assert review.read(SPECIES).endswith("\ntit,tit,,9,accepted\n")


@pytest.mark.parametrize("end", [[], ["n"]])
def test_nothing_is_written_if_the_input_ends_or_the_row_is_not_agreed_to(review, asked, end):
    before = review.read(SPECIES)

    status, _, error = asked(["tit", "", "", "accepted", "", *end], "species")

    assert (status, error) == (1, "nothing was written\n")
    assert review.read(SPECIES) == before


def test_nothing_is_written_after_ctrl_c(review, asked):
    before = review.read(SPECIES)

    def interrupt() -> None:
        raise KeyboardInterrupt

    status, _, error = asked(["tit", interrupt], "species")

    assert (status, error) == (130, "\nnothing was written\n")
    assert review.read(SPECIES) == before


def test_the_last_question_is_asked_until_it_is_answered_and_leads_back(review, asked):
    given = ["tit", "", "", "accepted", "tit", "perhaps", "<", "great-tit", "y"]

    status, text, _ = asked(given, "species")

    assert status == 0
    assert (
        "Add this row? [Y/n] perhaps\n"
        "    y for yes, n for no, or < to go back\n"
        "Add this row? [Y/n] <\n"
        "\n"
        "5/5  id (required)\n"
        "id [tit]> great-tit\n"
    ) in text
    assert review.read(SPECIES).endswith("\ngreat-tit,tit,,,accepted\n")


def test_a_table_that_can_not_be_written_is_named_and_left_as_it_is(review, row, monkeypatch):
    before = review.read(SPECIES)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "beside")

    monkeypatch.setattr("os.fsync", full)
    status, _, error = row("species", *sets(id="tit"))

    file = review.root / SPECIES
    assert (status, error) == (
        1, f"{file} can't be read or written: No space left on device\n"
    )  # fmt: skip
    assert review.read(SPECIES) == before


def test_with_yes_the_row_is_added_without_a_last_question(review, asked):
    status, _, _ = asked(["tit", "", "", "accepted", ""], "species", "--yes")

    assert status == 0
    assert review.read(SPECIES).endswith("\ntit,tit,,,accepted\n")


def test_nothing_is_asked_where_all_that_is_required_is_set(review, asked):
    assert asked([], "surveys", *REQUIRED)[0] == 0


def test_a_row_that_someone_else_adds_meanwhile_is_kept(review, asked):
    def someone() -> None:
        review.append(SPECIES, "jay,jay,,,accepted\n")

    status, _, _ = asked(["tit", someone, "", "accepted", "", "y"], "species")

    assert status == 0
    assert review.read(SPECIES).endswith("\njay,jay,,,accepted\ntit,tit,,,accepted\n")


def test_an_id_that_someone_else_takes_meanwhile_is_refused(review, asked):
    def someone() -> None:
        review.append(SPECIES, "tit,great tit,,,accepted\n")

    status, _, error = asked(["tit", someone, "", "accepted", "", "y"], "species")

    assert status == 1
    assert error == (
        'the new row: id: "tit" stands at line 5 already\n'
        "    give one of the rows another id\n"
        "1 error; nothing was written\n"
    )
    assert review.read(SPECIES).count("\ntit,") == 1


def test_a_real_terminal_that_is_closed_leaves_the_files_alone(review):
    before = review.read(SPECIES)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "livereview", "--root", str(review.root), "row", "species"]
    with subprocess.Popen(command, stdin=theirs, stdout=-1, stderr=-1, text=True) as process:
        os.write(ours, b"tit\n\x04")
        output, error = process.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)

    assert (process.returncode, error) == (1, "nothing was written\n")
    assert "name_en> " in output
    assert review.read(SPECIES) == before


@pytest.mark.parametrize(
    ("cells", "id"),
    [
        ({"title": "Owls of Kent"}, "owls-of-kent"),
        ({"title": "Wrens of Kent", "species": "owl"}, "wrens-of-kent-owl"),
        ({"title": "Wrens of Kent", "species": "wren"}, "wrens-of-kent-wren"),
        ({"title": "Müller's Wörter — №1"}, "muller-s-worter-no1"),
        ({"title": "One two three four five six seven"}, "one-two-three-four-five-six"),
        ({"title": "林鸟", "species": "owl"}, "owl-2"),
        ({"title": "Robin"}, "robin-2"),
        ({}, "surveys"),
    ],
)
def test_an_id_is_proposed_that_no_row_has(review, cells, id):
    draft = Draft(open_desk(review.root), "surveys", cells)

    assert propose_id(draft) == id


@given(st.text())
def test_a_slug_is_made_of_words_and_hyphens(text):
    assert set(slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert "--" not in slug(text)


HEADER = "id,name\n"


def records_of(text: str) -> list[Record]:
    return read_records(CsvFile("a.csv"), text, ["id", "name"]).records


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        (HEADER, f"{HEADER}m,x\n", 2),
        (f"{HEADER}z,1\na,2\n", f"{HEADER}z,1\na,2\nm,x\n", 4),
        (f"{HEADER}a,1\nz,2\n", f"{HEADER}a,1\nm,x\nz,2\n", 3),
        (f'{HEADER}a,"1\n1"\nz,2\n', f'{HEADER}a,"1\n1"\nm,x\nz,2\n', 4),
        (f"{HEADER}a,1\nb,2\n", f"{HEADER}a,1\nb,2\nm,x\n", 4),
        (f"{HEADER}z,1\n", f"{HEADER}z,1\nm,x\n", 3),
        (f"{HEADER}z,1", f"{HEADER}z,1\nm,x\n", 3),
        ("id,name\r\nz,1\r\n", "id,name\r\nz,1\r\nm,x\r\n", 3),
        ("name,id\n1,z\n", "name,id\n1,z\nx,m\n", 3),
    ],
    ids=["empty", "unsorted", "sorted", "lines", "last", "single", "no-end", "crlf", "columns"],
)
def test_a_row_has_its_place_and_leaves_all_else_as_it_is(tmp_path, before, after, line):
    file = tmp_path / "a.csv"
    file.write_bytes(before.encode())
    records = records_of(before)

    assert insert_row(file, records, {"id": "m", "name": "x"}) == line
    assert file.read_bytes() == after.encode()
    assert list(tmp_path.iterdir()) == [file]


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\r\t"))


@given(name=CELLS, ids=st.lists(st.sampled_from("abcdefghij"), unique=True), old=CELLS)
def test_what_is_written_is_read_again_and_other_rows_are_as_before(name, ids, old):
    text = io.StringIO(newline="")
    text.write(HEADER)
    for id in ids:
        quoted = old.replace('"', '""')
        text.write(f'{id},"{quoted}"\n')
    before = records_of(text.getvalue())
    lines = list(io.StringIO(text.getvalue(), newline=""))

    after, line = inserted(lines, before, {"id": "e0", "name": name})

    read = records_of("".join(after))
    assert [each.cells for each in read if each.line != line] == [each.cells for each in before]
    assert [each.cells for each in read if each.line == line] == [{"id": "e0", "name": name}]


ANSWERS = """\
finch
y
dock
y
other
a song on tape
pitch
0.30
0.45
<
0.30
0.15
0.45
up
fair
12


moss2018screens

p. 3
accepted


finch-pitch-tape
y"""


def test_the_conversation_in_the_documentation_is_a_true_one(tmp_path, capsys, monkeypatch):
    root = shutil.copytree(REPOSITORY / "tests" / "fixtures" / "tiny", tmp_path / "review")
    given = iter(ANSWERS.split("\n"))

    def read(prompt: str) -> str:
        answer = next(given)
        print(f"{prompt}{answer}")
        return answer

    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("builtins.input", read)
    assert main(["--root", str(root), "row", "songs"]) == 0

    said = capsys.readouterr().out
    page = (REPOSITORY / "docs" / "adding-a-row.md").read_text(encoding="utf-8")
    shown = re.findall(r"^```text\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(shown) == 4
    assert [text for text in shown if text not in said] == []
