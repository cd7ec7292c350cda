"""Takes the file of a form in, for browsers without JavaScript: bytes go straight to the store, counted and hashed on the way.

announce (size, room) -> judge the first bytes -> Reception: rows, then bytes -> finish: durable, then a probe is owed
"""

import hashlib
import logging
import time

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models.functions import Now

from videos.models import Asset, Video
from videos.storage import StoreError, media, new_key
from videos.tasks import wake_probe
from videos.uploads.admission import given_up, not_stored
from videos.words import MOST_TITLE, file_name, one_line, title_from

logger = logging.getLogger(__name__)
_BEAT_SECONDS = 10


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
            raise not_stored(refused) from refused

    def take(self, piece: bytes) -> None:
        """Add bytes. Raises `UploadRefused`."""
        try:
            self._writer.append(piece)
        except StoreError as refused:
            raise not_stored(refused) from refused
        self._hash.update(piece)
        self.received += len(piece)
        if time.monotonic() - self._beaten > _BEAT_SECONDS:
            self._beaten = time.monotonic()
            if not Asset.objects.heard(self._asset.pk, received=self.received):
                raise given_up()

    def finish(self, *, title: str = "") -> Video:
        """Make the file durable, then say so in its row, in one commit with the wake-up of its probe. Raises `UploadRefused`.

        `title` replaces the first one: a form may tell it only after the file.
        """
        try:
            stored = self._writer.finish()
        except StoreError as refused:
            raise not_stored(refused) from refused
        facts = {"size": stored.size, "bytes_received": stored.size, "etag": stored.etag, "sha256": self._hash.hexdigest()}
        with transaction.atomic():
            if not Asset.objects.move_to_probing(self._asset.pk, **facts):
                raise given_up()
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
