"""Deleting a video also from its platform, with JavaScript and without: asked, ordered, answered by its owner, and remembered."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from publisher import tasks
from publisher.models import Publication, Removal
from tests.browser.chromium import Chromium
from tests.browser.states.case import Scene
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.appearance]


@pytest.fixture
def posted(scene: Scene) -> Publication:
    """On a platform that has no call to delete a post: its owner is asked."""
    return scene.standing("published", video=scene.video(), connection=scene.connection("Night Market", provider="rumble"))


@pytest.mark.parametrize("with_scripts", [True, False], ids=["with JavaScript", "without"])
@pytest.mark.parametrize("width", [390, 1280])
def test_it_is_asked_ordered_answered_and_remembered(
    chromium: Chromium, live_server: LiveServer, posted: Publication, width: int, with_scripts: bool
) -> None:
    def order(page: Page) -> None:
        page.get_by_role("link", name="Delete", exact=True).click()
        page.get_by_label("Also from the platforms").check()
        page.get_by_label("Night Market").check()
        page.get_by_role("button", name="Delete", exact=True).click()
        expect(page.get_by_role("heading", name="Deleting")).to_be_visible()

    def answer(page: Page) -> None:
        expect(page.locator(".removal-step")).to_contain_text("Rumble has no way for Retake to delete a video.")
        page.get_by_role("button", name="I deleted it there").click()
        expect(page.locator(".messages").get_by_text("Noted: you deleted it there.")).to_be_visible()

    def remember(page: Page) -> None:
        expect(page.locator(".removal-step")).to_contain_text("by your word")

    def visit(walk: Callable[[Page], None], path: str) -> None:
        def walked(page: Page) -> None:
            page.goto(live_server.url)
            page.get_by_label("Username").fill("alice")
            page.get_by_label("Password", exact=True).fill(PASSWORD)
            page.get_by_role("button", name="Log in", exact=True).click()
            page.goto(live_server.url + path)
            walk(page)

        chromium.visit(walked, viewport={"width": width, "height": 800}, java_script_enabled=with_scripts)

    visit(order, f"/videos/{posted.video_id}/")
    tasks.remove(Removal.objects.get().pk)
    visit(answer, f"/videos/{posted.video_id}/delete/")
    tasks.remove(Removal.objects.get().pk)
    visit(remember, "/deleted/")
    assert Publication.objects.count() == 0
