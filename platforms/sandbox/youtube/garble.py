"""Bodies as they also come: HTML from a proxy, nothing at all, `[]`, JSON that breaks off, gzip, other header case, chunks."""

import gzip
from dataclasses import replace

from platforms.sandbox.plumbing import Response
from platforms.sandbox.youtube.switches import Form, Switches

_HTML = "<!DOCTYPE html><html lang=en><title>Error {status} (Server Error)!!1</title><p><b>{status}.</b> <ins>That’s an error.</ins></html>"


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


def dressed(response: Response, switches: Switches) -> Response:
    """The answer as the lasting switches want it."""
    if response.status >= 400:
        response = in_form(response, Form(switches.error_form))
    if switches.mixed_header_case:
        response = replace(response, headers=tuple((_mixed(name), value) for name, value in response.headers))
    if switches.chunked_answers and response.body:
        response = replace(response, chunked=True)
    return response


def _mixed(name: str) -> str:
    return "".join(letter.upper() if place % 2 else letter.lower() for place, letter in enumerate(name))
