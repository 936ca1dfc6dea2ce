"""The PDF of the review as it is now, made when someone asks for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

from livereview.config import LIBRARY
from livereview.document import write_document
from livereview.library import write_csl
from livereview.preview.server import NoPdf
from livereview.preview.state import Board
from livereview.problems import ProblemsFound
from livereview.version import read_version
from livereview.writers.pdf import write_pdf


class Pdfs:
    """Makes PDFs of an edition, one at a time, in a process of their own.

    Args:
        root: the review's folder.
        name: the edition.
        folder: the preview's own folder, with the drawings.
        board: what is shown.
    """

    def __init__(self, root: Path, name: str, folder: Path, board: Board) -> None:
        self._command = [sys.executable, "-m", __name__, str(root), name, str(folder)]
        self._output = folder / f"{name}.pdf"
        self._board = board
        self._lock = threading.Lock()
        self._made = ""
        self._process: subprocess.Popen[str] | None = None

    def make(self) -> bytes:
        """Return the PDF of the current state.

        Raises:
            NoPdf: something is wrong with the review.
        """
        with self._lock:
            version = self._board.state.version
            if not version:
                raise NoPdf("There is no version without errors yet.")
            if version != self._made:
                self._run()
                self._made = version
            return self._output.read_bytes()

    def stop(self) -> None:
        """End what is being made."""
        if self._process:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def _run(self) -> None:
        self._made = ""
        self._process = subprocess.Popen(
            self._command,
            env=os.environ | {"TMPDIR": str(self._output.parent)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for the server, see `stop`
            text=True,
        )
        said, _ = self._process.communicate()
        if self._process.returncode:
            raise NoPdf(said)


def main(root: Path, name: str, folder: Path) -> int:
    """Write an edition's PDF into a preview's folder; print what is wrong."""
    figures, library = folder / "figures", folder / "pdf-library.json"
    document = folder / "pdf-document.json"
    try:
        write_csl(root / LIBRARY, library)
        write_document(root, name, library, figures, document)
        write_pdf(document, folder / f"{name}.pdf", figures=figures, version=read_version(root))
    except ProblemsFound as found:
        print(found)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])))
