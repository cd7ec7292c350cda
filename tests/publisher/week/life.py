"""A week of the real engine, sweep and rounds in the crash harness's world, which jumps from one moment to the next that matters."""

from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from django.db.models import Min
from django_q.models import OrmQ

from platforms import connections
from platforms.contract import Words
from platforms.models import Hold
from publisher import engine, rounds, services, tasks
from publisher.models import FollowUp, Publication
from publisher.states import LOOKS, State
from retries.models import SweepRun, SweepSwitch
from tests.casts.youtube import OPTIONS
from tests.crash.world import START, World
from tests.publisher.week.answers import OK, Answer
from tests.publisher.week.cast import Cast
from tests.publisher.week.oracle import ROUND, SCHEDULE_TAKES, is_missed, sweep_of
from tests.publisher.week.stories import HOUR, LENGTH, LIFTED_AFTER, MINUTE, STOPPED, Deed, Story

CALM = HOUR
"""How long nothing may happen before a round comes all the same, to show that it does nothing."""


def moment(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def seconds(at: datetime) -> float:
    return (at - START).total_seconds()


class Life:
    """All stories side by side. `asked` keeps the minutes in which each publication had the platform asked something."""

    def __init__(self, world: World, patch: pytest.MonkeyPatch, told: list[Story]) -> None:
        self.world = world
        self._patch = patch
        self._cast = Cast(world.stand_in)
        world.stand_in.set(daily_uploads=10**6, daily_units=10**9, processing_seconds=0.0)
        SweepSwitch.objects.update(since=None)
        SweepRun.objects.begin(slot=START, trigger=SweepRun.Trigger.SCHEDULE, now=START)
        SweepRun.objects.update(ended_at=START)
        self.stories = {self._cast.publication(story).pk: story for story in told}
        self.asked: dict[int, set[int]] = defaultdict(set)
        self._sends: dict[int, int] = defaultdict(int)
        self._deeds: list[tuple[float, int, Deed]] = []
        self._swept = 0

    def go_by(self, *, calm: int = CALM, until: int = LENGTH) -> None:
        """Let the week pass: a round whenever one has something to do and else after so many seconds; glances between."""
        next_round = 0.0
        while self.world.time < until:
            at = self.world.time
            if at >= next_round:
                self._round(at)
            self._quietly(rounds.glance)
            self._work_off(at)
            next_round = self._next_round(at, calm)
            self.world.time = min(next_round, self._next_glance(at))

    def _next_round(self, at: float, calm: int) -> float:
        slot = int(at // HOUR) * HOUR
        times = [at + calm, *(when for when, _, _ in self._deeds), *STOPPED, sweep_of(slot), sweep_of(slot + HOUR)]
        times += [seconds(hold.placed_at) + LIFTED_AFTER for hold in Hold.objects.open().filter(until=None)]
        held = Publication.objects.on_hold().filter(due_at__gt=moment(at)).aggregate(first=Min("due_at"))
        leased = Publication.objects.leased().aggregate(first=Min("leased_until"))
        times += [seconds(found["first"]) for found in (held, leased) if found["first"]]
        return _on_the_grid(min(time for time in times if time > at))

    def _next_glance(self, at: float) -> float:
        due = Publication.objects.filter(state__in=[State.WAITING, *LOOKS], due_at__gt=moment(at)).aggregate(first=Min("due_at"))
        return _on_the_grid(seconds(due["first"])) if due["first"] else LENGTH

    def _round(self, at: float) -> None:
        self._switch(at)
        self._lift(at)
        slot = int(at // HOUR) * HOUR
        if not is_missed(slot) and self._swept < slot and at >= slot + SCHEDULE_TAKES:
            self._swept = slot
            tasks.sweep_retries()
        self._do_deeds(at)
        self._quietly(rounds.run_round)
        OrmQ.objects.all().delete()  # wake-ups are hints: here each worker finds what is due by itself
        FollowUp.objects.all().delete()  # what remains to be done to a post is the story of other tests

    def _quietly(self, work: Callable[[], None]) -> None:
        before = self.world.network.exchanges
        work()
        assert self.world.network.exchanges == before, "neither a round nor a glance asks the platform anything"

    def _work_off(self, at: float) -> None:
        while due := list(Publication.objects.due(moment(at)).in_order().values_list("pk", flat=True)):
            for pk in due:
                self.world.time = at  # side by side, as on many workers
                self._run(pk)
        self.world.time = at

    # -- what staff do -----------------------------------------------------------------------------------------------
    def _switch(self, at: float) -> None:
        if at == STOPPED[0]:
            SweepSwitch.objects.stop(by=self._cast.owner, why="YouTube is down.", now=moment(at))
        if at == STOPPED[1]:
            SweepSwitch.objects.start(now=moment(at))

    def _lift(self, at: float) -> None:
        for hold in Hold.objects.open().filter(until=None, placed_at__lte=moment(at - LIFTED_AFTER)):
            Hold.objects.lift(hold, by=self._cast.owner, now=moment(at))

    # -- what owners do ----------------------------------------------------------------------------------------------
    def _do_deeds(self, at: float) -> None:
        for when, pk, deed in sorted(self._deeds, key=lambda each: each[0]):
            if when <= at:
                self._deeds.remove((when, pk, deed))
                row = Publication.objects.with_all().get(pk=pk)
                try:
                    self._do(deed, row)
                except services.NotPossible as no:
                    assert no.code == "held", (no, deed, row.state)  # noqa: PT017 - refused while the whole app has to wait

    def _do(self, deed: Deed, row: Publication) -> None:
        match deed.verb:
            case "retry":
                services.retry(row)
            case "discard":
                services.retry(row, discard_copy=True)
            case "edit":
                services.edit_and_retry(row, words=Words(title="Edited", description="", tags=()), options=OPTIONS)
            case "cancel":
                services.cancel(row)
            case "mark":
                services.mark_permanent(row)
            case "reset":
                services.reset(row)
            case "hold":
                services.hold(row, by=self._cast.owner, why="Not yet.")
            case "resume":
                services.resume(row)
            case "disconnect":
                connections.disconnect(row.connection, by=self._cast.owner)
            case "reconnect":
                self._cast.reconnect(row.connection)
            case "absent":
                services.confirm(row, None)
            case "there":
                services.confirm(row, services.Found(remote_id=f"told-{row.pk}", url=""))

    # -- what workers do ---------------------------------------------------------------------------------------------
    def _run(self, pk: int) -> None:
        row = Publication.objects.get(pk=pk)
        at, sends, before = self.world.time, row.state == State.WAITING, self.world.network.exchanges
        answers, number = self.stories[pk].answers, self._sends[pk]
        attempts = row.attempts.count()
        answer = answers[number] if sends and number < len(answers) else OK
        if not sends:
            answer = answers[number - 1] if number <= len(answers) else OK
        self._meet(row, answer, sends=sends)
        if self.world.network.exchanges > before:
            self.asked[pk].add(int(at // MINUTE))
        if sends and row.attempts.count() > attempts:
            self._sends[pk] += 1
            self._deeds += [(at + deed.minutes * MINUTE, pk, deed) for deed in self.stories[pk].deeds_after(number)]

    def _meet(self, row: Publication, answer: Answer, *, sends: bool) -> None:
        stand_in = self.world.stand_in
        for fault in answer.faults if sends else answer.while_looking:
            stand_in.arm(fault)
        if sends and (answer.vanishes or answer.outcome != "processed"):
            stand_in.set(sessions_vanish=answer.vanishes, outcome=answer.outcome)
        self._work(row, answer.trick if sends else "")
        stand_in.world.faults.heal()
        if sends and (answer.vanishes or answer.outcome != "processed"):
            stand_in.set(sessions_vanish=False, outcome="processed")
        if sends and answer.ends_sessions:
            self._cast.end_session(row.connection)

    def _work(self, row: Publication, trick: str) -> None:
        match trick:
            case "bug":
                with self._patch.context() as broken, suppress(ZeroDivisionError):
                    broken.setattr(engine, "upload_of", _bug)
                    engine.run(row.pk)
            case "kill":
                self._killed(row)
            case "no file":
                Publication.objects.filter(pk=row.pk).update(file_key="originals/gone")
                engine.run(row.pk)
            case _:
                engine.run(row.pk)

    def _killed(self, row: Publication) -> None:
        """A worker is killed once the platform has opened a session, before the last bytes."""
        self.world.start(0, row.pk)
        while 0 in self.world.workers:
            row.refresh_from_db()
            if row.progress_sealed and not row.may_exist:
                self.world.kill(0)
                return
            self.world.step(0)


def _on_the_grid(time: float) -> float:
    """The first round at or after it."""
    return -(-time // ROUND) * ROUND


def _bug(*_: object) -> None:
    raise ZeroDivisionError
