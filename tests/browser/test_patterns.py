"""Patterns and the same file twice, in Chromium: what comes of a pattern while one types, and a publish form that is filled in by it."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from platforms.models import Connection
from publisher.models import Pattern, Publication
from tests.browser.states.case import Scene
from tests.browser.test_publish_several import Walk, nord, part, pools, walk
from tests.factories import PatternFactory
from videos.models import Video

__all__ = ["nord", "pools", "walk"]
pytestmark = [pytest.mark.browser, pytest.mark.appearance]


@pytest.fixture
def first(scene: Scene) -> Video:
    return scene.video("Low tide", sha256="a" * 64)


@pytest.fixture
def video(first: Video, scene: Scene) -> Video:
    return scene.video("Low tide, again", sha256="a" * 64)


def test_what_comes_of_it_follows_what_is_typed_and_only_the_button_keeps_it(walk: Walk, nord: Connection, video: Video) -> None:
    def write(page: Page) -> None:
        preview = page.locator("#preview")
        expect(page.get_by_role("button", name="Preview")).to_be_hidden()
        page.get_by_label("Title").fill("{title} on {platform}")
        expect(preview).to_contain_text("Low tide, again on YouTube")
        page.get_by_label("With the video").select_option("Low tide")
        expect(preview).to_contain_text("Low tide on YouTube")
        page.get_by_label("Title").fill("{titel}")
        expect(preview).to_contain_text("There is no {titel}.")
        page.get_by_label("Title").fill("x" * 130)
        expect(preview).to_contain_text("30 too many for YouTube.")
        page.get_by_label("Name").fill("Weekly")
        page.get_by_role("button", name="Keep the pattern").click()
        page.wait_for_url("**/patterns/")

    walk("/patterns/new/", write)
    assert Pattern.objects.get().title == "x" * 130


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_a_pattern_fills_the_form_in_and_an_account_that_is_ticked_later_gets_its_own(
    walk: Walk, scene: Scene, video: Video, nord: Connection, pools: Connection, script: bool
) -> None:
    PatternFactory(owner=scene.alice, name="Weekly", title="{title}, by {account}", description="{platform}", tags="")

    def fill(page: Page) -> None:
        page.get_by_label("Use a pattern").select_option("Weekly")
        page.get_by_role("button", name="Fill in the words").click()
        page.get_by_text("Filled in by “Weekly”").wait_for()
        expect(page.locator("#id_title")).to_have_value("Low tide, again, by Atelier Nord")
        page.get_by_role("checkbox", name="Tide pools").check()
        if not script:
            page.get_by_role("button", name="Show the chosen").click()
        expect(part(page, pools).locator(f"[name=to-{pools.pk}-title]")).to_have_value("Low tide, again, by Tide pools")
        expect(part(page, pools).locator(f"[name=to-{pools.pk}-description]")).to_have_value("PeerTube")
        expect(page.locator("#id_title")).to_have_value("Low tide, again, by Atelier Nord")

    walk(f"/videos/{video.pk}/publish/?connection={nord.pk}", fill, java_script_enabled=script)


def test_the_same_file_is_posted_again_only_once_that_is_ticked(
    walk: Walk, scene: Scene, first: Video, video: Video, nord: Connection
) -> None:
    scene.standing("published", video=first, connection=nord)

    def publish(page: Page) -> None:
        expect(page.get_by_text("You uploaded this file before")).to_be_visible()
        here: Any = part(page, nord)
        here.get_by_label("No, it is not made for kids").check()
        page.get_by_role("button", name="Publish to").click()
        here.get_by_text("Tick this if you want the same file posted there").wait_for()
        here.get_by_label("Yes, post the same file again").check()
        page.get_by_role("button", name="Publish to").click()
        page.wait_for_url(re.compile(rf"/videos/{video.pk}/$"))

    walk(f"/videos/{video.pk}/publish/?connection={nord.pk}", publish)
    assert Publication.objects.filter(video=video).count() == 1
