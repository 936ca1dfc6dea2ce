"""Print the evidence as CSV tables."""

from pathlib import Path
from typing import TYPE_CHECKING

from livereview.jobs import step

if TYPE_CHECKING:
    from snakemake.script import snakemake

with step(snakemake):
    from livereview.csvtables import write_csv_tables

    write_csv_tables(Path(), Path("work/tables"))
