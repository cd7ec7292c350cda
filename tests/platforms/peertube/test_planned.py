"""The time at which an instance makes a video public: sent while it is to come, never obeyed when it is late."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from platforms import clock
from platforms.contract import Checkpoint, FollowUpKind, Upload
from tests.platforms.peertube.conftest import KIB, OPTIONS, START, Scene, some_bytes, upload_of

NOON = START + timedelta(hours=6)


@pytest.fixture(autouse=True)
def the_time_of_the_scene(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", scene.now)


def at(moment: datetime, *, size: int = 1000, privacy: str = "3") -> Upload:
    return upload_of(some_bytes(size), options={**OPTIONS, "privacy": privacy, "publish_at": f"{moment:%Y-%m-%dT%H:%M:%SZ}"})


def privacy(scene: Scene) -> int:
    (video,) = scene.stand_in.videos()
    return video.privacy(scene.stand_in.world.now())


def update(scene: Scene) -> Any:
    (video,) = scene.stand_in.videos()
    return video.metadata.get("scheduleUpdate")


def told(scene: Scene, upload: Upload) -> str:
    (video,) = scene.stand_in.videos()
    return scene.adapter.follow_up(FollowUpKind.PRIVACY, upload, video.uuid, scene.account).warning


def test_it_is_sent_with_the_video_and_then_comes_true(scene: Scene) -> None:
    upload = at(NOON)
    scene.publish(upload)
    assert (privacy(scene), update(scene)) == (3, {"updateAt": "2026-11-22T12:00:00Z", "privacy": 1})
    assert told(scene, upload) == ""
    scene.time.seconds += 6 * 3600
    assert privacy(scene) == 1
    assert told(scene, upload) == ""


@pytest.mark.parametrize("late", [timedelta(seconds=-30), timedelta(), timedelta(days=1)])
def test_a_video_that_is_late_from_the_start_stays_private_and_its_owner_is_told(scene: Scene, late: timedelta) -> None:
    upload = at(scene.now() - late)
    scene.publish(upload)
    assert (privacy(scene), update(scene)) == (3, None)
    assert "came before it was sent. It is private: make it public on PeerTube." in told(scene, upload)


def test_a_video_that_is_overtaken_on_its_way_is_sent_anew_without_the_time(scene: Scene) -> None:
    upload = at(NOON, size=900 * KIB)

    def pass_by(checkpoint: Checkpoint) -> None:
        if not checkpoint.deciding and scene.now() < NOON:
            scene.time.seconds += 7 * 3600

    scene.publish(upload, at=pass_by)
    assert (privacy(scene), update(scene)) == (3, None)
    assert len(scene.stand_in.videos()) == 1
    assert "It is private" in told(scene, upload)


@pytest.mark.parametrize(
    ("moment", "chosen", "code"),
    [
        pytest.param(NOON, "3", None, id="private until then"),
        pytest.param(NOON, "1", "publish_at_not_private", id="public from the start"),
        pytest.param(START + timedelta(minutes=5), "3", "publish_at_too_soon", id="too soon"),
    ],
)
def test_what_is_wrong_with_it_is_said_before_anything_is_sent(scene: Scene, moment: datetime, chosen: str, code: str | None) -> None:
    found = scene.adapter.problems(at(moment, privacy=chosen), scene.account, now=START)
    assert [problem.code for problem in found] == ([code] if code else [])


def test_its_page_knows_when_it_becomes_public(scene: Scene) -> None:
    assert scene.adapter.public_at(at(NOON).options) == NOON
    assert scene.adapter.public_at({"publish_at": "soon"}) is None
