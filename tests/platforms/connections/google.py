"""Google as these tests see it: it answers at the wire as it is told, and remembers what it was asked."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from http.client import parse_headers
from typing import Any
from urllib.parse import parse_qs, urlsplit

FORCE_SSL = "https://www.googleapis.com/auth/youtube.force-ssl"
ATELIER = "UCatelier0000000000000000"


@dataclass(frozen=True)
class Asked:
    """One request, as it came over the wire."""

    method: str
    path: str
    headers: Message
    form: dict[str, str]


@dataclass(frozen=True)
class Said:
    """One answer; `status` 0 hangs up without a word."""

    status: int
    body: Any
    headers: dict[str, str]


def said(status: int, body: Any = None, **headers: str) -> Said:
    return Said(status, {} if body is None else body, {name.replace("_", "-"): value for name, value in headers.items()})


class Google:
    """The token, revoke and channels addresses; each answers well until a test says otherwise."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.answers: dict[str, Callable[[Asked], Said]] = {
            "/youtube/token": lambda asked: self.tokens(),
            "/youtube/revoke": lambda asked: said(200),
            "/youtube/youtube/v3/channels": lambda asked: self.channel(),
        }
        self.issued = 0

    def tokens(self, **changes: Any) -> Said:
        """A new pair each time, with `changes`; None leaves a member out."""
        self.issued += 1
        pair = {"access_token": f"access-canary-{self.issued}", "refresh_token": f"refresh-canary-{self.issued}"}
        body = {**pair, "expires_in": 3599, "scope": FORCE_SSL, "token_type": "Bearer", **changes}
        return said(200, {name: value for name, value in body.items() if value is not None})

    def channel(self, uid: str = ATELIER, title: str = "Atelier Nord", long_uploads: str = "allowed") -> Said:
        return said(
            200,
            {
                "items": [
                    {
                        "id": uid,
                        "snippet": {
                            "title": title,
                            "customUrl": "@ateliernord",
                            "thumbnails": {"default": {"url": "https://yt3.ggpht.com/a.jpg"}},
                        },
                        "contentDetails": {"relatedPlaylists": {"uploads": "UUatelier"}},
                        "status": {"longUploadsStatus": long_uploads},
                    }
                ]
            },
        )

    def answers_tokens(self, *answers: Said) -> None:
        """Say these at the token address, one after another, the last one ever after."""
        left = list(answers)
        self.answers["/youtube/token"] = lambda asked: left.pop(0) if len(left) > 1 else left[0]

    def answers_channel(self, answer: Said) -> None:
        self.answers["/youtube/youtube/v3/channels"] = lambda asked: answer

    def to(self, path: str) -> list[Asked]:
        return [asked for asked in self.asked if asked.path.endswith(path)]

    def connect(self, origin: object, *, trusted: bool, allow_private: bool) -> "GoogleWire":
        return GoogleWire(self)


class GoogleWire:
    """One connection to `Google`, in this process (see `platforms.wire.Wire`)."""

    def __init__(self, google: Google) -> None:
        self.google = google
        self.sent = b""
        self.to_come = b""
        self.hung_up = False

    def send(self, piece: memoryview) -> int:
        self.sent += bytes(piece)
        head, ended, body = self.sent.partition(b"\r\n\r\n")
        line, _, fields = head.partition(b"\r\n")
        headers = parse_headers(io.BytesIO(fields + b"\r\n\r\n"))
        if ended and len(body) >= int(headers.get("Content-Length", 0)):
            self.sent = b""
            self.answer(line.decode(), headers, body.decode())
        return len(piece)

    def answer(self, line: str, headers: Message, body: str) -> None:
        method, target, _ = line.split(" ")
        form = {name: values[0] for name, values in parse_qs(body).items()}
        asked = Asked(method, urlsplit(target).path, headers, form)
        self.google.asked.append(asked)
        answer = self.google.answers[asked.path](asked)
        if answer.status == 0:
            self.hung_up = True
            return
        content = answer.body.encode() if isinstance(answer.body, str) else json.dumps(answer.body).encode()
        fields = {"Content-Type": "application/json", "Content-Length": str(len(content)), **answer.headers}
        self.to_come += f"HTTP/1.1 {answer.status} Said\r\n".encode()
        self.to_come += "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode() + b"\r\n" + content

    def receive(self, most: int) -> bytes | None:
        if self.hung_up:
            return b""
        piece, self.to_come = self.to_come[:most], self.to_come[most:]
        return piece or None

    def wait(self, seconds: float, *, for_room: bool) -> None:
        return

    def close(self) -> None:
        self.hung_up = True
