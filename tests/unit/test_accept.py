"""``livereview accept``: what is signed off, by whom, and what is left alone."""

import csv
import io
import subprocess
import sys
from dataclasses import dataclass
from datetime import date

import pytest
from livereview.accepting import accept, choose_all
from livereview.cli import main
from livereview.survey import survey

SURVEYS = "data/surveys.csv"
SIGNOFF = "manuscript/signoff.csv"
TEXT = "manuscript/guide/01.md"
OTHER = "manuscript/guide/02.md"
MARKDOWN = """
    # Birds {#sec:birds}

    Wrens are
    {{ species.wren.size_cm }} cm long.

    Cited [@surveys:all-2021].

    {{ table("surveys") }}
    """
MORE = """
    Owls are {{ species.owl.size_cm }} cm long.
    """


class Terminal(io.StringIO):
    """Someone who types an answer."""

    def isatty(self):
        return True


@dataclass
class Signing:
    """The review of birds, and what ``accept`` does to it."""

    review: object
    capsys: pytest.CaptureFixture
    monkeypatch: pytest.MonkeyPatch

    def accept(self, *options, answer=None):
        """The exit status, what was printed, and what was printed as an error."""
        given = Terminal(answer) if answer is not None else io.StringIO()
        self.monkeypatch.setattr("sys.stdin", given)
        by = [] if "--by" in options else ["--by", "Ada"]
        status = main(["--root", str(self.review.root), "accept", *options, *by])
        output = self.capsys.readouterr()
        return status, output.out, output.err

    def stale(self):
        assert main(["--root", str(self.review.root), "stale"]) == 0
        return self.capsys.readouterr().out

    @property
    def signed(self):
        """File, first word, day and name of each sign-off."""
        if not (self.review.root / SIGNOFF).exists():
            return []
        lines = csv.DictReader(io.StringIO(self.review.read(SIGNOFF)))
        return sorted(
            (line["file"], line["words"].split()[0], line["date"], line["by"]) for line in lines
        )

    def today(self, year, month, day):
        self.monkeypatch.setattr("livereview.dates.today_here", lambda: date(year, month, day))


@pytest.fixture
def signing(review, capsys, monkeypatch):
    review.write(TEXT, MARKDOWN)
    review.write(OTHER, MORE)
    return Signing(review, capsys, monkeypatch)


@pytest.fixture
def signed(signing):
    """The same, signed off on the first of December."""
    signing.today(2026, 12, 1)
    assert signing.accept("--all", "--yes")[0] == 0
    signing.today(2026, 12, 9)
    return signing


def test_a_line_names_the_block_that_it_belongs_to_which_is_shown_and_signed_off(signing):
    assert signing.accept(f"{TEXT}:4") == (
        0,
        f"{TEXT}:3: was never signed off: “Wrens are {{{{ species.wren.size_cm }}}} cm long.”\n"
        "1 block never signed off\n"
        "signed off 1 block as Ada\n",
        "",
    )
    assert signing.signed == [(TEXT, "Wrens", "2026-11-22", "Ada")]


def test_a_file_names_all_its_blocks(signing):
    signing.accept(TEXT, "--yes")

    assert [words for _, words, _, _ in signing.signed] == ["Birds", "Cited", "Wrens"]


def test_several_names_are_taken_together_and_each_block_once(signing):
    status, text, _ = signing.accept(OTHER, f"{TEXT}:3", f"{TEXT}:4", "--yes")

    assert (status, text.splitlines()[-1]) == (0, "signed off 2 blocks as Ada")
    assert [words for _, words, _, _ in signing.signed] == ["Wrens", "Owls"]


@pytest.mark.parametrize("line", [3, 4, 6])
def test_any_line_of_a_caption_or_of_notes_names_all_of_it(signing, line):
    signing.review.write(
        "manuscript/tables.yaml",
        """
        surveys:
          rows: surveys
          caption: >-
            Surveys of
            Kent.
          notes: |
            One.

            Two.
          columns:
            - {header: Survey, value: row.title}
        """,
    )

    signing.accept(f"manuscript/tables.yaml:{line}", "--yes")

    caption, notes = ["Surveys"], ["One.", "Two."]
    assert [words for _, words, _, _ in signing.signed] == (caption if line < 6 else notes)


def test_a_file_is_found_from_the_current_folder_too(signing, monkeypatch):
    monkeypatch.chdir(signing.review.root / "manuscript" / "guide")

    assert signing.accept("02.md")[0] == 0
    assert signing.accept(f"{TEXT}:1")[0] == 0
    assert [words for _, words, _, _ in signing.signed] == ["Birds", "Owls"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "manuscript/guide/03.md",
            "manuscript/guide/03.md has no block that could be signed off\n"
            f'    did you mean "{OTHER}"?\n',
        ),
        (
            f"{TEXT}:2",
            f"{TEXT} has no block on line 2\n    the nearest begins on line 1\n",
        ),
        (
            f"{TEXT}:99",
            f"{TEXT} has no block on line 99\n    the nearest begins on line 6\n",
        ),
        (
            "../elsewhere.md",
            "../elsewhere.md has no block that could be signed off\n"
            "    ./livereview stale names files and lines\n",
        ),
    ],
)
def test_what_names_no_block_is_told_and_nothing_is_signed_off(signing, name, message):
    assert signing.accept(f"{TEXT}:1", name) == (1, "", message)
    assert signing.signed == []


@pytest.mark.parametrize("words", [(), ("--all", TEXT)])
def test_either_blocks_are_named_or_all_are_meant(words, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["accept", *words])

    assert stopped.value.code == 2
    assert "--all" in capsys.readouterr().err


def test_several_blocks_are_signed_off_when_a_person_says_yes(signing):
    status, text, _ = signing.accept("--all", answer="y\n")

    assert status == 0
    assert text.endswith(
        "5 blocks never signed off\nSign off these 5 blocks? [y/N] signed off 5 blocks as Ada\n"
    )
    assert len(signing.signed) == 5


@pytest.mark.parametrize("answer", ["n\n", "\n", "", "what?\n"])
def test_any_other_answer_signs_nothing_off(signing, answer):
    status, _, error = signing.accept("--all", answer=answer)

    assert (status, error) == (1, "nothing was signed off\n")
    assert signing.signed == []


def test_ctrl_c_signs_nothing_off(signing):
    class Interrupted(Terminal):
        def readline(self, *_):
            raise KeyboardInterrupt

    signing.monkeypatch.setattr("sys.stdin", Interrupted())
    status = main(["--root", str(signing.review.root), "accept", "--all", "--by", "Ada"])

    assert (status, signing.capsys.readouterr().err) == (130, "\nnothing was signed off\n")
    assert signing.signed == []


def test_without_a_terminal_several_blocks_need_a_yes_beforehand(signing):
    status, text, error = signing.accept("--all")

    assert (status, error) == (
        1,
        "there is no one to ask whether to sign off 5 blocks\n"
        "    --yes signs them off without asking\n",
    )
    assert text.endswith("5 blocks never signed off\n")
    assert signing.signed == []


def test_what_is_signed_off_keeps_its_day_and_name(signed):
    signed.review.replace("data/species.csv", "winterkoning,10,", "winterkoning,11,")

    status, text, _ = signed.accept("--all", "--by", "Bo")

    assert (status, text.splitlines()[-1]) == (0, "signed off 1 block as Bo")
    assert signed.signed == [
        (TEXT, "Birds", "2026-12-01", "Ada"),
        (TEXT, "Cited", "2026-12-01", "Ada"),
        (TEXT, "Wrens", "2026-12-09", "Bo"),
        (OTHER, "Owls", "2026-12-01", "Ada"),
        ("manuscript/tables.yaml", "Surveys", "2026-12-01", "Ada"),
    ]
    assert signed.stale() == "nothing to read again\n"


def test_to_accept_again_changes_no_byte(signed):
    before = signed.review.read(SIGNOFF)

    assert signed.accept("--all") == (0, "nothing to sign off\n", "")
    assert signed.review.read(SIGNOFF) == before


def test_other_blocks_are_left_as_they_are(signed):
    signed.review.replace("data/species.csv", "winterkoning,10,", "winterkoning,11,")
    signed.review.replace("data/species.csv", "kerkuil,36,", "kerkuil,37,")

    signed.accept(OTHER)

    assert (TEXT, "Wrens", "2026-12-01", "Ada") in signed.signed
    assert f"{TEXT}:3: the evidence has changed" in signed.stale()


def test_a_block_that_moved_keeps_its_day_and_is_found_where_it_is_now(signed):
    wrens = "Wrens are\n{{ species.wren.size_cm }} cm long.\n"
    signed.review.replace(TEXT, wrens, "")
    signed.review.append(OTHER, f"\n{wrens}")

    assert signed.accept("--all") == (0, "nothing to sign off\n", "")
    assert (OTHER, "Wrens", "2026-12-01", "Ada") in signed.signed


def test_sign_offs_whose_block_is_gone_are_taken_out_of_the_files_that_are_named(signed):
    signed.review.replace(TEXT, "Cited [@surveys:all-2021].\n", "")
    signed.review.write(OTHER, "Hens cluck.\n")

    assert signed.accept(TEXT)[:2] == (0, "took out 1 sign-off whose block is gone\n")
    assert [words for _, words, _, _ in signed.signed] == ["Birds", "Wrens", "Owls", "Surveys"]
    assert signed.accept("--all")[1].splitlines()[-1] == (
        "signed off 1 block as Ada; took out 1 sign-off whose block is gone"
    )


def test_a_file_that_is_gone_can_be_named(signed):
    (signed.review.root / OTHER).unlink()

    assert signed.accept(OTHER) == (0, "took out 1 sign-off whose block is gone\n", "")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "clark2021,,,accepted",
            "clark2021,,,unverified",
            "surveys:all-2021: rests on a row that is unverified",
        ),
        ("\nall-2021,", "\nall-2022,", "surveys:all-2021: rests on a row that is gone"),
    ],
)
def test_nothing_is_signed_off_while_a_block_rests_on_a_row_that_may_not_be_printed(
    signed, old, new, message
):
    before = signed.review.read(SIGNOFF)
    signed.review.replace(SURVEYS, old, new)

    assert signed.accept("--all", "--yes") == (
        1,
        "",
        f"{TEXT}:6: {message}\n"
        "    take it out of the text, or settle the row first; then sign the block off\n"
        "1 error\n",
    )
    assert signed.review.read(SIGNOFF) == before


def test_a_block_with_mistakes_is_not_signed_off_and_others_are(signing):
    signing.review.replace(TEXT, "species.wren", "species.wran")

    assert signing.accept(f"{TEXT}:3") == (
        1,
        "",
        f"{TEXT}:3: can't be signed off before what is wrong with it is corrected\n"
        f'{TEXT}:4: wran: table "species" has no row "wran"\n'
        '    did you mean "wren"?\n'
        "2 errors\n",
    )
    assert signing.accept(f"{TEXT}:6")[0] == 0


def test_a_mistake_beside_all_blocks_concerns_those_of_its_file(signing):
    signing.review.replace(TEXT, "\n\nWrens", '\n\n{% set a = species["wran"] %}\n\nWrens')

    assert signing.accept(f"{TEXT}:8")[0] == 1
    assert signing.accept(OTHER)[0] == 0


MAP = """
    from livereview.figures import Figure


    def draw(evidence):
        return Figure("<svg/>", "Wrens.", (evidence["surveys"]["wren-2019"].name,), {})
    """


def test_the_caption_of_a_figure_that_can_not_be_drawn_is_not_signed_off(signing):
    signing.review.write("manuscript/figures/map.py", MAP)
    signing.review.append(OTHER, "\n![Wrens.](figures/map.svg){#fig:map}\n")
    signing.review.replace(SURVEYS, "\nwren-2019,", "\nwren-2018,")

    assert signing.accept(f"{OTHER}:3") == (
        1,
        "",
        'manuscript/figures/map.py:4: wren-2019: table "surveys" has no row "wren-2019"\n'
        '    did you mean "wren-2018"?\n'
        f"{OTHER}:3: can't be signed off before what is wrong with it is corrected\n"
        "2 errors\n",
    )
    assert signing.accept(f"{OTHER}:1")[0] == 0


def test_a_file_of_sign_offs_that_can_not_be_read_is_not_overwritten(signed):
    signed.review.append(SIGNOFF, "<<<<<<< HEAD\n")
    before = signed.review.read(SIGNOFF)

    status, _, error = signed.accept("--all", "--yes")

    assert (status, signed.review.read(SIGNOFF)) == (1, before)
    assert error.startswith(f"{SIGNOFF}:7: git has left a merge here that is not finished\n")


def test_what_another_signed_off_in_the_meantime_is_kept(signing):
    signing.today(2026, 12, 1)
    looked_at = survey(signing.review.root)
    signing.accept(OTHER, "--by", "Bo")

    chosen = [each for each in choose_all(looked_at).standings if each.block.path == TEXT]
    everything = choose_all(looked_at)
    accept(
        looked_at,
        type(everything)(tuple(chosen), frozenset({TEXT})),
        "2026-12-02",
        "Ada",
    )

    assert {by for _, words, _, by in signing.signed if words == "Owls"} == {"Bo"}
    assert len(signing.signed) == 4


def test_two_who_sign_off_at_once_lose_nothing(signing):
    root = str(signing.review.root)
    names = [TEXT, OTHER, "manuscript/tables.yaml"] * 2
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "livereview", "--root", root, "accept", name, "--yes"],
            stdout=subprocess.DEVNULL,
        )
        for name in names
    ]

    assert [each.wait() for each in running] == [0] * 6
    assert len(signing.signed) == 5


def test_who_signs_off_is_whom_git_knows(signing):
    root = signing.review.root
    subprocess.run(["git", "init", "--quiet"], cwd=root, check=True)
    subprocess.run(["git", "config", "user.name", "Ada  Ash"], cwd=root, check=True)

    signing.accept(OTHER, "--by", "")

    assert signing.signed == [(OTHER, "Owls", "2026-11-22", "Ada Ash")]


def test_where_git_knows_no_one_it_is_the_login(signing, monkeypatch):
    monkeypatch.setattr("livereview.old_values.user_of", lambda _: "")
    monkeypatch.setenv("LOGNAME", "ada")

    signing.accept(OTHER, "--by", "")

    assert signing.signed == [(OTHER, "Owls", "2026-11-22", "ada")]
