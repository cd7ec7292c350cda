"""Armed faults: each strikes at its moment, as often as told, and does to the world what it says and no more."""

from typing import Any

import pytest

from platforms.sandbox.plumbing import Dropped, Response
from platforms.sandbox.youtube import Fault, Form, Kind, Moment, YouTubeStandIn
from platforms.sandbox.youtube.reasons import REASONS
from tests.sandbox.callers import GRAIN, Caller, Clock, reason_of

SIZE = 2 * GRAIN
WHOLE = b"x" * SIZE


@pytest.mark.parametrize("key", REASONS)
def test_every_documented_error_can_be_had(stand_in: YouTubeStandIn, caller: Caller, key: str) -> None:
    stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.INIT, reason=key))
    answer = caller.start()
    assert (answer.status, reason_of(answer)) == (REASONS[key].http, REASONS[key].reason)
    assert answer.json()["error"]["message"]
    assert caller.start().status == 200


@pytest.mark.parametrize("moment", [Moment.INIT, Moment.SEND, Moment.FINAL, Moment.QUERY, Moment.READ, Moment.CHANGE, Moment.THUMBNAIL])
def test_a_fault_strikes_at_its_moment_alone(stand_in: YouTubeStandIn, caller: Caller, moment: Moment) -> None:
    id_, session, unfinished = caller.publish(), caller.open(SIZE), caller.open(SIZE)
    stand_in.arm(Fault(kind=Kind.DROP, at=moment, times=None))
    answers = {
        Moment.INIT: lambda: caller.send("POST", "/upload/youtube/v3/videos", uploadType="resumable"),
        Moment.SEND: lambda: caller.put(unfinished, WHOLE[:GRAIN], first=0, total=SIZE),
        Moment.FINAL: lambda: caller.put(session, WHOLE, first=0, total=SIZE),
        Moment.QUERY: lambda: caller.send("PUT", unfinished, headers={"Content-Range": f"bytes */{SIZE}"}),
        Moment.READ: lambda: caller.send("GET", "/youtube/v3/videos", part="id", id=id_),
        Moment.CHANGE: lambda: caller.send("DELETE", "/youtube/v3/videos", id=id_),
        Moment.THUMBNAIL: lambda: caller.send("POST", "/upload/youtube/v3/thumbnails/set", videoId=id_),
    }
    struck = {name for name, ask in answers.items() if isinstance(ask(), Dropped)}
    assert struck == {moment}


def test_it_strikes_as_often_as_told(stand_in: YouTubeStandIn, caller: Caller) -> None:
    stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.API, times=2))
    assert [caller.start().status for _ in range(3)] == [503, 503, 200]


def test_it_ends_by_time(stand_in: YouTubeStandIn, caller: Caller, clock: Clock) -> None:
    stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.ANY, times=None, seconds=60))
    clock.tick(59)
    assert caller.start().status == 503
    clock.tick(1)
    assert caller.start().status == 200


def test_a_dropped_request_does_nothing(stand_in: YouTubeStandIn, caller: Caller) -> None:
    session = caller.open(SIZE)
    stand_in.arm(Fault(kind=Kind.DROP, at=Moment.FINAL))
    assert isinstance(caller.put(session, WHOLE, first=0, total=SIZE), Dropped)
    assert caller.how_far(session, SIZE).header("Range") == ""
    assert stand_in.videos() == []


def test_a_lost_answer_leaves_its_effect(stand_in: YouTubeStandIn, caller: Caller) -> None:
    session = caller.open(SIZE)
    stand_in.arm(Fault(kind=Kind.LOSE, at=Moment.FINAL))
    assert isinstance(caller.put(session, WHOLE, first=0, total=SIZE), Dropped)
    assert len(stand_in.videos()) == 1
    assert caller.how_far(session, SIZE).json()["id"] == stand_in.videos()[0].id


def test_a_lost_opening_leaves_an_empty_session(stand_in: YouTubeStandIn, caller: Caller) -> None:
    stand_in.arm(Fault(kind=Kind.LOSE, at=Moment.INIT))
    headers = {"X-Upload-Content-Length": "10", "X-Upload-Content-Type": "video/mp4"}
    body = b'{"snippet": {"title": "One"}, "status": {"privacyStatus": "private"}}'
    lost = caller.send("POST", "/upload/youtube/v3/videos", body=body, headers=headers, uploadType="resumable", part="snippet,status")
    assert isinstance(lost, Dropped)
    assert [session.held for session in stand_in.sessions()] == [0]


@pytest.mark.parametrize(("after_bytes", "kept"), [(None, GRAIN), (0, 0), (GRAIN + 5, GRAIN), (10 * SIZE, GRAIN)])
def test_a_cut_body_is_kept_to_256_kib(stand_in: YouTubeStandIn, caller: Caller, after_bytes: int | None, kept: int) -> None:
    session = caller.open(SIZE)
    stand_in.arm(Fault(kind=Kind.CUT, at=Moment.FINAL, after_bytes=after_bytes))
    assert isinstance(caller.put(session, WHOLE, first=0, total=SIZE), Dropped)
    assert caller.how_far(session, SIZE).header("Range") == (f"bytes=0-{kept - 1}" if kept else "")
    assert stand_in.videos() == []


@pytest.mark.parametrize(
    ("form", "status", "body"),
    [(Form.JSON, 503, b"backendError"), (Form.EMPTY, 201, b""), (Form.HTML, 201, b"<html"), (Form.LIST, 201, b"[]")],
)
def test_a_spoilt_answer_leaves_its_effect(stand_in: YouTubeStandIn, caller: Caller, form: Form, status: int, body: bytes) -> None:
    session = caller.open(SIZE)
    stand_in.arm(Fault(kind=Kind.SPOIL, at=Moment.FINAL, form=form))
    answer = caller.put(session, WHOLE, first=0, total=SIZE)
    assert isinstance(answer, Response)
    assert answer.status == status
    assert body in answer.body
    assert len(stand_in.videos()) == 1


@pytest.mark.parametrize(
    ("reason", "repeated"), [("uploadLimitExceeded", True), ("invalidTitle", True), ("backendError", False), ("authError", False)]
)
def test_a_refusal_for_good_at_the_last_byte_is_repeated(stand_in: YouTubeStandIn, caller: Caller, reason: str, repeated: bool) -> None:
    session = caller.open(SIZE)
    stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.FINAL, reason=reason))
    refused = caller.put(session, WHOLE, first=0, total=SIZE)
    assert reason_of(refused) == REASONS[reason].reason
    again = caller.how_far(session, SIZE)
    assert (again == refused) is repeated
    assert again.status == (REASONS[reason].http if repeated else 308)
    assert stand_in.videos() == []


def test_an_early_refusal_does_not_read_the_body(stand_in: YouTubeStandIn, caller: Caller) -> None:
    session = caller.open(SIZE)
    stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.FINAL, reason="forbidden", early=True))
    assert reason_of(caller.put(session, WHOLE, first=0, total=SIZE)) == "forbidden"


def test_a_refusal_may_say_when_to_come_again(stand_in: YouTubeStandIn, caller: Caller) -> None:
    stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.INIT, reason="rateLimitExceeded", retry_after=30))
    assert caller.start().header("Retry-After") == "30"


@pytest.mark.parametrize(
    "content",
    [
        {"kind": "explode"},
        {"kind": "refuse", "at": "never"},
        {"kind": "refuse", "reason": "becauseISaySo"},
        {"kind": "refuse", "reason": "invalid_grant", "at": "init"},
        {"kind": "lose", "times": -1},
        {"kind": "lose", "colour": "red"},
        {"at": "init"},
    ],
)
def test_a_fault_that_cannot_be_is_not_armed(content: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError)):
        Fault.of(content)


def test_slowness_waits_before_the_answer_and_between_bytes(stand_in: YouTubeStandIn, caller: Caller, clock: Clock) -> None:
    session, before = caller.open(SIZE), clock()
    stand_in.set(delay_seconds=3, bytes_per_second=GRAIN)
    caller.put(session, WHOLE, first=0, total=SIZE)
    assert (clock() - before).total_seconds() == pytest.approx(3 + 2)


def test_healing_ends_every_fault_and_switch(stand_in: YouTubeStandIn, caller: Caller) -> None:
    stand_in.arm(Fault(kind=Kind.DROP, times=None))
    stand_in.set(wrong_client=True, listing_lag_seconds=60, daily_uploads=1)
    stand_in.exhaust("default")
    stand_in.fill_channel("Atelier Nord")
    stand_in.heal()
    assert caller.start().status == 200
    assert caller.ask("GET", "/youtube/v3/channels", part="id", mine="true").status == 200


def test_healing_brings_no_revoked_token_back(stand_in: YouTubeStandIn, caller: Caller) -> None:
    stand_in.revoke("Atelier Nord")
    stand_in.heal()
    assert caller.start().status == 401


def test_expired_access_is_refreshed_and_revoked_access_is_not(stand_in: YouTubeStandIn, caller: Caller, other: Caller) -> None:
    stand_in.expire_access_tokens()
    assert (caller.start().status, other.start().status) == (401, 401)


def test_resetting_forgets_everything(stand_in: YouTubeStandIn, caller: Caller) -> None:
    caller.publish()
    stand_in.advance(86_400)
    stand_in.reset()
    assert (stand_in.videos(), stand_in.sessions(), stand_in.requests()) == ([], [], [])
    assert caller.start().status == 401
    assert stand_in.grant("Atelier Nord").access_token


@pytest.mark.parametrize(
    ("name", "value"),
    [("colour", 1), ("shorts", "on"), ("outcome", "lost"), ("daily_uploads", -1), ("delay_seconds", True), ("keeping", 3)],
)
def test_a_switch_takes_only_what_it_is_for(stand_in: YouTubeStandIn, name: str, value: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        stand_in.set(**{name: value})
