"""YouTube's stand-in at the other end of the door, in this process, on a clock of the test's own."""

import hashlib
import io
import random
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from platforms import clock, http
from platforms.contract import Account, Asked, Checkpoint, File, Upload, Words
from platforms.http import Door
from platforms.sandbox.plumbing import Dropped
from platforms.sandbox.wire import read_request, response_bytes
from platforms.sandbox.youtube import YouTubeStandIn
from platforms.youtube import YouTube
from tests.platforms.loop import Loop, Time

API_URL = "http://127.0.0.1:8100/youtube"
START = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
KIB = 1024
QUANTUM = 256 * KIB
OPTIONS = {"privacy": "private", "category": "22", "made_for_kids": False, "thumbnail": True, "notify_subscribers": True}


def upload_of(content: bytes, *, marker: str = "rt0123456789abcd", **changes: Any) -> Upload:
    """A publication of these bytes, read as the engine lets it be read."""

    def read(start: int, length: int) -> Iterator[bytes]:
        for at in range(start, start + length, KIB * KIB):
            yield content[at : min(at + KIB * KIB, start + length)]

    file = File(name="clip.mp4", size=len(content), content_type="video/mp4", sha256=hashlib.sha256(content).hexdigest())
    words = Words(title="Tide pools", description="At low water.", tags=("sea", "low tide"))
    return Upload(**{"marker": marker, "words": words, "options": OPTIONS, "file": file, "read": read, **changes})


def some_bytes(size: int) -> bytes:
    return random.Random(size).randbytes(size)  # noqa: S311 - the same at each run, nothing secret


@dataclass
class Scene:
    """The adapter, the stand-in, and the way between them."""

    stand_in: YouTubeStandIn
    loop: Loop
    time: Time
    adapter: YouTube
    account: Account
    checkpoints: list[Checkpoint] = field(default_factory=list)

    def publish(
        self, upload: Upload, progress: Any = None, *, send_within: float = 5.0, at: Callable[[Checkpoint], None] | None = None
    ) -> Any:
        """Drive `publish` as the engine does, keeping each checkpoint; `at` is called while each is being committed."""
        steps = self.adapter.publish(upload, progress or {}, self.account)
        return drive(steps, self, send_within, at)

    def look(self, upload: Upload, progress: Any, *, after: timedelta = timedelta(), empty_looks: int = 0) -> Any:
        since = self.now()
        self.time.seconds += after.total_seconds()
        return self.adapter.look(upload, progress, self.account, Asked(now=self.now(), deciding_since=since, empty_looks=empty_looks))

    def now(self) -> datetime:
        return START + timedelta(seconds=self.time.seconds - 1000.0)

    @property
    def saved(self) -> dict[str, Any]:
        return dict(self.checkpoints[-1].progress)

    @property
    def deciding(self) -> list[Checkpoint]:
        return [checkpoint for checkpoint in self.checkpoints if checkpoint.deciding]


def drive(
    steps: Generator[Checkpoint, float | None, Any], scene: Scene, send_within: float, at: Callable[[Checkpoint], None] | None
) -> Any:
    said: float | None = None
    while True:
        try:
            checkpoint = steps.send(said)
        except StopIteration as end:
            return end.value
        scene.checkpoints.append(checkpoint)
        said = clock.monotonic() + send_within if checkpoint.deciding else None
        if at:
            at(checkpoint)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    time = Time()
    monkeypatch.setattr(clock, "monotonic", time.monotonic)
    monkeypatch.setattr(clock, "sleep", time.sleep)
    return time


@pytest.fixture
def scene(time: Time, monkeypatch: pytest.MonkeyPatch) -> Scene:
    stand_in = YouTubeStandIn(clock=lambda: START + timedelta(seconds=time.seconds - 1000.0), sleep=time.sleep)

    def serve(raw: bytes) -> bytes | None:
        request = read_request(io.BytesIO(raw), host="127.0.0.1:8100")
        assert request is not None
        answer = stand_in.answer(replace(request, path=request.path.removeprefix("/youtube"), base=API_URL))
        return None if isinstance(answer, Dropped) else response_bytes(answer)

    loop = Loop(serve, time)
    monkeypatch.setattr(http, "connect", loop.connect)
    stand_in.set(access_token_seconds=10_000_000)
    channel = stand_in.world.channels.all()[0]
    issued = stand_in.grant(channel.id)
    account = Account(id=channel.id, name=channel.title, realm=API_URL, access_token=issued.access_token)
    adapter = YouTube(api_url=API_URL, door=Door(bases=(API_URL,), hosts=("googleapis.com",)))
    return Scene(stand_in, loop, time, adapter, account)
