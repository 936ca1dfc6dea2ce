"""Turn the library into what a citation processor reads."""

from pathlib import Path
from typing import TYPE_CHECKING

from livereview.jobs import step

if TYPE_CHECKING:
    from snakemake.script import snakemake

with step(snakemake):
    from livereview.library import write_csl

    write_csl(Path(snakemake.input.library[0]), Path(snakemake.output[0]))
