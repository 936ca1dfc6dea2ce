"""Numbers of sections, figures and tables, and the references to them."""

import panflute as pf
import pytest

TABLES = "manuscript/tables.yaml"

TEXT = """
    # Abstract {#sec:abstract .unnumbered}

    # Birds {#sec:birds}

    ## Wrens {#sec:wrens}

    ## Robins {#sec:robins}

    ### Nests {#sec:nests}

    # Owls {#sec:owls}

    ## At night {#sec:night}

    ![Map of {{ surveys["wren-2019"].title }}.](figures/map.svg){#fig:map}

    {{ table("surveys") }}

    ![Chart.](figures/chart.svg){#fig:chart}

    REFERENCE
    """


@pytest.fixture
def referred(review):
    """The last paragraph of a text with sections, figures and a table: its words and links."""
    review.write("manuscript/figures/chart.py", "")

    def referred(reference, language="en"):
        review.replace("manuscript/guide/metadata.yaml", "lang: en", f"lang: {language}")
        document, edition = review.weave(TEXT.replace("REFERENCE", reference))
        assert edition.problems == []
        links = []
        document.content[-1].walk(
            lambda each, _: links.append(each) if isinstance(each, pf.Link) else None
        )
        return pf.stringify(document.content[-1]).strip(), links

    return referred


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("@sec:birds", "Section 1"),
        ("@sec:wrens", "Section 1.1"),
        ("@sec:nests", "Section 1.2.1"),
        ("@sec:night", "Section 2.1"),
        ("@sec:abstract", "“Abstract”"),
        ("@fig:map", "Figure 1"),
        ("@fig:chart", "Figure 2"),
        ("@tbl:surveys", "Table 1"),
        ("See @sec:wrens, @fig:map and @tbl:surveys.", "See Section 1.1, Figure 1 and Table 1."),
        ("[@sec:wrens; @fig:map]", "(Section 1.1, Figure 1)"),
        ("[see @sec:wrens, first part]", "(see Section 1.1, first part)"),
        ("@sec:wrens [first part]", "Section 1.1 (first part)"),
        ("(@sec:wrens)", "(Section 1.1)"),
        ("*@sec:wrens*", "Section 1.1"),
        ("[the wrens](#sec:wrens)", "the wrens"),
    ],
)
def test_a_reference_prints_kind_and_number(referred, reference, words):
    assert referred(reference)[0] == words


@pytest.mark.parametrize(
    ("reference", "url"),
    [
        ("@sec:wrens", "#sec-wrens"),
        ("@fig:map", "#fig-map"),
        ("@tbl:surveys", "#tbl-surveys"),
        ("[the wrens](#sec:wrens)", "#sec-wrens"),
        ("[elsewhere](https://example.org/#sec:wrens)", "https://example.org/#sec:wrens"),
    ],
)
def test_a_reference_leads_to_its_target(referred, reference, url):
    assert [link.url for link in referred(reference)[1]] == [url]


def test_a_reference_says_what_kind_of_thing_it_leads_to(referred):
    links = referred("@sec:wrens, @fig:map, @tbl:surveys")[1]

    assert [(link.classes, link.attributes["data-kind"]) for link in links] == [
        (["xref"], "sec"),
        (["xref"], "fig"),
        (["xref"], "tbl"),
    ]


def test_a_reference_speaks_the_language_of_the_text(referred):
    assert referred("@tbl:surveys", "nl")[0] == "Tabel 1"


def test_sections_carry_their_numbers_and_anchors(review):
    review.write("manuscript/figures/chart.py", "")
    document, _ = review.weave(TEXT.replace("REFERENCE", ""))

    headers = [each for each in document.content if isinstance(each, pf.Header)]

    assert [(each.level, each.identifier, pf.stringify(each)) for each in headers] == [
        (1, "sec-abstract", "Abstract"),
        (1, "sec-birds", "1 Birds"),
        (2, "sec-wrens", "1.1 Wrens"),
        (2, "sec-robins", "1.2 Robins"),
        (3, "sec-nests", "1.2.1 Nests"),
        (1, "sec-owls", "2 Owls"),
        (2, "sec-night", "2.1 At night"),
    ]
    assert headers[1].content[0].classes == ["section-number"]


def test_a_figure_carries_its_number_before_its_caption(review):
    document, _ = review.weave("![Map of *Kent*.](figures/map.svg){#fig:map}")

    figure = document.content[0]

    assert figure.identifier == "fig-map"
    assert pf.stringify(figure.caption.content[0]) == "Figure 1. Map of Kent."
    assert figure.caption.content[0].content[0].classes == ["caption-label"]


def test_numbers_run_on_through_the_files_of_a_text(review):
    review.write("manuscript/guide/02.md", "# Owls {#sec:owls}\n\nSee @sec:birds.\n")

    document, edition = review.weave("# Birds {#sec:birds}\n\nSee @sec:owls.")

    assert edition.problems == []
    assert [pf.stringify(each).strip() for each in document.content] == [
        "1 Birds",
        "See Section 2.",
        "2 Owls",
        "See Section 1.",
    ]


SUPPLEMENT = """
    # Birds {#sec:birds}

    {{ table("surveys") }}

    ![Map.](figures/map.svg){#fig:map}

    # More {#sec:more .supplement}

    ## Nests {#sec:nests}

    {{ table("nests") }}

    ![Chart.](figures/chart.svg){#fig:chart}

    # Owls {#sec:owls}

    {{ table("owls") }}

    REFERENCE
    """


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("@tbl:surveys, @fig:map", "Table 1, Figure 1"),
        ("@tbl:nests, @fig:chart", "Table S1, Figure S1"),
        ("@sec:more, @sec:nests", "“More”, “Nests”"),
        ("@tbl:owls, @sec:owls", "Table 2, Section 2"),
    ],
)
def test_a_supplement_has_numbers_of_its_own_and_ends_at_the_next_section(review, reference, words):
    review.write("manuscript/figures/chart.py", "")
    design = review.read("manuscript/tables.yaml")
    for name in ("nests", "owls"):
        review.append("manuscript/tables.yaml", design.replace("surveys:", f"{name}:", 1))

    document, edition = review.weave(SUPPLEMENT.replace("REFERENCE", reference))

    assert edition.problems == []
    assert pf.stringify(document.content[-1]).strip() == words
    headers = [each for each in document.content if isinstance(each, pf.Header)]
    assert [pf.stringify(each) for each in headers] == ["1 Birds", "More", "Nests", "2 Owls"]


def test_a_supplement_that_begins_within_a_section_is_a_problem(review):
    _, edition = review.weave("# Birds\n\n## More {.supplement}\n")

    assert [str(problem) for problem in edition.problems] == [
        "manuscript/guide/01.md:3: .supplement: only a heading of the first level begins the "
        "supplement\n    write # …"
    ]
