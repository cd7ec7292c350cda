"""The resumable protocol: opening a session, questions to it, its bytes, and the one video that its last byte makes.

Source: developers.google.com/youtube/v3/guides/using_resumable_upload_protocol, and answers seen live where the guide is silent.
"""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from platforms.sandbox.bodies import drain
from platforms.sandbox.plumbing import Answer, Dropped, Request, Response, json_response
from platforms.sandbox.youtube.access import TO_UPLOAD, Call, admitted, caller
from platforms.sandbox.youtube.channels import Channel
from platforms.sandbox.youtube.faults import Fault, Kind
from platforms.sandbox.youtube.metadata import Parts, checked, parts_of, unknown_fields
from platforms.sandbox.youtube.processing import Plan
from platforms.sandbox.youtube.quota import Bucket
from platforms.sandbox.youtube.ranges import GRAIN, Piece, Question, Ungrammatical, read_range
from platforms.sandbox.youtube.receiving import receive
from platforms.sandbox.youtube.refusals import Refused, plain_refusal, refusal
from platforms.sandbox.youtube.sessions import Session
from platforms.sandbox.youtube.switches import Keeping
from platforms.sandbox.youtube.videos import Video, video_resource
from platforms.sandbox.youtube.world import World

INSERT = Call(scopes=TO_UPLOAD, bucket=Bucket.UPLOADS)
MOST_BYTES = 274_877_906_944
_TOO_SMALL = (
    "Invalid request.  The number of bytes uploaded is required to be equal or greater than 262144, except for the final request "
    "(it's recommended to be the exact multiple of 262144).  The received request contained {length} bytes, which does not meet "
    "this requirement."
)
_GAP = (
    "Invalid request.  According to the Content-Range header, the upload offset is {first} byte(s), "
    "which exceeds already uploaded size of {held} byte(s)."
)


class Uploads:
    """Answers to POST and PUT at /upload/youtube/v3/videos."""

    def __init__(self, world: World) -> None:
        self._world = world

    # -- Opening -----------------------------------------------------------------------------------------------------
    def start(self, request: Request) -> Response:
        """POST: open a session; no video exists by it. Raises Refused."""
        if request.argument("uploadType") in ("media", "multipart"):
            self._world.violations.note("R3", "a video in one request, which nothing can resume", request)
            return self._at_once(request)
        if request.argument("uploadType") != "resumable":
            raise refusal("badRequest")
        with admitted(self._world, request, INSERT) as channel:
            self._refuse_over_cap(channel)
            parts = self._parts(request)
            metadata = self._metadata(request, request.content(), parts) | {"insert": _query_of(request)}
            size, content_type = self._announced(request)
            upload_id = self._world.sessions.open(
                channel_id=channel.id,
                size=size,
                content_type=content_type,
                file_name=_file_name(request),
                parts=parts,
                metadata=metadata,
            )
        query = f"uploadType=resumable&part={quote(','.join(parts), safe='')}&upload_id={upload_id}"
        location = f"{request.base}/upload/youtube/v3/videos?{query}"
        return Response(status=200, headers=(("Location", location), ("X-GUploader-UploadID", upload_id)))

    def _refuse_over_cap(self, channel: Channel) -> None:
        if channel.is_capped(self._world.now()):
            raise refusal("uploadLimitExceeded")

    def _parts(self, request: Request) -> tuple[str, ...]:
        parts = parts_of(request.argument("part"))
        if not {"snippet", "status"} <= set(parts):
            self._world.violations.note("R2", "an upload without the parts snippet and status", request)
        return parts

    def _metadata(self, request: Request, content: bytes, parts: tuple[str, ...]) -> Parts:
        try:
            resource = json.loads(content)
        except ValueError:
            raise refusal("parseError") from None
        metadata = checked(resource, parts=parts, now=self._world.now())
        for name in unknown_fields(resource):
            self._world.violations.note("R2", f"{name} is nothing that can be set", request)
        if "privacyStatus" not in resource.get("status", {}):
            self._world.violations.note("R2", "no privacyStatus: the video would be public", request)
        return metadata

    def _announced(self, request: Request) -> tuple[int, str]:
        size, content_type = request.header("X-Upload-Content-Length"), request.header("X-Upload-Content-Type")
        if not (size.isascii() and size.isdigit()):
            self._world.violations.note("R2", "the size of the file was not announced", request)
            raise refusal("badRequest")
        if int(size) == 0:
            raise refusal("mediaBodyRequired")
        if int(size) > MOST_BYTES:
            raise refusal("uploadTooLarge")
        if not (content_type.startswith("video/") or content_type == "application/octet-stream"):
            raise refusal("badContent")
        return int(size), content_type

    def _at_once(self, request: Request) -> Response:
        with admitted(self._world, request, INSERT) as channel:
            self._refuse_over_cap(channel)
            parts = self._parts(request)
            content, media = _split(request)
            session_id = self._world.sessions.open(
                channel_id=channel.id,
                size=len(media),
                content_type="video/*",
                file_name=_file_name(request),
                parts=parts,
                metadata=self._metadata(request, content, parts) | {"insert": _query_of(request)},
            )
            session = self._found(session_id)
            running = self._world.sessions.hash_of(session)
            running.update(media)
            return self._complete(session, sha256=running.hexdigest(), base=request.base)

    # -- Bytes and questions -----------------------------------------------------------------------------------------
    def put(self, request: Request, fault: Fault | None) -> Answer:
        """PUT on a session: a question, or bytes from where it stands. Raises Refused."""
        channel = caller(self._world, request, TO_UPLOAD)
        with self._world.sessions.turn(request.argument("upload_id")):
            session = self._usable(request, channel)
            asked = self._asked(request)
            if session.answer is not None:
                return self._repeat(session, session.answer, asked, request)
            self._check_total(session, asked, request)
            if isinstance(asked, Question):
                return incomplete(session.held)
            return self._check_offset(session, asked, request) or self._take_in(session, asked, request, fault)

    def refuse(self, request: Request, refused: Refused, *, lasting: bool, early: bool) -> Response:
        """Answer a PUT with an error that was armed; a `lasting` one ends the session, which repeats it from then on."""
        if not early:
            drain(request.body)
        upload_id = request.argument("upload_id")
        with self._world.sessions.turn(upload_id):
            session = self._found_or_none(upload_id)
            if lasting and session is not None and session.is_open:
                self._world.sessions.finish(session, refused.response)
        return refused.response

    def _found_or_none(self, upload_id: str) -> Session | None:
        return self._world.sessions.find(upload_id, lasts_seconds=self._world.board.now.session_seconds)

    def _found(self, upload_id: str) -> Session:
        session = self._found_or_none(upload_id)
        if session is None:
            raise plain_refusal(404, "Not Found")
        return session

    def _usable(self, request: Request, channel: Channel) -> Session:
        session = self._found(request.argument("upload_id"))
        if session.channel_id != channel.id:
            self._world.violations.note("R1", "a session of another channel", request)
            raise refusal("forbidden")
        if session.ended:
            raise plain_refusal(session.ended, "Gone" if session.ended == 410 else "Not Found")
        if session.answer is not None and self._world.board.now.sessions_vanish:
            raise plain_refusal(404, "Not Found")
        return session

    def _asked(self, request: Request) -> Question | Piece:
        try:
            return read_range(request.header("Content-Range"), length=request.length)
        except Ungrammatical as error:
            self._world.violations.note("R4", str(error), request)
            raise plain_refusal(411 if request.length is None else 400, f"Invalid request.  {error}.") from error

    def _repeat(self, session: Session, answer: Response, asked: Question | Piece, request: Request) -> Response:
        if isinstance(asked, Piece):
            self._world.violations.note("R8", "bytes sent to a finished session", request)
            drain(request.body)
        return answer

    def _check_total(self, session: Session, asked: Question | Piece, request: Request) -> None:
        if asked.total is not None and asked.total != session.size:
            self._world.violations.note("R4", f"total changed: {session.size} was announced, {asked.total} is named", request)
            raise plain_refusal(400, "Invalid request.  The total size differs from X-Upload-Content-Length.")

    def _check_offset(self, session: Session, piece: Piece, request: Request) -> Response | None:
        """None when these are the next bytes."""
        if piece.first > session.held:
            self._world.violations.note("R6", f"a gap: {session.held} bytes are held, {piece.first} is the offset", request)
            raise plain_refusal(503, _GAP.format(first=piece.first, held=session.held))
        if piece.first < session.held:
            self._world.sessions.note_overlap(session)
            drain(request.body)
            return incomplete(session.held)
        if piece.length % GRAIN and not piece.is_final and self._world.board.now.keeping != Keeping.GRANULAR:
            self._world.violations.note("R5", f"a chunk of {piece.length} bytes is no multiple of 262144", request)
            raise plain_refusal(400, _TOO_SMALL.format(length=piece.length))
        return None

    def _take_in(self, session: Session, piece: Piece, request: Request, fault: Fault | None) -> Answer:
        running = self._world.sessions.hash_of(session)
        received = receive(
            request.body,
            running,
            length=piece.length,
            most=_cut_after(fault, piece.length),
            is_final=piece.is_final,
            keeping=Keeping(self._world.board.now.keeping),
            pace=self._pace(),
        )
        held = self._world.sessions.hold(session, running, more=received.kept)
        if not received.whole:
            return Dropped(why=f"the body ended early; {received.kept} bytes of it were kept")
        if held < session.size:
            return incomplete(held)
        return self._complete(session, sha256=running.hexdigest(), base=request.base)

    def _pace(self) -> Callable[[int], None]:
        rate = self._world.board.now.bytes_per_second
        return (lambda count: self._world.sleep(count / rate)) if rate else (lambda count: None)

    def _complete(self, session: Session, *, sha256: str, base: str) -> Response:
        """The last byte is here: one video, and the answer that the session repeats from now on."""
        world, switches = self._world, self._world.board.now
        metadata = session.metadata
        if switches.privacy_forced and "status" in metadata:
            metadata["status"]["privacyStatus"] = switches.privacy_forced
        with world.store.transaction():
            video = world.videos.post(
                channel_id=session.channel_id,
                upload_id=session.upload_id,
                size=session.size,
                sha256=sha256,
                file_name=session.file_name,
                metadata=metadata,
                plan=Plan(seconds=switches.processing_seconds, outcome=switches.outcome),
                posted_at=world.now(),
            )
            answer = json_response(201, self._resource(video, session.parts, base))
            world.sessions.finish(session, answer)
        return answer

    def _resource(self, video: Video, parts: tuple[str, ...], base: str) -> dict[str, Any]:
        return video_resource(
            video,
            parts=parts,
            channel_title=self._world.channels.get(video.channel_id).title,
            base=base,
            file_details_shown=self._world.board.now.file_details_shown,
            now=self._world.now(),
        )


def incomplete(held: int) -> Response:
    """308, with a Range only where some bytes are held."""
    headers = (("Range", f"bytes=0-{held - 1}"),) if held else ()
    return Response(status=308, reason="Resume Incomplete", headers=headers)


def _cut_after(fault: Fault | None, length: int) -> int:
    if fault is None or fault.kind is not Kind.CUT:
        return length
    return min(length // 2 if fault.after_bytes is None else fault.after_bytes, length - 1)


def _query_of(request: Request) -> dict[str, Any]:
    """What the query of videos.insert says of the video: subscribers are told unless it says otherwise. Raises Refused."""
    said = request.argument("notifySubscribers") or "true"
    if said not in ("true", "false"):
        raise refusal("invalidParameter")
    return {"notifySubscribers": said == "true"}


def _file_name(request: Request) -> str:
    slug = request.header("Slug") or "unknown"
    if len(slug) > 255 or any(ord(letter) < 32 or letter in "/\\" for letter in slug):
        raise refusal("invalidFilename")
    return slug


def _split(request: Request) -> tuple[bytes, bytes]:
    """The resource and the media of an upload in one request, which is taken into memory whole."""
    content = request.content(most=64 * 1024 * 1024)
    _, found, boundary = request.header("Content-Type").partition("boundary=")
    if request.argument("uploadType") == "media" or not found:
        return b'{"snippet": {"title": "unknown"}, "status": {}}', content
    pieces = content.split(b"--" + boundary.strip('"').encode())[1:-1]
    bodies = [piece.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n") for piece in pieces]
    if len(bodies) != 2:
        raise refusal("badRequest")
    return bodies[0], bodies[1]
