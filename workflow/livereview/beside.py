"""Do two things at once that need nothing of each other."""

from __future__ import annotations

import multiprocessing
import sys
import threading
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


def begin(action: Callable[[], Result]) -> Callable[[], Result]:
    """Start an action in a process of its own; return what waits for its result.

    The process is a copy of this one, so the action finds all that is in memory, and nothing that
    it does there is seen here but its result. Where a process can't be copied safely, or the copy
    fails, the action is done when its result is asked for.
    """
    if sys.platform != "linux" or threading.active_count() > 1:
        return action
    copying = multiprocessing.get_context("fork")
    receiver, sender = copying.Pipe(duplex=False)
    process = copying.Process(target=lambda: sender.send(action()), daemon=True)
    process.start()
    sender.close()

    def result() -> Result:
        try:
            found: Result = receiver.recv()
        except EOFError:
            return action()
        process.join()
        return found

    return result
