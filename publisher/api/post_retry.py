"""The eight verbs of retries: the sweep's switch and its state, and what failed."""

from enum import StrEnum
from typing import Annotated

from ninja import Query, Router
from pydantic import Field

from platforms import clock
from publisher import stats as figures
from publisher.api.auth import CallersRequest, StaffToken, Token
from publisher.api.deeds import do
from publisher.api.fields import NOTHING, PLAIN_RETRY, UNSAID, Because, Code, Nothing, PathId, RetryWish, Slug
from publisher.api.figures import StatsOut
from publisher.api.idempotency import once
from publisher.api.paging import Asked, AskedPage, page_of
from publisher.api.schemas import Done, Publications
from publisher.api.scope import Owner, publications_for
from publisher.api.sweeps import StatusOut, SweepOut, status_now
from publisher.api.telling import told_page
from publisher.models import Deed
from publisher.states import State
from publisher.sweep import start_sweeps, sweep_by_hand
from retries.failure import Kind
from retries.models import SweepSwitch

router = Router(tags=["post-retry"])


class AskedFailed(AskedPage):
    """Which of those that failed."""

    platform: Annotated[Slug | None, Field(description="Only those to this platform.")] = None
    error_code: Annotated[Code | None, Field(description="Only those that failed with this code.")] = None
    owner: Owner = None


class PeriodName(StrEnum):
    """The periods that numbers are given for: each ends now."""

    DAY = "24h"
    WEEK = "7d"
    MONTH = "30d"
    ALL = "all"


class AskedStats(Asked):
    """Which numbers."""

    period: Annotated[PeriodName, Field(description="The last 24 hours, 7 days or 30 days, or all of it.")] = PeriodName.WEEK
    platform: Annotated[Slug | None, Field(description="Only publications to this platform.")] = None
    reason: Annotated[Kind | None, Field(description="Only failures for this reason in `kinds` and `failures`.")] = None
    owner: Owner = None


# -- the sweep -------------------------------------------------------------------------------------------------------


@router.post("/start", auth=StaffToken(), response=StatusOut, summary="Start automatic retries")
@once()
def start(request: CallersRequest, wish: Nothing = NOTHING) -> StatusOut:
    """Let the hourly sweep run again. What failed meanwhile is tried at the next slot; a restart changes nothing of it.

    Where it runs already nothing happens, and the answer is the same.
    """
    start_sweeps(clock.now())
    return status_now()


@router.post("/stop", auth=StaffToken(), response=StatusOut, summary="Stop automatic retries")
@once()
def stop(request: CallersRequest, wish: Because = UNSAID) -> StatusOut:
    """Keep the hourly sweep from running until it is started; every page says since when, by whom, and your reason.

    Retries by hand go on working, and nothing is lost. Where it is stopped already it stays as whoever stopped it said.
    """
    SweepSwitch.objects.stop(by=request.auth.user, why=wish.reason, now=clock.now())
    return status_now()


@router.post("/trigger", auth=StaffToken(), response=SweepOut, summary="Run one sweep now")
@once(whole=False)
def trigger(request: CallersRequest, wish: Nothing = NOTHING) -> SweepOut:
    """Sweep now, stopped or not, and answer with what came of it. It takes what is due, and nothing before its time.

    While another sweep runs the answer is 409, `sweep_running`.
    """
    return SweepOut.of(sweep_by_hand(clock.now(), by=request.auth.user))


@router.get("/status", auth=Token(), response=StatusOut, summary="See how the sweep stands")
def status(request: CallersRequest) -> StatusOut:
    """Tell whether automatic retries run, when the next sweep is, and what came of those so far."""
    return status_now()


# -- what failed -----------------------------------------------------------------------------------------------------


@router.get("/failed", auth=Token(), response=Publications, summary="List what failed")
def failed(request: CallersRequest, asked: Query[AskedFailed]) -> Publications:
    """List publications that failed, those that are tried again and those that are given up; newest first."""
    rows = publications_for(request.auth, owner=asked.owner).filter(state__in=[State.FAILED, State.PERMANENTLY_FAILED])
    if asked.platform:
        rows = rows.filter(connection__provider=asked.platform)
    if asked.error_code:
        rows = rows.filter(error_code=asked.error_code)
    return told_page(*page_of(rows, asked, name="failed"))


@router.post("/{int:pk}/retry", auth=Token(), response=Done, summary="Retry one publication now")
@once()
def retry(request: CallersRequest, pk: PathId, wish: RetryWish = PLAIN_RETRY) -> Done:
    """Try it again now, or look again where a post may exist; never twice. It counts as no automatic retry."""
    return do(Deed.RETRY, pk, caller=request.auth, reason=wish.reason, discard_copy=wish.discard_copy)


@router.post("/{int:pk}/reset", auth=StaffToken(), response=Done, summary="Reset the retry count of one")
@once()
def reset(request: CallersRequest, pk: PathId, wish: Because = UNSAID) -> Done:
    """Count its automatic retries from the start; one that ran out of them, or was marked, is tried at the next sweep."""
    return do(Deed.RESET, pk, caller=request.auth, reason=wish.reason)


@router.get("/stats", auth=Token(), response=StatsOut, summary="Read the numbers")
def stats(request: CallersRequest, asked: Query[AskedStats]) -> StatsOut:
    """Give the numbers of a period, by platform and by reason: the same as on every other door."""
    rows, now = publications_for(request.auth, owner=asked.owner), clock.now()
    if asked.platform:
        rows = rows.filter(connection__provider=asked.platform)
    told = figures.plain(figures.numbers(rows, period=figures.last(asked.period, now=now), now=now))
    if asked.reason:
        told |= {name: {each: of for each, of in told[name].items() if each == asked.reason} for name in ("kinds", "failures")}
    return StatsOut.model_validate(told)
