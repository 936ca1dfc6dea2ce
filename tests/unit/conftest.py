"""A small review about birds, made afresh for each test from the literals of this file."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest
import yaml
from livereview.cli import main
from livereview.config import read_config
from livereview.evidence import load_evidence
from livereview.library import read_library
from livereview.manuscript import Edition
from livereview.placeholders import Placement
from livereview.templates import TemplateRun
from livereview.weave import compose
from livereview.yamlfile import SCHEMAS

# The words around the text are the formats' concern: any will do here.
_SCHEMA = yaml.safe_load((SCHEMAS / "config.schema.yaml").read_text(encoding="utf-8"))
_DOCUMENT = _SCHEMA["$defs"]["terms"]["properties"]["document"]
_PATTERNS = {
    "draft": '"Draft: {}"',
    "changes_since": '"since {version}: {count}"',
    "read_again_since": '"changed since {date} ({rows})"',
    "rests_on": '"{} rows"',
    "rows_shown": '"{shown} of {total} rows"',
}
WORDS = ", ".join(f"{name}: {_PATTERNS.get(name, 'a word')}" for name in _DOCUMENT["properties"])

SURVEYS = "data/surveys.csv"
TEXT = "manuscript/guide/01.md"

FILES = {
    "config/config.yaml": """
        editions: [guide]
        formats: [html]
        citation_style: nlm-citation-sequence-brackets
        terms:
          en: &english
            table: Table
            figure: Figure
            section: Section
            references: References
            decimal_mark: "."
            thousands_mark: ","
            effect: "{effect} ({interval})"
            effect_inline: "{effect}, {interval}"
            interval: "95% CI {}"
            limits: "{low}–{high}"
            limits_negative: "{low} to {high}"
            lower_limit: "lower limit {}"
            upper_limit: "upper limit {}"
            noninferior: "was shown to be non-inferior ({limit}, margin {margin})"
            not_noninferior: "was not shown to be non-inferior ({limit}, margin {margin})"
            direction_beside: "{direction} and {noninferiority}"
            counted: "{number} {noun}"
            plural: true
            list_separator: ", "
            list_end: " and "
            empty: "–"
            row: Row of evidence
            numerals: ["no", one, two, three]
            months: [January, February, March, April, May, June,
                     July, August, September, October, November, December]
            date_day: "{day} {month} {year}"
            date_month: "{month} {year}"
            date_year: "{year}"
            document: {WORDS}
          nl:
            <<: *english
            table: Tabel
            decimal_mark: ","
            thousands_mark: "."
            interval: "95%-BI {}"
            limits_negative: "{low} tot {high}"
            lower_limit: "ondergrens {}"
            upper_limit: "bovengrens {}"
            noninferior: >-
              voldeed aan het criterium voor non-inferioriteit ({limit}, marge {margin})
            not_noninferior: >-
              voldeed niet aan het criterium voor non-inferioriteit ({limit}, marge {margin})
            direction_beside: "{direction} en {noninferiority}"
            list_end: " en "
            numerals: [geen, één]
            months: [januari, februari, maart, april, mei, juni,
                     juli, augustus, september, oktober, november, december]
          zh:
            <<: *english
            table: 表
            figure: 图
            effect: "{effect}（{interval}）"
            effect_inline: "{effect}，{interval}"
            limits: "{low}～{high}"
            limits_negative: "{low}～{high}"
            lower_limit: "下限{}"
            upper_limit: "上限{}"
            noninferior: "达到非劣效标准（{limit}，非劣效界值{margin}）"
            not_noninferior: "未达到非劣效标准（{limit}，非劣效界值{margin}）"
            direction_beside: "{direction}，且{noninferiority}"
            counted: "{number}{noun}"
            plural: false
            list_separator: "、"
            list_end: "和"
            numerals: []
            months: [1月, 2月, 3月, 4月, 5月, 6月, 7月, 8月, 9月, 10月, 11月, 12月]
            date_day: "{year}年{month}{day}日"
            date_month: "{year}年{month}"
            date_year: "{year}年"
        """,
    "data/datapackage.yaml": """
        name: birds
        resources:
          - name: species
            path: species.csv
            title: Species
            label: {en: name_en, nl: name_nl}
            schema:
              primaryKey: id
              missingValues: [""]
              fields:
                - {name: id, constraints: {required: true}}
                - {name: name_en}
                - {name: name_nl}
                - {name: size_cm, type: integer}
                - name: status
                  categories: [{value: accepted}, {value: unverified}]
          - name: habitats
            path: habitats.csv
            title: Habitats
            label: name
            schema: {fields: [{name: id, constraints: {required: true}}, {name: name}]}
          - name: surveys
            path: surveys.csv
            title: Surveys
            label: title
            rules:
              - field: low
                expect: low <= estimate
                message: "{{ low }} lies above estimate {{ estimate }}"
                hint: the limits of an interval stand in order
              - field: nests
                expect: nests <= birds
                message: "{{ nests }} of {{ birds }} birds"
            schema:
              fields:
                - {name: id, constraints: {required: true}}
                - {name: title, description: what a reader calls the survey}
                - name: species
                  constraints: {required: true}
                  description: the species that was counted
                  references:
                    tables: [species]
                    literals: [{value: all, label: {en: all birds, nl: alle vogels}}]
                - name: habitats
                  type: list
                  delimiter: ";"
                  references: {tables: [habitats]}
                - name: method
                  categories: [{value: transect}, {value: point_count, label: point count}]
                - name: sounds
                  type: list
                  delimiter: ";"
                  categories: [{value: song}, {value: call}, {value: alarm_call, label: alarm call}]
                - name: leader
                  references: {tables: [species], when: "method == 'transect'"}
                - {name: year, type: year}
                - name: first_seen
                  constraints: {pattern: "\\\\d{4}(-\\\\d{2}){0,2}"}
                  description: year, month or day
                - {name: birds, type: integer, constraints: {minimum: 1}}
                - {name: nests, type: integer}
                - name: measure
                  role: measure
                  categories:
                    - {value: ratio, label: {en: ratio, nl: verhouding}, pattern: "RR {}"}
                    - {value: share, label: {en: share, nl: aandeel}, pattern: "{}%"}
                - {name: estimate, type: number, role: estimate}
                - {name: low, type: number, role: low}
                - {name: high, type: number, role: high}
                - {name: repeats, type: list, delimiter: ";", references: {rows: true}}
                - {name: citekeys, type: list, delimiter: ";"}
                - {name: source_url, bookkeeping: true}
                - {name: locator, bookkeeping: true}
                - name: status
                  constraints: {required: true}
                  categories: [{value: accepted}, {value: unverified}]
                - {name: reviewed, bookkeeping: true}
                - {name: note, bookkeeping: true}
        """,
    "data/species.csv": """
        id,name_en,name_nl,size_cm,status
        wren,wren,winterkoning,10,accepted
        robin,robin,roodborst,14,accepted
        owl,barn owl,kerkuil,36,accepted
        """,
    "data/habitats.csv": """
        id,name
        hedge,hedgerows
        wood,woods
        marsh,marshes
        """,
    SURVEYS: (
        "id,title,species,habitats,method,sounds,leader,year,first_seen,birds,nests,"
        "measure,estimate,low,high,repeats,citekeys,source_url,locator,status,reviewed,note\n"
        "wren-2019,Wrens of Kent,wren,hedge;wood,transect,song;call,robin,2019,2019-03,40,12,"
        "ratio,1.00,0.91,1.94,,adams2019,,p. 2,accepted,2026-01-10,\n"
        "robin-2020,Robins of Kent,robin,hedge,point_count,,Ann Other,2020,2020,25,5,"
        "share,-1.5,-2.50,0.40,surveys:wren-2019,adams2019;brook2020,,,accepted,2026-02-01,\n"
        "all-2021,Birds of Kent,all,,transect,alarm_call,,2021,2021-04-05,900,,"
        ",,,,surveys:wren-2019;surveys:robin-2020,clark2021,,,accepted,2025-12-31,\n"
    ),
    "references/library.bib": """
        @article{adams2019,
          author = {Adams, Ada},
          title = {The Wren in Kent},
          journal = {Birds},
          year = {2019},
        }

        @article{brook2020,
          author = {Brook, Bo},
          title = {Robins},
          journal = {Birds},
          year = {2020},
        }

        @book{clark2021,
          author = {Clark, Cy},
          title = {All the Birds},
          publisher = {Feather},
          year = {2021},
        }
        """,
    "manuscript/tables.yaml": """
        surveys:
          caption: Surveys of Kent.
          rows: surveys
          columns:
            - {header: Survey, value: row.title}
            - {header: Sources, value: cite(row)}
        """,
    "manuscript/figures/map.py": '"""Never drawn here."""\n',
    "manuscript/guide/metadata.yaml": """
        title: Birds of Kent
        lang: en
        authors: [Ann Other]
        license: CC BY 4.0
        """,
    TEXT: """
        # Birds {#sec:birds}

        Wrens are {{ species.wren.size_cm }} cm long [@surveys:wren-2019].
        """,
}


@dataclass
class Checked:
    """What ``livereview check`` printed, and its exit status."""

    status: int
    text: str


@dataclass
class Filled:
    """The text that a template gave, the values in it, and the problems."""

    text: str
    values: list[Placement]
    problems: list[str]

    @property
    def reads(self) -> list[str]:
        """The cells and rows behind the values and the conditions, as ``table:id.column``."""
        reads = {read for value in self.values for read in (*value.reads, *value.control)}
        return [f"{read.row}.{read.column}".rstrip(".") for read in sorted(reads)]


@dataclass
class Review:
    """A review in a temporary folder, and the usual things to do to it."""

    root: Path
    capsys: pytest.CaptureFixture

    def write(self, path: str, content: str | bytes) -> None:
        """Replace a file; the indentation of a text is removed."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            content = dedent(content).removeprefix("\n").encode()
        file.write_bytes(content)

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def replace(self, path: str, old: str, new: str) -> None:
        """Change the one place where a file holds a text."""
        before = self.read(path)
        assert before.count(old) == 1, f"{old!r} stands {before.count(old)} times in {path}"
        self.write(path, before.replace(old, new).encode())

    def append(self, path: str, text: str) -> None:
        self.write(path, (self.read(path) + text).encode())

    def check(self) -> Checked:
        """Run ``livereview check`` as a person would."""
        status = main(["--root", str(self.root), "check"])
        output = self.capsys.readouterr()
        assert output.err == ""
        return Checked(status, output.out)

    def evidence(self):
        return load_evidence(self.root)

    def edition(self, name="guide"):
        return Edition(self.root, name, read_config(self.root), self.evidence())

    def fill(self, template: str) -> Filled:
        """Fill a template as the text of the edition is filled."""
        edition = self.edition()
        run = TemplateRun(edition.environment, edition.placements, "text.md")
        marked = run.fill(template)
        parts = edition.placements.split(marked)
        values = [part for part in parts if isinstance(part, Placement)]
        return Filled(edition.placements.fill(marked), values, list(map(str, run.problems)))

    def weave(self, markdown: str | None = None):
        """Return the document tree of the text, or of another text, and its edition."""
        if markdown is not None:
            self.write(TEXT, markdown)
        edition = self.edition()
        document = compose(edition, read_library(self.root).entries)
        return document, edition


@pytest.fixture
def without_faces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the typefaces out of web pages: to cut them takes a second a page."""
    monkeypatch.setattr("livereview.writers.html_page.faces", lambda text: "")


@pytest.fixture
def review(
    tmp_path: Path, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> Review:
    """A review without mistakes, on the 22nd of November 2026."""
    made = Review(tmp_path, capsys)
    for today in ("today", "today_here"):
        monkeypatch.setattr(f"livereview.dates.{today}", lambda: date(2026, 11, 22))
    for path, content in FILES.items():
        made.write(path, content.replace("WORDS", WORDS))
    return made
