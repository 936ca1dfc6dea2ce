"""Sign-offs: which block each belongs to, and what has changed since; and the file of them."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from livereview.blocks import Block, blocks_of
from livereview.config import read_config
from livereview.csvfile import CsvFile, Record
from livereview.datapackage import read_package
from livereview.evidence import Evidence, read_files
from livereview.manuscript import Edition
from livereview.problems import ProblemsFound
from livereview.recorder import Read
from livereview.signoff import SignOff, State, fingerprint, sign, standings
from livereview.signoff_file import SIGNOFF, locked, read_signoffs, write_signoffs
from livereview.survey import fill, values_in

TEXT = "manuscript/guide/01.md"
CELLS = {("wren", "size"): "10", ("wren", "name"): "wren", ("owl", "size"): "36"}


def block(text, *reads, line=1, heading="Birds", path=TEXT):
    cells = frozenset(Read("birds", *read) for read in reads)
    return Block(path, line, heading, text, cells, (line, line))


def value_in(cells):
    return lambda read: cells[read.id, read.column]


def signed(*blocks, date="2026-01-10", cells=CELLS):
    """The sign-offs of blocks."""
    return [sign(each, date, "Ada") for each in standings(blocks, [], value_in(cells))[0]]


def states(blocks, signoffs, cells=CELLS):
    """The state of each block, and the first words of the sign-offs whose block is gone."""
    found, gone = standings(blocks, signoffs, value_in(cells))
    return [each.state.value for each in found], [each.words for each in gone]


WREN = block("The wren is {{ wren.size }} cm long.", ("wren", "size"))
OWL = block("The owl is {{ owl.size }} cm long.", ("owl", "size"), line=3)


def test_what_was_never_signed_off_is_unsigned():
    assert states([WREN], []) == (["unsigned"], [])


def test_what_was_signed_off_stays_so():
    assert states([WREN, OWL], signed(WREN, OWL)) == (["signed", "signed"], [])


def test_a_cell_that_changes_makes_the_blocks_that_read_it_stale_and_no_other():
    changed = {**CELLS, ("wren", "size"): "11"}

    assert states([WREN, OWL], signed(WREN, OWL), changed) == (["stale", "signed"], [])


def test_a_cell_that_no_block_reads_makes_none_stale():
    changed = {**CELLS, ("wren", "name"): "jenny wren"}

    assert states([WREN, OWL], signed(WREN, OWL), changed) == (["signed", "signed"], [])


def test_a_row_that_a_query_now_chooses_makes_its_blocks_stale():
    before = block("{{ long | length }} are long.", ("owl", ""))
    after = block("{{ long | length }} are long.", ("owl", ""), ("wren", ""))

    (standing,), _ = standings([after], signed(before), value_in(CELLS))

    assert (standing.state, standing.changed) == (State.STALE, ["birds:wren"])


def test_a_new_column_that_says_nothing_yet_changes_nothing():
    assert fingerprint({"size": "10"}) == fingerprint({"size": "10", "colour": ""})
    assert fingerprint({"size": "10"}) != fingerprint({"size": "10", "colour": "brown"})
    assert fingerprint({"colour": ""}) == ""


def test_two_facts_of_a_figure_are_signed_off_apart():
    def drawn(read):
        return {"rows": "3", "highest": "9"}[read.column]

    both = frozenset({Read("figure", "map", "rows"), Read("figure", "map", "highest")})

    (standing,), _ = standings([replace(WREN, reads=both)], [], drawn)

    assert list(standing.evidence) == ["figure:map.highest", "figure:map.rows"]


@pytest.mark.parametrize(
    "moved",
    [
        replace(WREN, line=9),
        replace(WREN, heading="Wrens"),
        replace(WREN, path="manuscript/guide/02.md"),
    ],
)
def test_a_block_that_moves_stays_signed_off(moved):
    assert states([OWL, moved], signed(WREN, OWL)) == (["signed", "signed"], [])


@pytest.mark.parametrize(
    "text",
    ["The wren is {{ wren.size }} centimetres.", "It is {{ wren.size }} cm, which is little."],
)
def test_a_block_in_other_words_on_the_same_evidence_is_reworded(text):
    assert states([replace(WREN, text=text), OWL], signed(WREN, OWL)) == (
        ["reworded", "signed"],
        [],
    )


def test_a_block_in_other_words_on_other_evidence_is_stale():
    text = "The wren is {{ wren.size }} cm long, the owl {{ owl.size }}."
    both = block(text, ("wren", "size"), ("owl", "size"))

    (standing,), _ = standings([both], signed(WREN), value_in(CELLS))

    assert (standing.state, standing.changed) == (State.STALE, ["birds:owl"])


def test_of_blocks_that_begin_alike_each_keeps_the_sign_off_with_its_rows():
    wren = "As long as {{ wren.size }} cm is the wren."
    before = [
        block("As long as {{ owl.size }} cm is one.", ("owl", "size")),
        block("As long as {{ wren.size }} cm is one.", ("wren", "size"), line=3),
    ]

    assert states([block(wren, ("wren", "size")), before[0]], signed(*before)) == (
        ["reworded", "signed"],
        [],
    )
    (standing, *_), _ = standings([block(wren, ("wren", "size"))], signed(*before), value_in(CELLS))
    assert standing.changed == []


def test_a_heading_in_other_words_is_known_by_its_identifier():
    before = block("Birds of Kent {#sec:birds}", heading="Birds of Kent {#sec:birds}")
    after = block("The birds {#sec:birds}", heading="The birds {#sec:birds}")

    assert states([after], signed(before)) == (["reworded"], [])


def test_a_block_that_is_like_none_is_unsigned_and_the_one_that_went_is_gone():
    new = block("Hens cluck.", heading="Hens")

    assert states([OWL, new], signed(WREN, OWL)) == (
        ["signed", "unsigned"],
        ["The wren is {{ wren.size }} cm long."],
    )


def test_blocks_of_the_same_words_are_signed_off_one_by_one():
    first, second = block("Again."), block("Again.", line=3)

    assert states([first, second], signed(first)) == (["signed", "unsigned"], [])


def test_of_a_merge_of_one_day_the_sign_off_counts_that_fits_the_evidence():
    changed = {**CELLS, ("wren", "size"): "11"}
    both = [*signed(WREN), *signed(WREN, cells=changed)]

    assert states([WREN], both, changed) == (["signed"], [])
    assert states([WREN], both[::-1], changed) == (["signed"], [])


def test_what_is_written_is_read_again_sorted_by_file_and_heading(review):
    write_signoffs(review.root, signed(OWL, WREN))

    assert read_signoffs(review.root) == signed(OWL, WREN)
    assert review.read(SIGNOFF) == (
        "file,heading,ordinal,words,text,evidence,date,by\n"
        f"{TEXT},Birds,1,The owl is {{{{ owl.size }}}} cm long.,"
        "d6113246861b,birds:owl=73cc38f9b2b3,2026-01-10,Ada\n"
        f"{TEXT},Birds,1,The wren is {{{{ wren.size }}}} cm long.,"
        "455ebff1de04,birds:wren=778a7a45fd06,2026-01-10,Ada\n"
    )


ANYTHING = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]))


@given(words=st.tuples(ANYTHING, ANYTHING, ANYTHING, ANYTHING), ordinal=st.integers(1, 10**6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_words_a_sign_off_keeps_it_is_read_again_as_it_was(review, words, ordinal):
    file, heading, beginning, by = words
    evidence = {"birds:owl": "ab12", "birds:wren": ""}
    signoff = SignOff(file, heading, ordinal, beginning, "ab12", evidence, "2026-01-10", by)

    write_signoffs(review.root, [signoff])

    assert read_signoffs(review.root) == [signoff]


def test_a_merge_that_left_two_lines_of_a_block_resolves_to_the_newer(review):
    old, new = signed(WREN), signed(WREN, date="2026-02-01", cells={("wren", "size"): "11"})
    write_signoffs(review.root, [*old, *new])

    assert read_signoffs(review.root) == new


def told(review):
    with pytest.raises(ProblemsFound) as found:
        read_signoffs(review.root)
    return str(found.value)


def test_a_merge_that_is_not_finished_is_told_with_its_lines(review):
    write_signoffs(review.root, signed(WREN))
    header, line, _ = review.read(SIGNOFF).split("\n")
    review.write(
        SIGNOFF, f"{header}\n<<<<<<< HEAD\n{line}\n=======\n{line}\n>>>>>>> other\n".encode()
    )

    hint = "    keep the lines of both sides, and take out those that git has put between them\n"
    assert told(review) == "".join(
        f"{SIGNOFF}:{line}: git has left a merge here that is not finished\n{hint}"
        for line in (2, 4, 6)
    ) + ("3 errors")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",1,The", ",first,The", "ordinal: is no place among blocks (1, 2, …)"),
        ("2026-01-10", "yesterday", "date: is no day (2026-01-31)"),
        ("birds:wren=", "wren ", "evidence: is no list of rows with their fingerprints"),
        (",455e", ",!", "text: is no fingerprint of a text"),
        (",Ada", "", "has 7 cells where the header has 8"),
    ],
)
def test_a_line_that_is_no_sign_off_is_told_with_its_place(review, old, new, message):
    write_signoffs(review.root, signed(WREN))
    review.replace(SIGNOFF, old, new)

    assert f"{SIGNOFF}:2: {message}" in told(review)


def test_a_file_that_can_not_be_written_leaves_the_one_that_is_there(review, monkeypatch):
    write_signoffs(review.root, signed(WREN))
    before = review.read(SIGNOFF)

    def full(*_):
        raise OSError("the disk is full")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(OSError, match="full"):
        write_signoffs(review.root, signed(OWL))

    assert review.read(SIGNOFF) == before
    assert [path.name for path in (review.root / "manuscript").glob(".*")] == []


def test_the_lock_leaves_no_file_behind(review):
    before = sorted((review.root / "manuscript").iterdir())
    with locked(review.root):
        assert sorted((review.root / "manuscript").iterdir()) == before


# Which cells which block of this text reads, by the line of the block; 0 is the caption. Row 7
# counts the surveys of more than thirty birds, and reads nothing of them.
MARKDOWN = """
    # Birds {#sec:birds}

    Wrens are {{ species.wren.size_cm }} cm long.

    Robins: {{ surveys["robin-2020"] | effect }}.

    Many: {{ surveys.where("birds > 30") | counted("survey", "surveys") }}.

    Cited [@surveys:all-2021].

    {{ table("surveys") }}
    """
BOOKKEEPING = {"source_url", "locator", "reviewed", "note"}
ROWS = ("wren-2019", "robin-2020", "all-2021")


def reads(line, table, row, column):
    """Whether a block reads a cell, as one sees it in the text above."""
    match line:
        case 3:
            return (table, row, column) == ("species", "wren", "size_cm")
        case 5:
            estimate = ("measure", "estimate", "low", "high")
            return (table, row) == ("surveys", "robin-2020") and column in estimate
        case 9:
            return (table, row) == ("surveys", "all-2021") and column not in BOOKKEEPING
        case 0:
            return table == "surveys" and column in ("title", "citekeys")
    return False


def counts(cells):
    return cells["status"] == "accepted" and int(cells["birds"]) > 30


VALUES = {
    **dict.fromkeys(("size_cm", "year", "birds", "nests"), ("7", "31", "512")),
    **dict.fromkeys(("estimate", "low", "high"), ("0.5", "-2", "1.00")),
    **dict.fromkeys(("species", "leader"), ("owl", "robin", "wren")),
    "habitats": ("marsh", "wood;marsh", ""),
    "method": ("transect", "point_count"),
    "sounds": ("song", "call;song", ""),
    "measure": ("ratio", "share"),
    "repeats": ("surveys:wren-2019", ""),
    "citekeys": ("brook2020", "clark2021"),
}


@pytest.fixture
def birds(review):
    """The sources of the review, and the sign-offs of all its blocks."""
    review.write(TEXT, MARKDOWN)
    package, config = read_package(review.root), read_config(review.root)
    files = read_files(review.root, package)

    def stale(changed):
        evidence = Evidence(package, changed)
        edition = Edition(review.root, "guide", config, evidence)
        fill(edition)
        found, _ = standings(blocks_of([edition]), signoffs, values_in(evidence, {}))
        return found

    signoffs = []
    signoffs += [sign(each, "2026-01-10", "Ada") for each in stale(files)]
    return files, stale


def edited(files, table, row, column, value):
    """The files with another value in one cell."""
    records = [
        Record(each.line, {**each.cells, column: value}) if each.cells["id"] == row else each
        for each in files[table].records
    ]
    return {**files, table: CsvFile(files[table].path, records=records)}


def lines_to_read(found):
    stale = [each for each in found if each.state is State.STALE]
    assert {each.state for each in found} <= {State.STALE, State.SIGNED}
    return {0 if each.block.path.endswith(".yaml") else each.block.line for each in stale}


def test_where_nothing_is_edited_nothing_is_stale(birds):
    files, stale = birds

    assert lines_to_read(stale(files)) == set()


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_an_edit_of_any_cell_makes_exactly_the_blocks_stale_that_read_it(birds, data):
    files, stale = birds
    table = data.draw(st.sampled_from(["species", "habitats", "surveys"]))
    record = data.draw(st.sampled_from(files[table].records))
    row = record.cells["id"]
    columns = [column for column in record.cells if column not in ("id", "status")]
    column = data.draw(st.sampled_from(columns))
    value = data.draw(st.sampled_from(VALUES.get(column, ("a word", "words, “more”"))))

    expected = {line for line in (0, 3, 5, 9) if reads(line, table, row, column)}
    if value == record.cells[column]:
        expected = set()
    if table == "surveys" and counts(record.cells) != counts({**record.cells, column: value}):
        expected.add(7)

    assert lines_to_read(stale(edited(files, table, row, column, value))) == expected


@pytest.mark.parametrize(
    ("table", "row", "lines"),
    [
        ("species", "wren", {3}),
        ("species", "owl", set()),
        ("surveys", "wren-2019", {0, 7}),
        ("surveys", "robin-2020", {0, 5}),
        ("surveys", "all-2021", {0, 7, 9}),
    ],
)
def test_a_row_that_may_not_be_printed_any_more_makes_its_blocks_stale(birds, table, row, lines):
    files, stale = birds

    assert lines_to_read(stale(edited(files, table, row, "status", "unverified"))) == lines


@pytest.mark.parametrize(("number", "lines"), [("31", {0, 7}), ("30", {0})])
def test_a_new_row_makes_the_blocks_stale_that_would_tell_of_it(birds, number, lines):
    files, stale = birds
    cells = {**files["surveys"].records[1].cells, "id": "new", "birds": number}
    surveys = CsvFile("data/surveys.csv", records=[*files["surveys"].records, Record(5, cells)])

    assert lines_to_read(stale({**files, "surveys": surveys})) == lines
