"""The retry sweep's memory: each run of it, and the switch by which staff stop and start it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import IntegrityError, models, transaction
from django.db.models import Count, F, Max, Q, Sum

SWEEP_LEASE = timedelta(minutes=2)
"""How long a sweep may be silent before the round goes on with it."""

MOST_TRIES = 3
"""How often a sweep is begun anew after an error of its own, before that is its end."""


@dataclass(frozen=True, kw_only=True)
class Totals:
    """All sweeps so far: how many ran, ended well, ended in an error of their own; and the last one's time and length."""

    run_count: int
    success_count: int
    error_count: int
    retried: int
    marked: int
    last_run: datetime | None
    last_duration: timedelta | None


class SweepRunQuerySet(models.QuerySet["SweepRun"]):
    def ended(self) -> Self:
        return self.filter(ended_at__isnull=False)

    def running(self, now: datetime) -> Self:
        """Those that somebody is at right now."""
        return self.filter(ended_at=None, leased_until__gt=now, leased_until__lte=now + 2 * SWEEP_LEASE)

    def abandoned(self, now: datetime) -> Self:
        """Begun, not ended, and nobody is at it: its lease is over, or further ahead than any, after a clock was set back."""
        return self.filter(Q(leased_until__lte=now) | Q(leased_until__gt=now + 2 * SWEEP_LEASE), ended_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-started_at", "-id")

    def begin(self, *, slot: datetime | None, trigger: "SweepRun.Trigger", now: datetime, by: int | None = None) -> "SweepRun | None":
        """Begin the sweep of `slot` (None: one by hand), as the user whose key is `by`; None where that slot has one."""
        try:
            with transaction.atomic():
                return self.create(slot=slot, trigger=trigger, started_at=now, leased_until=now + SWEEP_LEASE, by_id=by)
        except IntegrityError:
            return None

    def take_over(self, run: "SweepRun", *, now: datetime) -> bool:
        """Go on with an abandoned run; False: somebody else does."""
        abandoned = self.filter(pk=run.pk, ended_at=None, leased_until=run.leased_until)
        return abandoned.update(leased_until=now + SWEEP_LEASE, tries=F("tries") + 1) == 1

    def add(self, run: "SweepRun", *, found: int, retried: int, marked: int, now: datetime) -> None:
        """Count a batch, in the transaction that moved it; and keep the lease."""
        counts: dict[str, Any] = {"found": F("found") + found, "retried": F("retried") + retried, "marked": F("marked") + marked}
        self.filter(pk=run.pk).update(**counts, leased_until=now + SWEEP_LEASE)

    def end(self, run: "SweepRun", *, now: datetime, error: str = "") -> None:
        """End it, with what went wrong in the sweep itself, if something did."""
        self.filter(pk=run.pk, ended_at=None).update(ended_at=now, error=error)

    def totals(self) -> Totals:
        """Sum up all that ended."""
        ended = self.ended()
        summed = ended.aggregate(
            run_count=Count("id"),
            success_count=Count("id", filter=Q(error="")),
            error_count=Count("id", filter=~Q(error="")),
            retried=Sum("retried", default=0),
            marked=Sum("marked", default=0),
            last_run=Max("started_at"),
        )
        last = ended.newest_first().first()
        return Totals(**summed, last_duration=last.duration if last else None)


class SweepRun(models.Model):
    """One retry sweep: exactly one for each slot; those that staff asked for have none."""

    class Trigger(models.TextChoices):
        SCHEDULE = "schedule", "by its schedule"
        ROUND = "round", "by the round, which found it missing"
        BY_HAND = "by_hand", "by hand"

    slot = models.DateTimeField(null=True, blank=True, help_text="The time it is the sweep of; empty for one by hand.")
    trigger = models.CharField(max_length=10, choices=Trigger.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(db_index=True)
    leased_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=1, help_text="How often it was begun: more than once after a crash.")
    found = models.PositiveIntegerField(default=0, help_text="Failed publications whose slot had come.")
    retried = models.PositiveIntegerField(default=0, help_text="Of those, sent on to be tried again.")
    marked = models.PositiveIntegerField(default=0, help_text="Of those, found to have no retries left.")
    error = models.TextField(blank=True, help_text="What went wrong in the sweep itself.")

    objects = SweepRunQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_sweep_per_slot", fields=["slot"], condition=Q(slot__isnull=False)),)
        indexes = (models.Index(name="sweep_unfinished", fields=["leased_until"], condition=Q(ended_at=None)),)

    def __str__(self) -> str:
        return f"sweep of {self.slot or self.started_at:%Y-%m-%d %H:%M} UTC"

    @property
    def duration(self) -> timedelta | None:
        return self.ended_at - self.started_at if self.ended_at else None


@dataclass(frozen=True, kw_only=True)
class Pause:
    """Automatic retries are stopped: since when, by whom, and why."""

    since: datetime
    by: str
    why: str


class SweepSwitchQuerySet(models.QuerySet["SweepSwitch"]):
    def read(self) -> "SweepSwitch":
        """The switch as it stands; one that nobody has touched is on."""
        return self.select_related("paused_by").filter(pk=1).first() or SweepSwitch(pk=1)

    def stop(self, *, by: AbstractBaseUser | AnonymousUser | None, why: str, now: datetime) -> bool:
        """Stop automatic retries; False: they are stopped already, and stay as whoever stopped them said."""
        self.get_or_create(pk=1)
        user = by if isinstance(by, models.Model) else None
        return self.filter(pk=1, paused_at=None).update(paused_at=now, paused_by=user, why=why) == 1

    def start(self, *, now: datetime) -> bool:
        """Start them; False: they run already."""
        return self.filter(pk=1, paused_at__isnull=False).update(paused_at=None, paused_by=None, why="", since=now) == 1


class SweepSwitch(models.Model):
    """The one switch: whether automatic retries run, and since when. A restart changes nothing of it."""

    since = models.DateTimeField(null=True, blank=True, help_text="From when on slots are owed; those before are not made up for.")
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    why = models.TextField(blank=True)

    objects = SweepSwitchQuerySet.as_manager()

    class Meta:
        constraints = (models.CheckConstraint(name="there_is_one_switch", condition=Q(pk=1)),)

    def __str__(self) -> str:
        return "stopped" if self.paused_at else "running"

    @property
    def pause(self) -> Pause | None:
        if self.paused_at is None:
            return None
        return Pause(since=self.paused_at, by=self.paused_by.get_username() if self.paused_by else "", why=self.why)
