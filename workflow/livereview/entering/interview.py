"""Ask for the cells of a new row, one after the other, and check each as it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from rich.console import Console

from livereview import dates
from livereview.datapackage import Field, in_language
from livereview.dates import REVIEWED
from livereview.entering.choices import Choice, alike, choices, exactly
from livereview.entering.draft import Draft
from livereview.entering.entry import completed
from livereview.entering.ids import propose_id
from livereview.problems import Problem, errors
from livereview.terminal import lines, say, say_pairs, shortened

#: Prints a question and returns the line that is typed; raises EOFError at the end of the input.
Read = Callable[[str], str]

_BACK, _HELP, _EMPTY = "<", "?", "-"
_YES, _NO = ("", "y", "yes"), ("n", "no")

# How many values a question names, how many an answer in words may be found to mean, and how many
# are listed with what they mean.
_NAMED, _FOUND, _LISTED = 12, 9, 36
# How much of what another row has is quoted.
_LONG = 60

_KINDS = {
    "string": "any text",
    "list": "any texts",
    "number": "a number, as the source writes it",
    "integer": "a whole number",
    "year": "a year",
}
_LIMITS = {"minimum": "at least", "maximum": "at most", "pattern": "of the form"}

INTRODUCTION = (
    "Enter leaves a cell empty or takes what stands in [ ]; ? helps, < goes back, Ctrl-C stops."
)


@dataclass(frozen=True)
class Interview:
    """The questions about one new row.

    Attributes:
        out: where they are printed.
        read: gives the answers.
        today: the day after which nothing can have been dated yet.
    """

    out: Console
    read: Read
    today: date

    def fill(self, draft: Draft, columns: Sequence[str], first: int = 0) -> Draft:
        """Return the draft with the answers to the questions about these columns.

        Args:
            draft: the row so far.
            columns: what is asked for.
            first: the place of the column that is asked for first.

        Raises:
            EOFError: the input ended before.
        """
        if not first:
            say(self.out, INTRODUCTION, "dim")
        at = first
        while at < len(columns):
            say(self.out)
            place = f"{at + 1}/{len(columns)}"
            answered = self._ask(draft, columns[at], place, columns[at + 1 :])
            draft = answered or draft
            at = at + 1 if answered else max(at - 1, 0)
        return draft

    def agrees(self, question: str) -> bool | None:
        """Return whether the answer to a question is yes, as Enter is; None to go back."""
        while True:
            answer = self.read(f"{question} [Y/n] ").strip().casefold()
            if answer == _BACK:
                return None
            if answer in (*_YES, *_NO):
                return answer in _YES
            say(self.out, f"y for yes, n for no, or {_BACK} to go back", indent=4)

    def _ask(self, draft: Draft, column: str, place: str, unasked: Sequence[str]) -> Draft | None:
        """Return the draft with one more answer that is right; None to go back."""
        field = draft.row.table.description.fields[column]
        known = choices(draft, field)
        proposed = self._proposed(draft, field)
        self._introduce(draft, field, place, known)
        prompt = f"{column} [{proposed}]> " if proposed else f"{column}> "
        told = set(completed(draft).problems(self.today))
        while True:
            answer = self.read(prompt).strip()
            if answer == _BACK:
                return None
            if answer == _HELP or (known and answer.startswith(_HELP)):
                self._help(draft, field, known, answer.removeprefix(_HELP).strip())
                continue
            written = self._written(field, known, answer or proposed)
            if written is not None:
                filled = draft.filled(column, written)
                found = completed(filled).problems(self.today)
                answered = [each for each in found if each.field not in unasked]
                if self._is_right(p for p in answered if p.field == column or p not in told):
                    return filled

    def _proposed(self, draft: Draft, field: Field) -> str:
        """Return what Enter means: what was answered before, or what is likely."""
        if draft.cells.get(field.name):
            return draft.cells[field.name]
        if field.name == "id":
            return propose_id(draft)
        if field.name == REVIEWED:
            return dates.today_here().isoformat()
        only = len(field.categories) == 1 and field.required
        return field.categories[0].value if only else ""

    def _introduce(self, draft: Draft, field: Field, place: str, known: Sequence[Choice]) -> None:
        title = in_language(field.title, draft.desk.edition.language)
        need = "required" if field.required else "may be empty"
        say(self.out, f"{place}  {title} ({need})", "heading")
        for text in (field.description, unit(field), _manner(field, known)):
            if text:
                say(self.out, text, indent=4)

    def _help(self, draft: Draft, field: Field, known: Sequence[Choice], words: str) -> None:
        """Tell what an answer may be, or which of the known ones have some words in them."""
        found = alike(known, words) if words else known
        if words and not found:
            say(self.out, f'nothing is called "{words}"', indent=4)
        if not known:
            say_pairs(self.out, [*help_of(field).items(), *so_far(draft, field)], indent=4)
        chosen = found[:_LISTED]
        say_pairs(self.out, ((each.written, _told_of(each)) for each in chosen), indent=4)
        if left := len(found) - len(chosen):
            say(self.out, f"and {left} more: ? with words finds those that have them", indent=4)

    def _written(self, field: Field, known: Sequence[Choice], answer: str) -> str | None:
        """Return an answer as the cell holds it; None where it means nothing that is known."""
        if answer == _EMPTY:
            return ""
        if not known or not answer:
            return answer
        items = answer.split(field.delimiter) if field.is_list else [answer]
        found = [self._meant(known, item.strip()) for item in items if item.strip()]
        return field.delimiter.join(filter(None, found)) if None not in found else None

    def _meant(self, known: Sequence[Choice], item: str) -> str | None:
        """Return what an item of an answer means; what is unlike all that is known, as it is.

        What may be meant is offered, and what is said to that may be other words: they are looked
        for in turn. None where nothing of it was meant.
        """
        while item not in ("", _BACK, _HELP, _EMPTY):
            if same := exactly(known, item):
                if same.written != item:
                    say(self.out, f"= {same}", "dim", indent=4)
                return same.written
            near = alike(known, item)
            if not near:
                return item
            item = self._confirmed(near[0]) if len(near) == 1 else self._picked(near)
        return None

    def _confirmed(self, near: Choice) -> str:
        """Return what is near if it is meant, nothing if it isn't, or what is said instead."""
        *above, last = lines(f'did you mean "{near}"?', self.out.width - len("     [Y/n] y"))
        for line in above:
            say(self.out, line, indent=4)
        answer = self.read(f"    {last} [Y/n] ").strip()
        if answer.casefold() in _YES:
            return near.written
        return "" if answer.casefold() in _NO else answer

    def _picked(self, near: Sequence[Choice]) -> str:
        """Return the one of several that is meant, nothing if none is, or what is said instead."""
        shown = near[:_FOUND]
        say_pairs(self.out, ((str(at), str(each)) for at, each in enumerate(shown, 1)), indent=4)
        if left := len(near) - len(shown):
            say(self.out, f"and {left} more: more words find fewer", indent=4)
        while True:
            answer = self.read("    which one? (its number, or other words; Enter: none) ").strip()
            if not answer.isdecimal():
                return answer
            if 1 <= int(answer) <= len(shown):
                return shown[int(answer) - 1].written
            say(self.out, f"the numbers go from 1 to {len(shown)}", indent=4)

    def _is_right(self, problems: Iterable[Problem]) -> bool:
        """Tell what is wrong; return whether no error is."""
        wrong = list(problems)
        for each in wrong:
            style = "error" if each.severity == "error" else ""
            say(self.out, f"{each.field}: {each.message}", style, indent=4)
            if each.hint:
                say(self.out, each.hint, indent=6)
        return not errors(wrong)


def unit(field: Field) -> str:
    """Return what the numbers of a column count, in words; empty where that isn't said."""
    return f"unit: {field.unit}" if field.unit else ""


def _manner(field: Field, known: Sequence[Choice]) -> str:
    """Return in which manner a question is answered."""
    several = f"several with {field.delimiter} between them" if field.is_list else ""
    if not known:
        return several
    named = "; ".join(map(str, known)) if len(known) <= _NAMED else ""
    one = f"one of: {named}" if named else "a name, or words to look for; ? lists them"
    return f"{one} ({several})" if several else one


def _told_of(choice: Choice) -> str:
    return ": ".join(filter(None, (choice.label, choice.meaning)))


def so_far(draft: Draft, field: Field) -> list[tuple[str, str]]:
    """Return what other rows have in a column of texts, the last first; beside a name for it."""
    if field.type not in ("string", "list"):
        return []
    rows = reversed(draft.desk.evidence[draft.table].rows)
    written = dict.fromkeys(item for row in rows for item in row.items(field.name))
    told = (shortened(item, _LONG) for item in islice(written, _FOUND))
    return [("" if at else "so far", item) for at, item in enumerate(told)]


def help_of(field: Field) -> dict[str, str]:
    """Return what is known of a column where any text will do, by name."""
    told = {
        "column": field.name,
        "kind": _KINDS.get(field.type, field.type),
        "between items": field.delimiter if field.is_list else "",
    }
    told |= {words: str(field.constraints.get(name, "")) for name, words in _LIMITS.items()}
    return {name: text for name, text in told.items() if text}
