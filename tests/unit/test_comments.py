"""``livereview comments``: what co-authors noted in a Word file, each with its source."""

import re
from pathlib import Path
from textwrap import dedent
from types import SimpleNamespace

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from livereview.cli import main
from livereview.remarks import COMMENT, Remark, likely_block
from livereview.starting import start_review

PAGE = Path(__file__).parents[2] / "docs" / "word-comments.md"

TEXT = """\
# Birds {#sec:birds}

Wrens are {{ species.wren.size_cm }} cm long, and robins are longer [@surveys:wren-2019].

Owls are heard at night by those who wait for them without a lamp.

{{ table("surveys") }}
"""


@pytest.fixture
def comments(review, capsys, tmp_path):
    """Save a Word file and list what was noted in it: exit status, output, errors."""
    review.write("manuscript/guide/01.md", TEXT)

    def listed(document) -> tuple[int, str, str]:
        file = tmp_path / "from-bo.docx"
        document.save(str(file))
        status = main(["--root", str(review.root), "comments", str(file)])
        output = capsys.readouterr()
        return status, output.out, output.err

    return listed


def add_comment(document, runs, text, author="Bo Birch"):
    comment = document.add_comment(runs, text=text, author=author)
    comment._comment_elm.set(docx.oxml.ns.qn("w:date"), "2026-11-20T10:00:00Z")


def track(paragraph, kind: str, words: str, author: str = "Bo Birch") -> None:
    """Add words that were put in (`ins`) or taken out (`del`)."""
    text = "delText" if kind == "del" else "t"
    paragraph._p.append(
        parse_xml(
            f'<w:{kind} {nsdecls("w")} w:id="9" w:author="{author}" w:date="2026-11-21T08:00:00Z">'
            f'<w:r><w:{text} xml:space="preserve">{words}</w:{text}></w:r></w:{kind}>'
        )
    )


def test_a_comment_is_told_with_the_block_that_it_is_about(comments):
    document = docx.Document()
    document.add_heading("1 Birds")
    paragraph = document.add_paragraph("Wrens are 10 cm long, ")
    add_comment(document, [paragraph.add_run("and robins are longer")], "Are they?\nSee Adams.")
    paragraph.add_run(" (1).")

    assert comments(document) == (
        0,
        "manuscript/guide/01.md:3: Bo Birch, 2026-11-20: on “and robins are longer”\n"
        "    Are they? See Adams.\n"
        "1 comment, 0 tracked changes\n",
        "",
    )


def test_words_that_were_put_in_or_taken_out_are_told(comments):
    document = docx.Document()
    paragraph = document.add_paragraph("Owls are heard at night by those who wait for them")
    track(paragraph, "del", " without a lamp")
    track(paragraph, "ins", " in the dark")
    paragraph.add_run(".")

    assert comments(document)[1] == (
        "manuscript/guide/01.md:5: Bo Birch, 2026-11-21: took out “without a lamp”\n"
        "manuscript/guide/01.md:5: Bo Birch, 2026-11-21: put in “in the dark”\n"
        "0 comments, 2 tracked changes\n"
    )


def test_a_comment_over_two_paragraphs_is_told_where_it_begins(comments):
    document = docx.Document()
    first = document.add_paragraph("Wrens are 10 cm long, and robins are longer.")
    second = document.add_paragraph("Owls are heard at night.")
    add_comment(document, [first.runs[0], second.runs[0]], "Why?")

    assert comments(document)[1] == (
        "manuscript/guide/01.md:3: Bo Birch, 2026-11-20: on “Wrens are 10 cm long, and robins are "
        "longer. Owls are heard at night.”\n"
        "    Why?\n"
        "1 comment, 0 tracked changes\n"
    )


def test_a_comment_in_a_table_is_led_back_to_its_caption(comments):
    document = docx.Document()
    document.add_paragraph("Table 1. Surveys of Kent.", style="Caption")
    table = document.add_table(rows=1, cols=2)
    cell = table.rows[0].cells[0].paragraphs[0]
    add_comment(document, [cell.add_run("Wrens of Kent")], "And Essex?")

    assert comments(document)[1].startswith(
        "manuscript/tables.yaml:2: Bo Birch, 2026-11-20: on “Wrens of Kent”\n"
    )


def test_a_comment_in_the_list_of_references_is_led_back_to_its_work(comments):
    document = docx.Document()
    paragraph = document.add_paragraph("1. ")
    add_comment(document, [paragraph.add_run("Adams A. The Wren in Kent. Birds. 2019;4.")], "2018!")

    assert comments(document)[1] == (
        "references/library.bib:1: Bo Birch, 2026-11-20: on "
        "“Adams A. The Wren in Kent. Birds. 2019;4.”\n"
        "    2018!\n"
        "1 comment, 0 tracked changes\n"
    )


def test_a_comment_on_words_that_the_review_does_not_have_is_told_with_its_paragraph(comments):
    document = docx.Document()
    paragraph = document.add_paragraph("")
    add_comment(document, [paragraph.add_run("Acknowledgements to be written")], "By whom?")

    assert comments(document)[1].endswith(
        "from-bo.docx: Bo Birch, 2026-11-20: on “Acknowledgements to be written”\n"
        "    By whom?\n"
        "    in “Acknowledgements to be written”, which no block is like\n"
        "1 comment, 0 tracked changes\n"
    )


def test_the_list_in_the_documentation_is_a_true_one(tmp_path, capsys):
    root, file = tmp_path / "plants", tmp_path / "review-ada.docx"
    start_review(root)
    document = docx.Document()
    paragraph = document.add_paragraph(
        "Table 1 gives every result, and Figure 1 draws them. In basil, "
    )
    paragraph.add_run("the radio was followed by faster growth, 2.1 mm a week (1), ")
    ada = [paragraph.add_run("its certainty is low")]
    add_comment(document, ada, "Why low? Please say.", "Ada Ash")
    track(paragraph, "del", "but", "Ada Ash")
    paragraph.add_run(" that study had 32 pots")
    document.add_paragraph("Table 1. Growth with music, compared with silence.", style="Caption")
    cell = document.add_table(rows=1, cols=1).rows[0].cells[0].paragraphs[0]
    add_comment(document, [cell.add_run("240")], "The paper says 204.", "Bo Birch")
    document.save(str(file))

    assert main(["--root", str(root), "comments", str(file)]) == 0
    shown = re.search(r"```text\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert capsys.readouterr().out == dedent(shown[1])


def test_a_file_without_remarks_has_none(comments):
    document = docx.Document()
    document.add_paragraph("Wrens are 10 cm long.")

    assert comments(document) == (0, "0 comments, 0 tracked changes\n", "")


@pytest.mark.parametrize("content", [b"", b"Dear all", b"PK\x03\x04 but no archive"])
def test_what_is_no_word_file_is_refused(review, tmp_path, capsys, content):
    file = tmp_path / "letter.docx"
    file.write_bytes(content)

    assert main(["--root", str(review.root), "comments", str(file)]) == 1
    assert capsys.readouterr().err == f"{file} is no Word file\n    save it as .docx\n"


def test_a_file_that_is_not_there_is_named(review, tmp_path, capsys):
    assert main(["--root", str(review.root), "comments", str(tmp_path / "gone.docx")]) == 1
    assert capsys.readouterr().err == f"{tmp_path}/gone.docx is not there\n"


def test_a_chinese_paragraph_finds_its_block_though_it_has_no_spaces():
    texts = ['码头的鸟唱得更高：{{ songs["a-b"] | effect }}。', "车站的雀没有改变它的歌声。"]
    blocks = [SimpleNamespace(text=text) for text in texts]
    remark = Remark(COMMENT, "林", "", "唱得更高", "?", "码头的鸟唱得更高：0.40 kHz。")
    assert likely_block(remark, blocks) is blocks[0]


def test_where_there_are_no_blocks_none_is_likely():
    assert likely_block(Remark(COMMENT, "Bo", "", "a", "b", "c"), []) is None
