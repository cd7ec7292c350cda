"""Answers with a stored file, whole or one range of it, in windows; never as something that a browser would run."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from videos.ranges import NotThere, Part, part_of
from videos.storage import SourceChanged, SourceMissing, SourceShort, StoreError, media

MOST_STREAMS = 4
"""How many files one web process hands out at a time. Each holds a thread while its bytes flow; the other threads stay for pages."""
NEVER_RUN = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'none'; style-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"
    ),
    "X-Content-Type-Options": "nosniff",
}
"""Whatever the bytes are: opened as a page they are a sandbox without scripts, and nothing guesses another type."""

_places = threading.BoundedSemaphore(MOST_STREAMS)


@dataclass(frozen=True, kw_only=True)
class Served:
    """A file of the store and how it is named to whoever asks: `tag` stands for its content, `headers` come with it."""

    key: str
    size: int
    etag: str
    tag: str
    content_type: str
    headers: dict[str, str]
    open_bytes: int | None = None
    """The most that a range without an end is answered with; None: all the rest."""


def answer(request: HttpRequest, file: Served) -> HttpResponseBase:
    """Answer a GET or HEAD: 200, 206, 304, 416, or 503 while all places are taken. Raises `Http404` where the file is gone."""
    tag = f'"{file.tag}"'
    headers = NEVER_RUN | file.headers | {"Accept-Ranges": "bytes", "ETag": tag}
    same = request.headers.get("If-Range", tag) == tag
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=HTTPStatus.NOT_MODIFIED, headers=headers)
    try:
        part = part_of(request.headers.get("Range", ""), size=file.size, same=same, open_bytes=file.open_bytes)
    except NotThere:
        refused = NEVER_RUN | {"Content-Range": f"bytes */{file.size}"}
        return HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=refused)
    return _hand_out(request, file, part, headers)


def _hand_out(request: HttpRequest, file: Served, part: Part, headers: dict[str, str]) -> HttpResponseBase:
    headers = headers | {"Content-Length": str(part.length)}
    if part.is_asked:
        headers["Content-Range"] = part.content_range
    status = HTTPStatus.PARTIAL_CONTENT if part.is_asked else HTTPStatus.OK
    if request.method == "HEAD":
        return HttpResponse(status=status, content_type=file.content_type, headers=headers)
    try:
        stream = Stream(media().open_range(file.key, part.start, part.length, etag=file.etag))
    except (SourceMissing, SourceChanged, SourceShort) as gone:
        raise Http404 from gone
    except (StoreError, AllPlacesTaken):
        return not_now()
    return StreamingHttpResponse(stream, status=status, content_type=file.content_type, headers=headers)


def not_now() -> HttpResponse:
    """Answer while the store does not, or while all places are taken."""
    return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE, headers=NEVER_RUN | {"Retry-After": "2"})


class AllPlacesTaken(Exception):
    """As many files as may be are being handed out."""


class Stream:
    """The bytes of an answer: the first are read before anything is said, and its place is given back however it ends."""

    _holds_a_place = False

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._places = pieces, _places
        if not self._places.acquire(blocking=False):
            raise AllPlacesTaken
        self._holds_a_place = True
        try:
            self._first: bytes | None = next(pieces, b"")
        except BaseException:
            self.close()
            raise

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self._first is not None:
            first, self._first = self._first, None
            return first
        return next(self._pieces)

    def __del__(self) -> None:
        self.close()  # an answer that nobody came to read

    def close(self) -> None:
        """Let go of the file and of the place; safe to repeat."""
        if self._holds_a_place:
            self._holds_a_place = False
            self._places.release()
        close = getattr(self._pieces, "close", None)
        if close is not None:
            close()
