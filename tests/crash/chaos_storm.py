"""The storm: four workers, of whom one is killed or paused every moment, at a platform that fails in every way."""

import json
import os
import random
import signal
import time
from argparse import ArgumentParser
from datetime import timedelta
from multiprocessing.sharedctypes import RawValue
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from platforms.models import Connection
from platforms.sandbox.youtube import Fault, Kind, Moment
from publisher.models import LEASE
from tests.crash.calm import run_calmly
from tests.crash.chaos_peace import Peace, count
from tests.crash.chaos_work import asset_of, author, publish, worker
from tests.crash.forks import exit_code, fork, has_ended, kill
from tests.crash.scene import CHANNEL
from tests.crash.served import Served, served
from tests.crash.timepiece import Timepiece
from tests.factories import ConnectionFactory, UserFactory

PACE = 30.0
"""So many times faster than the machine's clock: a lease is two seconds."""
WORKERS = 4
MOST_PAUSED = 3
BLOW_SECONDS = 0.08
LONGEST_PAUSE = 4 * LEASE.total_seconds() / PACE
"""Most are much shorter."""
FAULTS = (
    *(Fault(kind=Kind.LOSE, at=moment) for moment in (Moment.INIT, Moment.SEND, Moment.FINAL, Moment.FINAL, Moment.READ, Moment.QUERY)),
    *(Fault(kind=Kind.DROP, at=moment) for moment in (Moment.ANY, Moment.TOKEN, Moment.FINAL)),
    *(Fault(kind=Kind.CUT, at=moment) for moment in (Moment.SEND, Moment.FINAL)),
    Fault(kind=Kind.SPOIL, at=Moment.FINAL),
    Fault(kind=Kind.REFUSE, reason="backendError", times=3),
)
WEATHER = (
    {"delay_seconds": 0.0},
    {"delay_seconds": 10.0},
    {"delay_seconds": 90.0},
    {"sessions_vanish": True},
    {"sessions_vanish": False},
    {"listing_lag_seconds": 900.0},
    {"listing_lag_seconds": 0.0},
)


class Storm:
    """Keeps the workers, and does to them what a bad day does."""

    def __init__(self, platform: Served, *, seed: int, mutant: str) -> None:
        self._platform = platform
        self._chance = random.Random(seed)  # noqa: S311
        self._mutant = mutant
        self._workers: list[int] = []
        self._paused_until: dict[int, float] = {}
        self.sigkills = self.sigstops = self.faults = self.fallen_over = 0

    def begin(self) -> None:
        self._workers = [self._new_worker() for _ in range(WORKERS)]

    def rage(self, *, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            time.sleep(BLOW_SECONDS)
            self.raise_the_fallen()
            self._wake(before=time.monotonic())
            self._strike(self._chance.randrange(WORKERS))
            self._worsen()

    def calm(self) -> None:
        """Whoever is paused wakes, and the platform is well again."""
        self._wake(before=float("inf"))
        self._platform.heal()

    def raise_the_fallen(self) -> None:
        """Start those again who ended by themselves, which no worker should."""
        for place, pid in enumerate(self._workers):
            if has_ended(pid):
                self.fallen_over += 1
                self._workers[place] = self._new_worker()

    def end(self) -> None:
        self._wake(before=float("inf"))
        for pid in self._workers:
            kill(pid)

    def _new_worker(self) -> int:
        return fork(worker(self._chance.randrange(10**9), self._mutant))

    def _strike(self, place: int) -> None:
        pid = self._workers[place]
        if pid in self._paused_until:
            return
        if self._chance.random() < 0.7:
            kill(pid)
            self.sigkills += 1
            self._workers[place] = self._new_worker()
        elif len(self._paused_until) < MOST_PAUSED:
            os.kill(pid, signal.SIGSTOP)
            self.sigstops += 1
            self._paused_until[pid] = time.monotonic() + LONGEST_PAUSE * self._chance.random() ** 4

    def _wake(self, *, before: float) -> None:
        for pid in [pid for pid, until in self._paused_until.items() if until <= before]:
            os.kill(pid, signal.SIGCONT)
            del self._paused_until[pid]

    def _worsen(self) -> None:
        """Something goes wrong at the platform, or gets better."""
        if self._chance.random() < 0.25:
            self._platform.stand_in.arm(self._chance.choice(FAULTS))
            self.faults += 1
        if self._chance.random() < 0.05:
            self._platform.stand_in.set(**self._chance.choice(WEATHER))


def connected(owner: User, platform: Served, timepiece: Timepiece) -> Connection:
    issued = platform.stand_in.grant(CHANNEL)
    return ConnectionFactory(
        user=owner,
        uid=platform.stand_in.world.channels.get(CHANNEL).id,
        extra_data={"access_token": issued.access_token, "refresh_token": issued.refresh_token},
        token_expires_at=timepiece.now() + timedelta(seconds=issued.expires_in),
        connected_at=timepiece.now(),
    )


def publish_one_calmly(owner: User, connection: Connection, timepiece: Timepiece) -> None:
    asset = asset_of(owner, random.Random(0))  # noqa: S311
    publish(asset, connection, owner)
    run_calmly(asset.video.publications.get().pk, timepiece)


def account_of(platform: Served, timepiece: Timepiece, *, seconds: float, seed: int, mutant: str) -> dict[str, int]:
    """Let it rage, make peace, and count."""
    owner, stop = UserFactory(), RawValue("b", 0)
    connection = connected(owner, platform, timepiece)
    publish_one_calmly(owner, connection, timepiece)
    storm, peace = Storm(platform, seed=seed, mutant=mutant), Peace(platform, timepiece)
    writing = fork(author(seed, owner, connection, stop))
    storm.begin()
    try:
        storm.rage(seconds=seconds)
        stop.value = 1
        storm.calm()
        assert exit_code(writing) == 0, "the author fell over"
        fallen_over = storm.fallen_over
        peace.make()
        storm.raise_the_fallen()
    finally:
        storm.end()
    platform.come_to_rest()
    return {
        **count(platform),
        "sigkills": storm.sigkills,
        "sigstops": storm.sigstops,
        "faults": storm.faults,
        "fallen_over": fallen_over,
        "fallen_in_calm": storm.fallen_over - fallen_over,
        "retried_by_hand": peace.retried_by_hand,
    }


def main() -> None:
    options = ArgumentParser()
    options.add_argument("--seconds", type=float)
    options.add_argument("--seed", type=int)
    options.add_argument("--mutant")
    options.add_argument("--account", type=Path)
    asked = options.parse_args()
    timepiece = Timepiece(pace=PACE)
    with pytest.MonkeyPatch.context() as patch, served(asked.account.parent, timepiece) as platform:
        timepiece.rule(patch)
        account = account_of(platform, timepiece, seconds=asked.seconds, seed=asked.seed, mutant=asked.mutant)
    asked.account.write_text(json.dumps(account))
