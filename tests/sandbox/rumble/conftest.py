"""A client of the stand-in that sends what it is told to, careful or not."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from platforms.sandbox.plumbing import Answer, Request, Response
from platforms.sandbox.rumble import RumbleStandIn
from platforms.sandbox.rumble.faults import EMBED, SEARCH, UPLOAD

BOUNDARY = "----a-boundary-of-tests"
FORM = f"multipart/form-data; boundary={BOUNDARY}"
VIDEO = b"v" * 1000
WORDS = {"title": "Tide pools", "description": "At low water.\nref:0a1b2c3d", "license_type": "0", "guid": "0a1b2c3d-guid"}


class Hours:
    """The time of the stand-in, under the hand of a test."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


def part(name: str, content: bytes, *, file_name: str = "") -> bytes:
    named = f'; filename="{file_name}"\r\nContent-Type: application/octet-stream' if file_name else ""
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'.encode() + content + b"\r\n"


def body_of(fields: Mapping[str, str | None], video: bytes | None = VIDEO, *, first: bytes = b"", last: bytes = b"") -> bytes:
    """A form; a field of None is left out. `first` and `last` are parts before and after all others."""
    words = b"".join(part(name, value.encode()) for name, value in fields.items() if value is not None)
    film = b"" if video is None else part("video", video, file_name="tide.mp4")
    return first + words + film + last + f"--{BOUNDARY}--\r\n".encode()


@dataclass
class Caller:
    """Somebody with a token, who asks."""

    stand_in: RumbleStandIn
    hours: Hours
    token: str = ""
    publisher_id: str = ""

    def send(self, body: bytes, *, length: int | None = None, content_type: str = FORM, query: str = "", **headers: str) -> Answer:
        """An upload, as these bytes."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"Content-Length": str(len(body) if length is None else length), "Content-Type": content_type, **named}
        return self.stand_in.answer(Request(method="POST", path=UPLOAD, query=query, headers=sent, body=io.BytesIO(body)))

    def form(self, video: bytes | None = VIDEO, *, first: bytes = b"", last: bytes = b"", **fields: str | None) -> bytes:
        return body_of({"access_token": self.token, **WORDS, **fields}, video, first=first, last=last)

    def upload(self, video: bytes | None = VIDEO, *, first: bytes = b"", last: bytes = b"", **fields: str | None) -> Response:
        return answered(self.send(self.form(video, first=first, last=last, **fields)))

    def errors(self, video: bytes | None = VIDEO, **how: Any) -> dict[str, Any]:
        answer = self.upload(video, **how)
        assert answer.status == 200
        assert answer.json()["success"] is False
        said: dict[str, Any] = answer.json()["errors"]
        return said

    def get(self, path: str, **arguments: str) -> Response:
        return answered(self.stand_in.answer(Request(method="GET", path=path, query=urlencode(arguments))))

    def search(self, page: int = 1, **arguments: str) -> Any:
        sent = {"_p": self.publisher_id, "criteria": f"pg={page},sort=date", "user": "me", **arguments}
        return self.get(SEARCH, **sent).json()

    def player(self, video_id: str) -> Any:
        return self.get(EMBED, request="video", ver="2", v=f"v{video_id}").json()

    def post(self, path: str, form: str = "") -> Response:
        content = form.encode()
        headers = {"Content-Length": str(len(content))}
        return answered(self.stand_in.answer(Request(method="POST", path=path, headers=headers, body=io.BytesIO(content))))

    @property
    def broken(self) -> list[str]:
        return [seen.rule for seen in self.stand_in.violations()]

    @property
    def titles(self) -> list[str]:
        return [video.title for video in self.stand_in.videos()]


def answered(answer: Answer) -> Response:
    assert isinstance(answer, Response), answer
    return answer


@pytest.fixture
def caller() -> Caller:
    hours = Hours()
    stand_in = RumbleStandIn(clock=lambda: hours.now, sleep=lambda seconds: hours.pass_(seconds=seconds))
    granted = stand_in.grant("slow.rivers")
    return Caller(stand_in, hours, granted.token, granted.publisher_id)
