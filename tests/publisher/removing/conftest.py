"""Alice with videos in a store and posts on a platform that deletes what it is asked to; and time that passes at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import Message
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import User
from django.db import connection as database
from django_q.models import OrmQ

from platforms import clock, http
from publisher import tasks
from publisher.models import Removal
from publisher.removing import rounds
from tests.factories import ConnectionFactory
from tests.platforms.connections.google import Asked, Google, GoogleWire, Said, said
from tests.publisher.deletion.conftest import Owner
from tests.videos.conftest import any_store, bucket, seaweed, store  # noqa: F401
from videos.storage.disk import DiskStore

VIDEOS = "/youtube/youtube/v3/videos"


class Killed(BaseException):
    """The worker is gone, just here."""


class Timepiece:
    """The clock that the product reads; it stands still until it is told."""

    def __init__(self) -> None:
        self.at = clock.now()

    def now(self) -> datetime:
        return self.at

    def passes(self, **span: float) -> None:
        self.at += timedelta(**span)


class There(Google):
    """The platform: it deletes what it is asked to, and what is gone already it answers with 404."""

    def __init__(self) -> None:
        super().__init__()
        self.posts: set[str] = set()
        self.deleted: list[str] = []
        self.refusals: list[Said] = []
        self.named = ""
        self.place: Any = lambda: None
        self.answers[VIDEOS] = self.delete

    def delete(self, asked: Asked) -> Said:
        assert asked.method == "DELETE"
        self.place()
        if self.refusals:
            return self.refusals.pop(0)
        self.deleted.append(self.named)
        there = self.named in self.posts
        self.posts.discard(self.named)
        self.place()  # done there, and the answer is lost
        return said(204) if there else said(404, {"error": {"errors": [{"reason": "videoNotFound"}], "code": 404}})

    def connect(self, origin: object, *, trusted: bool, allow_private: bool) -> "WireThere":
        return WireThere(self)


class WireThere(GoogleWire):
    """Keeps which post a request names."""

    google: There

    def answer(self, line: str, headers: Message, body: str) -> None:
        self.google.named = parse_qs(urlsplit(line.split(" ")[1]).query).get("id", [""])[0]
        super().answer(line, headers, body)


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> There:
    there = There()
    monkeypatch.setattr(http, "connect", there.connect)
    monkeypatch.setattr(clock, "sleep", lambda seconds: None)
    return there


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Timepiece:
    timepiece = Timepiece()
    monkeypatch.setattr(clock, "now", timepiece.now)
    return timepiece


@pytest.fixture
def owner(alice: User) -> Owner:
    return Owner(
        user=alice, connection=ConnectionFactory(user=alice, name="Atelier Nord", token_expires_at=clock.now() + timedelta(days=99))
    )


@pytest.fixture
def neighbour(bob: User) -> Owner:
    return Owner(user=bob, connection=ConnectionFactory(user=bob, name="Bob's"))


def work() -> None:
    """Let workers take what lies in the queue for removals; a message is lost with the worker that took it."""
    OrmQ.objects.all().delete()
    for pk in Removal.objects.open().values_list("pk", flat=True):
        tasks.remove(pk)


def until_calm(time: Timepiece, *, rounds_most: int = 12) -> None:
    """Rounds and workers, until nothing is left that the clock brings forward."""
    for _ in range(rounds_most):
        time.passes(minutes=6)
        rounds.keep_going(time.now())
        work()
        if not Removal.objects.open().exclude(due_at=None).exists():
            return


@contextmanager
def killed_at(place: int, there: There, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """End the worker at the `place`th write to the database, file that goes, or call (once before it, once with its answer lost)."""
    passed = [0]

    def here() -> None:
        passed[0] += 1
        if passed[0] == place:
            raise Killed

    def write(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            here()
        return execute(sql, params, many, context)

    deletes = DiskStore.delete

    def delete(disk: DiskStore, key: str) -> None:
        here()
        deletes(disk, key)

    with monkeypatch.context() as patched, database.execute_wrapper(write):
        patched.setattr(DiskStore, "delete", delete)
        there.place = here
        try:
            yield passed
        finally:
            there.place = lambda: None
