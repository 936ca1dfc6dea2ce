"""The lists of packages agree with each other, and lead to no place of their own."""

import re
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINS = dict(re.findall(r"^([a-z0-9-]+)==([^ ;]+)", LOCK, re.MULTILINE))


def wanted() -> list[Requirement]:
    lines = (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
    texts = [line.partition("#")[0].strip() for line in lines]
    return [Requirement(text) for text in texts if text]


@pytest.mark.parametrize("requirement", wanted(), ids=str)
def test_each_requirement_is_locked_to_a_version_that_fits(requirement: Requirement) -> None:
    assert requirement.specifier.contains(PINS[requirement.name])


def test_each_requirement_has_its_reason() -> None:
    lines = (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line and "#" not in line] == []


def test_only_released_versions_are_locked() -> None:
    assert [pin for pin in PINS.items() if Version(pin[1]).is_prerelease] == []


def test_each_locked_package_has_its_hashes() -> None:
    blocks = re.split(r"\n(?=\S)", LOCK.split("\n", 2)[2])
    assert len(blocks) == len(PINS)
    assert [block for block in blocks if "--hash=sha256:" not in block] == []


def test_the_lock_names_no_index_and_no_place_on_a_machine() -> None:
    assert re.findall(r"https?:|file:|--(?:index|extra|find|trusted)|(?<!\w)/\w+", LOCK) == []


def test_conda_installs_the_locked_versions() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert environment["name"] == "livereview"
    (pip,) = [part["pip"] for part in environment["dependencies"] if isinstance(part, dict)]
    assert pip == [f"{requirement.name}=={PINS[requirement.name]}" for requirement in wanted()]
