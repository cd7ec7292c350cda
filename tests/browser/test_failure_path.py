"""From a failed publication to its retry, with nothing but a keyboard, and with JavaScript off."""

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from publisher.models import Publication
from publisher.states import Cause, State
from tests.browser.chromium import Chromium, Complaints
from tests.browser.states.case import Scene
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.appearance]

MOST_STOPS = 80
SIZES = pytest.mark.parametrize("width", [390, 1280])
THEMES = pytest.mark.parametrize("theme", ["light", "dark"])


@pytest.fixture
def failed(scene: Scene) -> Publication:
    return scene.standing("failed", video=scene.video(), connection=scene.connection())


@SIZES
@THEMES
def test_by_keyboard_alone_one_reads_the_cause_and_tries_again(
    chromium: Chromium, live_server: LiveServer, failed: Publication, width: int, theme: str
) -> None:
    def walk(page: Page) -> list[str]:
        complaints = Complaints(page=page)
        page.goto(live_server.url)
        _type_into(page, page.get_by_label("Username"), "alice")
        _type_into(page, page.get_by_label("Password", exact=True), PASSWORD)
        page.keyboard.press("Enter")
        _press(page, page.locator(".rows").get_by_role("link", name="Failed"))
        panel = page.locator(".panel", has_text="Atelier Nord")
        expect(panel).to_contain_text("YouTube broke off with an error of its own.")
        _press(page, panel.locator("summary").first)
        expect(panel.get_by_text("503 backendError").first).to_be_visible()
        _press(page, panel.get_by_role("button", name="Retry YouTube now"))
        expect(page.locator(".messages").get_by_text("Trying again now.")).to_be_visible()
        return complaints.said

    assert chromium.visit(walk, viewport={"width": width, "height": 800}, color_scheme=theme) == []
    _is_tried_again(failed)


@SIZES
def test_without_javascript_one_reads_the_cause_and_tries_again(
    chromium: Chromium, live_server: LiveServer, failed: Publication, width: int
) -> None:
    def walk(page: Page) -> None:
        page.goto(live_server.url)
        page.get_by_label("Username").fill("alice")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.locator(".rows").get_by_role("link", name="Failed").click()
        panel = page.locator(".panel", has_text="Atelier Nord")
        expect(panel).to_contain_text("YouTube broke off with an error of its own.")
        panel.locator("summary").first.click()
        expect(panel.get_by_text("503 backendError").first).to_be_visible()
        panel.get_by_role("button", name="Retry YouTube now").click()
        expect(page.locator(".messages").get_by_text("Trying again now.")).to_be_visible()

    chromium.visit(walk, viewport={"width": width, "height": 800}, java_script_enabled=False)
    _is_tried_again(failed)


def _is_tried_again(publication: Publication) -> None:
    publication.refresh_from_db()
    assert (publication.state, publication.cause) == (State.WAITING, Cause.BY_HAND)


def _tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the focus is at `target`."""
    target.wait_for()
    for _ in range(MOST_STOPS):
        if target.evaluate("(element) => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not come to {target}")


def _type_into(page: Page, field: Locator, words: str) -> None:
    _tab_to(page, field)
    page.keyboard.type(words)


def _press(page: Page, target: Locator) -> None:
    _tab_to(page, target)
    page.keyboard.press("Enter")
