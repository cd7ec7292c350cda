"""The channels that can be published to: a few ready-made ones, and whichever a person makes."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from platforms.sandbox.pictures import drawn
from platforms.sandbox.plumbing import Response
from platforms.sandbox.store import Row, Store

READY_MADE = (("UCAtelierNord00000000000", "Atelier Nord"), ("UCFieldNotes000000000000", "Field Notes"))
NOBODY = ("NoChannelYet", "A Google account without a channel")
CAP_SECONDS = 86_400
TITLE_LENGTH = 50


@dataclass(frozen=True, kw_only=True)
class Channel:
    """One channel; one that is not `signed_up` is a Google account that never made a channel."""

    id: str
    title: str
    signed_up: bool
    made_at: float
    capped_until: float | None

    @property
    def handle(self) -> str:
        """As it is made of a name: letters and figures alone."""
        return "@" + "".join(letter for letter in self.title.lower() if letter.isalnum())

    @property
    def uploads_playlist(self) -> str:
        return f"UU{self.id.removeprefix('UC')}"

    def is_capped(self, now: float) -> bool:
        return self.capped_until is not None and self.capped_until > now


class Channels:
    """All channels, the ready-made ones first."""

    def __init__(self, store: Store, now: Callable[[], float]) -> None:
        self._store = store
        self._now = now
        self.prepare()

    def prepare(self) -> None:
        """See to it that the ready-made ones exist."""
        for id_, title in (*READY_MADE, NOBODY):
            self._add(id_, title, signed_up=id_ != NOBODY[0])

    def make(self, title: str) -> Channel:
        """Make a new one. Raises ValueError when the title is empty or too long."""
        title = " ".join(title.split())
        if not 0 < len(title) <= TITLE_LENGTH:
            raise ValueError(f"A channel's name has 1 to {TITLE_LENGTH} characters.")
        id_ = f"UC{secrets.token_hex(11)}"
        self._add(id_, title, signed_up=True)
        return self.get(id_)

    def _add(self, id_: str, title: str, *, signed_up: bool) -> None:
        self._store.run("INSERT OR IGNORE INTO youtube_channels VALUES (?, ?, ?, ?, NULL)", id_, title, self._now(), signed_up)

    def all(self) -> list[Channel]:
        return [_channel(row) for row in self._store.rows("SELECT * FROM youtube_channels ORDER BY signed_up DESC, made_at, rowid")]

    def find(self, id_or_title: str) -> Channel | None:
        row = self._store.row("SELECT * FROM youtube_channels WHERE ? IN (id, title) ORDER BY made_at LIMIT 1", id_or_title)
        return _channel(row) if row else None

    def get(self, id_or_title: str) -> Channel:
        """Raises LookupError when there is none."""
        found = self.find(id_or_title)
        if found is None:
            raise LookupError(f"There is no channel {id_or_title!r}.")
        return found

    def fill(self, channel: Channel) -> None:
        """Use up what the channel may upload; it is rolling, so it ends about a day later."""
        self._store.run("UPDATE youtube_channels SET capped_until = ? WHERE id = ?", self._now() + CAP_SECONDS, channel.id)

    def heal(self) -> None:
        self._store.run("UPDATE youtube_channels SET capped_until = NULL")


def _channel(row: Row) -> Channel:
    return Channel(
        id=row["id"], title=row["title"], signed_up=bool(row["signed_up"]), made_at=row["made_at"], capped_until=row["capped_until"]
    )


def picture(channel: Channel) -> Response:
    return drawn(channel.title, seed=channel.id)


def picture_url(channel: Channel, base: str) -> str:
    return f"{base}/pictures/{channel.id}.svg"


def channel_resource(channel: Channel, *, base: str, video_count: int, made_at: str) -> dict[str, Any]:
    """Every part of the channel resource that the stand-in knows."""
    address = picture_url(channel, base)
    sizes = {"default": 88, "medium": 240, "high": 800}
    thumbnails = {name: {"url": address, "width": side, "height": side} for name, side in sizes.items()}
    return {
        "kind": "youtube#channel",
        "etag": f"channel-{channel.id}",
        "id": channel.id,
        "snippet": {
            "title": channel.title,
            "description": "",
            "customUrl": channel.handle,
            "publishedAt": made_at,
            "thumbnails": thumbnails,
            "localized": {"title": channel.title, "description": ""},
        },
        "contentDetails": {"relatedPlaylists": {"likes": "", "uploads": channel.uploads_playlist}},
        "status": {"privacyStatus": "public", "isLinked": True, "longUploadsStatus": "allowed", "madeForKids": False},
        "statistics": {"viewCount": "0", "subscriberCount": "0", "hiddenSubscriberCount": False, "videoCount": str(video_count)},
    }
