"""The preview builds the same page as the build does, and with as little work as a change needs."""

import json
from pathlib import Path
from shutil import copytree

import pytest
from livereview.preview import builder as building
from livereview.preview.builder import Builder
from livereview.preview.citing import ResolvedCitations
from livereview.preview.kept import Kept
from livereview.preview.weaver import Weaver
from livereview.problems import errors
from livereview.version import Version
from livereview.writers import pandoc
from livereview.writers.html import write_html

VERSION = Version("", "2026-11-21", 1795219200)
OPENING = "manuscript/essay/01-opening.md"


@pytest.fixture
def essay(tiny, tmp_path, monkeypatch, without_faces):
    """The tiny review with a builder of its essay, which is ended after the test."""
    monkeypatch.setattr(building, "read_version", lambda root: VERSION)
    (tmp_path / "own").mkdir()
    builder = Builder(tiny.root, "essay", tmp_path / "own")
    yield tiny, builder
    builder.close()


def built(review, tmp_path) -> str:
    """The page as the build writes it."""
    root = tmp_path / "built"
    copytree(review.root, root, dirs_exist_ok=True)
    type(review)(root).weave("essay")
    work = root / "work"
    write_html(
        work / "essay" / "document.json",
        work / "essay.html",
        figures=work / "figures",
        version=VERSION,
    )
    return (work / "essay.html").read_text(encoding="utf-8")


def told(outcome) -> list[str]:
    return [str(problem) for problem in errors(outcome.problems)]


def test_the_first_page_is_the_one_that_the_build_writes(essay, tmp_path):
    review, builder = essay
    outcome = builder.build()
    assert told(outcome) == []
    assert outcome.page == built(review, tmp_path)


# Each changes something else of what an earlier build has left.
CHANGES = {
    "a word": (OPENING, "was a Friday", "was a fine Friday"),
    "a heading": (OPENING, "# Methods", "# Ways"),
    "one value more": (OPENING, "# Methods", "It is {{ warbler.centre }} kHz.\n\n# Methods"),
    "one note more": (OPENING, "# Methods", "It is so.^[Is it?]\n\n# Methods"),
    "one citation more": (OPENING, "# Methods", "It is so [@tram2022bells].\n\n# Methods"),
    "a full stop beside a citation": (OPENING, "p. 3],", "p. 3]."),
    "a table elsewhere": (
        "manuscript/essay/02-results.md",
        "## Words",
        '{{ table("remarks") }}\n\n## Words',
    ),
    "a cell": ("data/songs.csv", "pitch,0.40,", "pitch,0.45,"),
    "a cited work": ("data/songs.csv", ",,,lin2021niao,", ",,,moss2018screens,"),
    "the works of a row": ("data/songs.csv", "vries2019pitch;atlas", "tram2022bells;atlas"),
    "a title": ("references/library.bib", "Sound atlas of", "Sounds of"),
    "a figure": ("manuscript/figures/pitch.py", "twice as long", "as long"),
    "a design": ("manuscript/tables.yaml", "caption: Remarks.", "caption: All remarks."),
    "a word of the page": ("config/config.yaml", "    figure: Figure", "    figure: Drawing"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_page_after_a_change_is_the_one_that_the_build_writes(change, essay, tmp_path):
    review, builder = essay
    builder.build()
    if change == "a cited work":
        text = review.read("data/songs.csv").replace("lin2021niao", "moss2018screens")
        (review.root / "data/songs.csv").write_text(text, encoding="utf-8")
    else:
        review.replace(*CHANGES[change])
    if change == "a table elsewhere":
        review.replace("manuscript/essay/05-back.md", '{{ table("remarks") }}', "")
    outcome = builder.build()
    assert told(outcome) == []
    assert outcome.page == built(review, tmp_path)


def test_a_figure_that_has_not_changed_is_not_drawn_again(essay):
    review, builder = essay
    builder.build()
    drawing = builder.folder / "figures" / "pitch.svg"
    drawing.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    review.replace("data/quarters.csv", "calm", "loud")
    builder.build()
    assert drawing.read_text(encoding="utf-8") == "<svg xmlns='http://www.w3.org/2000/svg'/>"
    review.replace("data/songs.csv", "pitch,0.40,", "pitch,0.45,")
    builder.build()
    assert 'width="45.00"' in drawing.read_text(encoding="utf-8")


def test_citeproc_is_asked_only_when_it_would_answer_otherwise(essay, monkeypatch):
    review, builder = essay
    asked = []
    ask = building.resolve_citations
    monkeypatch.setattr(building, "resolve_citations", lambda *a: asked.append("") or ask(*a))
    builder.build()
    review.replace(OPENING, "was a Friday", "was a fine Friday")
    review.replace("data/songs.csv", "pitch,0.40,", "pitch,0.45,")
    builder.build()
    assert len(asked) == 1
    review.replace(OPENING, "# Methods", "It is so [@tram2022bells].\n\n# Methods")
    builder.build()
    assert len(asked) == 2


def noted(monkeypatch) -> list[str]:
    """The documents that pandoc is given from now on to write the new parts of a page."""
    written = []
    convert = pandoc.convert
    monkeypatch.setattr(pandoc, "convert", lambda *a: written.append(str(a[0])) or convert(*a))
    return written


def test_of_a_table_only_the_lines_that_are_new_are_written(essay, monkeypatch):
    review, builder = essay
    builder.build()
    written = noted(monkeypatch)
    review.replace("data/songs.csv", ",share,62,", ",share,63,")
    outcome = builder.build()
    assert "63" in outcome.page
    assert 'id="row-songs-duet-share-city"' in written[0]
    assert 'id="row-songs-finch-ratio-station"' in outcome.page
    assert 'id="row-songs-finch-ratio-station"' not in written[0]


def test_of_the_references_only_those_that_are_new_are_written(essay, monkeypatch):
    review, builder = essay
    builder.build()
    written = noted(monkeypatch)
    review.replace("references/library.bib", "Sound atlas of", "Noise atlas of")
    builder.build()
    assert "Noise" in written[0]
    assert written[0].count("csl-entry") == 1


def test_the_text_is_woven_again_when_a_figure_reports_otherwise_than_it_quotes(essay, monkeypatch):
    review, builder = essay
    builder.build()
    woven = []
    weave = Weaver._woven
    monkeypatch.setattr(Weaver, "_woven", lambda *a: woven.append("") or weave(*a))
    review.replace("data/songs.csv", "pitch,-0.20,", "pitch,-0.21,")  # drawn, but not the highest
    builder.build()
    assert len(woven) == 1
    review.replace("data/songs.csv", "pitch,0.40,", "pitch,0.45,")
    builder.build()
    assert len(woven) == 3


def test_an_error_leaves_no_page_and_is_told_with_its_line(essay):
    review, builder = essay
    review.replace("manuscript/essay/05-back.md", "stands behind", "{{ nix }} stands behind")
    outcome = builder.build()
    assert outcome.page is None
    assert told(outcome) == [
        'manuscript/essay/05-back.md:10: nix: "nix" is not known here',
    ]


def test_a_mistake_that_is_put_right_gives_a_page_again(essay, tmp_path):
    review, builder = essay
    builder.build()
    for path, right, wrong in (
        (OPENING, "warbler.since", "warbler.sinc"),
        ("data/songs.csv", "pitch,0.40,", "pitch,x,"),
        ("manuscript/tables.yaml", "value: group}", "value: grp}"),
        ("config/config.yaml", "citation_style: apa", "citation_style: none-such"),
        ("manuscript/figures/pitch.py", "def draw(", "def drew("),
    ):
        review.replace(path, right, wrong)
        outcome = builder.build()
        assert outcome.page is None
        assert {problem.path for problem in errors(outcome.problems)} == {path}
        review.replace(path, wrong, right)
    assert builder.build().page == built(review, tmp_path)


def test_a_mistake_in_another_edition_is_told_too(essay):
    review, builder = essay
    builder.build()
    review.replace("manuscript/opstel/01-alles.md", '{{ "2019-05-03"', "{{ nix.x")
    assert [line.partition(": ")[0] for line in told(builder.build())] == [
        "manuscript/opstel/01-alles.md:6"
    ]


def test_the_preview_tells_what_the_check_tells(essay):
    review, builder = essay
    review.replace("references/library.bib", "  date = {2020},\n", "")
    review.replace("data/songs.csv", "good,24,", "good,many,")
    assert sorted(map(str, builder.build().problems)) == [
        str(problem) for problem in building_check(review.root)
    ]


def building_check(root: Path):
    from livereview.check import check_review
    from livereview.dates import today

    return sorted(check_review(root, today()), key=str)


def document(*inlines) -> dict:
    return {"meta": {}, "blocks": [{"t": "Para", "c": list(inlines)}]}


CITE = {"t": "Cite", "c": [[{"citationId": "a"}], [{"t": "Str", "c": "?"}]]}


def test_an_answer_of_citeproc_that_reaches_beyond_citations_is_not_kept():
    def ask(text: str) -> dict:
        answered = json.loads(text.replace("?", "[1]"))
        answered["blocks"][0]["c"][-1] = {"t": "Str", "c": "moved"}
        return answered

    citations = ResolvedCitations()
    for _ in range(2):
        asked = document(CITE, {"t": "Space"}, {"t": "Str", "c": "far"}, {"t": "Str", "c": "."})
        citations.resolve(json.loads(json.dumps(asked)), "", ask)
        assert not citations.reused


def test_what_is_kept_is_made_anew_for_another_origin_and_after_a_failure():
    kept: Kept[str] = Kept()
    assert kept.get(1, lambda: "one") == "one"
    assert kept.get(1, lambda: "other") == "one"
    with pytest.raises(ZeroDivisionError):
        kept.get(2, lambda: str(1 / 0))
    assert kept.get(1, lambda: "new") == "new"
