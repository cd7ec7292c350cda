"""TikTok's stand-in at the other end of the door, in this process, on a clock of the test's own."""

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from platforms import clock, http
from platforms.contract import Account, Asked, Checkpoint, File, Upload, Words
from platforms.http import Door
from platforms.sandbox.plumbing import Dropped
from platforms.sandbox.tiktok import TikTokStandIn
from platforms.sandbox.wire import read_request, response_bytes
from platforms.tiktok import TikTok
from tests.platforms.loop import Loop, Time

API_URL = "http://127.0.0.1:8100/tiktok"
START = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
KIB = 1024
CREATOR = "atelier.nord"
OPTIONS = {"mode": "direct", "privacy": "PUBLIC_TO_EVERYONE", "comments": True}
DRAFT = {"mode": "draft"}


def some_bytes(size: int) -> bytes:
    return bytes(number * 7 % 251 for number in range(256)) * (size // 256) + b"x" * (size % 256)


SMALL = some_bytes(600 * KIB)


def upload_of(content: bytes = SMALL, *, duration: float = 12.0, **changes: Any) -> Upload:
    """A publication of these bytes, read as the engine lets it be read."""

    def read(start: int, length: int) -> Iterator[bytes]:
        for at in range(start, start + length, KIB * KIB):
            yield content[at : min(at + KIB * KIB, start + length)]

    file = File(
        name="tide.mp4",
        size=len(content),
        content_type="video/mp4",
        sha256=hashlib.sha256(content).hexdigest(),
        duration=duration,
        width=1080,
        height=1920,
        video_codec="h264",
    )
    words = Words(title="Tide pools", description="At low water.", tags=("sea", "low tide"))
    return Upload(**{"marker": "rt0123456789abcd", "words": words, "options": OPTIONS, "file": file, "read": read, **changes})


@dataclass
class Scene:
    """The adapter, the stand-in, and the way between them."""

    stand_in: TikTokStandIn
    loop: Loop
    time: Time
    adapter: TikTok
    account: Account
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

    def look(self, upload: Upload, progress: Any, *, after: timedelta = timedelta(), since: datetime | None = None) -> Any:
        began = since or self.now()
        self.time.seconds += after.total_seconds()
        return self.adapter.look(upload, progress, self.account, Asked(now=self.now(), deciding_since=began, empty_looks=0))

    def now(self) -> datetime:
        return START + timedelta(seconds=self.time.seconds - 1000.0)

    @property
    def saved(self) -> dict[str, Any]:
        return dict(self.checkpoints[-1].progress)


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Scene:
    time = Time()

    def now() -> datetime:
        return START + timedelta(seconds=time.seconds - 1000.0)

    monkeypatch.setattr(clock, "monotonic", time.monotonic)
    monkeypatch.setattr(clock, "sleep", time.sleep)
    monkeypatch.setattr(clock, "now", now)
    stand_in = TikTokStandIn(clock=now, sleep=time.sleep)

    def serve(raw: bytes) -> bytes | None:
        request = read_request(io.BytesIO(raw), host="127.0.0.1:8100")
        assert request is not None
        answer = stand_in.answer(replace(request, path=request.path.removeprefix("/tiktok"), base=API_URL))
        return None if isinstance(answer, Dropped) else response_bytes(answer)

    stand_in.set(access_token_seconds=1e9)  # the account of a test keeps its token for days
    loop = Loop(serve, time)
    monkeypatch.setattr(http, "connect", loop.connect)
    issued = stand_in.grant(CREATOR)
    account = Account(
        id=issued.open_id,
        name="Atelier Nord",
        realm=API_URL,
        access_token=issued.access_token,
        scopes=frozenset(issued.scopes),
        details={"handle": f"@{CREATOR}", "most_seconds": 600},
    )
    return Scene(stand_in, loop, time, TikTok(api_url=API_URL, door=Door(bases=(API_URL,))), account)
