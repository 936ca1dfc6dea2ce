# Weave evidence and citations into the text.
#
# in:  an edition's text, evidence, library, what the figures report
# out: one document an edition, as pandoc's JSON; all formats are written from it


rule resolve_library:
    input:
        record_contents("resolve_library", LIBRARY, STEPS),
        library=LIBRARY,
    output:
        "work/library.json",
    log:
        "work/logs/resolve_library.log",
    conda:
        "../../environment.yml"
    message:
        "resolve the library"
    script:
        "../scripts/resolve_library.py"


rule weave_review:
    input:
        CONFIG,
        DATA,
        TABLE_DESIGNS,
        manuscript,
        edition_contents,
        expand("work/figures/{figure}.json", figure=FIGURES),
        library=rules.resolve_library.output,
    output:
        "work/{edition}/document.json",
    log:
        "work/logs/weave_review/{edition}.log",
    conda:
        "../../environment.yml"
    message:
        "weave {wildcards.edition}"
    script:
        "../scripts/weave_review.py"
