"""Takes a file in: bytes go straight to the store, counted and hashed on the way, and are refused as early as can be told.

announce (size, room) -> judge the first bytes -> Reception: rows, then bytes -> finish: durable, then a probe is owed
"""

import hashlib
import logging
import time
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models.functions import Now

from videos.containers import HEAD_BYTES, Refusal, judge_head
from videos.models import Asset, Video
from videos.storage import WINDOW_BYTES, StoreError, StoreFull, media, new_key
from videos.tasks import wake_probe
from videos.words import MOST_TITLE, file_name, one_line, title_from

logger = logging.getLogger(__name__)
_GIB = 1024**3
_BEAT_SECONDS = 10


class UploadRefused(Exception):
    """The upload ends here; `reason` tells its owner why, and nothing of it is kept."""

    def __init__(self, code: str, reason: str, *, status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason
        self.status = status


def announce(size: int) -> None:
    """Refuse what cannot be taken, before its first byte; `size` in bytes. Raises `UploadRefused`."""
    if size > settings.MAX_UPLOAD_GIB * _GIB:
        reason = f"The file is larger than {settings.MAX_UPLOAD_GIB} GiB, the most that this Retake takes."
        raise UploadRefused("too_large", reason, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    room = media().room()
    if room is not None and size > room:
        raise _not_stored(StoreFull())


def judge(head: bytes) -> None:
    """Refuse what is no video by its first `HEAD_BYTES` (or all there are). Raises `UploadRefused`."""
    judged = judge_head(head)
    if isinstance(judged, Refusal):
        raise UploadRefused(judged.code, judged.reason)


def receive(read: Callable[[int], bytes], *, owner: User, name: str, title: str, size: int) -> Video:
    """Take in a body of exactly `size` bytes from `read(most)`. Raises `UploadRefused`; then nothing is left behind."""
    announce(size)
    head = _read_head(read, size=size)
    judge(head)
    reception = Reception(owner, name=name, title=title, size=size)
    try:
        reception.take(head)
        while reception.received < size:
            piece = read(min(WINDOW_BYTES, size - reception.received))
            reception.take(_some(piece, received=reception.received, size=size))
        return reception.finish()
    finally:
        reception.abandon()


class Reception:
    """One file on its way in. It has its rows before its first byte, so that a crash leaves nothing that is not found again."""

    def __init__(self, owner: User, *, name: str, title: str = "", size: int | None = None) -> None:
        self.received = 0
        self._hash = hashlib.sha256()
        self._beaten = time.monotonic()
        self._open = True
        name = file_name(name)
        with transaction.atomic():
            self.video = Video.objects.create(owner=owner, title=one_line(title)[:MOST_TITLE] or title_from(name))
            self._asset = Asset.objects.create(video=self.video, key=new_key(), name=name, size=size or 0, waiting_since=Now())
        try:
            self._writer = media().create(self._asset.key, size=size)
        except StoreError as refused:
            self.video.delete()
            raise _not_stored(refused) from refused

    def take(self, piece: bytes) -> None:
        """Add bytes. Raises `UploadRefused`."""
        try:
            self._writer.append(piece)
        except StoreError as refused:
            raise _not_stored(refused) from refused
        self._hash.update(piece)
        self.received += len(piece)
        if time.monotonic() - self._beaten > _BEAT_SECONDS:
            self._beaten = time.monotonic()
            if not Asset.objects.heard(self._asset.pk, received=self.received):
                raise _given_up()

    def finish(self, *, title: str = "") -> Video:
        """Make the file durable, then say so in its row, in one commit with the wake-up of its probe. Raises `UploadRefused`.

        `title` replaces the first one: a form may tell it only after the file.
        """
        try:
            stored = self._writer.finish()
        except StoreError as refused:
            raise _not_stored(refused) from refused
        facts = {"size": stored.size, "bytes_received": stored.size, "etag": stored.etag, "sha256": self._hash.hexdigest()}
        with transaction.atomic():
            if not Asset.objects.move_to_probing(self._asset.pk, **facts):
                raise _given_up()
            wake_probe(self._asset.pk)
            if title:
                Video.objects.filter(pk=self.video.pk).update(title=title)
        self._open = False
        return self.video

    def abandon(self) -> None:
        """Leave nothing behind; after `finish` without effect."""
        if not self._open:
            return
        self._open = False
        try:
            self._writer.abandon()
            media().delete(self._asset.key)
        except StoreError:  # its rows stay, and so it is cleared later
            logger.warning("An unfinished upload is still in the store.", exc_info=True)
        else:
            Video.objects.filter(pk=self.video.pk).delete()


def _read_head(read: Callable[[int], bytes], *, size: int) -> bytes:
    head = b""
    while len(head) < min(HEAD_BYTES, size):
        head += _some(read(min(WINDOW_BYTES, size - len(head))), received=len(head), size=size)
    return head


def _some(piece: bytes, *, received: int, size: int) -> bytes:
    if not piece:
        reason = f"Only {received:,} of {size:,} bytes arrived: the connection broke off. Upload the file again."
        raise UploadRefused("broken_off", reason, status=HTTPStatus.BAD_REQUEST)
    return piece


def _not_stored(refused: StoreError) -> UploadRefused:
    if isinstance(refused, StoreFull):
        reason = "Retake's storage has no room for this file. Whoever runs it has to make some; then upload it again."
        return UploadRefused("storage_full", reason, status=HTTPStatus.INSUFFICIENT_STORAGE)
    reason = "Retake's storage does not answer, so the file was not kept. Upload it again in a few minutes."
    return UploadRefused("storage_unavailable", reason, status=HTTPStatus.SERVICE_UNAVAILABLE)


def _given_up() -> UploadRefused:
    return UploadRefused("given_up", "The upload paused for more than an hour and was given up. Start it again.", status=HTTPStatus.GONE)
