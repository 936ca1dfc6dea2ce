# Say what has changed since earlier releases, which are the tags of git.
#
# in:  all that authors write, the releases, the state that is built
# out: what has changed since the last one, as a page, as data and as text; a changelog of them all


rule write_changes:
    input:
        SOURCES,
        changes_contents,
        engine=changes_engine,
        releases=record("contents/releases.json", json.dumps(asdict(RELEASES))),
        version=VERSION,
    output:
        expand("work/{name}", name=CHANGES),
    log:
        "work/logs/write_changes.log",
    conda:
        "../../environment.yml"
    message:
        "write the changes"
    script:
        "../scripts/write_changes.py"
