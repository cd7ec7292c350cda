"""The sweep as the API tells it: how it stands, and what one run came to."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, Field

from platforms import clock
from publisher.api.fields import When, Words
from retries.ladder import ladder
from retries.models import SweepRun, SweepSwitch


class StatusOut(BaseModel):
    """How automatic retries stand, and what all sweeps so far came to."""

    running: bool = Field(description="Whether automatic retries run; false while somebody stopped them.")
    paused_since: When
    paused_by: Words = Field(description="Who stopped them; null also where it was a command.")
    paused_why: Words
    next_slot: When = Field(description="When the next sweep is; null while they are stopped.")
    is_sweeping: bool = Field(description="Whether a sweep is at work this moment.")
    run_count: int = Field(description="Sweeps that ended.")
    success_count: int = Field(description="Of those, that ended well.")
    error_count: int = Field(
        description="Of those, that met an error of their own. Publications that fail again are no error of the sweep."
    )
    retried: int = Field(description="Publications sent on to be tried again, by all of them.")
    marked: int = Field(description="Publications found to have no retries left, by all of them.")
    last_run: When = Field(description="When the last sweep that ended began.")
    last_duration: float | None = Field(description="How long it took, in seconds.")


def status_now() -> StatusOut:
    """Read it all, as it stands now."""
    now, switch, totals = clock.now(), SweepSwitch.objects.read(), SweepRun.objects.totals()
    pause = switch.pause
    return StatusOut(
        running=pause is None,
        paused_since=pause.since if pause else None,
        paused_by=pause.by if pause else None,
        paused_why=pause.why if pause else None,
        next_slot=None if pause else ladder().next_slot(now),
        is_sweeping=SweepRun.objects.running(now).exists(),
        run_count=totals.run_count,
        success_count=totals.success_count,
        error_count=totals.error_count,
        retried=totals.retried,
        marked=totals.marked,
        last_run=totals.last_run,
        last_duration=totals.last_duration.total_seconds() if totals.last_duration is not None else None,
    )


class SweepOut(BaseModel):
    """What one sweep came to."""

    id: int
    trigger: SweepRun.Trigger
    started_at: datetime
    ended_at: When = Field(description="Null where it broke off: the next round goes on with it.")
    seconds: float | None
    found: int = Field(description="Failed publications whose slot had come.")
    retried: int = Field(description="Of those, sent on to be tried again.")
    marked: int = Field(description="Of those, found to have no retries left.")
    error: Words = Field(description="What went wrong in the sweep itself.")

    @classmethod
    def of(cls, run: SweepRun) -> Self:
        told = {name: getattr(run, name) for name in ("id", "trigger", "started_at", "ended_at", "found", "retried", "marked", "error")}
        return cls(**told, seconds=run.duration.total_seconds() if run.duration is not None else None)
