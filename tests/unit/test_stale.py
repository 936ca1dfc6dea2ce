"""``livereview stale``: what must be read again, why, and what the rows said before."""

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from livereview.cli import main
from livereview.differences import Cell, Difference, Kind
from livereview.stale_reports import in_words, parts_that_differ

REPOSITORY = Path(__file__).parents[2]
SURVEYS = "data/surveys.csv"
SIGNOFF = "manuscript/signoff.csv"
TEXT = "manuscript/guide/01.md"
MARKDOWN = """
    # Birds {#sec:birds}

    Wrens are {{ species.wren.size_cm }} cm long.

    Robins: {{ surveys["robin-2020"] | effect }}.

    Many: {{ surveys.where("birds > 30") | counted("survey", "surveys") }}.

    Cited [@surveys:all-2021].

    {{ table("surveys") }}
    """
MAP = '''
    """Draws the surveys of wrens."""

    from livereview.figures import Figure


    def draw(evidence):
        """Draw one."""
        wren = evidence["surveys"]["wren-2019"]
        rate = round(wren["nests"] / wren["birds"], 2)
        return Figure("<svg/>", "Wrens.", (wren.name,), {"rate": str(rate)})
    '''


def git(root, *words, day="2026-01-01"):
    dates = {"GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    subprocess.run(
        ["git", *who, *words],
        cwd=root,
        check=True,
        capture_output=True,
        env={**os.environ, **dates},
    )


@dataclass
class Living:
    """The review of birds, in git and signed off, and what ``stale`` says of it."""

    review: object
    capsys: pytest.CaptureFixture

    def commit(self, day):
        git(self.review.root, "add", "--all")
        git(self.review.root, "commit", "--quiet", "--message=x", day=day)

    def accept(self):
        assert main([*self.root, "accept", "--all", "--yes", "--by", "Ada"]) == 0
        self.capsys.readouterr()

    def stale(self, *options):
        """The exit status, what was printed, and what was printed as an error."""
        status = main([*self.root, "stale", *options])
        output = self.capsys.readouterr()
        return status, output.out, output.err

    @property
    def root(self):
        return ["--root", str(self.review.root)]


@pytest.fixture
def living(review, capsys):
    review.write(TEXT, MARKDOWN)
    made = Living(review, capsys)
    git(review.root, "init", "--quiet")
    made.commit("2026-01-01")
    made.accept()
    made.commit("2026-01-02")
    return made


def test_where_nothing_has_changed_there_is_nothing_to_read(living):
    assert living.stale("--strict") == (0, "nothing to read again\n", "")


def test_a_changed_cell_is_told_with_what_it_said_and_says_and_by_whom_it_was_read(living):
    living.review.replace(SURVEYS, "share,-1.5,", "share,-1.6,")

    assert living.stale() == (
        0,
        f"{TEXT}:5: the evidence has changed: "
        '“Robins: {{ surveys["robin-2020"] | effect }}.”\n'
        "    surveys:robin-2020 (Robins of Kent): estimate -1.5 → -1.6\n"
        "    signed off on 2026-11-22 by Ada\n"
        "1 block whose evidence has changed\n",
        "",
    )


def test_what_a_cell_said_is_found_where_it_was_committed_long_ago(living):
    for value in ("-1.6", "-1.7", "-1.8"):
        before = {"-1.6": "-1.5", "-1.7": "-1.6", "-1.8": "-1.7"}[value]
        living.review.replace(SURVEYS, f"share,{before},", f"share,{value},")
        living.commit("2026-12-01")

    assert "estimate -1.5 → -1.8\n" in living.stale()[1]


def test_what_the_text_does_not_use_asks_for_nothing(living):
    living.review.replace(SURVEYS, "p. 2,accepted,2026-01-10,", "p. 3,accepted,2026-02-02,looked")
    living.review.replace("data/species.csv", "owl,barn owl", "owl,white owl")
    living.review.append("data/habitats.csv", "beach,beaches\n")

    assert living.stale("--strict") == (0, "nothing to read again\n", "")


def test_a_new_row_is_told_where_the_text_would_tell_of_it(living):
    living.review.append(
        SURVEYS,
        "owl-2022,Owls of Kent,owl,,transect,,robin,2022,,31,,,,,,,adams2019,,,accepted,,\n",
    )

    assert living.stale()[1] == (
        f"{TEXT}:7: the evidence has changed: “Many: "
        '{{ surveys.where("birds > 30") | counted("survey", "su…”\n'
        "    new here: surveys:owl-2022 (Owls of Kent)\n"
        "    signed off on 2026-11-22 by Ada\n"
        "manuscript/tables.yaml:2: the evidence has changed: “Surveys of Kent.”\n"
        "    new here: surveys:owl-2022 (Owls of Kent)\n"
        "    signed off on 2026-11-22 by Ada\n"
        "2 blocks whose evidence has changed\n"
    )


def test_a_row_that_comes_or_goes_is_told_with_what_changed_of_it(living):
    living.review.replace(SURVEYS, "2020,25,5", "2020,52,5")
    living.review.replace(SURVEYS, "2019-03,40,12", "2019-03,14,12")

    lines = living.stale()[1].splitlines()
    assert lines[1:3] == [
        "    new here: surveys:robin-2020 (Robins of Kent): birds 25 → 52",
        "    no longer here: surveys:wren-2019 (Wrens of Kent): birds 40 → 14",
    ]


def test_a_row_that_may_not_be_printed_any_more_is_told_wherever_it_is_used(living):
    living.review.replace(SURVEYS, "clark2021,,,accepted", "clark2021,,,unverified")

    status, text, error = living.stale("--strict")

    refused = (
        "surveys:all-2021 (Birds of Kent): status accepted → unverified; it may not be printed"
    )
    assert (status, error) == (1, "")
    assert [line for line in text.splitlines() if not line.startswith("    signed")] == [
        f"{TEXT}:7: the evidence has changed: “Many: "
        '{{ surveys.where("birds > 30") | counted("survey", "su…”',
        f"    {refused}",
        f"{TEXT}:9: the evidence has changed: “Cited [@surveys:all-2021].”",
        f"    {refused}",
        "manuscript/tables.yaml:2: the evidence has changed: “Surveys of Kent.”",
        f"    {refused}",
        "3 blocks whose evidence has changed",
    ]


def test_a_row_that_is_gone_is_told_wherever_it_was_used(living):
    living.review.replace(SURVEYS, "\nrobin-2020,", "\nrobin-2021,")

    lines = living.stale()[1].splitlines()

    assert f"{TEXT}:5: the evidence has changed" in lines[0]
    assert lines[1] == "    surveys:robin-2020: is gone from its table"
    assert lines[4:6] == [
        "    surveys:robin-2020: is gone from its table",
        "    new here: surveys:robin-2021 (Robins of Kent)",
    ]


def test_a_figure_is_told_with_the_rows_that_it_draws_and_with_what_it_reports(living):
    living.review.write("manuscript/figures/map.py", MAP)
    living.review.append(TEXT, "\n![Wrens.](figures/map.svg){#fig:map}\n")
    living.review.append(TEXT, '\nNests: {{ figure("map").rate }}.\n')
    living.accept()
    living.review.replace(SURVEYS, "2019-03,40,12", "2019-03,40,16")

    told = [line for line in living.stale()[1].splitlines() if "signed off" not in line]

    assert told == [
        f"{TEXT}:13: the evidence has changed: “![Wrens.](figures/map.svg){{#fig:map}}”",
        "    surveys:wren-2019 (Wrens of Kent): nests 12 → 16",
        f'{TEXT}:15: the evidence has changed: “Nests: {{{{ figure("map").rate }}}}.”',
        "    figure:map: rate is now 0.4",
        "2 blocks whose evidence has changed",
    ]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "p. 2,accepted",
            "p. 2,unverified",
            "surveys:wren-2019 (Wrens of Kent): status accepted → unverified; "
            "it may not be printed",
        ),
        ("\nwren-2019,", "\nwren-2018,", "surveys:wren-2019: is gone from its table"),
    ],
)
def test_a_figure_that_can_not_be_drawn_for_want_of_a_row_is_told_with_it(living, old, new, words):
    living.review.write("manuscript/figures/map.py", MAP)
    living.review.append(TEXT, "\n![Wrens.](figures/map.svg){#fig:map}\n")
    living.accept()
    living.review.replace(SURVEYS, old, new)

    lines = living.stale()[1].splitlines()

    place = next(number for number, line in enumerate(lines) if f"{TEXT}:13:" in line)
    assert lines[place + 1] == f"    {words}"


def test_a_fact_that_a_figure_reports_no_longer_is_told_by_its_name(living):
    living.review.write("manuscript/figures/map.py", MAP)
    living.review.append(TEXT, '\nNests: {{ figure("map").rate }}.\n')
    living.accept()
    living.review.replace(SURVEYS, "p. 2,accepted", "p. 2,unverified")

    lines = living.stale()[1].splitlines()

    place = next(number for number, line in enumerate(lines) if f"{TEXT}:13:" in line)
    assert lines[place + 1] == "    no longer here: figure:map.rate"


def test_a_figure_that_fails_as_a_key_leads_to_a_row_that_was_taken_back_is_told_with_it(living):
    package = living.review.read("data/datapackage.yaml")
    status = "categories: [{value: accepted}, {value: unverified}]"
    assert package.count(status) == 2
    withdrawn = status.replace("}]", "}, {value: withdrawn}]")
    living.review.write("data/datapackage.yaml", package.replace(status, withdrawn).encode())
    living.review.write(
        "manuscript/figures/map.py", MAP.replace("Wrens.", "Wrens: ").replace("nests", "birds")
    )
    living.review.replace(
        "manuscript/figures/map.py", '"Wrens: "', '"Wrens: " + wren["species"].label("en")'
    )
    living.review.append(TEXT, "\n![Wrens.](figures/map.svg){#fig:map}\n")
    living.accept()
    living.review.replace(
        "data/species.csv", "winterkoning,10,accepted", "winterkoning,10,withdrawn"
    )

    lines = living.stale()[1].splitlines()

    place = next(number for number, line in enumerate(lines) if f"{TEXT}:13:" in line)
    assert lines[place + 1] == (
        "    species:wren: status accepted → withdrawn; it may not be printed"
    )


def test_words_that_change_alone_ask_for_the_sign_off_of_their_author(living):
    living.review.replace(TEXT, "cm long.", "centimetres long.")

    assert living.stale() == (
        0,
        f"{TEXT}:3: the words have changed, and not the evidence: "
        "“Wrens are {{ species.wren.size_cm }} centimetres long.”\n"
        "    signed off on 2026-11-22 by Ada\n"
        "1 block in other words\n",
        "",
    )
    assert living.stale("--strict")[0] == 1


def test_to_move_a_paragraph_to_break_its_lines_or_to_mark_it_up_otherwise_asks_for_nothing(living):
    text = living.review.read(TEXT)
    wrens = "Wrens are {{ species.wren.size_cm }} cm long.\n\n"
    moved = "> Wrens are\n> {{ species.wren.size_cm }} cm long.\n"
    living.review.write(TEXT, text.replace(wrens, "").replace("# Birds", "## Birds").encode())
    living.review.write("manuscript/guide/02.md", moved.encode())

    assert living.stale("--strict") == (0, "nothing to read again\n", "")


def test_a_new_block_and_one_that_is_gone_are_told(living):
    living.review.replace(TEXT, "Cited [@surveys:all-2021].", "Hens cluck.")

    assert living.stale()[1] == (
        f"{TEXT}: was signed off, and is gone: “Cited [@surveys:all-2021].”\n"
        "    signed off on 2026-11-22 by Ada\n"
        f"{TEXT}:9: was never signed off: “Hens cluck.”\n"
        "1 block never signed off, 1 sign-off whose block is gone\n"
    )


def test_a_sign_off_that_is_left_over_is_no_failure(living):
    living.review.replace(TEXT, "Cited [@surveys:all-2021].\n", "")

    status, text, _ = living.stale("--strict")

    assert (status, text.splitlines()[-1]) == (0, "1 sign-off whose block is gone")


def test_before_the_first_sign_off_it_says_how_to_begin(living):
    (living.review.root / SIGNOFF).unlink()

    assert living.stale("--strict") == (
        1,
        f"{SIGNOFF}: warning: nothing was signed off yet, of 6 blocks\n"
        "    read the text, then: livereview accept --all\n",
        "",
    )
    assert len(json.loads(living.stale("--format", "json")[1])) == 6


@pytest.mark.parametrize("hidden", [".git", SURVEYS])
def test_where_git_does_not_know_what_a_row_said_it_is_named_all_the_same(living, hidden):
    if hidden == ".git":
        (living.review.root / ".git").rename(living.review.root / "git-elsewhere")
    else:
        git(living.review.root, "rm", "--cached", "--quiet", SURVEYS)
        git(living.review.root, "commit", "--quiet", "--amend", "--message=x")
        git(living.review.root, "replace", "--graft", "HEAD")
    living.review.replace(SURVEYS, "share,-1.5,", "share,-1.6,")
    living.review.replace(SURVEYS, "clark2021,,,accepted", "clark2021,,p. 1,accepted")
    living.review.replace("data/species.csv", "winterkoning,10,", "winterkoning,11,")

    text = living.stale()[1]

    assert (
        "    surveys:robin-2020 (Robins of Kent): has changed; what it said is not known here\n"
    ) in text
    if hidden == ".git":
        assert "    species:wren: size_cm is now 11\n" in text


def test_a_shallow_clone_names_the_row(living, tmp_path):
    living.review.replace(SURVEYS, "share,-1.5,", "share,-1.6,")
    living.commit("2026-12-02")
    clone = tmp_path / "clone"
    source = f"file://{living.review.root}"
    git(tmp_path, "clone", "--quiet", "--depth=1", source, str(clone))

    assert main(["--root", str(clone), "stale"]) == 0
    assert (
        "    surveys:robin-2020 (Robins of Kent): has changed; what it said is not known here\n"
        in living.capsys.readouterr().out
    )


def test_where_other_columns_are_read_the_revision_of_the_day_tells_what_changed(living):
    living.review.replace(TEXT, "| effect }}.", "| effect }}: {{ surveys['robin-2020'].birds }}.")
    living.review.replace(SURVEYS, "2020,25,5", "2020,29,5")

    assert living.stale()[1].splitlines()[1:3] == [
        "    surveys:robin-2020 (Robins of Kent): birds 25 → 29",
        "    its words have changed as well",
    ]


def test_where_only_the_columns_are_others_that_is_said(living):
    living.review.replace("manuscript/tables.yaml", "value: row.title", "value: row.birds")

    assert living.stale()[1].splitlines()[1] == (
        "    surveys:all-2021 (Birds of Kent): read in other columns than then"
    )


def test_of_many_rows_the_first_are_told_and_the_others_counted(living):
    rows = "".join(
        f"new-{number:02},New {number},owl,,transect,,robin,2022,,3,,,,,,,adams2019,,,accepted,,\n"
        for number in range(12)
    )
    living.review.append(SURVEYS, rows)

    lines = living.stale()[1].splitlines()

    assert lines[8:10] == [
        "    new here: surveys:new-07 (New 7)",
        "    and 4 more rows (--format json has them all)",
    ]
    (unread,) = json.loads(living.stale("--format", "json")[1])
    assert len(unread["changes"]) == 12


def test_as_json_there_is_all_of_it(living):
    living.review.replace(SURVEYS, "share,-1.5,", "share,-1.6,")

    assert json.loads(living.stale("--format", "json")[1]) == [
        {
            "path": TEXT,
            "line": 5,
            "words": 'Robins: {{ surveys["robin-2020"] | effect }}.',
            "state": "stale",
            "reworded": False,
            "signed": {"date": "2026-11-22", "by": "Ada"},
            "changes": [
                {
                    "row": "surveys:robin-2020",
                    "label": "Robins of Kent",
                    "kind": "changed",
                    "cells": [{"column": "estimate", "old": "-1.5", "new": "-1.6"}],
                    "known": True,
                }
            ],
        }
    ]


def test_for_github_each_block_is_a_warning_at_its_line(living):
    living.review.replace(SURVEYS, "share,-1.5,", "share,-1.6,")
    living.review.replace(TEXT, "cm long.", "centimetres long.")
    living.review.replace(TEXT, "Cited [@surveys:all-2021].", "Hens cluck.")

    lines = living.stale("--format", "github")[1].splitlines()

    assert [line.partition(": “")[0] for line in lines] == [
        f"::warning file={TEXT},line=3,title=reworded::"
        "the words have changed, and not the evidence",
        f"::warning file={TEXT},line=5,title=stale::the evidence has changed",
        f"::warning file={TEXT},line=9,title=unsigned::was never signed off",
        f"::warning file={SIGNOFF},line=3,title=signoff-gone::was signed off, and is gone",
        "4 warnings",
    ]
    assert lines[1].endswith(
        "%0Asurveys:robin-2020 (Robins of Kent): estimate -1.5 → -1.6"
        "%0Asigned off on 2026-11-22 by Ada"
        f"%0Aread it, then: livereview accept {TEXT}:5"
    )


def test_for_a_comment_there_is_a_check_list_by_file(living):
    living.review.replace(SURVEYS, "share,-1.5,", "share,-1.6,")
    living.review.replace(SURVEYS, "Robins of Kent", "Robins of *Kent*")

    assert living.stale("--format", "markdown")[1] == (
        "**2 blocks whose evidence has changed**\n"
        "\n"
        f"`{TEXT}`\n"
        "\n"
        '- [ ] line 5, “Robins: \\{\\{ surveys\\["robin-2020"\\] \\| effect \\}\\}.”: '
        "the evidence has changed\n"
        "  - surveys:robin-2020 (Robins of \\*Kent\\*): estimate -1.5 → -1.6\n"
        "  - signed off on 2026-11-22 by Ada\n"
        "\n"
        "`manuscript/tables.yaml`\n"
        "\n"
        "- [ ] line 2, “Surveys of Kent.”: the evidence has changed\n"
        "  - surveys:robin-2020 (Robins of \\*Kent\\*): "
        "title Robins of Kent → Robins of \\*Kent\\*\n"
        "  - signed off on 2026-11-22 by Ada\n"
    )


@pytest.mark.parametrize("form", ["text", "json", "github", "markdown"])
def test_each_form_says_that_there_is_nothing(living, form):
    nothing = {"json": "[]\n", "github": "no problems\n", "markdown": "**Nothing to read again**\n"}

    assert living.stale("--format", form)[1] == nothing.get(form, "nothing to read again\n")


@pytest.mark.parametrize(
    ("path", "old", "new", "told"),
    [
        (SURVEYS, "id,title", "id,titel", f"{SURVEYS}:1: titel: unknown column"),
        (TEXT, "Wrens are {{", "Wrens are {{ (", f"{TEXT}:3: "),
        ("manuscript/tables.yaml", "rows: surveys", "rows: [", "manuscript/tables.yaml:5: "),
        (SIGNOFF, "file,heading", "<<<<<<< a\nfile,heading", f"{SIGNOFF}:1: git has left a merge"),
    ],
)
def test_what_can_not_be_read_is_told_and_nothing_else(living, path, old, new, told):
    living.review.replace(path, old, new)

    status, text, error = living.stale()

    assert (status, text) == (1, "")
    assert told in error
    assert "Traceback" not in error


def test_a_figure_that_fails_for_another_reason_is_told(living):
    living.review.write("manuscript/figures/map.py", "def draw(evidence):\n    return 1 / 0\n")
    living.review.append(TEXT, "\n![Wrens.](figures/map.svg){#fig:map}\n")

    status, text, error = living.stale()

    assert (status, text) == (1, "")
    assert error.startswith("manuscript/figures/map.py:2: ZeroDivisionError: division by zero\n")


LONG = "The wren sang in the hedge, and no one who came by at dawn in Kent that year heard an owl."


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("1.33", "1.43", ("1.33", "1.43")),
        (LONG, LONG.replace("owl", "eagle"), ("…heard an owl.", "…heard an eagle.")),
        (
            LONG,
            LONG.replace("at dawn", "at noon"),
            ("…by at dawn…", "…by at noon…"),
        ),
        (LONG, f"{LONG} Twice.", ("…heard an owl.", "…heard an owl. Twice.")),
        (LONG, f"Once. {LONG}", ("The…", "Once. The…")),
    ],
)
def test_of_long_texts_the_part_is_told_that_differs(old, new, told):
    assert parts_that_differ(old, new) == told


@given(st.text("ab ", max_size=90), st.text("ab ", max_size=90))
def test_of_two_different_texts_the_parts_that_are_told_differ(old, new):
    before, after = parts_that_differ(old, new)

    assert (before == after) == (old == new) or old.split() == new.split()


def test_an_empty_cell_and_many_cells_are_told_in_few_words():
    cells = tuple(Cell(f"c{number}", "", "x") for number in range(8))

    assert in_words(Difference("a:b", "", Kind.CHANGED, cells)) == (
        "a:b: c0 (empty) → x, c1 (empty) → x, c2 (empty) → x, c3 (empty) → x, c4 (empty) → x, "
        "c5 (empty) → x and 2 more cells"
    )


CONSOLE = re.compile(r"^```console\n\$ livereview (.*)\n((?:.*\n)*?)```$", re.MULTILINE)


def test_the_round_trip_is_as_the_documentation_shows_it(review, tmp_path, capsys):
    root = tmp_path / "tiny"
    shutil.copytree(REPOSITORY / "tests" / "fixtures" / "tiny", root)
    git(tmp_path, "init", "--quiet", str(root))
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message=x")
    main(["--root", str(root), "accept", "--all", "--yes", "--by", "Ada Ash"])
    songs = root / "data" / "songs.csv"
    songs.write_text(songs.read_text().replace(",1.30,0.88,", ",1.35,0.88,"))
    git(root, "config", "user.name", "Bo Birch")
    capsys.readouterr()

    shown = CONSOLE.findall((REPOSITORY / "docs" / "living.md").read_text(encoding="utf-8"))

    assert [words.split()[0] for words, _ in shown] == ["stale", "accept", "stale"]
    for words, printed in shown[:2]:
        assert main(["--root", str(root), *words.split()]) == 0
        assert capsys.readouterr().out == printed
    main(["--root", str(root), "accept", "--all", "--yes"])
    capsys.readouterr()
    assert main(["--root", str(root), *shown[2][0].split()]) == 0
    assert capsys.readouterr().out == shown[2][1]
