"""A client of the stand-in that sends what it is told to, careful or not."""

import io
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from platforms.sandbox.plumbing import Request, Response
from platforms.sandbox.tiktok import TikTokStandIn

POST = "/v2/post/publish"
INFO = {
    "title": "Tide",
    "privacy_level": "PUBLIC_TO_EVERYONE",
    "disable_comment": False,
    "disable_duet": True,
    "disable_stitch": True,
    "brand_content_toggle": False,
    "brand_organic_toggle": False,
}
FORM = "application/x-www-form-urlencoded"


class Hours:
    """The time of the stand-in, under the hand of a test."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass
class Caller:
    """Somebody with a token, who asks."""

    stand_in: TikTokStandIn
    hours: Hours
    token: str = ""

    def ask(self, method: str, path: str, body: bytes = b"", query: str = "", **headers: str) -> Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"Content-Length": str(len(body)), **named}
        answer = self.stand_in.answer(Request(method=method, path=path, query=query, headers=sent, body=io.BytesIO(body)))
        assert isinstance(answer, Response), answer
        return answer

    def call(self, path: str, content: Any = None, *, method: str = "POST", query: str = "") -> Response:
        body = b"" if content is None else json.dumps(content).encode()
        return self.ask(method, path, body, query, Authorization=f"Bearer {self.token}")

    def open(self, *, size: int = 1000, piece: int = 1000, count: int = 1, draft: bool = False, **info: Any) -> Response:
        source = {"source": "FILE_UPLOAD", "video_size": size, "chunk_size": piece, "total_chunk_count": count}
        if draft:
            return self.call(f"{POST}/inbox/video/init/", {"source_info": source})
        return self.call(f"{POST}/video/init/", {"post_info": {**INFO, **info}, "source_info": source})

    def opened(self, **how: Any) -> tuple[str, str]:
        """The id of a task, and the query of its address."""
        self.call(f"{POST}/creator_info/query/", {})
        data = self.open(**how).json()["data"]
        return data["publish_id"], urlsplit(data["upload_url"]).query

    def put(self, query: str, first: int, last: int, total: int, **headers: str) -> Response:
        named = {"Content_Type": "video/mp4", "Content_Range": f"bytes {first}-{last}/{total}", **headers}
        return self.ask("PUT", "/upload/", b"v" * (last - first + 1), query, **named)

    def status(self, publish_id: str) -> dict[str, Any]:
        said: dict[str, Any] = self.call(f"{POST}/status/fetch/", {"publish_id": publish_id}).json()
        return said["data"] or said["error"]

    def grant(self, **fields: str) -> Response:
        sent = {"client_key": "k", "client_secret": "s", **fields}
        return self.ask("POST", "/v2/oauth/token/", urlencode(sent).encode(), Content_Type=FORM)

    @property
    def broken(self) -> list[str]:
        return [seen.rule for seen in self.stand_in.violations()]


@pytest.fixture
def caller() -> Caller:
    hours = Hours()
    stand_in = TikTokStandIn(clock=lambda: hours.now, sleep=lambda seconds: hours.pass_(seconds=seconds))
    return Caller(stand_in, hours, stand_in.grant("atelier.nord").access_token)
