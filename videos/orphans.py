"""Orphans: what lies in the store and no row names. Found by comparing, twice, so that what is just coming in is never taken for one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from videos.kept import keys_coming_in, keys_that_must_be_there, known_keys, open_uploads
from videos.storage import MediaStore, StoreError
from videos.storage.listing import Kind, Lying, lying_in, take_away

SAFE_AGE = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What rows name, at one moment."""

    keys: Collection[str]
    coming_in: Collection[str]
    uploads: Collection[str]

    @classmethod
    def now(cls) -> "Known":
        return cls(keys=known_keys(), coming_in=keys_coming_in(), uploads=open_uploads())


@dataclass(frozen=True, kw_only=True)
class Found:
    """What does not agree: things that no row names, and files that a row names and that are gone."""

    orphans: list[Lying]
    missing: list[str]
    looked_at: int


def is_orphan(lying: Lying, known: Known, *, before: datetime) -> bool:
    """Whether nothing knows of it, and it is too old to be on its way in. Pure."""
    if lying.at > before:
        return False
    match lying.kind:
        case Kind.FILE:
            return lying.key not in known.keys
        case Kind.PIECE:
            return lying.key not in known.coming_in
        case Kind.UPLOAD:
            return lying.store_id not in known.uploads and lying.key not in known.coming_in


def find(store: MediaStore, *, now: datetime, older_than: timedelta = SAFE_AGE) -> Found:
    """Compare. Rows are read before and after the store: what changed meanwhile counts neither way. Raises `StoreError`."""
    wanted = keys_that_must_be_there()
    lying = list(lying_in(store))
    known = Known.now()
    there = {each.key for each in lying if each.kind is Kind.FILE}
    missing = sorted((wanted & keys_that_must_be_there()) - there)
    orphans = [each for each in lying if is_orphan(each, known, before=now - older_than)]
    return Found(orphans=orphans, missing=missing, looked_at=len(lying))


def remove(
    store: MediaStore, orphans: Iterable[Lying], *, now: datetime, older_than: timedelta = SAFE_AGE
) -> tuple[list[Lying], list[Lying]]:
    """Take away those that are orphans still; gives those that went, and those that the store did not let go."""
    known, gone, stayed = Known.now(), [], []
    for each in orphans:
        if not is_orphan(each, known, before=now - older_than):
            continue
        try:
            take_away(store, each)
        except StoreError:
            stayed.append(each)
        else:
            gone.append(each)
    return gone, stayed
