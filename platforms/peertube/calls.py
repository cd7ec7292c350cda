"""The calls of an instance's REST API that Retake makes, as plain requests through our own door.

Source: docs.joinpeertube.org/api-rest-reference.html.
"""

import json
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from platforms import errors
from platforms.http import Answer, Door
from platforms.peertube.refusals import error_of

READ_SECONDS = 60.0
Json = Mapping[str, Any]


class Calls:
    """Makes calls for one account. Each raises `errors.PlatformError`."""

    def __init__(self, *, door: Door, api_url: str, access_token: str, read_seconds: float = READ_SECONDS) -> None:
        self._door = door
        self._root = f"{api_url.rstrip('/')}/api/v1"
        self._headers = {"Authorization": f"Bearer {access_token}", "Accept": "application/json"}
        self._read_seconds = read_seconds

    def me(self) -> Json:
        """The user, with its channels, account and quota (bytes; -1: none)."""
        return self._read("/users/me")

    def quota_used(self) -> Json:
        return self._read("/users/me/video-quota-used")

    def my_videos(self, *, start: int, count: int) -> tuple[list[Json], int]:
        """The user's own videos in every state, newest first, and how many there are."""
        page = self._read(f"/users/me/videos?{urlencode({'sort': '-createdAt', 'start': start, 'count': count})}")
        listed, total = page.get("data"), page.get("total")
        if not isinstance(listed, list) or not isinstance(total, int):
            raise unreadable()  # it proves nothing, so it is not taken for an empty list
        return [video for video in listed if isinstance(video, dict)], total

    def video(self, video_id: str) -> Json | None:
        """One video; None where there is none of that id."""
        return self._read_if_there(f"/videos/{quote(video_id, safe='')}")

    def source(self, video_id: str) -> Json | None:
        """The file that a video was made from: its name and size. None where the instance kept nothing of it."""
        return self._read_if_there(f"/videos/{quote(video_id, safe='')}/source")

    def update(self, video_id: str, changed: Json) -> None:
        """Change what is named; null clears it. Safe to repeat."""
        self._changed("PUT", f"/videos/{quote(video_id, safe='')}", as_json(changed), "application/json")

    def set_thumbnail(self, video_id: str, picture: bytes) -> None:
        body, kind = _form("thumbnailfile", "thumbnail.jpg", "image/jpeg", picture)
        self._changed("PUT", f"/videos/{quote(video_id, safe='')}", body, kind)

    def set_caption(self, video_id: str, language: str, vtt: bytes) -> None:
        """Set one language's captions; repeated, they are set again."""
        body, kind = _form("captionfile", "captions.vtt", "text/vtt", vtt)
        self._changed("PUT", f"/videos/{quote(video_id, safe='')}/captions/{quote(language, safe='')}", body, kind)

    def delete(self, video_id: str) -> None:
        self._changed("DELETE", f"/videos/{quote(video_id, safe='')}", b"", "")

    def _read(self, path: str) -> Json:
        answer = self._asked(path)
        if answer.status != 200:
            raise error_of(answer)
        return _object(answer)

    def _read_if_there(self, path: str) -> Json | None:
        answer = self._asked(path)
        if answer.status == 404:
            return None
        if answer.status != 200:
            raise error_of(answer)
        return _object(answer)

    def _asked(self, path: str) -> Answer:
        return self._door.send("GET", f"{self._root}{path}", headers=self._headers, read_timeout=self._read_seconds, quick_tries=True)

    def _changed(self, method: str, path: str, body: bytes, kind: str) -> None:
        headers = {**self._headers, **({"Content-Type": kind} if kind else {})}
        answer = self._door.send(method, f"{self._root}{path}", headers=headers, body=body, read_timeout=self._read_seconds)
        if answer.status >= 300:
            raise error_of(answer)


def unreadable() -> errors.Transient:
    return errors.Transient("garbled", "The instance's answer could not be read.")


def _object(answer: Answer) -> Json:
    said = answer.json()
    if not isinstance(said, dict):
        raise unreadable()
    return said


def _form(name: str, file_name: str, kind: str, content: bytes) -> tuple[bytes, str]:
    """A form of one file, and its content type."""
    border = f"retake-{secrets.token_hex(8)}"
    head = f'--{border}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\nContent-Type: {kind}\r\n\r\n'
    return head.encode() + content + f"\r\n--{border}--\r\n".encode(), f"multipart/form-data; boundary={border}"


def as_json(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content).encode()
