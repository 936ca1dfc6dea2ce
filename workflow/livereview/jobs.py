"""Run one step of the build: what goes wrong in it is shown in the author's words.

The scripts of the rules use this, and nothing else in the engine knows of Snakemake.
"""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from livereview.problems import ProblemsFound

# What a shell expects of a program that was stopped with Ctrl-C.
_INTERRUPTED = 130


@contextmanager
def step(job: Any) -> Iterator[Callable[[str], None]]:
    """Run the body as one step of the build.

    Whatever the body or a program that it starts prints goes to the step's log. A person sees the
    problems of the sources, or one line that names the log if the engine itself is at fault.

    Args:
        job: the ``snakemake`` object of the script.

    Yields:
        A function that shows a text to the person who builds.
    """
    # A step is short and its memory small: looking for garbage costs more than it gives back.
    gc.disable()
    log = Path(job.log[0])
    with _printing_to(log) as show:
        try:
            yield show
        except ProblemsFound as found:
            print(found)
            show(str(found))
            sys.exit(1)
        except KeyboardInterrupt:
            sys.exit(_INTERRUPTED)
        except Exception as error:  # noqa: BLE001 (a traceback is for the log, whatever it is)
            traceback.print_exc()
            show(f"internal error in {job.rule}{_cause(error)}: see {log}")
            sys.exit(1)
        finally:
            gc.enable()


def _cause(error: Exception) -> str:
    """Return what the system says, if that is where the error comes from: a full disk, say."""
    return f" ({error.strerror})" if isinstance(error, OSError) and error.strerror else ""


@contextmanager
def _printing_to(log: Path) -> Iterator[Callable[[str], None]]:
    """Send what this process prints, and the programs it starts, to the log."""
    terminal = os.dup(2)
    before = os.dup(1), os.dup(2)

    def show(text: str) -> None:
        os.write(terminal, f"{text}\n".encode())

    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb", buffering=0) as stream:
        _redirect(stream.fileno(), stream.fileno())
        try:
            yield show
        finally:
            _redirect(*before)
            for descriptor in (terminal, *before):
                os.close(descriptor)


def _redirect(output: int, errors: int) -> None:
    """Make these descriptors the process's standard output and standard error."""
    sys.stdout.flush()
    sys.stderr.flush()
    os.dup2(output, 1)
    os.dup2(errors, 2)
