"""Entries of works to add: what they say survives, their keys, and their place in the library."""

import json
import re
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from livereview.adding.entry import Draft, draft_of, laid_out, plain, title
from livereview.adding.failures import LookupFailed
from livereview.adding.keys import key_of_work
from livereview.adding.names import Name, whole_name, written_name
from livereview.adding.placing import addition, placed
from livereview.adding.record import Record, page_range, written_date
from livereview.adding.text import ascii_letters, langid, plain_text, tidy
from livereview.library import library_of
from livereview.pandoc import run_pandoc

TODAY = date(2026, 11, 22)

LIBRARY = """\
% Works on birds.

@article{adams2019,
  author = {Adams, Ada},
  title = {The Wren in Kent},
  journal = {The Journal of Birds},
  year = {2019},
  doi = {10.1000/wren},
}

% Seen at the sea.
@article{clark2021,
  author = {Clark, Cy},
  title = {All the Birds},
  journal = {The Journal of Birds},
  year = {2021},
  pmid = {123},
}
"""

NESTS = Draft(
    "article",
    {
        "author": "Brook, Bo",
        "title": "Nests",
        "journal": "Birds",
        "year": "2020",
        "langid": "english",
    },
)

# One line of text as records have it, with the signs that TeX and BibTeX read as something else.
TEXT = (
    st.text(
        st.one_of(
            st.sampled_from("{}\\$&%#_~^\"'`@=,- <>|/.:;()[]*aB1é鸟ß"),
            st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]),
        ),
        min_size=1,
    )
    .map(tidy)
    .filter(bool)
)


def printed(tex: str) -> str:
    """The text that TeX prints, read in another way than the engine's."""
    signs = {"textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^"}
    pattern = r"\\(text\w+)\{\}|\\([{}&%#$_])|[{}]"
    return re.sub(pattern, lambda found: signs.get(found[1], "") + (found[2] or ""), tex)


@settings(deadline=None)
@given(TEXT, st.sampled_from(["english", "dutch", "chinese", ""]))
@example('x} = "y', "english")
@example('a" b = {c', "english")
@example("The McDonald of COVID-19 in Kent: a U.S. study of birds", "english")
@example("{", "")
@example("\\", "")
@example("@article{a, title = {b}}", "english")
def test_any_title_survives(text, language):
    record = Record("article", text, authors=(Name("Brook", "Bo"),), date="2020", language=language)
    added = addition(draft_of(record), LIBRARY, "new", TODAY)

    library = library_of(added.text)

    assert library.problems == []
    assert printed(library.entries["new"].fields["title"]) == text


@settings(deadline=None)
@given(TEXT, TEXT)
@example("Brook", "Bo, Jr")
@example("and", "Bo")
@example("others", "others")
@example("van de Laar", "A")
def test_any_author_survives(family, given_name):
    authors = (Name(family, given_name), Name("Adams", "Ada"), Name(family, whole=True))
    record = Record("article", "Nests", authors=authors, date="2020")
    added = addition(draft_of(record), LIBRARY, "new", TODAY)

    library = library_of(added.text)

    assert library.problems == []
    written = library.entries["new"].fields["author"]
    assert printed(written) == f"{family}, {given_name} and Adams, Ada and {family}"


def citeproc_reads(entries: str) -> list[dict]:
    return json.loads(run_pandoc(["--from", "biblatex", "--to", "csljson"], entries))


# Pandoc sets quotation marks and dashes, and takes <…> in a name for a tag.
SAFE = st.text("\\{}$&!?%#_~^@=, <>|/.:;()[]*aB1", min_size=1).map(lambda text: tidy(f"a {text}"))
SAFE_NAME = SAFE.map(lambda text: tidy(re.sub("[<>]", "", text)))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(SAFE, SAFE_NAME), min_size=1, max_size=20))
@example([("5%<10% of a&<1>b {<2>}", "A")])
@example([("5% & $6 #7 _x {y} ~z ^2 = <b>", "Smith, J and B")])
def test_what_a_style_prints_is_what_the_record_says(texts):
    drafts = [
        draft_of(Record("book", text, authors=(Name(name, whole=True),), date="2020"))
        for text, name in texts
    ]
    guarded = (
        Draft("book", each.fields | {"title": f"{{{each.fields['title']}}}"}) for each in drafts
    )
    works = citeproc_reads("\n".join(laid_out(f"k{i}", each) for i, each in enumerate(guarded)))

    read = {work["id"]: (work["title"], work["author"][0]["literal"]) for work in works}

    # JSON of the Citation Style Language has tags for emphasis, and nothing but text here.
    assert read == {f"k{i}": texts[i] for i in range(len(texts))}


@settings(deadline=None)
@given(TEXT)
def test_a_text_with_tags_and_entities_is_read_as_what_it_says(text):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if "&" not in text and "<" not in text:
        assert plain_text(f"<i>{escaped}</i>") == text


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ("The <i>wren</i>", "The wren"),
        ("H<sub>2</sub>O &amp; CO<sub>2</sub>", "H2O & CO2"),
        ("<jats:italic>Wren</jats:italic>s", "Wrens"),
        ("&lt;i&gt;Wren&lt;/i&gt;", "Wren"),
        ("Birds &amp;amp; Bees", "Birds & Bees"),
        ("p < 0.05 and a<b>c", "p < 0.05 and ac"),
        ("n<30 or >40", "n<30 or >40"),
        ("<mml:math><mml:mi>β</mml:mi></mml:math> song", "β song"),
        ("a\n   b\u00a0c\u200bd\u00ade", "a b cde"),
        ("Cafe\u0301", "Café"),
        ("10<sup>6</sup> of 10<jats:sup>-3</jats:sup>", "10⁶ of 10⁻³"),
        ("CD4<sup>+</sup>, the 5<sup>th</sup>", "CD4+, the 5th"),
    ],
)
def test_markup_becomes_text(marked, text):
    assert plain_text(marked) == text


@pytest.mark.parametrize(
    ("text", "language", "tex"),
    [
        ("DNA of wrens", "english", "{DNA} of wrens"),
        ("The U.S. wren (BTO): COVID-19", "english", "The {U.S.} wren ({BTO}): {COVID-19}"),
        ("JAM/DNA and pan-BTO birds", "english", "{JAM/DNA} and pan-{BTO} birds"),
        ("Wrens of Kent: Songs of owls", "english", "Wrens of {Kent}: Songs of owls"),
        ("Bewick's wren in Ada's garden", "english", "Bewick's wren in {Ada}'s garden"),
        ("Wrens and Their Songs in Kent", "english", "Wrens and Their Songs in Kent"),
        ("Der Zaunkönig singt im Wald", "german", "Der Zaunkönig singt im Wald"),
        ("BTO鸟鸣", "chinese", "{BTO}鸟鸣"),
        ("mRNA and IL23R", "english", "{mRNA} and {IL23R}"),
        ("100% of £5 & $6", "english", r"100\% of £5 \& \$6"),
    ],
)
def test_braces_keep_the_capitals_of_acronyms_and_names(text, language, tex):
    assert title(text, language) == tex


@pytest.mark.parametrize(
    ("tex", "text"),
    [(r"{JAK}s \& \textit{x}", "JAKs & x"), (r"a~b \textbackslash{}c", "a b c"), ("x", "x")],
)
def test_tex_is_read_as_plain_text(tex, text):
    assert plain(tex) == text


def fields(author, title="The song of wrens", **more):
    return {"author": author, "title": title, "year": "2020", **more}


@pytest.mark.parametrize(
    ("work", "key"),
    [
        (fields("Brook, Bo and Adams, Ada"), "brook2020song"),
        (fields("van de Laar, M. A."), "vandelaar2020song"),
        (fields("De Benedetti, F."), "debenedetti2020song"),
        (fields("Álvaro-Gracia, J."), "alvarogracia2020song"),
        (fields("Ødegaard, Ł."), "odegaard2020song"),
        (fields("O'Shea, J."), "oshea2020song"),
        (fields("{World Health Organization}"), "world2020song"),
        (fields("{The WREN Group}"), "wren2020song"),
        (fields("Zimmermann and others"), "zimmermann2020song"),
        (fields("肖, 凡妮", "{JAM/BTO}信号", titleaddon="Signals of birds"), "xiao2020jambto"),
        (fields("林, 晚舟", "城市噪声中的鸟鸣", titleaddon="Birdsong"), "lin2020birdsong"),
        (fields("林, 晚舟", "城市噪声中的鸟鸣"), "lin2020chengshi"),
        (fields("Иванов, И.", "Птицы"), "ivanov2020ptitsy"),
        (fields("Brook, B.", "Open-label nests"), "brook2020open"),
        (fields("Brook, B.", "A {BTO}-study"), "brook2020bto"),
        (fields("Brook, B.", "De zang van het winterkoninkje"), "brook2020zang"),
        (fields("Brook, B.", "Bewick's wren"), "brook2020bewick"),
        ({"editor": "Brook, B.", "title": "Birds", "date": "2021-03"}, "brook2021birds"),
        ({"title": "Birds", "date": "2021"}, "anon2021birds"),
        ({"title": "Birds", "date": "2021", "journal": "The {Wren}"}, "wren2021birds"),
        (fields("Brook, B.", "2019 birds"), "brook2020birds"),
        (fields("Brook, B.", "The JAM-BTO of birds"), "brook2020jambto"),
        (fields("Brook, B.", "BTO-12 birds"), "brook2020bto"),
        ({"author": "Brook, B.", "title": "Birds"}, "brookbirds"),
        ({"author": "Brook, B.", "title": "!?", "year": "2020"}, "brook2020"),
    ],
)
def test_a_key_is_the_family_the_year_and_a_word_of_the_title(work, key):
    assert key_of_work(work, []) == key


def test_works_that_would_share_a_key_differ_in_the_word_and_at_last_in_a_letter():
    work = fields("Brook, Bo", "The song of wrens")
    taken = []
    for _ in range(4):
        taken.append(key_of_work(work, taken))

    assert taken == ["brook2020song", "brook2020wrens", "brook2020songb", "brook2020songc"]


def test_a_key_that_differs_in_case_alone_is_another_works():
    assert key_of_work(fields("Brook, Bo", "Wrens"), ["Brook2020Wrens"]) == "brook2020wrensb"


@settings(deadline=None)
@given(TEXT, TEXT)
def test_each_key_is_one(name, words):
    work = draft_of(Record("article", words, authors=(Name(name, "B"),), date="2020")).fields

    key = key_of_work(work, [])

    assert re.fullmatch(r"[a-z0-9]+", key)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Brook, Bo", Name("Brook", "Bo")),
        ("Brook, Bo, Jr.", Name("Brook", "Bo", "Jr.")),
        ("World Bank", Name("World Bank", whole=True)),
        ("肖凡妮", Name("肖", "凡妮")),
        ("青玉", Name("青", "玉")),
        ("欧阳明", Name("欧阳", "明")),
        ("欧阳明华", Name("欧阳", "明华")),
        ("虚构生物制药有限公司", Name("虚构生物制药有限公司", whole=True)),
        ("山田太郎", Name("山田太郎", whole=True)),
    ],
)
def test_a_name_is_read_in_its_parts(written, name):
    assert written_name(written) == name


def test_a_single_character_is_no_name_in_two_parts():
    assert whole_name("肖") == Name("肖", whole=True)


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "", "english"),
        ("eng", "", "english"),
        ("nl-NL", "", "dutch"),
        ("dut", "", "dutch"),
        ("nld", "", "dutch"),
        ("chi", "", "chinese"),
        ("zh_Hans", "", "chinese"),
        ("German", "", "german"),
        ("en", "城市鸟鸣", "chinese"),
        ("", "鳥のうた", "japanese"),
        ("", "Birds", ""),
        ("vol", "Birds", ""),
    ],
)
def test_a_language_is_called_as_the_library_calls_it(language, text, name):
    assert langid(language, text) == name


@pytest.mark.parametrize(
    ("written", "pages"),
    [
        ("316-26", "316--326"),
        ("316-326", "316--326"),
        ("316–326", "316--326"),
        ("e1-e19", "e1--e19"),
        ("S1--S9", "S1--S9"),
        ("7-7", "7"),
        ("e001595", "e001595"),
        ("1, 7-9", "1, 7-9"),
        ("", ""),
    ],
)
def test_pages_are_written_as_in_the_library(written, pages):
    assert page_range(written) == pages


@pytest.mark.parametrize(
    ("parts", "written"),
    [
        ((2020, 3, 5), "2020-03-05"),
        (("2020", "3"), "2020-03"),
        ((2020, None, 5), "2020"),
        (("2020", "²"), "2020"),
        ((), ""),
    ],
)
def test_a_date_may_lack_day_and_month(parts, written):
    assert written_date(*parts) == written


def test_letters_of_any_script_become_ascii():
    assert ascii_letters("Łódź Straße 肖") == "lodzstrassexiao"


@pytest.mark.parametrize(
    ("key", "before"),
    [
        ("aaa", "@article{adams2019,"),
        ("brook2020", "% Seen at the sea.\n@article{clark2021,"),
        ("zzz", ""),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_an_entry_stands_in_the_order_of_the_keys_and_all_else_stays(key, before, newline, mark):
    text = mark + LIBRARY.replace("\n", newline)

    added = placed(text, key, "@misc{" + key + ",\n}\n")

    entry = f"@misc{{{key},{newline}}}{newline}"
    assert added.count(entry) == 1
    gone = added.replace(entry + newline, "") if before else added.removesuffix(newline + entry)
    assert gone == text
    assert added.partition(entry + newline)[2].startswith(before.replace("\n", newline))


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("", "@misc{k,\n}\n"),
        ("% Birds", "% Birds\n\n@misc{k,\n}\n"),
        ("% Birds\n\n", "% Birds\n\n@misc{k,\n}\n"),
        ("% Birds\n@misc{z,\n}\n", "% Birds\n\n@misc{k,\n}\n\n@misc{z,\n}\n"),
        ("@misc{a,\n}\n@misc{z,\n}\n", "@misc{a,\n}\n\n@misc{k,\n}\n\n@misc{z,\n}\n"),
        ("@misc{z,\n}\n\n@misc{a,\n}\n", "@misc{z,\n}\n\n@misc{a,\n}\n\n@misc{k,\n}\n"),
        ("@misc{a,\n} @misc{z,\n}\n", "@misc{a,\n} @misc{z,\n}\n\n@misc{k,\n}\n"),
        ("@misc{A,\n}\n\n@misc{Z,\n}\n", "@misc{A,\n}\n\n@misc{k,\n}\n\n@misc{Z,\n}\n"),
    ],
)
def test_an_entry_has_a_blank_line_around_it_in_any_library(text, added):
    assert placed(text, "k", "@misc{k,\n}\n") == added


def test_a_journal_is_written_as_in_the_library():
    draft = Draft("article", {**NESTS.fields, "journal": "Journal of birds"})

    assert "  journal = {The Journal of Birds},\n" in addition(draft, LIBRARY, "", TODAY).entry


def refused(draft, key=""):
    with pytest.raises(LookupFailed) as raised:
        addition(draft, LIBRARY, key, TODAY)
    return str(raised.value)


def with_fields(**more):
    fields = {**NESTS.fields, **more}
    return Draft("article", {name: value for name, value in fields.items() if value})


@pytest.mark.parametrize("more", [{"doi": "10.1000/WREN"}, {"doi": "10.1000/wren", "pmid": "9"}])
def test_a_work_with_a_known_doi_is_there_already(more):
    assert refused(with_fields(**more)) == (
        "references/library.bib:3: adams2019 is this work already\n    cite it as [@adams2019]"
    )


def test_a_work_with_a_known_pmid_is_there_already():
    assert refused(with_fields(pmid="123")).startswith(
        "references/library.bib:12: clark2021 is this work already"
    )


@pytest.mark.parametrize(
    ("more", "unsure"),
    [
        ({"title": "The {W}ren in Kent."}, ["adams2019"]),
        ({"title": "The wrens in Kent"}, ["adams2019"]),
        ({"title": "De winterkoning", "titleaddon": "The wren in Kent"}, ["adams2019"]),
        ({"title": "The wren in Kent", "doi": "10.1000/other"}, []),
        ({"title": "All the birds", "doi": "10.1000/other"}, ["clark2021"]),
        ({"title": "Owls"}, []),
    ],
)
def test_a_work_with_a_like_title_may_be_there_unless_identifiers_tell_them_apart(more, unsure):
    added = addition(with_fields(**more), LIBRARY, "", TODAY)

    assert [entry.key for entry in added.alike] == unsure


@pytest.mark.parametrize(
    "text",
    [
        "RETRACTED: Nests",
        "{RETRACTED}: Nests",
        "Retracted Article: Nests",
        "{WITHDRAWN}: Nests",
        "[Retracted] Nests",
    ],
)
def test_a_title_that_tells_of_a_retraction_is_told(text):
    added = addition(with_fields(title=text), LIBRARY, "", TODAY)

    assert added.remarks == ("ITS TITLE SAYS THAT IT WAS RETRACTED",)


def test_a_like_title_is_told_even_of_another_work():
    added = addition(with_fields(title="The wren in Kent", doi="10.1000/x"), LIBRARY, "", TODAY)

    assert added.remarks == ("has a title like that of adams2019 at line 3",)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("Adams2019", "references/library.bib:3: the key adams2019 is another work's"),
        ("a b", '"a b" is no key'),
        ("a{", '"a{" is no key'),
    ],
)
def test_a_key_that_can_not_be_is_refused(key, words):
    assert refused(NESTS, key).startswith(words)


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"year": ""}, "the work has no year"),
        ({"title": ""}, "the work has no title"),
        ({"doi": "11.1000/x"}, 'doi: "11.1000/x" is no DOI'),
        ({"year": "in press"}, 'year: "in press" is no year'),
    ],
)
def test_an_entry_with_a_mistake_is_refused(more, fault):
    assert refused(with_fields(**more), "new").splitlines()[0] == (
        f"new can't be added as its record has it: {fault}"
    )


@pytest.mark.parametrize("broken", ["{", "a } b", "x}\n@misc{y,", 'a" = {'])
def test_what_would_break_the_library_is_refused(broken):
    assert "new" in refused(with_fields(title=broken), "new")


def test_what_a_check_would_warn_of_is_told():
    draft = Draft("article", {"title": "Nests", "year": "2027"})

    assert addition(draft, LIBRARY, "new", TODAY).remarks == (
        "the work has no author",
        "year: 2027 lies in the future: today is 2026-11-22",
        "its language is not known: write it as langid = {…}",
    )
