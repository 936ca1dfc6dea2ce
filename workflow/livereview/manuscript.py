"""One edition of the review: its metadata and its Markdown, with the evidence filled in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from livereview.config import MANUSCRIPT, Config
from livereview.evidence import Evidence
from livereview.phrases import Phrases
from livereview.placeholders import RESERVED, Placements
from livereview.problems import Problem, ProblemsFound, nearest
from livereview.recorder import Absent
from livereview.tables import PrintedTable, TableSpecifications
from livereview.templates import MarkdownBlock, TemplateEnvironment, TemplateRun
from livereview.yamlfile import YamlFile

# Classes by which the weaving knows what the engine put into the Markdown.
TABLE_CLASS = "livereview-table"


@dataclass(frozen=True)
class Source:
    """A file of the manuscript as its author wrote it."""

    path: str
    text: str


@dataclass
class Edition:
    """An edition of the review, ready to be filled.

    Args:
        root: the review's folder.
        name: the edition's folder below manuscript/.
        config: gives the words of the edition's language.
        evidence: what the text may read.
        drawn: the folder with what the figures report; None before they are drawn.
    """

    root: Path
    name: str
    config: Config
    evidence: Evidence
    drawn: Path | None = None
    placements: Placements = field(default_factory=Placements)
    tables: dict[str, PrintedTable] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def folder(self) -> str:
        """The edition's folder, relative to the review's."""
        return f"{MANUSCRIPT}/{self.name}"

    @cached_property
    def metadata(self) -> YamlFile:
        """The title, authors, language and so on."""
        return YamlFile(self.root, f"{self.folder}/metadata.yaml", "metadata.schema.yaml")

    @cached_property
    def language(self) -> str:
        """The language of the text, one that the configuration has words for."""
        language = str(self.metadata.data["lang"])
        if language not in self.config.terms:
            message = f'config/config.yaml has no terms for the language "{language}"'
            hint = nearest(language, self.config.terms) or "add them there"
            raise ProblemsFound([self.metadata.problem(["lang"], "language", message, hint)])
        return language

    @cached_property
    def environment(self) -> TemplateEnvironment:
        """The manuscript's language, with this edition's tables and figures."""
        terms = self.config.terms[self.language]
        phrases = Phrases(self.language, terms, self.evidence.recorder)
        environment = TemplateEnvironment(self.evidence, phrases)
        environment.globals["table"] = self._table
        environment.globals["figure"] = self._figure
        return environment

    @cached_property
    def specifications(self) -> TableSpecifications:
        """The printed tables."""
        return TableSpecifications(self.root, self.environment)

    @cached_property
    def sources(self) -> list[Source]:
        """The files of the text, in the order of their names."""
        paths = sorted((self.root / self.folder).glob("*.md"))
        if not paths:
            message = "holds no Markdown file (01-….md)"
            raise ProblemsFound([Problem(self.folder, 0, "", "missing-file", message)])
        return [source for path in paths if (source := self._source(path))]

    def _source(self, path: Path) -> Source | None:
        name = f"{self.folder}/{path.name}"
        try:
            source = Source(name, path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            hint = "save the file as UTF-8"
            problem = Problem(name, 0, "", "encoding", "is not UTF-8 text", hint)
            self.problems.append(problem)
            return None
        self._refuse_reserved(source)
        return source

    def _refuse_reserved(self, source: Source) -> None:
        for found in RESERVED.finditer(source.text):
            line = source.text.count("\n", 0, found.start()) + 1
            message = f"the character U+{ord(found[0]):X} is reserved for the engine's own use"
            self.problems.append(Problem(source.path, line, "", "character", message, "remove it"))

    def markdown(self) -> str:
        """Return the whole text as Markdown with marks in the place of values."""
        self._refuse_reserved(self._tables_source)
        texts = [self._fill(source.text, source.path, 1) for source in self.sources]
        self.problems += self.specifications.problems
        return "\n\n".join(texts)

    def _fill(self, template: str, path: str, first_line: int) -> str:
        run = TemplateRun(self.environment, self.placements, path, first_line)
        text = run.fill(template)
        self.problems += run.problems
        return text

    def _table(self, name: str) -> MarkdownBlock | Absent:
        """Return the place of a printed table: a block with its caption and notes."""
        recorder = self.evidence.recorder
        if name not in self.specifications.names:
            message = f'manuscript/tables.yaml has no table "{name}"'
            hint = nearest(name, self.specifications.names)
            return recorder.fault(name, "unknown-printed-table", message, hint)
        if name in self.tables:
            message = f'the table "{name}" is printed a second time'
            return recorder.fault(name, "printed-twice", message, f"refer to it: @tbl:{name}")
        self.tables[name] = self.specifications.build(name)
        caption, notes = (self._template(name, key) for key in ("caption", "notes"))
        return MarkdownBlock(f'::: {{.{TABLE_CLASS} name="{name}"}}\n{caption}\n\n{notes}\n:::\n')

    def _template(self, table: str, key: str) -> str:
        text, line = self.specifications.template(table, key)
        # Text of a table can't open or close the block that it stands in.
        text = re.sub(r"^\s*:{3,}", "", text, flags=re.MULTILINE)
        return self._fill(text, self.specifications.source.path, line)

    def _figure(self, name: str) -> Any:
        """Return what a figure reports of itself."""
        recorder = self.evidence.recorder
        if name not in self.figures:
            message = f'manuscript/figures/ has no figure "{name}"'
            return recorder.fault(name, "unknown-figure", message, nearest(name, self.figures))
        report = self.figure_report(name)
        return report["facts"] if report else Absent()

    @cached_property
    def figures(self) -> list[str]:
        """The names of the figures that can be drawn; a file like ``_axes.py`` helps them."""
        scripts = (self.root / MANUSCRIPT / "figures").glob("[!_]*.py")
        return sorted(path.stem for path in scripts)

    def figure_report(self, name: str) -> Mapping[str, Any] | None:
        """Return a figure's text alternative, rows and facts; None before it is drawn."""
        if self.drawn is None:
            return None
        report: Mapping[str, Any] = json.loads((self.drawn / f"{name}.json").read_text("utf-8"))
        return report

    def locate(self, word: str) -> Iterator[tuple[str, int]]:
        """Yield file and line of each place where a key stands in the sources, as a whole."""
        whole = re.compile(r"(?<![\w:])" + re.escape(word) + r"(?![\w]|[:.\-]\w)")
        for source in [*self.sources, self._tables_source]:
            for number, line in enumerate(source.text.split("\n"), start=1):
                if whole.search(line):
                    yield source.path, number

    @cached_property
    def _tables_source(self) -> Source:
        path = self.specifications.source.path
        return Source(path, (self.root / path).read_text(encoding="utf-8"))

    def problem_at(self, word: str, code: str, message: str, hint: str = "") -> None:
        """Add a problem at each place where a key stands in the sources."""
        for path, line in list(self.locate(word)) or [(self.folder, 0)]:
            self.problems.append(Problem(path, line, word, code, message, hint))
