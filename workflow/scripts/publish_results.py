"""Move the complete set of results to where readers look."""

from pathlib import Path
from typing import TYPE_CHECKING

from livereview.jobs import step

if TYPE_CHECKING:
    from snakemake.script import snakemake

with step(snakemake):
    from livereview.publish import publish
    from livereview.version import load_version

    names = [str(Path(path).relative_to("work")) for path in snakemake.input.results]
    publish(Path("work"), names, Path("results"), load_version(Path(snakemake.input.version)))
    Path(snakemake.output.published).touch()
