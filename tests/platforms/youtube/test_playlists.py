"""Playlists: read to choose from, and a video put into each of them once."""

from collections.abc import Iterable

import pytest

from platforms import errors
from platforms.contract import Followed, FollowUpKind
from platforms.sandbox.youtube import Fault, Kind, Moment
from platforms.youtube.adapter import PATIENCE_SECONDS
from tests.platforms.youtube.conftest import OPTIONS, Scene, upload_of

GLAZES, KILNS = "PLAtelierNordGlazes00000000000000", "PLAtelierNordKilns000000000000000"
SHORES = "PLFieldNotesShores000000000000000"


def labels(scene: Scene) -> list[str]:
    return [choice.label for choice in scene.adapter.offers(scene.account).choices["playlists"]]


def sort(scene: Scene, playlists: Iterable[str]) -> Followed:
    """Publish and do the follow-up, as often as it is called."""
    upload = upload_of(b"video", options={**OPTIONS, "playlists": list(playlists)})
    found = scene.stand_in.videos()
    video = found[0].id if found else scene.publish(upload).remote_id
    return scene.adapter.follow_up(FollowUpKind.PLAYLISTS, upload, video, scene.account)


def lies_in(scene: Scene) -> list[str]:
    (video,) = scene.stand_in.videos()
    return [playlist.title for playlist in scene.stand_in.world.playlists.holding(video.id)]


def test_the_channels_own_are_offered_by_name(scene: Scene) -> None:
    scene.stand_in.world.playlists.make(scene.account.id, "aprons")
    assert labels(scene) == ["aprons", "Glazes", "Kiln days"]


def test_more_than_a_page_of_them_is_read(scene: Scene) -> None:
    for number in range(60):
        scene.stand_in.world.playlists.make(scene.account.id, f"Series {number:02}")
    assert len(labels(scene)) == 62


def test_nobody_waits_long_for_them(scene: Scene) -> None:
    scene.stand_in.arm(Fault(kind=Kind.DROP, at=Moment.READ, times=5))
    before = scene.time.seconds
    with pytest.raises(errors.NoAnswer):
        scene.adapter.offers(scene.account)
    assert scene.time.seconds - before < PATIENCE_SECONDS
    assert scene.stand_in.world.faults.armed()[0].left_over == 4


def test_many_pages_share_the_patience(scene: Scene) -> None:
    for number in range(120):
        scene.stand_in.world.playlists.make(scene.account.id, f"Series {number:03}")
    scene.loop.answer_after = PATIENCE_SECONDS / 2 + 0.1
    before = scene.time.seconds
    with pytest.raises(errors.Transient):
        scene.adapter.offers(scene.account)
    assert scene.time.seconds - before <= PATIENCE_SECONDS + 1


def test_a_video_is_put_into_each_that_was_chosen(scene: Scene) -> None:
    assert sort(scene, [GLAZES, KILNS]) == Followed()
    assert lies_in(scene) == ["Glazes", "Kiln days"]


def test_it_is_a_follow_up_only_where_one_was_chosen(scene: Scene) -> None:
    chosen = upload_of(b"v", options={**OPTIONS, "playlists": [GLAZES]})
    assert FollowUpKind.PLAYLISTS in scene.adapter.follow_ups(chosen)
    assert FollowUpKind.PLAYLISTS not in scene.adapter.follow_ups(upload_of(b"v", options={**OPTIONS, "playlists": []}))


def test_repeated_it_puts_it_in_once(scene: Scene) -> None:
    sort(scene, [GLAZES])
    sort(scene, [GLAZES])
    assert lies_in(scene) == ["Glazes"]
    assert scene.stand_in.violations() == []


def test_an_answer_that_is_lost_puts_it_in_once(scene: Scene) -> None:
    scene.stand_in.arm(Fault(kind=Kind.LOSE, at=Moment.CHANGE))
    with pytest.raises(errors.NoAnswer):
        sort(scene, [GLAZES, KILNS])
    sort(scene, [GLAZES, KILNS])
    assert lies_in(scene) == ["Glazes", "Kiln days"]
    assert scene.stand_in.violations() == []


@pytest.mark.parametrize(("playlist", "said"), [("PLgone", "is not on YouTube any more"), (SHORES, "belongs to another channel")])
def test_one_that_cannot_be_used_is_a_warning_and_the_others_go_on(scene: Scene, playlist: str, said: str) -> None:
    followed = sort(scene, [playlist, KILNS])
    assert said in followed.warning
    assert lies_in(scene) == ["Kiln days"]


def test_one_that_is_full_is_a_warning(scene: Scene) -> None:
    scene.stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.CHANGE, reason="playlistContainsMaximumNumberOfVideos"))
    sort(scene, [])
    assert "is full" in sort(scene, [GLAZES]).warning


def test_a_video_that_is_not_found_yet_is_tried_again(scene: Scene) -> None:
    sort(scene, [])
    scene.stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.CHANGE, reason="videoNotFound"))
    with pytest.raises(errors.Transient):
        sort(scene, [GLAZES])
