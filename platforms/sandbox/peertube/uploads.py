"""The resumable upload: announce, send, ask, and the video that the last byte makes.

Source: docs.joinpeertube.org/api-rest-reference.html, and the answers of a PeerTube 6.3.
"""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from platforms.sandbox.bodies import drain
from platforms.sandbox.faults import Kind
from platforms.sandbox.peertube.access import Access
from platforms.sandbox.peertube.faults import Fault
from platforms.sandbox.peertube.problems import Refused, file_error, refused
from platforms.sandbox.peertube.rules import check_words
from platforms.sandbox.peertube.sessions import Busy, Session
from platforms.sandbox.peertube.world import World
from platforms.sandbox.plumbing import Answer, Dropped, Request, Response, json_response

PATH = "/api/v1/videos/upload-resumable"
WINDOW_BYTES = 1024 * 1024
PROCESSED_WAIT = 300
_RANGE = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+)")


class Uploads:
    """The answers of the upload endpoint."""

    def __init__(self, world: World, access: Access) -> None:
        self._world = world
        self._access = access

    # -- announcing --------------------------------------------------------------------------------------------------
    def start(self, request: Request) -> Response:
        """POST: open a session."""
        user_id = self._access.user_of(request)
        metadata = _words(request)
        size, kind = request.header("X-Upload-Content-Length"), request.header("X-Upload-Content-Type")
        if not size.isdigit() or not int(size) or not kind:
            raise refused("bad_words", detail="Incorrect request parameters: X-Upload-Content-Length, X-Upload-Content-Type")
        if not kind.startswith("video/") and kind != "application/octet-stream":
            raise refused("bad_type")
        check_words(metadata)
        self._check_channel(metadata, user_id)
        self._check_size(int(size), user_id)
        upload_id = self._world.sessions.open(user_id=user_id, size=int(size), metadata=metadata)
        place = urlsplit(request.base)
        location = f"//{place.netloc}{place.path}{PATH}?upload_id={upload_id}"
        return Response(status=201, headers=(("Location", location),))

    def _check_channel(self, metadata: Mapping[str, Any], user_id: int) -> None:
        owned = [channel.id for channel in self._world.people.channels_of(user_id)]
        if metadata.get("channelId") not in owned:
            raise refused("bad_channel")

    def _check_size(self, size: int, user_id: int) -> None:
        now = self._world.board.now
        used = sum(video.size for video in self._world.videos.all() if video.user_id == user_id and video.deleted_at is None)
        if now.max_file_bytes and size > now.max_file_bytes:
            raise refused("max_file_size_reached")
        if now.quota_bytes and used + size > now.quota_bytes:
            raise refused("quota_reached")

    # -- sending -----------------------------------------------------------------------------------------------------
    def put(self, request: Request, fault: Fault | None) -> Answer:
        """PUT: bytes, or the question how many there are."""
        user_id = self._access.user_of(request)
        upload_id = request.argument("upload_id")
        try:
            with self._world.sessions.turn(upload_id):
                return self._put(request, upload_id, user_id, fault)
        except Busy:
            drain(request.body)
            raise file_error(423, "FileLocked", "File is locked") from None

    def _put(self, request: Request, upload_id: str, user_id: int, fault: Fault | None) -> Answer:
        session = self._world.sessions.find(upload_id, lasts_seconds=self._world.board.now.session_seconds)
        if session is None or session.user_id != user_id:
            drain(request.body)
            raise file_error(404, "FileNotFound", "Not found")
        if session.busy_until is not None:
            drain(request.body)
            return self._finishing(session)
        first = self._first_of(request, session)
        if first is None:
            drain(request.body)
            return _held(session.held)
        return self._received(request, session, first, fault)

    def _finishing(self, session: Session) -> Response:
        """The last bytes are being looked into; then the session is gone."""
        if session.busy_until is not None and self._world.now() < session.busy_until:
            raise file_error(503, "UploadInProgress", "The upload is already being processed", wait_seconds=PROCESSED_WAIT)
        self._world.sessions.end(session.upload_id)
        raise file_error(404, "FileNotFound", "Not found")

    def _first_of(self, request: Request, session: Session) -> int | None:
        """Where the bytes begin; None where none are to be kept."""
        said = request.header("Content-Range")
        if not said:
            return 0
        found = _RANGE.fullmatch(said.strip())
        if found is None:
            self._world.violations.note("P6", f"a Content-Range that cannot be read: {said[:40]}", request)
            raise file_error(400, "BadRequest", "Bad request")
        if int(found[3]) != session.size:
            self._world.violations.note("P6", f"total changed: {session.size} was announced, {found[3]} is named", request)
        if found[1] is None:
            return None
        if request.header("Content-Type").partition(";")[0].strip() != "application/octet-stream":
            self._world.violations.note("P5", "bytes that are no application/octet-stream", request)
            return None
        return int(found[1])

    def _received(self, request: Request, session: Session, first: int, fault: Fault | None) -> Answer:
        if first > session.held:
            self._world.violations.note("P7", f"a gap: {session.held} bytes are held, {first} is the offset", request)
        known = max(session.held - first, 0)
        most = self._cut_after(request, fault)
        came = self._read(request, session, skip=known, most=most)
        held = max(session.held, min(first + came, session.size))
        self._world.sessions.hold(session, held=held, overlaps=1 if known else 0, gap=first > session.held)
        if fault is not None and fault.kind is Kind.CUT:
            return Dropped(why="the connection was cut in the body")
        if came < (request.length or 0):
            return Dropped(why="the body broke off")
        return self._completed(session) if held == session.size else _held(held)

    def _cut_after(self, request: Request, fault: Fault | None) -> int:
        length = request.length or 0
        if fault is None or fault.kind is not Kind.CUT:
            return length
        return length // 2 if fault.after_bytes is None else min(fault.after_bytes, length)

    def _read(self, request: Request, session: Session, *, skip: int, most: int) -> int:
        """Hash what is new of the body; give how much of it came."""
        came = 0
        while came < most and (piece := request.body.read(min(WINDOW_BYTES, most - came))):
            fresh = memoryview(piece)[max(skip - came, 0) :]
            self._world.sessions.take(session, fresh)
            came += len(piece)
            if self._world.board.now.bytes_per_second:
                self._world.sleep(len(piece) / self._world.board.now.bytes_per_second)
        return came

    def _completed(self, session: Session) -> Response:
        now = self._world.board.now
        until = self._world.now() + now.finishing_seconds
        sha256 = self._world.sessions.finish(session, until=until)
        if now.unreadable or session.has_gap:
            self._world.sessions.end(session.upload_id)
            raise refused("unreadable")
        video = self._world.videos.add(session, sha256=sha256, switches=now)
        if not now.finishing_seconds:
            self._world.sessions.end(session.upload_id)
        return json_response(200, {"video": {"id": video.id, "shortUUID": video.short, "uuid": video.uuid}})

    def cancel(self, request: Request) -> Response:
        """DELETE: also twice."""
        self._access.user_of(request)
        self._world.sessions.end(request.argument("upload_id"))
        return Response(status=204)

    def single(self, request: Request) -> Response:
        """The whole file in one form, which nothing can resume."""
        self._world.violations.note("P3", "a video in one request, which nothing can resume", request)
        drain(request.body)
        raise refused("server_error")


def is_last(world: World, request: Request) -> bool:
    """Whether these bytes are the last ones that were announced."""
    found = _RANGE.fullmatch(request.header("Content-Range").strip())
    return bool(found and found[2] and int(found[2]) + 1 == int(found[3]))


def _held(held: int) -> Response:
    return Response(status=308, headers=(("Range", f"bytes=0-{held - 1}"),), reason="Resume Incomplete")


def _words(request: Request) -> dict[str, Any]:
    try:
        said = json.loads(request.content())
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise Refused(refused("bad_words", detail="Incorrect request parameters: body").response)
    return said
