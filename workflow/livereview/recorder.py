"""What expressions read of the evidence, and what they asked for in vain.

Rows note here each cell that is read from them, so that a sentence knows what it rests on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from jinja2 import ChainableUndefined

#: What is read of a row that may not be printed.
STATUS = "status"

# What a drawing reports of itself is read like a row of a table with this name.
FIGURES = "figure"


class Read(NamedTuple):
    """One cell that was read; with an empty column, a row that a query selected.

    Attributes:
        as_name: whether it was read to call the row by its name, which tells nothing of it.
    """

    table: str
    id: str
    column: str = ""
    as_name: bool = False

    @classmethod
    def of_row(cls, row: str, column: str = "") -> Read:
        """Return what reading a column of a row (``table:id``) notes; without one, selecting it."""
        table, _, id = row.partition(":")
        return cls(table, id, column)

    @property
    def row(self) -> str:
        """The row, as ``table:id``."""
        return f"{self.table}:{self.id}"

    @property
    def of_evidence(self) -> bool:
        """Whether it was read from a row, and not from what a drawing reports of itself."""
        return self.table != FIGURES


@dataclass(frozen=True)
class Fault:
    """What went wrong while an expression was evaluated; its reader knows file and line."""

    field: str
    code: str
    message: str
    hint: str = ""


@dataclass
class Recorder:
    """Notes what expressions read, and what they asked for in vain."""

    reads: set[Read] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    silent: bool = False

    def note(self, table: str, id: str, column: str = "", *, as_name: bool = False) -> None:
        """Note that a cell was read, or a row selected."""
        if not self.silent:
            self.reads.add(Read(table, id, column, as_name))

    def fault(self, field: str, code: str, message: str, hint: str = "") -> Absent:
        """Note a fault; return the stand-in for what was asked for."""
        self.faults.append(Fault(field, code, message, hint))
        return Absent()

    def take_reads(self) -> frozenset[Read]:
        """Return what was read since the last call."""
        reads, self.reads = frozenset(self.reads), set()
        return reads

    def take_faults(self) -> list[Fault]:
        """Return what went wrong since the last call, each fault once."""
        faults, self.faults = list(dict.fromkeys(self.faults)), []
        return faults


class Facts(dict[str, Any]):
    """What a figure reports of itself, for the text to quote; notes what is read of it."""

    def __init__(self, figure: str, facts: Mapping[str, Any], recorder: Recorder) -> None:
        super().__init__(facts)
        self._figure, self._recorder = figure, recorder

    def __getitem__(self, name: str) -> Any:
        if name in self:
            self._recorder.note(FIGURES, self._figure, name)
        return super().__getitem__(name)


class Absent(ChainableUndefined):
    """Stands for a value that is not there, after its problem was noted: it absorbs all use."""

    def __call__(self, *_: Any, **__: Any) -> Absent:  # type: ignore[override]
        """Return itself, whatever it is called with."""
        return self


def _absorb(self: Absent, *_: Any) -> Absent:
    return self


def _compare(*_: object) -> bool:
    return False


for _operator in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow"):
    setattr(Absent, f"__{_operator}__", _absorb)
    setattr(Absent, f"__r{_operator}__", _absorb)
for _operator in ("round", "abs", "neg", "pos"):
    setattr(Absent, f"__{_operator}__", _absorb)
for _operator in ("lt", "le", "gt", "ge"):
    setattr(Absent, f"__{_operator}__", _compare)
for _operator in ("int", "float"):
    # The filters of these names then take it for what is no number.
    setattr(Absent, f"__{_operator}__", None)
