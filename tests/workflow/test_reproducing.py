"""The same commit gives the same bytes: here the tiny review's, as ``make reproduce`` builds it."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from livereview.publish import CRATE, README, read_checksums
from livereview.reproducing import ATTEMPTS, reproduce
from livereview.verifying import read_release, verify
from rocrate.utils import as_list

pytestmark = pytest.mark.workflow

REPOSITORY = Path(__file__).parents[2]
MADE = shutil.ignore_patterns("__pycache__", "*.egg-info")


def git(root: Path, *words: str) -> str:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    command = ["git", "-C", str(root), *who, *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", "a commit")


@pytest.mark.long
def test_two_builds_in_two_settings_give_the_same_files(tiny, tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "workflow", tiny.root / "workflow", ignore=MADE)
    for name in (".gitignore", "Snakefile", "environment.yml", "requirements.lock"):
        shutil.copy2(REPOSITORY / name, tiny.root)
    git(tiny.root, "init", "--quiet")
    commit(tiny.root)
    git(tiny.root, "tag", "v0.9")
    tiny.replace("data/songs.csv", "0.40,0.15,0.65", "0.41,0.15,0.65")
    tiny.replace("config/config.yaml", "editions: [essay, opstel]", "editions: [essay]")
    commit(tiny.root)
    git(tiny.root, "tag", "v1.0")
    assert reproduce(tiny.root, tmp_path) == []
    first, second = (tmp_path / attempt.folder / "results" for attempt in ATTEMPTS)
    release = read_release(first)
    assert (release.version, release.is_of_a_commit) == ("v1.0", True)
    assert {"changes.html", "essay.epub", "essay.jats.xml"} <= release.described.keys()
    assert [finding for finding in verify(release, second) if not finding.is_fine] == []


def test_each_published_file_is_described_and_made_by_a_step(tiny_built_once) -> None:
    results = tiny_built_once.root / "results"
    graph = json.loads((results / CRATE).read_text(encoding="utf-8"))["@graph"]
    made = {
        result["@id"]
        for action in graph
        if action["@type"] == "CreateAction"
        for result in as_list(action["result"])
    }
    published = read_checksums(results).keys() - {README, CRATE}
    assert published <= read_release(results).described.keys()
    assert made == set(published)


def refreshed(review) -> set[str]:
    """What a build takes to do again, without the counts."""
    lines = review.build("--dry-run").text.splitlines()
    return {line.removeprefix("would ") for line in lines if line.startswith("would ")}


@pytest.mark.long
def test_after_a_commit_that_changes_nothing_version_and_date_are_refreshed_alone(
    tiny_built,
) -> None:
    git(tiny_built.root, "init", "--quiet")
    git(tiny_built.root, "add", "config", "data", "manuscript", "references")
    commit(tiny_built.root)
    first = git(tiny_built.root, "rev-parse", "HEAD")
    assert tiny_built.build().status == 0
    before = read_checksums(tiny_built.root / "results")
    git(tiny_built.root, "commit", "--quiet", "--allow-empty", "--message", "nothing")
    endings = ("html", "pdf", "docx", "epub", "jats.xml")
    writing = {f"write {name}.{ending}" for name in ("essay", "opstel") for ending in endings}
    alone = {"write the workbook", "describe the build", "publish the results"}
    assert refreshed(tiny_built) == writing | alone
    assert tiny_built.build().status == 0
    after = read_checksums(tiny_built.root / "results")
    same = {name for name in after if after[name] == before[name]}
    assert same == {name for name in after if name.startswith(("tables/", "figures/"))}
    git(tiny_built.root, "checkout", "--quiet", first)
    assert tiny_built.build().status == 0
    assert read_checksums(tiny_built.root / "results") == before
