"""Describe what was built of what."""

from pathlib import Path
from typing import TYPE_CHECKING

from livereview.jobs import step

if TYPE_CHECKING:
    from snakemake.script import snakemake

with step(snakemake):
    from livereview.crate import describe, load_build
    from livereview.version import load_version

    version = load_version(Path(snakemake.input.version))
    build = load_build(Path(snakemake.input.build))
    text = describe(build, Path(), Path("work"), version)
    Path(snakemake.output[0]).write_text(text, encoding="utf-8")
