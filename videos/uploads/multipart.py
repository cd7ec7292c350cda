"""Streams a form's file straight to the store, for browsers without JavaScript; small files apart, no other is taken anywhere in Retake.

It stands in `FILE_UPLOAD_HANDLERS`, since Django reads a form for its CSRF token before any view could choose a handler.
"""

from typing import Any, NoReturn, cast

from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from videos.containers import HEAD_BYTES
from videos.storage import WINDOW_BYTES
from videos.uploads.admission import UploadRefused, announce, judge
from videos.uploads.reception import Reception

_DRAINED_BYTES = 64 * 1024 * 1024
"""Up to this a refused form is read to its end: some browsers show an answer only then."""
_REFUSED = "retake.upload_refused"


class ReceivedFile(UploadedFile):  # type: ignore[type-arg]
    """A file that came with a form. Unless its reception is finished, it is gone when the request is over."""

    def __init__(self, reception: Reception, *, name: str) -> None:
        super().__init__(name=name)
        self.reception = reception

    def close(self) -> None:
        self.reception.abandon()


def refusal_of(request: HttpRequest) -> UploadRefused | None:
    """Why the form's file was not taken."""
    refused: UploadRefused | None = request.META.get(_REFUSED)
    return refused


class VideoUploadHandler(FileUploadHandler):
    """Takes the file of the upload page from those who are logged in; stops reading for anybody else."""

    chunk_size = WINDOW_BYTES

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._body_bytes = 0
        self._head = b""
        self._received: ReceivedFile | None = None

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *more: Any) -> None:  # noqa: N803 - Django's name
        self._body_bytes = content_length

    def new_file(self, field_name: str, *args: Any, **more: Any) -> None:
        super().new_file(field_name, *args, **more)
        if not self._is_welcome():
            self._stop()
        if self._head or self._received:
            self._stop(UploadRefused("one_file", "One file at a time: choose a single one."))
        try:
            announce(self._body_bytes)
        except UploadRefused as refused:
            self._stop(refused)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        try:
            if self._received:
                self._received.reception.take(raw_data)
                return
            self._head += raw_data
            if len(self._head) >= HEAD_BYTES:
                self._begin()
        except UploadRefused as refused:
            self._stop(refused)

    def file_complete(self, file_size: int) -> ReceivedFile | None:
        try:
            received = self._received or self._begin()
        except UploadRefused as refused:
            self._stop(refused)
        received.size = file_size
        return received

    def upload_interrupted(self) -> None:
        if self._received:
            self._received.close()

    def _begin(self) -> ReceivedFile:
        judge(self._head)
        name = self.file_name or ""
        owner = cast("HttpRequest", self.request).user
        self._received = ReceivedFile(Reception(cast("User", owner), name=name), name=name)  # `_is_welcome` asked for both
        self._received.reception.take(self._head)
        return self._received

    def _is_welcome(self) -> bool:
        place = self.request and self.request.resolver_match
        return bool(place and place.view_name == "upload" and self.request and self.request.user.is_authenticated)

    def _stop(self, refused: UploadRefused | None = None) -> NoReturn:
        self.upload_interrupted()
        if self.request is not None and refused is not None:
            self.request.META[_REFUSED] = refused
        raise StopUpload(connection_reset=self._body_bytes > _DRAINED_BYTES)
