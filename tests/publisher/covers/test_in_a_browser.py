"""The page of a video's picture in Chromium: it asks for its strip itself, and from a frame comes what every platform gets."""

import hashlib

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.factories import AssetFactory
from tests.publisher.pages.test_live import Visit, visit
from tests.videos import files
from videos import covers
from videos.models import Asset, Cover, Strip
from videos.storage import media, new_key, store_whole

__all__ = ["visit"]  # a fixture, used by its name

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEXT = 3_000
"""A little more than the time after which the page asks again, in milliseconds of its own clock."""


@pytest.fixture
def asset(alice: User, settings: Settings, tmp_path: object) -> Asset:
    settings.MEDIA_ROOT = tmp_path
    content, key = files.small_video(seconds=3, width=640, height=360), new_key()
    store_whole(key, content)
    kept = {"key": key, "etag": media().etag(key), "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    found: Asset = AssetFactory(video__owner=alice, duration=3.0, width=640, height=360, **kept)
    return found


def test_from_the_strip_to_the_cut_of_every_platform(visit: Visit, live_server: LiveServer, asset: Asset) -> None:
    def open_it(page: Page) -> None:
        page.goto(f"{live_server.url}/videos/{asset.video_id}/cover/")
        page.clock.run_for(NEXT)
        expect(page.get_by_text("The film strip is being made; that takes seconds")).to_be_visible()

    visit(open_it)
    covers.make_strip(Strip.objects.get().pk)

    def choose(page: Page) -> None:
        page.clock.run_for(NEXT)
        expect(page.locator(".strip button")).to_have_count(covers.FRAMES)
        page.get_by_role("button", name="Use the frame at 0:01.1").click()
        expect(page.locator(".cover-now").get_by_text("Fetching the frame")).to_be_visible()

    visit(choose)
    cover = Cover.objects.get()
    covers.make_cover(cover.pk)

    def keep_the_left(page: Page) -> None:
        page.clock.run_for(NEXT)
        page.get_by_role("button", name="Keep middle, left edge in sight").click()
        expect(page.locator("#spot-0-50")).to_have_attribute("aria-pressed", "true")
        expect(page.get_by_alt_text("The picture as YouTube gets it")).to_be_visible()
        expect(page.get_by_alt_text("The picture as TikTok gets it")).to_be_visible()

    visit(keep_the_left)
    assert (cover.at_ms, Cover.objects.chosen().get().focus) == (1125, (0, 50))


def test_the_slider_and_the_seconds_say_the_same(visit: Visit, live_server: LiveServer, asset: Asset) -> None:
    def slide(page: Page) -> None:
        page.goto(f"{live_server.url}/videos/{asset.video_id}/cover/")
        page.locator("#moment-slider").fill("2")
        expect(page.get_by_label("Moment, in seconds from the start")).to_have_value("2.00")
        page.get_by_label("Moment, in seconds from the start").fill("1.48")
        expect(page.locator("#moment-slider")).to_have_value("1.48")
        page.get_by_role("button", name="Use this frame").click()
        expect(page.locator(".cover-now").get_by_text("Fetching the frame")).to_be_visible()

    visit(slide)
    assert Cover.objects.get().at_ms == 1480
