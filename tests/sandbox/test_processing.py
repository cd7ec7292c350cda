"""R13: processing goes from uploaded to the end that was scripted for it."""

from typing import Any

import pytest

from platforms.sandbox.youtube import YouTubeStandIn
from platforms.sandbox.youtube.processing import OUTCOMES, Plan, stage
from tests.sandbox.callers import Caller, Clock


@pytest.mark.parametrize(
    ("outcome", "age", "upload_status", "processing_status"),
    [
        ("processed", 0, "uploaded", "processing"),
        ("processed", 3.9, "uploaded", "processing"),
        ("processed", 4, "processed", "succeeded"),
        ("failed:codec", 3.9, "uploaded", "processing"),
        ("failed:codec", 4, "failed", "failed"),
        ("rejected:duplicate", 4, "rejected", "terminated"),
        ("stuck", 1_000_000, "uploaded", "processing"),
    ],
)
def test_the_plan_decides_by_age_alone(outcome: str, age: float, upload_status: str, processing_status: str) -> None:
    reached = stage(Plan(seconds=4, outcome=outcome), age=age)
    assert (reached.upload_status, reached.processing_status) == (upload_status, processing_status)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_has_a_stage(outcome: str) -> None:
    reached = stage(Plan(seconds=1, outcome=outcome), age=2)
    assert f"{reached.failure_reason}{reached.rejection_reason}" == outcome.partition(":")[2]


def resource(caller: Caller, id_: str) -> dict[str, Any]:
    item: dict[str, Any] = caller.ask("GET", "/youtube/v3/videos", part="status,processingDetails", id=id_).json()["items"][0]
    return item


def test_progress_is_told_in_strings(caller: Caller, clock: Clock) -> None:
    id_ = caller.publish()
    clock.tick(1)
    assert resource(caller, id_)["processingDetails"]["processingProgress"] == {
        "partsTotal": "1000",
        "partsProcessed": "250",
        "timeLeftMs": "3000",
    }


def test_a_failure_names_its_reason(stand_in: YouTubeStandIn, caller: Caller, clock: Clock) -> None:
    stand_in.set(outcome="failed:codec")
    id_ = caller.publish()
    clock.tick(10)
    after = resource(caller, id_)
    assert (after["status"]["uploadStatus"], after["status"]["failureReason"]) == ("failed", "codec")
    assert after["processingDetails"]["processingFailureReason"] == "transcodeFailed"


def test_a_rejection_names_its_reason(stand_in: YouTubeStandIn, caller: Caller, clock: Clock) -> None:
    stand_in.set(outcome="rejected:duplicate")
    id_ = caller.publish()
    clock.tick(10)
    assert resource(caller, id_)["status"]["rejectionReason"] == "duplicate"


def test_healing_lets_go_of_what_was_stuck(stand_in: YouTubeStandIn, caller: Caller, clock: Clock) -> None:
    stand_in.set(outcome="stuck")
    id_ = caller.publish()
    clock.tick(86_400)
    caller.token = stand_in.grant("Atelier Nord").access_token
    assert resource(caller, id_)["status"]["uploadStatus"] == "uploaded"
    stand_in.heal()
    assert resource(caller, id_)["status"]["uploadStatus"] == "processed"


def test_another_privacy_than_asked_is_what_the_answer_says(stand_in: YouTubeStandIn, caller: Caller) -> None:
    stand_in.set(privacy_forced="unlisted")
    session = caller.open(10)
    caller.put(session, b"x" * 10, first=0, total=10)
    assert caller.how_far(session, 10).json()["status"]["privacyStatus"] == "unlisted"
