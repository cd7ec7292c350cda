"""An instance's stand-in at the other end of the door, in this process, on a clock of the test's own."""

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from platforms import clock, http
from platforms.contract import Account, Asked, Caption, Checkpoint, File, Upload, Words
from platforms.http import Door
from platforms.peertube import PeerTube, PeerTubeGrants
from platforms.sandbox.peertube import PeerTubeStandIn
from platforms.sandbox.plumbing import Dropped
from platforms.sandbox.wire import read_request, response_bytes
from tests.platforms.loop import Loop, Time

API_URL = "http://127.0.0.1:8100/peertube"
START = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
KIB = 1024
OPTIONS = {"privacy": "1", "comments": "1", "wait_transcoding": True, "thumbnail": False}
MARKER = "rt0123456789abcd"


def some_bytes(size: int) -> bytes:
    return bytes(number * 7 % 251 for number in range(256)) * (size // 256) + b"x" * (size % 256)


def upload_of(content: bytes, *, marker: str = MARKER, captions: tuple[Caption, ...] = (), **changes: Any) -> Upload:
    """A publication of these bytes, read as the engine lets it be read."""

    def read(start: int, length: int) -> Iterator[bytes]:
        for at in range(start, start + length, KIB * KIB):
            yield content[at : min(at + KIB * KIB, start + length)]

    file = File(name=f"{marker}.mp4", size=len(content), content_type="video/mp4", sha256=hashlib.sha256(content).hexdigest())
    words = Words(title="Tide pools", description="At low water.", tags=("sea", "low tide"))
    told = {"marker": marker, "words": words, "options": OPTIONS, "file": file, "read": read, "captions": lambda: captions, **changes}
    return Upload(**told)


@dataclass
class Scene:
    """The adapter, the stand-in, and the way between them."""

    stand_in: PeerTubeStandIn
    loop: Loop
    time: Time
    adapter: PeerTube
    grants: PeerTubeGrants
    account: Account
    door: Door
    checkpoints: list[Checkpoint] = field(default_factory=list)

    def publish(self, upload: Upload, progress: Any = None, *, at: Callable[[Checkpoint], None] | None = None) -> Any:
        """Drive `publish` as the engine does, keeping each checkpoint; `at` is called while each is being committed."""
        steps, said = self.adapter.publish(upload, progress or {}, self.account), None
        while True:
            try:
                checkpoint = steps.send(said)
            except StopIteration as end:
                return end.value
            self.checkpoints.append(checkpoint)
            said = clock.monotonic() + 5.0 if checkpoint.deciding else None
            if at:
                at(checkpoint)

    def look(self, upload: Upload, progress: Any, *, after: timedelta = timedelta(), empty_looks: int = 0) -> Any:
        since = self.now()
        self.time.seconds += after.total_seconds()
        return self.adapter.look(upload, progress, self.account, Asked(now=self.now(), deciding_since=since, empty_looks=empty_looks))

    def now(self) -> datetime:
        return START + timedelta(seconds=self.time.seconds - 1000.0)

    @property
    def saved(self) -> dict[str, Any]:
        return dict(self.checkpoints[-1].progress)


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Scene:
    time = Time()
    monkeypatch.setattr(clock, "monotonic", time.monotonic)
    monkeypatch.setattr(clock, "sleep", time.sleep)
    stand_in = PeerTubeStandIn(clock=lambda: START + timedelta(seconds=time.seconds - 1000.0), sleep=time.sleep)

    def serve(raw: bytes) -> bytes | None:
        request = read_request(io.BytesIO(raw), host="127.0.0.1:8100")
        assert request is not None
        answer = stand_in.answer(replace(request, path=request.path.removeprefix("/peertube"), base=API_URL))
        return None if isinstance(answer, Dropped) else response_bytes(answer)

    loop = Loop(serve, time)
    monkeypatch.setattr(http, "connect", loop.connect)
    channel, issued = stand_in.world.people.channel("Tide tables"), stand_in.grant("alice")
    account = Account(id=str(channel.id), name=channel.title, realm=API_URL, access_token=issued.access_token)
    door = Door(bases=(API_URL,))
    return Scene(stand_in, loop, time, PeerTube(api_url=API_URL, door=door), PeerTubeGrants(API_URL, door), account, door)
