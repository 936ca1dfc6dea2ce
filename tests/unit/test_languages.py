"""Parts of a text in another language than the edition's."""

import panflute as pf
import pytest

DUTCH = "manuscript/guide/02-samenvatting.nl.md"
CHINESE = "manuscript/guide/03-zhaiyao.zh.md"
WREN, ROBIN = 'surveys["wren-2019"]', 'surveys["robin-2020"]'


def blocks_of(document, language):
    """The blocks of the document's parts in a language, headings and paragraphs as text."""
    parts = [
        each
        for each in document.content
        if isinstance(each, pf.Div) and each.attributes.get("lang") == language
    ]
    return [pf.stringify(block).strip() for part in parts for block in part.content]


@pytest.fixture
def part(review):
    """The problems, and the blocks, of a part with this text."""

    def part(path, text):
        review.write(path, text)
        document, edition = review.weave()
        language = path.split(".")[1]
        return list(map(str, edition.problems)), blocks_of(document, language)

    return part


@pytest.mark.parametrize(
    ("expression", "dutch", "chinese"),
    [
        (f"{WREN} | effect", "RR 1,00 (95%-BI 0,91–1,94)", "RR 1.00（95% CI 0.91～1.94）"),
        (f"{ROBIN} | interval", "95%-BI −2,50 tot 0,40", "95% CI −2.50～0.40"),
        ("1234567 | number", "1.234.567", "1,234,567"),
        (f"{WREN}.estimate", "1,00", "1.00"),
        (f"{WREN}.first_seen | date", "maart 2019", "2019年3月"),
        ('surveys["all-2021"].species | label', "alle vogels", "all birds"),
        ('["a", "b", "c"] | listing', "a, b en c", "a、b和c"),
        ('surveys | list | counted("项", "stuks")', "3 stuks", "3项"),
    ],
)
def test_a_part_speaks_the_language_of_its_file_name(part, expression, dutch, chinese):
    text = "{{ " + expression + " }}"
    assert part(DUTCH, text) == ([], [dutch])
    assert part(CHINESE, text) == ([], [chinese])


def test_the_other_parts_speak_the_language_of_the_edition(review):
    review.write(DUTCH, "{{ 1234567 | number }}")
    document, _ = review.weave("{{ 1234567 | number }}")
    assert [pf.stringify(each).strip() for each in document.content] == ["1,234,567", "1.234.567"]
    assert not isinstance(document.content[0], pf.Div)


def test_a_file_name_with_the_language_of_the_edition_makes_no_part(review):
    review.write("manuscript/guide/02-more.en.md", "More.")
    document, edition = review.weave("Words.")
    assert edition.problems == []
    assert [type(each) for each in document.content] == [pf.Para, pf.Para]


def test_a_language_without_terms_is_a_problem_at_its_file(review):
    review.write("manuscript/guide/02.fr.md", "Oiseaux @tbl:nothing.")
    assert review.check().text == (
        "manuscript/guide/02.fr.md: config/config.yaml has no terms for the language "
        '"fr"\n    it has: en, nl, zh; other file names have no dot before .md\n1 error\n'
    )


def test_a_reference_in_a_part_speaks_its_language_and_one_to_a_part_does_not(review):
    review.write(DUTCH, "# Kort {#sec:kort}\n\n@tbl:surveys, @fig:map en @sec:birds.\n")
    review.write("manuscript/guide/04.md", "@sec:kort.\n")
    document, edition = review.weave("""
        # Birds {#sec:birds}

        {{ table("surveys") }}

        ![Map.](figures/map.svg){#fig:map}
        """)
    assert edition.problems == []
    assert blocks_of(document, "nl") == ["2 Kort", "Tabel 1, Figure 1 en Section 1."]
    assert pf.stringify(document.content[-1]).strip() == "Section 2."


def test_a_list_of_sections_in_a_part_speaks_its_language(review):
    review.write(DUTCH, "{{ sections(surveys['wren-2019']) }}")
    document, edition = review.weave('# Birds\n\n{{ table("surveys") }}')
    assert edition.problems == []
    assert blocks_of(document, "nl") == ["Tabel 1"]


def test_a_figure_in_a_part_has_its_caption_in_the_language_of_the_part(review):
    review.write(CHINESE, "![地图。](figures/map.svg){#fig:map}\n\n@fig:map")
    document, edition = review.weave("@fig:map")
    assert edition.problems == []
    [part] = document.content[1:]
    assert pf.stringify(part.content[0].caption.content[0]) == "图 1. 地图。"
    assert [pf.stringify(each).strip() for each in (part.content[1], document.content[0])] == [
        "图 1",
        "Figure 1",
    ]


def test_a_table_in_a_part_is_a_problem(part):
    problems, _ = part(DUTCH, 'Een.\n\n{{ table("surveys") }}\n')
    assert problems == [
        f"{DUTCH}:3: surveys: a table stands in a part that is in the language of the edition\n"
        "    print it there, and refer to it here: @tbl:surveys"
    ]


def test_a_mistake_in_a_part_is_told_at_its_line(part):
    problems, _ = part(DUTCH, "# Kort\n\nZie @tbl:niets.\n\n{{ 1 | nummer }}\n")
    assert [problem.splitlines()[0] for problem in problems] == [
        f'{DUTCH}:5: there is no filter "nummer"',
        f"{DUTCH}:3: @tbl:niets: there is no such target",
    ]


def test_a_division_that_is_not_closed_in_a_part_is_told_there(part):
    problems, _ = part(DUTCH, "# Kort\n\n::: box\n\nTekst.\n")
    assert problems[0].startswith(DUTCH)
    assert "::: opens a block here, and no ::: closes it" in problems[0]


def test_each_section_of_a_part_is_a_division_of_its_own(review):
    review.write(DUTCH, "Vooraf.\n\n# Een\n\n## Half\n\nTekst.\n\n# Twee\n")
    document, _ = review.weave("Words.")
    parts = [[pf.stringify(each).strip() for each in part.content] for part in document.content[1:]]
    assert parts == [["Vooraf."], ["1 Een", "1.1 Half", "Tekst."], ["2 Twee"]]
    assert {part.attributes["lang"] for part in document.content[1:]} == {"nl"}


def test_a_heading_of_a_part_takes_its_language_along_into_the_contents(review):
    review.write(CHINESE, "# 摘要 {#sec:zhaiyao .unnumbered}\n")
    document, _ = review.weave("Words.")
    [header] = document.content[1].content
    assert header.identifier == "sec-zhaiyao"
    [span] = header.content
    assert (pf.stringify(span), span.attributes["lang"]) == ("摘要", "zh")


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("鸟。\n鸟。", "鸟。鸟。"),
        ("一只\n鸟", "一只鸟"),
        ("鸟。\nJAK", "鸟。JAK"),
        ("JAK\n（鸟）", "JAK（鸟）"),
        ("JAK\n鸟", "JAK 鸟"),
        ("鸟\nJAK", "鸟 JAK"),
        ("**鸟。**\nJAK", "鸟。JAK"),
        ("“鸟。”\nJAK", "“鸟。”JAK"),
        ("鸟。{{ 3 }}\n{{ 4 }}。", "鸟。3 4。"),
        ("鸟。\n{{ 12 }}只鸟", "鸟。12只鸟"),
        ("{{ species.wren.name_en }}\nand", "wren and"),
        ("鸟。[@adams2019]\nJAK", "鸟。[@adams2019]JAK"),
        ("鸟。\n[@adams2019]\nJAK", "鸟。[@adams2019]JAK"),
        ("一只鸟\n[@adams2019]。", "一只鸟[@adams2019]。"),
        ("one bird\n[@adams2019] or two", "one bird [@adams2019] or two"),
        ("One bird.\nTwo birds.", "One bird. Two birds."),
    ],
)
def test_lines_are_joined_without_a_blank_where_the_script_has_none(part, written, printed):
    assert part(CHINESE, written) == ([], [printed])


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("见@sec:birds。", "见Section 1。"),
        ("@sec:birds列出", "Section 1列出"),
        ("见@sec:birds和@sec:birds", "见Section 1和Section 1"),
        ("见@sec:birds、@sec:birds等", "见Section 1、Section 1等"),
        ("{{ species.wren.name_en }}@sec:birds等", "wrenSection 1等"),
        ("@sec:birds列出[左]", "Section 1列出(左)"),
        ("（@sec:birds）", "（Section 1）"),
        (r"见 \@sec:birds", "见 @sec:birds"),
    ],
)
def test_a_reference_needs_no_blanks_where_the_script_has_none(part, written, printed):
    problems, [text] = part(CHINESE, written)
    assert problems == []
    assert text == printed


def test_a_citation_may_stand_behind_a_reference_and_the_words_that_touch_it(review):
    review.write(CHINESE, "@sec:birds列出[@surveys:wren-2019; @brook2020]。")
    document, edition = review.weave()
    assert edition.problems == []
    cited = []
    document.content[-1].walk(
        lambda each, _: cited.append(each) if isinstance(each, pf.Citation) else None
    )
    assert [each.id for each in cited] == ["adams2019", "brook2020"]


def test_a_wrong_reference_without_blanks_is_told_at_its_line(part):
    problems, _ = part(CHINESE, "鸟。\n\n见@sec:brids和鸟。\n\n@sec:bords列出。")
    assert [problem.splitlines()[0] for problem in problems] == [
        f"{CHINESE}:3: @sec:brids: there is no such target",
        f"{CHINESE}:5: @sec:bords: there is no such target",
    ]
