# Publish: move a complete set of results to where readers look.
#
# in:  all documents, tables and figures, the workbook, and what has changed where there are releases
# out: results/, which changes as a whole or not at all

PUBLISHED = [
    *[document_name(edition, format) for edition in EDITIONS for format in FORMATS],
    *expand("tables/{table}.csv", table=TABLES),
    "evidence.xlsx",
    *expand("figures/{figure}.svg", figure=FIGURES),
    *CHANGES,
]


rule publish_results:
    input:
        rules.check_sources.output,
        record_contents("publish_results", STEPS),
        version=VERSION,
        results=expand("work/{name}", name=[*PUBLISHED, CRATE]),
    output:
        # Snakemake deletes a rule's outputs when its job starts, but for those that are marked with
        # `update`: these stay, and come back if the job fails. So the last good set is there until
        # the script has the next one ready. As outputs they are restored when someone deletes one.
        update(expand("results/{name}", name=[*PUBLISHED, CRATE, README, CHECKSUMS])),
        # Deleted at the start like any other output: whatever happens on the way, the set counts as
        # published only when the script has come to its end.
        published="work/published",
    log:
        "work/logs/publish_results.log",
    conda:
        "../../environment.yml"
    message:
        "publish the results"
    script:
        "../scripts/publish_results.py"
