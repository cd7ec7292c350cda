"""How far, how fast, how long still: told where it is known, and nowhere else."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from publisher.models import Attempt, Publication
from publisher.phrases import left
from publisher.transfer import Transfer, is_silent, transfer_of
from tests.publisher.stages import STAGES

NOW = datetime(2026, 11, 22, 13, 20, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def told(stage: str, *, attempt: Attempt | None = None, **changes: Any) -> Transfer | None:
    return transfer_of(Publication(**{"bytes_total": 60_000_000, **STAGES[stage](NOW), **changes}), attempt=attempt, now=NOW)


def attempt(*, began: timedelta, before: int = 0) -> Attempt:
    return Attempt(started_at=NOW - began, bytes_before=before)


def test_the_speed_is_the_average_of_this_attempt_alone() -> None:
    transfer = told("uploading", attempt=attempt(began=10 * SECOND, before=7_000_000))
    assert transfer == Transfer(
        sent=37_000_000, total=60_000_000, bytes_per_second=3_000_000, left=timedelta(seconds=23_000_000 / 3_000_000)
    )
    assert transfer.percent == 61


def test_it_is_measured_up_to_when_the_worker_was_heard() -> None:
    heard_ten_seconds_ago = {"leased_until": NOW + 50 * SECOND}
    transfer = told("uploading", attempt=attempt(began=20 * SECOND), **heard_ten_seconds_ago)
    assert transfer is not None
    assert transfer.bytes_per_second == 3_700_000


@pytest.mark.parametrize(
    ("began", "before", "changes"),
    [
        (2 * SECOND, 0, {}),  # too short to tell
        (20 * SECOND, 37_000_000, {}),  # nothing moved yet
        (20 * SECOND, 50_000_000, {}),  # the platform has forgotten some of it
        (90 * SECOND, 0, {"leased_until": NOW + 25 * SECOND}),  # not heard for 35 seconds
        (90 * SECOND, 0, {"leased_until": NOW - SECOND}),  # interrupted
        (20 * SECOND, 0, {"bytes_sent": 60_000_000}),  # all sent
    ],
)
def test_no_speed_is_told_that_is_not_known(began: timedelta, before: int, changes: dict[str, Any]) -> None:
    transfer = told("uploading", attempt=attempt(began=began, before=before), **changes)
    assert transfer is not None
    assert (transfer.bytes_per_second, transfer.left) == (None, None)


def test_nobody_who_looks_at_the_platform_sends() -> None:
    assert told("unconfirmed, looking", attempt=attempt(began=20 * SECOND)) is None


def test_the_bar_stands_from_the_wish_to_the_platforms_work_and_after_a_failure_that_left_something() -> None:
    bars = {stage: told(stage) for stage in STAGES}
    percents = {stage: bar.percent for stage, bar in bars.items() if bar is not None}
    assert percents == {
        "waiting": 0,
        "waiting for an automatic retry": 0,
        "waiting for a retry by hand": 0,
        "handed over": 61,
        "uploading": 61,
        "uploading the last bytes": 100,
        "deleting the failed copy": 0,
        "stopping": 61,
        "silent": 61,
        "processing": 100,
        "processing, waits for its owner there": 100,
        "failed": 61,
        "failed twice": 61,
        "failed, its slot has come": 61,
    }
    assert told("failed", bytes_sent=0) is None
    assert told("waiting", bytes_total=0) is None


def test_a_worker_is_silent_after_three_reports_that_did_not_come() -> None:
    row = Publication(**STAGES["uploading"](NOW))
    assert [is_silent(row, now=NOW + seconds * SECOND) for seconds in (0, 29, 30, 90)] == [False, False, True, True]
    assert not is_silent(Publication(**STAGES["failed"](NOW)), now=NOW)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "under a minute left"),
        (60, "under a minute left"),
        (61, "2 min left"),
        (3540, "59 min left"),
        (3600, "1 h 0 min left"),
        (7801, "2 h 11 min left"),
        (200_000, "2 days left"),
    ],
)
def test_how_long_it_still_takes_is_told_in_minutes(seconds: int, words: str) -> None:
    assert left(timedelta(seconds=seconds)) == words
