"""Whose token this is: the one YouTube channel behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from platforms import errors
from platforms.http import Door
from platforms.youtube.calls import Calls


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A channel; `long_uploads` is allowed, eligible or disallowed, "" where YouTube did not say."""

    id: str
    title: str
    picture_url: str
    handle: str
    uploads_playlist: str
    long_uploads: str

    @property
    def details(self) -> Mapping[str, Any]:
        """What to keep with the connection, for `Account.details`."""
        return {"handle": self.handle, "uploads_playlist": self.uploads_playlist, "long_uploads": self.long_uploads}


def identify(door: Door, api_url: str, access_token: str) -> Channel:
    """Ask whose channel a token opens. 1 unit of the quota.

    Raises `errors.Refused` with code `no_channel` where the Google account has none; any other `errors.PlatformError`.
    """
    found = Calls(door=door, api_url=api_url, access_token=access_token).channels(part="id,snippet,contentDetails,status")
    if not found or not found[0].get("id"):
        raise errors.Refused(
            "no_channel",
            "This Google account has no YouTube channel.",
            fix="Make one at https://www.youtube.com/create_channel, then try again.",
        )
    return _channel(found[0])


def _channel(item: Mapping[str, Any]) -> Channel:
    snippet = item.get("snippet", {})
    pictures = snippet.get("thumbnails", {})
    picture = pictures.get("medium") or pictures.get("default") or {}
    return Channel(
        id=str(item["id"]),
        title=str(snippet.get("title", "")),
        picture_url=str(picture.get("url", "")),
        handle=str(snippet.get("customUrl", "")),
        uploads_playlist=str(item.get("contentDetails", {}).get("relatedPlaylists", {}).get("uploads", "")),
        long_uploads=str(item.get("status", {}).get("longUploadsStatus", "")),
    )
