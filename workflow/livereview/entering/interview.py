"""Ask for the cells of a new row, one after the other, and check each as it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rich.console import Console

from livereview.datapackage import Field, in_language
from livereview.dates import REVIEWED
from livereview.entering.choices import Choice, alike, choices, exactly
from livereview.entering.draft import Draft
from livereview.entering.ids import propose_id
from livereview.problems import Problem, errors
from livereview.terminal import say, say_pairs

#: Prints a question and returns the line that is typed; raises EOFError at the end of the input.
Read = Callable[[str], str]

_BACK, _HELP, _EMPTY = "<", "?", "-"

# How many values a question names, and how many an answer in words may be found to mean.
_NAMED, _FOUND = 12, 9

_KINDS = {"number": "a number, as the source writes it", "integer": "a whole number"}
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
        today: the day that ``reviewed`` is proposed to be.
    """

    out: Console
    read: Read
    today: date

    def fill(self, draft: Draft, columns: Sequence[str]) -> Draft:
        """Return the draft with the answers to the questions about these columns.

        Raises:
            EOFError: the input ended before.
        """
        say(self.out, INTRODUCTION, "dim")
        at = 0
        while at < len(columns):
            say(self.out)
            place = f"{at + 1}/{len(columns)}"
            answered = self._ask(draft, columns[at], place, columns[at + 1 :])
            draft = answered or draft
            at = at + 1 if answered else max(at - 1, 0)
        return draft

    def agrees(self, question: str) -> bool:
        """Return whether the answer to a question is yes; Enter is one."""
        return self.read(f"{question} [Y/n] ").strip().casefold() in ("", "y", "yes")

    def _ask(self, draft: Draft, column: str, place: str, unasked: Sequence[str]) -> Draft | None:
        """Return the draft with one more answer that is right; None to go back."""
        field = draft.row.table.description.fields[column]
        known, proposed = choices(draft, field), self._proposed(draft, field)
        self._introduce(draft, field, place, known)
        prompt = f"{column} [{proposed}]> " if proposed else f"{column}> "
        told = set(draft.problems(self.today))
        while True:
            answer = self.read(prompt).strip()
            if answer == _BACK:
                return None
            if answer == _HELP or (known and answer.startswith(_HELP)):
                self._help(field, known, answer.removeprefix(_HELP).strip())
                continue
            written = self._written(field, known, answer or proposed)
            if written is not None:
                filled = draft.filled(column, written)
                found = filled.problems(self.today)
                answered = [each for each in found if each.field not in unasked]
                if self._is_right(p for p in answered if p.field == column or p not in told):
                    return filled

    def _proposed(self, draft: Draft, field: Field) -> str:
        """Return what Enter means: what was answered before, or what is likely."""
        if draft.cells.get(field.name):
            return draft.cells[field.name]
        if field.name == "id":
            return propose_id(draft)
        return self.today.isoformat() if field.name == REVIEWED else ""

    def _introduce(self, draft: Draft, field: Field, place: str, known: Sequence[Choice]) -> None:
        title = in_language(field.title, draft.desk.edition.language)
        need = "required" if field.required else "may be empty"
        say(self.out, f"{place}  {title} ({need})", "heading")
        for text in (field.description, unit(field), _manner(field, known)):
            if text:
                say(self.out, text, indent=4)

    def _help(self, field: Field, known: Sequence[Choice], words: str) -> None:
        """Tell what an answer may be, or which of the known ones have some words in them."""
        chosen = alike(known, words, 4 * _FOUND) if words else list(known)[: 4 * _FOUND]
        if words and not chosen:
            say(self.out, f'nothing is called "{words}"', indent=4)
        if not known:
            say_pairs(self.out, help_of(field).items(), indent=4)
        say_pairs(self.out, ((each.written, _told_of(each)) for each in chosen), indent=4)
        if len(known) > len(chosen) > 0:
            left = len(known) - len(chosen)
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
        """Return what an item of an answer means; what is unlike all that is known, as it is."""
        if same := exactly(known, item):
            if same.written != item:
                say(self.out, f"= {same}", "dim", indent=4)
            return same.written
        near = alike(known, item, _FOUND)
        if len(near) == 1:
            return near[0].written if self.agrees(f'    did you mean "{near[0]}"?') else None
        return self._picked(near) if near else item

    def _picked(self, near: Sequence[Choice]) -> str | None:
        numbered = [(str(number), str(each)) for number, each in enumerate(near, start=1)]
        say_pairs(self.out, numbered, indent=4)
        number = self.read("    which one? (its number; Enter: none) ").strip()
        chosen = dict(zip((number for number, _ in numbered), near, strict=True)).get(number)
        return chosen.written if chosen else None

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


def help_of(field: Field) -> Mapping[str, str]:
    """Return what is known of a column where any text will do, by name."""
    told = {
        "column": field.name,
        "kind": _KINDS.get(field.type, field.type),
        "between items": field.delimiter if field.is_list else "",
    }
    told |= {words: str(field.constraints.get(name, "")) for name, words in _LIMITS.items()}
    return {name: text for name, text in told.items() if text}
