"""From Snakemake's events to the lines that a person sees."""

import logging
from types import SimpleNamespace

import pytest
from snakemake.common import NOTHING_TO_BE_DONE_MSG
from snakemake_interface_logger_plugins.common import LogEvent
from snakemake_logger_plugin_livereview import LogHandler
from snakemake_logger_plugin_livereview.console import Console


class Events:
    """Events as Snakemake sends them, and what the console says to each."""

    def __init__(self, *, colours: bool = False, dry_run: bool = False) -> None:
        self.console = Console(colours=colours, dry_run=dry_run)

    def send(self, event: LogEvent | None, message: str = "", **details) -> list[str]:
        level = logging.ERROR if event in (LogEvent.ERROR, LogEvent.JOB_ERROR) else logging.INFO
        record = logging.LogRecord("snakemake", level, "", 0, message, None, None)
        record.__dict__.update(details)
        if event:
            record.__dict__["event"] = event
        record.created = details.get("at", 0.0)
        return list(self.console.lines(record))

    def plan(self, **stats: int) -> list[str]:
        return self.send(LogEvent.RUN_INFO, stats={**stats, "total": sum(stats.values())})

    def begin(self, jobid: int, rule: str, words: str = "", at: float = 0.0, **more) -> list[str]:
        details = {"log": [f"work/logs/{rule}.log"], "output": [], **more}
        return self.send(
            LogEvent.JOB_INFO, jobid=jobid, rule_name=rule, rule_msg=words, at=at, **details
        )

    def finish(self, jobid: int, at: float = 0.0) -> list[str]:
        return self.send(LogEvent.JOB_FINISHED, job_id=jobid, at=at)


@pytest.fixture
def events() -> Events:
    return Events()


def test_a_finished_step_is_one_line_with_progress_and_time(events: Events) -> None:
    assert events.plan(weave_review=1, write_pdf=1, all=1) == []
    assert events.begin(1, "weave_review", "weave review", at=10.0) == []
    assert events.finish(1, at=11.94) == ["[1/2] weave review                       1.9 s"]


def test_a_rule_without_a_message_is_called_by_its_name(events: Events) -> None:
    events.plan(draw_figure=1)
    events.begin(1, "draw_figure")
    assert events.finish(1) == ["[1/1] draw figure                        0.0 s"]


def test_the_rule_that_only_gathers_is_no_step(events: Events) -> None:
    events.plan(all=1)
    events.begin(0, "all")
    assert events.finish(0) == []


def test_the_last_step_names_the_documents(events: Events) -> None:
    events.plan(publish_results=1)
    output = ["results/review.html", "results/review.pdf", "results/tables/safety.csv"]
    output += ["results/README.txt", "results/SHA256SUMS", "results/ro-crate-metadata.json"]
    output += ["work/published"]
    shown = [f"{name} (update)" for name in output]
    events.begin(1, "publish_results", "publish the results", output=shown)
    assert events.finish(1)[1:] == ["the review is built: results/review.html, results/review.pdf"]


def test_nothing_to_do_is_said(events: Events) -> None:
    said = events.send(None, NOTHING_TO_BE_DONE_MSG)
    assert said == ["nothing to do: results/ is up to date"]


def test_snakemakes_own_remarks_are_not_shown(events: Events) -> None:
    assert events.send(None, "Building DAG of jobs...") == []
    assert events.send(LogEvent.RESOURCES_INFO, "Provided cores: 2") == []
    assert events.send(LogEvent.SHELLCMD, "a command") == []


def test_a_failed_step_is_named_once(events: Events) -> None:
    events.plan(check_sources=1, all=1)
    events.begin(1, "check_sources", "check the sources")
    assert events.send(LogEvent.ERROR, "RuleException in ...") == []
    assert events.send(LogEvent.JOB_ERROR, jobid=1) == [
        "stopped at: check the sources (results/ is as it was; log: work/logs/check_sources.log)"
    ]
    assert events.send(LogEvent.ERROR, "WorkflowError: At least one job did not complete") == []
    assert list(events.console.end()) == []


def test_an_error_that_no_step_explains_is_not_lost(events: Events) -> None:
    events.plan(check_sources=1, all=1)
    events.begin(1, "check_sources", "check the sources")
    events.send(LogEvent.ERROR, "something in Snakemake itself")
    assert list(events.console.end()) == [
        "internal error: the last file in .snakemake/log tells more"
    ]


def test_a_run_that_cannot_start_tells_what_is_wrong_with_the_sources(
    events: Events, tmp_path, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = "\n".join(events.send(LogEvent.ERROR, "WorkflowError: config file not found"))
    assert "config/config.yaml: the file is missing" in said
    assert said.endswith("stopped before the first step")


def test_without_a_fault_in_the_sources_snakemakes_message_is_shown(
    events: Events, monkeypatch
) -> None:
    monkeypatch.setattr("livereview.check.check_review", lambda root, today: [])
    assert events.send(LogEvent.ERROR, "MissingRuleException: no rule") == [
        "MissingRuleException: no rule",
        "stopped before the first step",
    ]


def test_an_interrupted_run_does_not_speak_of_failed_steps(events: Events) -> None:
    events.plan(check_sources=1)
    events.begin(1, "check_sources", "check the sources")
    said = events.send(None, "Terminating processes on user request, this might take some time.")
    assert said == ["interrupted (results/ is as it was)"]
    assert events.send(LogEvent.JOB_ERROR, jobid=1) == []
    assert list(events.console.end()) == []


def test_a_dry_run_names_the_steps() -> None:
    events = Events(dry_run=True)
    events.plan(weave_review=1, all=1)
    assert events.begin(1, "weave_review", "weave review") == ["would weave review"]
    assert events.begin(0, "all") == []


def test_success_and_failure_have_their_colours() -> None:
    events = Events(colours=True)
    events.plan(publish_results=1)
    events.begin(1, "publish_results", output=["results/a.pdf"])
    assert events.finish(1)[1] == "\033[32mthe review is built: results/a.pdf\033[0m"
    assert events.send(LogEvent.JOB_ERROR, jobid=1)[0].startswith("\033[31mstopped at")


@pytest.mark.parametrize(
    ("terminal", "environment", "nocolor", "coloured"),
    [
        (True, {"TERM": "xterm"}, False, True),
        (False, {"TERM": "xterm"}, False, False),
        (True, {"TERM": "xterm", "NO_COLOR": "1"}, False, False),
        (True, {"TERM": "xterm", "NO_COLOR": ""}, False, True),
        (True, {"TERM": "dumb"}, False, False),
        (True, {"TERM": "xterm"}, True, False),
    ],
)
def test_colours_are_for_terminals_that_want_them(
    terminal, environment, nocolor, coloured, monkeypatch
) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout", SimpleNamespace(isatty=lambda: terminal))
    handler = LogHandler(SimpleNamespace(nocolor=nocolor, dryrun=False), None)
    assert handler.console._coloured("32", "x") == ("\033[32mx\033[0m" if coloured else "x")
