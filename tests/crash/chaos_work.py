"""What goes on in the processes of the storm: workers that do all that is due, and an author who keeps publishing."""

import hashlib
import random
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError

from platforms import clock
from platforms.models import Connection
from publisher import engine, followups, rounds, services, sweep
from publisher.models import FollowUp, Publication
from publisher.states import ENDED
from tests.casts import Cast
from tests.crash.mutants import mutants
from tests.factories import AssetFactory
from videos.models import Asset
from videos.storage import media, new_key, store_whole

MOST_UNENDED = 40
"""The author waits while there are so many: a storm that only adds work ends nothing."""


def worker(seed: int, cast: type[Cast], mutant: str) -> Callable[[], None]:
    """Do rounds, and whatever is due in any order, until killed: what the cluster does, without the queue in between."""

    def work() -> None:
        chance = random.Random(seed)  # noqa: S311
        if mutant:
            mutants(cast)[mutant](pytest.MonkeyPatch())
        while True:
            if chance.random() < 0.3:
                rounds.run_round()
            now = clock.now()
            if Publication.objects.to_retry(now).exists():
                sweep.sweep_slot(now)
            for pk in _some(chance, Publication.objects.due(now)):
                engine.run(pk)
            for pk in _some(chance, FollowUp.objects.due(now)):
                followups.run(pk)
            time.sleep(0.02)

    return work


def _some(chance: random.Random, rows: Any) -> list[int]:
    found = list(rows.values_list("pk", flat=True)[:100])
    return chance.sample(found, min(4, len(found)))


def author(seed: int, owner: User, connection: Connection, cast: type[Cast], stop: Any) -> Callable[[], None]:
    """Publish one video after the other until `stop` is set."""

    def write() -> None:
        chance = random.Random(seed)  # noqa: S311
        while not stop.value:
            time.sleep(chance.uniform(0, 0.1))
            if Publication.objects.exclude(state__in=ENDED).count() < MOST_UNENDED:
                publish(asset_of(owner, cast, chance), connection, owner, cast)

    return write


def asset_of(owner: User, cast: type[Cast], chance: random.Random) -> Asset:
    """A video like no other, of a size that suits the platform."""
    content, key = cast.content + chance.randbytes(16), new_key()
    store_whole(key, content)
    return AssetFactory(
        video__owner=owner,
        key=key,
        size=len(content),
        bytes_received=len(content),
        etag=media().etag(key),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def publish(asset: Asset, connection: Connection, owner: User, cast: type[Cast]) -> None:
    """Press Publish, and again where the page said that the database is busy: a second press makes no second publication."""
    while not asset.video.publications.exists():
        with suppress(OperationalError):
            services.publish(asset.video, connection, options=cast.options, by=owner)
