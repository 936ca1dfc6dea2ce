"""Ask a service on the web: politely, patiently, and not for ever."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Self
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError
from urllib3.util.retry import Retry

from livereview.adding.failures import FILE_ROUTE, LookupFailed

# A service that is busy or has a bad moment answers so, and better the next time.
_PASSING = (429, 500, 502, 503, 504)
_ABSENT = (404, 410)

# The record of a work with a thousand authors has a few hundred thousand bytes.
_LARGEST = 8_000_000


@dataclass(frozen=True)
class Patience:
    """How long to wait, in seconds, and how often to ask again."""

    connection: float = 10
    silence: float = 20
    whole: float = 60
    pause: float = 1
    longest_pause: float = 30
    attempts: int = 3


class Web:
    """The web, as a program that says who it is asks it; used in a ``with`` statement."""

    def __init__(self, contact: str = "", patience: Patience | None = None) -> None:
        self.contact = contact
        self._patience = patience or Patience()
        self._session = requests.Session()
        self._session.max_redirects = 5
        self._session.headers["User-Agent"] = _agent(contact)
        adapter = HTTPAdapter(max_retries=_retries(self._patience))
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._session.close()

    def get(self, url: str, accept: str, parameters: Mapping[str, str] | None = None) -> bytes:
        """Return the content at an address; an empty one where there is nothing.

        Args:
            url: the address.
            accept: media type that is wanted; any other than HTML is taken for it.
            parameters: what is asked for.

        Raises:
            LookupFailed: the service can't be reached, or answers with something else.
        """
        service = urlsplit(url).netloc
        started = time.monotonic()
        try:
            with self._session.get(
                url,
                params=parameters,
                headers={"Accept": accept},
                stream=True,
                timeout=(self._patience.connection, self._patience.silence),
            ) as response:
                if response.status_code in _ABSENT:
                    return b""
                _refuse(response)
                return self._content(response, service, started)
        except requests.RequestException as error:
            raise LookupFailed(f"{service} can't be reached: {_reason(error)}") from None
        except HTTPError as error:
            raise LookupFailed(f"{service} broke off its answer: {_reason(error)}") from None
        except ValueError:
            message = f"{service} can't be reached: it sends to what is no address"
            raise LookupFailed(message) from None

    def _content(self, response: requests.Response, service: str, started: float) -> bytes:
        """Return what a response holds, piece by piece, so that neither size nor time runs away."""
        content = bytearray()
        while piece := response.raw.read1(65_536, decode_content=True):
            content += piece
            if len(content) > _LARGEST:
                raise LookupFailed(f"{service} answers with more than a record has")
            if time.monotonic() - started > self._patience.whole:
                raise LookupFailed(f"{service} is too slow: it still sends its answer")
        return bytes(content)


def _agent(contact: str) -> str:
    return f"livereview (mailto:{contact})" if contact else "livereview"


def _retries(patience: Patience) -> Retry:
    return Retry(
        total=patience.attempts,
        connect=1,  # without a network it would but take longer to say so
        redirect=False,
        status_forcelist=_PASSING,
        backoff_factor=patience.pause,
        backoff_max=patience.longest_pause,
        retry_after_max=int(patience.longest_pause),
        raise_on_status=False,
    )


def _refuse(response: requests.Response) -> None:
    """Raise ``LookupFailed`` for an answer that is no record."""
    service = urlsplit(response.url).netloc
    status = response.status_code
    if status != HTTPStatus.OK:
        hint = f"try again later, or {FILE_ROUTE}" if status in _PASSING else FILE_ROUTE
        words = f"{status} {response.reason or ''}".strip()
        raise LookupFailed(f"{service} answers with an error: {words}", hint)
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if media_type in ("text/html", "application/xhtml+xml"):
        raise LookupFailed(f"{service} answers with a web page, not with a record")


def _reason(error: Exception) -> str:
    """Return why a request failed, without the names of the library's own classes."""
    if isinstance(error, requests.TooManyRedirects):
        return "it sends from one address to the next without end"
    if isinstance(error, requests.Timeout) or "timed out" in str(error):
        return "it does not answer in time"
    if isinstance(error, requests.exceptions.SSLError):
        return (
            "no connection that is safe (where a network has a certificate of its own, "
            "REQUESTS_CA_BUNDLE names its file)"
        )
    if isinstance(error, requests.exceptions.ProxyError):
        return "the proxy refuses, or is not there (it is named in HTTPS_PROXY)"
    if isinstance(error, requests.ConnectionError):
        return "no connection (are you offline?)"
    return "its answer is not complete" if isinstance(error, HTTPError) else str(error)
