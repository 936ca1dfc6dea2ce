"""A draft of the tiny review, marked where it must be read again, and a release of it."""

from __future__ import annotations

import json

import pytest
from livereview.blocks import blocks_of
from livereview.config import read_config
from livereview.evidence import load_evidence
from livereview.library import read_library
from livereview.manuscript import Edition
from livereview.signoff import sign, standings
from livereview.signoff_file import SIGNOFF, write_signoffs
from livereview.weave import compose

pytestmark = pytest.mark.workflow

SONGS = "data/songs.csv"
UP_TO_DATE = "nothing to do: results/ is up to date"


def sign_all(review) -> None:
    """Sign off what was built last, on the 1st of October 2026."""
    evidence, config = load_evidence(review.root), read_config(review.root)
    drawn = review.root / "work" / "figures"
    works = read_library(review.root).entries
    editions = [
        Edition(review.root, name, config, evidence, drawn=drawn) for name in config.editions
    ]
    for edition in editions:
        compose(edition, works)
    facts = json.loads((drawn / "pitch.json").read_text(encoding="utf-8"))["facts"]

    def value_of(read):
        if read.of_evidence:
            return evidence[read.table].by_id[read.id].cells[read.column]
        return str(facts[read.column])

    found, _ = standings(blocks_of(editions), [], value_of)
    write_signoffs(review.root, [sign(each, "2026-10-01", "Ann Other") for each in found])


def marked(review, edition: str) -> list[str]:
    """File and line of the passages that an edition marks."""
    document = json.loads(review.read(f"work/{edition}/document.json"))
    return [each["place"] for each in document.get("unread", {}).get("passages", [])]


@pytest.mark.long
def test_what_was_signed_off_is_built_as_before(tiny_built):
    before = tiny_built.files("results")
    sign_all(tiny_built)
    assert tiny_built.build().status == 0
    after = tiny_built.files("results")
    other = {name for name in before | after if before.get(name) != after.get(name)}
    # What the build was made of now names the sign-offs too.
    assert other == {"results/ro-crate-metadata.json", "results/SHA256SUMS"}


@pytest.mark.long
def test_a_changed_cell_marks_what_rests_on_it_until_it_is_signed_off(tiny_built):
    sign_all(tiny_built)
    tiny_built.replace(SONGS, "1.30,0.88,1.92", "1.31,0.88,1.92")
    assert tiny_built.build().status == 0
    assert marked(tiny_built, "opstel") == []
    stale = marked(tiny_built, "essay")
    assert stale
    page = tiny_built.read("results/essay.html")
    assert page.count(' class="stale"') == len(stale)
    assert "1 October 2026" in page
    assert UP_TO_DATE in tiny_built.build().text
    sign_all(tiny_built)
    assert tiny_built.build().status == 0
    assert ' class="stale"' not in tiny_built.read("results/essay.html")


@pytest.mark.long
def test_sign_offs_that_come_or_go_lead_to_the_documents_alone(tiny_built):
    sign_all(tiny_built)
    lines = tiny_built.build("--dry-run").text.splitlines()
    assert {line for line in lines if "weave" in line} == {
        "would weave essay",
        "would weave opstel",
    }
    assert not [line for line in lines if "draw" in line or "tables" in line]
    tiny_built.build()
    (tiny_built.root / SIGNOFF).unlink()
    assert "would weave essay" in tiny_built.build("--dry-run").text


def test_a_release_with_something_to_read_is_refused_and_leaves_the_results(tiny_built):
    sign_all(tiny_built)
    tiny_built.replace(SONGS, "1.30,0.88,1.92", "1.31,0.88,1.92")
    tiny_built.replace("config/config.yaml", "formats: [", "stage: release\nformats: [")
    before = tiny_built.files("results")
    built = tiny_built.build()
    assert built.status == 1
    assert "must be read again, for its evidence has changed since 2026-10-01" in built.text
    assert "./livereview stale shows what has changed" in built.text
    assert "Traceback" not in built.text
    assert tiny_built.files("results") == before
