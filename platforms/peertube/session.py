"""PeerTube's resumable upload: one session, what it holds, and how bytes get into it.

Source: docs.joinpeertube.org/api-rest-reference.html#tag/Video-Upload, and the answers of a PeerTube 6.3.
"""

import re
from contextlib import AbstractContextManager
from urllib.parse import urljoin

from platforms import errors
from platforms.contract import Upload
from platforms.http import Answer, Exchange, Line, rest
from platforms.peertube import words
from platforms.peertube.calls import as_json, unreadable
from platforms.peertube.refusals import error_of, retry_after
from platforms.resumable import Broken, Done, Finishing, Gone, Held, State

READ_SECONDS = 120.0
"""The answer to the last bytes comes once the instance has looked into the file."""
BUSY_WAITS = (1.0, 2.0, 4.0, 8.0)
"""How long to wait, in seconds, for another request on the session to end."""
NOTHING = "0--1"
LOCKED, PROCESSING, GONE = 423, 503, 404


class PeerTubeSession:
    """Makes the requests for one upload over one line. Keeps `platforms.resumable.Session`."""

    def __init__(self, line: Line, *, upload: Upload, api_url: str, access_token: str) -> None:
        self._line = line
        self._upload = upload
        self._size = upload.file.size
        self._url = f"{api_url.rstrip('/')}/api/v1/videos/upload-resumable"
        self._authorization = {"Authorization": f"Bearer {access_token}", "Accept": "application/json"}

    def open(self, *, channel_id: int, publish_at: str = "") -> str:
        """Announce the file and its words; give the session's address. No video can come of it before bytes are sent."""
        answer = self._line.send(
            "POST",
            self._url,
            headers={
                **self._authorization,
                "Content-Type": "application/json",
                "X-Upload-Content-Length": str(self._size),
                "X-Upload-Content-Type": _kind(self._upload.file.content_type),
            },
            body=as_json(words.announcement(self._upload, channel_id=channel_id, publish_at=publish_at)),
            read_timeout=READ_SECONDS,
            quick_tries=True,  # an answer that is lost leaves an empty session behind, and no video
        )
        address = answer.headers.get("Location", "")
        if answer.status not in (200, 201) or not address:
            raise error_of(answer) if answer.status >= 300 else unreadable()
        return urljoin(self._url, address)  # it comes without its scheme

    def ask(self, address: str) -> State:
        """Ask what the session holds; a request that still runs there is waited for a little."""
        for wait in (*BUSY_WAITS, 0.0):
            answer = self._asked(address)
            if answer.status != LOCKED or not wait:
                break
            rest(wait)
        return self.state_of(answer)

    def _asked(self, address: str) -> Answer:
        headers = {**self._authorization, "Content-Range": f"bytes */{self._size}"}
        return self._line.send("PUT", address, headers=headers, read_timeout=READ_SECONDS)

    def put(self, address: str, offset: int, length: int) -> State:
        with self.piece(address, offset, length) as exchange:
            exchange.send(self._upload.read(offset, length))
            return self.state_of(exchange.finish())

    def piece(self, address: str, offset: int, length: int, *, fresh: bool = False) -> AbstractContextManager[Exchange]:
        headers = {
            **self._authorization,
            "Content-Range": f"bytes {offset}-{offset + length - 1}/{self._size}",
            "Content-Type": "application/octet-stream",  # with any other the bytes are swallowed by a form's parser
        }
        return self._line.open("PUT", address, headers=headers, length=length, read_timeout=READ_SECONDS, fresh=fresh)

    def state_of(self, answer: Answer) -> State:
        """Read an answer of the session. Raises what passes, and what says nothing about the session."""
        if answer.status == 308:
            return self._held(answer)
        if 200 <= answer.status < 300:
            return Done(video=_video_of(answer))
        if answer.status == GONE:
            return Gone()
        if answer.status == PROCESSING and retry_after(answer) is not None:
            return Finishing()
        error = error_of(answer)
        if isinstance(error, errors.Refused):
            return Broken(error=error)
        raise error

    def _held(self, answer: Answer) -> Held:
        """The offset is what the server says and never what we counted."""
        said = answer.headers.get("Range", "").strip().removeprefix("bytes=")
        found = re.fullmatch(r"0-(\d{1,15})", said)
        offset = int(found[1]) + 1 if found else 0
        if (not found and said not in ("", NOTHING)) or offset >= self._size:
            raise unreadable()
        return Held(offset=offset)


def _kind(content_type: str) -> str:
    return content_type if re.fullmatch(r"video/[\w.+-]+", content_type) else "video/mp4"


def _video_of(answer: Answer) -> str | None:
    said = answer.json()
    video = said.get("video") if isinstance(said, dict) else None
    found = video.get("uuid") if isinstance(video, dict) else None
    return found if isinstance(found, str) and found else None
