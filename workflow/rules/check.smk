# Look at all that the authors write, before anything is made of it.
#
# in:  configuration, evidence, library and manuscript
# out: a report that nothing is wrong with them; or else the problems, all of them, and a stop


rule check_sources:
    input:
        SOURCES,
        record_contents("check_sources", SOURCES, STEPS),
    output:
        report="work/check.json",
    log:
        "work/logs/check_sources.log",
    # Before all others, and alone: nothing is made of sources that the check has yet to look at. The
    # report is no input of the steps that follow, as they need not be done again because the check
    # was; nor an `ancient` one: Snakemake 9 leaves out a job with an ancient input that is made in
    # the same run, even if its other inputs have changed.
    priority: 100
    conda:
        "../../environment.yml"
    threads: workflow.cores
    message:
        "check the sources"
    script:
        "../scripts/check_sources.py"
