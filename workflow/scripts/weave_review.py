"""Weave evidence and citations into an edition's text."""

from pathlib import Path
from typing import TYPE_CHECKING

from livereview.jobs import step

if TYPE_CHECKING:
    from snakemake.script import snakemake

with step(snakemake):
    from livereview.document import write_document

    write_document(
        Path(),
        snakemake.wildcards.edition,
        library=Path(snakemake.input.library[0]),
        figures=Path("work/figures"),
        output=Path(snakemake.output[0]),
    )
