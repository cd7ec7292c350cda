"""The videos of the instance: what each is, and how far its transcoding is at a moment."""

import json
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from platforms.sandbox.peertube.sessions import Session
from platforms.sandbox.peertube.switches import Switches
from platforms.sandbox.store import Row, Store

STATES = {
    1: "Published",
    2: "To transcode",
    3: "To import",
    6: "To move to an external storage",
    7: "Transcoding failed",
    8: "Moving to an external storage failed",
}
PRIVACIES = {1: "Public", 2: "Unlisted", 3: "Private", 4: "Internal"}


@dataclass(frozen=True, kw_only=True)
class Video:
    """One post; deleted ones are remembered."""

    id: int
    uuid: str
    short: str
    user_id: int
    channel_id: int
    metadata: dict[str, Any]
    size: int
    sha256: str
    posted_at: float
    outcome: str
    ready_at: float
    captions: dict[str, str]
    thumbnail: str
    deleted_at: float | None

    @property
    def title(self) -> str:
        return str(self.metadata.get("name", ""))

    @property
    def file_name(self) -> str:
        return str(self.metadata.get("filename", ""))

    @property
    def tags(self) -> list[str]:
        return [str(tag) for tag in self.metadata.get("tags") or []]

    def privacy(self, now: float) -> int:
        """What it is at that moment: a planned update that has come made it public, or what it names."""
        if (update := self.metadata.get("scheduleUpdate")) and _moment(update["updateAt"]) <= now:
            return int(update.get("privacy", 1))
        return int(self.metadata.get("privacy", 3))

    def update(self, now: float) -> dict[str, Any] | None:
        """What is planned still; one that was made is forgotten."""
        planned: dict[str, Any] | None = self.metadata.get("scheduleUpdate")
        return planned if planned and _moment(planned["updateAt"]) > now else None

    def bears(self, marker: str) -> bool:
        return marker in self.file_name

    def state(self, now: float) -> int:
        """1 once it is ready; a failure shows when it would have been."""
        if self.outcome == "stuck":
            return 2
        if now < self.ready_at:
            return 6 if self.outcome == "moving" else 2
        return 7 if self.outcome == "transcoding_failed" else 1


class Videos:
    """All of them, kept over a restart."""

    def __init__(self, store: Store, now: Callable[[], float]) -> None:
        self._store = store
        self._now = now

    def add(self, session: Session, *, sha256: str, switches: Switches) -> Video:
        waits = bool(session.metadata.get("waitTranscoding")) or switches.outcome != "published"
        self._store.run(
            "INSERT INTO peertube_videos"
            " (uuid, short, upload_id, user_id, channel_id, metadata, size, sha256, posted_at, outcome, ready_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            str(uuid.uuid4()),
            secrets.token_urlsafe(16),
            session.upload_id,
            session.user_id,
            int(session.metadata["channelId"]),
            json.dumps(session.metadata),
            session.size,
            sha256,
            self._now(),
            switches.outcome,
            self._now() + (switches.transcoding_seconds if waits else 0.0),
        )
        return self.all()[-1]

    def all(self) -> list[Video]:
        return [_video(row) for row in self._store.rows("SELECT * FROM peertube_videos ORDER BY id")]

    def standing(self, found_by: str) -> Video | None:
        """By number, UUID or short UUID, unless it was deleted."""
        row = self._store.row(
            "SELECT * FROM peertube_videos WHERE deleted_at IS NULL AND (CAST(id AS TEXT) = ?1 OR uuid = ?1 OR short = ?1)", found_by
        )
        return _video(row) if row else None

    def change(self, video: Video, changes: dict[str, Any]) -> None:
        self._store.run("UPDATE peertube_videos SET metadata = ? WHERE id = ?", json.dumps(video.metadata | changes), video.id)

    def set_thumbnail(self, video: Video, sha256: str) -> None:
        self._store.run("UPDATE peertube_videos SET thumbnail = ? WHERE id = ?", sha256, video.id)

    def set_caption(self, video: Video, language: str, text: str | None) -> None:
        kept = {name: said for name, said in video.captions.items() if name != language} | ({language: text} if text is not None else {})
        self._store.run("UPDATE peertube_videos SET captions = ? WHERE id = ?", json.dumps(kept), video.id)

    def delete(self, video: Video) -> None:
        self._store.run("UPDATE peertube_videos SET deleted_at = ? WHERE id = ?", self._now(), video.id)

    def let_go(self) -> None:
        """What was stuck goes on."""
        self._store.run("UPDATE peertube_videos SET outcome = 'published' WHERE outcome = 'stuck'")


def _moment(said: str) -> float:
    return datetime.fromisoformat(said).timestamp()


def timestamp(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _video(row: Row) -> Video:
    return Video(
        **{name: row[name] for name in ("id", "uuid", "short", "user_id", "channel_id", "size", "sha256", "posted_at", "outcome")},
        ready_at=row["ready_at"],
        thumbnail=row["thumbnail"],
        deleted_at=row["deleted_at"],
        metadata=json.loads(row["metadata"]),
        captions=json.loads(row["captions"]),
    )
