"""What changed in the text, the printed tables and the figures, and how differences are shown."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from livereview.changes.as_markdown import escaped
from livereview.changes.model import Report
from livereview.changes.report import compare
from livereview.changes.worddiff import clipped, word_differences
from livereview.config import read_config
from livereview.pandoc import run_pandoc

from .conftest import SURVEYS, TEXT, Review

FIGURE = """
    from livereview.figures import Figure

    def draw(evidence):
        rows = [row for row in evidence["surveys"] if row["estimate"] is not None]
        names = tuple(row.name for row in rows)
        return Figure("<svg></svg>", "A map.", names, {"surveys": len(rows)})
    """


GROUPED = "rows: surveys\n  group_by: row.species | label\n  group_header: Species"


@pytest.fixture
def before(review: Review, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An older state of the review, to be taken by `keep`."""
    review.write("manuscript/figures/map.py", FIGURE)
    return tmp_path_factory.mktemp("older") / "review"


def keep(review: Review, before: Path, text: str = "") -> None:
    """Take the review with this text for the older state."""
    if text:
        review.write(TEXT, text)
    shutil.copytree(review.root, before)


def report(review: Review, before: Path) -> Report:
    return compare(review.root, read_config(review.root), str(before))


def moved(review: Review, before: Path) -> list[tuple[str, str]]:
    return [(each.old, each.new) for each in report(review, before).sentences]


def test_a_sentence_whose_value_moved_is_told_with_file_and_heading(review, before):
    keep(review, before)
    review.replace("data/species.csv", "wren,wren,winterkoning,10", "wren,wren,winterkoning,11")
    (sentence,) = report(review, before).sentences
    assert (sentence.path, sentence.heading) == ("manuscript/guide/01.md", "Birds")
    assert (sentence.old, sentence.new) == ("Wrens are 10 cm long.", "Wrens are 11 cm long.")


def test_a_number_in_words_moves_too(review, before):
    keep(review, before, '{{ habitats | counted("habitat", "habitats") }} were seen in Kent.\n')
    review.replace("data/habitats.csv", "marsh,marshes\n", "")
    assert moved(review, before) == [
        ("three habitats were seen in Kent.", "two habitats were seen in Kent.")
    ]


def test_a_number_that_was_typed_moves_too(review, before):
    keep(review, before, "Some 40 birds were seen.\n")
    review.write(TEXT, "Some 41 birds were seen.\n")
    assert moved(review, before) == [("Some 40 birds were seen.", "Some 41 birds were seen.")]


def test_a_reworded_sentence_is_not_told(review, before):
    keep(review, before, "Some 40 birds were seen.\n")
    review.write(TEXT, "In Kent, 41 birds were counted.\n")
    assert moved(review, before) == []


def test_only_the_sentence_that_moved_is_told_and_not_its_paragraph(review, before):
    keep(
        review,
        before,
        "Wrens sing. Wrens are {{ species.wren.size_cm }} cm long! Owls are 36 cm long.\n",
    )
    review.replace("data/species.csv", "winterkoning,10", "winterkoning,12")
    assert moved(review, before) == [("Wrens are 10 cm long!", "Wrens are 12 cm long!")]


def test_a_sentence_that_moved_to_another_paragraph_is_still_known(review, before):
    keep(review, before, "Wrens are {{ species.wren.size_cm }} cm long.\n\nOwls hunt.\n")
    review.write(TEXT, "Owls hunt.\n\nWrens are {{ species.wren.size_cm }} cm long.\n")
    review.replace("data/species.csv", "winterkoning,10", "winterkoning,12")
    assert moved(review, before) == [("Wrens are 10 cm long.", "Wrens are 12 cm long.")]


def test_a_new_item_of_a_generated_list_moves_no_other_item(review, before):
    keep(
        review,
        before,
        """
        {% for row in surveys %}
        - {{ row.title }} in {{ row.year }}

        {% endfor %}
        """,
    )
    lines = review.read(SURVEYS).splitlines(keepends=True)
    new = lines[1].replace("wren-2019,Wrens", "wren-2018,Old wrens").replace(",2019,", ",2018,")
    review.write(SURVEYS, "".join([lines[0], new, *lines[1:]]).encode())
    assert moved(review, before) == []


def test_chinese_sentences_end_without_a_blank(review, before):
    review.replace("manuscript/guide/metadata.yaml", "lang: en", "lang: zh")
    keep(review, before, "鹪鹩长{{ species.wren.size_cm }}厘米。猫头鹰长36厘米。\n")
    review.replace("data/species.csv", "winterkoning,10", "winterkoning,12")
    (sentence,) = report(review, before).sentences
    assert (sentence.old, sentence.new) == ("鹪鹩长10厘米。", "鹪鹩长12厘米。")
    assert sentence.language == "zh"


def test_dutch_sentences_have_their_own_marks(review, before):
    review.replace("manuscript/guide/metadata.yaml", "lang: en", "lang: nl")
    keep(
        review, before, 'De verhouding was {{ surveys["wren-2019"].estimate | number }} in Kent.\n'
    )
    review.replace(SURVEYS, "ratio,1.00,", "ratio,1.50,")
    assert moved(review, before) == [
        ("De verhouding was 1,00 in Kent.", "De verhouding was 1,50 in Kent.")
    ]


def test_citations_leave_no_trace_and_references_their_kind(review, before):
    keep(
        review,
        before,
        """
        Wrens are {{ species.wren.size_cm }} cm long [@surveys:wren-2019]; see @tbl:surveys.

        {{ table("surveys") }}
        """,
    )
    review.replace("data/species.csv", "winterkoning,10", "winterkoning,12")
    assert moved(review, before) == [
        ("Wrens are 10 cm long; see Table.", "Wrens are 12 cm long; see Table.")
    ]


def test_a_text_that_cannot_be_filled_is_told_and_its_rows_are_compared(review, before):
    keep(review, before, "Wrens are {{ species.wren.size_cm }} cm long.\n")
    (before / TEXT).write_text("Wrens are {{ species.wren.length }} cm long.\n", encoding="utf-8")
    review.replace("data/species.csv", "winterkoning,10", "winterkoning,12")
    found = report(review, before)
    (remark,) = found.remarks
    assert remark.startswith(f"The edition \"guide\" of {before} can't be filled by today's engine")
    assert found.sentences == ()
    assert [row.id for row in found.rows] == ["wren"]


def test_a_printed_table_tells_of_lines_and_cells(review, before):
    keep(review, before, '{{ table("surveys") }}\n')
    lines = review.read(SURVEYS).splitlines(keepends=True)
    changed = lines[1].replace("Wrens of Kent", "Wrens in Kent")
    new = lines[2].replace("robin-2020", "robin-2021")
    review.write(SURVEYS, "".join([lines[0], changed, lines[2], new]).encode())
    (table,) = report(review, before).printed
    assert (table.name, table.caption) == ("surveys", "Surveys of Kent.")
    assert (table.lines_added, table.lines_removed, table.cells) == (1, 1, 1)


def test_columns_of_a_printed_table_are_told(review, before):
    keep(review, before)
    review.replace("manuscript/tables.yaml", "header: Sources,", "header: Works,")
    (table,) = report(review, before).printed
    assert (table.columns_added, table.columns_removed, table.cells) == (
        ("Works",),
        ("Sources",),
        0,
    )


def test_a_subheading_that_changed_is_told_once(review, before):
    review.replace("manuscript/tables.yaml", "rows: surveys", GROUPED)
    keep(review, before)
    review.replace("data/species.csv", "wren,wren,", "wren,Kentish wren,")
    (table,) = report(review, before).printed
    assert (table.headings, table.cells) == (1, 0)


def test_a_figure_is_told_that_calls_a_row_by_another_name(review, before):
    named = FIGURE.replace(
        "return Figure", "names += (evidence['species']['wren'].name,)\n        return Figure"
    ).replace("rows = [", "evidence['species']['wren'].label('en')\n        rows = [")
    review.write("manuscript/figures/map.py", named)
    keep(review, before)
    review.replace("data/species.csv", "wren,wren,", "wren,Kentish wren,")
    (figure,) = report(review, before).figures
    assert (figure.name, figure.rows_changed) == ("map", ("species:wren",))


def test_a_figure_is_not_told_for_a_cell_that_it_does_not_read(review, before):
    keep(review, before)
    review.replace(SURVEYS, "Wrens of Kent", "Wrens in Kent")
    assert report(review, before).figures == ()


def test_a_figure_is_told_whose_rows_changed(review, before):
    keep(review, before)
    review.replace(SURVEYS, "ratio,1.00,", "ratio,1.02,")
    (figure,) = report(review, before).figures
    assert (figure.name, figure.rows_changed) == ("map", ("surveys:wren-2019",))


def test_a_figure_is_told_that_reports_something_else(review, before):
    keep(review, before)
    review.replace(SURVEYS, "share,-1.5,-2.50,0.40", "share,,,")
    (figure,) = report(review, before).figures
    assert figure.rows_removed == ("surveys:robin-2020",)
    assert [(each.field, each.old, each.new) for each in figure.facts] == [("surveys", "2", "1")]


def test_a_sentence_may_quote_a_figure(review, before):
    keep(review, before, 'The map shows {{ figure("map").surveys }} surveys.\n')
    review.replace(SURVEYS, "share,-1.5,-2.50,0.40", "share,,,")
    assert moved(review, before) == [("The map shows 2 surveys.", "The map shows 1 surveys.")]


def test_a_figure_that_cannot_be_run_is_told_and_left_out(review, before):
    keep(review, before, 'The map shows {{ figure("map").surveys }} surveys.\n')
    (before / "manuscript" / "figures" / "map.py").write_text("import gone_by_now\n")
    found = report(review, before)
    assert found.remarks[0].startswith(f'The figure "map" of {before} can\'t be run')
    assert (found.sentences, found.figures) == ((), ())


def test_a_long_text_shows_the_words_that_went_and_came():
    assert word_differences("HR 1.33 in all of the people", "HR 1.37 in all of these people") == [
        ("same", "HR "),
        ("old", "1.33"),
        ("new", "1.37"),
        ("same", " in all of "),
        ("old", "the"),
        ("new", "these"),
        ("same", " people"),
    ]


def test_texts_that_share_little_are_shown_as_wholes():
    assert word_differences("Wrens sing", "Owls hunt at night") == [
        ("old", "Wrens sing"),
        ("new", "Owls hunt at night"),
    ]


def test_of_a_long_text_the_words_beside_a_change_are_told():
    before = "one two three four five six seven eight nine ten " * 5
    pieces = clipped(word_differences(f"{before}A. {before}", f"{before}B. {before}"))
    assert [piece.text for piece in pieces] == [
        "… nine ten one two three four five six seven eight nine ten ",
        "A",
        "B",
        ". one two three four five six seven eight nine ten one two … ",
    ]


@given(st.text(), st.text())
def test_the_pieces_of_a_difference_make_up_both_texts(old, new):
    pieces = word_differences(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "old") == new


WORDS = st.text(st.sampled_from("ab1 .,;:()*_~`[]<>#|\\&$^!{}@'\"-+=/é鹪"), min_size=1)


@given(st.lists(WORDS, min_size=1, max_size=30))
def test_text_in_markdown_is_no_markup(texts):
    plain = [" ".join(text.split()) for text in texts if text.strip()]
    page = "\n\n".join(f"Text: {escaped(text)}" for text in plain)
    read = run_pandoc(["--from=commonmark", "--to=plain", "--wrap=none"], page)
    assert read.rstrip("\n") == "\n\n".join(f"Text: {text}" for text in plain)
