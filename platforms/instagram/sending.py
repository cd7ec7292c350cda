"""Sending the bytes of a file to its container: in one request from where it stands to the end, as Meta's host wants it.

Source: developers.facebook.com/docs/instagram-platform/content-publishing/resumable-uploads, updated 2026-03-15.
"""

from typing import Any

from platforms import errors
from platforms.contract import Upload
from platforms.http import Answer, Line, redact
from platforms.instagram.errors import ACCESS

READ_SECONDS = 120.0


def send(line: Line, *, uri: str, token: str, upload: Upload, offset: int) -> Answer:
    """Send the bytes from `offset` to the end. No post comes of them. Raises `errors.NoAnswer`."""
    size = upload.file.size
    headers = {
        "Authorization": f"OAuth {token}",
        "offset": str(offset),
        "file_size": str(size),
        "Content-Type": "application/octet-stream",
    }
    with line.open("POST", uri, headers=headers, length=size - offset, read_timeout=READ_SECONDS) as exchange:
        exchange.send(upload.read(offset, size - offset))
        return exchange.finish()


def is_taken(answer: Answer) -> bool:
    """Whether it has them all. That is said by a word in the answer; a failure may come with any status."""
    said = answer.json()
    return answer.status < 300 and isinstance(said, dict) and said.get("success") is True


def failure_in(answer: Answer) -> errors.PlatformError:
    """The error that sending failed with, should asking what arrived bring no progress."""
    debug = _debug(answer)
    words = " · ".join(str(debug[name]) for name in ("type", "message") if debug.get(name))
    told: dict[str, Any] = {
        "detail": redact(words or answer.body[:500].decode(errors="replace")),
        "http_status": answer.status,
    }
    if answer.status == 401 or "unauthorized" in str(debug.get("message", "")).lower():
        return errors.Unauthorized(ACCESS.code, ACCESS.message, fix=ACCESS.fix, **told)
    if answer.status >= 500 or debug.get("retriable") is True:
        return errors.Transient("platform_down", "Instagram had trouble of its own.", **told)
    message = "Instagram broke off while it took in the video."
    return errors.Transient("bytes_refused", message, fix="Nothing for you to do: it is tried again.", max_failures=2, **told)


def has_failed(answer: Answer) -> bool:
    """Whether this container takes no bytes any more."""
    debug = _debug(answer)
    return debug.get("retriable") is False and answer.status != 401 and "unauthorized" not in str(debug.get("message", "")).lower()


def _debug(answer: Answer) -> dict[str, Any]:
    said = answer.json()
    debug = said.get("debug_info") if isinstance(said, dict) else None
    return debug if isinstance(debug, dict) else {}
