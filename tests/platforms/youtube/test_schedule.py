"""The time at which YouTube makes a video public: sent while it is to come, never obeyed when it is late."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from platforms import clock, errors
from platforms.contract import Checkpoint, FollowUpKind, Upload
from platforms.sandbox.youtube import Fault, Kind, Moment
from tests.platforms.youtube.conftest import OPTIONS, QUANTUM, START, Scene, some_bytes, upload_of

NOON = START + timedelta(hours=6)


@pytest.fixture(autouse=True)
def the_time_of_the_scene(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", scene.now)


def at(moment: datetime, *, size: int = 1000) -> Upload:
    return upload_of(some_bytes(size), options={**OPTIONS, "publish_at": f"{moment:%Y-%m-%dT%H:%M:%SZ}"})


def status(scene: Scene) -> dict[str, Any]:
    (video,) = scene.stand_in.videos()
    return dict(video.metadata["status"])


def told(scene: Scene, upload: Upload) -> str:
    (video,) = scene.stand_in.videos()
    return scene.adapter.follow_up(FollowUpKind.PRIVACY, upload, video.id, scene.account).warning


def test_it_is_sent_with_the_video_and_then_comes_true(scene: Scene) -> None:
    upload = at(NOON)
    scene.publish(upload)
    assert (status(scene)["privacyStatus"], status(scene)["publishAt"]) == ("private", "2026-11-22T12:00:00Z")
    assert told(scene, upload) == ""
    scene.time.seconds += 6 * 3600
    assert scene.stand_in.videos()[0].privacy(scene.now().timestamp()) == "public"
    assert told(scene, upload) == ""


@pytest.mark.parametrize("late", [timedelta(seconds=-30), timedelta(), timedelta(days=1)])
def test_a_video_that_is_late_from_the_start_stays_private_and_its_owner_is_told(scene: Scene, late: timedelta) -> None:
    upload = at(scene.now() - late)
    scene.publish(upload)
    assert "publishAt" not in status(scene)
    assert status(scene)["privacyStatus"] == "private"
    assert "came before it was sent. It is private: make it public on YouTube." in told(scene, upload)


def passing(scene: Scene, *, sent: int) -> Any:
    """Let the time pass while a checkpoint is committed that says so many bytes were sent."""

    def pass_by(checkpoint: Checkpoint) -> None:
        if checkpoint.sent == sent and scene.now() < NOON:
            scene.time.seconds += 7 * 3600

    return pass_by


def test_a_video_that_is_overtaken_on_its_way_is_sent_anew_without_the_time(scene: Scene) -> None:
    upload = at(NOON, size=12 * QUANTUM)
    scene.publish(upload, at=passing(scene, sent=8 * QUANTUM))
    assert "publishAt" not in status(scene)
    assert status(scene)["privacyStatus"] == "private"
    assert scene.saved["epoch"] == 2
    assert "It is private" in told(scene, upload)
    assert scene.stand_in.violations() == []


def test_one_that_waited_too_long_for_its_next_try_is_sent_anew_without_the_time(scene: Scene) -> None:
    upload = at(NOON, size=12 * QUANTUM)

    class Crashed(Exception):
        pass

    def crash(checkpoint: Checkpoint) -> None:
        if checkpoint.sent:
            raise Crashed

    with pytest.raises(Crashed):
        scene.publish(upload, at=crash)
    assert scene.saved["publish_at"] == "2026-11-22T12:00:00Z"
    scene.time.seconds += 24 * 3600
    scene.publish(upload, scene.saved)
    assert status(scene)["privacyStatus"] == "private"
    assert "publishAt" not in status(scene)


def test_a_session_whose_last_bytes_may_have_left_is_never_given_up_for_a_time(scene: Scene) -> None:
    upload = at(NOON, size=4 * QUANTUM)
    scene.stand_in.arm(Fault(kind=Kind.CUT, at=Moment.FINAL, times=3))
    with pytest.raises(errors.OutcomeUnknown):
        scene.publish(upload)
    scene.time.seconds += 7 * 3600
    scene.publish(upload, scene.saved)
    (video,) = scene.stand_in.videos()
    assert scene.saved["epoch"] == 1
    assert video.privacy(scene.now().timestamp()) == "public"
    assert told(scene, upload) == ""


def test_a_time_that_youtube_dropped_is_told(scene: Scene) -> None:
    upload = at(NOON)
    scene.publish(upload)
    (video,) = scene.stand_in.videos()
    kept = {name: value for name, value in video.metadata["status"].items() if name != "publishAt"}
    scene.stand_in.world.videos.rewrite(video, {**video.metadata, "status": kept})
    assert told(scene, upload) == "YouTube did not keep the time at which it was to become public, 22 Nov 2026, 12:00 UTC. Set it there."


def test_a_video_that_is_public_before_its_time_is_told(scene: Scene) -> None:
    scene.stand_in.set(privacy_forced="public")
    upload = at(NOON)
    scene.publish(upload)
    assert told(scene, upload).startswith("It is public already; you asked for 22 Nov 2026, 12:00 UTC.")


def test_without_a_time_none_is_asked_for(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: pytest.fail("asked for the time"))
    scene.publish(upload_of(some_bytes(1000)))
    assert "publishAt" not in status(scene)
