"""The tracks of captions of each video: one a language and name, as YouTube keeps them."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from platforms.sandbox.store import Row, Store
from platforms.sandbox.youtube.videos import timestamp


@dataclass(frozen=True, kw_only=True)
class Track:
    """One track; `kind` is "standard", or "asr" for what speech recognition made. Times are seconds since 1970."""

    id: str
    video_id: str
    language: str
    name: str
    kind: str
    text: str
    updated_at: float


class Captions:
    """All tracks, in the order in which they came."""

    def __init__(self, store: Store, now: Callable[[], float]) -> None:
        self._store = store
        self._now = now

    def of_video(self, video_id: str) -> list[Track]:
        rows = self._store.rows("SELECT * FROM youtube_captions WHERE video_id = ? ORDER BY number", video_id)
        return [_track(row) for row in rows]

    def find(self, id_: str) -> Track | None:
        row = self._store.row("SELECT * FROM youtube_captions WHERE id = ?", id_)
        return _track(row) if row else None

    def add(self, video_id: str, *, language: str, name: str, text: str, kind: str = "standard") -> Track | None:
        """Keep a track; None where the video has one of that language, name and kind."""
        id_ = secrets.token_urlsafe(12)
        self._store.run(
            "INSERT OR IGNORE INTO youtube_captions (id, video_id, language, name, kind, text, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            id_,
            video_id,
            language,
            name,
            kind,
            text,
            self._now(),
        )
        return self.find(id_)

    def replace(self, track: Track, text: str) -> None:
        self._store.run("UPDATE youtube_captions SET text = ?, updated_at = ? WHERE id = ?", text, self._now(), track.id)


def track_resource(track: Track) -> dict[str, Any]:
    """A track as the API shows it to the owner."""
    snippet = {
        "videoId": track.video_id,
        "lastUpdated": timestamp(track.updated_at),
        "trackKind": track.kind,
        "language": track.language,
        "name": track.name,
        "audioTrackType": "unknown",
        "isCC": False,
        "isLarge": False,
        "isEasyReader": False,
        "isDraft": False,
        "isAutoSynced": False,
        "status": "serving",
    }
    return {"kind": "youtube#caption", "etag": f"caption-{track.id}", "id": track.id, "snippet": snippet}


def _track(row: Row) -> Track:
    return Track(
        id=row["id"],
        video_id=row["video_id"],
        language=row["language"],
        name=row["name"],
        kind=row["kind"],
        text=row["text"],
        updated_at=row["updated_at"],
    )
