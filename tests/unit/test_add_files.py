"""Works to add from a .bib or .ris file, as reference managers and catalogues save them."""

import pytest
from livereview.adding.bibfile import read_bib
from livereview.adding.entry import draft_of, laid_out
from livereview.adding.failures import LookupFailed
from livereview.adding.ris import read_ris
from livereview.problems import ProblemsFound
from pylatexenc.latexencode import UnicodeToLatexEncoder

SAVED = r"""
@article{ZoteroKey,
	title = {The {DNA} of wrens \& {É}tudes: 5\% in {Kent}},
	volume = {7},
	issn = {0000-0000},
	journaltitle = {Journal of Birds & Bees},
	url = {https://doi.org/10.1000/Birds\_1},
	urldate = {2026-01-02},
	pages = {316-26},
	number = {2},
	author = {{\O}degaard, Ada M. and M{\"u}ller-Garc{\'\i}a, J{\'{e}}r\^ome and {World Bank} and
            others},
	date = {2022-01-03},
	abstract = {Wrens sing.},
	keywords = {wren, {song}},
	file = {/home/ada/wren.pdf},
	note = {Read this},
	langid = {british},
	language = {en},
}
"""


def bib(tmp_path, text):
    path = tmp_path / "saved.bib"
    path.write_text(text, encoding="utf-8")
    return read_bib(path)


def ris(tmp_path, text):
    path = tmp_path / "saved.ris"
    path.write_bytes(text.encode())
    return [draft_of(record) for record in read_ris(path)]


def test_a_bibtex_entry_comes_into_the_style_of_the_library(tmp_path):
    (draft,) = bib(tmp_path, SAVED)

    assert laid_out("k", draft) == (
        "@article{k,\n"
        "  author = {Ødegaard, Ada M. and Müller-García, Jérôme and {World Bank} and others},\n"
        "  title = {The {DNA} of wrens \\& {É}tudes: 5\\% in {Kent}},\n"
        "  journal = {Journal of Birds \\& Bees},\n"
        "  year = {2022},\n"
        "  volume = {7},\n"
        "  number = {2},\n"
        "  pages = {316--326},\n"
        "  doi = {10.1000/birds_1},\n"
        "  langid = {english},\n"
        "}\n"
    )


def test_what_is_left_out_of_a_bibtex_entry_is_told_but_for_what_nobody_misses(tmp_path):
    assert bib(tmp_path, SAVED)[0].remarks == ("left out of the entry: note",)


@pytest.mark.parametrize(
    ("written", "fields"),
    [
        ("doi = {https://doi.org/10.1000/ABC}", {"doi": "10.1000/abc"}),
        ("doi = {10.1000/a\\_b}", {"doi": "10.1000/a_b"}),
        ("eprint = {123}, eprinttype = {pubmed}", {"pmid": "123"}),
        ("url = {https://example.org/a\\_b%20c#d}", {"url": "https://example.org/a_b%20c#d"}),
        ("title = {{Birds of the BTO}}", {"title": "Birds of the {BTO}"}),
        ("title = {Birds & the BTO}", {"title": "Birds \\& the {BTO}"}),
        ("title = {Birds \\& the BTO}", {"title": "Birds \\& the {BTO}"}),
        ("title = {\\emph{Troglodytes} in {Kent}}", {"title": "\\emph{Troglodytes} in {Kent}"}),
        ("title = {50\\% of $5}", {"title": "50\\% of \\$5"}),
        ("title = {城市鸟鸣}", {"title": "城市鸟鸣", "langid": "chinese"}),
        ("language = {dutch}", {"langid": "dutch"}),
        ("school = {Oxford}", {"institution": "Oxford"}),
        ("year = 2020, month = mar, rating = prio1", {"year": "2020"}),
        ("doi = {10.1000/abc.}", {"doi": "10.1000/abc"}),
        ("year = {{2020}}, doi = {{10.1000/abc}}", {"year": "2020", "doi": "10.1000/abc"}),
        ("journal = {Birds {\\&}amp; Bees}", {"journal": "Birds \\& Bees"}),
        ("title = {The <i>DNA</i> of wrens &lt;1 g}", {"title": "The {DNA} of wrens <1 g"}),
        ("title = {$\\alpha$ of H$_2$O}", {"title": "α of {H2O}"}),
        ("title = {CD4$^+$ for $\\mathrm{TNF}_{\\alpha}$}", {"title": "{CD4}+ for {TNFα}"}),
        ("title = {Of $10^{-3}$ birds}", {"title": "Of 10⁻³ birds"}),
        ("title = {From $5 to $6}", {"title": "From \\$5 to \\$6"}),
        ("author = {肖利 and 欧阳娜娜 and Ash, A}", {"author": "肖, 利 and 欧阳, 娜娜 and Ash, A"}),
    ],
)
def test_a_field_of_bibtex_is_written_as_in_the_library(tmp_path, written, fields):
    (draft,) = bib(tmp_path, "@article{a, " + written + "}")

    assert {name: draft.fields.get(name) for name in fields} == fields


def test_what_is_no_article_has_a_date(tmp_path):
    (draft,) = bib(tmp_path, "@InBook{a, title = {Wrens}, year = {2020}}")

    assert (draft.kind, dict(draft.fields)) == ("inbook", {"title": "Wrens", "date": "2020"})


def test_strings_of_bibtex_are_read(tmp_path):
    (draft,) = bib(tmp_path, "@string{jb = {Birds}}\n@article{a, title = {Wrens}, journal = jb}")

    assert draft.fields["journal"] == "Birds"


@pytest.mark.parametrize("written", ["jb", 'jb # " and bees"', '"birds" # " and bees"'])
def test_what_no_string_of_bibtex_says_is_refused(tmp_path, written):
    with pytest.raises(LookupFailed) as raised:
        bib(tmp_path, "@article{a, title = {Wrens}, journal = " + written + "}")

    assert str(raised.value) == (
        f"{tmp_path / 'saved.bib'}: no @string of the file says what this is: journal = {written}\n"
        "    write its text out, in { }"
    )


@pytest.mark.parametrize("letter", "áàâäãåāăąçćčéèêëęěíìîïłñńóòôöõøšśßúùûüůýžźżæœÅØŁÑ")
def test_a_letter_that_tex_writes_with_an_accent_is_read(tmp_path, letter):
    tex = UnicodeToLatexEncoder(replacement_latex_protection="braces-all").unicode_to_latex(letter)

    (draft,) = bib(tmp_path, "@article{a, author = {B" + tex + "d, A}}")

    assert draft.fields["author"] == f"B{letter}d, A"


def test_a_broken_bibtex_file_is_told_with_its_lines(tmp_path):
    with pytest.raises(ProblemsFound) as raised:
        bib(tmp_path, "@article{a,\n  title = {Wrens,\n  year = {2020},\n}\n")

    path = tmp_path / "saved.bib"
    assert [str(problem) for problem in raised.value.problems] == [
        f"{path}:2: a: a brace is not closed\n    each {{ needs its }}"
    ]


@pytest.mark.parametrize("read", [read_bib, read_ris])
def test_a_file_that_is_missing_is_told(tmp_path, read):
    with pytest.raises(ProblemsFound) as raised:
        read(tmp_path / "saved.bib")

    assert "saved.bib: the file is missing" in str(raised.value)


@pytest.mark.parametrize("read", [read_bib, read_ris])
def test_a_file_in_another_encoding_is_told(tmp_path, read):
    path = tmp_path / "saved"
    path.write_bytes("TY  - JOUR\nTI  - 城市鸟鸣\nER  - \n".encode("gbk"))

    with pytest.raises(ProblemsFound) as raised:
        read(path)

    assert "is not UTF-8 text" in str(raised.value)


@pytest.mark.parametrize(
    ("read", "text", "words"),
    [
        (bib, "Wrens sing.\n", "holds no work"),
        (ris, "Wrens sing.\n", "holds no work"),
        (ris, "", "holds no work"),
        (ris, "TY  - JOUR\nTI  - Wrens\n", "is cut off: a work in it has no end"),
        (ris, "TY  - JOUR\nAU  - Brook, Bo\nER  - \n", "a work has no title"),
    ],
)
def test_a_file_without_a_whole_work_is_told(tmp_path, read, text, words):
    with pytest.raises(LookupFailed, match=words):
        read(tmp_path, text)


CHINESE = """\
TY  - JOUR
AU  - 肖, 凡妮
AU  - 青玉凤；张全
TI  - BTO信号与鸟鸣
TT  - Signals of the BTO and birdsong
JO  - 虚构鸟类学
PY  - 2022
VL  - 25
IS  - 17
SP  - 2159
EP  - 64
DO  - https://doi.org/10.1000/ABC
LA  - chi
ER  -
"""

DUTCH = """\
TY  - JOUR
A1  - van de Laar, M. A., Jr
A1  - Vogelbescherming
T1  - De zang van de winterkoning &amp; de BTO
JA  - Ned T Vog
T2  - Nederlands Tijdschrift voor Vogels
Y1  - 2020/03/05/
DB  - PubMed
AN  - 12345678
UR  - https://example.org/zang
LA  - nl
N1  - seen
ER  -
"""


def test_a_chinese_record_keeps_its_names_and_titles(tmp_path):
    (draft,) = ris(tmp_path, CHINESE)

    assert laid_out("k", draft) == (
        "@article{k,\n"
        "  author = {肖, 凡妮 and 青, 玉凤 and 张, 全},\n"
        "  title = {{BTO}信号与鸟鸣},\n"
        "  titleaddon = {Signals of the {BTO} and birdsong},\n"
        "  journal = {虚构鸟类学},\n"
        "  year = {2022},\n"
        "  volume = {25},\n"
        "  number = {17},\n"
        "  pages = {2159--2164},\n"
        "  doi = {10.1000/abc},\n"
        "  langid = {chinese},\n"
        "}\n"
    )


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_dutch_record_keeps_its_names_and_titles(tmp_path, newline):
    (draft,) = ris(tmp_path, "\ufeff" + DUTCH.replace("\n", newline))

    assert laid_out("k", draft) == (
        "@article{k,\n"
        "  author = {van de Laar, Jr, M. A. and {Vogelbescherming}},\n"
        "  title = {De zang van de winterkoning \\& de {BTO}},\n"
        "  journal = {Nederlands Tijdschrift voor Vogels},\n"
        "  year = {2020},\n"
        "  pmid = {12345678},\n"
        "  langid = {dutch},\n"
        "}\n"
    )


def test_a_page_of_the_web_has_its_address_and_the_day_it_was_seen(tmp_path):
    text = (
        "TY  - ELEC\nTI  - Wrens\nAU  - Brook, Bo\nPB  - Feather\nDA  - 2020/03//\n"
        "UR  - https://example.org/a_b\nY2  - 2026/01/02/\nAN  - 99\nER  - \n"
    )

    (draft,) = ris(tmp_path, text)

    assert (draft.kind, dict(draft.fields)) == (
        "online",
        {
            "author": "Brook, Bo",
            "title": "Wrens",
            "date": "2020-03",
            "organization": "Feather",
            "url": "https://example.org/a_b",
            "urldate": "2026-01-02",
        },
    )


WREN = """\
TY  - JOUR
AU  - van der Meer, Ada
TI  - Wrens
PY  - 2020
ER  -
"""


@pytest.mark.parametrize(
    "text",
    [
        WREN.replace("\n", "\r"),
        WREN.replace("  - ", " - "),
        WREN.replace("  - ", "  -"),
        WREN.replace("JOUR", "jour "),
        WREN.replace("\n", "\n\n"),
    ],
)
def test_a_file_that_does_not_quite_keep_to_the_format_is_read(tmp_path, text):
    (draft,) = ris(tmp_path, text)

    assert (draft.kind, dict(draft.fields)) == (
        "article",
        {"author": "van der Meer, Ada", "title": "Wrens", "year": "2020"},
    )


def test_text_without_a_tag_at_the_beginning_of_a_work_is_told(tmp_path):
    with pytest.raises(LookupFailed) as raised:
        ris(tmp_path, WREN + WREN.replace("JOUR", "JOUR\nfrom a catalogue").replace("PY", "DA"))

    assert str(raised.value) == (
        f"{tmp_path / 'saved.ris'}: behind a line TY stands text without a tag\n"
        "    each line of a work begins with a tag, as in TI  - and its title"
    )


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("DO  - https://doi.org/10.1000%2FABC", {"doi": "10.1000/abc"}),
        ("DO  - 10.1000/abc.", {"doi": "10.1000/abc"}),
        ("DO  - 10.1000/(a)b<c>d;2-2", {"doi": "10.1000/(a)b<c>d;2-2"}),
        ("UR  - https://doi.org/10.1000/ABC", {"doi": "10.1000/abc", "url": None}),
        ("UR  - https://example.org/10.1000/ABC", {"doi": None}),
        ("Y1  - 2020 Mar-Apr", {"year": "2020"}),
        ("Y1  - c2020", {"year": "2020"}),
        ("Y1  - in press", {"year": None}),
    ],
)
def test_a_field_of_ris_is_written_as_in_the_library(tmp_path, line, fields):
    (draft,) = ris(tmp_path, WREN.replace("PY  - 2020", line))

    assert {name: draft.fields.get(name) for name in fields} == fields


def test_a_file_may_hold_several_works(tmp_path):
    assert len(ris(tmp_path, f"{CHINESE}\n{DUTCH}")) == 2
    assert len(bib(tmp_path, SAVED + SAVED.replace("ZoteroKey", "other"))) == 2
