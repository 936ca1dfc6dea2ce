"""One edition of the review: its metadata and its Markdown, with the evidence filled in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from livereview.config import MANUSCRIPT, Config
from livereview.evidence import Evidence
from livereview.passages import Marker, Passage
from livereview.phrases import Phrases
from livereview.placeholders import RESERVED, Placements
from livereview.plan import TABLES
from livereview.problems import Problem, ProblemsFound, nearest
from livereview.recorder import Absent, Facts
from livereview.sources import (
    SEPARATOR,
    Source,
    in_brackets,
    in_language,
    occurrences,
    place,
    read_source,
    reserved,
)
from livereview.tables import PrintedTable, TableSpecifications
from livereview.targets import Mention, Target
from livereview.templates import MarkdownBlock, TemplateEnvironment, TemplateRun
from livereview.textfile import line_at
from livereview.whereabouts import Whereabouts
from livereview.yamlfile import YamlFile

# The class by which the weaving knows what the engine put into the Markdown.
TABLE_CLASS = "livereview-table"
_RESERVED = re.compile(f"{RESERVED.pattern}|{TABLE_CLASS}")

_EXPRESSION = re.compile(r"(@[\w:.-]*)?\{\{.*?\}\}|\{%.*?%\}|<!--.*?-->", re.DOTALL)


#: Printed tables by name, and what is wrong with their design.
Tables = tuple[dict[str, PrintedTable], list[Problem]]


@dataclass
class Edition:
    """An edition of the review, ready to be filled.

    Args:
        root: the review's folder.
        name: the edition's folder below manuscript/.
        config: gives the words of the edition's language.
        evidence: what the text may read.
        drawn: the folder with what the figures report; None before they are drawn.
        margins: puts marks into templates; None where there is nothing to mark.

    Attributes:
        placements: what stands in the place of the marks.
        tables: the printed tables that the text asked for, once they are built.
        blocks: their Markdown, each a block with caption and notes.
        filled: the files of the text, each with its Markdown.
        passages: the templates that were filled, with what was read on their lines.
        problems: what is wrong, as far as it was noticed.
        complete: whether all files of the text could be read.
        unbuilt: the tables that are asked for in text that could not be filled.
        targets: the sections, figures and tables of the text (``fig:name``), in order.
        mentions: where the text refers to them, in its order.
        whereabouts: where the text and its tables tell of which rows.
    """

    root: Path
    name: str
    config: Config
    evidence: Evidence
    drawn: Path | None = None
    margins: Marker | None = None
    placements: Placements = field(default_factory=Placements)
    tables: dict[str, PrintedTable] = field(default_factory=dict)
    blocks: dict[str, str] = field(default_factory=dict)
    filled: list[tuple[Source, str]] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    complete: bool = True
    unbuilt: list[str] = field(default_factory=list)
    targets: dict[str, Target] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    whereabouts: Whereabouts = field(default_factory=Whereabouts)

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
        """The language of the text; the first of the configuration's where none is given."""
        known = list(self.config.terms)
        try:
            language = str(self.metadata.data["lang"])
        except ProblemsFound as found:
            self.problems += found.problems
            return known[0]
        if language in known:
            return language
        message = f'config/config.yaml has no terms for the language "{language}"'
        hint = nearest(language, known) or f"it has: {', '.join(known)}"
        self.problems.append(self.metadata.problem(["lang"], "language", message, hint))
        return known[0]

    @cached_property
    def environment(self) -> TemplateEnvironment:
        """The manuscript's language, with this edition's tables and figures."""
        return self._environment(self.language, self._table)

    def _environment(
        self, language: str, table: Callable[[str], MarkdownBlock | Absent]
    ) -> TemplateEnvironment:
        phrases = Phrases(language, self.config.terms[language], self.evidence.recorder)
        environment = TemplateEnvironment(self.evidence, phrases)
        environment.globals["table"] = table
        environment.globals["figure"] = self._figure
        return environment

    @cached_property
    def specifications(self) -> TableSpecifications:
        """The printed tables."""
        return TableSpecifications(self.root, self.environment)

    @cached_property
    def designs(self) -> TableSpecifications | None:
        """The printed tables; None where their file can't be read, which is noted."""
        try:
            return self.specifications
        except ProblemsFound as found:
            self.problems += found.problems
            return None

    @cached_property
    def sources(self) -> list[Source]:
        """The files of the text, in the order of their names."""
        paths = sorted((self.root / self.folder).glob("*.md"))
        if not paths:
            message = "holds no Markdown file (01-….md)"
            raise ProblemsFound([Problem(self.folder, 0, "", "missing-file", message)])
        return [source for path in paths for source in self._source(f"{self.folder}/{path.name}")]

    def _source(self, path: str) -> list[Source]:
        """Return a file of the text, or none; what is wrong with its form is noted."""
        try:
            source = read_source(self.root, path)
        except ProblemsFound as found:
            self.problems += found.problems
            self.complete = False
            return []
        self.problems += reserved(source, _RESERVED)
        return [source]

    def markdown(self) -> str:
        """Return the whole text as Markdown with marks in the place of values."""
        self.filled = [(source, self._part(source)) for source in self.sources]
        return SEPARATOR.join(text for _, text in self.filled)

    def build_tables(self) -> Tables:
        """Return the tables that the text asked for, and what is wrong with their design."""
        if self.designs is None:
            return {}, []
        return {name: self.designs.build(name) for name in self.blocks}, self.designs.problems

    def _part(self, source: Source) -> str:
        """Return a file's Markdown, in the language that its name says."""
        language = source.language or self.language
        if language == self.language:
            return self._fill(Passage(source.path, source.text), self.environment)
        if language in self.config.terms:
            environment = self._environment(language, self._no_table)
            text = self._fill(Passage(source.path, source.text), environment)
            return in_language(text, language)
        message = f'config/config.yaml has no terms for the language "{language}"'
        hint = f"it has: {', '.join(self.config.terms)}; other file names have no dot before .md"
        self.problems.append(Problem(source.path, 0, "", "language", message, hint))
        self.complete = False
        return ""

    def place(self, line: int) -> tuple[str, int]:
        """Return file and line of the sources that a line of the whole Markdown comes from."""
        return place(self.filled, line) or (self.folder, 0)

    def _fill(self, passage: Passage, environment: TemplateEnvironment) -> str:
        """Return a passage's Markdown, with marks in the place of values."""
        before, template = set(self.blocks), passage.text
        if self.margins is not None:
            template = self.margins.template(passage, self.placements)
        run = TemplateRun(environment, self.placements, passage.path, passage.line)
        text = run.fill(template)
        passage.traces, passage.failed = run.traces, run.failed
        self.passages.append(passage)
        self.problems += run.problems
        if run.failed:
            # What the text says beside its expressions is checked all the same.
            self.unbuilt += re.findall(r"table\(\s*[\"']([^\"']+)", template)
            return _EXPRESSION.sub("", template)
        for name in sorted(self.blocks.keys() - before):
            if not _stands_alone(self.blocks[name], text):
                line = passage.line + line_at(template, _call_of_table(name, template)) - 1
                message = "a table stands alone in a paragraph, with a blank line before and after"
                self.problems.append(Problem(passage.path, line, name, "table-place", message))
        return text

    def _table(self, name: str) -> MarkdownBlock | Absent:
        """Return the place of a printed table: a block with its caption and notes."""
        recorder = self.evidence.recorder
        name = str(name)
        if self.designs is None:
            return Absent()
        if name not in self.designs.names:
            message = f'manuscript/tables.yaml has no table "{name}"'
            hint = nearest(name, self.designs.names) or f"it has: {', '.join(self.designs.names)}"
            return recorder.fault(name, "unknown-printed-table", message, hint)
        if name in self.blocks:
            message = f'the table "{name}" is printed a second time'
            return recorder.fault(name, "printed-twice", message, f"refer to it: @tbl:{name}")
        self.blocks[name] = ""  # its own caption can't print it either
        caption, notes = (self._template(self.designs, name, key) for key in ("caption", "notes"))
        self.blocks[name] = f'::: {{.{TABLE_CLASS} name="{name}"}}\n{caption}\n\n{notes}\n:::\n'
        return MarkdownBlock(self.blocks[name])

    def _no_table(self, name: str) -> Absent:
        """Refuse a table where its caption and headers would be in another language."""
        message = "a table stands in a part that is in the language of the edition"
        hint = f"print it there, and refer to it here: @tbl:{name}"
        return self.evidence.recorder.fault(str(name), "table-language", message, hint)

    def _template(self, designs: TableSpecifications, table: str, key: str) -> str:
        text, line = designs.template(table, key)
        # Text of a table can't open or close the block that it stands in.
        text = re.sub(r"^\s*:{3,}", "", text, flags=re.MULTILINE).strip()
        if key == "caption" and (not text or "\n\n" in text):
            problem = designs.source.problem([table, key], "caption", "is not one paragraph")
            self.problems.append(problem)
        if _RESERVED.search(text):
            message = "holds characters that are reserved for the engine's own use"
            problem = designs.source.problem([table, key], "character", message, "remove them")
            self.problems.append(problem)
        passage = Passage(designs.source.path, text, line, table, key == "caption")
        return self._fill(passage, self.environment)

    def _figure(self, name: str) -> Any:
        """Return what a figure reports of itself."""
        name = str(name)
        if name not in self.figures:
            message = f'manuscript/figures/ has no figure "{name}"'
            hint = nearest(name, self.figures) or f"it has: {', '.join(self.figures)}"
            return self.evidence.recorder.fault(name, "unknown-figure", message, hint)
        report = self.figure_report(name)
        return Facts(name, report["facts"], self.evidence.recorder) if report else Absent()

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
        return ((path, line) for path, line, _ in self._occurrences(word))

    def _occurrences(self, word: str) -> Iterator[tuple[str, int, str]]:
        return occurrences([*self.sources, *self._tables_source], word)

    @cached_property
    def _tables_source(self) -> list[Source]:
        return self._source(TABLES) if self.designs else []

    def problem_at(
        self, word: str, code: str, message: str, hint: str = "", *, bare: bool = False
    ) -> None:
        """Add a problem at each place where a key stands in the sources.

        Args:
            word: the key.
            code: see `Problem`.
            message: see `Problem`.
            hint: see `Problem`.
            bare: whether to leave out the places within square brackets.
        """
        found = list(self._occurrences(word))
        chosen = [each for each in found if not (bare and in_brackets(each[2]))] or found
        for path, line, _ in chosen or [(self.folder, 0, "")]:
            self.problems.append(Problem(path, line, word, code, message, hint))


def _stands_alone(block: str, text: str) -> bool:
    before, found, after = text.partition(block)
    return bool(found) and before[-1:] in ("", "\n") and after.lstrip(" ")[:1] in ("", "\n")


def _call_of_table(name: str, template: str) -> int:
    """Return where a template calls for a table."""
    found = re.search(r"table\(\s*[\"']" + re.escape(name), template)
    return found.start() if found else 0
