"""Turn the events of a Snakemake run into the few lines that a person needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from logging import ERROR, LogRecord
from pathlib import Path

from snakemake.common import NOTHING_TO_BE_DONE_MSG
from snakemake_interface_logger_plugins.common import LogEvent

# The rules that the console knows by name: the one that only gathers, and the last one.
_GATHERING = "all"
_PUBLISHING = "publish_results"

# How Snakemake begins what it says when someone presses Ctrl-C.
_INTERRUPTED = "Terminating processes on user request"

_GREEN, _RED = "32", "31"
_NAME_WIDTH = 32


@dataclass(frozen=True)
class Step:
    """A job of the workflow: what it does in words, when it began, and what it makes."""

    rule: str
    words: str
    began: float
    log: list[str]
    output: list[str]


class Console:
    """Follows one run, event by event.

    Args:
        colours: mark success and failure by colour.
        dry_run: steps are only named, none is run.
    """

    def __init__(self, *, colours: bool, dry_run: bool) -> None:
        self._colours = colours
        self._dry_run = dry_run
        self._steps: dict[int, Step] = {}
        self._total = 0
        self._done = 0
        self._errors = 0
        self._failed = False
        self._interrupted = False
        self._handlers: dict[object, Callable[[LogRecord], Iterator[str]]] = {
            LogEvent.RUN_INFO: self._plan,
            LogEvent.JOB_INFO: self._begin,
            LogEvent.JOB_FINISHED: self._finish,
            LogEvent.JOB_ERROR: self._fail,
            LogEvent.ERROR: self._error,
            None: self._remark,
        }

    def lines(self, record: LogRecord) -> Iterator[str]:
        """Yield the lines that say what has happened."""
        handler = self._handlers.get(getattr(record, "event", None))
        if handler:
            yield from handler(record)

    def _plan(self, record: LogRecord) -> Iterator[str]:
        stats = record.__dict__["stats"]
        self._total = stats["total"] - stats.get(_GATHERING, 0)
        yield from ()

    def _begin(self, record: LogRecord) -> Iterator[str]:
        event = record.__dict__
        words = event["rule_msg"] or event["rule_name"].replace("_", " ")
        step = Step(event["rule_name"], words, record.created, event["log"], event["output"])
        self._steps[event["jobid"]] = step
        if self._dry_run and step.rule != _GATHERING:
            yield f"would {words}"

    def _finish(self, record: LogRecord) -> Iterator[str]:
        step = self._steps[record.__dict__["job_id"]]
        if step.rule == _GATHERING:
            return
        self._done += 1
        width = len(str(self._total))
        seconds = record.created - step.began
        count = f"[{self._done:{width}}/{self._total}]"
        yield f"{count} {step.words:<{_NAME_WIDTH}} {seconds:5.1f} s"
        if step.rule == _PUBLISHING:
            yield self._coloured(_GREEN, "the review is built: " + ", ".join(_documents(step)))

    def _fail(self, record: LogRecord) -> Iterator[str]:
        """Say where the run stopped; the step itself has said why."""
        if self._interrupted:
            return
        step = self._steps[record.__dict__["jobid"]]
        self._failed = True
        log = ", ".join(step.log)
        yield self._coloured(_RED, f"stopped at: {step.words} (results/ is as it was; log: {log})")

    def _error(self, record: LogRecord) -> Iterator[str]:
        """Explain why nothing could be started; what ended a started run, its step explains."""
        self._errors += 1
        if not self._steps and not self._failed:
            self._failed = True
            yield _problems_of_sources() or record.getMessage()
            yield self._coloured(_RED, "stopped before the first step")

    def _remark(self, record: LogRecord) -> Iterator[str]:
        if record.getMessage() == NOTHING_TO_BE_DONE_MSG:
            yield "nothing to do: results/ is up to date"
        elif record.getMessage().startswith(_INTERRUPTED):
            self._failed = self._interrupted = True
            yield self._coloured(_RED, "interrupted (results/ is as it was)")
        elif record.levelno >= ERROR and not self._failed and not self._steps:
            self._failed = True
            yield record.getMessage()

    def end(self) -> Iterator[str]:
        """Yield what is left to say when the run has ended: that no step explained its error."""
        if self._errors and not self._failed:
            yield self._coloured(_RED, "internal error: the last file in .snakemake/log tells more")

    def _coloured(self, colour: str, text: str) -> str:
        return f"\033[{colour}m{text}\033[0m" if self._colours else text


def _documents(step: Step) -> list[str]:
    """Return the published files that people open: those that lie in no folder of their own."""
    names = [words.split(" ")[0] for words in step.output]
    found = [Path(name) for name in names if name.startswith("results/") and name.count("/") == 1]
    return [path.as_posix() for path in found if path.suffix not in ("", ".json", ".txt")]


def _problems_of_sources() -> str:
    """Return what is wrong with the review's files, if they are why Snakemake could not start.

    A configuration that is no YAML, a library that is missing: Snakemake gives up on them before
    the check of the sources can run, and words it for the makers of workflows.
    """
    try:
        from livereview.check import check_review
        from livereview.dates import today
        from livereview.problems import ProblemsFound, errors, show
    except ImportError:
        return ""
    try:
        problems = errors(check_review(Path(), today()))
    except ProblemsFound as found:
        problems = errors(found.problems)
    except Exception:  # noqa: BLE001 (Snakemake's own message is shown then)
        return ""
    return show(problems) if problems else ""
