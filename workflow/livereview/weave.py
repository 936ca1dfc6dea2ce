"""Weave evidence into an edition's text: one document tree for every format.

The tree keeps what each value and each block rests on, in ``data-rows`` attributes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

import panflute as pf

from livereview import crossref, languages
from livereview.beside import begin
from livereview.citations import Citations
from livereview.manuscript import Edition, Tables
from livereview.mentions import note_mentions
from livereview.pandoc import begin_reading, elements_of, finish_reading, put
from livereview.pandoc_program import PandocFailed
from livereview.placeholders import CLOSE, MARK, Placement, rows_of
from livereview.problems import Problem, nearest
from livereview.tables import PrintedTable
from livereview.tabletree import table_tree

VALUE_CLASS = "value"
# The blocks that know which rows they rest on.
_BOUND = (pf.Para, pf.Plain, pf.Header, pf.LineBlock, pf.DefinitionItem)
# What a text holds in which there is something to do: a mark, a reference or a lost footnote.
_UNFILLED = re.compile(rf"{CLOSE}|@|\[\^")
# Pandoc's warnings, and what they say to an author.
_WARNINGS = {
    r"Div at .* unclosed at .*": "::: opens a block here, and no ::: closes it",
    r"Duplicate note reference '(.*)' at .*": r"the footnote [^\1] stands here a second time",
    r"Duplicate identifier '(.*)' at .*": r"the identifier #\1 stands here a second time",
    r" at line \d+ column \d+": "",
}


class Weaving:
    """One edition on its way from Markdown to a document tree without citations resolved.

    Its text is filled first, and its tables; then it is known what it rests on. Meanwhile pandoc
    reads the text.

    Args:
        edition: the text and what it may read.
        citation_keys: the keys of the library; None where it can't be read.
    """

    def __init__(self, edition: Edition, citation_keys: Iterable[str] | None) -> None:
        self.edition = edition
        self._reading = begin_reading(edition.markdown())
        self._building = self.begin_tables()
        self.placements = edition.placements
        self.citations = Citations(edition, citation_keys)
        # The rows that captions and notes of printed tables tell of, by the table's name.
        self.captions: dict[str, set[str]] = {}
        # Lists of sections within the text: what stands where is known when all is bound.
        self.awaited: list[tuple[pf.Span, Placement, str]] = []

    def take_tables(self) -> None:
        """Wait for the edition's tables."""
        self.edition.tables, problems = self._building()
        self.edition.problems += problems
        self._building = lambda: (self.edition.tables, [])

    def stop(self) -> None:
        """Go no further."""
        self._reading.stop()

    def compose(self, *, with_tables: bool) -> pf.Doc:
        """Return the document tree; what is wrong is in the edition's ``problems``."""
        try:
            document, warnings = finish_reading(self._reading)
            for warning in warnings:
                self._tell_warning(warning)
            self._weave(document)
            self.take_tables()
            elements = elements_of(document)
            self._finish(elements)
            if with_tables:
                # Last, because a printed table has thousands of elements to walk over.
                for element in elements:
                    self._print_table(element)
            return document
        except PandocFailed as error:
            message = str(error)
        except RecursionError:
            message = "blocks or marks of the text are nested too deeply"
        self._tell(self.edition.folder, 0, message)
        return pf.Doc()

    def _weave(self, document: pf.Doc) -> None:
        languages.lay_out_parts(document)
        elements = elements_of(document)
        for element in elements:
            self._complete_figure(element)
            self._fill_attributes(element)
            self._check_table(element)
        targets = crossref.number_targets(elements, self.edition)
        self.citations.targets = targets
        self.edition.whereabouts.places = crossref.tables_of(targets)
        anchors = {getattr(element, "identifier", "") for element in elements}
        for element in elements:
            if isinstance(element, pf.Link):
                crossref.follow(element, targets, anchors, self.edition)
        for element in elements:
            self._bind_block(element)

    def _finish(self, elements: Sequence[pf.Element]) -> None:
        """Do with a woven text what can only be done when its tables are built."""
        for name, table in self.edition.tables.items():
            self.edition.whereabouts.in_cells(table)
            self.edition.whereabouts.in_table(table, self.captions.get(name, ()))
        languages.join_lines(elements)
        note_mentions(elements, self.edition)
        # Last: a list of where rows stand is no reference to a table.
        for span, placement, language in self.awaited:
            span.content = self._places(placement, language)

    def _tell_warning(self, warning: str) -> None:
        """Add a warning of pandoc to the problems, at the place that it speaks of."""
        if re.match(r"Duplicate identifier '(sec|fig|tbl):", warning):
            return  # told with the number that it would take
        if "_chunk" in warning and any(
            each.code == "table-place" for each in self.edition.problems
        ):
            return  # a table within a list item
        # Within a list item or a quotation, lines are counted from its beginning.
        found = re.search(r"(?<!_chunk )line (\d+) column", warning)
        path, line = self.edition.place(int(found[1])) if found else (self.edition.folder, 0)
        for pattern, words in _WARNINGS.items():
            warning = re.sub(pattern, words, warning)
        self._tell(path, line, warning)

    def _tell(self, path: str, line: int, message: str) -> None:
        self.edition.problems.append(Problem(path, line, "", "markdown", message))

    def _check_table(self, element: pf.Element) -> None:
        """See that a table's caption is a paragraph, and that no heading stands within it."""
        designs = self.edition.designs
        if designs is None or not crossref.is_table(element, self.edition):
            return
        name = element.attributes["name"]
        kinds = [type(block) for block in element.content]
        if kinds and kinds[0] is not pf.Para:
            problem = designs.source.problem([name, "caption"], "caption", "is not one paragraph")
            self.edition.problems.append(problem)
        if pf.Header in kinds[1:]:
            problem = designs.source.problem([name, "notes"], "caption", "may hold no heading")
            self.edition.problems.append(problem)

    def _print_table(self, element: pf.Element) -> None:
        """Turn the block that holds a table's caption and notes into the table itself."""
        if not crossref.is_table(element, self.edition):
            return
        table = self.edition.tables[element.attributes["name"]]
        caption, *notes = element.content
        if isinstance(caption, pf.Div):  # it was bound to its rows
            caption = caption.content[0]
        put(self.table(table, element.identifier, caption, notes), element)

    def begin_tables(self) -> Callable[[], Tables]:
        """Begin to build the printed tables; return what waits for them.

        They take about as long as the text, which needs no more of them than their places.
        """
        return begin(self.edition.build_tables)

    def table(
        self, table: PrintedTable, identifier: str, caption: pf.Block, notes: Iterable[pf.Block]
    ) -> pf.Div:
        """Return a printed table with its number and words, see `table_tree`."""
        return table_tree(table, identifier, caption, notes, self._inlines)

    def _inlines(self, placement: Placement) -> list[pf.Inline]:
        """Return what a placement prints as."""
        if placement.cites:
            return [self.citations.of_rows(placement.cites)]
        if links := self._places(placement, self.edition.language):
            return links
        if not placement.text:
            return []
        text, attributes = pf.Str(placement.text), _rows_of(placement)
        return [pf.Span(text, classes=[VALUE_CLASS], attributes=attributes)]

    def _places(self, placement: Placement, language: str) -> list[pf.Inline]:
        """Return links to the places that tell of the rows whose sections are to be listed."""
        terms = self.edition.config.terms[language]
        links: list[pf.Inline] = []
        for place in self.edition.whereabouts.of(placement.sections):
            before = [pf.Str(terms.list_separator)] if links else []
            links += [*before, crossref.link_to(place, terms)]
        return links

    def _complete_figure(self, element: pf.Element) -> None:
        """Give a figure the text alternative and the rows that its drawing reports."""
        if not isinstance(element, pf.Image):
            return
        name = Path(element.url).stem
        if element.url != f"figures/{name}.svg" or name not in self.edition.figures:
            known = [f"figures/{figure}.svg" for figure in self.edition.figures]
            message = "no figure of manuscript/figures/ draws this image"
            hint = nearest(element.url, known) or f"there are: {', '.join(known)}"
            self.edition.problem_at(element.url, "unknown-figure", message, hint)
            return
        figure = element.ancestor(2)
        if not isinstance(figure, pf.Figure):
            message = "a figure stands alone in a paragraph, its caption in the square brackets"
            self.edition.problem_at(element.url, "figure-place", message)
            return
        if not figure.identifier.startswith("fig:"):
            message, hint = "the figure has no identifier", f"write {{#fig:{name}}} behind it"
            self.edition.problem_at(element.url, "figure-identifier", message, hint)
        report = self.edition.figure_report(name)
        if report:
            element.content = [pf.Str(report["alt"])]
            figure.attributes["data-rows"] = " ".join(report["rows"])

    def _fill_attributes(self, element: pf.Element) -> None:
        """Put values where no markup can stand: addresses, titles, code, attributes."""
        for name in ("url", "title"):
            if getattr(element, name, None):
                setattr(element, name, self.placements.fill(getattr(element, name)))
        if MARK.search(getattr(element, "identifier", "") or ""):
            words = re.findall(r"\w+", self.placements.fill(element.identifier).lower())
            element.identifier = "-".join(words)
        if isinstance(element, pf.Code | pf.CodeBlock):
            element.text = self.placements.fill(element.text)
        if getattr(element, "attributes", None):
            for name, value in element.attributes.items():
                element.attributes[name] = self.placements.fill(value)

    def _bind_block(self, element: pf.Element) -> None:
        """Fill a block's values and citations in, and note the rows that it rests on."""
        if not isinstance(element, _BOUND):
            return
        if isinstance(element, pf.Header):
            section = crossref.section_of(element, self.edition)
            self.edition.whereabouts.entered.append(section)
        rows: set[str] = set()
        told: set[str] = set()

        def fill(inline: pf.Element, _: pf.Doc) -> list[pf.Inline] | pf.Inline | None:
            if isinstance(inline, pf.Str) and not _is_value(inline.parent):
                return self._fill_text(inline, rows, told)
            if isinstance(inline, pf.Cite) and not self.citations.is_resolved(inline):
                return self.citations.resolve(inline, told)
            return None

        element.walk(fill)
        rows |= told
        if not rows:
            return
        self._tell_of(told, element)
        attributes = {"data-rows": " ".join(sorted(rows))}
        within = isinstance(element.parent, pf.Caption | pf.TableCell | pf.Figure)
        if isinstance(element, pf.Header):
            element.attributes |= attributes
        elif not (within or isinstance(element, pf.DefinitionItem)):
            put(pf.Div(element, classes=["block"], attributes=attributes), element)

    def _tell_of(self, rows: set[str], element: pf.Element) -> None:
        """Note where a block tells of rows: in its section, or in the table that it is part of."""
        if name := crossref.table_around(element, self.edition):
            self.captions.setdefault(name, set()).update(rows)
        else:
            self.edition.whereabouts.in_section(rows)

    def _fill_text(self, string: pf.Str, rows: set[str], told: set[str]) -> list[pf.Inline] | None:
        if not _UNFILLED.search(string.text):
            return None
        for footnote in re.findall(r"\[\^[^\]]+\]", string.text):
            message, hint = "there is no such footnote", f"write it: {footnote}: …"
            self.edition.problem_at(footnote, "unknown-footnote", message, hint)
        texts = crossref.cut_out(string.text)
        if len(texts) == 1 and self.placements.split(texts[0]) == texts:
            return None
        inlines: list[pf.Inline] = []
        for number, text in enumerate(texts):
            if number % 2:
                inlines.append(self.citations.reference(text, string))
            else:
                inlines += self._fill_marks(text, string, rows, told)
        return list(_joined(inlines))

    def _fill_marks(
        self, text: str, within: pf.Str, rows: set[str], told: set[str]
    ) -> Iterator[pf.Inline]:
        """Yield a text with values in the place of its marks."""
        for part in self.placements.split(text):
            if isinstance(part, str):
                yield pf.Str(part)
            elif part.beside:
                yield from part.beside(languages.language_of(within, self.edition))
            else:
                rows.update(part.rows, rows_of(part.control))
                told |= part.told
                if part.sections:
                    yield self._await(part, languages.language_of(within, self.edition))
                else:
                    yield from self._inlines(part)

    def _await(self, placement: Placement, language: str) -> pf.Span:
        """Return the place of a list of sections, which is filled when all blocks are bound."""
        span = pf.Span(classes=[VALUE_CLASS], attributes=_rows_of(placement))
        self.awaited.append((span, placement, language))
        return span


def _rows_of(placement: Placement) -> dict[str, str]:
    return {"data-rows": " ".join(placement.rows)} if placement.reads else {}


def _joined(inlines: Iterable[pf.Inline]) -> Iterator[pf.Inline]:
    """Yield inlines with texts beside each other as one: a mark between them may print nothing."""
    for is_text, run in groupby(inlines, lambda inline: isinstance(inline, pf.Str)):
        if is_text:
            yield pf.Str("".join(each.text for each in run))
        else:
            yield from run


def _is_value(element: pf.Element) -> bool:
    return isinstance(element, pf.Span) and VALUE_CLASS in element.classes


def compose(
    edition: Edition, citation_keys: Iterable[str] | None, *, with_tables: bool = True
) -> pf.Doc:
    """Return an edition's document tree, its citations not yet resolved.

    What is wrong with the manuscript is in ``edition.problems`` afterwards.

    Args:
        edition: the text and what it may read.
        citation_keys: the keys of the library; None where it can't be read.
        with_tables: whether to print the tables, where nothing more can be found wrong.
    """
    return Weaving(edition, citation_keys).compose(with_tables=with_tables)
