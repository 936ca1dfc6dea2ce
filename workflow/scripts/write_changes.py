"""Write what has changed since earlier releases."""

from pathlib import Path
from typing import TYPE_CHECKING

from livereview.jobs import step

if TYPE_CHECKING:
    from snakemake.script import snakemake

with step(snakemake):
    from livereview.changes.history import write_changes
    from livereview.changes.releases import load_releases
    from livereview.version import load_version

    write_changes(
        Path(),
        load_releases(Path(snakemake.input.releases)),
        load_version(Path(snakemake.input.version)),
        engine=Path(snakemake.input.engine),
        output=Path("work"),
    )
