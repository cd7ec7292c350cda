"""Each error that a platform documents becomes what its row of the adapter's table says: its class, its hold, its words."""

import pytest

from platforms import errors
from platforms.sandbox.faults import Kind
from publisher.models import Publication
from publisher.states import FailureReason, HoldReason, State
from tests.casts import Cast
from tests.casts.cast import Moment, Reason, Trouble
from tests.contract.stage import MOMENTS, Stage, named, overcome, staged
from tests.crash.scene import Scene
from tests.crash.thinning import thinned

FOLLOWS: dict[type[errors.PlatformError], tuple[State, str]] = {
    errors.Refused: (State.PERMANENTLY_FAILED, ""),
    errors.Rejected: (State.PERMANENTLY_FAILED, ""),
    errors.Misconfigured: (State.ON_HOLD, HoldReason.MISCONFIGURED),
    errors.Unauthorized: (State.ON_HOLD, HoldReason.RECONNECT),
    errors.Transient: (State.FAILED, ""),
    errors.RateLimited: (State.ON_HOLD, HoldReason.RATE_LIMIT),
    errors.QuotaExceeded: (State.ON_HOLD, HoldReason.QUOTA),
}
"""Section by section of docs/architecture.md: the state that follows an error with which nothing was posted, and what is waited for."""
RELEASED_BY_PEOPLE = (HoldReason.RECONNECT, HoldReason.MISCONFIGURED)
PASSES = (errors.Transient, errors.RateLimited, errors.QuotaExceeded, errors.Unauthorized)


def has_followed(row: Publication) -> bool:
    return row.state in (State.FAILED, State.PERMANENTLY_FAILED, State.ON_HOLD)


def test_every_row_of_the_table_leads_where_it_says(scene: Scene, cast: type[Cast]) -> None:
    for refusal in thinned(cast.refusals()):
        with staged(scene) as stage, named(refusal):
            stage.begin()
            stage.answer(refusal.at, refusal.answer)
            row = stage.go_on(until=has_followed)
            assert (row.state, row.hold_reason) == FOLLOWS[refusal.kind]
            assert row.state == State.PERMANENTLY_FAILED or row.due_at is not None or row.hold_reason in RELEASED_BY_PEOPLE
            if refusal.kind is not errors.Unauthorized:  # whose words are about the leave then
                assert (row.error_code, row.error_message, row.error_fix) == (refusal.code, refusal.message, refusal.fix)
            if refusal.kind is errors.Refused:
                assert row.failure_reason == FailureReason.REFUSED


def test_what_was_refused_in_passing_is_published_once_all_is_well(scene: Scene, cast: type[Cast]) -> None:
    one_of_each_code = {row.code: row for row in cast.refusals() if issubclass(row.kind, PASSES)}
    for refusal in thinned(list(one_of_each_code.values())):
        with staged(scene) as stage, named(refusal):
            stage.begin()
            stage.answer(refusal.at, refusal.answer)
            stage.go_on(until=has_followed)
            stage.heal()
            stage.must_be_published()


@pytest.mark.parametrize("retry_after", [None, 900])
def test_too_fast_is_waited_for_as_long_as_it_is_asked_to(stage: Stage, retry_after: int | None) -> None:
    too_fast = Trouble(kind=Kind.REFUSE, at=Moment.OPENING, reason=Reason.TOO_FAST, retry_after=retry_after)
    if not stage.cast.knows(too_fast):
        return  # one request does it all here, so that a refusal of it proves nothing
    stage.cast.arm(too_fast)
    stage.begin()
    before = stage.world.time
    row = stage.go_on()
    assert (row.state, row.hold_reason, row.retry_count) == (State.ON_HOLD, HoldReason.RATE_LIMIT, 0)
    assert row.due_at is not None
    wait = row.due_at.timestamp() - stage.world.seconds()
    assert wait >= (retry_after or 1) - (stage.world.time - before)
    stage.heal()
    stage.must_be_published()


@pytest.mark.parametrize("retry_after", [None, 900])
def test_too_fast_at_any_moment_costs_neither_a_post_nor_a_second_one(scene: Scene, retry_after: int | None) -> None:
    for moment in MOMENTS:
        with named(moment):
            overcome(scene, Trouble(kind=Kind.REFUSE, at=moment, reason=Reason.TOO_FAST, retry_after=retry_after))


def test_what_the_platform_rejects_later_is_told_with_its_reason(stage: Stage) -> None:
    code = stage.cast.reject_next()
    stage.begin()
    row = stage.go_on()
    assert (row.state, row.error_code) == (State.PERMANENTLY_FAILED, code)
    assert row.error_message.endswith(".")
