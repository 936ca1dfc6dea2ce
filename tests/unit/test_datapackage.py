"""The description of the evidence: tables, columns, vocabularies and what is taken for granted."""

import pytest
from livereview.datapackage import Category, References, in_language, read_package


@pytest.fixture
def package(review):
    return read_package(review.root)


def test_tables_and_columns_stand_in_the_order_of_the_file(package):
    assert list(package) == ["species", "habitats", "surveys"]
    assert list(package["species"].fields) == ["id", "name_en", "name_nl", "size_cm", "status"]


def test_a_table_lies_beside_its_description(package):
    assert package["surveys"].path == "data/surveys.csv"


def test_a_column_is_text_and_optional_unless_it_says_otherwise(package):
    name = package["habitats"].fields["name"]

    assert (name.type, name.required, name.is_list, name.bookkeeping) == (
        "string",
        False,
        False,
        False,
    )
    assert (name.title, name.role, name.categories, name.references) == ("name", "", (), None)


def test_a_column_says_what_it_is(package):
    fields = package["surveys"].fields

    assert fields["habitats"].is_list
    assert fields["habitats"].delimiter == ";"
    assert fields["species"].required
    assert fields["species"].description == "the species that was counted"
    assert fields["note"].bookkeeping
    assert fields["birds"].constraints == {"minimum": 1}


def test_a_vocabulary_keeps_its_order_and_names_itself_where_it_has_no_label(package):
    sounds = package["surveys"].fields["sounds"]

    assert sounds.category == {
        "song": Category("song", "song"),
        "call": Category("call", "call"),
        "alarm_call": Category("alarm_call", "alarm call"),
    }
    assert list(sounds.category) == ["song", "call", "alarm_call"]


def test_a_measure_says_how_its_estimate_prints(package):
    measure = package["surveys"].fields["measure"]

    assert [category.pattern for category in measure.categories] == ["RR {}", "{}%"]
    assert package["surveys"].with_role("measure") is measure
    assert package["species"].with_role("measure") is None


def test_keys_point_to_tables_to_words_and_under_conditions(package):
    fields = package["surveys"].fields

    everyone = Category("all", {"en": "all birds", "nl": "alle vogels"})
    assert fields["species"].references == References(("species",), literals=(everyone,))
    assert fields["leader"].references == References(("species",), when="method == 'transect'")
    assert fields["repeats"].references == References(rows=True)


def test_a_table_is_named_by_one_column_or_by_one_a_language(package):
    assert package["surveys"].label_columns == {"title"}
    assert package["species"].label_columns == {"name_en", "name_nl"}


def test_a_rule_knows_its_line(package):
    assert [(rule.field, rule.line) for rule in package["surveys"].rules] == [
        ("low", 27),
        ("nests", 31),
    ]


@pytest.mark.parametrize(
    ("words", "language", "found"),
    [
        ("wren", "nl", "wren"),
        ({"en": "wren", "nl": "winterkoning"}, "nl", "winterkoning"),
        ({"en": "wren", "nl": "winterkoning"}, "zh", "wren"),
    ],
)
def test_words_are_found_in_a_language_or_in_the_first_one(words, language, found):
    assert in_language(words, language) == found
