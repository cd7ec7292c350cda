"""Speaks the protocol of an upload by parts as the page's script does, one step at a time."""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import requests
from django.http import HttpResponse
from django.test import Client

from tests.videos.files import small_video
from videos.parts import LEAST_PART_BYTES

END_BYTES = 4096
_IN_JSON = {"content_type": "application/json"}


@dataclass(kw_only=True)
class Sender:
    """One file in one browser tab. `opened` is what Retake said last of the upload."""

    browser: Client
    content: bytes
    name: str = "clip.mp4"
    modified: int = 1_760_000_000_000
    opened: dict[str, Any] = field(default_factory=dict)

    def begin(self, **more: Any) -> HttpResponse:
        head, tail = self.content[:END_BYTES], self.content[-END_BYTES:]
        said = {"name": self.name, "size": len(self.content), "modified": self.modified, **_ends(head, tail), **more}
        answer = self.browser.post("/videos/uploads/", json.dumps(said), **_IN_JSON)  # type: ignore[arg-type]
        if answer.status_code == 200:
            self.opened = answer.json()
        return answer  # type: ignore[return-value]

    def missing(self) -> list[int]:
        return sorted(set(range(1, self.opened["count"] + 1)) - set(self.opened["have"]))

    def part(self, number: int) -> bytes:
        size = self.opened["part_size"]
        return self.content[(number - 1) * size : number * size]

    def ask(self, *numbers: int, sent: int = 0) -> HttpResponse:
        said = json.dumps({"parts": list(numbers), "sent": sent})
        return self.browser.post(self.opened["addresses"], said, **_IN_JSON)  # type: ignore[arg-type, return-value]

    def cancel(self) -> HttpResponse:
        return self.browser.post(self.opened["cancel"])  # type: ignore[return-value]

    def address(self, number: int) -> str:
        answer = self.ask(number)
        assert answer.status_code == 200, answer.content
        return str(json.loads(answer.content)["addresses"][str(number)])

    def put(self, number: int, body: bytes | None = None, *, address: str = "", claim: str | None = None) -> int:
        """Send a part, whatever `body` it is to be taken for; gives the status. `claim` is the SHA-256 that is said of it."""
        body = self.part(number) if body is None else body
        address = address or self.address(number)
        if not address.startswith("/"):
            return requests.put(address, data=body, timeout=30).status_code
        return self.put_here(address, body, claim=claim).status_code

    def put_here(self, address: str, body: bytes, *, claim: str | None = None, length: int | None = None) -> HttpResponse:
        """Send bytes to Retake itself; `length` announces another number of them than there are."""
        headers = {"X-Part-SHA256": hashlib.sha256(body).hexdigest() if claim is None else claim}
        said = {"CONTENT_LENGTH": str(len(body) if length is None else length), "wsgi.input": BytesIO(body)}
        return self.browser.generic("PUT", address, headers=headers, **said)  # type: ignore[arg-type, return-value]

    def complete(self, *, title: str = "", sha256: dict[str, str] | None = None) -> HttpResponse:
        said = json.dumps({"title": title, "sha256": sha256 or {}})
        return self.browser.post(self.opened["complete"], said, **_IN_JSON)  # type: ignore[arg-type, return-value]

    def send(self, *, title: str = "") -> HttpResponse:
        """Everything, from wherever it stands; gives the last answer, or the first refusal."""
        begun = self.begin()
        if begun.status_code != 200:
            return begun
        for number in self.missing():
            assert self.put(number) in (200, 204)
        return self.complete(title=title)


def _ends(head: bytes, tail: bytes) -> dict[str, str]:
    return {"head": base64.b64encode(head).decode(), "tail": base64.b64encode(tail).decode()}


def code(answer: HttpResponse) -> tuple[int, str]:
    """The status of an answer, and Retake's own code for what is wrong."""
    return answer.status_code, json.loads(answer.content).get("code", "")


def a_file(*, parts: int = 3) -> bytes:
    """A video in so many parts, the last one short, none like another."""
    video = small_video()
    return video + b"".join(bytes([number]) * LEAST_PART_BYTES for number in range(1, parts))[: -len(video) // 2]


CONTENT = a_file()
