"""What lies in a store, whoever knows of it: files, pieces of unfinished ones, and uploads that a bucket holds open."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from videos.storage.disk import DiskStore
from videos.storage.door import KINDS, MediaStore
from videos.storage.s3 import S3Store
from videos.storage.system import in_store_words


class Kind(StrEnum):
    """What something in a store is."""

    FILE = "file"
    PIECE = "unfinished file"
    UPLOAD = "open upload"


@dataclass(frozen=True, kw_only=True)
class Lying:
    """One thing in the store: `place` is its whole name there, `key` the file that it is or was to be."""

    kind: Kind
    key: str
    place: str
    size: int
    at: datetime
    store_id: str = ""


def lying_in(store: MediaStore) -> Iterator[Lying]:
    """Everything under the places that Retake writes to, and nothing beside them. Raises `StoreError`."""
    if isinstance(store, DiskStore):
        return _on_disk(store)
    if isinstance(store, S3Store):
        return _in_bucket(store)
    raise TypeError(f"{type(store).__name__} cannot be listed.")


def take_away(store: MediaStore, lying: Lying) -> None:
    """Remove exactly this one; it is a success where it is gone already. Raises `StoreError`."""
    if isinstance(store, DiskStore):
        with in_store_words():
            (store.root / lying.place).unlink(missing_ok=True)
    elif isinstance(store, S3Store):
        if lying.kind is Kind.UPLOAD:
            store.abort(lying.key, lying.store_id)
        else:
            store.drop(lying.key)


def _on_disk(store: DiskStore) -> Iterator[Lying]:
    with in_store_words():
        for kind in KINDS:
            directory = store.root / kind
            if not directory.is_dir() or directory.is_symlink():
                continue
            with os.scandir(directory) as found:
                for entry in found:
                    if entry.is_file(follow_symlinks=False):
                        yield _file(kind, entry)


def _file(directory: str, entry: "os.DirEntry[str]") -> Lying:
    facts, name = entry.stat(follow_symlinks=False), entry.name
    whole = name.removesuffix(".marks").removesuffix(".part")
    kind = Kind.FILE if whole == name else Kind.PIECE
    at = datetime.fromtimestamp(facts.st_mtime, UTC)
    return Lying(kind=kind, key=f"{directory}/{whole}", place=f"{directory}/{name}", size=facts.st_blocks * 512, at=at)


def _in_bucket(store: S3Store) -> Iterator[Lying]:
    for kind in KINDS:
        for page in store.pages("list_objects_v2", Prefix=f"{kind}/"):
            yield from (_object(each) for each in page.get("Contents", []))
        for page in store.pages("list_multipart_uploads", Prefix=f"{kind}/"):
            yield from (_upload(each) for each in page.get("Uploads", []))


def _object(each: dict[str, Any]) -> Lying:
    return Lying(kind=Kind.FILE, key=each["Key"], place=each["Key"], size=each["Size"], at=each["LastModified"])


def _upload(each: dict[str, Any]) -> Lying:
    name = each["UploadId"]
    return Lying(kind=Kind.UPLOAD, key=each["Key"], place=each["Key"], size=0, at=each["Initiated"], store_id=name)
