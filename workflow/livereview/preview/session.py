"""One preview, from its start until someone ends it: watch, build, show."""

from __future__ import annotations

import signal
import sys
import tempfile
import time
import webbrowser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from livereview.preview.pdf import Pdfs
from livereview.preview.server import PreviewServer
from livereview.preview.state import Board, State
from livereview.preview.watcher import look, wait_for_change
from livereview.preview.worker import Failure, Worker
from livereview.problems import Problem, count, errors


def preview(root: Path, name: str, port: int, *, browser: bool) -> None:
    """Show an edition and build it again whenever a file is saved, until Ctrl-C.

    Args:
        root: the review's folder.
        name: the edition's folder below manuscript/.
        port: the port to serve on; 0 for any that is free.
        browser: whether to open the page in the browser.

    Raises:
        PortTaken: the port can't be had.
    """
    with ExitStack() as stack:
        stack.enter_context(_ended_by_signals())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="livereview-")))
        board = Board()
        pdfs = Pdfs(root, name, folder, board)
        stack.callback(pdfs.stop)
        server = PreviewServer(port, name, board, pdfs.make)
        server.start()
        stack.callback(server.stop)
        worker = Worker(root, name, folder)
        stack.callback(worker.close)
        print(f"preview of {name}: {server.address}\nCtrl-C ends it", flush=True)
        if browser:
            webbrowser.open(server.address)
        _watch(root, worker, board, server.address)


def _watch(root: Path, worker: Worker, board: Board, address: str) -> None:
    """Build the review, and again whenever a file is saved."""
    told: list[Problem] = []
    while True:
        before, started = look(root), time.monotonic()
        board.put(building=True)
        outcome = worker.build()
        if isinstance(outcome, Failure):
            state = board.put(building=False, failure=outcome.text)
            print(outcome.text, file=sys.stderr, flush=True)
        else:
            page = outcome.page or board.state.page
            state = board.put(building=False, failure="", page=page, problems=outcome.problems)
        wrong = errors(state.problems)
        if wrong != told:
            print(*wrong, sep="\n")
        told = wrong
        print(_summary(state, time.monotonic() - started, address), flush=True)
        wait_for_change(root, before)


def _summary(state: State, seconds: float, address: str) -> str:
    """Return how long a build took and how it stands; errors stand above it, one by one."""
    warnings = f" {count(state.warnings)}: the page tells them." if state.warnings else ""
    when, status = time.strftime("%H:%M:%S"), state.status.removesuffix(".")
    return f"{when}: built in {seconds:.1f} s. {status}.{warnings} {address}"


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let a closed terminal and a polite kill end the preview as Ctrl-C does."""

    def end(*_: Any) -> None:
        raise KeyboardInterrupt

    before = {each: signal.signal(each, end) for each in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
