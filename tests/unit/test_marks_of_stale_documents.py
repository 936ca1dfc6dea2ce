"""What a draft says of passages that must be read again, and when a release is refused."""

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

import lxml.html
import pypdfium2
import pytest
from livereview.blocks import blocks_of
from livereview.config import read_config
from livereview.document import write_document
from livereview.evidence import load_evidence
from livereview.library import read_library, write_csl
from livereview.manuscript import Edition
from livereview.problems import ProblemsFound
from livereview.signoff import sign, standings
from livereview.signoff_file import SIGNOFF, write_signoffs
from livereview.version import Version
from livereview.weave import compose
from livereview.writers.ast import attributes, is_a, text_of, walk
from livereview.writers.docx import write_docx
from livereview.writers.html import write_html
from livereview.writers.pdf import write_pdf

VERSION = Version("v1.0", "2026-11-22", 1795305600)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080600000"
    "01f15c4890000000d4944415478da63fcffff3f030005fe02fea7d5a7640000000049454e44ae426082"
)
TEXT = "manuscript/guide/01.md"
CONFIG = "config/config.yaml"
REPORT = {
    "alt": "A map.",
    "rows": ["surveys:robin-2020"],
    "facts": {"places": 2},
    "reads": {"surveys:robin-2020": ["birds"]},
}
GUIDE = """
# Birds of {{ species.owl.size_cm }} cm

Wrens are {{ species.wren.size_cm }} cm long.

"{{ surveys["wren-2019"].birds }} wrens" were counted.

- Owls are {{ species.owl.size_cm }} cm long.
- Robins are few [@surveys:robin-2020].

![Birds by place, {{ surveys["robin-2020"].nests }} nests.](figures/map.svg){#fig:map}

{{ table("surveys") }}

{% for survey in surveys.where("birds > 500") %}
{{ survey.title }} tells of many birds.

They were {{ survey.birds }}.
{% endfor %}
"""
WREN, OWL, LOOP = (f"{TEXT}:{line}" for line in (3, 7, 14))


@dataclass
class Guide:
    """A review in a folder whose text is ``GUIDE``, and its figure as it was drawn."""

    review: object

    @property
    def root(self) -> Path:
        return self.review.root

    def sign_all(self, *editions: str) -> None:
        """Sign off every block of the editions as it stands, on the 1st of October 2026."""
        evidence, config = load_evidence(self.root), read_config(self.root)
        woven = [
            Edition(self.root, name, config, evidence, drawn=self.root / "work/figures")
            for name in editions or ["guide"]
        ]
        for edition in woven:
            compose(edition, read_library(self.root).entries)

        def value_of(read):
            if read.of_evidence:
                return evidence[read.table].by_id[read.id].cells[read.column]
            return str(REPORT["facts"][read.column])

        found, _ = standings(blocks_of(woven), [], value_of)
        write_signoffs(self.root, [sign(each, "2026-10-01", "Ann Other") for each in found])

    def draw(self, **changes) -> None:
        self.review.write("work/figures/map.json", json.dumps(REPORT | changes))

    def document(self, edition: str = "guide") -> dict:
        """Weave an edition as a build does."""
        work = self.root / "work"
        write_csl(self.root / "references/library.bib", work / "library.json")
        write_document(
            self.root, edition, work / "library.json", work / "figures", work / "document.json"
        )
        return json.loads((work / "document.json").read_text(encoding="utf-8"))

    def change(self, *cells: tuple[str, str, str]) -> None:
        for table, old, new in cells:
            self.review.replace(f"data/{table}.csv", old, new)


@pytest.fixture
def guide(review):
    review.write(TEXT, GUIDE)
    review.write(
        "manuscript/tables.yaml",
        """
        surveys:
          caption: Surveys of {{ species.wren | label }} and others.
          rows: surveys.where("birds < 30")
          columns:
            - {header: Survey, value: row.title}
          notes: |
            First a remark.

            Then {{ surveys["all-2021"].year }}.
        """,
    )
    made = Guide(review)
    made.draw()
    return made


WREN_GROWS = ("species", "winterkoning,10", "winterkoning,11")
OWL_GROWS = ("species", "kerkuil,36", "kerkuil,37")
FEWER_BIRDS = ("surveys", ",900,", ",899,")
NO_MANY_BIRDS = ("surveys", ",900,", ",400,")


def marks(document):
    return [node for node in walk(document["blocks"]) if is_a(node, "Span", "stale")]


def beside(document):
    """What stands beside each mark: the text of its block, as far as it is short."""
    kinds = ("Para", "Plain", "Header")
    blocks = [node for node in walk(document["blocks"]) if node["t"] in kinds]
    return [
        text_of(block["c"][2] if block["t"] == "Header" else block["c"])
        for block in blocks
        if any(is_a(node, "Span", "stale") for node in walk(block["c"]))
    ]


def places(document):
    return [passage["place"] for passage in document["unread"]["passages"]]


@pytest.mark.parametrize(
    ("cell", "texts"),
    [
        (WREN_GROWS, ["Wrens are 11 cm long."]),
        (OWL_GROWS, ["1 Birds of 37 cm", "Owls are 37 cm long."]),
        (("surveys", ",40,12,", ",41,12,"), ["41 wrens were counted."]),
        (
            ("surveys", "Robins of Kent", "Robins"),
            ["Robins are few [1,2].", "Table 1. Surveys of wren and others."],
        ),
        (
            ("surveys", ",25,5,", ",25,6,"),
            ["Robins are few [1,2].", "Figure 1. Birds by place, 6 nests."],
        ),
        (("species", "wren,wren,", "wren,jenny,"), ["Table 1. Surveys of jenny and others."]),
        (
            ("surveys", ",all,,transect,alarm_call,,2021,", ",all,,transect,alarm_call,,2022,"),
            ["Then 2022."],
        ),
        (FEWER_BIRDS, ["Birds of Kent tells of many birds."]),
    ],
    ids=["paragraph", "heading-item", "quotation", "caption", "figure", "name", "note", "loop"],
)
def test_a_draft_has_a_mark_beside_each_passage_whose_evidence_has_changed(guide, cell, texts):
    guide.sign_all()
    guide.change(cell)
    assert beside(guide.document()) == texts


def test_a_mark_says_since_when_and_which_rows_have_changed(guide):
    guide.sign_all()
    guide.change(WREN_GROWS)
    (mark,) = marks(guide.document())
    name, _, pairs = attributes(mark)
    assert (name, pairs["title"]) == (
        "stale-1",
        "changed since 1 October 2026 (wren [species:wren])",
    )


def test_a_mark_names_what_a_figure_says_of_itself_and_a_row_that_is_gone(guide):
    guide.review.append(TEXT, "\nThe map has {{ figure('map').places }} places.\n")
    guide.sign_all()
    guide.draw(facts={"places": 3})
    guide.change(NO_MANY_BIRDS)
    document = guide.document()
    assert [passage["words"] for passage in document["unread"]["passages"]] == [
        "changed since 1 October 2026 (figure:map)",
        "changed since 1 October 2026 (Birds of Kent [surveys:all-2021])",
    ]


def test_a_mark_in_a_part_in_another_language_speaks_that_language(guide):
    guide.review.write("manuscript/guide/02.nl.md", "{{ species.wren.size_cm }} cm.\n")
    guide.sign_all()
    guide.change(WREN_GROWS)
    titles = [attributes(mark)[2]["title"] for mark in marks(guide.document())]
    assert titles == [
        "changed since 1 October 2026 (wren [species:wren])",
        "changed since 1 oktober 2026 (winterkoning [species:wren])",
    ]


def test_a_draft_says_how_many_passages_must_be_read_again_and_where_they_are(guide):
    guide.sign_all()
    guide.change(OWL_GROWS, FEWER_BIRDS)
    unread = guide.document()["unread"]
    assert unread["line"] == "Draft: three a word"
    assert [(each["anchor"], each["place"]) for each in unread["passages"]] == [
        ("stale-1", f"{TEXT}:1"),
        ("stale-2", OWL),
        ("stale-3", LOOP),
    ]


def test_a_stale_passage_that_prints_nothing_is_named_without_a_mark(guide):
    guide.sign_all()
    guide.change(NO_MANY_BIRDS)
    document = guide.document()
    assert marks(document) == []
    assert [(each["anchor"], each["place"]) for each in document["unread"]["passages"]] == [
        ("", LOOP)
    ]


def test_new_words_and_new_passages_are_counted_and_not_marked(guide):
    guide.sign_all()
    guide.review.replace(TEXT, "Wrens are {{", "Wrens may be {{")
    guide.review.append(TEXT, "\nNew.\n")
    document = guide.document()
    assert marks(document) == []
    assert document["unread"] == {"line": "Draft: two a word", "passages": []}


def test_a_document_with_nothing_to_read_is_the_one_that_it_would_be_without_sign_offs(guide):
    before = guide.document()
    guide.sign_all()
    guide.change(("surveys", "p. 2", "p. 3"))  # where it stands in its source, and no fact
    after = guide.document()
    assert "unread" not in after
    assert after["blocks"] == before["blocks"]
    assert after["meta"] == before["meta"]


MANY_FORMS = """
# Same

Owls.

# Same

Same
----

1. One.
2. Two.

Term
:   Its meaning.

| A line
| of verse

> "Quoted" text.[^note]

[^note]: 'Tis a note.

**2020.** Then *more*.
"""


def test_blocks_of_every_form_read_the_same_in_a_draft_with_nothing_to_read(guide):
    guide.review.append(TEXT, MANY_FORMS)
    before = guide.document()
    guide.sign_all()
    assert guide.document()["blocks"] == before["blocks"]
    identifiers = [attributes(node)[0] for node in walk(before["blocks"]) if is_a(node, "Header")]
    assert identifiers[-4:-1] == ["same", "same-1", "same-2"]


def test_to_sign_off_takes_the_marks_away(guide):
    guide.sign_all()
    guide.change(WREN_GROWS)
    guide.sign_all()
    document = guide.document()
    assert marks(document) == []
    assert "unread" not in document


def test_where_nothing_was_ever_signed_off_a_draft_says_nothing(guide):
    document = guide.document()
    assert marks(document) == []
    assert "unread" not in document


def test_but_for_its_marks_a_draft_is_the_same_document(guide):
    guide.sign_all()
    guide.change(OWL_GROWS, FEWER_BIRDS, ("surveys", ",25,5,", ",25,6,"))
    marked = guide.document()
    (guide.root / SIGNOFF).unlink()
    plain = guide.document()
    assert len(marks(marked)) == 5
    assert without(marked["blocks"], marks(marked)) == plain["blocks"]


def without(value, nodes):
    if isinstance(value, list):
        return [without(each, nodes) for each in value if each not in nodes]
    if isinstance(value, dict):
        return {key: without(each, nodes) for key, each in value.items()}
    return value


def test_a_caption_that_editions_share_is_read_again_when_a_row_of_any_has_changed(guide):
    guide.review.replace(CONFIG, "editions: [guide]", "editions: [guide, gids]")
    guide.review.write(
        "manuscript/gids/metadata.yaml",
        """
        title: Vogels van Kent
        lang: nl
        authors: [Ann Other]
        license: CC BY 4.0
        """,
    )
    guide.review.write("manuscript/gids/01.md", '{{ table("surveys") }}\n')
    guide.sign_all("guide", "gids")
    assert "unread" not in guide.document()
    guide.change(("species", "winterkoning", "klein winterkoning"))
    assert beside(guide.document()) == ["Table 1. Surveys of wren and others."]


# --- a release ---


def release(guide, **keys):
    words = "".join(f"{key}: {value}\n" for key, value in keys.items())
    guide.review.append(CONFIG, f"stage: release\n{words}")


def refusal(guide):
    with pytest.raises(ProblemsFound) as found:
        guide.document()
    return [
        f"{each.path}:{each.line}: {each.code}: {each.message}" for each in found.value.problems
    ]


def test_a_release_of_what_is_signed_off_is_built(guide):
    guide.sign_all()
    release(guide)
    assert "unread" not in guide.document()


def test_a_release_is_refused_with_each_passage_that_is_not_signed_off_as_it_stands(guide):
    guide.sign_all()
    guide.change(WREN_GROWS)
    guide.review.replace(TEXT, "Owls are {{", "Some owls are {{")
    guide.review.append(TEXT, "\nNew.\n")
    release(guide)
    assert refusal(guide) == [
        f'{TEXT}:3: unread: "Wrens are {{{{ species.wren.size_cm }}}} cm long." must be read '
        "again, for its evidence has changed since 2026-10-01: species:wren",
        f'{TEXT}:7: unread: "Some owls are {{{{ species.owl.size_cm }}}} cm long." '
        "has other words than when it was signed off",
        f'{TEXT}:20: unread: "New." was never signed off',
    ]


def test_a_release_without_sign_offs_is_refused_once_and_told_how_to_begin(guide):
    release(guide)
    with pytest.raises(ProblemsFound) as found:
        guide.document()
    assert list(map(str, found.value.problems)) == [
        "manuscript/signoff.csv: is not there, so nobody has signed off what a release would tell\n"
        "    read the review, then begin with: ./livereview accept --all"
    ]


def test_a_release_that_is_built_in_spite_of_them_says_how_many_and_marks_none(guide):
    guide.sign_all()
    guide.change(WREN_GROWS)
    guide.review.append(TEXT, "\nNew.\n")
    release(guide, unread="tell")
    document = guide.document()
    assert marks(document) == []
    assert document["unread"] == {"line": "One a word, one a word", "passages": []}


# --- what a reader sees ---


def write_formats(guide) -> Path:
    """Write the document in three formats; return their folder."""
    work = guide.root / "work"
    for form, write in (("html", write_html), ("pdf", write_pdf), ("docx", write_docx)):
        write(
            work / "document.json",
            work / f"guide.{form}",
            figures=work / "figures",
            version=VERSION,
        )
    return work


@pytest.fixture
def written(guide, without_faces):
    """A draft in all formats: a heading, an item and the caption of a table are marked."""
    guide.review.replace(CONFIG, "read_again: a word", "read_again: Once more")
    guide.sign_all()
    guide.change(OWL_GROWS, ("species", "wren,wren,", "wren,jenny,"))
    guide.review.append(TEXT, "\nNew.\n")
    square = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><rect width="9"/></svg>'
    )
    guide.review.write("work/figures/map.svg", square)
    guide.review.write("work/figures/map.png", PIXEL)
    guide.document()
    return write_formats(guide)


WORDS = "changed since 1 October 2026 (barn owl [species:owl])"


def test_the_web_page_has_each_mark_as_a_way_to_its_place_in_a_list_and_back(written):
    page = lxml.html.parse(str(written / "guide.html")).getroot()
    found = page.xpath("//main//a[@class='stale']")
    assert [(each.get("id"), each.getparent().tag, each.get("title")) for each in found] == [
        ("stale-1", "h2", WORDS),
        ("stale-2", "div", WORDS),
        ("stale-3", "figcaption", "changed since 1 October 2026 (jenny [species:wren])"),
    ]
    for mark in found:
        (listed,) = page.xpath(f"//header//li[@id='{mark.get('href')[1:]}']")
        assert listed.xpath("a/@href") == [f"#{mark.get('id')}"]
        assert listed.text_content().endswith(mark.get("title"))


def test_the_web_page_says_at_its_top_how_many_passages_are_to_be_read(written):
    page = lxml.html.parse(str(written / "guide.html")).getroot()
    line = page.xpath("string(//header//summary)")
    assert line == "Draft: three a word, one a word"


def test_the_contents_of_the_web_page_name_a_marked_heading_as_any_other(written):
    page = lxml.html.parse(str(written / "guide.html")).getroot()
    (entry,) = page.xpath("//nav//li[1]/a")
    assert (entry.text_content(), entry.xpath(".//*/@title")) == ("1 Birds of 37 cm", [])


def test_the_pdf_has_its_marks_in_the_margin_and_says_how_many_on_its_first_page(written):
    with pypdfium2.PdfDocument(written / "guide.pdf") as pdf:
        first = pdf[0].get_textpage().get_text_range()
        shown = "".join(sheet.get_textpage().get_text_range() for sheet in pdf)
        margin = "".join(sheet.get_textpage().get_text_bounded(right=74) for sheet in pdf)
    assert "Draft: three a word, one a word" in first
    assert " ".join(margin.split()) == "Once more Once more Once more"
    assert "Owls are 37 cm long." in shown


def test_the_word_file_has_each_mark_as_a_comment_and_says_how_many_at_its_top(written):
    with zipfile.ZipFile(written / "guide.docx") as parts:
        comments = lxml.etree.fromstring(parts.read("word/comments.xml"))
        text = lxml.etree.fromstring(parts.read("word/document.xml"))
    said = ["".join(comment.itertext()) for comment in comments]
    assert said == [WORDS, WORDS, "changed since 1 October 2026 (jenny [species:wren])"]
    paragraphs = ["".join(each.itertext()).strip() for each in text.iter("{*}p")]
    assert paragraphs[:3] == ["Birds of Kent", "Ann Other", "Draft: three a word, one a word"]
    commented = [each for each in text.iter("{*}p") if each.findall(".//{*}commentReference")]
    assert ["".join(each.itertext()).strip() for each in commented] == [
        "1 Birds of 37 cm",
        "Owls are 37 cm long.",
        "Table\u00a01. Surveys of jenny and others.",
    ]


def test_a_release_says_on_its_first_page_in_all_formats_what_was_not_read(guide, without_faces):
    guide.review.write(TEXT, "Wrens are {{ species.wren.size_cm }} cm long.\n")
    guide.sign_all()
    guide.change(WREN_GROWS)
    release(guide, unread="tell")
    guide.document()
    work = write_formats(guide)
    page = lxml.html.parse(str(work / "guide.html")).getroot()
    assert page.xpath("string(//header//p[@class='unread'])") == "One a word"
    with pypdfium2.PdfDocument(work / "guide.pdf") as pdf:
        assert "One a word" in pdf[0].get_textpage().get_text_range()
    with zipfile.ZipFile(work / "guide.docx") as parts:
        assert ">One a word<" in parts.read("word/document.xml").decode()
