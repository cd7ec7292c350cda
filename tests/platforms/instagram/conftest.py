"""Instagram's stand-in at the other end of the door, in this process, on a clock of the test's own, behind either login."""

import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from platforms import clock, http
from platforms.contract import Account, Asked, Checkpoint, File, Later, Upload, Words
from platforms.http import Door
from platforms.instagram import Instagram
from platforms.instagram.keys import Keys
from platforms.instagram.login import Kind
from platforms.sandbox.instagram import InstagramStandIn
from platforms.sandbox.instagram.fetching import Fetched
from platforms.sandbox.plumbing import Dropped
from platforms.sandbox.wire import read_request, response_bytes
from tests.platforms.loop import Loop, Time

BASE = "http://127.0.0.1:8100/instagram"
START = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
USER = "atelier.nord"
CONTENT = bytes(range(256)) * 300
ADDRESS = "https://retake.example.org/m/ticket.mp4"


def upload_of(content: bytes = CONTENT, *, title: str = "Tide pools", **changes: Any) -> Upload:
    """A publication of these bytes, read as the engine lets it be read."""

    def read(start: int, length: int) -> Iterator[bytes]:
        yield content[start : start + length]

    file = File(name="tide.mp4", size=len(content), content_type="video/mp4", sha256=hashlib.sha256(content).hexdigest(), duration=12.0)
    words = Words(title=title, description="At low water.", tags=("sea",))
    plain = {"marker": "rt0123456789abcd", "words": words, "options": {}, "file": file, "read": read, "address": lambda: ADDRESS}
    return Upload(**{**plain, **changes})


@dataclass
class Scene:
    """The adapter, the stand-in, and the way between them."""

    stand_in: InstagramStandIn
    loop: Loop
    time: Time
    adapter: Instagram
    account: Account
    checkpoints: list[Checkpoint] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    """How long each Later asked to wait, in seconds."""

    def publish(self, upload: Upload, progress: Any = None, *, at: Callable[[Checkpoint], None] | None = None) -> Any:
        """Drive `publish` as the engine does, coming back for each Later; `at` is called while a checkpoint is committed."""
        while isinstance(outcome := self.run(upload, progress or {}, at), Later):
            progress = outcome.progress
            self.waits.append(outcome.again_in.total_seconds())
            self.time.seconds += outcome.again_in.total_seconds()
        return outcome

    def run(self, upload: Upload, progress: Mapping[str, Any], at: Callable[[Checkpoint], None] | None) -> Any:
        steps, said = self.adapter.publish(upload, progress, self.account), None
        while True:
            try:
                checkpoint = steps.send(said)
            except StopIteration as end:
                return end.value
            self.checkpoints.append(checkpoint)
            said = clock.monotonic() + 5.0 if checkpoint.deciding else None
            if at:
                at(checkpoint)

    def look(self, upload: Upload, progress: Any, *, after: timedelta = timedelta(), empty_looks: int = 9) -> Any:
        """Look so long after the last call; `empty_looks` found nothing before."""
        self.time.seconds += after.total_seconds()
        since = datetime.fromisoformat(progress["last_call"])
        return self.adapter.look(upload, progress, self.account, Asked(now=self.now(), deciding_since=since, empty_looks=empty_looks))

    def now(self) -> datetime:
        return START + timedelta(seconds=self.time.seconds - 1000.0)

    @property
    def saved(self) -> dict[str, Any]:
        return dict(self.checkpoints[-1].progress)

    def asked(self, path: str) -> int:
        """How many requests led to an address with this in it."""
        return sum(path in request.split(b"\r\n", 1)[0].decode() for request in self.loop.requests)


Made = Callable[..., Scene]


def fetch(method: str, address: str, headers: Mapping[str, str]) -> Fetched:
    """Retake's answer to whoever comes for the file."""
    assert address == ADDRESS
    asked = {name.lower(): value for name, value in headers.items()}.get("range", "")
    first, _, last = asked.removeprefix("bytes=").partition("-")
    piece = CONTENT[int(first) : int(last) + 1 if last else None] if asked else CONTENT
    told = {"Content-Length": str(len(piece)), "Content-Type": "video/mp4"}
    told |= {"Content-Range": f"bytes {first}-{int(first) + len(piece) - 1}/{len(CONTENT)}"} if asked else {}
    return Fetched(status=206 if asked else 200, headers=told, pieces=iter([piece] if method == "GET" else []))


@pytest.fixture
def make(monkeypatch: pytest.MonkeyPatch) -> Made:
    time = Time()

    def now() -> datetime:
        return START + timedelta(seconds=time.seconds - 1000.0)

    monkeypatch.setattr(clock, "monotonic", time.monotonic)
    monkeypatch.setattr(clock, "sleep", time.sleep)
    monkeypatch.setattr(clock, "now", now)

    stand_in = InstagramStandIn(clock=now, sleep=time.sleep, fetch=fetch)

    def serve(raw: bytes) -> bytes | None:
        request = read_request(io.BytesIO(raw), host="127.0.0.1:8100")
        assert request is not None
        answer = stand_in.answer(replace(request, path=request.path.removeprefix("/instagram"), base=BASE))
        return None if isinstance(answer, Dropped) else response_bytes(answer)

    loop = Loop(serve, time)
    monkeypatch.setattr(http, "connect", loop.connect)

    def made(kind: Kind = Kind.FACEBOOK, *, strict: bool = True) -> Scene:
        api_url = f"{BASE}/graph.{kind.value}.com"
        issued = stand_in.grant(USER, kind.value)
        account = Account(
            id=issued.ig_id,
            name=issued.name,
            realm=api_url,
            access_token=Keys(own=issued.access_token, persons=issued.user_token).kept(),
            scopes=frozenset(issued.scopes),
            details={"handle": f"@{USER}", "login": kind.value},
        )
        adapter = Instagram(
            kind=kind,
            api_url=api_url,
            version="v26.0",
            upload_url=f"{BASE}/rupload.facebook.com",
            strict_once=strict,
            door=Door(bases=(api_url,)),
        )
        stand_in.set(second_publish="second_media")
        return Scene(stand_in, loop, time, adapter, account)

    return made


@pytest.fixture
def scene(make: Made) -> Scene:
    return make()
