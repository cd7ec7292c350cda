"""A client of the stand-in in process: no socket, every request spelled out."""

import io
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from platforms.sandbox.plumbing import Answer, Request, Response
from platforms.sandbox.youtube import YouTubeStandIn

GRAIN = 256 * 1024
BASE = "http://127.0.0.1:8100/youtube"
NOON = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
"""Noon in Los Angeles."""


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def tick(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def video_resource(**words: Any) -> dict[str, Any]:
    snippet = {"title": "A walk", "description": "", "tags": ["pub7c1e9a42"], "categoryId": "22", **words}
    return {"snippet": snippet, "status": {"privacyStatus": "private", "selfDeclaredMadeForKids": False}}


@dataclass(kw_only=True)
class Caller:
    """Speaks for one channel."""

    stand_in: YouTubeStandIn
    token: str = ""

    def send(
        self,
        method: str,
        address: str,
        *,
        body: bytes = b"",
        declared: int | None = None,
        headers: dict[str, str] | None = None,
        **query: str,
    ) -> Answer:
        """`declared` is the Content-Length, where it is another than that of the body."""
        parts = urlsplit(address)
        sent = {"Content-Length": str(len(body) if declared is None else declared)}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        request = Request(
            method=method,
            path=parts.path.removeprefix("/youtube") if parts.netloc else parts.path,
            query="&".join(part for part in (parts.query, urlencode(query)) if part),
            headers=sent | (headers or {}),
            body=io.BytesIO(body),
            base=BASE,
        )
        return self.stand_in.answer(request)

    def ask(self, method: str, address: str, *, content: Any = None, headers: dict[str, str] | None = None, **query: str) -> Response:
        """Send it, and insist on an answer."""
        body = b"" if content is None else json.dumps(content).encode()
        answer = self.send(method, address, body=body, headers=headers, **query)
        assert isinstance(answer, Response), answer
        return answer

    def start(
        self, size: int = 3 * GRAIN, *, content: Any = None, headers: dict[str, str] | None = None, part: str = "snippet,status"
    ) -> Response:
        """Ask for a session."""
        announced = {"X-Upload-Content-Length": str(size), "X-Upload-Content-Type": "video/mp4", "Slug": "pub-7c1e9a42.mp4"}
        resource = video_resource() if content is None else content
        return self.ask(
            "POST", "/upload/youtube/v3/videos", content=resource, headers=announced | (headers or {}), uploadType="resumable", part=part
        )

    def open(self, size: int = 3 * GRAIN, **words: Any) -> str:
        """Open a session; give its address."""
        answer = self.start(size, content=video_resource(**words))
        assert answer.status == 200, answer
        return answer.header("Location")

    def put(self, session: str, body: bytes, *, first: int, total: int, cut: int = 0) -> Answer:
        """Send bytes; `cut` of them are declared and never come."""
        content_range = f"bytes {first}-{first + len(body) + cut - 1}/{total}"
        return self.send("PUT", session, body=body, declared=len(body) + cut, headers={"Content-Range": content_range})

    def how_far(self, session: str, total: int | str = 3 * GRAIN) -> Response:
        answer = self.send("PUT", session, headers={"Content-Range": f"bytes */{total}"})
        assert isinstance(answer, Response), answer
        return answer

    def publish(self, body: bytes = b"x" * 1000, **words: Any) -> str:
        """A whole upload; give the id of the video."""
        answer = self.put(self.open(len(body), **words), body, first=0, total=len(body))
        assert isinstance(answer, Response), answer
        assert answer.status == 201, answer
        return str(answer.json()["id"])


def reason_of(answer: Answer) -> str:
    assert isinstance(answer, Response), answer
    return str(answer.json()["error"]["errors"][0]["reason"])
