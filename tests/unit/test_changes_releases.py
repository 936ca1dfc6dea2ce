"""What a build publishes of the changes since earlier releases."""

import json
import re
from dataclasses import asdict
from pathlib import Path

import pytest
from livereview.changes.history import write_changes
from livereview.changes.releases import Releases, load_releases, read_releases
from livereview.changes.revisions import Named
from livereview.version import Since, Version, load_version
from livereview.writers.citing import changes_since

from ..conftest import git
from .conftest import SURVEYS, Review

NOW = Version("v1.1-1-g0123456789", "2026-03-01", 0)


def release(review: Review, tag: str) -> None:
    git(review.root, "add", "--all")
    git(review.root, "commit", "--quiet", "--allow-empty", "--message", "A state")
    git(review.root, "tag", "--annotate", tag, "--message", tag)


@pytest.fixture
def released(review: Review) -> Review:
    """The birds with two releases: one estimate moved between them."""
    (review.root / "manuscript" / "figures" / "map.py").unlink()
    git(review.root, "init", "--quiet")
    release(review, "v1.0")
    review.replace(SURVEYS, "ratio,1.00,", "ratio,1.50,")
    release(review, "v1.1")
    return review


def write(review: Review, folder: Path) -> dict[str, str]:
    """What a build writes, by the names of the files."""
    folder.mkdir(exist_ok=True)
    engine = folder / "engine.txt"
    engine.write_text("an engine")
    write_changes(review.root, read_releases(review.root), NOW, engine=engine, output=folder)
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("[cC]*.*")}


def test_the_releases_are_the_tags_before_the_state_that_is_built(released):
    git(released.root, "commit", "--quiet", "--allow-empty", "--message", "Later")
    releases = read_releases(released.root)
    assert [tag.name for tag in releases.tags] == ["v1.1", "v1.0"]
    assert releases.tags[0] == Named(
        "v1.1", git(released.root, "rev-parse", "v1.1^{commit}"), "2026-02-03"
    )
    assert releases.earlier == releases.tags


def test_a_tag_of_the_state_that_is_built_is_no_earlier_release(released):
    assert [tag.name for tag in read_releases(released.root).earlier] == ["v1.0"]


def test_a_tag_of_another_branch_is_no_release_of_this_one(released):
    git(released.root, "checkout", "--quiet", "-b", "aside", "v1.0")
    git(released.root, "commit", "--quiet", "--allow-empty", "--message", "Aside")
    assert [tag.name for tag in read_releases(released.root).earlier] == ["v1.0"]


def test_of_two_tags_of_one_commit_the_last_by_name_is_told(released):
    git(released.root, "tag", "v1.0.1", "v1.0^{commit}")
    assert [tag.name for tag in read_releases(released.root).tags] == ["v1.1", "v1.0.1"]


def test_without_git_or_tags_there_are_no_releases(review):
    assert read_releases(review.root) == Releases()
    git(review.root, "init", "--quiet")
    assert read_releases(review.root) == Releases()
    git(review.root, "commit", "--quiet", "--allow-empty", "--message", "A state")
    assert read_releases(review.root) == Releases()


def test_the_note_of_the_releases_is_read_as_it_was_written(released, tmp_path_factory):
    releases = read_releases(released.root)
    note = tmp_path_factory.mktemp("notes") / "releases.json"
    note.write_text(json.dumps(asdict(releases)), encoding="utf-8")
    assert load_releases(note) == releases


def test_a_build_tells_what_changed_since_the_last_release(released, tmp_path_factory):
    git(released.root, "commit", "--quiet", "--allow-empty", "--message", "Later")
    released.replace("data/habitats.csv", "marsh,marshes\n", "marsh,marshes\npond,ponds\n")
    files = write(released, tmp_path_factory.mktemp("work"))
    assert sorted(files) == ["CHANGELOG.md", "changes.html", "changes.json", "changes.md"]
    told = json.loads(files["changes.json"])
    assert (told["old"]["name"], told["new"]["name"]) == ("v1.1", "v1.1-1-g0123456789")
    assert told["counts"]["rows_added"] == 1
    assert '<a href="guide.html">Birds of Kent</a>' in files["changes.html"]


def test_the_changelog_tells_of_all_releases_newest_first(released, tmp_path_factory):
    git(released.root, "commit", "--quiet", "--allow-empty", "--message", "Later")
    changelog = write(released, tmp_path_factory.mktemp("work"))["CHANGELOG.md"]
    assert changelog.startswith("<!-- Generated from the tags of git")
    assert re.findall("^## .*", changelog, re.MULTILINE) == [
        "## v1.1-1-g0123456789 (2026-03-01), since v1.1",
        "## v1.1 (2026-02-03), since v1.0",
        "## v1.0 (2026-02-03)",
    ]
    assert "- **estimate of Wrens of Kent: RR 1.00 → 1.50 (+50%)**" in changelog


def test_what_changed_between_two_releases_is_read_once(released, tmp_path_factory, monkeypatch):
    git(released.root, "commit", "--quiet", "--allow-empty", "--message", "Later")
    work = tmp_path_factory.mktemp("work")
    first = write(released, work)
    (kept,) = (work / "changes").iterdir()
    commits = [git(released.root, "rev-parse", f"{tag}^{{commit}}") for tag in ("v1.0", "v1.1")]
    assert kept.name == "..".join(commits) + ".json"
    text = kept.read_text(encoding="utf-8")
    kept.write_text(text.replace("Wrens of Kent", "Wrens that were kept"), encoding="utf-8")
    assert "Wrens that were kept" in write(released, work)["CHANGELOG.md"]
    kept.write_text(text.replace('"made_by": "', '"made_by": "another '), encoding="utf-8")
    assert write(released, work)["CHANGELOG.md"] == first["CHANGELOG.md"]
    kept.write_text("{", encoding="utf-8")
    assert write(released, work)["CHANGELOG.md"] == first["CHANGELOG.md"]


def test_a_release_without_evidence_is_told_and_stops_no_build(review, tmp_path_factory):
    git(review.root, "init", "--quiet")
    git(review.root, "add", "references")
    git(review.root, "commit", "--quiet", "--message", "The library alone")
    git(review.root, "tag", "v0.1")
    release(review, "v1.0")
    files = write(review, tmp_path_factory.mktemp("work"))
    assert json.loads(files["changes.json"])["remarks"] == [
        "v0.1 holds no review: it has no data/datapackage.yaml."
    ]


def test_a_document_says_since_when_how_much_has_changed(tmp_path):
    note, report = tmp_path / "version.json", tmp_path / "changes.json"
    note.write_text(json.dumps(asdict(NOW)), encoding="utf-8")
    report.write_text('{"old": {"name": "v1.1"}, "counts": {"material": 2}}', encoding="utf-8")
    terms = {"changes_since": "since {version}: {count} of them"}
    values = {key: {"t": "MetaString", "c": text} for key, text in terms.items()}
    document = {"meta": {"terms": {"t": "MetaMap", "c": values}}, "blocks": []}
    version = load_version(note, [str(report)])
    assert version.since == Since("v1.1", 2)
    assert changes_since(document, version) == "since v1.1: 2 of them"
    assert changes_since(document, load_version(note)) == ""
