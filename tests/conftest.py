"""The tiny review and the real one, each in a folder of its own, and what people do to them."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import lxml.etree
import pytest
from livereview.document import write_document
from livereview.evidence import load_evidence
from livereview.figures import draw_figure
from livereview.library import write_csl
from livereview.version import Version
from livereview.writers.docx import write_docx
from livereview.writers.epub import write_epub
from livereview.writers.html import write_html
from livereview.writers.jats import write_jats
from livereview.writers.pdf import write_pdf

REPOSITORY = Path(__file__).parents[1]
VERSION = Version("", "2026-11-21", 1795219200)
TINY = REPOSITORY / "tests" / "fixtures" / "tiny"
SNAKEMAKE = [
    *(sys.executable, "-m", "snakemake"),
    *("--snakefile", str(REPOSITORY / "Snakefile")),
    *("--workflow-profile", str(REPOSITORY / "workflow" / "profiles" / "default")),
]


def git(folder: Path, *words: str) -> str:
    """Run git with nothing of this machine's settings; return what it prints."""
    who = {"NAME": "Ann Other", "EMAIL": "ann@example.org", "DATE": "2026-02-03T12:00:00Z"}
    fixed = {f"GIT_{role}_{k}": v for role in ("AUTHOR", "COMMITTER") for k, v in who.items()}
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ["git", "-C", str(folder), *words]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env=kept | fixed | alone
    )
    return done.stdout.strip()


@dataclass(frozen=True)
class Run:
    """What a command said, and its exit status."""

    status: int
    text: str


@dataclass(frozen=True)
class LivingReview:
    """A review in a folder, and the usual things to do to it."""

    root: Path

    def read(self, path: str) -> str:
        """The text of a file."""
        return (self.root / path).read_text(encoding="utf-8")

    def replace(self, path: str, old: str, new: str) -> None:
        """Change the one place where a file holds a text."""
        before = self.read(path)
        assert before.count(old) == 1, f"{old!r} stands {before.count(old)} times in {path}"
        (self.root / path).write_text(before.replace(old, new), encoding="utf-8")

    def files(self, folder: str) -> dict[str, bytes]:
        """The content of each file below a folder."""
        paths = sorted((self.root / folder).rglob("*"))
        found = {path: path.read_bytes() for path in paths if path.is_file()}
        return {path.relative_to(self.root).as_posix(): found[path] for path in found}

    def check(self) -> Run:
        """Run ``livereview check``."""
        return _run([sys.executable, "-m", "livereview", "--root", str(self.root), "check"])

    def build(self, *options: str) -> Run:
        """Build the review as ``make`` does."""
        return _run([*SNAKEMAKE, "--directory", str(self.root), *options])

    def weave(self, edition: str) -> dict:
        """Weave an edition without the workflow; return pandoc's document."""
        work = self.root / "work"
        (work / edition).mkdir(parents=True, exist_ok=True)
        evidence = load_evidence(self.root)
        for script in sorted((self.root / "manuscript" / "figures").glob("[a-z]*.py")):
            draw_figure(script, evidence, work / "figures")
        write_csl(self.root / "references" / "library.bib", work / "library.json")
        document = work / edition / "document.json"
        write_document(self.root, edition, work / "library.json", work / "figures", document)
        return json.loads(document.read_text(encoding="utf-8"))


def _environment() -> dict[str, str]:
    """What a command sees in a terminal of its own: nothing of this test run reaches in."""
    kept = {name: os.environ[name] for name in ("HOME", "PATH", "LANG") if name in os.environ}
    return {**kept, "PYTHONUTF8": "1", "PYTHONPATH": str(REPOSITORY / "workflow")}


def _run(command: list[str]) -> Run:
    done = subprocess.run(
        command,
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Run(done.returncode, done.stdout)


@pytest.fixture(scope="session")
def snakemake_command() -> tuple[list[str], dict[str, str]]:
    """The command that builds the review in ``--directory``, and its environment."""
    return SNAKEMAKE, _environment()


@pytest.fixture
def tiny(tmp_path: Path) -> LivingReview:
    """The tiny review, not yet built."""
    shutil.copytree(TINY, tmp_path / "tiny")
    return LivingReview(tmp_path / "tiny")


def _made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that is made once in a test run, also where test processes run beside each other."""
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            make(folder)
    return folder


@pytest.fixture(scope="session")
def made_once(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str, Callable[[Path], None]], Path]:
    """What makes a folder once: ``made_once(name, make)`` returns it, to read and not to change."""
    return partial(_made_once, tmp_path_factory)


def _build_tiny(folder: Path) -> None:
    shutil.copytree(TINY, folder)
    built = LivingReview(folder).build()
    (folder / "first-build.txt").write_text(f"{built.status}\n{built.text}", encoding="utf-8")


@pytest.fixture(scope="session")
def tiny_built_once(tmp_path_factory: pytest.TempPathFactory) -> LivingReview:
    """The tiny review after its first build, to read and not to change."""
    review = LivingReview(_made_once(tmp_path_factory, "tiny-built", _build_tiny))
    status, _, text = review.read("first-build.txt").partition("\n")
    assert status == "0", text
    return review


@pytest.fixture
def tiny_built(tiny_built_once: LivingReview, tmp_path: Path) -> LivingReview:
    """The tiny review after its first build, in a folder of its own."""
    shutil.copytree(tiny_built_once.root, tmp_path / "tiny", symlinks=True)
    return LivingReview(tmp_path / "tiny")


def _write_real(folder: Path) -> None:
    for name in ("config", "data", "manuscript", "references"):
        shutil.copytree(REPOSITORY / name, folder / name)
    LivingReview(folder).weave("review")
    document, library = folder / "work" / "review" / "document.json", folder / "work/library.json"
    for write in (write_html, write_docx, write_pdf, write_epub):
        output = folder / f"review.{write.__name__.removeprefix('write_')}"
        write(document, output, figures=folder / "work" / "figures", version=VERSION)
    write_jats(document, folder / "review.jats.xml", library=library, version=VERSION)


@pytest.fixture(scope="session")
def real_written(tmp_path_factory: pytest.TempPathFactory) -> LivingReview:
    """A copy of the review that this repository holds, woven and written, to read."""
    return LivingReview(_made_once(tmp_path_factory, "real-written", _write_real))


@pytest.fixture(scope="session")
def missing() -> Callable[[str], None]:
    """Skip a test for want of a tool; fail it where the tests have to run."""

    def missing(what: str) -> None:
        message = f"a file was not checked: {what}; run `make test-tools`"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)

    return missing


@pytest.fixture(scope="session")
def part_of_package(missing: Callable[[str], None]) -> Callable[[str, str], Path]:
    """Find a file that a package brings; the package itself is not loaded."""

    def part_of_package(name: str, path: str) -> Path:
        found = find_spec(name)
        if found is None or found.origin is None:
            missing(f"the package {name} is not installed")
        return Path(found.origin).parent / path

    return part_of_package


@pytest.fixture(scope="session")
def jats_dtd(part_of_package: Callable[[str, str], Path]) -> lxml.etree.DTD:
    """The DTD of JATS: Journal Publishing 1.1."""
    place = "catalogs/jats-publishing-dtd-1.1/JATS-journalpublishing1.dtd"
    return lxml.etree.DTD(str(part_of_package("packtools", place)))
