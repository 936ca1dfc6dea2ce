"""What a person sees of a build: one line a step, then where the results are, or what is wrong.

Snakemake finds this plugin by its name (``--logger livereview``). Snakemake's own account of a
run, in all its detail, stays in ``.snakemake/log``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from logging import LogRecord

from snakemake_interface_logger_plugins.base import LogHandlerBase

from snakemake_logger_plugin_livereview.console import Console

__all__ = ["LogHandler"]


class LogHandler(LogHandlerBase):
    """Hands Snakemake's events to the console."""

    def __post_init__(self) -> None:
        """Set the console up for this terminal."""
        plain = self.common_settings.nocolor or os.environ.get("NO_COLOR")
        colours = sys.stdout.isatty() and not plain and os.environ.get("TERM") != "dumb"
        self.console = Console(colours=colours, dry_run=self.common_settings.dryrun)

    def emit(self, record: LogRecord) -> None:
        """Show what the event means to the person who builds, which is often nothing."""
        self._show(self.console.lines(record))

    def close(self) -> None:
        """Show what is left to say."""
        self._show(self.console.end())
        super().close()

    def _show(self, lines: Iterable[str]) -> None:
        # A reader that stopped listening (`make | head`) is no reason to stop the build.
        with suppress(BrokenPipeError):
            for line in lines:
                print(line, flush=True)

    @property
    def writes_to_stream(self) -> bool:
        """Take the place of Snakemake's own text."""
        return True

    @property
    def writes_to_file(self) -> bool:
        """Write no file."""
        return False

    @property
    def has_filter(self) -> bool:
        """Choose here what is shown, so that Snakemake's filter for quiet runs isn't needed."""
        return True

    @property
    def has_formatter(self) -> bool:
        """Word all lines here."""
        return True

    @property
    def needs_rulegraph(self) -> bool:
        """Do without the graph of the rules."""
        return False
