"""Write an edition as an EPUB."""

from pathlib import Path
from typing import TYPE_CHECKING

from livereview.jobs import step

if TYPE_CHECKING:
    from snakemake.script import snakemake

with step(snakemake):
    from livereview.version import load_version
    from livereview.writers.epub import write_epub

    write_epub(
        Path(snakemake.input.document[0]),
        Path(snakemake.output[0]),
        figures=Path("work/figures"),
        version=load_version(Path(snakemake.input.version), snakemake.input.changes),
    )
