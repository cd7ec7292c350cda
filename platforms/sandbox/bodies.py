"""Bodies as they also come: HTML from a proxy, nothing at all, `[]`, JSON that breaks off, gzip, other header case, chunks."""

import gzip
from dataclasses import replace
from enum import StrEnum

from platforms.sandbox.plumbing import Body, Response

_HTML = "<!DOCTYPE html><html lang=en><title>Error {status} (Server Error)!!1</title><p><b>{status}.</b> <ins>That’s an error.</ins></html>"
_WINDOW_BYTES = 1024 * 1024


class Form(StrEnum):
    """How a body comes; seen in the wild from proxies and front ends, whatever the documents promise."""

    JSON = "json"
    HTML = "html"
    EMPTY = "empty"
    LIST = "list"
    TRUNCATED = "truncated"
    GZIP = "gzip"
    CUT = "cut"


def in_form(response: Response, form: Form) -> Response:
    """The same answer with its body in that form."""
    match form:
        case Form.HTML:
            return _with_body(response, _HTML.format(status=response.status).encode(), "text/html; charset=UTF-8")
        case Form.EMPTY:
            return _with_body(response, b"", "text/plain")
        case Form.LIST:
            return _with_body(response, b"[]", "application/json; charset=UTF-8")
        case Form.TRUNCATED:
            return replace(response, body=response.body[: len(response.body) // 2])
        case Form.GZIP:
            return replace(response, body=gzip.compress(response.body), headers=(*response.headers, ("Content-Encoding", "gzip")))
        case Form.CUT:
            return replace(response, cut=True)
        case Form.JSON:
            return response


def _with_body(response: Response, body: bytes, content_type: str) -> Response:
    others = tuple((name, value) for name, value in response.headers if name.lower() != "content-type")
    return replace(response, body=body, headers=(*others, ("Content-Type", content_type)))


def dressed(response: Response, *, error_form: Form = Form.JSON, mixed_header_case: bool = False, chunked: bool = False) -> Response:
    """The answer as lasting switches want it."""
    if response.status >= 400:
        response = in_form(response, error_form)
    if mixed_header_case:
        response = replace(response, headers=tuple((_mixed(name), value) for name, value in response.headers))
    if chunked and response.body:
        response = replace(response, chunked=True)
    return response


def _mixed(name: str) -> str:
    return "".join(letter.upper() if place % 2 else letter.lower() for place, letter in enumerate(name))


def drain(body: Body) -> None:
    """Read the rest and throw it away."""
    while body.read(_WINDOW_BYTES):
        pass
