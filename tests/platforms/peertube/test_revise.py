"""Changing a video on an instance: only what changes is named, and nothing is sent a second time."""

import json
from dataclasses import replace
from typing import Any

import pytest

from platforms import errors
from platforms.contract import Change, Words
from platforms.sandbox.faults import Kind
from platforms.sandbox.peertube.faults import Fault
from platforms.sandbox.peertube.videos import Video
from tests.platforms.peertube.conftest import Scene, upload_of

UPLOAD = upload_of(b"video" * 100)
ANEW = Words(title="Tide pools,  anew", description=" At high water. ", tags=("low  tide", "harbour"))
TOMORROW, YESTERDAY = "2026-11-23T09:00:00Z", "2026-11-21T09:00:00Z"
TITLE = Change(words=ANEW, of_words=frozenset({"title"}))


@pytest.fixture
def posted(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("platforms.clock.now", scene.now)
    return str(scene.publish(UPLOAD).remote_id)


def revise(scene: Scene, posted: str, change: Change) -> str:
    return scene.adapter.revise(posted, UPLOAD, change, scene.account).warning


def video(scene: Scene) -> Video:
    (found,) = scene.stand_in.videos()
    return found


def test_words_are_changed_as_an_instance_takes_them(scene: Scene, posted: str) -> None:
    revise(scene, posted, Change(words=ANEW, of_words=frozenset({"title", "description", "tags"})))
    assert (video(scene).title, video(scene).tags) == ("Tide pools, anew", ["low tide", "harbour"])
    assert video(scene).metadata["description"] == "At high water."
    assert video(scene).bears(UPLOAD.marker)
    assert scene.stand_in.violations() == []


def test_only_what_changes_is_named(scene: Scene, posted: str) -> None:
    revise(scene, posted, TITLE)
    assert json.loads(scene.loop.requests[-1].partition(b"\r\n\r\n")[2]) == {"name": "Tide pools, anew"}


@pytest.mark.parametrize(
    ("chosen", "theirs"),
    [
        ({"privacy": "2"}, {"privacy": 2}),
        ({"sensitive": True}, {"nsfw": True}),
        ({"category": "15"}, {"category": 15}),
        ({"category": ""}, {"category": None}),
        ({"language": "nb"}, {"language": "nb"}),
        ({"licence": "1"}, {"licence": 1}),
        ({"comments": "2"}, {"commentsPolicy": 2}),
        ({"downloads": False}, {"downloadEnabled": False}),
        ({"support": " Buy me a net. "}, {"support": "Buy me a net."}),
        ({"support": ""}, {"support": None}),
        ({"privacy": "3", "publish_at": TOMORROW}, {"privacy": 3, "scheduleUpdate": {"updateAt": TOMORROW, "privacy": 1}}),
        ({"publish_at": ""}, {"scheduleUpdate": None}),
    ],
)
def test_each_option_that_can_be_changed_is_one_field_there(
    scene: Scene, posted: str, chosen: dict[str, Any], theirs: dict[str, Any]
) -> None:
    before = video(scene).metadata
    assert revise(scene, posted, Change(words=UPLOAD.words, options=chosen)) == ""
    assert video(scene).metadata == {**before, **theirs}
    assert set(chosen) <= scene.adapter.revisable.options


def test_a_time_that_has_passed_is_not_sent_and_that_is_told(scene: Scene, posted: str) -> None:
    late = Change(words=UPLOAD.words, options={"privacy": "3", "publish_at": YESTERDAY})
    assert "came before the change was made" in revise(scene, posted, late)
    assert video(scene).privacy(scene.now().timestamp()) == 3


@pytest.mark.parametrize("kind", [Kind.LOSE, Kind.DROP, Kind.REFUSE])
def test_an_answer_that_is_lost_is_followed_by_the_same_again(scene: Scene, posted: str, kind: Kind) -> None:
    scene.stand_in.arm(Fault(kind=kind, at="change"))
    with pytest.raises(errors.Transient):
        revise(scene, posted, TITLE)
    revise(scene, posted, TITLE)
    assert video(scene).title == "Tide pools, anew"


def test_what_was_deleted_there_is_told(scene: Scene, posted: str) -> None:
    scene.adapter.remove(posted, scene.account)
    with pytest.raises(errors.Refused) as gone:
        revise(scene, posted, TITLE)
    assert gone.value.code == "deleted_there"


def test_another_persons_video_is_left_alone(scene: Scene, posted: str) -> None:
    theirs = replace(scene.account, access_token=scene.stand_in.grant("bob").access_token)
    with pytest.raises(errors.Refused) as refusal:
        scene.adapter.revise(posted, UPLOAD, TITLE, theirs)
    assert refusal.value.code == "forbidden"
    assert video(scene).title == UPLOAD.words.title


def test_what_is_beyond_its_limits_is_refused_by_name(scene: Scene, posted: str) -> None:
    with pytest.raises(errors.Refused) as refusal:
        revise(scene, posted, Change(words=Words(title="ab"), of_words=frozenset({"title"})))
    assert refusal.value.code == "title_refused"
