"""Write an edition as a Word file."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from livereview.jobs import step

if TYPE_CHECKING:
    from snakemake.script import snakemake

with step(snakemake):
    from livereview.version import load_version
    from livereview.writers.docx import write_docx
    from livereview.writers.docx_reference import Layout

    write_docx(
        Path(snakemake.input.document[0]),
        Path(snakemake.output[0]),
        figures=Path("work/figures"),
        version=load_version(Path(snakemake.input.version), snakemake.input.changes),
        layout=Layout(**json.loads(Path(snakemake.input.layout).read_text(encoding="utf-8"))),
    )
