# Print evidence as tables, for those who calculate with them.
#
# in:  evidence, and the manuscript's designs of tables; the text, if a table lists its sections
# out: one CSV file a table


rule print_tables:
    input:
        CONFIG,
        DATA,
        TABLE_DESIGNS,
        TEXT_OF_TABLES,
        record_contents("print_tables", CONFIG, DATA, TABLE_DESIGNS, TEXT_OF_TABLES, STEPS),
    output:
        expand("work/tables/{table}.csv", table=TABLES),
    log:
        "work/logs/print_tables.log",
    # Last of those that can be done: no other step waits for it.
    priority: -1
    conda:
        "../../environment.yml"
    message:
        "print the tables"
    script:
        "../scripts/print_tables.py"
