"""How Rumble answers: 200 with `success` in the body, 403 for a token, HTML from what stands before it; every no by its name.

Source: rumbleplayer.com/developers/Rumble-Upload-API.html. Its page documents one code alone, SOMETHING_WENT_WRONG; the others are ours.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from platforms.sandbox.plumbing import Response, json_response

RETRY = "Retake should try again by itself"
EDIT = "The owner should be told what to change"
RECONNECT = "The owner should be asked to reconnect"
ASK = "Nobody knows whether it was made: Retake should look, and never send it again by itself"


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One error: the field that it is about ("_": none), and what is said of it."""

    field: str
    code: str
    message: str = ""
    internal_code: str = ""

    def said(self) -> dict[str, str]:
        parts = {"code": self.code, "message": self.message, "internal_code": self.internal_code}
        return {name: value for name, value in parts.items() if value}


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One answer that is a no. With a `field` it is one of the API, else a page; `lesson` says what a publisher should do."""

    http: int
    words: str
    lesson: str
    field: str = ""
    code: str = ""


def _of_field(name: str, words: str) -> Reason:
    return Reason(http=200, words=words, lesson=EDIT, field=name, code="INVALID")


REASONS: Mapping[str, Reason] = {
    "unavailable": Reason(http=503, words="Service Temporarily Unavailable", lesson=RETRY),
    "bad_gateway": Reason(http=502, words="Bad Gateway", lesson=RETRY),
    "internal": Reason(http=500, words="Internal Server Error", lesson=RETRY),
    "too_fast": Reason(http=429, words="Too Many Requests", lesson=RETRY),
    "challenge": Reason(http=403, words="Just a moment...", lesson=RETRY),
    "too_large": Reason(http=413, words="Request Entity Too Large", lesson=RETRY),
    "bad_request": Reason(http=400, words="Bad Request", lesson=RETRY),
    "something_went_wrong": Reason(http=200, words="", lesson=ASK, field="_", code="SOMETHING_WENT_WRONG"),
    "timeout_of_cdn": Reason(http=524, words="A timeout occurred", lesson=ASK),
    "invalid_token": Reason(
        http=403, words="access token or user not found", lesson=RECONNECT, field="access_token", code="unauthorized_client"
    ),
    "unauthorized_client": Reason(
        http=200, words="access token or user not found", lesson=RECONNECT, field="access_token", code="unauthorized_client"
    ),
    "banned": Reason(http=403, words="user is banned", lesson=RECONNECT, field="access_token", code="unauthorized_client"),
    "title": _of_field("title", "This title cannot be used"),
    "description": _of_field("description", "This description cannot be used"),
    "license_type": _of_field("license_type", "This license cannot be used"),
    "channel_id": _of_field("channel_id", "This is no channel of yours"),
    "video": _of_field("video", "This is no video"),
    "thumb": _of_field("thumb", "This is no picture"),
    "invalid_list_token": Reason(http=200, words="Invalid access token format", lesson=EDIT, field="list"),
}
"""The last one is said by the list of videos, in its own shape."""

_PAGE = """<!DOCTYPE html>
<html lang="en-US"><head><title>{title}</title><meta charset="UTF-8"></head>
<body><h1>{title}</h1><p>{words}</p><hr><center>cloudflare</center></body></html>
"""
_PAGE_WORDS = {
    "challenge": "Enable JavaScript and cookies to continue",
    "unavailable": "Rumble is being looked after. Please come back in a few minutes.",
    "timeout_of_cdn": "The origin web server timed out responding to this request.",
}


def html(status: int, title: str, words: str = "", *, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    """A page of what stands before the API."""
    body = _PAGE.format(title=escape(title), words=escape(words)).encode()
    return Response(status=status, headers=(("Content-Type", "text/html; charset=UTF-8"), ("Server", "cloudflare"), *headers), body=body)


def refusal(name: str, *, shape: str = "object") -> Response:
    """One of `REASONS`, as it comes."""
    reason = REASONS[name]
    if reason.field == "list":
        return json_response(reason.http, {"error": {"msg": reason.words}})
    if reason.field:
        internal = secrets.token_hex(6) if reason.field == "_" else ""
        return refused([Problem(field=reason.field, code=reason.code, message=reason.words, internal_code=internal)], shape, reason.http)
    mitigated = (("cf-mitigated", "challenge"),) if name == "challenge" else ()
    title = reason.words if name == "challenge" else f"{reason.http} {reason.words}"
    return html(reason.http, title, _PAGE_WORDS.get(name, ""), headers=mitigated)


def refused(problems: Sequence[Problem], shape: str, http: int = 200) -> Response:
    """`success: false`, with the errors keyed by their fields in one of the shapes that a PHP array may take."""
    content: dict[str, Any] = {"success": False}
    keyed = {problem.field: problem.said() for problem in problems}
    if shape == "object":
        content["errors"] = keyed
    elif shape == "list":
        content["errors"] = [{name: said} for name, said in keyed.items()]
    return json_response(http, content)
