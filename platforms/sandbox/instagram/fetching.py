"""Fetches a video_url as Meta does: over HTTP, by ranges, without following redirects unless told to."""

import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException
from typing import IO, Any
from urllib.parse import urljoin, urlsplit

from platforms.sandbox.instagram.inspection import Inspection
from platforms.sandbox.instagram.switches import Switches

AGENT = "facebookexternalhit/1.1"
RANGE_BYTES = 16 * 1024 * 1024
WINDOW_BYTES = 1024 * 1024
TIMEOUT_SECONDS = 20
MOST_REDIRECTS = 3


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """An answer; `pieces` gives its body as it comes, `close` lets go of what was not read."""

    status: int
    headers: Mapping[str, str]
    pieces: Iterator[bytes]
    close: Callable[[], None] = lambda: None

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers.items() if key.lower() == name.lower()), "")


Fetch = Callable[[str, str, Mapping[str, str]], Fetched]
"""Takes a method, an address and headers. Raises OSError where nothing answers."""


class Unfetchable(Exception):
    """It cannot be had; the name of the refusal that this comes to."""

    def __init__(self, reason: str, why: str) -> None:
        super().__init__(why)
        self.reason = reason


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str) -> None:
        return None


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)


def over_the_network(method: str, address: str, headers: Mapping[str, str]) -> Fetched:
    """Ask a real server."""
    if urlsplit(address).scheme not in ("http", "https"):
        raise OSError(f"{address} is no web address")
    request = urllib.request.Request(address, method=method, headers=dict(headers))  # noqa: S310 looked at above
    try:
        answer: Any = _OPENER.open(request, timeout=TIMEOUT_SECONDS)
    except urllib.error.HTTPError as error:
        answer = error
    return Fetched(status=answer.status, headers=dict(answer.headers.items()), pieces=_pieces(answer), close=answer.close)


def _pieces(answer: Any) -> Iterator[bytes]:
    while piece := answer.read(WINDOW_BYTES):
        yield piece


def pull(fetch: Fetch, address: str, switches: Switches) -> Inspection:
    """The whole file, as far as its bytes may be known. Raises Unfetchable."""
    try:
        if switches.fetch_asks_head:
            _asked(fetch, "HEAD", address, {}, switches).close()
        return _pulled(fetch, address, switches)
    except (OSError, HTTPException, ValueError) as error:
        raise Unfetchable("2207052", f"nothing answers there: {error}") from error


def _pulled(fetch: Fetch, address: str, switches: Switches) -> Inspection:
    inspection, total = Inspection(), 1
    while inspection.size < min(total, switches.most_bytes + 1):
        wanted = {"Range": f"bytes={inspection.size}-{inspection.size + RANGE_BYTES - 1}"} if switches.fetch_by_ranges else {}
        answer = _asked(fetch, "GET", address, wanted, switches)
        try:
            total = _taken_in(answer, inspection, most=switches.most_bytes)
        finally:
            answer.close()
    return inspection


def _taken_in(answer: Fetched, inspection: Inspection, *, most: int) -> int:
    """Look at the bytes of one answer, until there are more than `most`; give how long the whole file is."""
    total, length = _lengths(answer, inspection.size)
    before = inspection.size
    for piece in answer.pieces:
        inspection.update(piece)
        if inspection.size > most:
            return total
    came = inspection.size - before
    if not length or came != length:
        raise Unfetchable("2207077", f"{length} bytes were announced and {came} came")
    return total


def _asked(fetch: Fetch, method: str, address: str, headers: Mapping[str, str], switches: Switches) -> Fetched:
    """The answer where it is a video's. Raises Unfetchable."""
    answer = fetch(method, address, {"User-Agent": AGENT, "Accept": "*/*", **headers})
    for _ in range(MOST_REDIRECTS if switches.fetch_follows_redirects else 0):
        if answer.status not in (301, 302, 303, 307, 308):
            break
        answer.close()
        address = urljoin(address, answer.header("Location"))
        answer = fetch(method, address, {"User-Agent": AGENT, "Accept": "*/*", **headers})
    is_video = not answer.header("Content-Type").startswith(("text/", "application/json"))
    if answer.status in (200, 206) and is_video:
        return answer
    answer.close()
    if answer.status not in (200, 206):
        raise Unfetchable("2207052", f"{method} was answered with {answer.status}")
    raise Unfetchable("2207052", f"it is no video but {answer.header('Content-Type')}")


def _lengths(answer: Fetched, begun: int) -> tuple[int, int]:
    """How long the file is, and this answer. Raises Unfetchable where the answer does not go on from `begun`."""
    if answer.status == 200:
        if begun:
            raise Unfetchable("2207052", "it answered a range at first and the whole file later")
        return int(answer.header("Content-Length")), int(answer.header("Content-Length"))
    unit, _, rest = answer.header("Content-Range").partition(" ")
    span, _, total = rest.partition("/")
    first, _, last = span.partition("-")
    if unit != "bytes" or int(first) != begun:
        raise Unfetchable("2207052", "it answered another range than the one asked for")
    return int(total), int(last) - begun + 1
