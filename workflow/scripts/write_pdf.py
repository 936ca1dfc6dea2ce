"""Write an edition as a PDF."""

from pathlib import Path
from typing import TYPE_CHECKING

from livereview.jobs import step

if TYPE_CHECKING:
    from snakemake.script import snakemake

with step(snakemake):
    from livereview.version import load_version
    from livereview.writers.pdf import write_pdf

    write_pdf(
        Path(snakemake.input.document[0]),
        Path(snakemake.output[0]),
        figures=Path("work/figures"),
        version=load_version(Path(snakemake.input.version), snakemake.input.changes),
    )
