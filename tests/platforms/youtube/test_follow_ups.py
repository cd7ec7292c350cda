"""What remains once the video is there: its privacy compared, its thumbnail set; and how it is removed."""

import json
from dataclasses import replace

import pytest

from platforms import errors
from platforms.contract import Followed, FollowUpKind
from platforms.sandbox.youtube import Fault, Kind, Moment
from platforms.youtube.channel import identify
from tests.platforms.loop import reply
from tests.platforms.youtube.conftest import API_URL, OPTIONS, Scene, upload_of

JPEG = b"\xff\xd8\xff\xe0" + b"picture" * 100
UPLOAD = upload_of(b"video", poster=lambda: JPEG)


def follow(scene: Scene, kind: FollowUpKind) -> Followed:
    outcome = scene.publish(UPLOAD)
    return scene.adapter.follow_up(kind, UPLOAD, outcome.remote_id, scene.account)


def test_the_privacy_is_always_compared_and_the_thumbnail_set_where_it_was_chosen(scene: Scene) -> None:
    assert scene.adapter.follow_ups(UPLOAD) == [FollowUpKind.PRIVACY, FollowUpKind.THUMBNAIL]
    assert scene.adapter.follow_ups(upload_of(b"v", options={**OPTIONS, "thumbnail": False})) == [FollowUpKind.PRIVACY]


def test_a_video_that_is_as_private_as_it_was_asked_to_be_needs_no_word(scene: Scene) -> None:
    assert follow(scene, FollowUpKind.PRIVACY) == Followed()


def test_a_video_that_is_kept_more_private_is_told(scene: Scene) -> None:
    scene.stand_in.set(privacy_forced="unlisted")
    assert follow(scene, FollowUpKind.PRIVACY).warning == (
        "You asked for private; on YouTube the video is unlisted. You can change it there."
    )


def test_a_video_that_is_not_listed_yet_is_asked_for_again(scene: Scene) -> None:
    with pytest.raises(errors.Transient):
        scene.adapter.follow_up(FollowUpKind.PRIVACY, UPLOAD, "nosuchvideo", scene.account)


def test_the_poster_becomes_the_thumbnail(scene: Scene) -> None:
    assert follow(scene, FollowUpKind.THUMBNAIL) == Followed()
    thumbnail = scene.stand_in.videos()[0].thumbnail
    assert thumbnail is not None
    assert (thumbnail.size, thumbnail.content_type) == (len(JPEG), "image/jpeg")
    assert scene.stand_in.violations() == []


def test_without_a_poster_there_is_nothing_to_set(scene: Scene) -> None:
    outcome = scene.publish(upload_of(b"video"))
    assert scene.adapter.follow_up(FollowUpKind.THUMBNAIL, upload_of(b"video"), outcome.remote_id, scene.account) == Followed()


@pytest.mark.parametrize("reason", ["forbiddenThumbnail", "invalidImage"])
def test_a_refused_thumbnail_is_told_with_what_mends_it(scene: Scene, reason: str) -> None:
    scene.stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.THUMBNAIL, reason=reason))
    with pytest.raises(errors.Refused) as refusal:
        follow(scene, FollowUpKind.THUMBNAIL)
    assert refusal.value.fix


def test_too_many_thumbnails_wait_an_hour(scene: Scene) -> None:
    scene.stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.THUMBNAIL, reason="uploadRateLimitExceeded"))
    with pytest.raises(errors.RateLimited) as limit:
        follow(scene, FollowUpKind.THUMBNAIL)
    assert limit.value.retry_after is not None
    assert limit.value.retry_after.total_seconds() == 3600


def test_it_removes_a_video_and_one_that_is_gone_already_is_a_success(scene: Scene) -> None:
    outcome = scene.publish(UPLOAD)
    scene.adapter.remove(outcome.remote_id, scene.account)
    assert scene.stand_in.videos()[0].deleted_at is not None
    scene.adapter.remove(outcome.remote_id, scene.account)


def test_a_removal_that_is_refused_is_told(scene: Scene) -> None:
    outcome = scene.publish(UPLOAD)
    scene.stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.CHANGE, reason="forbidden"))
    with pytest.raises(errors.Refused):
        scene.adapter.remove(outcome.remote_id, scene.account)


def test_it_says_whose_token_it_is(scene: Scene) -> None:
    channel = identify(scene.adapter._door, API_URL, scene.account.access_token)
    assert (channel.id, channel.title) == (scene.account.id, scene.account.name)
    assert channel.uploads_playlist
    assert channel.details["long_uploads"] == channel.long_uploads
    assert json.dumps(dict(channel.details))


def test_an_account_without_a_channel_is_told_so(scene: Scene) -> None:
    scene.loop.serve = lambda raw: reply(200, b'{"kind":"youtube#channelListResponse"}')
    with pytest.raises(errors.Refused) as refusal:
        identify(scene.adapter._door, API_URL, "token")
    assert refusal.value.code == "no_channel"


def test_the_token_goes_only_to_the_base_that_the_adapter_was_made_for(scene: Scene) -> None:
    scene.publish(UPLOAD)
    assert {(origin.host, origin.port) for origin in scene.loop.connected} == {("127.0.0.1", 8100)}


def test_the_token_shows_in_no_repr(scene: Scene) -> None:
    assert scene.account.access_token not in repr(replace(scene.account))
