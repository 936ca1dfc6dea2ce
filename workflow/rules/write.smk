# Write an edition in each of its formats.
#
# in:  the woven document, the figures, the look of the format, version and date; what has changed
#      since the last release, if there is one
# out: one file a format


rule write_html:
    input:
        expand("work/figures/{figure}.svg", figure=FIGURES),
        record_contents("write_html", engine_files("html")),
        changes=CHANGES_DATA,
        version=VERSION,
        document=rules.weave_review.output,
    output:
        "work/{edition}.html",
    log:
        "work/logs/write_html/{edition}.log",
    conda:
        "../../environment.yml"
    message:
        "write {wildcards.edition}.html"
    script:
        "../scripts/write_html.py"


rule write_pdf:
    input:
        expand("work/figures/{figure}.svg", figure=FIGURES),
        record_contents("write_pdf", engine_files("pdf")),
        changes=CHANGES_DATA,
        version=VERSION,
        document=rules.weave_review.output,
    output:
        "work/{edition}.pdf",
    log:
        "work/logs/write_pdf/{edition}.log",
    conda:
        "../../environment.yml"
    message:
        "write {wildcards.edition}.pdf"
    script:
        "../scripts/write_pdf.py"


rule write_docx:
    input:
        expand("work/figures/{figure}.png", figure=FIGURES),
        record_contents("write_docx", engine_files("docx")),
        layout=record("contents/docx.json", json.dumps(config.get("docx", {}))),
        changes=CHANGES_DATA,
        version=VERSION,
        document=rules.weave_review.output,
    output:
        "work/{edition}.docx",
    log:
        "work/logs/write_docx/{edition}.log",
    conda:
        "../../environment.yml"
    message:
        "write {wildcards.edition}.docx"
    script:
        "../scripts/write_docx.py"


rule write_epub:
    input:
        expand("work/figures/{figure}.svg", figure=FIGURES),
        record_contents("write_epub", engine_files("epub")),
        changes=CHANGES_DATA,
        version=VERSION,
        document=rules.weave_review.output,
    output:
        "work/{edition}.epub",
    log:
        "work/logs/write_epub/{edition}.log",
    conda:
        "../../environment.yml"
    message:
        "write {wildcards.edition}.epub"
    script:
        "../scripts/write_epub.py"


rule write_jats:
    input:
        record_contents("write_jats", engine_files("jats")),
        library=rules.resolve_library.output,
        changes=CHANGES_DATA,
        version=VERSION,
        document=rules.weave_review.output,
    output:
        "work/{edition}.jats.xml",
    log:
        "work/logs/write_jats/{edition}.log",
    conda:
        "../../environment.yml"
    message:
        "write {wildcards.edition}.jats.xml"
    script:
        "../scripts/write_jats.py"
