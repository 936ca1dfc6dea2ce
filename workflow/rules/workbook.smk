# Write all tables of evidence as one workbook, to read, and to edit and bring back.
#
# in:  evidence, version and date
# out: the workbook that `livereview workbook export` writes


rule write_workbook:
    input:
        DATA,
        record_contents("write_workbook", DATA, STEPS, WORKBOOK),
        version=VERSION,
    output:
        "work/evidence.xlsx",
    log:
        "work/logs/write_workbook.log",
    # As with the printed tables, no other step waits for it.
    priority: -1
    conda:
        "../../environment.yml"
    message:
        "write the workbook"
    script:
        "../scripts/write_workbook.py"
