"""Serves a stored file to whoever holds its ticket: whole or one range, always as a download, never as a page."""

import re
import time
from http import HTTPStatus

from django.core import signing
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse

from videos.storage import SourceMissing, media
from videos.storage.disk import TICKET_SALT

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_HEADERS = {
    "Accept-Ranges": "bytes",
    "Cache-Control": "private, no-store",
    "Content-Disposition": "attachment",
    "X-Content-Type-Options": "nosniff",
}


def serve(ticket: str, *, wanted: str) -> HttpResponseBase:
    """Answer with the file that `ticket` names; `wanted` is the Range header, or empty. Raises `Http404`."""
    key = _key_of(ticket)
    store = media()
    try:
        size, etag = store.size(key), store.etag(key)
    except SourceMissing as gone:
        raise Http404 from gone
    start, end = _bounds(wanted, size=size)
    if start >= end:
        return HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers={"Content-Range": f"bytes */{size}"})
    whole = end - start == size
    headers = _HEADERS | {"Content-Length": str(end - start), "ETag": f'"{etag.strip(chr(34))}"'}
    if not whole:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return StreamingHttpResponse(
        store.open_range(key, start, end - start, etag=etag),
        status=HTTPStatus.OK if whole else HTTPStatus.PARTIAL_CONTENT,
        content_type="application/octet-stream",
        headers=headers,
    )


def _key_of(ticket: str) -> str:
    try:
        said = signing.loads(ticket, salt=TICKET_SALT)
    except signing.BadSignature as forged:
        raise Http404 from forged
    if said["until"] < time.time():
        raise Http404
    return str(said["key"])


def _bounds(wanted: str, *, size: int) -> tuple[int, int]:
    """First byte and the one after the last (RFC 9110, section 14.1.2); what is no single range means the whole file."""
    match = _RANGE.fullmatch(wanted)
    if match is None or match.groups() == ("", ""):
        return 0, size
    first, last = match.groups()
    if not first:
        return max(0, size - int(last)), size
    return int(first), min(size, int(last) + 1) if last else size
