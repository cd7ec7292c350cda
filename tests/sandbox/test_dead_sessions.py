"""R9: an expired, unknown or forgotten session is 404, a killed one 410."""

from pathlib import Path

from platforms.sandbox.plumbing import Response
from platforms.sandbox.store import Store
from platforms.sandbox.youtube import YouTubeStandIn
from tests.sandbox.callers import GRAIN, Caller, Clock

WEEK_SECONDS = 7 * 86_400


def test_an_unknown_session_is_not_found(caller: Caller) -> None:
    answer = caller.how_far("/upload/youtube/v3/videos?uploadType=resumable&upload_id=never")
    assert (answer.status, answer.body) == (404, b"Not Found")


def test_a_session_lasts_a_week(stand_in: YouTubeStandIn, caller: Caller, clock: Clock) -> None:
    session = caller.open()
    clock.tick(WEEK_SECONDS)
    caller.token = stand_in.grant("Atelier Nord").access_token
    assert caller.how_far(session).status == 308
    clock.tick(1)
    assert caller.how_far(session).status == 404


def test_killed_sessions_answer_as_told(stand_in: YouTubeStandIn, caller: Caller) -> None:
    session = caller.open()
    stand_in.end_sessions(410)
    assert caller.how_far(session).status == 410
    assert stand_in.sessions() == []


def test_a_finished_session_survives_the_killing_of_open_ones(stand_in: YouTubeStandIn, caller: Caller) -> None:
    session = caller.open(10)
    caller.put(session, b"x" * 10, first=0, total=10)
    stand_in.end_sessions(404)
    assert caller.how_far(session, 10).status == 201


def test_finished_sessions_can_vanish(stand_in: YouTubeStandIn, caller: Caller) -> None:
    session = caller.open(10)
    caller.put(session, b"x" * 10, first=0, total=10)
    stand_in.set(sessions_vanish=True)
    assert caller.how_far(session, 10).status == 404
    assert len(stand_in.videos()) == 1


def restarted(path: Path, clock: Clock, token: str) -> Caller:
    return Caller(stand_in=YouTubeStandIn(Store(path), clock), token=token)


def test_after_a_restart_everything_is_as_it_was(tmp_path: Path, clock: Clock) -> None:
    before = restarted(tmp_path / "sandbox.sqlite3", clock, "")
    before.token = before.stand_in.grant("Atelier Nord").access_token
    id_ = before.publish()
    finished, empty = before.open(10), before.open(10)
    before.put(finished, b"x" * 10, first=0, total=10)
    before.stand_in.set(listing_lag_seconds=60)
    before.stand_in.advance(100)

    after = restarted(tmp_path / "sandbox.sqlite3", clock, before.token)
    assert after.stand_in.videos()[0].id == id_
    assert after.how_far(finished, 10).status == 201
    assert after.how_far(empty, 10).status == 308
    assert after.stand_in.world.board.now.listing_lag_seconds == 60
    assert after.stand_in.world.now() == before.stand_in.world.now()


def test_a_session_with_bytes_does_not_outlive_the_server(tmp_path: Path, clock: Clock) -> None:
    before = restarted(tmp_path / "sandbox.sqlite3", clock, "")
    before.token = before.stand_in.grant("Atelier Nord").access_token
    session = before.open(2 * GRAIN)
    answer = before.put(session, b"x" * GRAIN, first=0, total=2 * GRAIN)
    assert isinstance(answer, Response)
    assert answer.status == 308
    after = restarted(tmp_path / "sandbox.sqlite3", clock, before.token)
    assert after.how_far(session, 2 * GRAIN).status == 404
