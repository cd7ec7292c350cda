"""The turns that a connection took of each pace, kept in the database: shared by all that work for it, on whatever machine."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, models, transaction

from platforms import clock
from platforms.pace import Pace, turn
from platforms.steady import steadily

PATIENCE = timedelta(seconds=20)
"""How long a database that is away is waited for; less than a lease lasts."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class TakenTurns(models.Model):
    """When the latest turns of one pace were taken, oldest first, in microseconds since 1970; `version` rises with each change."""

    connection = models.ForeignKey("platforms.Connection", on_delete=models.CASCADE, related_name="taken_turns")
    pace = models.CharField(max_length=60)
    taken = models.JSONField(default=list, blank=True)
    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "pace"], name="one_row_of_turns_per_connection_and_pace")]
        verbose_name_plural = "taken turns"

    def __str__(self) -> str:
        return f"{self.pace}: {len(self.taken)}"

    @property
    def moments(self) -> list[datetime]:
        return [_EPOCH + each * _MICROSECOND for each in self.taken]


@dataclass(frozen=True, kw_only=True)
class SharedTurns:
    """The turns of one connection (see `platforms.pace.Turns`).

    A turn is taken by compare-and-swap: no lock is held and nobody is waited for; whoever loses reads again. Moments are the
    database's, so it does not matter what the machines' clocks say.
    """

    connection_id: int

    def take(self, pace: Pace) -> timedelta:
        return steadily(lambda: self._take(pace), until=clock.monotonic() + PATIENCE.total_seconds())

    def oldest(self, pace: Pace, *, within: timedelta) -> datetime | None:
        row = self._rows(pace).first()
        since = clock.now() - within
        return next((moment for moment in row.moments if moment > since), None) if row else None

    def _take(self, pace: Pace) -> timedelta:
        while True:
            row = self._rows(pace).first() or TakenTurns(connection_id=self.connection_id, pace=pace.name)
            decided = turn(row.moments, pace, now=clock.now())
            if decided.wait or self._kept(row, decided.taken):
                return decided.wait

    def _kept(self, row: TakenTurns, taken: list[datetime]) -> bool:
        """Write it down; False: somebody else took a turn since the row was read."""
        told = [(moment - _EPOCH) // _MICROSECOND for moment in taken]
        if row.pk is not None:
            return TakenTurns.objects.filter(pk=row.pk, version=row.version).update(taken=told, version=row.version + 1) == 1
        try:
            with transaction.atomic():
                TakenTurns.objects.create(connection_id=self.connection_id, pace=row.pace, taken=told)
        except IntegrityError:
            return False
        return True

    def _rows(self, pace: Pace) -> models.QuerySet[TakenTurns]:
        return TakenTurns.objects.filter(connection_id=self.connection_id, pace=pace.name)
