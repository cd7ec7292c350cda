"""R14: three daily allowances and one a minute, reset at midnight in Los Angeles; refused requests cost one."""

from datetime import UTC, datetime

import pytest

from platforms.sandbox.youtube import YouTubeStandIn
from platforms.sandbox.youtube.quota import Bucket, day_start
from tests.sandbox.callers import Caller, Clock, reason_of, video_resource


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("now", "midnight"),
    [
        ("2026-11-22T20:00", "2026-11-22T08:00"),
        ("2026-11-22T07:59", "2026-11-21T08:00"),
        ("2026-07-01T07:00", "2026-07-01T07:00"),
        ("2026-11-01T12:00", "2026-11-01T07:00"),
        ("2026-11-02T08:00", "2026-11-02T08:00"),
    ],
)
def test_the_day_begins_at_midnight_in_los_angeles(now: str, midnight: str) -> None:
    assert day_start(at(now)) == at(midnight)


def used(stand_in: YouTubeStandIn) -> dict[str, int]:
    return {bucket.value: stand_in.world.quota.used(bucket) for bucket in Bucket}


def test_only_opening_costs_an_upload(stand_in: YouTubeStandIn, caller: Caller) -> None:
    session = caller.open(10)
    caller.how_far(session, 10)
    caller.put(session, b"x" * 10, first=0, total=10)
    assert used(stand_in) == {"video_insert": 1, "search": 0, "default": 0}


def test_changes_cost_fifty_and_refused_ones_one(stand_in: YouTubeStandIn, caller: Caller) -> None:
    caller.ask("DELETE", "/youtube/v3/videos", id=caller.publish())
    caller.ask("DELETE", "/youtube/v3/videos", id="unknown")
    caller.ask("GET", "/youtube/v3/channels", part="id", mine="true")
    caller.start(content=video_resource(title=""))
    assert used(stand_in) == {"video_insert": 2, "search": 0, "default": 52}


def test_the_hundred_and_first_upload_is_told_of_the_day(stand_in: YouTubeStandIn, caller: Caller) -> None:
    stand_in.exhaust("video_insert")
    answer = caller.start()
    metadata = answer.json()["error"]["details"][0]["metadata"]
    assert (answer.status, reason_of(answer)) == (429, "rateLimitExceeded")
    assert (metadata["quota_unit"], metadata["quota_limit_value"]) == ("1/d/{project}", "100")
    assert float(metadata["window_start_time"]) == at("2026-11-22T08:00")
    assert "per day" in answer.json()["error"]["message"]


def test_a_lower_limit_is_in_the_error(stand_in: YouTubeStandIn, caller: Caller) -> None:
    stand_in.set(daily_uploads=1)
    caller.open()
    assert caller.start().json()["error"]["details"][0]["metadata"]["quota_limit_value"] == "1"


def test_used_up_units_are_quota_exceeded_and_uploads_go_on(stand_in: YouTubeStandIn, caller: Caller) -> None:
    stand_in.exhaust("default")
    answer = caller.ask("GET", "/youtube/v3/channels", part="id", mine="true")
    assert (answer.status, reason_of(answer)) == (403, "quotaExceeded")
    assert caller.start().status == 200


def test_allowances_return_at_midnight(stand_in: YouTubeStandIn, caller: Caller, clock: Clock) -> None:
    stand_in.exhaust("video_insert")
    clock.tick(12 * 3600 - 1)
    caller.token = stand_in.grant("Atelier Nord").access_token
    assert caller.start().status == 429
    clock.tick(1)
    assert caller.start().status == 200


def test_a_minute_has_a_limit_of_its_own(stand_in: YouTubeStandIn, caller: Caller, clock: Clock) -> None:
    stand_in.set(minute_calls=1)
    caller.open()
    answer = caller.start()
    assert answer.json()["error"]["details"][0]["metadata"]["quota_unit"] == "1/min/{project}"
    clock.tick(60)
    assert caller.start().status == 200


def test_a_channels_day_is_its_own_and_rolling(stand_in: YouTubeStandIn, caller: Caller, other: Caller, clock: Clock) -> None:
    stand_in.fill_channel("Atelier Nord")
    assert reason_of(caller.start()) == "uploadLimitExceeded"
    assert other.start().status == 200
    clock.tick(86_400)
    caller.token = stand_in.grant("Atelier Nord").access_token
    assert caller.start().status == 200
