"""A fit: a file made from the original for one purpose; its moves are conditional UPDATEs, and who makes it holds a lease."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from videos.models.asset import Asset
from videos.models.states import FitState
from videos.models.video import Video
from videos.recipe import Recipe

LEASE = timedelta(seconds=90)
"""Renewed at least each ten seconds: one that is over has lost its worker."""
WOKEN_LATELY = timedelta(minutes=2)
MOST_TRIES = 3
"""A file that ends its worker so often is given up."""
_OPEN = (FitState.WAITING, FitState.RUNNING)
_FREE = {"lease_token": "", "leased_until": None}


class FitQuerySet(models.QuerySet["Fit"]):
    """Fits by what they wait for, and the moves between their states."""

    def open(self) -> Self:
        return self.filter(state__in=_OPEN)

    def current(self) -> Self:
        """All but those that nobody wants any more."""
        return self.exclude(state=FitState.CANCELLED)

    def unwoken(self, now: datetime) -> Self:
        """Waiting ones whose wake-up must have been lost, if there was any."""
        lately = now - WOKEN_LATELY
        return self.filter(Q(woken_at=None) | Q(woken_at__lte=lately) | Q(woken_at__gt=now), state=FitState.WAITING)

    def stalled(self, now: datetime) -> Self:
        """Those whose lease is over, or further ahead than it can be: a clock was set back."""
        return self.filter(Q(leased_until__lte=now) | Q(leased_until__gt=now + 2 * LEASE), state=FitState.RUNNING)

    def to_clear(self, now: datetime) -> Self:
        """Those that have come to nothing, with a file that may be in the store, and nobody who still writes it."""
        nobody = Q(leased_until=None) | Q(leased_until__lte=now)
        return self.filter(nobody, state__in=[FitState.FAILED, FitState.CANCELLED]).exclude(key="")

    def claim(self, pk: int, *, token: str, now: datetime, worker: str = "") -> bool:
        """Take one that waits; its try is counted before it starts, so that a file which ends its worker each time is found out."""
        begun = {"lease_token": token, "worker": worker, "leased_until": now + LEASE, "started_at": now, "percent": 0}
        return self.filter(pk=pk, state=FitState.WAITING).update(state=FitState.RUNNING, tries=F("tries") + 1, **begun) == 1

    def renew(self, pk: int, *, token: str, percent: int, now: datetime) -> bool:
        """False: it was cancelled, or taken over."""
        return self._held(pk, token).update(leased_until=now + LEASE, percent=percent) == 1

    def note_key(self, fit: "Fit") -> bool:
        """Keep where its file will be, before the first byte is there."""
        return self._held(fit.pk, fit.lease_token).update(key=fit.key) == 1

    def release(self, pk: int, *, token: str) -> bool:
        """Let it wait again, uncounted: its worker stops, or the store does not answer."""
        again = {"state": FitState.WAITING, "tries": F("tries") - 1, "percent": 0, "woken_at": None}
        return self._held(pk, token).update(**again, **_FREE) == 1

    def take_over(self, fit: "Fit") -> bool:
        """Let a stalled one wait again."""
        same = self.filter(pk=fit.pk, state=FitState.RUNNING, lease_token=fit.lease_token, leased_until=fit.leased_until)
        return same.update(state=FitState.WAITING, percent=0, woken_at=None, **_FREE) == 1

    def fail(self, pk: int, *, token: str, code: str, reason: str, now: datetime) -> bool:
        told = {"state": FitState.FAILED, "failed_code": code, "failed_reason": reason, "ended_at": now}
        return self._held(pk, token).update(**told, **_FREE) == 1

    def finish(self, fit: "Fit", asset: Asset, *, now: datetime) -> bool:
        """Keep what came of it, in one commit; False where nobody wants it any more."""
        done = {"state": FitState.DONE, "percent": 100, "ended_at": now}
        with transaction.atomic():
            if self._held(fit.pk, fit.lease_token).update(**done, **_FREE) != 1:
                return False
            asset.save()
            self.filter(pk=fit.pk).update(asset=asset)
        return True

    def cancel(self, pk: int, *, now: datetime) -> bool:
        """Whoever makes it sees that at the next renewal; the lease stays, so that nobody clears what is still being written."""
        return self.open().filter(pk=pk).update(state=FitState.CANCELLED, ended_at=now) == 1

    def drop(self, now: datetime | Now) -> int:
        """Nobody wants these any more. Their files are cleared, but for those that something else needs."""
        ended = self.filter(state__in=[FitState.DONE, FitState.FAILED])
        return self.open().update(state=FitState.CANCELLED, ended_at=now) + ended.update(state=FitState.CANCELLED, chosen_at=None)

    def choose(self, fit: "Fit", *, now: datetime) -> bool:
        """Use this one in place of the original from now on; the one that was used so far is let go."""
        with transaction.atomic():
            if self.filter(pk=fit.pk, state=FitState.DONE).exists():
                self.filter(video=fit.video_id, purpose=fit.purpose, state=FitState.DONE).exclude(pk=fit.pk).drop(now)
            return self.filter(pk=fit.pk, state=FitState.DONE).update(chosen_at=now) == 1

    def _held(self, pk: int, token: str) -> Self:
        return self.filter(pk=pk, state=FitState.RUNNING, lease_token=token)


class Fit(models.Model):
    """One file that is made, or was made, from a video's original; `purpose` names what it is made for."""

    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="fits")
    source = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=60)
    profile = models.JSONField(help_text="What the file has to be, as whoever wished for it states that.")
    recipe = models.JSONField()
    state = models.CharField(max_length=16, choices=FitState, default=FitState.WAITING)
    percent = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0, help_text="Tries begun, but for those that a stop of the worker ended.")
    failed_code = models.CharField(max_length=40, blank=True)
    failed_reason = models.TextField(blank=True)

    key = models.CharField(max_length=120, blank=True, help_text="The place of its file in the store. Empty once cleared.")
    asset = models.OneToOneField(Asset, null=True, on_delete=models.SET_NULL, related_name="fit", help_text="What came of it.")
    chosen_at = models.DateTimeField(null=True, help_text="Since when it is used in place of the original.")

    lease_token = models.CharField(max_length=36, blank=True)
    leased_until = models.DateTimeField(null=True)
    worker = models.CharField(max_length=120, blank=True, help_text="Who makes it, or made it last.")
    woken_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = FitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_open_fit_per_purpose", fields=["video", "purpose"], condition=Q(state__in=_OPEN)),
            models.UniqueConstraint(name="one_chosen_fit_per_purpose", fields=["video", "purpose"], condition=Q(chosen_at__isnull=False)),
            models.CheckConstraint(name="a_running_fit_is_leased", condition=~Q(state="running") | Q(leased_until__isnull=False)),
            models.CheckConstraint(name="a_failed_fit_says_why", condition=~Q(state="failed") | ~Q(failed_reason="")),
        ]
        # On `state` as it stands: of the few fits that there are, fewer still are open.
        indexes = [models.Index(name="fit_open", fields=["state", "leased_until"])]

    def __str__(self) -> str:
        return f"{self.video} for {self.purpose}"

    @property
    def platform_slug(self) -> str:
        """For whose platform it is made: what stands before the first dash of its purpose."""
        return self.purpose.partition("-")[0]

    @property
    def made_by(self) -> Recipe:
        """How it is made."""
        return Recipe.read(self.recipe)
