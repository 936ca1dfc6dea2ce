"""What a build does again after a change, what it leaves as it is, and what survives a failure."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.workflow

REPOSITORY = Path(__file__).parents[2]

CHECK, TABLES, FIGURE = {"check the sources"}, {"print the tables"}, {"draw pitch"}
LIBRARY, PUBLISH = {"resolve the library"}, {"describe the build", "publish the results"}
WORKBOOK = {"write the workbook"}
ENDINGS = ("html", "pdf", "docx", "epub", "jats.xml")
ESSAY = {"weave essay", *(f"write essay.{ending}" for ending in ENDINGS)}
OPSTEL = {"weave opstel", *(f"write opstel.{ending}" for ending in ENDINGS)}

UP_TO_DATE = "nothing to do: results/ is up to date"


def planned(review, *options: str) -> set[str]:
    """The steps that a build would take."""
    lines = review.build("--dry-run", *options).text.splitlines()
    return {line.removeprefix("would ") for line in lines if line.startswith("would ")}


def append(review, path: str, text: str = "\n") -> None:
    with (review.root / path).open("a", encoding="utf-8") as file:
        file.write(text)


def test_a_build_shows_each_step_and_then_where_the_results_are(tiny_built) -> None:
    lines = [
        line for line in tiny_built.read("first-build.txt").splitlines() if "profile" not in line
    ]
    assert lines[0] == "0"
    assert lines[1] == "2 warnings: `make check` tells more"
    assert lines[2].startswith("[ 1/19] check the sources ")
    assert lines[2].endswith(" s")
    assert lines[-2].startswith("[19/19] publish the results ")
    documents = [
        f"results/{edition}.{ending}" for edition in ("essay", "opstel") for ending in ENDINGS
    ]
    assert lines[-1] == f"the review is built: {', '.join(documents)}, results/evidence.xlsx"
    assert len(lines) == 22


def test_after_a_build_there_is_nothing_to_do(tiny_built) -> None:
    before = tiny_built.files("results")
    again = tiny_built.build()
    assert again.status == 0
    assert UP_TO_DATE in again.text
    assert tiny_built.files("results") == before


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("manuscript/essay/02-results.md", CHECK | ESSAY | PUBLISH),
        ("manuscript/opstel/metadata.yaml", CHECK | OPSTEL | PUBLISH),
        ("manuscript/figures/pitch.py", CHECK | FIGURE | ESSAY | OPSTEL | PUBLISH),
        ("references/library.bib", CHECK | LIBRARY | ESSAY | OPSTEL | PUBLISH),
        ("references/retractions.csv", CHECK | PUBLISH),
        ("manuscript/tables.yaml", CHECK | TABLES | ESSAY | OPSTEL | PUBLISH),
        ("data/songs.csv", CHECK | TABLES | WORKBOOK | FIGURE | ESSAY | OPSTEL | PUBLISH),
    ],
)
def test_a_change_leads_to_what_rests_on_it(tiny_built, path: str, steps: set[str]) -> None:
    append(tiny_built, path)
    assert planned(tiny_built) == steps


def test_an_older_copy_that_is_put_back_is_a_change(tiny_built) -> None:
    append(tiny_built, "manuscript/essay/02-results.md")
    os.utime(tiny_built.root / "manuscript/essay/02-results.md", (0, 0))
    assert planned(tiny_built) == CHECK | ESSAY | PUBLISH


def test_a_file_that_was_only_touched_is_none(tiny_built) -> None:
    (tiny_built.root / "data/songs.csv").touch()
    assert planned(tiny_built) == set()


@pytest.mark.parametrize("path", ["references/library.bib", "manuscript/tables.yaml"])
def test_a_source_that_is_gone_is_noticed(tiny_built, path: str) -> None:
    (tiny_built.root / path).unlink()
    built = tiny_built.build()
    assert built.status == 1
    assert f"{path}: the file is missing" in built.text


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("templates/html", {"write essay.html", "write opstel.html"} | PUBLISH),
        ("templates/pdf", {"write essay.pdf", "write opstel.pdf"} | PUBLISH),
        ("livereview/workbook", WORKBOOK | PUBLISH),
        (
            "livereview/weave.py",
            CHECK | TABLES | WORKBOOK | FIGURE | LIBRARY | ESSAY | OPSTEL | PUBLISH,
        ),
    ],
)
def test_a_change_of_the_engine_leads_to_what_rests_on_it(
    tiny_built, tmp_path: Path, path: str, steps: set[str]
) -> None:
    engine = tmp_path / "engine"
    shutil.copytree(REPOSITORY / "workflow", engine / "workflow")
    for name in ("Snakefile", "environment.yml", "requirements.lock"):
        shutil.copy2(REPOSITORY / name, engine)
    snakefile = ("--snakefile", str(engine / "Snakefile"))
    assert planned(tiny_built, *snakefile) == set()
    place = engine / "workflow" / path
    changed = next(p for p in sorted(place.iterdir()) if p.is_file()) if place.is_dir() else place
    with changed.open("ab") as file:
        file.write(b"\n")
    assert planned(tiny_built, *snakefile) == steps


def test_a_result_that_was_deleted_comes_back(tiny_built) -> None:
    before = tiny_built.files("results")
    (tiny_built.root / "results" / "essay.pdf").unlink()
    assert tiny_built.build().status == 0
    assert tiny_built.files("results") == before


@pytest.mark.long
def test_a_table_that_is_no_more_goes_from_the_results(tiny_built) -> None:
    tiny_built.replace("config/config.yaml", "editions: [essay, opstel]", "editions: [opstel]")
    tiny_built.replace(
        "config/config.yaml", "formats: [html, pdf, docx, epub, jats]", "formats: [html]"
    )
    assert tiny_built.build().status == 0
    names = {name for name in tiny_built.files("results") if name.count("/") == 1}
    assert names == {
        *("results/README.txt", "results/SHA256SUMS", "results/evidence.xlsx"),
        *("results/opstel.html", "results/ro-crate-metadata.json"),
    }


def test_a_mistake_stops_the_build_at_once_and_leaves_the_results(tiny_built) -> None:
    before = tiny_built.files("results")
    tiny_built.replace("data/songs.csv", "0.40,0.15,0.65", "0.40,0.45,0.65")
    for _ in range(2):
        built = tiny_built.build()
        assert built.status == 1
        assert "data/songs.csv:2: " in built.text
        assert "stopped at: check the sources (results/ is as it was" in built.text
        assert "Traceback" not in built.text
        assert "[" not in built.text
    assert tiny_built.files("results") == before


def test_after_a_mistake_was_mended_only_the_check_is_due(tiny_built) -> None:
    tiny_built.replace("data/songs.csv", "0.40,0.15,0.65", "0.40,0.45,0.65")
    assert tiny_built.build().status == 1
    tiny_built.replace("data/songs.csv", "0.40,0.45,0.65", "0.40,0.15,0.65")
    assert planned(tiny_built) == CHECK | {"publish the results"}


def test_a_configuration_that_is_no_yaml_is_worded_for_its_author(tiny_built) -> None:
    append(tiny_built, "config/config.yaml", "terms: [\n")
    built = tiny_built.build()
    assert built.status == 1
    assert "config/config.yaml:" in built.text
    assert "Traceback" not in built.text
    assert "snakemake" not in built.text.lower().replace("using workflow specific profile", "")


def test_a_build_that_is_killed_leaves_the_results_and_blocks_nothing(tiny_built) -> None:
    before = tiny_built.files("results")
    append(tiny_built, "manuscript/essay/02-results.md", "\nOne more sentence.\n")
    build_killed_in(tiny_built.root, "work/essay/document.json")
    assert tiny_built.files("results") == before
    assert tiny_built.build("--nolock").status == 0
    assert "One more sentence." in tiny_built.read("results/essay.html")
    assert UP_TO_DATE in tiny_built.build("--nolock").text


def build_killed_in(root: Path, output: str) -> None:
    """Start a build, and kill all its processes when it is at this output."""
    command = [
        *(sys.executable, "-m", "snakemake", "--snakefile", str(REPOSITORY / "Snakefile")),
        *("--directory", str(root), "--nolock", "--cores", "2", "--quiet", "all"),
    ]
    build = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while (root / output).exists():
        assert time.monotonic() < deadline
        assert build.poll() is None
        time.sleep(0.01)
    os.killpg(build.pid, signal.SIGKILL)
    build.wait()
