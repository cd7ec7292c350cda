"""Rumble's stand-in at the other end of the door, in this process, on a clock of the test's own."""

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
from platforms.rumble import Rumble, form
from platforms.sandbox.plumbing import Dropped
from platforms.sandbox.rumble import RumbleStandIn
from platforms.sandbox.wire import read_request, response_bytes
from tests.platforms.loop import Loop, Time

BASE = "http://127.0.0.1:8100/rumble"
START = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
USER = "slow.rivers"
CONTENT = bytes(range(256)) * 300
TAIL = 4000


def upload_of(content: bytes = CONTENT, **changes: Any) -> Upload:
    """A publication of these bytes, read as the engine lets it be read."""

    def read(start: int, length: int) -> Iterator[bytes]:
        yield content[start : start + length]

    digest = hashlib.sha256(content).hexdigest()
    file = File(name="tide.mp4", size=len(content), content_type="video/mp4", sha256=digest, duration=12.0)
    words = Words(title="Tide pools", description="At low water.", tags=("sea", "low tide"))
    plain = {"marker": "rt0123456789abcd", "words": words, "options": {"licence": "0"}, "file": file, "read": read}
    return Upload(**{**plain, **changes})


@dataclass
class Scene:
    """The adapter, the stand-in, and the way between them."""

    stand_in: RumbleStandIn
    loop: Loop
    time: Time
    adapter: Rumble
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

    def look(self, upload: Upload, progress: Any, *, after: timedelta, account: Account | None = None) -> Any:
        """Look so long after the tail left."""
        since = datetime.fromisoformat(progress["tail_at"])
        self.time.seconds += max((since + after - self.now()).total_seconds(), 0)
        return self.adapter.look(upload, progress, account or self.account, Asked(now=self.now(), deciding_since=since, empty_looks=0))

    def now(self) -> datetime:
        return START + timedelta(seconds=self.time.seconds - 1000.0)

    @property
    def saved(self) -> dict[str, Any]:
        return dict(self.checkpoints[-1].progress)

    @property
    def sent(self) -> int:
        """How many bytes of the request that is under way have left."""
        return len(self.loop.wires[-1].sent) if self.loop.wires else 0


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Scene:
    time = Time()

    def now() -> datetime:
        return START + timedelta(seconds=time.seconds - 1000.0)

    monkeypatch.setattr(clock, "monotonic", time.monotonic)
    monkeypatch.setattr(clock, "sleep", time.sleep)
    monkeypatch.setattr(clock, "now", now)
    monkeypatch.setattr(form, "TAIL_BYTES", TAIL)
    stand_in = RumbleStandIn(clock=now, sleep=time.sleep)

    def serve(raw: bytes) -> bytes | None:
        request = read_request(io.BytesIO(raw), host="127.0.0.1:8100")
        assert request is not None
        answer = stand_in.answer(replace(request, path=request.path.removeprefix("/rumble"), base=BASE))
        return None if isinstance(answer, Dropped) else response_bytes(answer)

    loop = Loop(serve, time)
    monkeypatch.setattr(http, "connect", loop.connect)
    issued = stand_in.grant(USER)
    account = Account(
        id=issued.publisher_id,
        name="Slow Rivers",
        realm=BASE,
        access_token=issued.token,
        details={"publisher_id": issued.publisher_id, "channel_id": str(issued.channel_id)},
    )
    return Scene(stand_in, loop, time, Rumble(api_url=BASE, web_url=BASE, door=Door(bases=(BASE,))), account)
