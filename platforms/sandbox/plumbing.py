"""What every stand-in is made of: a request, a response, a connection that was cut, and a table of routes."""

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar
from urllib.parse import parse_qs, urlsplit

FORM_BYTES = 256 * 1024


class Body(Protocol):
    """Gives at most `size` bytes at a time, and none once the client has stopped, whether or not it sent all it declared."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, kw_only=True)
class Request:
    """One request as a stand-in sees it: `path` is below the stand-in's prefix, `base` is that prefix's absolute address."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Body = field(default_factory=io.BytesIO)
    base: str = "http://sandbox.invalid"

    def header(self, name: str, default: str = "") -> str:
        wanted = name.lower()
        return next((value for key, value in self.headers.items() if key.lower() == wanted), default)

    @property
    def length(self) -> int | None:
        """How many bytes the client declared; None where it did not say, or said it badly."""
        declared = self.header("Content-Length")
        return int(declared) if declared.isascii() and declared.isdigit() else None

    def arguments(self, name: str) -> list[str]:
        return parse_qs(self.query, keep_blank_values=True).get(name, [])

    def argument(self, name: str, default: str = "") -> str:
        return next(iter(self.arguments(name)), default)

    def content(self, *, most: int = FORM_BYTES) -> bytes:
        """The whole body, cut after `most` bytes."""
        pieces, left = [], min(self.length or 0, most)
        while left and (piece := self.body.read(left)):
            pieces.append(piece)
            left -= len(piece)
        return b"".join(pieces)

    def form(self) -> dict[str, list[str]]:
        return parse_qs(self.content().decode("utf-8", "replace"), keep_blank_values=True)


@dataclass(frozen=True, kw_only=True)
class Response:
    """An answer; `reason` replaces the usual phrase, `cut` ends the connection half-way through the body."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    reason: str = ""
    chunked: bool = False
    cut: bool = False

    def header(self, name: str, default: str = "") -> str:
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), default)

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, kw_only=True)
class Dropped:
    """The connection ended without an answer."""

    why: str


Answer = Response | Dropped


class StandIn(Protocol):
    """What the server needs to know of a stand-in."""

    name: str

    def answer(self, request: Request) -> Answer: ...

    def summary(self) -> str: ...


def json_response(status: int, content: Any) -> Response:
    body = json.dumps(content, ensure_ascii=False, indent=1).encode()
    return Response(status=status, headers=(("Content-Type", "application/json; charset=UTF-8"),), body=body)


def text_response(status: int, text: str) -> Response:
    return Response(status=status, headers=(("Content-Type", "text/plain; charset=utf-8"),), body=text.encode())


def redirect(location: str, *, status: int = 303) -> Response:
    return Response(status=status, headers=(("Location", location), ("Cache-Control", "no-store")))


Route = TypeVar("Route")


class Routes(Generic[Route]):
    """What answers which method and path; a path that ends in `*` stands for all that begin so."""

    def __init__(self, routes: Mapping[tuple[str, str], Route]) -> None:
        self._exact = {key: route for key, route in routes.items() if not key[1].endswith("*")}
        self._open = {(method, path[:-1]): route for (method, path), route in routes.items() if path.endswith("*")}

    def find(self, method: str, path: str) -> Route | None:
        exact = self._exact.get((method, path))
        if exact is not None:
            return exact
        return next((route for (verb, start), route in self._open.items() if verb == method and path.startswith(start)), None)

    def knows(self, path: str) -> bool:
        """Whether some method is served at this path."""
        return any(path == known for _, known in self._exact) or any(path.startswith(start) for _, start in self._open)


View = Callable[[Request], Response]


def comes_from_here(request: Request) -> bool:
    """Whether a form was sent by one of these pages, or by a program; a page of another site may not press buttons here."""
    origin = request.header("Origin")
    if origin:
        return urlsplit(origin).netloc == urlsplit(request.base).netloc
    return request.header("Sec-Fetch-Site", "none") in ("none", "same-origin")
