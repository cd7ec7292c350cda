"""The page of a video's picture: what stands, a strip to choose from, an upload, the cut of each platform, and posts that are there."""

import io
import re

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django.fixtures import Settings

from platforms import registry
from publisher.models import FollowUp, Publication
from publisher.snapshot import file_of, picture_for
from publisher.states import State
from tests.browser.states.cover import REFUSED, a_picture, a_strip
from tests.factories import AssetFactory, ConnectionFactory, FollowUpFactory, PublicationFactory, UserFactory
from tests.videos.test_image import HTML, SVG, picture
from videos import covers
from videos.models import Asset, AssetState, Cover, CoverSource, Strip
from videos.storage import read_whole, store_whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def asset(alice: User, settings: Settings, tmp_path: object) -> Asset:
    settings.MEDIA_ROOT = tmp_path
    found: Asset = AssetFactory(video__owner=alice, duration=12.0, poster_key=f"posters/{'1' * 32}.jpg")
    store_whole(found.poster_key, a_picture(1280, 720).jpeg)
    return found


def at(asset: Asset, rest: str = "") -> str:
    return f"/videos/{asset.video_id}/cover/{rest}"


def page(browser: Client, asset: Asset) -> str:
    return " ".join(browser.get(at(asset)).content.decode().split())


def published(asset: Asset, provider: str = "youtube", **changes: object) -> Publication:
    connection = ConnectionFactory(
        user=asset.video.owner, provider=provider, realm=registry.realm(provider) if provider != "peertube" else ""
    )
    kept = {"state": State.PUBLISHED, "due_at": None, "remote_id": f"id-{provider}", **changes}
    row: Publication = PublicationFactory(connection=connection, asset=asset, **kept)
    return row


def test_it_shows_what_stands_and_asks_for_the_strip_without_changing_anything(browser: Client, asset: Asset) -> None:
    shown = page(browser, asset)
    assert "The picture that Retake took by itself" in shown
    assert "Show a film strip" in shown
    assert not Strip.objects.exists()
    assert not Cover.objects.exists()


def test_the_strip_is_asked_for_by_the_page_or_by_a_button(browser: Client, asset: Asset) -> None:
    assert browser.post(at(asset, "strip"), headers={"HX-Request": "true"}).status_code == 204
    assert browser.post(at(asset, "strip")).headers["Location"] == at(asset)
    assert Strip.objects.count() == 1
    assert "The film strip is being made" in page(browser, asset)
    assert browser.get(at(asset, "now")).headers["Live-Again"] == "2"


def test_each_frame_of_the_strip_is_a_button(browser: Client, asset: Asset) -> None:
    a_strip(asset.video)
    shown = page(browser, asset)
    assert len(re.findall(r'<button name="at"', shown)) == covers.FRAMES
    assert browser.get(f"/videos/{asset.video_id}/strip/0").content == a_picture(320, 180).jpeg
    assert browser.get(f"/videos/{asset.video_id}/strip/{covers.FRAMES}").status_code == 404


@pytest.mark.parametrize(("said", "at_ms"), [("0", 0), ("4.25", 4250), ("12", 11950)])
def test_a_moment_is_chosen_by_its_seconds(browser: Client, asset: Asset, said: str, at_ms: int) -> None:
    assert browser.post(at(asset, "frame"), {"at": said}).status_code == 302
    assert Cover.objects.get().at_ms == at_ms
    assert "Fetching the frame" in page(browser, asset)


@pytest.mark.parametrize(
    ("said", "told"), [("", "Say at which second"), ("x", "as seconds"), ("-1", "greater"), ("12.5", "12.0 seconds"), ("nan", "")]
)
def test_a_moment_that_is_none_is_told(browser: Client, asset: Asset, said: str, told: str) -> None:
    answer = browser.post(at(asset, "frame"), {"at": said})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Cover.objects.exists()


def test_a_picture_of_ones_own_stands_at_once_and_can_be_let_go(browser: Client, asset: Asset) -> None:
    browser.post(at(asset, "image"), {"image": SimpleUploadedFile("me.png", picture("PNG", size=(800, 450)))})
    cover = Cover.objects.chosen().get()
    assert (cover.source, cover.width, cover.height) == (CoverSource.IMAGE, 800, 450)
    poster = browser.get(f"/videos/{asset.video_id}/poster")
    assert poster.content == read_whole(cover.key)
    assert browser.get(f"/videos/{asset.video_id}/poster", headers={"If-None-Match": poster.headers["ETag"]}).status_code == 304
    assert "Your own picture, 800 × 450" in page(browser, asset)
    browser.post(at(asset, "automatic"))
    again = browser.get(f"/videos/{asset.video_id}/poster", headers={"If-None-Match": poster.headers["ETag"]})
    assert again.content == a_picture(1280, 720).jpeg


@pytest.mark.parametrize("content", [SVG, HTML, b"", b"\xff\xd8\xff" + bytes(11 * 1024 * 1024)], ids=["svg", "html", "empty", "too large"])
def test_what_is_no_picture_is_refused_beside_its_field(browser: Client, asset: Asset, content: bytes) -> None:
    answer = browser.post(at(asset, "image"), {"image": SimpleUploadedFile("me.jpg", content)})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Cover.objects.exists()


@pytest.mark.parametrize("slug", list(registry.ENTRIES))
def test_the_preview_is_the_very_cut_that_is_sent(browser: Client, asset: Asset, slug: str) -> None:
    covers.choose_picture(asset.video, a_picture(1920, 1080), now=asset.created_at)
    browser.post(at(asset, "focus"), {"focus": "0,50"})
    cut = browser.get(at(asset, f"of/{slug}"))
    rule = registry.adapter(slug).cover(file_of(asset, name=""))
    assert rule is not None
    size = Image.open(io.BytesIO(cut.content)).size
    assert size[0] / size[1] == pytest.approx(rule.ratio, rel=0.01)
    if rule.takes_pictures:
        row = published(asset, slug, state=State.WAITING, due_at=asset.created_at, remote_id=None)
        assert cut.content == picture_for(Publication.objects.with_all().get(pk=row.pk))


@pytest.mark.parametrize("focus", ["", "1", "101,0", "50,-1", "a,b", "25,100;"])
def test_a_focus_outside_is_refused(browser: Client, asset: Asset, focus: str) -> None:
    covers.choose_picture(asset.video, a_picture(), now=asset.created_at)
    assert browser.post(at(asset, "focus"), {"focus": focus}).status_code == 422
    assert Cover.objects.chosen().get().focus == (50, 50)


def test_it_says_honestly_what_a_platform_does_not_take(browser: Client, asset: Asset) -> None:
    assert "TikTok shows the first picture of the video" in page(browser, asset)
    covers.choose_picture(asset.video, a_picture(), now=asset.created_at)
    assert "TikTok takes frames of the video only" in page(browser, asset)


def test_before_the_file_is_ready_there_is_nothing_to_choose(browser: Client, asset: Asset) -> None:
    Asset.objects.update(state=AssetState.PROBING)
    assert "was looked into" in page(browser, asset)
    for verb in ("strip", "frame", "image", "focus", "automatic"):
        assert browser.post(at(asset, verb), {"at": "1"}).status_code == 302
    assert not Cover.objects.exists()
    assert not Strip.objects.exists()


def test_a_post_that_takes_another_picture_offers_to_send_it(browser: Client, asset: Asset) -> None:
    row, fixed = published(asset), published(asset, "rumble")
    covers.choose_picture(asset.video, a_picture(), now=asset.created_at)
    shown = page(browser, asset)
    assert f"/publications/{row.pk}/picture/send" in shown
    assert f"/publications/{fixed.pk}/picture/send" not in shown
    browser.post(f"/publications/{row.pk}/picture/send")
    browser.post(f"/publications/{row.pk}/picture/send")
    row.refresh_from_db()
    assert row.cover == Cover.objects.chosen().get()
    assert FollowUp.objects.get().due_at is not None
    assert "On its way" in page(browser, asset)
    FollowUp.objects.update(done_at=row.created_at, due_at=None)
    assert "Has this picture" in page(browser, asset)


def test_a_post_that_takes_none_is_left_alone(browser: Client, asset: Asset) -> None:
    row = published(asset, "rumble")
    answer = browser.post(f"/publications/{row.pk}/picture/send", follow=True)
    assert "Change it on Rumble itself" in answer.content.decode()
    assert not FollowUp.objects.exists()


def test_a_refusal_stands_on_the_videos_page_with_its_button(browser: Client, asset: Asset) -> None:
    row = published(asset)
    warning = "YouTube does not let this channel. The post itself is there."
    refused = FollowUpFactory(publication=row, warning=warning, **REFUSED)
    Publication.objects.update(warning=warning)
    shown = " ".join(browser.get(f"/videos/{asset.video_id}/").content.decode().split())
    assert "Verify the channel by phone" in shown
    assert "Try the picture again" in shown
    assert at(asset) in shown
    assert warning not in shown
    browser.post(f"/follow-ups/{refused.pk}/retry")
    refused.refresh_from_db()
    assert (refused.has_stopped, refused.tries) == (False, 0)


def test_nobody_else_reaches_any_of_it(asset: Asset) -> None:
    refused = FollowUpFactory(publication=published(asset), **REFUSED)
    stranger = Client()
    stranger.force_login(UserFactory(username="charlie"))
    assert stranger.get(at(asset)).status_code == 404
    assert stranger.post(at(asset, "frame"), {"at": "1"}).status_code == 404
    assert stranger.post(f"/follow-ups/{refused.pk}/retry").status_code == 404
    assert not Cover.objects.exists()
