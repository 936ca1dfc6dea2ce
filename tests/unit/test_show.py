"""``livereview show``: what it tells of rows, works, blocks, printed tables and figures."""

import json

import pytest
from livereview.cli import main
from livereview.showing.parts import plain
from livereview.signoff import sign, standings
from livereview.signoff_file import write_signoffs
from livereview.usage import open_desk

TEXT = "manuscript/guide/01.md"
MAP = """
    from livereview.figures import Figure


    def draw(evidence):
        rows = [row.name for row in evidence["surveys"] if row["species"] == "wren"]
        return Figure("<svg></svg>", "A map.", tuple(rows), {"places": len(rows)})
    """


@pytest.fixture
def walked(review):
    """The review with a text that uses rows in each way that there is."""
    review.write("manuscript/figures/map.py", MAP)
    review.write(
        TEXT,
        """
        # Birds {#sec:birds}

        Wrens are {{ species.wren.size_cm }} cm long
        [@surveys:wren-2019; @brook2020].

        {{ surveys.where("method == 'transect'") | counted("survey", "surveys") }} kept to a line.

        {{ table("surveys") }}

        ![Where they sing, in {{ figure("map").places }} place.](figures/map.svg){#fig:map}

        - Nothing is known of owls.
        """,
    )
    return review


@pytest.fixture
def shown(walked, capsys):
    def show(*arguments: str) -> str:
        status = main(["--root", str(walked.root), "show", *arguments])
        output = capsys.readouterr()
        assert (status, output.err) == (0, "")
        return output.out

    return show


@pytest.fixture
def refused(walked, capsys):
    def show(name: str) -> str:
        status = main(["--root", str(walked.root), "show", name])
        output = capsys.readouterr()
        assert (status, output.out) == (1, "")
        return output.err

    return show


def test_of_a_row_it_tells_what_it_says_where_that_comes_from_and_where_it_is_used(shown):
    assert shown("surveys:wren-2019") == (
        "surveys:wren-2019 – Wrens of Kent\n"
        "Surveys, data/surveys.csv:2\n"
        "\n"
        "  RR 1.00 (95% CI 0.91–1.94)\n"
        "  title       Wrens of Kent\n"
        "  species     wren\n"
        "  habitats    hedgerows; woods (hedge; wood)\n"
        "  method      transect\n"
        "  sounds      song; call\n"
        "  leader      robin\n"
        "  year        2019\n"
        "  first_seen  2019-03\n"
        "  birds       40\n"
        "  nests       12\n"
        "  measure     ratio\n"
        "  estimate    1.00\n"
        "  low         0.91\n"
        "  high        1.94\n"
        "\n"
        "Where it comes from\n"
        "  status    accepted\n"
        "  reviewed  2026-01-10\n"
        "  locator   p. 2\n"
        "  adams2019\n"
        "    Adams. The Wren in Kent. Birds. 2019\n"
        "\n"
        "Where it is used\n"
        "  manuscript/guide/01.md:3  rests on 18 columns\n"
        "    Wrens are 10 cm long [@surveys:wren-2019; @brook2020].\n"
        "  manuscript/guide/01.md:6  chooses it\n"
        "    two surveys kept to a line.\n"
        "  manuscript/guide/01.md:10  reads species\n"
        "    ![Where they sing, in 1 place.](figures/map.svg){#fig:map}\n"
        "  table surveys (manuscript/tables.yaml:1)\n"
        "  figure map (manuscript/figures/map.py:1)\n"
        "  surveys:robin-2020  in repeats, Robins of Kent\n"
        "  surveys:all-2021  in repeats, Birds of Kent\n"
    )


def test_of_a_row_that_nothing_uses_it_says_so(shown):
    assert shown("species:owl").endswith(
        "Where it is used\n  no text, table, figure or other row uses it\n"
    )


def test_a_row_is_found_by_its_id_alone(shown):
    assert shown("owl") == shown("species:owl")


def test_a_row_is_found_as_the_text_cites_it(shown):
    assert shown("[@surveys:wren-2019]") == shown("surveys:wren-2019")


def test_an_unverified_row_is_told_of_without_an_estimate_to_print(walked, shown):
    walked.replace("data/surveys.csv", ",p. 2,accepted", ",p. 2,unverified")

    text = shown("wren-2019")

    assert "data/surveys.csv:2\nIt is unverified: nothing can print it.\n\n" in text
    assert "  status    unverified\n" in text
    assert "RR 1.00" not in text


def test_of_a_work_it_tells_the_rows_that_rest_on_it_and_where_it_is_cited(shown):
    assert shown("brook2020") == (
        "brook2020 – Robins\n"
        "references/library.bib:8\n"
        "\n"
        "  Authors       Brook\n"
        "  Published in  Birds\n"
        "  Year          2020\n"
        "\n"
        "Rows that rest on it\n"
        "  surveys:robin-2020  Robins of Kent\n"
        "\n"
        "Where the text cites it by its key\n"
        "  manuscript/guide/01.md:3\n"
        "    Wrens are 10 cm long [@surveys:wren-2019; @brook2020].\n"
        "\n"
        "Where its rows are used\n"
        "  table surveys (manuscript/tables.yaml:1)\n"
    )


@pytest.mark.parametrize(
    "name", ["10.1000/Robins.5", "https://doi.org/10.1000/robins.5", "31375130", "PMID: 31375130"]
)
def test_a_work_is_found_by_its_doi_and_its_pmid(walked, shown, name):
    identifiers = "{Robins},\n  doi = {10.1000/robins.5},\n  pmid = {31375130},"
    walked.replace("references/library.bib", "{Robins},", identifiers)

    assert shown(name).startswith("brook2020 – Robins\n")


def test_of_a_work_that_was_retracted_it_says_so_and_of_the_rows_that_rest_on_it(walked, shown):
    walked.replace("references/library.bib", "{Robins},", "{Robins},\n  doi = {10.1000/robins},")
    walked.write(
        "references/retractions.csv",
        """
        doi,date,reason,notice
        10.1000/robins,2026-03-01,counted twice,https://example.org/notice
        """,
    )

    told = "brook2020 was retracted on 2026-03-01 (counted twice)\n"
    assert shown("brook2020").split("\n\n")[0] == (
        f"brook2020 – Robins\nreferences/library.bib:8\n{told}".rstrip("\n")
    )
    assert f"    {told}" in shown("robin-2020")


@pytest.mark.parametrize("line", [3, 4])
def test_of_a_block_it_tells_what_it_rests_on_cell_by_cell(walked, shown, line):
    sounds = '{{ surveys["wren-2019"].sounds | listing }}'
    walked.replace(TEXT, "[@surveys:wren-2019; @brook2020]", sounds)

    assert shown(f"{TEXT}:{line}") == (
        "manuscript/guide/01.md:3 – Birds\n"
        "\n"
        "  Wrens are 10 cm long song and call.\n"
        "\n"
        "never signed off\n"
        "\n"
        "What it rests on\n"
        "  species:wren – wren\n"
        "  data/species.csv:2\n"
        "    size_cm  10\n"
        "  surveys:wren-2019 – Wrens of Kent\n"
        "  data/surveys.csv:2\n"
        "    sounds  song; call\n"
    )


def test_a_block_that_can_not_be_filled_is_told_as_it_is_written(walked, shown):
    walked.append(TEXT, "\nOne {{ species.wrens.size_cm }} of {{ species.wren.size_cm }} cm.\n")

    told = shown(f"{TEXT}:14")

    assert "\n  One {{ species.wrens.size_cm }} of {{ species.wren.size_cm }} cm.\n" in told
    assert "Something may be missing here, because of:\n" in told


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("# A {{ species.wren.size_cm }}", "A 10"),
        ("- A {{ species.wren.size_cm }}", "A 10"),
        ("{% for s in species %}\n{{ s.size_cm }} cm\n\n{% endfor %}", "10 cm 14 cm 36 cm"),
        ("A {{ cite(surveys['wren-2019']) }}.", "A [@surveys:wren-2019]."),
        ("A, <!-- not yet --> {{ species.wren.size_cm }}.", "A, 10."),
        ("{% if false %}\nNever.\n{% endif %}", "{% if false %} Never. {% endif %}"),
    ],
)
def test_of_a_block_it_tells_what_it_prints(walked, shown, source, printed):
    walked.append(TEXT, f"\n{source}\n")
    told = json.loads(shown(f"{TEXT}:14", "--format", "json"))

    assert told["printed"] == printed


def test_of_a_block_whose_evidence_changed_it_tells_since_when(walked, shown):
    desk = open_desk(walked.root)
    found, _ = standings(desk.usage.blocks, [], lambda read: "as it was")
    (wrens,) = (each for each in found if each.block.line == 3)
    write_signoffs(walked.root, [sign(wrens, "2026-11-01", "Ann Other")])

    assert (
        "to be read again: its evidence changed since it was signed off (Ann Other, 2026-11-01)\n"
        "  changed since: species:wren\n"
        "  changed since: surveys:wren-2019\n"
    ) in shown(f"{TEXT}:3")


def test_a_block_that_rests_on_nothing_says_so(shown):
    assert shown(f"{TEXT}:12").endswith("What it rests on\n  on no row\n")


def test_a_block_is_found_from_where_one_stands(walked, shown, monkeypatch):
    monkeypatch.chdir(walked.root / "manuscript" / "guide")

    assert shown("01.md:12") == shown(f"{TEXT}:12")


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("data/surveys.csv:3", "surveys:robin-2020"),
        ("references/library.bib:2", "adams2019"),
        ("manuscript/tables.yaml:1", "tbl:surveys"),
        ("manuscript/tables.yaml:4", "tbl:surveys"),
        ("manuscript/figures/map.py:5", "fig:map"),
    ],
)
def test_a_line_of_a_file_means_what_stands_there(shown, place, name):
    assert shown(place) == shown(name)


def test_a_line_of_a_caption_means_its_block(shown):
    told = shown("manuscript/tables.yaml:2")

    assert told.startswith("manuscript/tables.yaml:2 – surveys\n\n  Surveys of Kent.\n")


def test_what_a_list_quotes_of_a_block_begins_with_its_words(walked, shown):
    walked.append(TEXT, "\n{% set w = species.wren %}\nA wren has {{ w.size_cm }} cm.\n")

    assert f"  {TEXT}:14  reads size_cm\n    A wren has 10 cm.\n" in shown("wren")


def test_a_part_of_the_text_that_only_sets_a_name_is_quoted_as_it_is(walked, shown):
    statement = '{% set places = figure("map").places %}'
    walked.append(TEXT, f"\n{statement}\n\n{{{{ places }}}} places.\n")

    assert f"  {TEXT}:14\n    {statement}\n" in shown("fig:map")


def test_of_a_printed_table_it_tells_its_rows(shown):
    assert shown("tbl:surveys") == (
        "table surveys – manuscript/tables.yaml:1\n"
        "\n"
        "  Surveys of Kent.\n"
        "\n"
        "Rows in it\n"
        "  surveys:wren-2019  Wrens of Kent\n"
        "  surveys:robin-2020  Robins of Kent\n"
        "  surveys:all-2021  Birds of Kent\n"
        "\n"
        "Where the text shows it or refers to it\n"
        "  manuscript/guide/01.md:8\n"
        '    {{ table("surveys") }}\n'
    )


def test_of_a_figure_it_tells_its_rows_and_where_the_text_shows_it(shown):
    assert shown("map") == (
        "figure map – manuscript/figures/map.py:1\n"
        "\n"
        "  ![Where they sing, in 1 place.](figures/map.svg){#fig:map}\n"
        "\n"
        "Rows in it\n"
        "  surveys:wren-2019  Wrens of Kent\n"
        "\n"
        "Where the text shows it or refers to it\n"
        "  manuscript/guide/01.md:10\n"
        "    ![Where they sing, in 1 place.](figures/map.svg){#fig:map}\n"
    )


def test_a_figure_that_fails_hides_no_row_but_is_named(walked, shown):
    walked.write("manuscript/figures/map.py", "def draw(evidence):\n    return 1 / 0\n")

    assert shown("owl").endswith(
        "  no text, table, figure or other row uses it\n"
        "  Something may be missing here, because of:\n"
        "    manuscript/figures/map.py:2: ZeroDivisionError: division by zero\n"
    )


def test_programs_get_the_same_as_json(shown):
    told = json.loads(shown("species:wren", "--format", "json"))

    assert told == {
        "kind": "row",
        "row": "species:wren",
        "label": "wren",
        "table": "Species",
        "path": "data/species.csv",
        "line": 2,
        "effect": "",
        "cells": [
            {"column": "name_en", "title": "name_en", "written": "wren", "words": "", "items": []},
            {
                "column": "name_nl",
                "title": "name_nl",
                "written": "winterkoning",
                "words": "",
                "items": [],
            },
            {"column": "size_cm", "title": "size_cm", "written": "10", "words": "", "items": []},
        ],
        "origin": [
            {"column": "status", "title": "status", "written": "accepted", "words": "", "items": []}
        ],
        "works": [],
        "used": {
            "blocks": [
                {
                    "path": TEXT,
                    "line": 3,
                    "text": "Wrens are 10 cm long [@surveys:wren-2019; @brook2020].",
                    "columns": ["size_cm"],
                }
            ],
            "tables": [],
            "figures": [],
            "rows": [
                {
                    "row": "surveys:wren-2019",
                    "label": "Wrens of Kent",
                    "path": "data/surveys.csv",
                    "line": 2,
                    "status": "accepted",
                    "column": "species",
                }
            ],
            "hidden_by": [],
        },
    }


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "surveys:wren-2091",
            'nothing is called "surveys:wren-2091"\n    did you mean surveys:wren-2019,',
        ),
        ("adams2091", 'nothing is called "adams2091"\n    did you mean adams2019'),
        ("WREN-", 'nothing is called "WREN-"\n    did you mean surveys:wren-2019, species:wren?'),
        (
            "xyzzy",
            'nothing is called "xyzzy"\n'
            "    name a row (table:id), a work (its key, DOI or PMID) or a block (file:line)\n",
        ),
        (
            "habitats",
            'nothing is called "habitats"\n'
            "    that is a table of evidence: name one of its rows, as in habitats:hedge\n",
        ),
        (
            TEXT,
            f'nothing is called "{TEXT}"\n    name a line of the file, as in {TEXT}:1\n',
        ),
        (f"{TEXT}:2", f"no block stands at {TEXT}:2\n    the nearest: {TEXT}:1\n"),
        ("data/surveys.csv:1", 'nothing is called "data/surveys.csv:1"\n'),
        ("data/surveys.csv", 'nothing is called "data/surveys.csv"\n    name a line of the file, '),
        ("01.md:3", f'nothing is called "01.md:3"\n    did you mean {TEXT}:3?\n'),
        (
            "point_count",
            'nothing is called "point_count"\n'
            "    that is a value of surveys.method (point count): name a row that has it\n",
        ),
        (
            "call",
            'nothing is called "call"\n'
            "    that is a value of surveys.sounds: name a row that has it\n",
        ),
        (
            "surveys:wren",
            'nothing is called "surveys:wren"\n    did you mean surveys:wren-2019, ',
        ),
    ],
)
def test_what_is_not_there_is_an_error_that_names_the_nearest(refused, name, words):
    assert refused(name).startswith(words)


def test_a_work_that_an_error_of_the_library_hides_is_told_so(walked, refused):
    walked.replace("references/library.bib", "@article{brook2020", "@article{{brook2020")

    assert refused("brook2020").endswith(
        "    errors of references/library.bib may hide works: ./livereview check names them\n"
    )


def test_a_name_of_several_things_is_refused_with_the_names_that_are_clear(walked, refused):
    walked.append("data/habitats.csv", "map,maps\n")

    assert refused("map") == ('"map" means 2 things\n    name one of them: habitats:map, fig:map\n')


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        ("The {TYK2} gene", "The TYK2 gene"),
        ("Arthritis \\& Rheumatism", "Arthritis & Rheumatism"),
        ('M{\\"u}ller', "Müller"),
        ("1\\% of $n$", "1% of $n$"),
        ("林", "林"),
    ],
)
def test_the_tex_of_the_library_is_told_as_text(tex, text):
    assert plain(tex) == text
