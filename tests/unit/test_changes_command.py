"""``livereview changes``: its states, its forms, and what it says when it can't."""

import json
import subprocess
from itertools import pairwise

import pytest
from livereview.changes.as_html import as_html
from livereview.changes.as_json import as_json, from_json
from livereview.changes.report import compare
from livereview.cli import main
from livereview.config import read_config
from lxml import html

from ..conftest import git
from .conftest import SURVEYS, TEXT, Review

FIGURE = """
    from livereview.figures import Figure

    def draw(evidence):
        return Figure("<svg></svg>", "A map.", (), {})
    """


def commit(review: Review, tag: str = "") -> None:
    git(review.root, "add", "--all")
    git(review.root, "commit", "--quiet", "--message", "A state")
    if tag:
        git(review.root, "tag", tag)


@pytest.fixture
def released(review: Review) -> Review:
    """The birds in a repository of their own, with the tag v1.0."""
    review.write("manuscript/figures/map.py", FIGURE)
    git(review.root, "init", "--quiet")
    commit(review, "v1.0")
    return review


def changes(review: Review, *words: str) -> str:
    assert main(["--root", str(review.root), "changes", *words]) == 0
    output = review.capsys.readouterr()
    assert output.err == ""
    return output.out


def refusal(review: Review, *words: str) -> str:
    assert main(["--root", str(review.root), "changes", *words]) == 1
    output = review.capsys.readouterr()
    assert output.out == ""
    return output.err


def move_an_estimate(review: Review) -> None:
    review.replace(SURVEYS, "ratio,1.00,", "ratio,1.50,")


def test_the_work_tree_is_told_against_a_tag(released):
    move_an_estimate(released)
    assert changes(released, "v1.0") == (
        "# What has changed from v1.0 (2026-02-03) to work tree\n"
        "\n"
        "1 material change; 1 row changed.\n"
        "\n"
        "## Material changes\n"
        "\n"
        "- **estimate of Wrens of Kent: RR 1.00 → 1.50 (+50%)**\n"
        "\n"
        "## Evidence\n"
        "\n"
        "### Surveys\n"
        "\n"
        "- Wrens of Kent (`surveys:wren-2019`)\n"
        "  - estimate: 1.00 → 1.50 (+50%)\n"
    )


def test_two_revisions_are_told_whatever_the_work_tree_holds(released):
    move_an_estimate(released)
    commit(released, "v1.1")
    released.write(SURVEYS, "half a file")
    told = json.loads(changes(released, "v1.0", "v1.1", "--format", "json"))
    assert (told["old"]["name"], told["new"]["name"]) == ("v1.0", "v1.1")
    assert told["new"]["commit"] == git(released.root, "rev-parse", "v1.1")
    assert told["counts"]["material"] == 1


def test_nothing_is_told_where_nothing_changed(released):
    told = changes(released, "v1.0")
    assert (
        told == "# What has changed from v1.0 (2026-02-03) to work tree\n\nNothing has changed.\n"
    )


def test_a_review_within_a_larger_repository_has_its_own_history(released, tmp_path_factory):
    whole = tmp_path_factory.mktemp("whole")
    git(whole, "init", "--quiet")
    (whole / "data").mkdir()
    (whole / "data" / "other.csv").write_text("id\n")
    for name in ("config", "data", "manuscript", "references"):
        target = whole / "reviews" / "birds" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (released.root / name).rename(target)
    git(whole, "add", "--all")
    git(whole, "commit", "--quiet", "--message", "A state")
    inner = Review(whole / "reviews" / "birds", released.capsys)
    move_an_estimate(inner)
    assert "1 material change" in changes(inner, "HEAD")


def test_an_unknown_revision_is_refused_with_the_tags_there_are(released):
    assert refusal(released, "v9") == (
        'there is no revision, tag or folder "v9"\n    the tags are: v1.0\n'
    )


@pytest.mark.parametrize("name", ["--output=/tmp/x", "-v"])
def test_a_name_is_never_taken_for_an_option_of_git(released, name):
    assert main(["--root", str(released.root), "changes", "--", name]) == 1
    assert f'no revision, tag or folder "{name}"' in released.capsys.readouterr().err


def test_a_shallow_clone_says_how_to_fetch_the_rest(released, tmp_path_factory):
    commit_two(released)
    clone = tmp_path_factory.mktemp("clones") / "clone"
    git(released.root, "clone", "-q", "--depth=1", f"file://{released.root}", str(clone))
    told = refusal(Review(clone, released.capsys), "HEAD~1")
    assert "git fetch --unshallow --tags" in told


def commit_two(review: Review) -> None:
    move_an_estimate(review)
    commit(review)


def test_a_folder_without_git_is_refused_in_words(review):
    told = refusal(review, "v1.0")
    assert told.startswith('there is no revision, tag or folder "v1.0": git says "')
    assert told.endswith('"\n    name two folders that hold reviews\n')


def test_a_revision_without_evidence_is_refused(released):
    git(released.root, "checkout", "-q", "--orphan", "empty")
    git(released.root, "rm", "-rfq", ".")
    git(released.root, "commit", "-q", "--allow-empty", "-m", "Nothing")
    git(released.root, "checkout", "-q", "v1.0")
    told = refusal(released, "empty")
    assert told == "empty holds no review\n    it has no data/datapackage.yaml\n"


def test_a_folder_without_a_review_is_refused(released, tmp_path_factory):
    folder = tmp_path_factory.mktemp("nothing")
    assert refusal(released, str(folder)) == (
        f"{folder} holds no review\n    it has no data/datapackage.yaml\n"
    )


def test_a_file_is_written_as_a_whole(released, tmp_path_factory):
    output = tmp_path_factory.mktemp("out") / "changes.json"
    assert changes(released, "v1.0", "--format", "json", "--output", str(output)) == ""
    assert json.loads(output.read_text(encoding="utf-8"))["counts"]["material"] == 0
    assert [path.name for path in output.parent.iterdir()] == ["changes.json"]


def test_a_file_that_cannot_be_written_is_told(released):
    told = refusal(released, "v1.0", "--output", str(released.root / "nowhere" / "x.md"))
    assert told.endswith("nowhere/x.md: No such file or directory\n")


def everything(review: Review):
    """A report with something in each of its parts."""
    before = review.root.parent / f"{review.root.name}-before"
    subprocess.run(["cp", "-r", str(review.root), str(before)], check=True)
    move_an_estimate(review)
    review.replace(SURVEYS, "accepted,2026-02-01,", "unverified,2026-02-02,doubtful")
    review.replace(SURVEYS, "Birds of Kent", "Birds <b>of</b> Kent & *more*")
    review.replace(TEXT, "[@surveys:wren-2019]", "[@surveys:wren-2019] or {{ 3 }} inches")
    review.replace("data/habitats.csv", "wood,woods", "forest,woods")
    text = review.read(SURVEYS)
    review.write(SURVEYS, text.replace("hedge;wood", "hedge;forest").encode())
    review.replace("data/species.csv", "kerkuil,36", "kerkuil,37")
    review.append(TEXT, "\nOwls are {{ species.owl.size_cm }} cm long.\n")
    old = before / TEXT
    old.write_text(old.read_text() + "\nOwls are {{ species.owl.size_cm }} cm long.\n")
    review.replace("references/library.bib", "{Robins}", "{Robins & <Owls>}")
    return compare(review.root, read_config(review.root), str(before))


def test_json_holds_the_whole_report(released):
    report = everything(released)
    assert report.sentences
    assert report.printed
    assert from_json(as_json(report)) == report


def test_the_page_is_well_built_and_needs_nothing_else(released):
    page = html.fromstring(as_html(everything(released)))
    levels = [int(each.tag[1]) for each in page.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.xpath("//th[not(@scope)]") == []
    assert page.xpath("//@src | //link | //script | //@style | //@onclick") == []
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "default-src 'none'" in policy
    assert "script-src 'none'" in policy
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_the_page_shows_text_as_text(released):
    page = html.fromstring(as_html(everything(released)))
    assert "Birds <b>of</b> Kent & *more*" in page.text_content()
    assert page.xpath("//b") == []


def test_the_page_and_the_markdown_tell_the_same_material_changes(released):
    report = everything(released)
    assert [each.kind for each in report.material] == ["withdrawn", "estimate"]
    items = html.fromstring(as_html(report)).xpath("//section[@class='material']//li")
    assert [" ".join(item.text_content().split()) for item in items] == [
        "Withdrawn: Robins of Kent: accepted → unverified",
        "estimate of Wrens of Kent: RR 1.00 → 1.50 (+50%)",
    ]
