"""A PeerTube instance at the other end of real sockets: one given by the environment, or the stand-in, so that this is proven too.

    PEERTUBE_URL=https://video.example.org PEERTUBE_USER=… PEERTUBE_PASSWORD=… make contract-peertube

Videos are posted as private ones and deleted in the end.
"""

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from platforms import clock, errors, http
from platforms.contract import Account, Asked, File, LookOutcome, NotThere, Published, PublishOutcome, Unclear, Upload, Words, Working
from platforms.http import Door
from platforms.peertube import PeerTube, PeerTubeSignIn
from platforms.peertube.calls import Calls
from tests.crash.kill9 import FatalWire

OPTIONS = {"privacy": "3", "comments": "1", "wait_transcoding": True, "thumbnail": False}
MOST_TURNS = 80
SEND_WITHIN = 5.0
LONGEST_WAIT = timedelta(seconds=5)
"""Looks are told that all of their waits have passed: in truth nothing is on its way after this."""


class Death(BaseException):
    """The worker is gone: nothing of ours catches this."""


@dataclass
class Mortal:
    """Ends the worker, or only its connection, at the boundary with this number, counted from 1; 0 spares it."""

    at: int = 0
    end: type[BaseException] = Death
    met: list[str] = field(default_factory=list)

    def meet(self, boundary: str) -> None:
        self.met.append(boundary)
        if len(self.met) == self.at:
            raise self.end(boundary)


class Instance:
    """One account of an instance, signed in with its password."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self.url = url.rstrip("/")
        self.door = Door(bases=(self.url,), allow_private=True)
        signed_in = PeerTubeSignIn().sign_in({"username": user, "password": password}, realm=self.url, door_to=lambda realm: self.door)
        channel = signed_in.accounts[0]
        self.adapter = PeerTube(api_url=self.url, door=self.door)
        self.account = Account(
            id=channel.id,
            name=channel.name,
            realm=self.url,
            access_token=signed_in.tokens.access_token,
            scopes=frozenset(signed_in.tokens.scopes),
            details=channel.details,
        )
        self._calls = Calls(door=self.door, api_url=self.url, access_token=self.account.access_token)

    def posts_of(self, upload: Upload) -> list[str]:
        """The UUIDs of all that was made from this file, by the instance's own word."""
        videos, _ = self._calls.my_videos(start=0, count=100)
        sources = {str(video["uuid"]): self._calls.source(str(video["uuid"])) or {} for video in videos}
        return [uuid for uuid, source in sources.items() if upload.marker in str(source)]

    def size_of(self, uuid: str) -> object:
        """In bytes, by the instance's own word."""
        return (self._calls.source(uuid) or {}).get("size")


def upload_of(content: bytes) -> Upload:
    marker = f"rt{secrets.token_hex(7)}"

    def read(start: int, length: int) -> Iterator[bytes]:
        yield content[start : start + length]

    file = File(name=f"{marker}.mp4", size=len(content), content_type="video/mp4", sha256=hashlib.sha256(content).hexdigest())
    return Upload(marker=marker, words=Words(title=f"Retake, a test {marker}"), options=OPTIONS, file=file, read=read)


class Life:
    """One publication from its wish to its end, kept as the engine keeps it: by what was committed before the worker died."""

    def __init__(self, instance: Instance, upload: Upload, mortal: Mortal) -> None:
        self._instance = instance
        self._upload = upload
        self._mortal = mortal
        self._progress: Any = {}
        self._deciding_since: datetime | None = None
        self._passed = timedelta()
        self._empty_looks = 0

    def live(self) -> str:
        """Come to the end; give the id of what was published."""
        with_death, http.connect = http.connect, self._connect(http.connect)  # type: ignore[assignment]
        try:
            for _ in range(MOST_TURNS):
                outcome = self._turn()
                if isinstance(outcome, Published):
                    return outcome.remote_id
        finally:
            http.connect = with_death
        raise AssertionError("it came to no end")

    def _connect(self, connect: Any) -> Any:
        def mortally(*origin: Any, **ways: Any) -> FatalWire:
            self._mortal.meet("connect")
            return FatalWire(connect(*origin, **ways), self._mortal)  # type: ignore[arg-type]

        return mortally

    def _turn(self) -> LookOutcome | PublishOutcome | None:
        try:
            outcome = self._send() if self._deciding_since is None else self._look()
        except Death:
            return None
        except errors.PlatformError as error:
            if error.nothing_exists:
                self._deciding_since = None
            clock.sleep(1)
            return None
        match outcome:
            case Working():
                self._progress, self._deciding_since = outcome.progress, self._deciding_since or clock.now()
                self._wait(outcome.again_in)
            case NotThere():
                self._progress, self._deciding_since, self._empty_looks = outcome.progress, None, 0
            case Unclear():
                self._empty_looks += 1
                self._wait(outcome.again_in)
        return outcome

    def _wait(self, wait: timedelta) -> None:
        real = min(wait, LONGEST_WAIT)
        self._passed += wait - real
        clock.sleep(real.total_seconds())

    def _send(self) -> PublishOutcome:
        steps = self._instance.adapter.publish(self._upload, self._progress, self._instance.account)
        said: float | None = None
        while True:
            try:
                checkpoint = steps.send(said)
            except StopIteration as end:
                outcome: PublishOutcome = end.value
                return outcome
            self._mortal.meet("commit")
            self._progress = checkpoint.progress
            self._deciding_since = clock.now() if checkpoint.deciding else self._deciding_since
            said = clock.monotonic() + SEND_WITHIN if checkpoint.deciding else None

    def _look(self) -> LookOutcome:
        assert self._deciding_since is not None
        asked = Asked(now=clock.now() + self._passed, deciding_since=self._deciding_since, empty_looks=self._empty_looks)
        return self._instance.adapter.look(self._upload, self._progress, self._instance.account, asked)
