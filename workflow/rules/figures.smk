# Draw figures from evidence.
#
# in:  evidence, and one script a figure
# out: the figure for the page (SVG) and for Word (PNG), and what the text may say of it (JSON)


rule draw_figure:
    input:
        DATA,
        FIGURE_HELPERS,
        figure_contents,
        script="manuscript/figures/{figure}.py",
    output:
        "work/figures/{figure}.svg",
        "work/figures/{figure}.png",
        "work/figures/{figure}.json",
    log:
        "work/logs/draw_figure/{figure}.log",
    conda:
        "../../environment.yml"
    message:
        "draw {wildcards.figure}"
    script:
        "../scripts/draw_figure.py"
