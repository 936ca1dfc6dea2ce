"""The library: its entries and their lines, what is broken in it, and what styles make of it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from livereview.config import LIBRARY
from livereview.library import read_library, style_path, write_csl
from livereview.problems import ProblemsFound

SEED = """\
% Works on birds.

@article{adams2019,
  author = {Adams, Ada},
  title = {{JAK} of the Hedge: a {DNA} Study of the Robin's \\"Egg},
  journal = {Journal of Birds \\& Bees},
  year = {2019},
  note = {look again},
  langid = {english},
}

@online{li2020,
  author = {{李明}},
  title = {树篱中的鹪鹩},
  date = {2020-05},
  langid = {chinese},
}

@misc{anon2021, title = {No Author}, year = {2021}, langid = {volapuk}}
"""


@pytest.fixture
def root(tmp_path):
    (tmp_path / "references").mkdir()
    (tmp_path / LIBRARY).write_text(SEED, encoding="utf-8")
    return tmp_path


def works(root, text=None):
    """The works that citeproc sees, by key."""
    if text is not None:
        (root / LIBRARY).write_text(text, encoding="utf-8")
    write_csl(root / LIBRARY, root / "library.json")
    found = json.loads((root / "library.json").read_text(encoding="utf-8"))
    return {work["id"]: work for work in found}


def test_an_entry_has_its_key_its_line_and_its_fields(root):
    library = read_library(root)

    assert library.problems == []
    assert [(entry.key, entry.line) for entry in library.entries.values()] == [
        ("adams2019", 3),
        ("li2020", 12),
        ("anon2021", 19),
    ]
    assert library.entries["li2020"].fields["title"] == "树篱中的鹪鹩"


def test_a_work_in_a_known_language_has_its_tag(root):
    assert read_library(root).languages == {"adams2019": "en", "li2020": "zh-Hans"}


def test_a_title_keeps_its_case(root):
    titles = {key: work["title"] for key, work in works(root).items()}

    assert titles == {
        "adams2019": "JAK of the Hedge: a DNA Study of the Robin’s Ëgg",
        "li2020": "树篱中的鹪鹩",
        "anon2021": "No Author",
    }


def test_signs_of_tex_are_read(root):
    assert works(root)["adams2019"]["container-title"] == "Journal of Birds & Bees"


def test_the_works_of_a_library_are_written_alike_each_time(root):
    works(root)
    first = (root / "library.json").read_bytes()
    works(root)

    assert (root / "library.json").read_bytes() == first


def test_what_only_pandoc_finds_wrong_is_a_problem_too(root):
    with pytest.raises(ProblemsFound) as raised:
        works(root, "@article{birds,\n  title = {Birds}, ??\n}\n")

    assert [each.message.split(":")[0] for each in raised.value.problems] == ["can't be read"]


def test_works_behind_a_broken_entry_keep_their_lines(root):
    text = SEED.replace("{2019},", "{2019,").replace("{Adams, Ada}", "{Adams, Ada}\n")
    (root / LIBRARY).write_text(text, encoding="utf-8")

    library = read_library(root)

    assert [str(problem) for problem in library.problems] == [
        "references/library.bib:8: adams2019: a brace is not closed\n    each { needs its }"
    ]
    assert {key: entry.line for key, entry in library.entries.items()} == {
        "adams2019": 3,
        "li2020": 13,
        "anon2021": 20,
    }


def test_comments_strings_and_preambles_are_no_mistakes(root):
    extra = '\n@comment{later}\n@string{jb = {Birds}}\n@preamble{"x"}\nSome words.\n'
    (root / LIBRARY).write_text(SEED + extra, encoding="utf-8")

    assert read_library(root).problems == []


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("title = {90% of birds}", 'title: "%" would not be printed'),
        ("title = {Bird #1}", 'title: "#" would not be printed'),
        ("title = {A $5 bird}", 'title: "$" would not be printed'),
        ("year = {in press}", 'year: "in press" is no year'),
        ("date = {May 2020}", 'date: "May 2020" is no date'),
    ],
)
def test_a_field_that_would_not_be_printed_is_told(root, field, message):
    (root / LIBRARY).write_text("@misc{birds,\n  " + field + ",\n}\n", encoding="utf-8")

    problems = read_library(root).problems

    assert [(each.line, each.field, each.message) for each in problems] == [(2, "birds", message)]


@pytest.mark.parametrize(
    "field",
    [
        "title = {90\\% of birds \\& bees, \\#1 for \\$5}",
        "doi = {10.1000/a_b%20#1}",
        "url = {https://example.org/?a=b&c=%20#d}",
        "annotation = {90% sure, see #4}",
        "date = {2020-05-01/2020-06-01}",
        "year = {2020}",
        "title = {E = mc2, and {x = {1}}}",
    ],
)
def test_a_field_that_is_read_as_it_is_meant_is_no_mistake(root, field):
    (root / LIBRARY).write_text("@misc{birds,\n  " + field + ",\n}\n", encoding="utf-8")

    assert read_library(root).problems == []


@given(text=st.text("@{},=\"'%#\\ \n\tarticlebook12", max_size=60))
def test_any_text_is_a_library_or_has_problems(tmp_path_factory, text):
    root = tmp_path_factory.getbasetemp()
    (root / "references").mkdir(exist_ok=True)
    (root / LIBRARY).write_text(text, encoding="utf-8")

    assert {problem.path for problem in read_library(root).problems} <= {LIBRARY}


def test_a_style_is_found_by_its_name():
    assert style_path("bmj").name == "bmj.csl"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("nlm-citation-sequence-bracket", 'did you mean "nlm-citation-sequence-brackets"?'),
        ("../styles/bmj", ""),
        ("no style of this world", ""),
    ],
)
def test_a_style_that_is_not_there_is_a_problem_with_the_nearest_name(name, hint):
    with pytest.raises(ProblemsFound) as raised:
        style_path(name)

    assert [(each.code, each.hint) for each in raised.value.problems] == [("unknown-style", hint)]
