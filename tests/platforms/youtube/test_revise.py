"""Changing a video that is there: what changes is written, all the rest stays, and nothing is sent a second time."""

from dataclasses import replace
from typing import Any

import pytest

from platforms import errors
from platforms.contract import Change, Words
from platforms.sandbox.youtube import Fault, Kind, Moment
from platforms.sandbox.youtube.videos import Video
from tests.platforms.youtube.conftest import OPTIONS, Scene, upload_of

UPLOAD = upload_of(b"video")
ANEW = Words(title="Tide pools, anew", description="At high water.", tags=("sea", "harbour"))
TITLE = Change(words=ANEW, of_words=frozenset({"title"}))
TOMORROW, YESTERDAY = "2026-11-23T09:00:00Z", "2026-11-21T09:00:00Z"


@pytest.fixture
def posted(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("platforms.clock.now", scene.now)
    return str(scene.publish(UPLOAD).remote_id)


def revise(scene: Scene, posted: str, change: Change) -> str:
    return scene.adapter.revise(posted, UPLOAD, change, scene.account).warning


def options(**changed: Any) -> Change:
    return Change(words=UPLOAD.words, options=changed)


def video(scene: Scene) -> Video:
    (found,) = scene.stand_in.videos()
    return found


def on_youtube(scene: Scene, **parts: Any) -> None:
    """Its owner changes it in YouTube Studio."""
    found = video(scene)
    scene.stand_in.world.videos.rewrite(found, {name: {**part, **parts.get(name, {})} for name, part in found.metadata.items()})


def test_words_are_changed_and_the_marker_is_kept(scene: Scene, posted: str) -> None:
    assert revise(scene, posted, Change(words=ANEW, of_words=frozenset({"title", "description", "tags"}))) == ""
    snippet = video(scene).metadata["snippet"]
    assert (snippet["title"], snippet["description"]) == (ANEW.title, ANEW.description)
    assert snippet["tags"] == ["sea", "harbour", UPLOAD.marker]
    assert scene.stand_in.violations() == []


def test_what_does_not_change_stays_as_it_is_there_known_or_not(scene: Scene, posted: str) -> None:
    on_youtube(scene, snippet={"description": "Written there.", "defaultAudioLanguage": "nb", "tags": ["theirs", UPLOAD.marker]})
    before = video(scene).metadata
    revise(scene, posted, TITLE)
    assert video(scene).metadata == {**before, "snippet": {**before["snippet"], "title": ANEW.title}}


def test_a_part_that_does_not_change_is_not_named(scene: Scene, posted: str) -> None:
    revise(scene, posted, TITLE)
    revise(scene, posted, options(privacy="public"))
    written = [request.split(b" ")[1] for request in scene.loop.requests if request.startswith(b"PUT /youtube/youtube/v3")]
    assert [b"part=snippet" in line and b"status" not in line for line in written] == [True, False]


@pytest.mark.parametrize(
    ("chosen", "part", "theirs"),
    [
        ({"privacy": "unlisted"}, "status", {"privacyStatus": "unlisted"}),
        ({"made_for_kids": True}, "status", {"selfDeclaredMadeForKids": True}),
        ({"synthetic_media": True}, "status", {"containsSyntheticMedia": True}),
        ({"licence": "creativeCommon"}, "status", {"license": "creativeCommon"}),
        ({"embeddable": False}, "status", {"embeddable": False}),
        ({"public_stats": False}, "status", {"publicStatsViewable": False}),
        ({"category": "28"}, "snippet", {"categoryId": "28"}),
        ({"paid_promotion": True}, "paidProductPlacementDetails", {"hasPaidProductPlacement": True}),
        ({"publish_at": TOMORROW}, "status", {"publishAt": TOMORROW}),
    ],
)
def test_each_option_that_can_be_changed_is_one_field_there(
    scene: Scene, posted: str, chosen: dict[str, Any], part: str, theirs: dict[str, Any]
) -> None:
    before = video(scene).metadata
    assert revise(scene, posted, options(**chosen)) == ""
    assert video(scene).metadata == {**before, part: {**before.get(part, {}), **theirs}}
    assert set(chosen) <= scene.adapter.revisable.options


def test_a_time_goes_with_private_alone_and_can_be_taken_back(scene: Scene, posted: str) -> None:
    revise(scene, posted, options(publish_at=TOMORROW))
    revise(scene, posted, options(embeddable=False))
    assert video(scene).metadata["status"]["publishAt"] == TOMORROW
    revise(scene, posted, options(publish_at=""))
    assert "publishAt" not in video(scene).metadata["status"]
    revise(scene, posted, options(publish_at=TOMORROW))
    revise(scene, posted, options(privacy="unlisted", publish_at=""))
    assert video(scene).metadata["status"]["privacyStatus"] == "unlisted"


def test_a_time_that_has_passed_is_not_sent_and_that_is_told(scene: Scene, posted: str) -> None:
    assert "came before the change was made" in revise(scene, posted, options(publish_at=YESTERDAY))
    assert video(scene).privacy(scene.now().timestamp()) == "private"
    assert "publishAt" not in video(scene).metadata["status"]


def test_right_when_it_becomes_public_it_is_left_alone(scene: Scene, posted: str) -> None:
    revise(scene, posted, options(publish_at=TOMORROW))
    scene.time.seconds += 27 * 3600 - 60
    with pytest.raises(errors.Transient) as wait:
        revise(scene, posted, options(embeddable=False))
    assert wait.value.code == "about_to_be_public"
    scene.time.seconds += 600
    revise(scene, posted, options(embeddable=False))
    assert video(scene).privacy(scene.now().timestamp()) == "public"


def test_by_now_a_video_whose_time_came_is_public(scene: Scene) -> None:
    chosen = {**OPTIONS, "publish_at": YESTERDAY}
    by_now = scene.adapter.revisable.by_now
    assert by_now(chosen, scene.now()) == {**chosen, "privacy": "public", "publish_at": ""}
    assert by_now({**chosen, "publish_at": TOMORROW}, scene.now()) == {**chosen, "publish_at": TOMORROW}
    assert by_now({**chosen, "publish_at": "garbled"}, scene.now())["privacy"] == "private"


@pytest.mark.parametrize("kind", [Kind.LOSE, Kind.DROP, Kind.CUT, Kind.SPOIL])
def test_an_answer_that_is_lost_is_followed_by_the_same_again(scene: Scene, posted: str, kind: Kind) -> None:
    scene.stand_in.arm(Fault(kind=kind, at=Moment.CHANGE, reason="backendError"))
    with pytest.raises(errors.Transient):
        revise(scene, posted, TITLE)
    revise(scene, posted, TITLE)
    assert video(scene).title == ANEW.title
    assert scene.stand_in.violations() == []


def test_what_was_deleted_there_is_told_whenever_it_went(scene: Scene, posted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.CHANGE, reason="videoNotFound"))
    for _ in range(2):
        with pytest.raises(errors.Refused) as gone:
            revise(scene, posted, TITLE)
        assert gone.value.code == "deleted_there"
        if not video(scene).deleted_at:
            scene.adapter.remove(posted, scene.account)


def test_another_channels_video_is_left_alone(scene: Scene, posted: str) -> None:
    revise(scene, posted, options(privacy="public"))
    other = next(each for each in scene.stand_in.world.channels.all() if each.id != scene.account.id and each.signed_up)
    theirs = replace(scene.account, id=other.id, access_token=scene.stand_in.grant(other.id).access_token)
    with pytest.raises(errors.Refused) as refusal:
        scene.adapter.revise(posted, UPLOAD, TITLE, theirs)
    assert refusal.value.code == "not_yours_there"
    assert video(scene).title == UPLOAD.words.title


def test_a_refused_word_is_told_by_its_name(scene: Scene, posted: str) -> None:
    with pytest.raises(errors.Refused) as refusal:
        revise(scene, posted, Change(words=Words(title="a" * 101), of_words=frozenset({"title"})))
    assert refusal.value.code == "title_refused"
