"""What a release tells of itself, as an RO-Crate."""

import hashlib
import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from livereview.crate import Build, Step, content_name, describe
from livereview.crate_tools import LANGUAGES, tools
from livereview.plan import all_engine_files
from livereview.publish import publish
from livereview.version import Version

REPOSITORY = Path(__file__).parents[2]
COMMIT = "0123456789abcdef0123456789abcdef01234567"
VERSION = Version("v1.0", "2026-11-21", 1795219200, commit=COMMIT)
BUILD = Build(
    editions=["guide"],
    published=["guide.html", "figures/map & key.svg"],
    sources=["data/species.csv", "manuscript/figures/map.py", "manuscript/guide/01.md"],
    steps=[
        Step("draw_figure", ["figures/map & key.svg"], ["manuscript/figures/map.py"]),
        Step("write_html", ["guide.html"], ["data/species.csv", "manuscript/guide/01.md"]),
    ],
)


@pytest.fixture
def work(review) -> Path:
    """The finished files of a build of the small review."""
    review.write("work/guide.html", "<html></html>")
    review.write("work/figures/map & key.svg", "<svg/>")
    return review.root / "work"


def described(review, version: Version = VERSION) -> dict[str, dict]:
    text = describe(BUILD, review.root, review.root / "work", version)
    return {entity["@id"]: entity for entity in json.loads(text)["@graph"]}


def test_the_crate_is_one_of_version_1_2(review, work) -> None:
    descriptor = described(review)["ro-crate-metadata.json"]
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.2"}
    assert descriptor["about"] == {"@id": "./"}


def test_it_says_what_the_edition_says_of_itself(review, work) -> None:
    root = described(review)["./"]
    assert root["name"] == "Birds of Kent"
    assert root["author"] == "Ann Other"
    assert root["datePublished"] == "2026-11-21"
    assert root["version"] == "v1.0"
    assert root["license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}


def test_a_licence_that_is_not_of_creative_commons_has_its_name(review, work) -> None:
    review.replace("manuscript/guide/metadata.yaml", "CC BY 4.0", "The Feather Licence")
    crate = described(review)
    licence = crate[crate["./"]["license"]["@id"]]
    assert licence["@id"] == "#The%20Feather%20Licence"
    assert licence["name"] == "The Feather Licence"


def test_each_published_file_has_its_checksum_size_and_type(review, work) -> None:
    page = described(review)["guide.html"]
    assert page["sha256"] == hashlib.sha256(b"<html></html>").hexdigest()
    assert (page["contentSize"], page["encodingFormat"]) == ("13", "text/html")


def test_all_that_is_published_is_described_with_the_same_checksums(review, work) -> None:
    text = describe(BUILD, review.root, work, VERSION)
    review.write("work/ro-crate-metadata.json", text.encode())
    results = review.root / "results"
    publish(work, [*BUILD.published, "ro-crate-metadata.json"], results, VERSION)
    crate = described(review)
    lines = (results / "SHA256SUMS").read_text().splitlines()
    listed = {name: sha256 for sha256, _, name in (line.partition("  ") for line in lines)}
    del listed["ro-crate-metadata.json"]
    files = {entity.get("name"): entity.get("sha256") for entity in crate.values()}
    assert {name: files.get(name) for name in listed} == listed
    assert set(listed) == {"README.txt", "guide.html", "figures/map & key.svg"}


def test_a_source_has_the_name_that_git_gives_to_its_content(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"id,name\nwren,\xe9\n")
    command = ["git", "hash-object", "--no-filters", "a.csv"]
    done = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True)
    name = content_name("data/a; b.csv", b"id,name\nwren,\xe9\n")
    assert name == f"swh:1:cnt:{done.stdout.strip()};path=/data/a%3B%20b.csv"


def test_each_step_tells_what_it_made_of_what_by_which_program(review, work) -> None:
    crate = described(review)
    action = crate["#draw_figure-figures/map%20%26%20key.svg"]
    assert action["result"] == {"@id": "figures/map%20%26%20key.svg"}
    assert crate[action["object"]["@id"]]["name"] == "manuscript/figures/map.py"
    assert crate[action["instrument"]["@id"]]["name"] == "workflow/scripts/draw_figure.py"
    assert {"@id": action["@id"]} in crate["./"]["mentions"]


def test_all_references_lead_to_something(review, work) -> None:
    crate = described(review)
    text = json.dumps(crate)
    named = set(re.findall(r'{"@id": "([^"]+)"}', text))
    assert named - crate.keys() == {"https://w3id.org/ro/crate/1.2"}


def test_the_commit_is_named_so_that_any_archive_can_find_it(review, work) -> None:
    crate = described(review)
    assert crate["./"]["isBasedOn"] == {"@id": f"swh:1:rev:{COMMIT}"}
    assert crate[f"swh:1:rev:{COMMIT}"]["version"] == "v1.0"


def test_without_git_no_commit_is_named(review, work) -> None:
    crate = described(review, Version("", "2026-11-21", 1795219200))
    assert "isBasedOn" not in crate["./"]
    assert "version" not in crate["./"]


def test_the_locked_packages_and_pandoc_are_told_with_their_versions(review, work) -> None:
    crate = described(review)
    lock = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    (pin,) = re.findall(r"^typst==(\S+)", lock, re.MULTILINE)
    assert crate[f"pkg:pypi/typst@{pin}"]["version"] == pin
    assert re.fullmatch(r"\d+\.\d+(\.\d+)*", crate["https://pandoc.org/"]["version"])


def test_a_package_that_is_not_installed_is_told_as_it_is_locked(tmp_path: Path) -> None:
    (tmp_path / "requirements.lock").write_text("no-such-thing==1.2 ; sys_platform == 'x' \\\n")
    assert [(tool.name, tool.version) for tool in tools(tmp_path)][1:] == [("no-such-thing", "1.2")]


def test_the_python_that_is_told_is_the_one_that_is_asked_for() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    assert LANGUAGES[".py"].version == project["project"]["requires-python"]


def test_the_engine_is_told_as_it_is_kept_by_git() -> None:
    command = ["git", "ls-files", "Snakefile", "requirements.lock", "workflow"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("there is no git here")
    ours = {Path(path).relative_to(REPOSITORY).as_posix() for path in all_engine_files()}
    assert set(done.stdout.splitlines()) - ours == set()
    made = [path for path in ours if "__pycache__" in path or "egg-info" in path]
    assert made == []


def test_nothing_of_the_machine_or_the_moment_stands_in_it(review, work, tmp_path) -> None:
    first = describe(BUILD, review.root, work, VERSION)
    assert str(tmp_path) not in first
    assert str(REPOSITORY) not in first
    assert first == describe(BUILD, review.root, work, VERSION)


# The checker's own libraries warn each other.
@pytest.mark.long
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_checker_of_ro_crates_has_nothing_to_say(review, work, monkeypatch) -> None:
    import requests
    from rocrate import vocabs
    from rocrate_validator import services
    from rocrate_validator.models import Severity, ValidationSettings
    from rocrate_validator.utils.http import HttpRequester

    def answer(url: str, **_: object) -> requests.Response:
        """Give the checker the vocabulary that the library has; nothing is fetched here."""
        response = requests.Response()
        response.status_code = 200 if url.endswith("/context") else 404
        response._content = json.dumps(vocabs.RO_CRATE).encode()
        response.headers["Content-Type"] = "application/ld+json"
        return response

    # A hundred files more tell the checker nothing new, and take it half a minute.
    few = [path for path in all_engine_files() if "/livereview/" not in path]
    monkeypatch.setattr("livereview.crate.all_engine_files", lambda: few)
    monkeypatch.setattr(HttpRequester, "get", staticmethod(answer), raising=False)
    monkeypatch.setattr(HttpRequester, "head", staticmethod(answer), raising=False)
    text = describe(BUILD, review.root, work, VERSION)
    review.write("work/ro-crate-metadata.json", text.encode())
    publish(work, [*BUILD.published, "ro-crate-metadata.json"], review.root / "results", VERSION)
    found = services.validate(
        ValidationSettings(
            rocrate_uri=str(review.root / "results"),
            profile_identifier="ro-crate-1.2",
            requirement_severity=Severity.REQUIRED,
            offline=True,
            skip_availability_check=True,
        )
    )
    assert [str(issue.message) for issue in found.get_issues()] == []
