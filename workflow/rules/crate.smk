# Describe the build: what was made of what, by which programs.
#
# in:  all that is published, the sources, the engine, version and date
# out: an RO-Crate's description of it, to be published with the rest

# What all editions are made of, beside their text.
SHARED = [*CONFIG, *DATA, *LIBRARY, *TABLE_DESIGNS, *files("manuscript/figures/*.py")]

# By the rule, what it made of which of the review's files: what they went through on the way, as the
# woven document, is no more than a step between.
MADE_OF = [
    *[
        (
            "draw_figure",
            [f"figures/{name}.svg"],
            [*DATA, *FIGURE_HELPERS, f"manuscript/figures/{name}.py"],
        )
        for name in FIGURES
    ],
    (
        "print_tables",
        [f"tables/{name}.csv" for name in TABLES],
        [*CONFIG, *DATA, *TABLE_DESIGNS, *TEXT_OF_TABLES],
    ),
    ("write_workbook", ["evidence.xlsx"], DATA),
    *[
        (f"write_{form}", [document_name(edition, form)], [*SHARED, *text_of(edition)])
        for edition in EDITIONS
        for form in FORMATS
    ],
    ("write_changes", CHANGES, SOURCES),
]
BUILD = {
    "editions": EDITIONS,
    "published": PUBLISHED,
    "sources": SOURCES,
    "steps": [step for step in MADE_OF if step[1]],
}


rule describe_build:
    input:
        record_contents("describe_build", SOURCES, all_engine_files()),
        build=record("contents/build.json", json.dumps(BUILD)),
        version=VERSION,
        results=expand("work/{name}", name=PUBLISHED),
    output:
        "work/ro-crate-metadata.json",
    log:
        "work/logs/describe_build.log",
    conda:
        "../../environment.yml"
    message:
        "describe the build"
    script:
        "../scripts/describe_build.py"
