# A living review: tables of evidence, a library and a manuscript become HTML, PDF and Word.
#
#   work/check.json                     the sources are sound
#   work/library.json                   the library, ready to be cited
#   work/tables/{table}.csv             printed tables
#   work/evidence.xlsx                  all tables of evidence as a workbook
#   work/figures/{figure}.svg|png|json  figures, and what the text may say of them
#   work/{edition}/document.json        an edition of the review, evidence woven in
#   work/{edition}.{format}             the same as a document
#   work/changes.{html|json|md}         what has changed since the last release
#   work/ro-crate-metadata.json         what was built of what, and by which programs
#   results/                            the last complete set of all that readers want
#
# The working directory is the review's folder, which need not be the engine's:
#   snakemake --snakefile path/of/engine/Snakefile --directory path/of/review --cores all

from snakemake.utils import min_version

min_version("9.0")


configfile: "config/config.yaml"


include: "workflow/rules/common.smk"
include: "workflow/rules/check.smk"
include: "workflow/rules/tables.smk"
include: "workflow/rules/workbook.smk"
include: "workflow/rules/figures.smk"
include: "workflow/rules/weave.smk"
include: "workflow/rules/changes.smk"
include: "workflow/rules/write.smk"
include: "workflow/rules/publish.smk"
include: "workflow/rules/crate.smk"


localrules:
    all,


rule all:
    input:
        rules.publish_results.output,
