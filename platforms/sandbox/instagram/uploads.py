"""The bytes: one request from the offset to the end of the file, to the address of a container.

Source: the page on resumable uploads (2026-03-15), and for the names of errors that of Page reels, on the same host.
"""

from platforms.sandbox.bodies import drain
from platforms.sandbox.faults import Kind
from platforms.sandbox.instagram.access import Access
from platforms.sandbox.instagram.answers import upload_refusal
from platforms.sandbox.instagram.containers import RESUMABLE, Container
from platforms.sandbox.instagram.faults import Fault
from platforms.sandbox.instagram.fetching import Unfetchable
from platforms.sandbox.instagram.hosts import UPLOAD_ROOT, target_of
from platforms.sandbox.instagram.inspection import Inspection
from platforms.sandbox.instagram.pulling import Pulling
from platforms.sandbox.instagram.tokens import Kind as TokenKind
from platforms.sandbox.instagram.tokens import Token
from platforms.sandbox.instagram.world import World
from platforms.sandbox.plumbing import Answer, Dropped, Request, Response, json_response, text_response

WINDOW_BYTES = 1024 * 1024


class Uploads:
    """The answers of upload addresses."""

    def __init__(self, world: World, access: Access, pulling: Pulling) -> None:
        self._world = world
        self._access = access
        self._pulling = pulling

    # -- who sends to what -------------------------------------------------------------------------------------------
    def _container(self, request: Request) -> Container | Response:
        """The container that is sent to, or the refusal."""
        scheme, _, sent = request.header("Authorization").partition(" ")
        if scheme == "Bearer":
            self._world.violations.note("I4", "bytes with a Bearer token, where OAuth is the word", request)
        if request.query:
            self._world.violations.note("I5", "something in an upload address that belongs into headers", request)
        token = self._world.tokens.find(sent.strip()) if scheme == "OAuth" else None
        if token is None or token.kind is TokenKind.INSTAGRAM or token.problem(self._world.now()):
            return self._refusal("unauthorized")
        target = target_of(request)
        parts = target.parts if target else ()
        found = self._world.containers.find(parts[1]) if len(parts) == 2 and parts[0] == UPLOAD_ROOT else None
        return self._judged(found, token)

    def _judged(self, found: Container | None, token: Token) -> Container | Response:
        if found is None or found.mode != RESUMABLE:
            return self._refusal("ProcessingFailedError", words="Request processing failed: there is no such upload")
        if found.ig_id not in self._access.reach(token):
            return self._refusal("unauthorized")
        if found.status_code(self._world.now()) in ("EXPIRED", "ERROR"):
            return self._refusal("ProcessingFailedError", words="Request processing failed: the upload has expired or failed")
        return self._world.containers.whole(found)

    def _refusal(self, name: str, *, words: str = "") -> Response:
        return upload_refusal(name, words=words, with_200=self._world.board.now.upload_errors_with_200)

    # -- sending -----------------------------------------------------------------------------------------------------
    def send(self, request: Request, fault: Fault | None) -> Answer:
        container = self._container(request)
        if isinstance(container, Response):
            drain(request.body)
            return container
        if request.header("file_url"):
            return self._fetched(container, request.header("file_url"))
        refusal = self._misfit(container, request)
        if refusal is not None:
            drain(request.body)
            return refusal
        return self._received(container, request, fault)

    def _misfit(self, container: Container, request: Request) -> Response | None:
        """What stands against these bytes, before one of them is read."""
        note = self._world.violations.note
        offset, size = request.header("offset"), request.header("file_size")
        if request.header("Transfer-Encoding") or request.length is None:
            note("I6", "bytes of no stated length", request)
            return self._refusal("ProcessingFailedError", words="Request processing failed: Content-Length is missing")
        if not offset.isdecimal() or not size.isdecimal() or not int(size):
            note("I6", "no offset or no file_size", request)
            return self._refusal("ProcessingFailedError", words="Request processing failed: offset or file_size is missing")
        if int(offset) != container.received or container.complete_at is not None:
            note("I3", f"bytes from {offset}, and {container.received} were received", request)
            return self._refusal("OffsetInvalidError")
        if container.received and container.size not in (None, int(size)):
            note("I6", "a file of another size than before", request)
            return self._refusal("ProcessingFailedError", words="Request processing failed: file_size has changed")
        if int(size) > self._world.board.now.most_bytes:
            note("I7", "a file that is too large", request)
            self._world.containers.fail(container, "2207026", self._world.board.now)
            return self._refusal("ProcessingFailedError", words="Request processing failed: the file is too large")
        if request.length > int(size) - int(offset):
            note("I6", "more bytes than the file has", request)
            return self._refusal("ProcessingFailedError", words="Request processing failed: more bytes than file_size")
        return None

    def _received(self, container: Container, request: Request, fault: Fault | None) -> Answer:
        size, length = int(request.header("file_size")), request.length or 0
        before = self._world.containers.inspection_of(container)
        inspection, most = before.copy(), _cut_after(length, fault)
        came = self._read(request, inspection, most=most)
        if inspection.size == size:
            self._world.containers.complete(container, inspection, self._world.board.now)
            return json_response(200, {"success": True, "message": "Upload successful."})
        kept = inspection if self._world.board.now.keeps_parts else before
        self._world.containers.receive(container, kept, size=size)
        if came < length:
            return Dropped(why="the connection was cut in the body" if most < length else "the body broke off")
        self._world.violations.note("I6", "a body that does not reach the end of the file", request)
        return self._refusal("PartialRequestError")

    def _read(self, request: Request, inspection: Inspection, *, most: int) -> int:
        """Look at what comes of the body; give how much that is."""
        came = 0
        while came < most and (piece := request.body.read(min(WINDOW_BYTES, most - came))):
            inspection.update(piece)
            came += len(piece)
            if self._world.board.now.bytes_per_second:
                self._world.sleep(len(piece) / self._world.board.now.bytes_per_second)
        return came

    def _fetched(self, container: Container, address: str) -> Response:
        try:
            self._pulling.fetch_into(container, address)
        except Unfetchable as problem:
            return self._refusal("ProcessingFailedError", words=f"Request processing failed: {problem}")
        return json_response(200, {"success": True, "message": "Upload successful."})

    # -- asking ------------------------------------------------------------------------------------------------------
    def offset(self, request: Request) -> Response:
        """GET: how far it is, where that is known at all."""
        if not self._world.board.now.tells_offset:
            return text_response(404, "Not Found")
        container = self._container(request)
        return container if isinstance(container, Response) else json_response(200, {"offset": container.received})


def _cut_after(length: int, fault: Fault | None) -> int:
    if fault is None or fault.kind is not Kind.CUT:
        return length
    return length // 2 if fault.after_bytes is None else min(fault.after_bytes, length)
