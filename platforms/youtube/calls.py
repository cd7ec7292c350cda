"""The JSON calls of the Data API: Google's client builds them from its own description, our door carries them."""

import json
from collections.abc import Mapping
from contextlib import nullcontext
from functools import lru_cache
from typing import Any

import httplib2
from googleapiclient.discovery import Resource, build_from_document
from googleapiclient.discovery_cache import get_static_doc
from googleapiclient.http import HttpRequest

from platforms import clock, errors
from platforms.http import READ_SECONDS, Door, in_a_hurry
from platforms.youtube.refusals import error_of


class GoogleTransport:
    """What Google's client takes for its `httplib2.Http`: one request through the door.

    It raises our errors for every answer that is no success, so that the client's own reading of errors (which trips
    over odd bodies, and hides the reason behind the details) never comes into play.
    """

    def __init__(self, door: Door, access_token: str, *, patience: float | None = None) -> None:
        self._door = door
        self._access_token = access_token
        self._deadline = None if patience is None else clock.monotonic() + patience

    def request(
        self, uri: str, method: str = "GET", body: bytes | str | None = None, headers: Mapping[str, str] | None = None, **_: Any
    ) -> tuple[httplib2.Response, bytes]:
        left = self._left()
        with nullcontext() if left is None else in_a_hurry(left):
            answer = self._door.send(
                method,
                uri,
                headers={**_wanted(headers or {}), "Authorization": f"Bearer {self._access_token}"},
                body=body.encode() if isinstance(body, str) else body or b"",
                read_timeout=READ_SECONDS if left is None else left,
                quick_tries=method in ("GET", "DELETE") and left is None,  # repeated, they change nothing more
            )
        if answer.status >= 300:
            raise error_of(answer)
        if answer.status != 204 and not isinstance(answer.json(), dict):
            raise errors.Transient("garbled", "YouTube's answer could not be read.", http_status=answer.status)
        return httplib2.Response(
            {**{name.lower(): value for name, value in answer.headers.items()}, "status": str(answer.status)}
        ), answer.body

    def _left(self) -> float | None:
        """The seconds that are left to whoever waits; None where nobody does."""
        left = None if self._deadline is None else self._deadline - clock.monotonic()
        if left is not None and left <= 0:
            raise errors.Transient("too_slow", "YouTube did not answer in time.")
        return left

    def close(self) -> None:
        """Nothing is kept open between calls."""


class Calls:
    """The Data API as one account sees it. Every call raises `errors.PlatformError`."""

    def __init__(self, *, door: Door, api_url: str, access_token: str, patience: float | None = None) -> None:
        """`patience` is how many seconds all calls together have where a person waits for them: then nothing is tried twice."""
        self._transport = GoogleTransport(door, access_token, patience=patience)
        self._api = _described(api_url)

    def channels(self, *, part: str) -> list[dict[str, Any]]:
        """The channels of this account (one, or none). 1 unit of the quota."""
        answer = self._made(self._api.channels().list(part=part, mine=True))
        return _items_of({"items": [], **answer})  # without a channel YouTube leaves the list out

    def playlist_page(self, playlist: str, page: str | None) -> tuple[list[dict[str, Any]], str | None]:
        """Up to 50 entries, newest first in a list of uploads, and the token of the next page. 1 unit."""
        answer = self._made(
            self._api.playlistItems().list(part="contentDetails,snippet", playlistId=playlist, maxResults=50, pageToken=page)
        )
        return _items_of(answer), answer.get("nextPageToken") or None

    def playlists_page(self, page: str | None) -> tuple[list[dict[str, Any]], str | None]:
        """Up to 50 of the channel's playlists, and the token of the next page. 1 unit."""
        answer = self._made(self._api.playlists().list(part="snippet", mine=True, maxResults=50, pageToken=page))
        return _items_of({"items": [], **answer}), answer.get("nextPageToken") or None

    def lies_in(self, playlist: str, video_id: str) -> bool:
        """Whether a video lies in a playlist. 1 unit."""
        return bool(_items_of(self._made(self._api.playlistItems().list(part="id", playlistId=playlist, videoId=video_id))))

    def put_into(self, playlist: str, video_id: str) -> None:
        """Put a video into a playlist; repeated, it lies in it twice. 50 units."""
        resource = {"playlistId": playlist, "resourceId": {"kind": "youtube#video", "videoId": video_id}}
        self._made(self._api.playlistItems().insert(part="snippet", body={"snippet": resource}))

    def videos(self, ids: list[str], *, part: str) -> list[dict[str, Any]]:
        """Up to 50 videos; those that do not exist are missing. 1 unit."""
        return _items_of(self._made(self._api.videos().list(part=part, id=",".join(ids))))

    def update(self, resource: Mapping[str, Any]) -> None:
        """Write the parts that `resource` has beside its id, whole: what they leave out is cleared. Safe to repeat. 50 units."""
        parts = ",".join(name for name in resource if name != "id")
        self._made(self._api.videos().update(part=parts, body=dict(resource)))

    def set_thumbnail(self, video_id: str, media: Any) -> None:
        """Set a picture; repeated, it is set again. 50 units."""
        self._made(self._api.thumbnails().set(videoId=video_id, media_body=media))

    def captions(self, video_id: str) -> list[dict[str, Any]]:
        """The tracks of a video, those of speech recognition too. 50 units."""
        return _items_of(self._made(self._api.captions().list(part="id,snippet", videoId=video_id)))

    def add_captions(self, video_id: str, media: Any, *, language: str, name: str) -> None:
        """One more track; of a language and name that is there, YouTube refuses it. 400 units."""
        snippet = {"videoId": video_id, "language": language, "name": name, "isDraft": False}
        self._made(self._api.captions().insert(part="snippet", body={"snippet": snippet}, media_body=media))

    def replace_captions(self, track_id: str, media: Any) -> None:
        """Another text for a track; repeated, it is set again. 450 units."""
        self._made(self._api.captions().update(part="id", body={"id": track_id}, media_body=media))

    def delete(self, video_id: str) -> None:
        """Delete a video. 50 units."""
        self._made(self._api.videos().delete(id=video_id))

    def _made(self, request: HttpRequest) -> dict[str, Any]:
        answer = request.execute(http=self._transport, num_retries=0)
        return answer if isinstance(answer, dict) else {}


def _wanted(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers of Google's client, but for those that the door sets itself."""
    return {name: value for name, value in headers.items() if name.lower() not in ("accept-encoding", "user-agent", "content-length")}


def _items_of(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The entries of a list. One that is no list at all proves nothing, so it is not taken for an empty one."""
    items = answer.get("items")
    if not isinstance(items, list):
        raise errors.Transient("garbled", "YouTube's answer could not be read.")
    return [item for item in items if isinstance(item, dict)]


@lru_cache(maxsize=8)
def _described(api_url: str) -> Resource:
    """Build the calls for a base address from the description that comes with Google's client: no network."""
    description = json.loads(get_static_doc("youtube", "v3"))
    description["rootUrl"] = description["baseUrl"] = f"{api_url.rstrip('/')}/"
    description.pop("mtlsRootUrl", None)
    return build_from_document(description, http=GoogleTransport(Door(bases=(api_url,)), ""))
