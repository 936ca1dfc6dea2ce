"""What is raised where a work can't be had."""

from __future__ import annotations

FILE_ROUTE = (
    "save its citation as .ris or .bib (the publisher's page or a catalogue offers one), and add "
    "that file: ./livereview add FILE.ris"
)


class LookupFailed(Exception):
    """Raised where a work can't be had from a service or a file; says why, and what to do."""

    def __init__(self, message: str, hint: str = FILE_ROUTE) -> None:
        super().__init__(f"{message}\n    {hint}")
