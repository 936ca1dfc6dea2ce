"""Where the mark of a passage that must be read again stands, and that it changes nothing else."""

import json

import panflute as pf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from livereview.margins import Margins, marked
from livereview.pandoc import dump, read_markdown
from livereview.passages import Passage
from livereview.placeholders import MARK, Placement, Placements

HERE = "⟨⟩"


def lines(text, mark=HERE):
    return "\n".join(marked(text.split("\n"), mark))


@pytest.mark.parametrize(
    "text",
    [
        "⟨⟩Wrens are small.\nOwls are not.",
        "# ⟨⟩Birds {#sec:birds}",
        "- ⟨⟩Wrens\n- ⟨⟩Owls",
        "12. ⟨⟩Wrens",
        "(iv) ⟨⟩Wrens",
        "(@good) ⟨⟩Wrens",
        "IV.  ⟨⟩Wrens",
        "⟨⟩J. Wren was heard.",
        "- [ ] ⟨⟩Wrens",
        "  - ⟨⟩Wrens",
        "> ⟨⟩Wrens",
        "> - ⟨⟩Wrens",
        "[^1]: ⟨⟩Wrens",
        ": ⟨⟩Wrens by place",
        "| ⟨⟩Wrens sing\n| at dawn",
        "![⟨⟩Wrens by place.](figures/map.svg){#fig:map}",
        "![“⟨⟩Wrens” by place.](figures/map.svg){#fig:map}",
        '"⟨⟩Wrens," they said.',
        "_⟨⟩Wrens_ are small.",
        "⟨⟩**Wrens** are small.",
        "⟨⟩[@surveys:wren-2019] tells of wrens.",
        "@adams2019 ⟨⟩tells of wrens.",
        "@fig:map ⟨⟩shows wrens.",
        "⟨⟩{{ species.wren.size_cm }} cm is small.",
        "⟨⟩{% if wrens %}Wrens{% else %}Owls{% endif %} are small.",
        "⟨⟩  {% if wrens %}Wrens{% endif %} are small.",
        "- {% if wrens %}⟨⟩Wrens{% endif %}",
        "{% set wren = species.wren %}\n⟨⟩Wrens",
        "{% set wren =\n  species.wren %}⟨⟩Wrens",
        "{% for wren in wrens %}\n- ⟨⟩Wrens\n{% endfor %}",
        "{% if wrens %}\n⟨⟩Wrens\n\n⟨⟩Owls\n{% else %}\n⟨⟩None\n{% endif %}",
        "<!-- seen -->\n⟨⟩Wrens",
        "⟨⟩Wrens {{ songs\n- 1 }} are small.",
        "⟨⟩码头的鸟",
    ],
)
def test_a_mark_stands_before_the_first_word_of_each_part_of_a_block(text):
    assert lines(text.replace(HERE, "")) == text


@pytest.mark.parametrize(
    "text",
    [
        "```\nwrens\n```",
        "~~~\n- wrens\n~~~",
        "Bird    Size\n----    ----\nwren    10",
        "+------+\n| wren |\n+------+",
        "| bird | size |\n|------|-----:|\n| wren | 10 |",
        "bird | size\n---|---\nwren | 10",
        "* * *",
        "[wrens]: https://example.org/wrens",
        '{% if wrens %}\n{{ table("surveys") }}\n{% endif %}',
        "@adams2019",
        "::: {.aside}\n:::",
    ],
)
def test_no_mark_stands_where_each_sign_has_its_place_or_no_word_is_printed(text):
    assert lines(text) == text


WORDS = st.sampled_from(
    [
        "wren",
        "*wren*",
        "**wren**",
        "_wren_",
        "***wren***",
        '"wren"',
        "'wren'",
        "“wren”",
        "[wren](https://example.org)",
        "[@adams2019]",
        "@adams2019 says",
        "`wren`",
        "~~wren~~",
        "H~2~O",
        "^[a note]",
        "(wren)",
        "[wren]{.small}",
        "鸟",
        "2020",
        "--- wren",
        "...",
        r"\*wren",
        "<https://example.org>",
        "-wren",
        "'tis",
    ]
)
SIGNS = st.sampled_from(["", "", "- ", "1. ", "(a) ", "> ", "> - ", "- [ ] ", "| ", "    ", "  "])
PARAGRAPHS = st.builds(
    lambda sign, words: sign + " ".join(words), SIGNS, st.lists(WORDS, min_size=1, max_size=4)
)


def without_marks(document: pf.Doc) -> str:
    """The tree of a document as text, without marks and the elements that hold nothing else."""
    text = json.dumps(json.loads(dump(document))["blocks"], ensure_ascii=False)
    return MARK.sub("", text).replace('{"t": "Str", "c": ""}, ', "")


@settings(max_examples=60, deadline=None)
@given(st.lists(PARAGRAPHS, min_size=1, max_size=4))
def test_a_mark_changes_nothing_of_what_the_markdown_around_it_means(paragraphs):
    text = "\n\n".join(paragraphs)
    placements = Placements()
    whole = "\n\n".join(lines(each, placements.add(Placement(text="mark"))) for each in paragraphs)
    assert without_marks(read_markdown(whole)[0]) == without_marks(read_markdown(text)[0])


def test_only_the_blocks_that_are_named_are_marked():
    passage = Passage("manuscript/guide/01.md", "Wrens.\n\nOwls.\n\nRobins.\n", line=5)
    margins = Margins({("manuscript/guide/01.md", 7): lambda language: "again"})
    placements = Placements()
    text = margins.template(passage, placements)
    assert MARK.sub(HERE, text) == "Wrens.\n\n⟨⟩Owls.\n\nRobins.\n"


def test_what_is_repeated_has_one_mark_in_the_language_it_stands_in():
    passage = Passage("manuscript/guide/01.md", "Wrens.")
    margins = Margins({("manuscript/guide/01.md", 1): lambda language: f"again in {language}"})
    placements = Placements()
    mark, _ = placements.split(margins.template(passage, placements))
    first, second = mark.beside("nl"), mark.beside("nl")
    assert [(each.identifier, each.attributes["title"]) for each in first] == [
        ("stale-1", "again in nl")
    ]
    assert second == []
