"""Plays: histories of everything that may happen to a few publications, judged after every step, and healed at the end."""

import contextlib
import random
from collections.abc import Sequence
from datetime import timedelta

from platforms.models import Hold
from platforms.sandbox.faults import Kind
from publisher import rounds, services
from publisher.models import Publication
from publisher.states import ENDED, Cause, HoldReason, State
from tests.casts.cast import Moment, Reason, Trouble
from tests.crash.network import Mishap
from tests.crash.scene import Scene
from tests.crash.world import START, World

Act = tuple[str, int, int]

VERBS = (
    *("start", "step", "step", "step", "step", "finish", "calm", "calm", "calm", "dies", "dies", "pauses", "pauses"),
    *("kill", "tick", "tick", "round", "round", "trouble", "refuse", "arrive", "expire"),
    *("cancel", "retry", "confirm", "disconnect", "reconnect", "stop", "end_access"),
)
TICKS = (1, 4, 6, 20, 61, 125, 310, 2000, 3600, 30_000, 90_000)
MISHAPS = tuple(Mishap)
TROUBLES = (
    Trouble(kind=Kind.REFUSE),
    Trouble(kind=Kind.REFUSE, reason=Reason.USED_UP),
    Trouble(kind=Kind.REFUSE, reason=Reason.WORDS, at=Moment.OPENING),
    Trouble(kind=Kind.REFUSE, reason=Reason.TOO_FAST, retry_after=900),
    Trouble(kind=Kind.LOSE, at=Moment.DECIDING),
    Trouble(kind=Kind.SPOIL, at=Moment.DECIDING),
    Trouble(kind=Kind.DROP),
)
LIVE_LOOKS = (State.PUBLISHING, State.PROCESSING, State.UNCONFIRMED, State.ON_HOLD, State.PUBLISHED)


class Broken(AssertionError):
    """A promise was broken."""


def must(promise: bool, *why: object) -> None:
    if not promise:
        raise Broken(*why)


class Play:
    """One history. `do` makes one thing happen and judges the world; `heal` lets everything come to its end."""

    def __init__(self, world: World, scene: Scene) -> None:
        self.world = world
        self.scene = scene
        self.told_cancelled: set[int] = set()
        self.graveyard: list[object] = []
        self.before = self._standings()
        self.happened: list[str] = []

    def do(self, verb: str, a: int, b: int) -> None:
        pk = self.scene.pks[a % len(self.scene.pks)]
        getattr(self, f"_{verb}")(pk, a, b)
        self.judge(verb)

    # -- what may happen ---------------------------------------------------------------------------------------------
    def _start(self, pk: int, a: int, b: int) -> None:
        if b % 3 not in self.world.workers:
            self.world.start(b % 3, pk)

    def _step(self, pk: int, a: int, b: int) -> None:
        for _ in range(1 + b % 5):
            self.world.step(a % 3)

    def _finish(self, pk: int, a: int, b: int) -> None:
        self.world.finish(a % 3)

    def _calm(self, pk: int, a: int, b: int) -> None:
        """The row's time comes, one worker runs it through."""
        self._come_to_its_time(pk)
        self.world.run(pk)

    def _come_to_its_time(self, pk: int) -> None:
        due = Publication.objects.get(pk=pk).due_at
        if due is not None:
            self.world.time = max(self.world.time, (due - START).total_seconds())
        rounds.run_round()
        self.judge("round")

    def _dies(self, pk: int, a: int, b: int) -> None:
        """A worker takes the row, comes some way, and is killed."""
        self._pauses(pk, a, b)
        self.world.kill(b % 3)

    def _pauses(self, pk: int, a: int, b: int) -> None:
        """A worker takes the row, comes some way, and is stopped there."""
        if b % 3 in self.world.workers:
            return
        self._come_to_its_time(pk)
        self.world.start(b % 3, pk)
        for _ in range(a * 11 + b):
            self.world.step(b % 3)
            self.judge("step")

    def _kill(self, pk: int, a: int, b: int) -> None:
        self.world.kill(a % 3)

    def _tick(self, pk: int, a: int, b: int) -> None:
        self.world.time += TICKS[b % len(TICKS)]

    def _round(self, pk: int, a: int, b: int) -> None:
        rounds.run_round()

    def _trouble(self, pk: int, a: int, b: int) -> None:
        if len(self.world.network.mishaps) < 2:
            self.world.network.mishaps.append(MISHAPS[b % len(MISHAPS)])

    def _refuse(self, pk: int, a: int, b: int) -> None:
        trouble = TROUBLES[b % len(TROUBLES)]
        if self.world.cast.knows(trouble):
            self.world.cast.arm(trouble)

    def _arrive(self, pk: int, a: int, b: int) -> None:
        self.world.network.deliver_late()

    def _expire(self, pk: int, a: int, b: int) -> None:
        self.world.cast.end_uploads()

    def _cancel(self, pk: int, a: int, b: int) -> None:
        try:
            services.cancel(Publication.objects.with_all().get(pk=pk))
            self.told_cancelled.add(pk)
        except services.NotPossible:
            pass

    def _retry(self, pk: int, a: int, b: int) -> None:
        with contextlib.suppress(services.NotPossible):
            services.retry(Publication.objects.with_all().get(pk=pk), discard_copy=bool(b % 2))

    def _asked(self, pk: int, a: int, b: int) -> None:
        """Whoever is asked answers."""
        if Publication.objects.get(pk=pk).is_asked:
            self._confirm(pk, a, b)

    def _confirm(self, pk: int, a: int, b: int) -> None:
        """A person looks at the account itself and tells the truth as it is now."""
        publication = Publication.objects.with_all().get(pk=pk)
        posts = self.scene.made_of(publication)
        with contextlib.suppress(services.NotPossible):
            services.confirm(publication, services.Found(remote_id=posts[0].id, url="") if posts else None)

    def _disconnect(self, pk: int, a: int, b: int) -> None:
        self.world.cast.revoke()

    def _reconnect(self, pk: int, a: int, b: int) -> None:
        self.scene.reconnect()

    def _end_access(self, pk: int, a: int, b: int) -> None:
        self.world.cast.end_access()

    def _stop(self, pk: int, a: int, b: int) -> None:
        self.world.stopping = not self.world.stopping

    # -- judging -----------------------------------------------------------------------------------------------------
    def _standings(self) -> dict[int, Publication]:
        return {row.pk: row for row in Publication.objects.filter(pk__in=self.scene.pks)}

    def judge(self, verb: str) -> None:
        now = START + timedelta(seconds=self.world.time)
        for pk, row in self._standings().items():
            old, self.before[pk] = self.before[pk], row
            posts = self.scene.made_of(row)
            must(len(posts) <= 1, "twice", pk)
            must(not (posts and (row.state == State.CANCELLED or pk in self.told_cancelled)), "posted though cancelled", pk)
            must(row.state != State.PUBLISHED or any(row.remote_id in post.ids for post in posts), "published without a post", pk)
            must(row.deciding_since is None or row.state in LIVE_LOOKS, "closed or resent while it may exist", pk, row.state)
            must(row.state not in ENDED or (row.leased_until is None and row.lane_id is None), "an end with a lease", pk)
            must(row.cancel_requested_at is None or row.state in (State.PUBLISHING, State.CANCELLED), "cancel asked, yet", pk, row.state)
            self._judge_retries(verb, old, row, now)
            if row.state != old.state:
                self.happened.append(f"{verb}: {pk} {old.state} -> {row.state} {row.hold_reason}")

    def _judge_retries(self, verb: str, old: Publication, row: Publication, now: object) -> None:
        if row.state == State.FAILED and old.state != State.FAILED:
            assert row.due_at is not None
            must((row.due_at.minute, row.due_at.second) == (0, 0), "not a slot", row.pk, row.due_at)
            gap = timedelta(hours=2**row.retry_count)
            must(now + gap <= row.due_at + timedelta(seconds=1), "before its gap", row.pk)  # type: ignore[operator]
        if old.state == State.FAILED and row.state != State.FAILED and verb not in ("cancel", "retry"):
            must(verb == "round" and row.cause == Cause.AUTOMATIC, "retried outside a sweep", row.pk, verb)
        reset = row.retry_count == 0 and row.state == State.PUBLISHED
        counted = row.retry_count == old.retry_count + 1 and row.state in (State.FAILED, State.PERMANENTLY_FAILED, State.WAITING)
        must(row.retry_count == old.retry_count or reset or counted, "retry_count", row.pk, old.retry_count, row.retry_count)

    # -- the end -----------------------------------------------------------------------------------------------------
    def heal(self, *, wake: bool) -> None:
        """Faults stop, paused workers wake or die, people answer truthfully: everything has to end, and to be told as it is."""
        self._end_troubles()
        for worker in list(self.world.workers):
            self.world.finish(worker) if wake else self.world.kill(worker)
            self.judge("heal")
        self.world.network.deliver_late()
        for _ in range(120):
            if all(row.state in ENDED for row in self._standings().values()):
                break
            self._let_a_while_pass()
        for row in self._standings().values():
            must(row.state in ENDED, "lost", row.pk, row.state, row.hold_reason, row.due_at)
            posts = self.scene.made_of(row)
            must(not posts or row.state == State.PUBLISHED, "it exists, but we say", row.pk, row.state)
            must(row.state != State.PUBLISHED or posts[0].sha256 == row.file_sha256, "other bytes", row.pk)

    def _end_troubles(self) -> None:
        self.world.stopping = False
        self.world.network.mishaps.clear()
        self.world.cast.heal()

    def _let_a_while_pass(self) -> None:
        self.scene.reconnect()
        rounds.run_round()
        self.judge("round")
        for pk in self.scene.pks:
            self.world.run(pk)
            self.judge("heal")
            row = Publication.objects.get(pk=pk)
            if row.is_asked:
                self._confirm(pk, 0, 0)
            elif row.state == State.ON_HOLD and row.hold_reason == HoldReason.CRASHED:
                self._retry(pk, 0, 0)
            self.judge("confirm")
        self._go_to_the_next_moment()

    def _go_to_the_next_moment(self) -> None:
        now = START + timedelta(seconds=self.world.time)
        times = [time for row in self._standings().values() for time in (row.due_at, row.leased_until) if time and time > now]
        times += Hold.objects.filter(until__gt=now).values_list("until", flat=True)
        self.world.time = (min(times, default=now) - START).total_seconds() + 60


def play(world: World, scene: Scene, acts: Sequence[Act], *, wake: bool) -> Play:
    """Play a whole history. Raises `Broken`."""
    history = Play(world, scene)
    try:
        for act in acts:
            history.do(*act)
        history.heal(wake=wake)
    finally:
        world.end()
    return history


def history_of(seed: int) -> tuple[int, bool, list[Act]]:
    """How many publications, whether the paused wake at the end, and what happens: all of it from a seed."""
    chance = random.Random(seed)  # noqa: S311
    weights = [chance.random() ** 2 for _ in VERBS]
    for rare, weight in (("cancel", 0.15), ("disconnect", 0.3), ("stop", 0.2), ("end_access", 0.5)):
        weights[VERBS.index(rare)] *= weight
    mood = chance.sample(range(11), chance.choice((2, 3, 11)))
    length = chance.choice((10, 25, 50))
    verbs = chance.choices(VERBS, weights, k=length)
    acts = [
        (verb, chance.randrange(6), chance.choice(mood) if verb in ("trouble", "refuse", "tick") else chance.randrange(11))
        for verb in verbs
    ]
    return chance.choice((1, 1, 2)), chance.random() < 0.6, acts
