"""Captions: each language is one track on YouTube, however often it is sent."""

import pytest

from platforms import errors
from platforms.contract import Caption, Followed, FollowUpKind
from platforms.sandbox.youtube import Fault, Kind, Moment
from platforms.youtube.captions import NO_LEAVE, language_tag
from tests.platforms.youtube.conftest import Scene, upload_of

ENGLISH = Caption(language="en", vtt=b"WEBVTT\n\n00:01.000 --> 00:02.000\nLow tide\n")
BRAZILIAN = Caption(language="pt-br", vtt="WEBVTT\n\n00:01.000 --> 00:02.000\nMaré baixa\n".encode())
LATER = Caption(language="en", vtt=b"WEBVTT\n\n00:01.000 --> 00:02.000\nHigh tide\n")


def bring(scene: Scene, *captions: Caption) -> Followed:
    """Publish once, and do the follow-up as often as it is called."""
    upload = upload_of(b"video", captions=lambda: captions)
    found = scene.stand_in.videos()
    video = found[0].id if found else scene.publish(upload).remote_id
    return scene.adapter.follow_up(FollowUpKind.CAPTIONS, upload, video, scene.account)


def tracks(scene: Scene) -> dict[str, str]:
    """The texts by language; two tracks of one language would be told apart by their number."""
    (video,) = scene.stand_in.videos()
    kept = scene.stand_in.world.captions.of_video(video.id)
    assert len({track.language for track in kept}) == len(kept)
    return {track.language: track.text for track in kept}


def test_each_language_becomes_a_track(scene: Scene) -> None:
    assert bring(scene, ENGLISH, BRAZILIAN) == Followed()
    assert tracks(scene) == {"en": ENGLISH.vtt.decode(), "pt-BR": BRAZILIAN.vtt.decode()}


def test_it_is_a_follow_up_only_where_there_are_some(scene: Scene) -> None:
    assert FollowUpKind.CAPTIONS in scene.adapter.follow_ups(upload_of(b"v", captions=lambda: [ENGLISH]))
    assert FollowUpKind.CAPTIONS not in scene.adapter.follow_ups(upload_of(b"v"))


def test_brought_again_a_language_is_replaced_and_not_doubled(scene: Scene) -> None:
    bring(scene, ENGLISH, BRAZILIAN)
    assert bring(scene, LATER, BRAZILIAN) == Followed()
    assert tracks(scene) == {"en": LATER.vtt.decode(), "pt-BR": BRAZILIAN.vtt.decode()}


def test_an_answer_that_is_lost_makes_no_second_track(scene: Scene) -> None:
    bring(scene)
    scene.stand_in.arm(Fault(kind=Kind.LOSE, at=Moment.CHANGE))
    with pytest.raises(errors.NoAnswer):
        bring(scene, ENGLISH, BRAZILIAN)
    assert bring(scene, ENGLISH, BRAZILIAN) == Followed()
    assert sorted(tracks(scene)) == ["en", "pt-BR"]


def test_what_speech_recognition_made_is_left_alone(scene: Scene) -> None:
    bring(scene)
    (video,) = scene.stand_in.videos()
    heard = scene.stand_in.world.captions.add(video.id, language="en", name="", text="low tied", kind="asr")
    bring(scene, ENGLISH)
    assert heard in scene.stand_in.world.captions.of_video(video.id)
    assert len(scene.stand_in.world.captions.of_video(video.id)) == 2


def test_a_refused_language_is_a_warning_and_the_others_go_on(scene: Scene) -> None:
    bring(scene)
    scene.stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.CHANGE, reason="invalidMetadata"))
    followed = bring(scene, ENGLISH, BRAZILIAN)
    assert "en: YouTube did not take captions in this language." in followed.warning
    assert list(tracks(scene)) == ["pt-BR"]


def test_an_account_without_leave_gets_a_warning_that_says_the_way(scene: Scene) -> None:
    bring(scene)
    root = "https://www.googleapis.com/auth/"
    issued = scene.stand_in.grant(scene.account.id, scopes=[f"{root}youtube.upload", f"{root}youtube.readonly"])
    scene.account = type(scene.account)(**{**vars(scene.account), "access_token": issued.access_token})
    assert bring(scene, ENGLISH) == Followed(warning=NO_LEAVE)
    assert tracks(scene) == {}


def test_leave_that_ended_is_no_warning_but_asked_for_again(scene: Scene) -> None:
    bring(scene)
    scene.stand_in.revoke(scene.account.id)
    with pytest.raises(errors.Unauthorized):
        bring(scene, ENGLISH)


def test_a_track_that_came_meanwhile_is_tried_again(scene: Scene) -> None:
    bring(scene)
    scene.stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.CHANGE, reason="captionExists"))
    with pytest.raises(errors.Transient):
        bring(scene, ENGLISH)


def test_a_video_that_is_not_found_yet_is_tried_again(scene: Scene) -> None:
    bring(scene)
    scene.stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.READ, reason="videoNotFound"))
    with pytest.raises(errors.Transient):
        bring(scene, ENGLISH)


@pytest.mark.parametrize(("code", "tag"), [("en", "en"), ("pt-br", "pt-BR"), ("zh-hans", "zh-Hans"), ("es-419", "es-419")])
def test_languages_are_written_as_bcp_47_does(code: str, tag: str) -> None:
    assert language_tag(code) == tag
