"""Write the evidence as a workbook."""

from pathlib import Path
from typing import TYPE_CHECKING

from livereview.jobs import step

if TYPE_CHECKING:
    from snakemake.script import snakemake

with step(snakemake):
    from livereview.version import load_version
    from livereview.workbook.write import write_workbook

    version = load_version(Path(snakemake.input.version))
    write_workbook(Path(), version, Path(snakemake.output[0]))
