"""Google's resumable upload protocol: one session, what it holds, and how bytes get into it.

Source: developers.google.com/youtube/v3/guides/using_resumable_upload_protocol.
"""

import json
import re
from contextlib import AbstractContextManager

from platforms import errors
from platforms.contract import Upload
from platforms.http import Answer, Exchange, Line
from platforms.resumable import Broken, Done, Gone, Held, State
from platforms.youtube import words
from platforms.youtube.refusals import error_of, retry_after

READ_SECONDS = 60.0


class YouTubeSession:
    """Makes the requests for one upload over one line. Every request raises `errors.PlatformError` and `errors.Interrupted`."""

    def __init__(self, line: Line, *, upload: Upload, access_token: str) -> None:
        self._line = line
        self._upload = upload
        self._size = upload.file.size
        self._authorization = {"Authorization": f"Bearer {access_token}"}

    def open(self, url: str, *, publish_at: str = "") -> str:
        """Announce the file and its words; give the session's address. No video can come of it before bytes are sent."""
        answer = self._line.send(
            "POST",
            url,
            headers={
                **self._authorization,
                "Content-Type": "application/json; charset=UTF-8",
                "X-Upload-Content-Length": str(self._size),
                "X-Upload-Content-Type": words.content_type(self._upload),
                "Slug": words.file_name(self._upload),
            },
            body=json.dumps(words.resource(self._upload, publish_at=publish_at)).encode(),
            read_timeout=READ_SECONDS,
            quick_tries=True,  # an answer that is lost leaves an empty session behind, and no video
        )
        address = answer.headers.get("Location", "")
        if answer.status not in (200, 201) or not address:
            raise error_of(answer) if answer.status >= 300 else _unreadable(answer)
        return address

    def ask(self, address: str) -> State:
        """Ask what the session holds; a finished one repeats its answer."""
        headers = {**self._authorization, "Content-Range": f"bytes */{self._size}"}
        answer = self._line.send("PUT", address, headers=headers, read_timeout=READ_SECONDS, quick_tries=True)
        return self.state_of(answer)

    def put(self, address: str, offset: int, length: int) -> State:
        """Send `length` bytes of the file from `offset` on, and say what the session holds then."""
        with self.piece(address, offset, length) as exchange:
            exchange.send(self._upload.read(offset, length))
            return self.state_of(exchange.finish())

    def piece(self, address: str, offset: int, length: int, *, fresh: bool = False) -> AbstractContextManager[Exchange]:
        """Stand ready to send a piece: connected, nothing sent."""
        headers = {
            **self._authorization,
            "Content-Range": f"bytes {offset}-{offset + length - 1}/{self._size}",
            "Content-Type": words.content_type(self._upload),
        }
        return self._line.open("PUT", address, headers=headers, length=length, read_timeout=READ_SECONDS, fresh=fresh)

    def state_of(self, answer: Answer) -> State:
        """Read an answer of the session. Raises what passes, and what says nothing about the session."""
        if answer.status == 308:
            return self._held(answer)
        if 200 <= answer.status < 300:
            return Done(video=_video_of(answer))
        if answer.status in (404, 410):
            return Gone()
        error = error_of(answer)
        if _ends_the_session(error):
            return Broken(error=error)
        raise error

    def _held(self, answer: Answer) -> Held:
        """The offset is what the server says and never what we counted: it may keep less than it was sent."""
        said = answer.headers.get("Range", "").strip()
        found = re.fullmatch(r"(?:bytes=)?0-(\d{1,15})", said)
        offset = int(found[1]) + 1 if found else 0
        if (said and not found) or offset >= self._size:
            raise _unreadable(answer)
        return Held(offset=offset, wait=retry_after(answer), moved=answer.headers.get("Location") or None)


def _ends_the_session(error: errors.PlatformError) -> bool:
    """What YouTube refuses for good it refuses again to whoever asks; a used-up allowance of ours has nothing to do with the session."""
    is_capped = isinstance(error, errors.QuotaExceeded) and error.scope is errors.Scope.ACCOUNT
    return is_capped or isinstance(error, errors.Refused)


def _video_of(answer: Answer) -> str | None:
    body = answer.json()
    video = body.get("id") if isinstance(body, dict) else None
    return video if isinstance(video, str) and video else None


def _unreadable(answer: Answer) -> errors.Transient:
    return errors.Transient("garbled", "YouTube's answer could not be read.", http_status=answer.status)
