"""The playlists of each channel, and what lies in them: a few ready-made ones, and whichever a person makes."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from platforms.sandbox.store import Row, Store
from platforms.sandbox.youtube.videos import timestamp

READY_MADE = (
    ("PLAtelierNordGlazes00000000000000", "UCAtelierNord00000000000", "Glazes"),
    ("PLAtelierNordKilns000000000000000", "UCAtelierNord00000000000", "Kiln days"),
    ("PLFieldNotesShores000000000000000", "UCFieldNotes000000000000", "Shores"),
)
TITLE_LENGTH = 150
MOST_ITEMS = 5000


class Full(ValueError):
    """The playlist takes no more."""


@dataclass(frozen=True, kw_only=True)
class Playlist:
    """One playlist of a channel; times are seconds since 1970."""

    id: str
    channel_id: str
    title: str
    made_at: float


@dataclass(frozen=True, kw_only=True)
class Item:
    """One entry of a playlist. The same video may lie in it twice: YouTube does not mind, so a careful client asks first."""

    number: int
    playlist_id: str
    video_id: str
    added_at: float

    @property
    def id(self) -> str:
        return f"{self.playlist_id}.{self.number}"


class Playlists:
    """All playlists, in the order in which they were made."""

    def __init__(self, store: Store, now: Callable[[], float]) -> None:
        self._store = store
        self._now = now
        self.prepare()

    def prepare(self) -> None:
        """See to it that the ready-made ones exist."""
        for id_, channel_id, title in READY_MADE:
            self._add(id_, channel_id, title)

    def make(self, channel_id: str, title: str) -> Playlist:
        """Make a new one. Raises ValueError when the title is empty or too long."""
        title = " ".join(title.split())
        if not 0 < len(title) <= TITLE_LENGTH:
            raise ValueError(f"A playlist's name has 1 to {TITLE_LENGTH} characters.")
        id_ = f"PL{secrets.token_hex(16)}"
        self._add(id_, channel_id, title)
        return self._all("WHERE id = ?", id_)[0]

    def _add(self, id_: str, channel_id: str, title: str) -> None:
        self._store.run("INSERT OR IGNORE INTO youtube_playlists VALUES (?, ?, ?, ?)", id_, channel_id, title, self._now())

    def of_channel(self, channel_id: str) -> list[Playlist]:
        return self._all("WHERE channel_id = ?", channel_id)

    def find(self, id_: str) -> Playlist | None:
        return next(iter(self._all("WHERE id = ?", id_)), None)

    def holding(self, video_id: str) -> list[Playlist]:
        """Those that a video lies in, as often as it lies in them."""
        return [found for item in self._items("WHERE video_id = ?", video_id) if (found := self.find(item.playlist_id))]

    def delete(self, playlist: Playlist) -> None:
        self._store.run("DELETE FROM youtube_playlist_items WHERE playlist_id = ?", playlist.id)
        self._store.run("DELETE FROM youtube_playlists WHERE id = ?", playlist.id)

    def items(self, playlist: Playlist) -> list[Item]:
        return self._items("WHERE playlist_id = ?", playlist.id)

    def put(self, playlist: Playlist, video_id: str) -> Item:
        """Add a video at the end, once more if it lies there already. Raises Full."""
        if len(self.items(playlist)) >= MOST_ITEMS:
            raise Full
        self._store.run(
            "INSERT INTO youtube_playlist_items (playlist_id, video_id, added_at) VALUES (?, ?, ?)", playlist.id, video_id, self._now()
        )
        return self.items(playlist)[-1]

    def _all(self, which: str, *values: Any) -> list[Playlist]:
        rows = self._store.rows(f"SELECT * FROM youtube_playlists {which} ORDER BY made_at, rowid", *values)  # noqa: S608 our own words
        return [Playlist(id=row["id"], channel_id=row["channel_id"], title=row["title"], made_at=row["made_at"]) for row in rows]

    def _items(self, which: str, *values: Any) -> list[Item]:
        rows = self._store.rows(f"SELECT * FROM youtube_playlist_items {which} ORDER BY number", *values)  # noqa: S608 our own words
        return [_item(row) for row in rows]


def _item(row: Row) -> Item:
    return Item(number=row["number"], playlist_id=row["playlist_id"], video_id=row["video_id"], added_at=row["added_at"])


def playlist_resource(playlist: Playlist, *, count: int) -> dict[str, Any]:
    """Every part of the playlist resource that the stand-in knows."""
    return {
        "kind": "youtube#playlist",
        "etag": f"playlist-{playlist.id}",
        "id": playlist.id,
        "snippet": {
            "publishedAt": timestamp(playlist.made_at),
            "channelId": playlist.channel_id,
            "title": playlist.title,
            "description": "",
        },
        "status": {"privacyStatus": "public"},
        "contentDetails": {"itemCount": count},
    }


def item_resource(item: Item, playlist: Playlist, *, title: str, position: int) -> dict[str, Any]:
    """Every part of the playlistItem resource that the stand-in knows."""
    return {
        "kind": "youtube#playlistItem",
        "etag": f"item-{item.id}",
        "id": item.id,
        "snippet": {
            "publishedAt": timestamp(item.added_at),
            "channelId": playlist.channel_id,
            "title": title,
            "playlistId": playlist.id,
            "position": position,
            "resourceId": {"kind": "youtube#video", "videoId": item.video_id},
        },
        "contentDetails": {"videoId": item.video_id},
    }
