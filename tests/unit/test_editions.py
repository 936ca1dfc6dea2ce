"""Which editions are built: those that the configuration names, or else the usual one."""

from livereview.config import EDITIONS, read_config
from livereview.schema_reference import read_schema


def test_without_editions_in_the_configuration_the_review_is_built(review):
    review.replace("config/config.yaml", "editions: [guide]\n", "")
    assert read_config(review.root).editions == ("review",)


def test_the_schema_names_the_same_default_as_the_engine_takes():
    assert read_schema("config")["properties"]["editions"]["default"] == list(EDITIONS)


def test_a_default_edition_that_has_no_folder_is_told(review):
    review.replace("config/config.yaml", "editions: [guide]\n", "")
    assert review.check().text == (
        "config/config.yaml:1: editions.1: there is no folder manuscript/review\n"
        "    there are: guide\n"
        "1 error\n"
    )
