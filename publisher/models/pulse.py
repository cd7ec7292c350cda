"""Pulses: when each part of each worker machine was last seen to work; what health is read from."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

FORGOTTEN_AFTER = timedelta(days=1)


class PulseQuerySet(models.QuerySet["Pulse"]):
    def beat(self, part: str, *, machine: str, now: datetime) -> None:
        """Note that this part of this machine works."""
        self.update_or_create(part=part, machine=machine, defaults={"seen_at": now})

    def claim_asking(self, part: str, *, now: datetime, each: timedelta) -> bool:
        """Take the next question to a queue whether it works, or the next turn of what is done at times; False: it was taken just now."""
        row, _ = self.get_or_create(part=part, machine="", defaults={"seen_at": now - FORGOTTEN_AFTER})
        free = Q(asked_at=None) | Q(asked_at__lte=now - each) | Q(asked_at__gt=now)
        return self.filter(free, pk=row.pk).update(asked_at=now) == 1

    def forget(self, now: datetime) -> None:
        """Let go of machines that are gone."""
        self.exclude(machine="").filter(seen_at__lte=now - FORGOTTEN_AFTER).delete()

    def of_machines(self) -> "PulseQuerySet":
        return self.exclude(machine="")


class Pulse(models.Model):
    """One part (the round, or a queue) on one machine; the row without a machine keeps when that queue was asked last."""

    part = models.CharField(max_length=20)
    machine = models.CharField(max_length=100, blank=True)
    seen_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)

    objects = PulseQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_pulse_per_part_and_machine", fields=["part", "machine"]),)

    def __str__(self) -> str:
        return f"{self.part} on {self.machine or 'any machine'}"
