"""Looking what became of an upload: proof either way, or none."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from platforms import errors
from platforms.contract import NotThere, Published, Unclear, Working
from platforms.sandbox.youtube import Fault, Form, Kind, Moment
from platforms.youtube import look
from tests.platforms.loop import reply
from tests.platforms.youtube.conftest import QUANTUM, Scene, some_bytes, upload_of

UPLOAD = upload_of(some_bytes(2 * QUANTUM))
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
LAST_READ = look.EMPTY_READS - 1


def unsent(scene: Scene) -> dict[str, object]:
    """The deciding checkpoint is on disk, and the worker died before the last bytes left."""

    class Killed(BaseException):
        pass

    def die(checkpoint: object) -> None:
        if scene.deciding:
            raise Killed

    with pytest.raises(Killed):
        scene.publish(UPLOAD, at=die)
    return scene.saved


def sent(scene: Scene) -> dict[str, object]:
    """The worker died after the last bytes arrived, and before it heard so."""
    scene.publish(UPLOAD)
    return scene.saved


def test_a_finished_session_gives_its_video(scene: Scene) -> None:
    outcome = scene.look(UPLOAD, sent(scene), after=10 * SECOND)
    assert isinstance(outcome, Published)
    assert outcome.remote_id == scene.stand_in.videos()[0].id
    assert outcome.url.endswith(outcome.remote_id)


def test_a_video_in_the_making_is_working(scene: Scene) -> None:
    scene.stand_in.set(outcome="stuck")
    outcome = scene.look(UPLOAD, sent(scene))
    assert isinstance(outcome, Working)
    assert outcome.remote_id == scene.stand_in.videos()[0].id
    assert outcome.progress["video"] == outcome.remote_id


@pytest.mark.parametrize("after", [timedelta(), 30 * SECOND, look.SETTLE - SECOND])
def test_an_open_session_proves_nothing_before_the_last_bytes_had_their_time(scene: Scene, after: timedelta) -> None:
    outcome = scene.look(UPLOAD, unsent(scene), after=after, empty_looks=99)
    assert isinstance(outcome, Unclear)
    assert outcome.again_in <= look.SETTLE


def test_an_open_session_after_that_is_proof_and_the_next_try_goes_on_in_it(scene: Scene) -> None:
    saved = unsent(scene)
    outcome = scene.look(UPLOAD, saved, after=look.SETTLE)
    assert isinstance(outcome, NotThere)
    assert outcome.progress["session"] == saved["session"]
    assert isinstance(scene.publish(UPLOAD, outcome.progress), Working)
    assert len(scene.stand_in.videos()) == 1


def test_an_open_session_is_no_proof_where_another_one_made_the_video(scene: Scene) -> None:
    """A backup was restored: the row knows an older session than the one that made the video."""
    older = unsent(scene)
    scene.publish(UPLOAD)
    outcome = scene.look(UPLOAD, older, after=look.SETTLE)
    assert isinstance(outcome, Published)


@pytest.mark.parametrize("status", [404, 410])
def test_a_dead_session_is_made_up_for_by_the_list_of_uploads(scene: Scene, status: int) -> None:
    saved = sent(scene)
    scene.loop.serve = dying(scene, status)
    assert isinstance(scene.look(UPLOAD, saved, after=MINUTE), Published)


@pytest.mark.parametrize(
    ("after", "empty_looks"),
    [(timedelta(), 0), (look.LIST_SETTLE, LAST_READ - 1), (look.LIST_SETTLE - SECOND, LAST_READ), (look.LIST_SETTLE - SECOND, 99)],
)
def test_an_empty_list_proves_nothing_before_its_time_and_its_reads(scene: Scene, after: timedelta, empty_looks: int) -> None:
    saved = unsent(scene)
    scene.stand_in.end_sessions(404)
    assert isinstance(scene.look(UPLOAD, saved, after=after, empty_looks=empty_looks), Unclear)


def test_an_empty_list_proves_it_after_that_and_the_next_try_opens_a_new_session(scene: Scene) -> None:
    saved = unsent(scene)
    scene.stand_in.end_sessions(404)
    outcome = scene.look(UPLOAD, saved, after=look.LIST_SETTLE, empty_looks=LAST_READ)
    assert isinstance(outcome, NotThere)
    assert outcome.progress["session"] is None
    assert isinstance(scene.publish(UPLOAD, outcome.progress), Working)


def test_a_list_that_lags_is_given_the_time_to_catch_up(scene: Scene) -> None:
    scene.stand_in.set(listing_lag_seconds=120)
    saved = sent(scene)
    scene.loop.serve = dying(scene, 404)
    assert isinstance(scene.look(UPLOAD, saved, after=MINUTE), Unclear)
    assert isinstance(scene.look(UPLOAD, saved, after=2 * MINUTE, empty_looks=1), Published)


def test_it_looks_at_growing_distances(scene: Scene) -> None:
    saved = unsent(scene)
    scene.stand_in.end_sessions(404)
    waits = [scene.look(UPLOAD, saved, after=moment).again_in for moment in look.LOOKS_AT]
    assert waits == [30 * SECOND, 90 * SECOND, 8 * MINUTE, 20 * MINUTE, look.LATER_LOOKS]


def test_a_session_that_made_a_video_without_naming_it_is_never_proof_of_absence(scene: Scene) -> None:
    saved = unsent(scene)
    serve = scene.loop.serve
    scene.loop.serve = lambda raw: reply(201, b"{}") if raw.startswith(b"PUT") else serve(raw)
    assert isinstance(scene.look(UPLOAD, saved, after=48 * HOUR, empty_looks=99), Unclear)


def test_a_session_that_was_refused_for_good_needs_the_list_too(scene: Scene) -> None:
    scene.stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.FINAL, reason="uploadLimitExceeded"))
    with pytest.raises(errors.QuotaExceeded):
        scene.publish(UPLOAD)
    assert isinstance(scene.look(UPLOAD, scene.saved, after=MINUTE), Unclear)
    assert isinstance(scene.look(UPLOAD, scene.saved, after=look.LIST_SETTLE, empty_looks=LAST_READ), NotThere)


PASSING = ["backendError", "quotaExceeded", "authError", "userRateLimitExceeded"]
LASTING = ["forbidden", "badRequest"]


@pytest.mark.parametrize(
    ("moment", "reason"), [*((Moment.READ, reason) for reason in (*PASSING, *LASTING)), *((Moment.QUERY, reason) for reason in PASSING)]
)
def test_an_error_is_never_proof_of_absence(scene: Scene, moment: Moment, reason: str) -> None:
    saved = unsent(scene)
    if moment is Moment.READ:
        scene.stand_in.end_sessions(404)
    scene.stand_in.arm(Fault(kind=Kind.REFUSE, at=moment, reason=reason, times=None))
    with pytest.raises(errors.PlatformError) as error:
        scene.look(UPLOAD, saved, after=look.LIST_SETTLE, empty_looks=LAST_READ)
    assert not error.value.nothing_exists
    assert not isinstance(error.value, errors.Rejected)


@pytest.mark.parametrize("reason", LASTING)
def test_a_session_that_refuses_for_good_is_made_up_for_by_the_list(scene: Scene, reason: str) -> None:
    saved = unsent(scene)
    scene.stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.QUERY, reason=reason, times=None))
    assert isinstance(scene.look(UPLOAD, saved, after=look.SETTLE, empty_looks=LAST_READ), Unclear)


@pytest.mark.parametrize("form", [Form.HTML, Form.EMPTY, Form.LIST, Form.TRUNCATED])
def test_a_list_that_cannot_be_read_is_no_empty_list(scene: Scene, form: Form) -> None:
    saved = unsent(scene)
    scene.stand_in.end_sessions(404)
    scene.stand_in.arm(Fault(kind=Kind.SPOIL, at=Moment.READ, form=form, times=None))
    with pytest.raises(errors.Transient):
        scene.look(UPLOAD, saved, after=look.LIST_SETTLE, empty_looks=LAST_READ)


@pytest.mark.parametrize("body", [b"{}", b'{"items": null}', b'{"items": "none"}'])
def test_a_list_without_its_items_is_no_empty_list(scene: Scene, body: bytes) -> None:
    saved = unsent(scene)
    scene.stand_in.end_sessions(404)
    serve = scene.loop.serve
    scene.loop.serve = lambda raw: reply(200, body) if b"/playlistItems" in raw else serve(raw)
    with pytest.raises(errors.Transient):
        scene.look(UPLOAD, saved, after=look.LIST_SETTLE, empty_looks=LAST_READ)


def test_another_channels_list_proves_nothing(scene: Scene) -> None:
    saved = unsent(scene)
    scene.stand_in.end_sessions(404)
    other = scene.stand_in.world.channels.all()[1]
    scene.account = type(scene.account)(id=scene.account.id, name="", realm="", access_token=scene.stand_in.grant(other.id).access_token)
    with pytest.raises(errors.Unauthorized):
        scene.look(UPLOAD, saved, after=look.LIST_SETTLE, empty_looks=LAST_READ)


def test_the_file_name_alone_is_mark_enough(scene: Scene) -> None:
    saved = sent(scene)
    video = scene.stand_in.videos()[0]
    stripped = {**video.metadata, "snippet": {**video.metadata["snippet"], "tags": ["something else"]}}
    scene.stand_in.world.videos.rewrite(video, stripped)
    scene.loop.serve = dying(scene, 404)
    assert isinstance(scene.look(UPLOAD, saved, after=MINUTE), Published)


def test_the_tag_alone_is_mark_enough(scene: Scene) -> None:
    scene.stand_in.set(file_details_shown=False)
    saved = sent(scene)
    scene.loop.serve = dying(scene, 404)
    assert isinstance(scene.look(UPLOAD, saved, after=MINUTE), Published)


def test_the_same_words_and_the_same_file_without_a_mark_are_not_taken_for_it(scene: Scene) -> None:
    twin = upload_of(some_bytes(2 * QUANTUM), marker="rtsomebodyelses0")
    saved = unsent(scene)
    scene.publish(twin)
    scene.stand_in.end_sessions(404)
    assert isinstance(scene.look(UPLOAD, saved, after=look.LIST_SETTLE, empty_looks=LAST_READ), NotThere)


def test_an_upload_that_was_broken_off_there_is_not_taken_for_the_video(scene: Scene) -> None:
    scene.stand_in.set(outcome="failed:uploadAborted")
    saved = sent(scene)
    scene.loop.serve = dying(scene, 404)
    assert isinstance(scene.look(UPLOAD, saved, after=MINUTE), Unclear)


def test_of_two_copies_the_older_is_taken_and_the_owner_is_told(scene: Scene) -> None:
    scene.publish(UPLOAD)
    scene.time.seconds += 60
    saved = sent(scene)
    scene.loop.serve = dying(scene, 404)
    outcome = scene.look(UPLOAD, saved, after=MINUTE)
    assert isinstance(outcome, Published)
    assert outcome.remote_id == scene.stand_in.videos()[0].id
    assert "2 videos" in outcome.warning


def test_it_reads_on_through_the_pages(scene: Scene) -> None:
    saved = sent(scene)
    for number in range(60):
        scene.time.seconds += 1
        scene.publish(upload_of(b"x", marker=f"rt{number:014}"))
    scene.loop.serve = dying(scene, 404)
    assert isinstance(scene.look(UPLOAD, saved, after=MINUTE), Published)


def test_more_uploads_than_it_can_read_prove_nothing(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look, "MOST_PAGES", 1)
    saved = unsent(scene)
    for number in range(51):
        scene.publish(upload_of(b"x", marker=f"rt{number:014}"))
    scene.stand_in.end_sessions(404)
    outcome = scene.look(UPLOAD, saved, after=look.LIST_SETTLE, empty_looks=LAST_READ)
    assert isinstance(outcome, Unclear)


def test_uploads_older_than_the_horizon_are_not_read(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look, "HORIZON", MINUTE)
    for number in range(55):
        scene.publish(upload_of(b"x", marker=f"rt{number:014}"))
    scene.time.seconds += 600
    saved = unsent(scene)
    scene.stand_in.end_sessions(404)
    before = len(scene.loop.requests)
    assert isinstance(scene.look(UPLOAD, saved, after=look.LIST_SETTLE, empty_looks=LAST_READ), NotThere)
    assert sum(b"/playlistItems" in request for request in scene.loop.requests[before:]) == 1


def test_nothing_is_changed_by_a_look(scene: Scene) -> None:
    saved = sent(scene)
    before = len(scene.loop.requests)
    scene.look(UPLOAD, saved, after=look.LIST_SETTLE)
    assert all(request.startswith(b"GET") or b"bytes */" in request for request in scene.loop.requests[before:])


def test_a_copy_that_is_shorter_than_the_file_is_told(scene: Scene) -> None:
    saved = sent(scene)
    serve = scene.loop.serve
    scene.loop.serve = lambda raw: (serve(raw) or b"").replace(str(UPLOAD.file.size).encode(), b"524287")
    outcome = scene.look(UPLOAD, {**saved, "video": scene.stand_in.videos()[0].id}, after=10 * SECOND)
    assert isinstance(outcome, Published)
    assert "524287 bytes" in outcome.warning


def dying(scene: Scene, status: int) -> Callable[[bytes], bytes | None]:
    """The sessions are forgotten; everything else goes on."""
    serve = scene.loop.serve
    return lambda raw: reply(status, b"Not Found") if raw.startswith(b"PUT") else serve(raw)
