"""Draw one figure from the evidence."""

from pathlib import Path
from typing import TYPE_CHECKING

from livereview.jobs import step

if TYPE_CHECKING:
    from snakemake.script import snakemake

with step(snakemake):
    from livereview.evidence import load_evidence
    from livereview.figures import draw_figure

    draw_figure(Path(snakemake.input.script), load_evidence(Path()), Path("work/figures"))
