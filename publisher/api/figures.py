"""The numbers as the API tells them: their shape, for the document; `publisher.stats` says what each of them means."""

from datetime import datetime

from pydantic import BaseModel, Field

from publisher.api.fields import When

Rate = float | None


class EndedOut(BaseModel):
    """How the publications that ended within the period ended. Rates go from 0 to 1."""

    ended: int
    published: int
    first_try: int
    by_retry: int
    by_hand: int
    given_up: int
    exhausted: int
    refused: int
    marked: int
    on_time: int
    first_try_rate: Rate
    eventual_rate: Rate
    on_time_rate: Rate


class SpeedOut(BaseModel):
    """How long publishing took, from the wish to the post."""

    median_seconds: float | None
    p95_seconds: float | None


class OfPlatformOut(EndedOut, SpeedOut):
    """The same of one platform."""


class PeriodOut(BaseModel):
    """Which time the numbers are of."""

    name: str
    since: When
    until: datetime
    step: str


class YieldOut(BaseModel):
    """Of the automatic retries of one number: how many were made, and how many published."""

    tried: int
    published: int
    rate: Rate


class FailuresOut(BaseModel):
    """How often one error ended a try or made it wait."""

    count: int
    publications: int
    example: str


class StandingOut(BaseModel):
    """How things stand now, whatever the period."""

    states: dict[str, int]
    overdue: int
    oldest_overdue: When
    queued: int
    oldest_queued: When
    queue_age_seconds: float


class StatsOut(BaseModel):
    """All numbers of one period."""

    period: PeriodOut
    ended: EndedOut
    speed: SpeedOut
    platforms: dict[str, OfPlatformOut] = Field(description="By platform, those with something ended.")
    buckets: dict[str, EndedOut] = Field(description="By hour, day or month of the period, named by where it begins (UTC).")
    retries: dict[str, YieldOut | int] = Field(description="By the number of the retry; `beyond` counts those made beyond the ladder.")
    kinds: dict[str, int] = Field(description="Failures by reason: what follows such an error.")
    failures: dict[str, dict[str, FailuresOut]] = Field(description="Failures by reason and code.")
    standing: StandingOut
