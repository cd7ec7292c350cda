"""The page of a video's picture: before anything was chosen, while it is made, once it is, and what became of posts; and a refused one."""

from collections.abc import Callable
from typing import Any

from PIL import Image

from platforms import clock
from publisher.models import Publication
from tests.browser.states.case import Case, Scene
from tests.factories import FollowUpFactory
from videos import covers
from videos.image import Picture, jpeg_of
from videos.models import Cover, Strip, Video
from videos.storage import new_picture_key, store_whole

REFUSED = {
    "tries": 1,
    "due_at": None,
    "error_code": "thumbnail_forbidden",
    "error_message": "YouTube does not let this channel set its own thumbnails yet. The video itself is fine.",
    "error_fix": "Verify the channel by phone at youtube.com/verify.",
}


def a_picture(width: int = 640, height: int = 360) -> Picture:
    return Picture(jpeg=jpeg_of(Image.radial_gradient("L").resize((width, height)).convert("RGB")), width=width, height=height)


def a_strip(video: Video) -> None:
    """A film strip of twelve frames."""
    asset, picture = video.asset, a_picture(320, 180)
    assert asset is not None
    strip = covers.wish_for_strip(asset, now=clock.now())
    size = len(picture.jpeg)
    frames = [[at_ms, number * size, size] for number, at_ms in enumerate(covers.moments(asset.duration or 0))]
    store_whole(strip.key, picture.jpeg * len(frames))
    Strip.objects.filter(pk=strip.pk).update(frames=frames, width=320, height=180, made_at=clock.now(), woken_at=None)


def a_film(scene: Scene, **picture: int) -> Video:
    """A video with its film strip and a picture of its owner's own."""
    video = scene.video("Low tide at the old harbour")
    a_strip(video)
    covers.choose_picture(video, a_picture(**picture), now=clock.now())
    return video


def a_post(scene: Scene, video: Video, **follow_up: Any) -> Publication:
    row = scene.standing("published", video=video, connection=scene.connection())
    if follow_up:
        FollowUpFactory(publication=row, **follow_up)
    return row


def _page(make: Callable[[Scene], Video]) -> Callable[[Scene], str]:
    return lambda scene: f"/videos/{make(scene).pk}/cover/"


def _nothing_chosen(scene: Scene) -> Video:
    video = scene.video("Low tide at the old harbour")
    a_strip(video)
    return video


def _being_made(scene: Scene) -> Video:
    video = scene.video("Low tide at the old harbour")
    assert video.asset is not None
    covers.wish_for_strip(video.asset, now=clock.now())
    covers.choose_frame(video, video.asset, at_ms=2500, now=clock.now())
    return video


def _not_to_be_had(scene: Scene) -> Video:
    video = _being_made(scene)
    Strip.objects.update(failed_reason=covers.CRASHED)
    Cover.objects.update(failed_reason=covers.NO_PICTURE)
    return video


def _frame_chosen(scene: Scene) -> Video:
    video = a_film(scene)
    key, picture = new_picture_key(), a_picture()
    store_whole(key, picture.jpeg)
    covers.use_automatic(video, now=clock.now())
    made = {"key": key, "sha256": "0" * 64, "width": 640, "height": 360, "created_at": clock.now(), "made_at": clock.now()}
    Cover.objects.create(video=video, asset=video.asset, source="frame", at_ms=covers.moments(12)[3], **made)
    return video


def _with_posts(scene: Scene) -> Video:
    video = a_film(scene)
    a_post(scene, video, **REFUSED)
    scene.standing("published", video=video, connection=scene.connection("Second channel"))
    return video


def _video_with_refusal(scene: Scene) -> str:
    video = scene.video("Low tide at the old harbour")
    return f"/videos/{a_post(scene, video, **REFUSED).video_id}/"


CASES = [
    Case(address="cover", state="nothing chosen", at=_page(_nothing_chosen)),
    Case(address="cover", state="a frame chosen", at=_page(_frame_chosen)),
    Case(address="cover", state="a picture of one's own", at=_page(a_film)),
    Case(address="cover", state="an upright picture", at=_page(lambda scene: a_film(scene, width=360, height=640))),
    Case(address="cover", state="being made", at=_page(_being_made)),
    Case(address="cover", state="not to be had", at=_page(_not_to_be_had)),
    Case(address="cover", state="with posts that are there", at=_page(_with_posts)),
    Case(address="video", state="with a picture that was refused", at=_video_with_refusal),
]
