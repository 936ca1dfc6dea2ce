"""What stands where in JATS XML, for a small woven document made by hand."""

import json
import re

import lxml.etree
import pytest
from hypothesis import given
from hypothesis import strategies as st
from livereview.writers.jats import write_jats
from livereview.writers.jats_references import reference_list
from livereview.writers.licences import licence_address
from livereview.writers.names import xml_name

from .test_writers import (
    NASTY,
    REVIEW,
    VERSION,
    attr,
    block,
    citation,
    document,
    figure,
    header,
    label,
    link,
    para,
    reference,
    table,
    text,
    value,
)

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
HREF = "{http://www.w3.org/1999/xlink}href"
WORKS = [
    {"id": "a", "type": "article-journal", "title": "信号通路"},
    {"id": "b", "type": "article-journal", "title": "Wrens"},
]
REFERENCES = {"t": "Div", "c": [attr("refs", "references"), [reference("a", "1. ", "A work")]]}


@pytest.fixture(scope="module")
def write(tmp_path_factory):
    folder = tmp_path_factory.mktemp("jats")

    def write(*blocks, works=WORKS, meta=(), **beside):
        content = {**document(*blocks), **beside}
        content["meta"] |= {key: {"t": "MetaString", "c": words} for key, words in meta}
        source, library = folder / "document.json", folder / "library.json"
        source.write_text(json.dumps(content), encoding="utf-8")
        library.write_text(json.dumps(works), encoding="utf-8")
        write_jats(source, folder / "review.jats.xml", library=library, version=VERSION)
        return lxml.etree.parse(folder / "review.jats.xml").getroot()

    return write


@pytest.fixture(scope="module")
def article(write):
    return write(*REVIEW["blocks"])


def written(element):
    """An element as XML, without the names of namespaces and the blanks between elements."""
    copy = lxml.etree.fromstring(lxml.etree.tostring(element, with_tail=False))
    for each in copy.iter():
        each.text = each.text if (each.text or "").strip() else None
        each.tail = each.tail if (each.tail or "").strip() else None
    return re.sub(r' xmlns:\w+="[^"]*"', "", lxml.etree.tostring(copy, encoding="unicode"))


def part(language, *blocks):
    return {"t": "Div", "c": [attr(lang=language), list(blocks)]}


def words_in(element):
    return " ".join("".join(element.itertext()).split())


# --- where things stand ---


def test_a_section_of_the_class_abstract_is_the_abstract_and_no_part_of_the_text(write):
    article = write(
        header(1, "sec-sum", text("Summary"), "", "unnumbered", "abstract"),
        block(text("Wrens are small.")),
        header(1, "sec-wrens", text("Wrens"), "1"),
        para(text("They sing.")),
    )
    assert [written(each) for each in article.iter("abstract")] == [
        '<abstract id="sec-sum"><title>Summary</title><p>Wrens are small.</p></abstract>'
    ]
    assert [each.get("id") for each in article.find("body")] == ["sec-wrens"]


def test_a_part_of_the_class_abstract_is_a_translated_abstract(write):
    heading = {"t": "Span", "c": [attr(lang="nl"), [text("Samenvatting")]]}
    article = write(
        part("nl", header(1, "sec-nl", heading, "", "abstract"), para(text("Klein."))),
        header(1, "sec-wrens", text("Wrens"), "1"),
    )
    [abstract] = article.iter("trans-abstract")
    assert abstract.get(LANG) == "nl"
    assert words_in(abstract) == "Samenvatting Klein."
    assert written(abstract.find("title")) == "<title>Samenvatting</title>"


@pytest.mark.parametrize("kind", ["key-points", "plain-language-summary"])
def test_other_kinds_of_abstracts_say_their_kind_and_keep_their_lists(write, kind):
    items = {"t": "BulletList", "c": [[para(text("One"))], [para(text("Two"))]]}
    article = write(header(1, "sec-k", text("Key"), "", kind), items)
    [abstract] = article.iter("abstract")
    assert abstract.get("abstract-type") == kind
    assert [each.tag for each in abstract] == ["title", "p"]
    assert [words_in(each) for each in abstract.iterfind("p/list/list-item")] == ["One", "Two"]


def test_a_part_that_is_no_abstract_stays_in_the_text_and_says_its_language(write):
    heading = {"t": "Span", "c": [attr(lang="nl"), [text("Bijlage")]]}
    article = write(part("nl", header(1, "sec-b", heading), para(text("Veel."))))
    [section] = article.find("body")
    assert (section.tag, section.get(LANG)) == ("sec", "nl")


def test_the_number_of_a_section_is_its_label(article):
    headed = [
        (each.get("id"), each.findtext("label"), each.findtext("title"))
        for each in article.iter("sec")
    ]
    assert headed == [
        ("sec-abstract", None, "Abstract"),
        ("sec-birds", "1", "All birds"),
        ("sec-owls", "1.1", "Owls"),
    ]


def test_the_supplement_is_an_appendix_behind_the_references(write):
    article = write(
        header(1, "sec-birds", text("Birds"), "1"),
        header(1, "sec-works", text("Works"), "", "unnumbered"),
        para(text("All that is cited.")),
        REFERENCES,
        header(1, "sec-more", text("More"), "", "supplement", "unnumbered"),
        header(2, "sec-lists", text("Lists"), "", "unnumbered"),
        para(text("Long ones.")),
    )
    works, group = article.find("back")
    assert (works.tag, works.get("id"), works.findtext("title")) == (
        "ref-list",
        "sec-works",
        "Works",
    )
    assert works.findtext("p") == "All that is cited."
    assert [each.get("id") for each in works.iter("ref")] == ["ref-a"]
    assert [(each.tag, each.get("id")) for each in group] == [("app", "sec-more")]
    assert group.findtext("app/sec/p") == "Long ones."


def test_a_list_of_references_within_another_section_stands_behind_the_text(write):
    article = write(
        header(1, "sec-end", text("End")), REFERENCES, header(2, "sec-last", text("Last words"))
    )
    assert [each.tag for each in article.find("back")] == ["ref-list"]
    assert article.find("back/ref-list").get("id") is None
    assert [each.get("id") for each in article.find("body").iter("sec")] == ["sec-end", "sec-last"]


def test_a_note_of_the_text_stands_behind_it(write):
    note = {"t": "Note", "c": [para(text("By night."))]}
    article = write(para(text("Owls fly."), note))
    [mark] = article.find("body").iter("xref")
    [footnote] = article.find("back").iter("fn")
    assert mark.get("rid") == footnote.get("id")
    assert words_in(footnote.find("p")) == "By night."


def test_a_draft_says_so_before_the_text_and_what_it_marks_is_a_note(write):
    mark = {"t": "Span", "c": [attr("stale-1", "stale", title="Read it again."), []]}
    line = "Draft: one passage must be read again."
    article = write(para(mark, text("Wrens.")), unread={"line": line})
    assert [words_in(each) for each in article.iterfind(".//author-notes/fn")] == [
        line,
        "No advice to birds.",
    ]
    assert [words_in(each.find("p")) for each in article.find("back").iter("fn")] == [
        "Read it again."
    ]


# --- tables, figures, references to them ---


def test_a_table_has_label_caption_head_groups_and_foot(write):
    rows = {"Small": [[value("Wren"), value("10")]]}
    article = write(table("tbl-size", 2, rows, "landscape", notes=[para(text("In cm."))]))
    [found] = article.iter("table-wrap")
    assert written(found) == (
        '<table-wrap id="tbl-size" orientation="landscape"><label>Table\u00a02.</label>'
        "<caption><p>Birds</p></caption><table>"
        '<col width="70%"/><col width="30%"/>'
        '<thead><tr><th align="left" scope="col">Kind of bird</th>'
        '<th align="left" scope="col">Length</th></tr></thead>'
        '<tbody><tr><th align="left" scope="colgroup" colspan="2">Small</th></tr>'
        '<tr><th align="left" scope="row">Wren</th><td align="left">10</td></tr></tbody></table>'
        "<table-wrap-foot><p>In cm.</p></table-wrap-foot></table-wrap>"
    )


def test_a_list_below_a_table_stands_in_a_paragraph_of_its_foot(write):
    notes = [{"t": "BulletList", "c": [[para(text("One"))]]}]
    article = write(table("tbl-size", 2, {"": [[value("Wren"), None]]}, notes=notes))
    [foot] = article.iter("table-wrap-foot")
    assert [each.tag for each in foot] == ["p"]
    assert words_in(foot.find("p/list")) == "One"


def test_a_figure_names_its_file_and_says_what_it_shows(write):
    article = write(figure('A map of "Kent" & more'))
    [found] = article.iter("fig")
    assert written(found) == (
        '<fig id="fig-map"><label>Figure\u00a01.</label><caption><p>Where</p></caption>'
        '<graphic mimetype="image" mime-subtype="svg+xml" xlink:href="figures/map.svg">'
        '<alt-text>A map of "Kent" &amp; more</alt-text></graphic></fig>'
    )


def test_a_reference_says_what_it_leads_to(write):
    kinds = {"tbl": "table", "fig": "fig", "sec": "sec"}
    links = []
    for kind in kinds:
        made = link(f"#{kind}-x", "there", "xref")
        made["c"][0][2].append(["data-kind", kind])
        links.append(made)
    article = write(para(*links, citation("a")), REFERENCES)
    told = [(each.get("rid"), each.get("ref-type")) for each in article.iter("xref")]
    assert told == [
        ("tbl-x", "table"),
        ("fig-x", "fig"),
        ("sec-x", "sec"),
        ("ref-a", "bibr"),
    ]


def test_each_reference_within_the_article_leads_to_a_place_of_it(article):
    names = [each.get("id") for each in article.iter() if each.get("id")]
    assert len(names) == len(set(names))
    assert {each.get("rid") for each in article.iter("xref")} <= set(names)


def test_values_and_what_rests_on_rows_leave_no_mark(article):
    assert [each.tag for each in article.iter("named-content", "boxed-text")] == []


def test_a_text_shows_its_characters_as_they_are(article):
    paragraphs = [each.text for each in article.iter("p")]
    assert paragraphs.count(NASTY) == 1
    assert [each.text for each in article.iter("th")].count(NASTY) == 1


def test_a_colon_in_a_key_reaches_no_identifier(write):
    works = [{"id": "wren:2020", "type": "book", "title": "Wrens"}]
    listed = {"t": "Div", "c": [attr("refs"), [reference("wren:2020", "1. ", "Wrens")]]}
    article = write(para(citation("wren:2020")), listed, works=works)
    assert [each.get("id") for each in article.iter("ref")] == ["ref-wren.2020"]
    assert [each.get("rid") for each in article.iter("xref")] == ["ref-wren.2020"]


@given(st.text(min_size=1))
def test_an_identifier_becomes_a_name_of_xml(identifier):
    element = lxml.etree.fromstring(f'<a id="{xml_name(identifier)}"/>')
    assert element.get("id") == xml_name(identifier)
    assert not xml_name(identifier)[0].isdigit()
    assert ":" not in xml_name(identifier)


# --- works ---


def cited(work, **pairs):
    """The citation that a work becomes, but for its frame."""
    entry = reference("w", "[3] ", "printed", **pairs)
    [made] = reference_list(document(entry), {"w": {"id": "w", **work}})
    return made


@pytest.mark.parametrize(
    ("work", "elements"),
    [
        (
            {
                "type": "article-journal",
                "title": "Wrens",
                "container-title": "Birds & Co",
                "volume": "3",
                "issue": "2",
                "page": "17-29",
                "issued": {"date-parts": [[2020, 3, 9]]},
                "DOI": "10.1/x",
                "PMID": "123",
            },
            "<article-title>Wrens</article-title><source>Birds &amp; Co</source>"
            "<year>2020</year><month>03</month><day>09</day>"
            "<volume>3</volume><issue>2</issue><fpage>17</fpage><lpage>29</lpage>"
            '<pub-id pub-id-type="doi">10.1/x</pub-id><pub-id pub-id-type="pmid">123</pub-id>',
        ),
        (
            {"type": "article-journal", "page": "e17", "container-title": "Birds"},
            "<source>Birds</source><elocation-id>e17</elocation-id>",
        ),
        (
            {"type": "webpage", "title": "Wrens", "accessed": {"date-parts": [[2021, 5]]}},
            "<article-title>Wrens</article-title>"
            '<date-in-citation content-type="access-date" iso-8601-date="2021-05">'
            "<year>2021</year><month>05</month></date-in-citation>",
        ),
        (
            {"type": "book", "title": "Wrens", "publisher": "Nest", "publisher-place": "Kent"},
            "<source>Wrens</source><publisher-loc>Kent</publisher-loc>"
            "<publisher-name>Nest</publisher-name>",
        ),
        (
            {"type": "webpage", "URL": "https://a.b/?c&d"},
            '<ext-link ext-link-type="uri" xlink:href="https://a.b/?c&amp;d">'
            "https://a.b/?c&amp;d</ext-link>",
        ),
        (
            {
                "author": [
                    {"family": "Ada", "given": "B. C.", "dropping-particle": "van der"},
                    {"literal": "The Wren Group"},
                    {"literal": "others"},
                ]
            },
            '<person-group person-group-type="author">'
            "<name><surname>van der Ada</surname><given-names>B. C.</given-names></name>"
            "<collab>The Wren Group</collab><etal/></person-group>",
        ),
        (
            {"type": "book", "title": 'The <i>wren</i> of <span class="nocase">Kent</span>: p < 1'},
            "<source>The <italic>wren</italic> of Kent: p &lt; 1</source>",
        ),
        (
            {"type": "book", "title": "a <i>b <b>c</i>"},
            "<source>a &lt;i&gt;b &lt;b&gt;c&lt;/i&gt;</source>",
        ),
    ],
)
def test_a_work_is_made_of_elements(work, elements):
    [citation] = cited(work).iterfind("element-citation")
    assert "".join(written(each) for each in citation) == elements


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("article-journal", "journal"),
        ("chapter", "book"),
        ("webpage", "webpage"),
        ("paper-conference", "confproc"),
        ("", "other"),
    ],
)
def test_a_work_says_of_what_kind_it_is(kind, told):
    assert cited({"type": kind}).find("element-citation").get("publication-type") == told


def test_a_work_has_the_number_that_the_style_gives_it_and_its_language():
    made = cited({"type": "book"}, lang="zh-Hans")
    assert made.findtext("label") == "[3]"
    assert made.find("element-citation").get(LANG) == "zh-Hans"


# --- what stands before the text ---


def test_the_article_says_who_what_when_and_under_which_terms(write):
    article = write(
        table("tbl-size", 1, {"": [[value("Wren"), None]]}),
        meta=[("correspondence", "Write to us.")],
        files=["review.html", "review.pdf", "review.jats.xml", "tables/size.csv"],
    )
    meta = article.find("front/article-meta")
    assert (article.get("article-type"), article.get(LANG)) == ("review-article", "en")
    assert [written(each) for each in meta] == [
        "<title-group><article-title>Birds of Kent</article-title>"
        "<subtitle>A living list</subtitle></title-group>",
        '<contrib-group><contrib contrib-type="author"><collab>Ada Adams</collab></contrib>'
        '<contrib contrib-type="author"><collab>Bo Brook</collab></contrib></contrib-group>',
        "<author-notes><corresp>Write to us.</corresp>"
        '<fn fn-type="other"><p>No advice to birds.</p></fn></author-notes>',
        '<pub-date date-type="pub" publication-format="electronic" iso-8601-date="2026-11-21">'
        "<day>21</day><month>11</month><year>2026</year></pub-date>",
        '<supplementary-material mimetype="text" mime-subtype="csv" xlink:href="tables/size.csv"/>',
        '<permissions><license license-type="open-access" '
        'xlink:href="https://creativecommons.org/licenses/by/4.0/">'
        "<ali:license_ref>https://creativecommons.org/licenses/by/4.0/</ali:license_ref>"
        "<license-p>CC BY 4.0</license-p></license></permissions>",
        '<self-uri content-type="text/html" xlink:href="review.html">review.html</self-uri>',
        '<self-uri content-type="application/pdf" xlink:href="review.pdf">review.pdf</self-uri>',
        '<kwd-group kwd-group-type="author" xml:lang="en"><kwd>birds</kwd><kwd>Kent</kwd>'
        "</kwd-group>",
        '<counts><fig-count count="0"/><table-count count="1"/><ref-count count="0"/></counts>',
        "<custom-meta-group><custom-meta><meta-name>State</meta-name>"
        "<meta-value>v1.2-3-gabc1234567</meta-value></custom-meta>"
        "<custom-meta><meta-name>Rows as of</meta-name><meta-value>2026-11-21</meta-value>"
        "</custom-meta></custom-meta-group>",
    ]


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("CC-BY-SA-3.0", "https://creativecommons.org/licenses/by-sa/3.0/"),
        ("CC BY-NC-ND 4.0", "https://creativecommons.org/licenses/by-nc-nd/4.0/"),
        ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("all rights reserved", ""),
        ("MIT", ""),
    ],
)
def test_a_licence_of_creative_commons_has_an_address(name, address):
    assert licence_address(name) == address


def test_a_licence_without_an_address_is_told_in_its_words(write):
    article = write(para(text("Wrens.")), meta=[("license", "all rights reserved")])
    assert written(article.find(".//permissions")) == (
        "<permissions><license><license-p>all rights reserved</license-p></license></permissions>"
    )


# --- the file ---


def test_the_file_says_which_tag_set_it_follows_and_that_it_is_generated(article):
    assert article.getroottree().docinfo.public_id == (
        "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.1 20151215//EN"
    )
    assert "This file is generated" in article.getprevious().text


def test_the_same_document_gives_the_same_bytes(write, tmp_path):
    first, again = (lxml.etree.tostring(write(*REVIEW["blocks"])) for _ in range(2))
    assert first == again


def test_a_document_with_all_that_an_author_can_write_is_valid(write, jats_dtd):
    jats_dtd.validate(write(*REVIEW["blocks"], *everything()))
    assert [str(each) for each in jats_dtd.error_log] == []


def everything():
    """One of each kind of block and inline."""
    kinds = ("Emph", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps", "Underline")
    inlines = [{"t": kind, "c": [text("x")]} for kind in kinds]
    quoted = {"t": "Quoted", "c": [{"t": "DoubleQuote"}, [text("x")]]}
    spans = [{"t": "Span", "c": [attr(*each), [text("x")]]} for each in [("", "own"), ("name",)]]
    foreign = {"t": "Span", "c": [attr(lang="nl"), [text("ja")]]}
    code = {"t": "Code", "c": [attr(), "x < 1"]}
    outside = link("https://example.org/?a&b", "there")
    line = para(*inlines, quoted, *spans, foreign, code, outside, {"t": "LineBreak"}, text("x"))
    numbered = [1, {"t": "Decimal"}, {"t": "Period"}]
    return [
        header(1, "1sec", text("Everything"), "2"),
        line,
        {"t": "BulletList", "c": [[para(text("x"))], [{"t": "Plain", "c": [text("x")]}]]},
        {"t": "OrderedList", "c": [numbered, [[para(text("x"))]]]},
        {"t": "DefinitionList", "c": [[[text("x")], [[para(text("y"))]]]]},
        {"t": "BlockQuote", "c": [para(text("x"))]},
        {"t": "CodeBlock", "c": [attr(), "x < 1"]},
        {"t": "LineBlock", "c": [[text("x")], [text("y")]]},
        {"t": "HorizontalRule"},
        {"t": "Div", "c": [attr("", "own"), [para(text("x"))]]},
        table("tbl-more", 9, {"": [[{"t": "LineBreak"}, label("x")]]}),
    ]
