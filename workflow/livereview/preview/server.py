"""The preview's server: for browsers of this machine alone, and for nothing but the preview.

A page of another site could have this address looked up under its own name (DNS rebinding), or load
from here what it can't read. So a request has to name this machine, and to come from our own page.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from livereview.preview.page import dressed, waiting_page
from livereview.preview.state import Board

ADDRESS = "127.0.0.1"
# So often a page is written to although there is nothing new: to notice that it was closed.
_PULSE = 5.0

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

#: Returns the PDF of the current state.
PdfMaker = Callable[[], bytes]


class NoPdf(Exception):
    """Raised where there can be no PDF now; says why."""


class PortTaken(Exception):
    """Raised where a port can't be had; says why."""


class PreviewServer(ThreadingHTTPServer):
    """Serves one edition's page, its PDF and its news.

    Args:
        port: the port; 0 for any that is free.
        name: the edition.
        board: what is shown.
        make_pdf: see `PdfMaker`.

    Raises:
        PortTaken: the port can't be had.
    """

    daemon_threads = True

    def __init__(self, port: int, name: str, board: Board, make_pdf: PdfMaker) -> None:
        try:
            super().__init__((ADDRESS, port), _Handler)
        except OSError as error:
            raise PortTaken(error.strerror) from error
        self.name = name
        self.board = board
        self.make_pdf = make_pdf
        self.hosts = {f"{host}:{self.server_port}" for host in (ADDRESS, "localhost")}
        self._thread = threading.Thread(target=self.serve_forever, args=(0.1,), daemon=True)

    @property
    def address(self) -> str:
        """The address of the page."""
        return f"http://{ADDRESS}:{self.server_port}/{self.name}.html"

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()

    def stop(self) -> None:
        """End, and give the port back."""
        self.shutdown()
        self.server_close()
        self._thread.join()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that has gone away."""


class _Handler(BaseHTTPRequestHandler):
    server: PreviewServer

    def do_GET(self) -> None:
        """Answer a request."""
        if refusal := self._refusal():
            self._send(HTTPStatus.FORBIDDEN, refusal)
            return
        name = self.server.name
        pages = {
            "/": self._send_on,
            f"/{name}.html": self._send_page,
            f"/{name}.pdf": self._send_pdf,
            "/events": self._send_events,
        }
        answer = pages.get(self.path.partition("?")[0], self._send_nothing)
        answer()

    def log_message(self, *_: Any) -> None:
        """Keep the terminal for what is wrong with the review."""

    def _refusal(self) -> str:
        """Why a request gets no answer; an empty text if it gets one."""
        headers, hosts = self.headers, self.server.hosts
        if headers.get("Host") not in hosts:
            return "This address serves the preview of this machine alone."
        if headers.get("Origin") not in {None, *(f"http://{host}" for host in hosts)}:
            return "Only the preview's own page may ask."
        # Someone may follow a link to here, but no other page may load anything from here.
        elsewhere = headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin")
        if elsewhere and headers.get("Sec-Fetch-Mode") != "navigate":
            return "Only the preview's own page may ask."
        return ""

    def _send_on(self) -> None:
        self._send(HTTPStatus.FOUND, "", Location=f"/{self.server.name}.html")

    def _send_page(self) -> None:
        state = self.server.board.state
        page = dressed(state.page, state.version) if state.page else waiting_page()
        self._send(HTTPStatus.OK, page.encode(), "text/html; charset=utf-8")

    def _send_pdf(self) -> None:
        try:
            pdf = self.server.make_pdf()
        except NoPdf as error:
            self._send(HTTPStatus.CONFLICT, str(error))
        else:
            self._send(HTTPStatus.OK, pdf, "application/pdf")

    def _send_nothing(self) -> None:
        name = self.server.name
        made = f"The preview makes {name}.html and {name}.pdf; `make` makes all else."
        self._send(HTTPStatus.NOT_FOUND, made)

    def _send_events(self) -> None:
        """Tell each state as it comes, until the page is closed."""
        self._start(HTTPStatus.OK, {"Content-Type": "text/event-stream"})
        number = -1
        with suppress(OSError):
            while True:
                state = self.server.board.after(number, _PULSE)
                new = state.number > number
                text = f"data: {json.dumps(state.as_data())}\n\n" if new else ":\n\n"
                number = state.number
                self.wfile.write(text.encode())
                self.wfile.flush()

    def _send(
        self,
        status: HTTPStatus,
        content: bytes | str,
        kind: str = "text/plain; charset=utf-8",
        **headers: str,
    ) -> None:
        body = content.encode() if isinstance(content, str) else content
        self._start(status, {"Content-Type": kind, "Content-Length": str(len(body)), **headers})
        with suppress(OSError):
            self.wfile.write(body)

    def _start(self, status: HTTPStatus, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**_HEADERS, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
