# The names of things: read once, before any rule.
#
# in:  names and contents of the review's files and of the engine's
# out: the lists that the rules share, and work/contents/: what each step rests on, as small files that
#      are written again only when they differ

import json
import os
import re
import shlex
import sys
from dataclasses import asdict
from pathlib import Path

# The engine beside this file is the one that runs, here and in the scripts, whatever is installed.
ENGINE = os.path.join(workflow.basedir, "workflow")
sys.path.insert(0, ENGINE)
os.environ.update(PYTHONPATH=ENGINE)

# Snakemake 9 hands this path to the shell as it is; a folder's name may hold a space.
sys.executable = shlex.quote(sys.executable)

from livereview.changes.releases import Releases, read_releases
from livereview.config import EDITIONS as DEFAULT_EDITIONS
from livereview.config import document_name
from livereview.plan import (
    all_engine_files,
    engine_files,
    figure_names,
    files,
    record,
    record_contents,
    table_names,
    tables_list_sections,
)
from livereview.publish import CHECKSUMS, CRATE, README
from livereview.version import read_version

EDITIONS = config.get("editions", DEFAULT_EDITIONS)
FORMATS = config["formats"]
TABLES = table_names()
FIGURES = figure_names()

# Looked for, not just named: with a source gone, Snakemake would go on with what was once made of it.
CONFIG = ["config/config.yaml"]
DATA = files("data/*")
LIBRARY = files("references/library.bib")
RETRACTIONS = files("references/retractions.csv")
TABLE_DESIGNS = files("manuscript/tables.yaml")
TEXT_OF_TABLES = files(f"manuscript/{EDITIONS[0]}/**/*") if tables_list_sections() else []
SIGNOFFS = files("manuscript/signoff.csv")
FIGURE_HELPERS = files("manuscript/figures/_*.py")
SOURCES = [*CONFIG, *DATA, *LIBRARY, *RETRACTIONS, *files("manuscript/**/*")]
STEPS = engine_files()
WORKBOOK = sorted(map(str, Path(ENGINE, "livereview/workbook").glob("*.py")))

# Version and date: an input of the steps that print them.
STATE = read_version(Path())
VERSION = record("contents/version.json", json.dumps(asdict(STATE)))

# A folder that git doesn't know may lie within a repository whose tags are none of its own.
RELEASES = read_releases(Path()) if STATE.name else Releases()
CHANGES = ["changes.html", "changes.json", "changes.md", "CHANGELOG.md"] if RELEASES.earlier else []
CHANGES_DATA = ["work/changes.json"] if CHANGES else []


wildcard_constraints:
    edition="|".join(map(re.escape, EDITIONS)),
    figure="|".join(map(re.escape, FIGURES)),


def text_of(edition):
    """Return the files of an edition's text; where sign-offs are kept, those that it shares."""
    # The caption of a table is signed off as a whole: for all editions that print it.
    editions = EDITIONS if SIGNOFFS else [edition]
    return [*files(*(f"manuscript/{name}/**/*" for name in editions)), *SIGNOFFS]


def manuscript(wildcards):
    """Return the files of the text of the edition that a step is about."""
    return text_of(wildcards.edition)


def figure_contents(wildcards):
    """Return the note of what a figure rests on."""
    script = f"manuscript/figures/{wildcards.figure}.py"
    return record_contents(f"draw_figure/{wildcards.figure}", [script], FIGURE_HELPERS, DATA, STEPS)


def edition_contents(wildcards):
    """Return the note of what an edition rests on."""
    sources = [*manuscript(wildcards), *CONFIG, *DATA, *LIBRARY, *TABLE_DESIGNS]
    return record_contents(f"weave_review/{wildcards.edition}", sources, STEPS)


def changes_contents(wildcards):
    """Return the note of what the changes rest on beside the releases."""
    return record_contents("write_changes", SOURCES)


def changes_engine(wildcards):
    """Return the note of the engine's files that tell of changes."""
    return record_contents("changes_engine", engine_files("changes"))
