"""Takes the small files of a form into memory, for the pages that ask for one; others go on to the next handler."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers
from django.http import HttpRequest

from videos import captions, image
from videos.storage import WINDOW_BYTES

PAGES = {"captions": captions.MOST_BYTES, "cover_image": image.MOST_BYTES}
"""The most bytes that each of them takes."""


class SmallFileHandler(FileUploadHandler):
    """Keeps one byte more than is allowed, so that whoever reads the file sees that it is too large; the rest is let go."""

    chunk_size = WINDOW_BYTES

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._content: bytearray | None = None
        self._most = 0

    def new_file(self, *args: Any, **more: Any) -> None:
        super().new_file(*args, **more)
        place = self.request and self.request.resolver_match
        if place and place.view_name in PAGES and self.request and self.request.user.is_authenticated:
            self._content, self._most = bytearray(), PAGES[place.view_name]
            raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if self._content is None:
            return raw_data
        self._content += raw_data[: self._most + 1 - len(self._content)]
        return None

    def file_complete(self, file_size: int) -> SimpleUploadedFile | None:
        if self._content is None:
            return None
        return SimpleUploadedFile(self.file_name or "file", bytes(self._content))
