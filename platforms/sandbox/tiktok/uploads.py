"""The bytes: pieces in their order, to an address that lives for an hour, and what the last of them makes.

Source: developers.tiktok.com/doc/content-posting-api-media-transfer-guide, read 2026-09-11.
"""

import re
from dataclasses import dataclass
from typing import Any

from platforms.sandbox.bodies import drain
from platforms.sandbox.faults import Kind
from platforms.sandbox.plumbing import Answer, Dropped, Request, Response
from platforms.sandbox.tiktok import pieces
from platforms.sandbox.tiktok.answers import bare
from platforms.sandbox.tiktok.faults import Fault
from platforms.sandbox.tiktok.tasks import Task
from platforms.sandbox.tiktok.world import World

PATH = "/upload/"
TYPES = ("video/mp4", "video/quicktime", "video/webm")
WINDOW_BYTES = 1024 * 1024
_RANGE = re.compile(r"bytes (\d{1,12})-(\d{1,12})/(\d{1,12})")


@dataclass(frozen=True, kw_only=True)
class Range:
    """The bytes that a request says it carries."""

    first: int
    last: int
    total: int


def range_of(request: Request) -> Range | None:
    found = _RANGE.fullmatch(request.header("Content-Range").strip())
    return Range(first=int(found[1]), last=int(found[2]), total=int(found[3])) if found else None


def is_last(request: Request) -> bool:
    """Whether these bytes are the last ones of the file."""
    said = range_of(request)
    return said is not None and said.last + 1 == said.total


class Uploads:
    """The answers of upload addresses."""

    def __init__(self, world: World) -> None:
        self._world = world

    def put(self, request: Request, fault: Fault | None) -> Answer:
        self._note_what_is_careless(request)
        task = self._world.tasks.of_token(request.argument("upload_token"))
        refusal = self._refusal(task, request)
        if refusal is not None or task is None:
            drain(request.body)
            return refusal or bare("upload_unknown")
        return self._received(task, request, fault)

    def _note_what_is_careless(self, request: Request) -> None:
        note = self._world.violations.note
        if request.header("Authorization"):
            note("T2", "a token beside the bytes", request)
        if request.header("Transfer-Encoding") or request.length is None:
            note("T3", "bytes of no stated length", request)

    def _refusal(self, task: Task | None, request: Request) -> Response | None:
        """What stands against these bytes, before one of them is read."""
        if task is None:
            return bare("upload_unknown")
        if self._world.now() > task.opened_at + self._world.board.now.address_seconds:
            return bare("upload_expired")
        said = range_of(request)
        if request.header("Content-Type") not in TYPES or request.length is None or request.header("Transfer-Encoding"):
            return bare("upload_refused")
        if said is None or said.total != task.size or request.length != said.last - said.first + 1:
            self._world.violations.note("T5", "a range that is none of this file", request)
            return bare("upload_refused")
        if task.complete_at is not None and self._world.board.now.takes_last_piece_again and said.last + 1 == task.size:
            return self._progress(201, task.size, task)
        if said.first != task.received:
            return self._progress(416, task.received, task)
        if said.last != pieces.last_byte(said.first, size=task.size, piece=task.piece, count=task.pieces):
            self._world.violations.note("T5", "a piece that is not the one announced", request)
            return bare("upload_refused")
        return None

    def _received(self, task: Task, request: Request, fault: Fault | None) -> Answer:
        running = self._world.tasks.hash_of(task)
        length = request.length or 0
        most = _cut_after(length, fault)
        came = self._read(request, running, most=most)
        if came < length:
            if self._world.board.now.keeps_parts:
                self._world.tasks.receive(task, task.received + came, running)
            return Dropped(why="the connection was cut in the body" if most < length else "the body broke off")
        received = task.received + length
        self._world.tasks.receive(task, received, running)
        if received < task.size:
            return self._progress(206, received, task)
        self._world.tasks.complete(task, running, self._world.board.now)
        if not task.draft:
            self._world.requests.note(task.open_id, "post")
        return self._progress(201, task.size, task)

    def _read(self, request: Request, running: Any, *, most: int) -> int:
        """Hash what comes of the body; give how much that is."""
        came = 0
        while came < most and (piece := request.body.read(min(WINDOW_BYTES, most - came))):
            running.update(piece)
            came += len(piece)
            if self._world.board.now.bytes_per_second:
                self._world.sleep(len(piece) / self._world.board.now.bytes_per_second)
        return came

    def _progress(self, status: int, received: int, task: Task) -> Response:
        """The progress, in one of the two ways of counting that the documents leave open."""
        told = received - 1 if self._world.board.now.tells_last_byte and received else received
        return Response(status=status, headers=(("Content-Range", f"bytes 0-{told}/{task.size}"),))


def _cut_after(length: int, fault: Fault | None) -> int:
    if fault is None or fault.kind is not Kind.CUT:
        return length
    return length // 2 if fault.after_bytes is None else min(fault.after_bytes, length)
