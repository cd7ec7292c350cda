"""The one door to the media files: by exact ranges, from a disk or from S3, as the settings say."""

import uuid
from functools import cache

from django.conf import settings

from videos.storage.disk import DiskStore
from videos.storage.door import (
    WINDOW_BYTES,
    MediaStore,
    PartBusy,
    PartDamaged,
    PartsMissing,
    SourceChanged,
    SourceMissing,
    SourceShort,
    Stored,
    StoreError,
    StoreFull,
    StoreUnavailable,
    Writer,
)
from videos.storage.s3 import S3Store, s3_client

__all__ = [
    "WINDOW_BYTES",
    "MediaStore",
    "PartBusy",
    "PartDamaged",
    "PartsMissing",
    "SourceChanged",
    "SourceMissing",
    "SourceShort",
    "StoreError",
    "StoreFull",
    "StoreUnavailable",
    "Stored",
    "Writer",
    "media",
    "new_key",
    "new_picture_key",
    "poster_key",
    "read_whole",
    "store_whole",
]


def media() -> MediaStore:
    """The store that the settings name."""
    return _bucket(settings.AWS_STORAGE_BUCKET_NAME) if settings.AWS_STORAGE_BUCKET_NAME else DiskStore(settings.MEDIA_ROOT)


@cache
def _bucket(name: str) -> S3Store:
    return S3Store(name, client=s3_client(settings.AWS_S3_ENDPOINT_URL), public=s3_client(settings.AWS_S3_PUBLIC_ENDPOINT_URL))


def new_key() -> str:
    """A place for an original that tells nothing about whose it is or what it is called."""
    return f"originals/{uuid.uuid4().hex}"


def poster_key(key: str) -> str:
    """The poster's place beside its original's: one for each, so that making it twice leaves one."""
    return f"posters/{key.removeprefix('originals/')}.jpg"


def new_picture_key() -> str:
    """A place for a picture, or for several in one file, that belongs to no original by its name."""
    return f"posters/{uuid.uuid4().hex}.jpg"


def read_whole(key: str) -> bytes:
    """A small file at once: a poster. Raises `SourceMissing`."""
    store = media()
    return b"".join(store.open_range(key, 0, store.size(key), etag=store.etag(key)))


def store_whole(key: str, content: bytes) -> None:
    """Keep a small file, replacing what a broken try left there."""
    store = media()
    store.delete(key)
    writer = store.create(key, size=len(content))
    try:
        writer.append(content)
        writer.finish()
    finally:
        writer.abandon()
