"""Files in YAML: the line of each part, and what is wrong with it in an author's words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from livereview.problems import ProblemsFound, show
from livereview.yamlfile import YamlFile

BIRDS = """\
first: &first
  name: wren   # the line of a key, not of its value
  size: 10
birds:
  - <<: *first
    size: 11
  - name: robin
    seen: 2026-01
notes: >-
  Over two
  lines.
"""


@pytest.fixture
def birds(tmp_path):
    (tmp_path / "birds.yaml").write_text(BIRDS, encoding="utf-8")
    return YamlFile(tmp_path, "birds.yaml")


def problems_of(root, text):
    (root / "birds.yaml").write_bytes(text.encode())
    with pytest.raises(ProblemsFound) as raised:
        YamlFile(root, "birds.yaml")
    return show(raised.value.problems)


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ([], 1),
        (["first", "name"], 2),
        (["birds"], 4),
        (["birds", 0], 5),
        (["birds", 0, "size"], 6),
        (["birds", 0, "name"], 2),
        (["birds", 1, "seen"], 8),
        (["notes"], 9),
    ],
)
def test_a_part_has_the_line_on_which_it_is_written(birds, keys, line):
    assert birds.line(keys) == line


def test_what_is_not_there_has_the_line_of_what_it_would_be_in(birds):
    assert birds.line(["birds", 1, "colour"]) == 7


def test_what_is_merged_in_gives_way_to_what_is_written(birds):
    assert birds.data["birds"][0] == {"name": "wren", "size": 11}


def test_a_date_stays_text_because_it_may_be_partial(tmp_path):
    (tmp_path / "dates.yaml").write_text("[2026-01-31, 2026-02-31, 2026-01]", encoding="utf-8")

    assert YamlFile(tmp_path, "dates.yaml").data == ["2026-01-31", "2026-02-31", "2026-01"]


def test_a_problem_names_the_items_of_lists_as_they_name_themselves(birds):
    problem = birds.problem(["birds", 1, "size"], "size", "has no size", "measure it")

    assert str(problem) == "birds.yaml:7: birds.robin.size: has no size\n    measure it"


def test_a_key_that_stands_twice_is_told_at_the_second(tmp_path):
    assert problems_of(tmp_path, "wren: 1\nrobin: 2\nwren: 3\n") == (
        "birds.yaml:3: wren: stands here a second time, and would replace the first\n"
        "    keep one\n1 error"
    )


def test_keys_that_stand_twice_are_told_at_any_depth_and_all_together(tmp_path):
    told = problems_of(tmp_path, "birds:\n  - {a: 1, a: 2}\n  - b: 1\n    b: 2\n")

    assert [line.split(": ")[0] for line in told.splitlines()[::2]] == [
        "birds.yaml:2",
        "birds.yaml:4",
        "2 errors",
    ]


def test_no_object_is_made_from_yaml(tmp_path):
    told = problems_of(tmp_path, "name: !!python/object/apply:os.getcwd []\n")

    assert told.startswith("birds.yaml:1: is no YAML: could not determine a constructor")


def files_with_problems(root, text):
    (root / "any.yaml").write_bytes(text.encode())
    try:
        YamlFile(root, "any.yaml")
    except ProblemsFound as found:
        return {problem.path for problem in found.problems}
    return set()


@given(text=st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_text_is_read_or_is_a_problem(tmp_path_factory, text):
    assert files_with_problems(tmp_path_factory.getbasetemp(), text) <= {"any.yaml"}


@given(text=st.text("{}[]&*!|>-?:,#'\"% \n\tab01.~<=", max_size=40))
def test_any_row_of_the_signs_of_yaml_is_read_or_is_a_problem(tmp_path_factory, text):
    assert files_with_problems(tmp_path_factory.getbasetemp(), text) <= {"any.yaml"}


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("plain\n  words\n", "plain\n  words"),
        ('"a \\"b\\" \\u2013 \\x41 c"\n', ' a  "b "             c '),
        ("'a \"b\"'\n", ' a "b" '),
        (">-\n  a\n  b\n", "  \n  a\n  b\n"),
        ("|2 # c\n  a\n", "      \n  a\n"),
    ],
)
def test_a_text_is_given_as_it_is_written_without_the_signs_of_yaml(tmp_path, written, text):
    (tmp_path / "a.yaml").write_text(f"\ufeff# é\nfirst: 1\nkey: {written}last: 2\n", "utf-8")

    assert YamlFile(tmp_path, "a.yaml").written(["key"])[0].rstrip("\n") == text.rstrip("\n")
    assert YamlFile(tmp_path, "a.yaml").written(["key"])[1] == 3
