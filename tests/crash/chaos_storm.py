"""The storm: four workers, of whom one is killed or paused every moment, at a platform that fails in every way."""

import json
import os
import random
import signal
import time
from argparse import ArgumentParser
from multiprocessing.sharedctypes import RawValue
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from platforms.models import Connection
from platforms.sandbox.faults import Kind
from publisher.models import LEASE, Attempt, AttemptOutcome
from retries.models import SweepSwitch
from tests.casts import CASTS
from tests.casts.cast import Moment, Trouble
from tests.crash.calm import run_calmly
from tests.crash.chaos_peace import Peace, count
from tests.crash.chaos_work import asset_of, author, publish, worker
from tests.crash.forks import exit_code, fork, has_ended, kill
from tests.crash.scene import reconnect
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
LOST_AT = (Moment.OPENING, Moment.BYTES, Moment.DECIDING, Moment.DECIDING, Moment.READING, Moment.ASKING)
TROUBLES = (
    *(Trouble(kind=Kind.LOSE, at=moment) for moment in LOST_AT),
    *(Trouble(kind=Kind.DROP, at=moment) for moment in (Moment.ANY, Moment.TOKEN, Moment.DECIDING)),
    *(Trouble(kind=Kind.CUT, at=moment) for moment in (Moment.BYTES, Moment.DECIDING)),
    Trouble(kind=Kind.SPOIL, at=Moment.DECIDING),
    Trouble(kind=Kind.REFUSE, times=3),
)


class Storm:
    """Keeps the workers, and does to them what a bad day does."""

    def __init__(self, platform: Served, connection: Connection, timepiece: Timepiece, *, seed: int, mutant: str) -> None:
        self._platform = platform
        self._connection = connection
        self._timepiece = timepiece
        self._chance = random.Random(seed)  # noqa: S311
        self._mutant = mutant
        self._workers: list[int] = []
        self._paused_until: dict[int, float] = {}
        self.sigkills = self.sigstops = self.faults = self.fallen_over = 0

    def begin(self) -> None:
        self._workers = [self._new_worker() for _ in range(WORKERS)]

    def rage(self, *, seconds: float) -> None:
        """For so long; longer, where no kill has met anybody at work by then, on a machine that is busy with other things."""
        until = time.monotonic() + seconds
        while time.monotonic() < until or (time.monotonic() < until + 3 * seconds and not _has_met_anybody()):
            time.sleep(BLOW_SECONDS)
            self.raise_the_fallen()
            self._wake(before=time.monotonic())
            self._strike(self._chance.randrange(WORKERS))
            self._worsen()
            reconnect(self._connection, self._platform.cast, now=self._timepiece.now())

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
        return fork(worker(self._chance.randrange(10**9), type(self._platform.cast), self._mutant))

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
            self._platform.cast.arm(self._chance.choice(list(filter(self._platform.cast.knows, TROUBLES))))
            self.faults += 1
        if self._chance.random() < 0.02:
            self._platform.cast.end_access()
        if self._chance.random() < 0.05:
            self._platform.cast.set(**self._chance.choice(self._platform.cast.weather))


def _has_met_anybody() -> bool:
    return Attempt.objects.filter(outcome=AttemptOutcome.CRASHED).exists()


def connected(owner: User, platform: Served, timepiece: Timepiece) -> Connection:
    grant = platform.cast.grant()
    return ConnectionFactory(
        user=owner,
        provider=platform.cast.slug,
        uid=grant.account_id,
        name=grant.name,
        scopes=list(grant.scopes),
        details=dict(grant.details),
        extra_data={"access_token": grant.access_token, "refresh_token": grant.refresh_token},
        token_expires_at=timepiece.now() + grant.lifetime if grant.lifetime else None,
        connected_at=timepiece.now(),
    )


def publish_one_calmly(owner: User, connection: Connection, timepiece: Timepiece) -> None:
    cast = CASTS[connection.provider]
    asset = asset_of(owner, cast, random.Random(0))  # noqa: S311
    publish(asset, connection, owner, cast)
    run_calmly(asset.video.publications.get().pk, timepiece)


def account_of(platform: Served, timepiece: Timepiece, *, seconds: float, seed: int, mutant: str) -> dict[str, int]:
    """Let it rage, make peace, and count."""
    owner, stop = UserFactory(), RawValue("b", 0)
    SweepSwitch.objects.update(since=None)  # the storm's time is before that at which its database was made
    connection = connected(owner, platform, timepiece)
    publish_one_calmly(owner, connection, timepiece)
    platform.cast.set(**platform.cast.slow)
    storm, peace = Storm(platform, connection, timepiece, seed=seed, mutant=mutant), Peace(platform, connection, timepiece)
    writing = fork(author(seed, owner, connection, type(platform.cast), stop))
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
    options.add_argument("--platform", choices=CASTS)
    options.add_argument("--account", type=Path)
    asked = options.parse_args()
    timepiece = Timepiece(pace=PACE)
    with pytest.MonkeyPatch.context() as patch, served(CASTS[asked.platform], asked.account.parent, timepiece) as platform:
        timepiece.rule(patch)
        account = account_of(platform, timepiece, seconds=asked.seconds, seed=asked.seed, mutant=asked.mutant)
    asked.account.write_text(json.dumps(account))
