"""The media: the ground truth of the stand-in, one row for every reel that was ever made."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from platforms.sandbox.instagram.containers import Container
from platforms.sandbox.instagram.hosts import MEDIA
from platforms.sandbox.store import Row, Store


@dataclass(frozen=True, kw_only=True)
class Media:
    """One reel; `posted_at` may be still to come, and `listed_at` is when lists begin to show it."""

    number: int
    id: str
    container_id: str
    ig_id: str
    caption: str
    sha256: str
    size: int
    posted_at: float
    listed_at: float
    shortcode: str
    deleted_at: float | None
    reads: int

    @property
    def deleted(self) -> bool:
        return self.deleted_at is not None

    def stands(self, now: float) -> bool:
        """Whether it can be seen."""
        return self.posted_at <= now and not self.deleted


class Reels:
    """All of them, kept over a restart."""

    def __init__(self, store: Store, now: Callable[[], float]) -> None:
        self._store = store
        self._now = now

    def make(self, container: Container, *, posted_at: float, listed_at: float) -> Media:
        id_ = f"{MEDIA}{secrets.randbelow(10**12):012}"
        self._store.run(
            "INSERT INTO instagram_media (id, container_id, ig_id, caption, sha256, size, posted_at, listed_at, shortcode)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            id_,
            container.id,
            container.ig_id,
            container.caption,
            container.sha256,
            container.size or 0,
            posted_at,
            listed_at,
            f"D{secrets.token_urlsafe(8)[:10]}",
        )
        return self._one("id = ?", id_) or _missing()

    def find(self, id_: str) -> Media | None:
        return self._one("id = ?", id_)

    def of_container(self, container_id: str) -> Media | None:
        """The first that came of it."""
        return self._one("container_id = ? ORDER BY number", container_id)

    def of_shortcode(self, shortcode: str) -> Media | None:
        return self._one("shortcode = ?", shortcode)

    def all(self) -> list[Media]:
        """In the order in which they were made."""
        return [_media(row) for row in self._store.rows("SELECT * FROM instagram_media ORDER BY number")]

    def seen(self, ig_id: str | None = None) -> list[Media]:
        """Those of an account, or all, that stand on profiles now; the newest first."""
        now = self._now()
        found = [each for each in self.all() if each.stands(now) and each.ig_id == (ig_id or each.ig_id)]
        return sorted(found, key=lambda each: (each.posted_at, each.number), reverse=True)

    def listed(self, ig_id: str) -> list[Media]:
        """Those that a list shows by now."""
        return [each for each in self.seen(ig_id) if each.listed_at <= self._now()]

    def note_read(self, media: Media) -> None:
        self._store.run("UPDATE instagram_media SET reads = reads + 1 WHERE id = ?", media.id)

    def delete(self, media: Media) -> None:
        self._store.run("UPDATE instagram_media SET deleted_at = coalesce(deleted_at, ?) WHERE id = ?", self._now(), media.id)

    def _one(self, condition: str, value: str) -> Media | None:
        row = self._store.row(f"SELECT * FROM instagram_media WHERE {condition}", value)  # noqa: S608 our own words
        return _media(row) if row else None


def _missing() -> Media:
    raise AssertionError("a row that was written a moment ago is gone")


def _media(row: Row) -> Media:
    return Media(**dict(row))
