"""A review in git with a release: what a build publishes of the changes since then."""

import pytest

from ..conftest import git

pytestmark = pytest.mark.workflow

UP_TO_DATE = "nothing to do: results/ is up to date"


@pytest.mark.long
def test_a_build_after_a_release_publishes_what_has_changed(tiny) -> None:
    git(tiny.root, "init", "--quiet")
    (tiny.root / ".gitignore").write_text("/work/\n/results/\n/.snakemake/\n")
    git(tiny.root, "add", "--all")
    git(tiny.root, "commit", "--quiet", "--message", "The first version")
    git(tiny.root, "tag", "v1.0")
    first = tiny.build()
    assert first.status == 0, first.text
    assert "write the changes" not in first.text
    assert not (tiny.root / "results" / "changes.html").exists()
    assert "changes.html" not in tiny.read("results/essay.html")

    tiny.replace("data/songs.csv", "0.40", "0.50")
    git(tiny.root, "commit", "--quiet", "--all", "--message", "Correct an estimate")
    second = tiny.build()
    assert second.status == 0, second.text
    assert "## v1.0 (2026-02-03)\n\nThe first release." in tiny.read("results/CHANGELOG.md")
    assert "0.40 → 0.50" in tiny.read("results/changes.md")
    link = '<a href="changes.html">since v1.0; material changes: 1</a>'
    assert link in tiny.read("results/essay.html")
    again = tiny.build()
    assert UP_TO_DATE in again.text
