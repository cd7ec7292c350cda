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
from publisher import engine, followups, services, sweep
from publisher.models import FollowUp, Publication
from publisher.states import ENDED
from tests.crash.mutants import MUTANTS
from tests.crash.scene import CONTENT, OPTIONS
from tests.factories import AssetFactory
from videos.models import Asset
from videos.storage import media, new_key, store_whole

MOST_UNENDED = 40
"""The author waits while there are so many: a storm that only adds work ends nothing."""


def worker(seed: int, mutant: str) -> Callable[[], None]:
    """Do rounds, and whatever is due in any order, until killed: what the cluster does, without the queue in between."""

    def work() -> None:
        chance = random.Random(seed)  # noqa: S311
        if mutant:
            MUTANTS[mutant](pytest.MonkeyPatch())
        while True:
            if chance.random() < 0.3:
                sweep.run_round()
            now = clock.now()
            for pk in _some(chance, Publication.objects.due(now)):
                engine.run(pk)
            for pk in _some(chance, FollowUp.objects.due(now)):
                followups.run(pk)
            time.sleep(0.02)

    return work


def _some(chance: random.Random, rows: Any) -> list[int]:
    found = list(rows.values_list("pk", flat=True)[:100])
    return chance.sample(found, min(4, len(found)))


def author(seed: int, owner: User, connection: Connection, stop: Any) -> Callable[[], None]:
    """Publish one video after the other until `stop` is set."""

    def write() -> None:
        chance = random.Random(seed)  # noqa: S311
        while not stop.value:
            time.sleep(chance.uniform(0, 0.1))
            if Publication.objects.exclude(state__in=ENDED).count() < MOST_UNENDED:
                publish(asset_of(owner, chance), connection, owner)

    return write


def asset_of(owner: User, chance: random.Random) -> Asset:
    """A video of about 300 KB like no other."""
    content, key = CONTENT + chance.randbytes(16), new_key()
    store_whole(key, content)
    return AssetFactory(
        video__owner=owner,
        key=key,
        size=len(content),
        bytes_received=len(content),
        etag=media().etag(key),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def publish(asset: Asset, connection: Connection, owner: User) -> None:
    """Press Publish, and again where the page said that the database is busy: a second press makes no second publication."""
    while not asset.video.publications.exists():
        with suppress(OperationalError):
            services.publish(asset.video, connection, options=OPTIONS, by=owner)
