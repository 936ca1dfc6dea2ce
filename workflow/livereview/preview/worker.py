"""The process that builds: the server stays free meanwhile, and what builds has no threads."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import tempfile
import traceback
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from livereview.preview.builder import Builder, Outcome


@dataclass(frozen=True)
class Failure:
    """The engine itself failed; ``text`` is its traceback."""

    text: str


class Worker:
    """Builds an edition, see `Builder`, in a process of its own."""

    def __init__(self, root: Path, name: str, folder: Path) -> None:
        context = multiprocessing.get_context("spawn")
        self._orders, other = context.Pipe()
        self._process = context.Process(target=_work, args=(other, root, name, folder))
        self._process.start()
        other.close()

    def build(self) -> Outcome | Failure:
        """Build the page of the files as they are."""
        try:
            self._orders.send(None)
            outcome: Outcome | Failure = self._orders.recv()
        except (EOFError, OSError):
            return Failure("the process that builds has ended")
        return outcome

    def close(self) -> None:
        """End the process, and all that it has started."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid or 0, signal.SIGTERM)
        self._process.terminate()
        self._process.join()
        self._orders.close()


def _work(orders: Connection[Any, Any], root: Path, name: str, folder: Path) -> None:
    # A group of its own: Ctrl-C is for the server, which then ends the group.
    os.setpgrp()
    tempfile.tempdir = str(folder)  # what is left behind when it is ended goes with the folder
    builder = Builder(root, name, folder)
    with suppress(EOFError, OSError):
        while True:
            orders.recv()
            orders.send(_outcome(builder))
            # Looking for garbage takes a while: between two builds nobody waits for it.
            gc.collect()
    builder.close()


def _outcome(builder: Builder) -> Outcome | Failure:
    gc.disable()
    try:
        return builder.build()
    except Exception:  # noqa: BLE001 (whatever it is, the next build may do without)
        return Failure(traceback.format_exc())
    finally:
        gc.enable()
