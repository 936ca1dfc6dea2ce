"""Each kind of mistake that authors make, and all that ``livereview check`` says about it.

The messages are written out in full: they are what a clinician reads who is no programmer. So each
says where to look, what is wrong there, and, where it can, what was probably meant.
"""

from textwrap import dedent

import pytest

SURVEYS = "data/surveys.csv"
SPECIES = "data/species.csv"
HABITATS = "data/habitats.csv"
PACKAGE = "data/datapackage.yaml"
BIB = "references/library.bib"
CONFIG = "config/config.yaml"
TABLES = "manuscript/tables.yaml"
METADATA = "manuscript/guide/metadata.yaml"
TEXT = "manuscript/guide/01.md"


def replaced(path, old, new):
    return lambda review: review.replace(path, old, new)


def replaced_all(path, old, new):
    return lambda review: review.write(path, review.read(path).replace(old, new).encode())


def added(path, text):
    return lambda review: review.append(path, text)


def text(markdown):
    """Write a paragraph at the end of the text: it begins at line 5."""
    return added(TEXT, f"\n{markdown}\n")


def written(path, content):
    return lambda review: review.write(path, content)


def recoded(path, encoding):
    return lambda review: review.write(path, review.read(path).encode(encoding))


def encoded(path, old, new):
    return lambda review: review.write(path, review.read(path).encode().replace(old.encode(), new))


def removed(path):
    return lambda review: (review.root / path).unlink()


def folder(path):
    def change(review):
        removed(path)(review)
        (review.root / path).mkdir()

    return change


def without_column(path, name):
    def change(review):
        rows = [line.split(",") for line in review.read(path).splitlines()]
        place = rows[0].index(name)
        lines = [",".join(row[:place] + row[place + 1 :]) for row in rows]
        review.write(path, "\n".join([*lines, ""]).encode())

    return change


def both(*changes):
    def change(review):
        for each in changes:
            each(review)

    return change


# The form of the files.
FORM_MISTAKES = {
    "a table that is not UTF-8": (
        encoded(SURVEYS, "Wrens of Kent", b"Wrens of M\xe9nil"),
        """
        data/surveys.csv:2: is not UTF-8 text: byte 0xE9 behind "9,Wrens of M" has no meaning
            save the file as UTF-8
        1 error
        """,
    ),
    "a table in UTF-16": (
        recoded(SURVEYS, "utf-16"),
        """
        data/surveys.csv:1: is UTF-16 text
            save the file as UTF-8
        1 error
        """,
    ),
    "a table with a byte order mark": (
        recoded(SURVEYS, "utf-8-sig"),
        """
        data/surveys.csv:1: begins with a byte order mark
            that is Excel's "CSV UTF-8"; save it from LibreOffice, or remove it in an editor
        1 error
        """,
    ),
    "a table with semicolons": (
        replaced_all(SURVEYS, ",", ";"),
        """
        data/surveys.csv:1: columns are separated by semicolons, not by commas
            save the file with a comma as the field delimiter
        1 error
        """,
    ),
    "a table with semicolons and a byte order mark": (
        both(replaced_all(SURVEYS, ",", ";"), recoded(SURVEYS, "utf-8-sig")),
        """
        data/surveys.csv:1: begins with a byte order mark
            that is Excel's "CSV UTF-8"; save it from LibreOffice, or remove it in an editor
        data/surveys.csv:1: columns are separated by semicolons, not by commas
            save the file with a comma as the field delimiter
        2 errors
        """,
    ),
    "a table with semicolons and quoted cells": (
        written(SPECIES, '"id";"name_en"\n"wren";"wren"\n'),
        """
        data/species.csv:1: columns are separated by semicolons, not by commas
            save the file with a comma as the field delimiter
        1 error
        """,
    ),
    "a table with tabs": (
        replaced_all(SURVEYS, ",", "\t"),
        """
        data/surveys.csv:1: columns are separated by tabs, not by commas
            save the file with a comma as the field delimiter
        1 error
        """,
    ),
    "a row with a cell too many": (
        replaced(SURVEYS, "Robins of Kent", "Robins, of Kent"),
        """
        data/surveys.csv:3: has 23 cells where the header has 22
            a cell that holds a comma stands in quotation marks; an empty cell keeps its comma
        1 error
        """,
    ),
    "a row with a cell too few": (
        replaced(SURVEYS, "Robins of Kent,", ""),
        """
        data/surveys.csv:3: has 21 cells where the header has 22
            a cell that holds a comma stands in quotation marks; an empty cell keeps its comma
        1 error
        """,
    ),
    "a quotation mark that is never closed": (
        replaced(SURVEYS, "Robins of Kent", '"Robins of Kent'),
        """
        data/surveys.csv:3: a quotation mark opens a cell here, and none closes it
            a quotation mark within a cell is doubled: "like ""this\"\"\"
        1 error
        """,
    ),
    "text behind a closing quotation mark": (
        replaced(SURVEYS, "Robins of Kent", '"Robins" of Kent'),
        """
        data/surveys.csv:3: text stands behind the quotation mark that closes a cell
            a quotation mark within a cell is doubled: "like ""this\"\"\"
        1 error
        """,
    ),
    "a blank line": (
        replaced(SURVEYS, "\nrobin-2020", "\n\nrobin-2020"),
        """
        data/surveys.csv:3: the line is blank
            remove it
        1 error
        """,
    ),
    "a row of nothing but commas": (
        added(SURVEYS, "," * 21 + "\n"),
        """
        data/surveys.csv:5: all cells of the row are empty
            remove it
        1 error
        """,
    ),
    "an empty table": (
        written(HABITATS, ""),
        """
        data/habitats.csv:1: the file has no header
            add: id,name
        1 error
        """,
    ),
    "a binary file": (
        written(SURVEYS, b"\x89PNG\r\n"),
        """
        data/surveys.csv:1: is not UTF-8 text: byte 0x89 has no meaning
            save the file as UTF-8
        1 error
        """,
    ),
    "a control character": (
        replaced(SURVEYS, "Robins", "Rob\x0cins"),
        """
        data/surveys.csv:3: holds the character U+000C, which no text has
            remove it, or save the file as UTF-8 text
        1 error
        """,
    ),
    "a missing table": (
        removed(SURVEYS),
        """
        data/surveys.csv: the file is missing
            restore it
        1 error
        """,
    ),
    "a folder in the place of a table": (
        folder(SURVEYS),
        """
        data/surveys.csv: can't be read: Is a directory
            put a text file here
        1 error
        """,
    ),
    "a missing column": (
        without_column(SURVEYS, "nests"),
        """
        data/surveys.csv:1: nests: the column is missing
            add it to the header and to each row, or take it out of data/datapackage.yaml
        1 error
        """,
    ),
    "an unknown column": (
        written(HABITATS, "id,name,soil\nhedge,hedgerows,\nwood,woods,clay\n"),
        """
        data/habitats.csv:1: soil: unknown column
            columns of this table: id, name
        1 error
        """,
    ),
    "a misspelt column": (
        replaced(SURVEYS, ",birds,", ",brids,"),
        """
        data/surveys.csv:1: brids: unknown column
            did you mean "birds"?
        1 error
        """,
    ),
    "a column that stands twice": (
        written(HABITATS, "id,name,name\nhedge,hedgerows,hedges\nwood,woods,woods\n"),
        """
        data/habitats.csv:1: name: the column stands here twice
            keep one
        1 error
        """,
    ),
    "a column without a name": (
        written(HABITATS, "id,name,\nhedge,hedgerows,\nwood,woods,\n"),
        """
        data/habitats.csv:1: a column has no name
            name it, or take it out of each row
        1 error
        """,
    ),
}

# The cells of the evidence.
CELLS_MISTAKES = {
    "text where a number belongs": (
        replaced(SURVEYS, "1.94", "high"),
        """
        data/surveys.csv:2: high: "high" is not a number such as 1.30
        1 error
        """,
    ),
    "a decimal comma": (
        replaced(SURVEYS, "1.94", '"1,94"'),
        """
        data/surveys.csv:2: high: "1,94" is not a number such as 1.30
        1 error
        """,
    ),
    "a number that only a computer reads": (
        replaced(SURVEYS, "1.94", "NaN"),
        """
        data/surveys.csv:2: high: "NaN" is not a number such as 1.30
        1 error
        """,
    ),
    "a number that only a computer reads, under a rule": (
        replaced(SURVEYS, "0.91", "NaN"),
        """
        data/surveys.csv:2: low: "NaN" is not a number such as 1.30
        1 error
        """,
    ),
    "a number without end": (
        replaced(SURVEYS, "1.94", "1e400"),
        """
        data/surveys.csv:2: high: "1e400" is not a number such as 1.30
        1 error
        """,
    ),
    "a typographic minus": (
        replaced(SURVEYS, "-1.5", "−1.5"),
        """
        data/surveys.csv:3: estimate: "−1.5" is not a number such as 1.30
        1 error
        """,
    ),
    "a fraction where a whole number belongs": (
        replaced(SURVEYS, ",900,", ",900.0,"),
        """
        data/surveys.csv:4: birds: "900.0" is not a whole number
        1 error
        """,
    ),
    "a year of two digits": (
        replaced(SURVEYS, ",2020,2020,", ",20,2020,"),
        """
        data/surveys.csv:3: year: "20" is not a year
        1 error
        """,
    ),
    "a blank before a number": (
        replaced(SURVEYS, "1.94", " 1.94"),
        """
        data/surveys.csv:2: high: " 1.94" begins or ends with a blank
            remove the blank
        1 error
        """,
    ),
    "a value below the minimum": (
        replaced(SURVEYS, ",900,", ",0,"),
        """
        data/surveys.csv:4: birds: 0 lies below the minimum of 1
        1 error
        """,
    ),
    "a value of another form": (
        replaced(SURVEYS, "2019-03,", "March 2019,"),
        """
        data/surveys.csv:2: first_seen: "March 2019" does not have the form of this column
            year, month or day
        1 error
        """,
    ),
    "a value that should be unique": (
        both(
            replaced(PACKAGE, "{name: name}", "{name: name, constraints: {unique: true}}"),
            replaced(HABITATS, "marshes", "woods"),
        ),
        """
        data/habitats.csv:4: name: "woods" stands in this column already
        1 error
        """,
    ),
    "a value outside the vocabulary": (
        replaced(SURVEYS, "point_count", "point_cuont"),
        """
        data/surveys.csv:3: method: "point_cuont" is not in the vocabulary of this column
            did you mean "point_count"?
        1 error
        """,
    ),
    "a value unlike any of the vocabulary": (
        replaced(SURVEYS, "point_count", "mist net"),
        """
        data/surveys.csv:3: method: "mist net" is not in the vocabulary of this column
            one of: transect, point_count
        1 error
        """,
    ),
    "a value outside the vocabulary in a list": (
        replaced(SURVEYS, "song;call", "song;cal"),
        """
        data/surveys.csv:2: sounds: "cal" is not in the vocabulary of this column
            did you mean "call"?
        1 error
        """,
    ),
    "an empty item in a list": (
        replaced(SURVEYS, "song;call", "song;;call;"),
        """
        data/surveys.csv:2: sounds: an item of the list is empty
            ";" stands between the items, not before or behind them
        1 error
        """,
    ),
    "an item twice in a list": (
        replaced(SURVEYS, "song;call", "song;song"),
        """
        data/surveys.csv:2: sounds: "song" stands twice in the list
            keep one
        1 error
        """,
    ),
    "an empty required cell": (
        replaced(SURVEYS, "Robins of Kent,robin,", "Robins of Kent,,"),
        """
        data/surveys.csv:3: species: the cell is empty, and must not be
            the species that was counted
        1 error
        """,
    ),
    "an empty required cell of a vocabulary": (
        replaced(SURVEYS, "brook2020,,,accepted", "brook2020,,,"),
        """
        data/surveys.csv:3: status: the cell is empty, and must not be
            one of: accepted, unverified
        1 error
        """,
    ),
    "a date that is none": (
        replaced(SURVEYS, "2026-02-01", "2026-02-31"),
        """
        data/surveys.csv:3: reviewed: "2026-02-31" is no date
            write year-month-day, as in 2026-01-31
        1 error
        """,
    ),
    "a missing id": (
        replaced(HABITATS, "marsh,marshes", ",marshes"),
        """
        data/habitats.csv:4: id: the cell is empty, and must not be
        1 error
        """,
    ),
    "an id twice": (
        replaced(HABITATS, "marsh,marshes", "wood,marshes"),
        """
        data/habitats.csv:4: id: "wood" stands at line 3 already
            give one of the rows another id
        1 error
        """,
    ),
    "an id with a capital, in a column with a pattern": (
        lambda review: (
            review.replace(
                "data/datapackage.yaml",
                "schema: {fields: [{name: id, constraints: {required: true}}, {name: name}]}",
                'schema: {fields: [{name: id, constraints: {pattern: "^[a-z]+$"}}, {name: name}]}',
            ),
            review.replace(HABITATS, "marsh,marshes", "Marsh,marshes"),
        ),
        """
        data/habitats.csv:4: id: "Marsh" is no id
            did you mean "marsh"?
        1 error
        """,
    ),
    "an id with a blank": (
        replaced(HABITATS, "marsh,marshes", "salt marsh,marshes"),
        """
        data/habitats.csv:4: id: "salt marsh" is no id
            lower-case letters and digits, with - or _ between words
        1 error
        """,
    ),
    "a dangling key": (
        replaced(SURVEYS, "Robins of Kent,robin,", "Robins of Kent,robbin,"),
        """
        data/surveys.csv:3: species: "robbin" is no row of species
            did you mean "robin"?
        1 error
        """,
    ),
    "a dangling key unlike any": (
        replaced(SURVEYS, "Robins of Kent,robin,", "Robins of Kent,jackdaw,"),
        """
        data/surveys.csv:3: species: "jackdaw" is no row of species
            add it to data/species.csv first
        1 error
        """,
    ),
    "a dangling key inside a list": (
        replaced(SURVEYS, "hedge;wood", "hedge;wod"),
        """
        data/surveys.csv:2: habitats: "wod" is no row of habitats
            did you mean "wood"?
        1 error
        """,
    ),
    "a dangling key of a column that holds keys in some rows": (
        replaced(SURVEYS, "song;call,robin,", "song;call,robbin,"),
        """
        data/surveys.csv:2: leader: "robbin" is no row of species
            did you mean "robin"?
        1 error
        """,
    ),
    "a dangling key to any row": (
        replaced(SURVEYS, "surveys:wren-2019;", "surveys:wren-2018;"),
        """
        data/surveys.csv:4: repeats: "surveys:wren-2018" is no row of surveys
            did you mean "surveys:wren-2019"?
        1 error
        """,
    ),
    "a key to a row of an unknown table": (
        replaced(SURVEYS, "surveys:wren-2019;", "survey:wren-2019;"),
        """
        data/surveys.csv:4: repeats: "survey:wren-2019" is no row: write table:id
            did you mean "surveys:wren-2019"?
        1 error
        """,
    ),
    "a key to any row without its table": (
        replaced(SURVEYS, "surveys:wren-2019;", "wren-2019;"),
        """
        data/surveys.csv:4: repeats: "wren-2019" is no row: write table:id
            did you mean "surveys:wren-2019"?
        1 error
        """,
    ),
    "limits out of order": (
        replaced(SURVEYS, "0.91", "1.91"),
        """
        data/surveys.csv:2: low: 1.91 lies above estimate 1.00
            the limits of an interval stand in order
        1 error
        """,
    ),
    "events above the group's size": (
        replaced(SURVEYS, ",40,12,", ",40,52,"),
        """
        data/surveys.csv:2: nests: 52 of 40 birds
        1 error
        """,
    ),
    "an unknown citation key": (
        replaced(SURVEYS, "adams2019;brook2020", "adams2019;brok2020"),
        """
        data/surveys.csv:3: citekeys: "brok2020" is no key of references/library.bib
            did you mean "brook2020"?
        1 error
        """,
    ),
    "no citation key in an accepted row": (
        replaced(SURVEYS, "adams2019;brook2020", ""),
        """
        data/surveys.csv:3: citekeys: an accepted row needs the work that it rests on
            name a key of references/library.bib, or set the status to unverified
        1 error
        """,
    ),
    "a misspelt status of a row that is cited": (
        replaced(SURVEYS, "p. 2,accepted", "p. 2,acepted"),
        """
        data/surveys.csv:2: status: "acepted" is not in the vocabulary of this column
            did you mean "accepted"?
        1 error
        """,
    ),
    "a mistake below a cell of two lines": (
        both(
            replaced(SURVEYS, "Wrens of Kent", '"Wrens\nof Kent"'),
            replaced(SURVEYS, "point_count", "point_cuont"),
        ),
        """
        data/surveys.csv:4: method: "point_cuont" is not in the vocabulary of this column
            did you mean "point_count"?
        1 error
        """,
    ),
    "a mistake in a file with the line ends of Windows": (
        both(replaced_all(SURVEYS, "\n", "\r\n"), replaced(SURVEYS, "point_count", "point_cuont")),
        """
        data/surveys.csv:3: method: "point_cuont" is not in the vocabulary of this column
            did you mean "point_count"?
        1 error
        """,
    ),
}

# The library.
LIBRARY_MISTAKES = {
    "a missing library": (
        removed(BIB),
        """
        references/library.bib: the file is missing
            restore it
        1 error
        """,
    ),
    "a library that is not UTF-8": (
        encoded(BIB, "Brook, Bo", b"Brook, B\xf6"),
        """
        references/library.bib:9: is not UTF-8 text: byte 0xF6 behind " = {Brook, B" has no meaning
            save the file as UTF-8
        1 error
        """,
    ),
    "a brace that is not closed": (
        replaced(BIB, "title = {Robins}", "title = {Robins"),
        """
        references/library.bib:10: brook2020: a brace is not closed
            each { needs its }
        1 error
        """,
    ),
    "a closing brace too many": (
        replaced(BIB, "title = {Robins}", "title = {Robins}}"),
        """
        references/library.bib:10: this part of an entry stands outside of any entry
            look for an extra closing brace above
        1 error
        """,
    ),
    "an entry that is not closed": (
        replaced(BIB, "year = {2020},\n}", "year = {2020},\n"),
        """
        references/library.bib:8: brook2020: a brace is not closed
            an entry ends with a } of its own
        1 error
        """,
    ),
    "a quotation mark that is not closed in the library": (
        replaced(BIB, "{Robins}", '"Robins'),
        """
        references/library.bib:10: brook2020: a quotation mark is not closed
            a value stands in { } or in two quotation marks
        1 error
        """,
    ),
    "a missing comma behind a field": (
        replaced(BIB, "title = {Robins},", "title = {Robins}"),
        """
        references/library.bib:10: brook2020: title: a comma is missing behind it
            each field ends with a comma
        1 error
        """,
    ),
    "a missing comma behind a key": (
        replaced(BIB, "@article{brook2020,", "@article{brook2020"),
        """
        references/library.bib:8: brook2020: a comma is missing behind the key
            an entry begins with type, key (letters, digits, - : _) and comma: @article{name2020,
        1 error
        """,
    ),
    "an entry without a key": (
        both(replaced(BIB, "brook2020,", ""), replaced(SURVEYS, ";brook2020", "")),
        """
        references/library.bib:8: the entry has no key
            an entry begins with type, key (letters, digits, - : _) and comma: @article{name2020,
        1 error
        """,
    ),
    "a key with a blank": (
        both(replaced(BIB, "brook2020,", "brook 2020,"), replaced(SURVEYS, ";brook2020", "")),
        """
        references/library.bib:8: brook 2020: "brook 2020" is no key
            an entry begins with type, key (letters, digits, - : _) and comma: @article{name2020,
        1 error
        """,
    ),
    "a key twice in the library": (
        added(BIB, "\n@book{brook2020,\n  title = {Robins Again},\n}\n"),
        """
        references/library.bib:22: brook2020: the key stands at line 8 already
            keep one of the two, or give this work another key
        1 error
        """,
    ),
    "a field twice": (
        replaced(BIB, "title = {Robins},", "title = {Robins},\n  title = {Robins},"),
        """
        references/library.bib:8: brook2020: the field title stands in it twice
            keep one
        1 error
        """,
    ),
    "an unknown type of work": (
        replaced(BIB, "@article{brook2020", "@artcle{brook2020"),
        """
        references/library.bib:8: brook2020: "artcle" is no type of work
            did you mean "article"?
        1 error
        """,
    ),
    "a sign that TeX would swallow": (
        replaced(BIB, "{Robins}", "{90% of Robins}"),
        """
        references/library.bib:10: brook2020: title: "%" would not be printed
            write \\%
        1 error
        """,
    ),
    "a year in words": (
        replaced(BIB, "{2020}", "{twenty}"),
        """
        references/library.bib:12: brook2020: year: "twenty" is no year
            write four digits
        1 error
        """,
    ),
    "an @ between the entries": (
        added(BIB, "write to me@example.org\n"),
        """
        references/library.bib:21: an @ stands outside of any entry
            take it out
        1 error
        """,
    ),
}

# The files in YAML.
YAML_MISTAKES = {
    "malformed YAML": (
        replaced(METADATA, "title: Birds", "title: Birds: of"),
        """
        manuscript/guide/metadata.yaml:1: is no YAML: mapping values are not allowed in this context
            look here and above for a missing quotation mark, bracket, colon or indentation
        1 error
        """,
    ),
    "an unclosed bracket": (
        replaced(CONFIG, "[html]", "[html"),
        """
        config/config.yaml:3: is no YAML: did not find expected ',' or ']'
            look here and above for a missing quotation mark, bracket, colon or indentation
        1 error
        """,
    ),
    "a tab as indentation": (
        replaced(TABLES, "  rows: surveys", "\trows: surveys"),
        """
        manuscript/tables.yaml:3: is no YAML: found a tab character that violates indentation
            look here and above for a missing quotation mark, bracket, colon or indentation
        1 error
        """,
    ),
    "an alias within itself": (
        replaced(METADATA, "[Ann Other]", "&us [*us]"),
        """
        manuscript/guide/metadata.yaml:1: is nested too deeply, or an alias (*name) is part
                of what it names
        1 error
        """,
    ),
    "a missing configuration": (
        removed(CONFIG),
        """
        config/config.yaml: the file is missing
            restore it
        1 error
        """,
    ),
    "an empty configuration": (
        written(CONFIG, ""),
        """
        config/config.yaml:1: nothing stands where a mapping (key: value) belongs
        1 error
        """,
    ),
    "an unknown key of the configuration": (
        replaced(CONFIG, "formats:", "format:"),
        """
        config/config.yaml:2: format: unknown key
            did you mean "formats"?
        1 error
        """,
    ),
    "a key twice in the configuration": (
        added(CONFIG, "formats: [html]\n"),
        """
        config/config.yaml:75: formats: stands here a second time, and would replace the first
            keep one
        1 error
        """,
    ),
    "an unknown format": (
        replaced(CONFIG, "[html]", "[htlm]"),
        """
        config/config.yaml:2: formats.1: unknown value "htlm"
            did you mean "html"?
        1 error
        """,
    ),
    "an unknown citation style": (
        replaced(CONFIG, "nlm-citation-sequence-brackets", "vancouver"),
        """
        config/config.yaml:3: citation_style: there is no citation style "vancouver"
            did you mean "sage-vancouver"?
        1 error
        """,
    ),
    "an edition without a folder": (
        replaced(CONFIG, "[guide]", "[giude]"),
        """
        config/config.yaml:1: editions.1: there is no folder manuscript/giude
            did you mean "guide"?
        1 error
        """,
    ),
    "an interval without its limits": (
        replaced(CONFIG, '"{low} to {high}"', '"{lwo} to {high}"'),
        """
        config/config.yaml:16: terms.en.limits_negative: "{lwo} to {high}" does not have the
                right form
            a text with {low} and {high} in the places of the limits
        1 error
        """,
    ),
    "a word that YAML takes for a truth value": (
        replaced(CONFIG, '["no", one', "[no, one"),
        """
        config/config.yaml:28: terms.en.numerals.1: true or false stands where text belongs
            put it in quotation marks
        1 error
        """,
    ),
    "missing metadata": (
        removed(METADATA),
        """
        manuscript/guide/metadata.yaml: the file is missing
            restore it
        1 error
        """,
    ),
    "an unknown key of the metadata": (
        replaced(METADATA, "authors:", "autors:"),
        """
        manuscript/guide/metadata.yaml:3: autors: unknown key
            did you mean "authors"?
        1 error
        """,
    ),
    "a missing key of the metadata": (
        replaced(METADATA, "license: CC BY 4.0\n", ""),
        """
        manuscript/guide/metadata.yaml:1: the key "license" is missing
            add it: the licence of text and evidence
        1 error
        """,
    ),
    "a number for a title": (
        replaced(METADATA, "Birds of Kent", "1984"),
        """
        manuscript/guide/metadata.yaml:1: title: a whole number stands where text belongs
            put it in quotation marks
        1 error
        """,
    ),
    "an unknown language": (
        replaced(METADATA, "lang: en", "lang: fr"),
        """
        manuscript/guide/metadata.yaml:2: lang: config/config.yaml has no terms for the
                language "fr"
            it has: en, nl, zh
        1 error
        """,
    ),
    "an unknown key of a printed table": (
        replaced(TABLES, "  rows: surveys", "  rows: surveys\n  sort: [row.title]"),
        """
        manuscript/tables.yaml:4: surveys.sort: unknown key
            did you mean "sort_by"?
        1 error
        """,
    ),
    "a list in the place of the printed tables": (
        written(TABLES, "- surveys\n"),
        """
        manuscript/tables.yaml:1: a list stands where a mapping (key: value) belongs
        1 error
        """,
    ),
    "a missing file of the printed tables": (
        removed(TABLES),
        """
        manuscript/tables.yaml: the file is missing
            restore it
        1 error
        """,
    ),
}

# The data package.
PACKAGE_MISTAKES = {
    "a missing data package": (
        removed(PACKAGE),
        """
        data/datapackage.yaml: the file is missing
            restore it
        1 error
        """,
    ),
    "a data package without resources": (
        written(PACKAGE, "name: birds\n"),
        """
        data/datapackage.yaml:1: the key "resources" is missing
            add it: the tables
        1 error
        """,
    ),
    "an unknown property of a column": (
        replaced(
            PACKAGE, "{name: locator, bookkeeping: true}", "{name: locator, bookeeping: true}"
        ),
        """
        data/datapackage.yaml:73: surveys.locator.bookeeping: unknown key
            did you mean "bookkeeping"?
        1 error
        """,
    ),
    "an unknown type of a column": (
        replaced(PACKAGE, "type: year", "type: yaer"),
        """
        data/datapackage.yaml:56: surveys.year.type: unknown value "yaer"
            did you mean "year"?
        1 error
        """,
    ),
    "a table that is described twice": (
        replaced(
            PACKAGE,
            "resources:",
            "resources:\n  - {name: surveys, path: x.csv, title: X, schema: {fields: [name: id]}}",
        ),
        """
        data/datapackage.yaml:23: surveys.name: "surveys" stands at line 3 already
            keep one
        1 error
        """,
    ),
    "a column that is described twice": (
        replaced(
            PACKAGE, "- {name: note, bookkeeping: true}", "- {name: note}\n        - {name: note}"
        ),
        """
        data/datapackage.yaml:79: surveys.note.name: "note" stands at line 78 already
            keep one
        1 error
        """,
    ),
    "a table without ids": (
        both(
            replaced(
                PACKAGE,
                "[{name: id, constraints: {required: true}}, {name: name}]",
                "[{name: name}]",
            ),
            written(HABITATS, "name\nhedgerows\n"),
        ),
        """
        data/datapackage.yaml:21: habitats.fields: no column is called id
            each table has one
        1 error
        """,
    ),
    "a table with the name of a function": (
        both(
            replaced(PACKAGE, "name: habitats\n    path", "name: table\n    path"),
            replaced(PACKAGE, "tables: [habitats]", "tables: [table]"),
        ),
        """
        data/datapackage.yaml:17: table.name: "table" does not have the right form
            lower-case letters, digits and _; not table, figure, cite, tbl, fig, sec, row(s), group
        1 error
        """,
    ),
    "a label that is no column": (
        replaced(PACKAGE, "label: title", "label: titel"),
        """
        data/datapackage.yaml:25: surveys.label: unknown column "titel"
            did you mean "title"?
        1 error
        """,
    ),
    "a reference to an unknown table": (
        replaced(PACKAGE, "tables: [habitats]", "tables: [habitat]"),
        """
        data/datapackage.yaml:47: surveys.habitats.references.tables: unknown table "habitat"
            did you mean "habitats"?
        1 error
        """,
    ),
    "a reference to nothing": (
        replaced(PACKAGE, "references: {rows: true}", "references: {}"),
        """
        data/datapackage.yaml:70: surveys.repeats.references: doesn't say to which tables
                the keys point
            add tables: […], or rows: true for keys to any row
        1 error
        """,
    ),
    "an interval's pattern without a place for its limits": (
        replaced(PACKAGE, 'pattern: "RR {}"', 'pattern: {en: "RR {}", nl: RR}'),
        """
        data/datapackage.yaml:65: surveys.measure.categories.ratio.pattern.nl: "RR" does not have
                the right form
            a text with {} in the place of the number, or of the limits
        1 error
        """,
    ),
    "a pattern that is none": (
        replaced(PACKAGE, '"\\\\d{4}(-\\\\d{2}){0,2}"', '"(\\\\d{4}"'),
        """
        data/datapackage.yaml:58: surveys.first_seen.constraints.pattern: is no pattern:
                missing ), unterminated subpattern
        1 error
        """,
    ),
    "a constraint of another type": (
        replaced(
            PACKAGE,
            "{name: nests, type: integer}",
            "{name: nests, type: integer, constraints: {pattern: x}}",
        ),
        """
        data/datapackage.yaml:61: surveys.nests.constraints.pattern: a column of type
                integer has no such constraint
            it may have: required, unique, minimum, maximum
        1 error
        """,
    ),
    "a rule that is no expression": (
        replaced(PACKAGE, "expect: low <= estimate", "expect: low <="),
        """
        data/datapackage.yaml:28: surveys.rules.low.expect: is no expression: it ends too early
        1 error
        """,
    ),
    "a rule about an unknown column": (
        replaced(PACKAGE, "expect: low <= estimate", "expect: lwo <= estimate"),
        """
        data/datapackage.yaml:28: surveys.rules.low.expect: unknown column "lwo"
            did you mean "low"?
        1 error
        """,
    ),
    "a rule that compares a number with text": (
        replaced(PACKAGE, "expect: low <= estimate", "expect: low <= title"),
        """
        data/datapackage.yaml:27: surveys.rules.low: "low <= title" can't be applied to
                surveys:wren-2019: a number <= text
        1 error
        """,
    ),
    "a rule's message that is no template": (
        replaced(PACKAGE, "{{ low }} lies", "{{ low lies"),
        """
        data/datapackage.yaml:29: surveys.rules.low.message: is no template: "lies" stands
                where it should end
        1 error
        """,
    ),
    "a rule's message about an unknown column": (
        replaced(PACKAGE, "{{ low }} lies", "{{ lwo }} lies"),
        """
        data/datapackage.yaml:29: surveys.rules.low.message: unknown column "lwo"
            did you mean "low"?
        1 error
        """,
    ),
    "a condition of keys that is no expression": (
        replaced(PACKAGE, "when: \"method == 'transect'\"", 'when: "method == \'transect"'),
        """
        data/datapackage.yaml:55: surveys.leader.references.when: is no expression: "'" does
                not belong here, or is not closed
        1 error
        """,
    ),
    "a condition of keys about an unknown column": (
        replaced(PACKAGE, "when: \"method == 'transect'\"", "when: \"metod == 'transect'\""),
        """
        data/datapackage.yaml:55: surveys.leader.references.when: unknown column "metod"
            did you mean "method"?
        1 error
        """,
    ),
    "a condition of keys that compares a number with text": (
        replaced(PACKAGE, "when: \"method == 'transect'\"", "when: birds < title"),
        """
        data/datapackage.yaml:54: surveys.leader.when: "birds < title" can't be evaluated
                for surveys:wren-2019: a whole number < text
        1 error
        """,
    ),
}

# The manuscript: citations and references.
TEXT_MISTAKES = {
    "an unknown citation key in the text": (
        text("[@adms2019]"),
        """
        manuscript/guide/01.md:5: @adms2019: no work of the library has this key
            did you mean "adams2019"?
        1 error
        """,
    ),
    "a citation key unlike any": (
        text("[@zzz]"),
        """
        manuscript/guide/01.md:5: @zzz: no work of the library has this key
            add the work to references/library.bib
        1 error
        """,
    ),
    "a citation of an unknown table": (
        text("[@survey:wren-2019]"),
        """
        manuscript/guide/01.md:5: @survey:wren-2019: there is no table "survey", and no work
                with this key
            did you mean "surveys:wren-2019"?
        1 error
        """,
    ),
    "a citation of an unknown row": (
        text("[@surveys:wren-2018]"),
        """
        manuscript/guide/01.md:5: @surveys:wren-2018: table "surveys" has no row "wren-2018"
            did you mean "wren-2019"?
        1 error
        """,
    ),
    "a citation of an unverified row": (
        replaced(SURVEYS, "p. 2,accepted", "p. 2,unverified"),
        """
        data/surveys.csv:2: status: info: "wren-2019" is unverified: it reaches no print
        manuscript/guide/01.md:3: @surveys:wren-2019: row "surveys:wren-2019" is unverified,
                and may not be printed
            use an accepted row, or settle data/surveys.csv:2 first
        1 error, 1 remark
        """,
    ),
    "a citation of a row without works": (
        text("[@species:wren]"),
        """
        manuscript/guide/01.md:5: @species:wren: rows of "species" name no works to cite
            it has no column citekeys: cite the work itself, or a row of another table
        1 error
        """,
    ),
    "a row as an author in the text": (
        text("[@surveys:robin-2020] and @surveys:robin-2020 agree."),
        """
        manuscript/guide/01.md:5: @surveys:robin-2020: a row of evidence has no author to
                name in the text
            write [@surveys:robin-2020]
        1 error
        """,
    ),
    "a reference among citations": (
        text("[@sec:birds; @adams2019]"),
        """
        manuscript/guide/01.md:5: @sec:birds: a reference to a table, figure or section
                stands among citations
            give it its own
        1 error
        """,
    ),
    "a reference to an unknown section": (
        text("@sec:brids"),
        """
        manuscript/guide/01.md:5: @sec:brids: there is no such target
            did you mean "sec:birds"?
        1 error
        """,
    ),
    "a reference to an unknown figure": (
        text("![Map.](figures/map.svg){#fig:map}\n\n@fig:mop"),
        """
        manuscript/guide/01.md:7: @fig:mop: there is no such target
            did you mean "fig:map"?
        1 error
        """,
    ),
    "a reference to a table that is not printed": (
        text("@tbl:surveys"),
        """
        manuscript/guide/01.md:5: @tbl:surveys: there is no such target
            print the table: {{ table("surveys") }}
        1 error
        """,
    ),
    "a link to an unknown section": (
        text("[above](#sec:brids)"),
        """
        manuscript/guide/01.md:5: #sec:brids: there is no such target
            did you mean "sec:birds"?
        1 error
        """,
    ),
    "an identifier twice": (
        text("## Wrens {#sec:wrens}\n\n## More wrens {#sec:wrens}"),
        """
        manuscript/guide/01.md:5: #sec:wrens: the identifier stands here twice
            rename one
        manuscript/guide/01.md:7: #sec:wrens: the identifier stands here twice
            rename one
        2 errors
        """,
    ),
    "a footnote that is nowhere": (
        text("Wrens sing.[^song]"),
        """
        manuscript/guide/01.md:5: [^song]: there is no such footnote
            write it: [^song]: …
        1 error
        """,
    ),
    "a footnote twice": (
        text("Wrens sing.[^song]\n\n[^song]: Loudly.\n\n[^song]: Often."),
        """
        manuscript/guide/01.md:9: the footnote [^song] stands here a second time
        1 error
        """,
    ),
    "an image that no figure draws": (
        text("![Map.](figures/mop.svg){#fig:mop}"),
        """
        manuscript/guide/01.md:5: figures/mop.svg: no figure of manuscript/figures/ draws this image
            did you mean "figures/map.svg"?
        1 error
        """,
    ),
    "an image from elsewhere": (
        text("![Map.](https://example.org/map.png){#fig:map}"),
        """
        manuscript/guide/01.md:5: https://example.org/map.png: no figure of
                manuscript/figures/ draws this image
            there are: figures/map.svg
        1 error
        """,
    ),
    "an image within a paragraph": (
        text("See ![Map.](figures/map.svg){#fig:map} here."),
        """
        manuscript/guide/01.md:5: figures/map.svg: a figure stands alone in a paragraph, its
                caption in the square brackets
        1 error
        """,
    ),
    "an image without identifier": (
        text("![Map.](figures/map.svg)"),
        """
        manuscript/guide/01.md:5: figures/map.svg: the figure has no identifier
            write {#fig:map} behind it
        1 error
        """,
    ),
    "a block that is not closed": (
        text("::: note\nWrens sing."),
        """
        manuscript/guide/01.md:5: ::: opens a block here, and no ::: closes it
        1 error
        """,
    ),
    "a reserved character": (
        text("A \U00010000 sign."),
        """
        manuscript/guide/01.md:5: the character U+10000 is reserved for the engine's own use
            remove it
        1 error
        """,
    ),
    "a reserved class": (
        text("::: livereview-table\nWrens.\n:::"),
        """
        manuscript/guide/01.md:5: livereview-table is reserved for the engine's own use
            remove it
        1 error
        """,
    ),
    "text that is not UTF-8": (
        encoded(TEXT, "Wrens are", b"Wr\xe8ns are"),
        """
        manuscript/guide/01.md:3: is not UTF-8 text: byte 0xE8 behind "Wr" has no meaning
            save the file as UTF-8
        1 error
        """,
    ),
    "a folder in the place of a text": (
        folder(TEXT),
        """
        manuscript/guide/01.md: can't be read: Is a directory
            put a text file here
        1 error
        """,
    ),
    "an edition without text": (
        removed(TEXT),
        """
        manuscript/guide: holds no Markdown file (01-….md)
        1 error
        """,
    ),
    "blocks without end": (
        text(">" * 1500 + " deep"),
        """
        manuscript/guide: blocks or marks of the text are nested too deeply
        1 error
        """,
    ),
}

# The manuscript: expressions.
EXPRESSIONS_MISTAKES = {
    "an unknown table in the text": (
        text('{{ surveis["wren-2019"].birds }}'),
        """
        manuscript/guide/01.md:5: surveis: "surveis" is not known here
            did you mean "surveys"?
        1 error
        """,
    ),
    "an unknown row in the text": (
        text('{{ surveys["wren-2018"].birds }}'),
        """
        manuscript/guide/01.md:5: wren-2018: table "surveys" has no row "wren-2018"
            did you mean "wren-2019"?
        1 error
        """,
    ),
    "an unknown column in the text": (
        text('{{ surveys["wren-2019"].brids }}'),
        """
        manuscript/guide/01.md:5: brids: table "surveys" has no column "brids"
            did you mean "birds"?
        1 error
        """,
    ),
    "an unknown column behind a key": (
        text('{{ surveys["wren-2019"].species.sise_cm }}'),
        """
        manuscript/guide/01.md:5: sise_cm: table "species" has no column "sise_cm"
            did you mean "size_cm"?
        1 error
        """,
    ),
    "an unverified row that is read": (
        both(
            replaced(SURVEYS, "brook2020,,,accepted", "brook2020,,,unverified"),
            text('{{ surveys["robin-2020"].birds }}'),
        ),
        """
        data/surveys.csv:3: status: info: "robin-2020" is unverified: it reaches no print
        manuscript/guide/01.md:5: surveys:robin-2020: row "surveys:robin-2020" is
                unverified, and may not be printed
            use an accepted row, or settle data/surveys.csv:3 first
        1 error, 1 remark
        """,
    ),
    "an unverified row behind a key": (
        both(
            replaced(SPECIES, "14,accepted", "14,unverified"),
            text('{{ surveys["robin-2020"].species.size_cm }}'),
        ),
        """
        data/species.csv:3: status: info: "robin" is unverified: it reaches no print
        manuscript/guide/01.md:5: species:robin: row "species:robin" is unverified, and may
                not be printed
            use an accepted row, or settle data/species.csv:3 first
        1 error, 1 remark
        """,
    ),
    "an empty cell that is printed": (
        text('{{ surveys["all-2021"].nests }}'),
        """
        manuscript/guide/01.md:5: there is nothing to print: nests of surveys:all-2021 is empty
            test it first: {% if … %}
        1 error
        """,
    ),
    "an estimate that is not there": (
        text('{{ surveys["all-2021"] | effect }}'),
        """
        manuscript/guide/01.md:5: there is nothing to print: estimate of surveys:all-2021 is empty
            test it first: {% if … %}
        1 error
        """,
    ),
    "the first of no rows": (
        text("{{ surveys.where('birds > 1000') | first | effect }}"),
        """
        manuscript/guide/01.md:5: there is nothing to print: the list is empty
            test it first: {% if … %}
        1 error
        """,
    ),
    "a row that is printed": (
        text('{{ surveys["wren-2019"] }}'),
        """
        manuscript/guide/01.md:5: the row surveys:wren-2019 is no text
            name a column, or use | label
        1 error
        """,
    ),
    "a table that is printed as a value": (
        text("{{ surveys }}"),
        """
        manuscript/guide/01.md:5: the table surveys is no text
            name a row and a column: surveys["…"].…
        1 error
        """,
    ),
    "a list that is printed": (
        text('{{ surveys["wren-2019"].habitats }}'),
        """
        manuscript/guide/01.md:5: a list is no text
            use | listing, or | join
        1 error
        """,
    ),
    "a list of rows in words": (
        text("{{ surveys | listing }}"),
        """
        manuscript/guide/01.md:5: the row surveys:wren-2019 is no text
            name a column, or use | label
        1 error
        """,
    ),
    "a computed number": (
        text('{{ surveys["wren-2019"].estimate * 2 }}'),
        """
        manuscript/guide/01.md:5: a computed number has no written form
            round it and print that: | round | number
        1 error
        """,
    ),
    "a truth value": (
        text('{{ surveys["wren-2019"].birds > 3 }}'),
        """
        manuscript/guide/01.md:5: true or false is no text
            say what it means: {% if … %}
        1 error
        """,
    ),
    "a column of an empty cell": (
        text('{{ surveys["all-2021"].leader.size_cm }}'),
        """
        manuscript/guide/01.md:5: size_cm: an empty cell has no "size_cm"
            test it first: {% if … %}
        1 error
        """,
    ),
    "a column of a text": (
        text('{{ surveys["wren-2019"].title.length }}'),
        """
        manuscript/guide/01.md:5: length: text has no "length"
        1 error
        """,
    ),
    "an item that a list doesn't have": (
        text('{{ surveys.where("birds > 30")[7].birds }}'),
        """
        manuscript/guide/01.md:5: 7: a list has no item 7
            items are counted from 0
        1 error
        """,
    ),
    "an unknown filter": (
        text('{{ surveys["wren-2019"] | efect }}'),
        """
        manuscript/guide/01.md:5: there is no filter "efect"
            did you mean "effect"?
        1 error
        """,
    ),
    "a filter of rows on text": (
        text('{{ surveys["wren-2019"].title | effect }}'),
        """
        manuscript/guide/01.md:5: effect takes a row, not text
            see docs/manuscript.md
        1 error
        """,
    ),
    "a filter of lists on text": (
        text('{{ surveys["wren-2019"].title | listing }}'),
        """
        manuscript/guide/01.md:5: listing takes a list, not text
            see docs/manuscript.md
        1 error
        """,
    ),
    "a filter of rows on a table without the role": (
        text("{{ species.wren | effect }}"),
        """
        manuscript/guide/01.md:5: estimate: no column of table "species" has the role "estimate"
            declare it in the data package
        1 error
        """,
    ),
    "a filter without its words": (
        text("{{ surveys | counted }}"),
        """
        manuscript/guide/01.md:5: counted lacks words, or has too many
            write | counted(one, many)
        1 error
        """,
    ),
    "a date that is none in the text": (
        text("{{ '2020-00' | date }}"),
        """
        manuscript/guide/01.md:5: "2020-00" is no date
            a date is written year-month-day, year-month or year
        1 error
        """,
    ),
    "a filter with another result each time": (
        text("{{ [1, 2] | random }}"),
        """
        manuscript/guide/01.md:5: there is no filter "random"
            see docs/manuscript.md
        1 error
        """,
    ),
    "an unknown test": (
        text("{% if surveys is emtpy %}None.{% endif %}"),
        """
        manuscript/guide/01.md:5: can't be evaluated: there is no test "emtpy"
            see docs/manuscript.md
        1 error
        """,
    ),
    "a division by zero": (
        text("{{ 1 / 0 }}"),
        """
        manuscript/guide/01.md:5: can't be evaluated: divides by zero
            see docs/manuscript.md
        1 error
        """,
    ),
    "a comparison with an empty cell": (
        text('{{ "many" if surveys["all-2021"].nests > 3 else "few" }}'),
        """
        manuscript/guide/01.md:5: can't be evaluated: an empty cell > a whole number
            a cell may be empty: test it first, as in cell and cell > 1
        1 error
        """,
    ),
    "an expression that is not closed": (
        text("{{ surveys.where('birds > 3' }}"),
        """
        manuscript/guide/01.md:5: "}" does not belong here
            see docs/manuscript.md
        1 error
        """,
    ),
    "an empty expression": (
        text("{{ }}"),
        """
        manuscript/guide/01.md:5: the expression ends too early
            see docs/manuscript.md
        1 error
        """,
    ),
    "a condition that is not closed": (
        text("{% for survey in surveys %}{% if survey.nests %}\n\nWrens.{% endfor %}"),
        """
        manuscript/guide/01.md:5: {% if %} is not closed
            close it with {% endif %}
        1 error
        """,
    ),
    "a loop that is not closed": (
        text("{% for survey in surveys %}\n\nWrens."),
        """
        manuscript/guide/01.md:5: {% for %} is not closed
            close it with {% endfor %}
        1 error
        """,
    ),
    "an end without a beginning": (
        text("Wrens. {% endif %}"),
        """
        manuscript/guide/01.md:5: {% endif %} does not belong here
            nothing is open that it could close or continue
        1 error
        """,
    ),
    "a comment that is not closed": (
        text("<!-- Wrens."),
        """
        manuscript/guide/01.md:5: <!-- is not closed
            see docs/manuscript.md
        1 error
        """,
    ),
    "a statement of another language": (
        text("{% include 'more.md' %}"),
        """
        manuscript/guide/01.md:5: {% include %} does not belong here
            there are: for, else, endfor, if, elif, endif, set
        1 error
        """,
    ),
    "a macro": (
        text("{% macro wrens() %}{% endmacro %}"),
        """
        manuscript/guide/01.md:5: {% macro %} does not belong here
            there are: for, else, endfor, if, elif, endif, set
        1 error
        """,
    ),
    "a loop that calls itself": (
        text("{% for n in [1] recursive %}{{ loop([n]) }}{% endfor %}"),
        """
        manuscript/guide/01.md:5: {% for … recursive %} does not belong here
            there are: for, else, endfor, if, elif, endif, set
        1 error
        """,
    ),
    "a loop over many numbers": (
        text("{% for n in range(10**9) %}{{ n }}{% endfor %}"),
        """
        manuscript/guide/01.md:5: range: "range" is not known here
        1 error
        """,
    ),
    "a way out of the sandbox": (
        text("{{ ''.__class__.__mro__ }}"),
        """
        manuscript/guide/01.md:5: __class__: text has no "__class__"
        1 error
        """,
    ),
    "a way into a table": (
        text("{{ surveys.rows | length }}"),
        """
        manuscript/guide/01.md:5: rows: table "surveys" has no row "rows"
            see data/surveys.csv
        1 error
        """,
    ),
    "an expression without end": (
        text("{{ " + "(" * 1000 + " }}"),
        """
        manuscript/guide/01.md:1: can't be evaluated: it is nested too deeply
            see docs/manuscript.md
        1 error
        """,
    ),
    "loops within loops without end": (
        text("{% for n in [1] %}" * 30 + "{% endfor %}" * 30),
        """
        manuscript/guide/01.md:1: {% %} are nested too deeply
        1 error
        """,
    ),
    "a query that is no expression": (
        text("{{ surveys.where('birds >') | length }}"),
        """
        manuscript/guide/01.md:5: birds >: is no expression: it ends too early
            see docs/manuscript.md
        1 error
        """,
    ),
    "a query about an unknown column": (
        text("{{ surveys.where('brids > 3') | length }}"),
        """
        manuscript/guide/01.md:5: brids: table "surveys" has no column "brids"
            did you mean "birds"?
        1 error
        """,
    ),
    "a query for a value that no row can have": (
        text("{{ surveys.where(\"method == 'transekt'\") | length }}"),
        """
        manuscript/guide/01.md:5: transekt: no row can have the value "transekt" in the
                column "method"
            did you mean "transect"?
        1 error
        """,
    ),
    "a query for a key that leads nowhere": (
        text("{{ surveys.where(\"'hegde' in habitats\") | length }}"),
        """
        manuscript/guide/01.md:5: hegde: no row can have the value "hegde" in the column "habitats"
            did you mean "hedge"?
        1 error
        """,
    ),
    "a query that compares an empty cell": (
        text("{{ surveys.where('nests > 3') | length }}"),
        """
        manuscript/guide/01.md:5: nests > 3: can't be evaluated for surveys:all-2021: an
                empty cell > a whole number
            a cell may be empty: test it first, as in cell and cell > 1
        1 error
        """,
    ),
    "a query without quotation marks": (
        text("{{ surveys.where(true) | length }}"),
        """
        manuscript/guide/01.md:5: where: where() takes a condition in quotation marks, not
                true or false
            where("…")
        1 error
        """,
    ),
    "a citation of text": (
        text("{{ cite('adams2019') }}"),
        """
        manuscript/guide/01.md:5: cite: cite() takes rows, not text
            cite(row) or cite(rows)
        1 error
        """,
    ),
    "a citation of rows without works": (
        text("{{ cite(species) }}"),
        """
        manuscript/guide/01.md:5: citekeys: table "species" has no column "citekeys"
            columns of species: id, name_en, name_nl, size_cm, status
        1 error
        """,
    ),
    "a figure that is unknown": (
        text("{{ figure('mop').birds }}"),
        """
        manuscript/guide/01.md:5: mop: manuscript/figures/ has no figure "mop"
            did you mean "map"?
        1 error
        """,
    ),
}

# The printed tables.
PRINTED_MISTAKES = {
    "an unknown printed table": (
        text("{{ table('survey') }}"),
        """
        manuscript/guide/01.md:5: survey: manuscript/tables.yaml has no table "survey"
            did you mean "surveys"?
        1 error
        """,
    ),
    "a table that is printed twice": (
        text("{{ table('surveys') }}\n\n{{ table('surveys') }}"),
        """
        manuscript/guide/01.md:7: surveys: the table "surveys" is printed a second time
            refer to it: @tbl:surveys
        1 error
        """,
    ),
    "a table within a line": (
        text("See {{ table('surveys') }} here."),
        """
        manuscript/guide/01.md:5: surveys: a table stands alone in a paragraph, with a blank
                line before and after
        1 error
        """,
    ),
    "a table within a list": (
        text("- {{ table('surveys') }}"),
        """
        manuscript/guide/01.md:5: surveys: a table stands alone in a paragraph, with a blank
                line before and after
        1 error
        """,
    ),
    "a printed table of an unknown table": (
        replaced(TABLES, "rows: surveys", "rows: survys"),
        """
        manuscript/tables.yaml:3: surveys.rows: "survys" is not known here
            did you mean "surveys"?
        1 error
        """,
    ),
    "a printed table of no rows": (
        replaced(TABLES, "rows: surveys", "rows: \"'surveys'\""),
        """
        manuscript/tables.yaml:3: surveys.rows: does not give a list of rows
            name a table, or use where()
        1 error
        """,
    ),
    "an unknown column in a printed table": (
        replaced(TABLES, "value: row.title", "value: row.titel"),
        """
        manuscript/tables.yaml:5: surveys.columns.Survey.value: table "surveys" has no
                column "titel"
            did you mean "title"?
        1 error
        """,
    ),
    "a column without its row in a printed table": (
        replaced(TABLES, "value: row.title", "value: title"),
        """
        manuscript/tables.yaml:5: surveys.columns.Survey.value: "title" is not known here
            did you mean "row.title"?
        1 error
        """,
    ),
    "an unknown filter in a printed table": (
        replaced(TABLES, "value: row.title", "value: row | efect"),
        """
        manuscript/tables.yaml:5: surveys.columns.Survey.value: is no expression: there is
                no filter "efect"
            did you mean "effect"?
        1 error
        """,
    ),
    "an expression that ends too early in a printed table": (
        replaced(TABLES, "value: row.title", "value: row.title |"),
        """
        manuscript/tables.yaml:5: surveys.columns.Survey.value: is no expression: it ends too early
            see docs/manuscript.md
        1 error
        """,
    ),
    "a row as a cell of a printed table": (
        replaced(TABLES, "value: row.title", "value: row.species"),
        """
        manuscript/tables.yaml:5: surveys.columns.Survey.value: the row species:wren is no text
            name a column, or use | label
        1 error
        """,
    ),
    "an empty cell joined with text": (
        replaced(TABLES, "value: row.title", "value: row.title ~ row.nests"),
        """
        manuscript/tables.yaml:5: surveys.columns.Survey.value: an empty cell can't be joined by ~
            test it first: … if … else …
        1 error
        """,
    ),
    "an order by an unknown column": (
        replaced(TABLES, "rows: surveys", "rows: surveys\n  sort_by: [titel]"),
        """
        manuscript/tables.yaml:4: surveys.sort_by.1: "titel" is not known here
            did you mean "title"?
        1 error
        """,
    ),
    "groups without a heading of their column": (
        replaced(TABLES, "rows: surveys", "rows: surveys\n  group_by: row.method"),
        """
        manuscript/tables.yaml:1: surveys: "group_by" needs a "group_header" beside it
            add it
        1 error
        """,
    ),
    "an alignment that is none": (
        replaced(TABLES, "value: row.title", "value: row.title, align: centre"),
        """
        manuscript/tables.yaml:5: surveys.columns.Survey.align: unknown value "centre"
            did you mean "center"?
        1 error
        """,
    ),
    "an unknown name in a caption": (
        both(
            replaced(TABLES, "Surveys of Kent.", "Surveys of {{ conuty }}."),
            text("{{ table('surveys') }}"),
        ),
        """
        manuscript/tables.yaml:2: conuty: "conuty" is not known here
        1 error
        """,
    ),
    "a caption that is a heading": (
        both(replaced(TABLES, "Surveys of Kent.", '"# Surveys"'), text("{{ table('surveys') }}")),
        """
        manuscript/tables.yaml:2: surveys.caption: is not one paragraph
        1 error
        """,
    ),
}


MISTAKES = {
    **FORM_MISTAKES,
    **CELLS_MISTAKES,
    **LIBRARY_MISTAKES,
    **YAML_MISTAKES,
    **PACKAGE_MISTAKES,
    **TEXT_MISTAKES,
    **EXPRESSIONS_MISTAKES,
    **PRINTED_MISTAKES,
}


@pytest.mark.parametrize(("change", "told"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_place_and_what_to_do(review, change, told):
    change(review)

    checked = review.check()

    # A line that is indented by eight is the end of the one before.
    assert checked.text == dedent(told).removeprefix("\n").replace("\n" + " " * 8, " ")
    assert checked.status == 1


def test_a_review_without_mistakes_has_no_problems(review):
    checked = review.check()

    assert (checked.status, checked.text) == (0, "no problems\n")


def test_all_mistakes_are_told_together_in_the_order_of_files_and_lines(review):
    replaced(CONFIG, "nlm-citation-sequence-brackets", "nature-of-birds")(review)
    replaced(SPECIES, "14,accepted", "14,unverified")(review)
    replaced(SURVEYS, "point_count", "point_cuont")(review)
    replaced(SURVEYS, "hedge;wood", "hedge;wod")(review)
    replaced(BIB, "title = {Robins}", "title = {Robins")(review)
    replaced(TABLES, "rows: surveys", "rows: survys")(review)
    text("{{ surveys['wren-2018'].birds }} and [@adms2019] and @sec:brids.")(review)

    checked = review.check()

    assert checked.status == 1
    assert checked.text == dedent(
        """\
        config/config.yaml:3: citation_style: there is no citation style "nature-of-birds"
            did you mean "nature-brackets"?
        data/species.csv:3: status: info: "robin" is unverified: it reaches no print
        data/surveys.csv:2: habitats: "wod" is no row of habitats
            did you mean "wood"?
        data/surveys.csv:3: method: "point_cuont" is not in the vocabulary of this column
            did you mean "point_count"?
        manuscript/guide/01.md:5: @adms2019: no work of the library has this key
            did you mean "adams2019"?
        manuscript/guide/01.md:5: @sec:brids: there is no such target
            did you mean "sec:birds"?
        manuscript/guide/01.md:5: wren-2018: table "surveys" has no row "wren-2018"
            did you mean "wren-2019"?
        manuscript/tables.yaml:3: surveys.rows: "survys" is not known here
            did you mean "surveys"?
        references/library.bib:10: brook2020: a brace is not closed
            each { needs its }
        8 errors, 1 remark
        """
    )


def test_a_table_that_can_not_be_read_is_told_once_and_not_wherever_it_is_used(review):
    add = text("{{ surveys.where('birds > 3') | length }} [@surveys:wren-2019]")
    add(review)
    recoded(SPECIES, "utf-16")(review)
    replaced_all(SURVEYS, ",", ";")(review)

    checked = review.check()

    assert checked.text == dedent(
        """\
        data/species.csv:1: is UTF-16 text
            save the file as UTF-8
        data/surveys.csv:1: columns are separated by semicolons, not by commas
            save the file with a comma as the field delimiter
        2 errors
        """
    )


def test_text_beside_an_expression_that_fails_is_checked_all_the_same(review):
    text("{{ 1 / 0 }} [@adms2019]\n\n{{ table('surveys') }}\n\nSee @tbl:surveys.")(review)

    checked = review.check()

    assert checked.text == dedent(
        """\
        manuscript/guide/01.md:5: can't be evaluated: divides by zero
            see docs/manuscript.md
        manuscript/guide/01.md:5: @adms2019: no work of the library has this key
            did you mean "adams2019"?
        2 errors
        """
    )


def test_each_edition_is_checked(review):
    replaced(CONFIG, "[guide]", "[guide, leaflet]")(review)
    metadata = "title: x\nlang: nl\nauthors: [x]\nlicense: x\n"
    review.write("manuscript/leaflet/metadata.yaml", metadata)
    review.write("manuscript/leaflet/01.md", "Vogels [@adms2019].\n")

    checked = review.check()

    assert checked.text == dedent(
        """\
        manuscript/leaflet/01.md:1: @adms2019: no work of the library has this key
            did you mean "adams2019"?
        1 error
        """
    )
