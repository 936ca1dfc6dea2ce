"""Write an edition as JATS XML."""

from pathlib import Path
from typing import TYPE_CHECKING

from livereview.jobs import step

if TYPE_CHECKING:
    from snakemake.script import snakemake

with step(snakemake):
    from livereview.version import load_version
    from livereview.writers.jats import write_jats

    write_jats(
        Path(snakemake.input.document[0]),
        Path(snakemake.output[0]),
        library=Path(snakemake.input.library[0]),
        version=load_version(Path(snakemake.input.version), snakemake.input.changes),
    )
