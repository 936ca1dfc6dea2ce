"""Fill a manuscript's templates: each value becomes a mark that knows the cells it was made from.

A template is instrumented before it runs, so that each expression reports here: no cell is lost on
its way through names, conditions and loops, and every fault has its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from types import CodeType, TracebackType
from typing import Any, NamedTuple

from jinja2 import Template, TemplateSyntaxError, Undefined, nodes, pass_context
from jinja2.runtime import Context
from jinja2.utils import missing

from livereview.evidence import Evidence, Row, Table
from livereview.expressions import EXPRESSION_ERRORS, Expression, ExpressionEnvironment
from livereview.filters import filters_of, tests_of
from livereview.instrument import instrument
from livereview.phrases import Count, Phrases
from livereview.placeholders import Citation, Placement, Placements, Sections
from livereview.problems import Problem, closest, nearest
from livereview.recorder import Absent, Fault, Read, Recorder
from livereview.wording import hint_for, in_words, kind

# The tags of the manuscript's language.
_TAGS = ("for", "else", "endfor", "if", "elif", "endif", "set")


class Trace(NamedTuple):
    """What was read on a line of a template: cells, and rows (``table:id``) to be cited."""

    line: int
    reads: frozenset[Read]
    cites: tuple[str, ...] = ()


class Compiled(NamedTuple):
    """A template as Python's code, and the names that it sets."""

    code: CodeType
    names: Iterable[str]


class MarkdownBlock(str):
    """Markdown that the engine itself made; it is placed as markup."""

    __slots__ = ()


def absent_names(recorder: Recorder, nearest_name: Callable[[str], str]) -> type[Absent]:
    """Return the class of undefined values that notes each unknown name or attribute."""

    class UnknownName(Absent):
        def __init__(
            self, hint: str | None = None, obj: Any = missing, name: Any = None, *_: Any, **__: Any
        ) -> None:
            super().__init__(hint, obj, name)
            if name is not None and not isinstance(obj, Undefined):
                fault = _unknown(obj, name) or (f'"{name}" is not known here', nearest_name(name))
                recorder.fault(str(name), "unknown-name", *fault)
            elif hint and not hint.startswith("the inline if-expression"):
                # An item of an empty list may be tested for, but not printed.
                self.unprintable = "there is nothing to print: the list is empty"

    return UnknownName


def _unknown(obj: Any, name: Any) -> tuple[str, str] | None:
    """Return what is wrong with asking a value for an attribute; None for a mere name."""
    if obj is missing:
        return None
    if obj is None:
        return f'an empty cell has no "{name}"', "test it first: {% if … %}"
    if isinstance(name, int):
        return f"{kind(obj)} has no item {name}", "items are counted from 0"
    return f'{kind(obj)} has no "{name}"', nearest(name, obj if isinstance(obj, dict) else ())


class TemplateEnvironment(ExpressionEnvironment):
    """The manuscript's language over a body of evidence, with the phrases of one language."""

    def __init__(self, evidence: Evidence, phrases: Phrases) -> None:
        recorder = evidence.recorder
        super().__init__(
            undefined=absent_names(recorder, self._nearest_name),
            comment_start_string="<!--",
            comment_end_string="-->",
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            # What is read is noted when a template runs, not when it is compiled.
            optimized=False,
        )
        self.evidence = evidence
        self.recorder = recorder
        self.phrases = phrases
        self.compiled: dict[str, Expression] = {}
        # By file and text. Code knows nothing of the evidence: it may outlive the environment.
        self.templates: dict[tuple[str, str], Compiled] = {}
        # The names that are known beside the global ones, and a row's columns.
        self.local_names: Iterable[str] = ()
        self.row_columns: Iterable[str] = ()
        self.globals.clear()
        self.globals.update(evidence)
        self.globals["cite"] = self._cite
        self.globals["sections"] = self._sections
        self.filters = filters_of(phrases, self.filters)
        self.tests.update(tests_of(phrases))

    def _nearest_name(self, name: str) -> str:
        if column := closest(name, self.row_columns):
            return f'did you mean "row.{column}"?'
        return nearest(name, [*self.globals, *self.local_names])

    def _generate(self, source: nodes.Template, *args: Any, **options: Any) -> str:
        """Generate code in which what is joined by ~ is text, as what is printed."""
        for joined in source.find_all(nodes.Concat):
            joined.nodes = [
                nodes.Filter(part, "@text", [], [], None, None, lineno=part.lineno)
                for part in joined.nodes
            ]
        return super()._generate(source, *args, **options)

    def _cite(self, rows: Any) -> Citation:
        """Return a citation of one row or of several."""
        found = self._given("cite", rows)
        for row in found:
            row["citekeys"]
        return Citation(row.name for row in found)

    def _sections(self, rows: Any) -> Sections:
        """Return a list of the sections that tell of one row or of several."""
        return Sections(row.name for row in self._given("sections", rows))

    def _given(self, function: str, rows: Any) -> list[Row]:
        """Return the rows that a function was given, one or several."""
        found = list(rows) if isinstance(rows, Table | list | tuple) else [rows]
        for row in found:
            if not isinstance(row, Row | Undefined):
                message = f"{function}() takes rows, not {kind(row)}"
                hint = f"{function}(row) or {function}(rows)"
                self.recorder.fault(function, "expression", message, hint)
        return [row for row in found if isinstance(row, Row)]


class TemplateRun:
    """One pass over one template: places values, and collects the problems with their lines.

    Args:
        environment: the language, its tables and filters.
        placements: keeps what is placed.
        path: the file that problems are told of.
        first_line: the line of the file on which the template's text begins.

    Attributes:
        traces: what was read on which line of the template, in the order of reading.
        failed: whether the template could not be run to its end.
    """

    def __init__(
        self,
        environment: TemplateEnvironment,
        placements: Placements,
        path: str,
        first_line: int = 1,
    ) -> None:
        self.environment = environment
        self.placements = placements
        self.path = path
        self.first_line = first_line
        self.problems: list[Problem] = []
        self.traces: list[Trace] = []
        self.failed = False
        self._recorder = environment.recorder
        self._control: frozenset[Read] = frozenset()
        self._behind: dict[str, frozenset[Read]] = {}

    def fill(self, source: str) -> str:
        """Return the template's text with marks in the place of its values."""
        try:
            return self._template(source).render()
        except TemplateSyntaxError as error:
            line, fault = _syntax_fault(error, self.environment, source)
        except EXPRESSION_ERRORS as error:
            message = f"can't be evaluated: {in_words(error)}"
            line = _template_line(error.__traceback__, self.path)
            fault = Fault("", "expression", message, hint_for(message))
        except SyntaxError:  # of the Python that Jinja2 makes of a template
            line, fault = 1, Fault("", "template", "{% %} are nested too deeply", "")
        self._tell(line)
        self._add(line, fault)
        self.failed = True
        return ""

    def _template(self, source: str) -> Template:
        environment = self.environment.overlay()
        environment.filters = {
            **self.environment.filters,
            "@place": self._place,
            "@control": self._note_control,
            "@set": self._set,
            "@iterate": self._iterate,
            "@recall": self._recall,
        }
        known = self.environment.templates
        if (self.path, source) not in known:
            tree = environment.parse(source, filename=self.path)
            names = instrument(tree)
            code = environment.compile(tree, name=self.path, filename=self.path)
            known[self.path, source] = Compiled(code, names)
        code, self.environment.local_names = known[self.path, source]
        self.environment.row_columns = ()
        return Template.from_code(environment, code, environment.globals)

    @pass_context  # else Jinja2 would place a constant when it compiles the template
    def _place(self, _: Context, value: Any, line: int) -> str:
        reads = self._recorder.take_reads()
        control, self._control = self._control, frozenset()
        self.traces.append(Trace(line, reads, value if isinstance(value, Citation) else ()))
        if isinstance(value, MarkdownBlock):
            self._tell(line)
            return value
        if isinstance(value, Citation):
            placement = Placement(cites=value, reads=reads, control=control)
        elif isinstance(value, Sections):
            placement = Placement(sections=value, reads=reads, control=control)
        elif value is None:
            placement = Placement(reads=reads, control=control)
            self._tell_empty(reads)
        else:
            text = self.environment.phrases.text(value)
            counts = isinstance(value, Count)
            placement = Placement(text, counts=counts, reads=reads, control=control)
        self._tell(line)
        return self.placements.add(placement)

    def _tell_empty(self, reads: frozenset[Read]) -> None:
        """Note that there is nothing to print, and which cells are empty."""
        evidence = self.environment.evidence
        empty = [
            read
            for read in sorted(reads)
            if read.of_evidence
            and read.column
            and not evidence[read.table].by_id[read.id].cells.get(read.column)
        ]
        cells = ", ".join(f"{read.column} of {read.row}" for read in empty[:3])
        message = f"there is nothing to print: {cells or 'what is asked for'} is empty"
        if not self._recorder.faults:
            self._recorder.fault("", "not-printable", message, "test it first: {% if … %}")

    def _note_control(self, value: Any, line: int) -> Any:
        self._decide(self._recorder.take_reads(), line)
        self._tell(line)
        return value

    def _decide(self, reads: frozenset[Read], line: int) -> None:
        """Note cells that decide whether, or how often, what follows is printed."""
        self._control |= reads
        self.traces.append(Trace(line, reads))

    def _set(self, value: Any, line: int, names: list[str]) -> Any:
        reads = self._recorder.take_reads()
        for name in names:
            self._behind[name] = reads
        self._tell(line)
        return value

    def _iterate(self, values: Any, line: int, names: list[str]) -> Any:
        self._set(values, line, names)
        self._decide(self._behind[names[0]], line)
        return values

    def _recall(self, value: Any, name: str) -> Any:
        # A row notes its own cells when they are read; anything else was made from cells before.
        if not isinstance(value, Row | Table):
            self._recorder.reads |= self._behind.get(name, frozenset())
        return value

    def _tell(self, line: int) -> None:
        for fault in self._recorder.take_faults():
            self._add(line, fault)

    def _add(self, line: int | None, fault: Fault) -> None:
        number = self.first_line + (line or 1) - 1
        self._recorder.take_reads()
        self.problems.append(
            Problem(self.path, number, fault.field, fault.code, fault.message, fault.hint)
        )


def _syntax_fault(
    error: TemplateSyntaxError, environment: TemplateEnvironment, source: str
) -> tuple[int, Fault]:
    """Return the line of a syntax error, and what is wrong there."""
    message, line = error.message or "", error.lineno
    words = in_words(error).replace("it ends", "the expression ends")
    hint = hint_for(words, environment.filters)
    if "needs to be closed" in message:
        line, tag = _open_tag(environment, source)
        words, hint = f"{{% {tag} %}} is not closed", f"close it with {{% end{tag} %}}"
    elif found := re.match(r"Encountered unknown tag '(.+?)'", message):
        hint = nearest(found[1], _TAGS) or f"there are: {', '.join(_TAGS)}"
        if found[1] in _TAGS:
            hint = "nothing is open that it could close or continue"
    return line, Fault("", "template", words, hint)


def _open_tag(environment: TemplateEnvironment, source: str) -> tuple[int, str]:
    """Return the innermost tag that is open where another closes, or at the end, with its line."""
    tags: list[tuple[int, str]] = []
    inside = False
    for line, token, text in environment.lex(source):
        if token != "name" or not inside:  # noqa: S105 (a part of the template, no password)
            inside = token == "block_begin" or (inside and token == "whitespace")  # noqa: S105
            continue
        inside = False
        if text in ("if", "for"):
            tags.append((line, text))
        elif text in ("endif", "endfor"):
            if tags and text != f"end{tags[-1][1]}":
                break
            tags = tags[:-1]
    return tags[-1] if tags else (1, "")


def _template_line(traceback: TracebackType | None, path: str) -> int:
    """Return the line of the template that an exception was raised from."""
    line = 1
    while traceback:
        if traceback.tb_frame.f_code.co_filename == path:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line
