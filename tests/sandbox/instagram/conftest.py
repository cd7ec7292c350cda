"""A client of the stand-in that sends what it is told to, careful or not."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from platforms.sandbox.instagram import InstagramStandIn
from platforms.sandbox.instagram.fetching import Fetched
from platforms.sandbox.instagram.granting import Granted
from platforms.sandbox.plumbing import Answer, Request, Response

V = "v26.0"
FACEBOOK, INSTAGRAM = f"/graph.facebook.com/{V}", f"/graph.instagram.com/{V}"
FORM = "application/x-www-form-urlencoded"
BASE = "http://127.0.0.1:8100/instagram"


class Hours:
    """The time of the stand-in, under the hand of a test."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass
class Host:
    """Where videos are fetched from."""

    content: bytes = b"v" * 1000
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    ranges: bool = True
    asked: list[tuple[str, str]] = field(default_factory=list)

    def fetch(self, method: str, address: str, headers: Mapping[str, str]) -> Fetched:
        self.asked.append((method, headers.get("Range", "")))
        if self.status != 200:
            return Fetched(status=self.status, headers=self.headers, pieces=iter(()))
        first, last, status = 0, len(self.content) - 1, 200
        told = {"Content-Type": "video/mp4"}
        if self.ranges and "Range" in headers:
            begin, _, end = headers["Range"].removeprefix("bytes=").partition("-")
            first, last, status = int(begin), min(int(end), last), 206
            told["Content-Range"] = f"bytes {first}-{last}/{len(self.content)}"
        body = self.content[first : last + 1]
        told["Content-Length"] = str(len(body))
        pieces = iter((body,) if method == "GET" else ())
        return Fetched(status=status, headers={**told, **self.headers}, pieces=pieces)


@dataclass
class Caller:
    """Somebody with a token, who asks."""

    stand_in: InstagramStandIn
    hours: Hours
    host: Host
    who: Granted
    token: str
    root: str = FACEBOOK

    def send(self, method: str, path: str, body: bytes = b"", query: str = "", **headers: str) -> Answer:
        named = {name if name.startswith("file_") else name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"Content-Length": str(len(body)), **named}
        return self.stand_in.answer(Request(method=method, path=path, query=query, headers=sent, body=io.BytesIO(body), base=BASE))

    def ask(self, method: str, path: str, body: bytes = b"", query: str = "", **headers: str) -> Response:
        """Send it, and insist on an answer."""
        answer = self.send(method, path, body, query, **headers)
        assert isinstance(answer, Response), answer
        return answer

    def get(self, path: str, **fields: str) -> Response:
        return self.ask("GET", f"{self.root}/{path}", query=urlencode(fields), Authorization=f"Bearer {self.token}")

    def post(self, path: str, **fields: str) -> Response:
        answer = self.post_for(path, **fields)
        assert isinstance(answer, Response), answer
        return answer

    def post_for(self, path: str, **fields: str) -> Answer:
        body = urlencode(fields).encode()
        return self.send("POST", f"{self.root}/{path}", body, Content_Type=FORM, Authorization=f"Bearer {self.token}")

    # -- the usual way -----------------------------------------------------------------------------------------------
    def create(self, **fields: str) -> Response:
        source = {"upload_type": "resumable"} if self.root == FACEBOOK else {"video_url": "https://media.example/v.mp4"}
        return self.post(f"{self.who.ig_id}/media", **{"media_type": "REELS", "caption": "Tide", **source, **fields})

    def created(self, **fields: str) -> tuple[str, str]:
        """The id of a container, and the path of its upload address."""
        answer = self.create(**fields).json()
        return answer["id"], urlsplit(answer.get("uri", "")).path.removeprefix("/instagram")

    def put(self, path: str, content: bytes = b"v" * 1000, *, first: int = 0, size: int | None = None, **headers: str) -> Answer:
        named = {"Authorization": f"OAuth {self.token}", "offset": str(first), "file_size": str(len(content) if size is None else size)}
        return self.send("POST", path, content[first:], **{**named, **headers})

    def took(self, path: str, content: bytes = b"v" * 1000, **how: Any) -> Response:
        """Send bytes, and insist on an answer."""
        answer = self.put(path, content, **how)
        assert isinstance(answer, Response), answer
        return answer

    def status(self, container: str) -> dict[str, Any]:
        of_bytes = ",video_status" if self.root == FACEBOOK else ""
        answer: dict[str, Any] = self.get(container, fields=f"id,status_code,status{of_bytes}").json()
        return answer

    def ready(self, **fields: str) -> str:
        """A container that can be published."""
        container, path = self.created(**fields)
        if path:
            self.put(path)
        self.hours.pass_(seconds=10)
        assert self.status(container)["status_code"] == "FINISHED"
        return container

    def publish(self, container: str) -> Response:
        answer = self.publish_for(container)
        assert isinstance(answer, Response), answer
        return answer

    def publish_for(self, container: str) -> Answer:
        self.get(f"{self.who.ig_id}/content_publishing_limit", fields="quota_usage,config")
        return self.post_for(f"{self.who.ig_id}/media_publish", creation_id=container)

    def published(self, **fields: str) -> str:
        """The id of a reel."""
        return str(self.publish(self.ready(**fields)).json()["id"])

    def listed(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.get(f"{self.who.ig_id}/media", fields="id,caption,timestamp,media_product_type").json()["data"]
        return found

    @property
    def broken(self) -> list[str]:
        return [seen.rule for seen in self.stand_in.violations()]


def error(answer: Response) -> str:
    """Code and subcode as one word."""
    told = answer.json()["error"]
    return f"{told['code']}/{told['error_subcode']}" if "error_subcode" in told else str(told["code"])


@pytest.fixture
def caller() -> Caller:
    """With Facebook Login, and the token of a Page."""
    hours, host = Hours(), Host()
    stand_in = InstagramStandIn(clock=lambda: hours.now, sleep=lambda seconds: hours.pass_(seconds=seconds), fetch=host.fetch)
    who = stand_in.grant("atelier.nord")
    return Caller(stand_in, hours, host, who, who.access_token)


@pytest.fixture
def puller(caller: Caller) -> Caller:
    """With Instagram Login."""
    who = caller.stand_in.grant("atelier.nord", "instagram")
    return Caller(caller.stand_in, caller.hours, caller.host, who, who.access_token, INSTAGRAM)
