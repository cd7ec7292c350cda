"""One video to accounts of two platforms, by one click in Chromium: on a phone and at a desk, with scripts and without."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from platforms.models import Connection
from publisher.models import Publication
from tests.browser.chromium import Chromium, Complaints
from tests.browser.states.case import Scene
from tests.publisher.publish_form import field
from videos.models import Video

pytestmark = [pytest.mark.browser, pytest.mark.appearance]
WINDOWS = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 800}}
Work = Callable[[Page], None]
Walk = Callable[..., None]


@pytest.fixture
def nord(scene: Scene) -> Connection:
    return scene.connection("Atelier Nord")


@pytest.fixture
def pools(scene: Scene) -> Connection:
    return scene.connection("Tide pools", provider="peertube", realm="http://127.0.0.1:9", scopes=[])


@pytest.fixture
def video(scene: Scene) -> Video:
    return scene.video("Low tide")


@pytest.fixture(params=WINDOWS)
def walk(request: pytest.FixtureRequest, chromium: Chromium, live_server: LiveServer, scene: Scene) -> Walk:
    """Opens a page as Alice, works there, and insists that it fits its window and that the browser complains of nothing."""
    client = Client()
    client.force_login(scene.alice)
    session = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value, "url": live_server.url}

    def walk(path: str, work: Work, **window: Any) -> None:
        def visit(page: Page) -> list[str]:
            complaints = Complaints(page=page)
            page.goto(live_server.url + path)
            work(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it is wider than its window"
            page.wait_for_load_state("networkidle")
            return complaints.said

        assert chromium.visit(visit, cookies=[session], viewport=WINDOWS[request.param], **window) == []

    return walk


def part(page: Page, connection: Connection) -> Any:
    return page.locator(f"#target-{connection.pk}")


def counter(page: Page, word: str, platform: str) -> Any:
    return page.locator(f"#id_{word}_count_{platform}")


def sent() -> dict[int, tuple[str, str, str]]:
    return {row.connection_id: (row.title, row.description, row.options["privacy"]) for row in Publication.objects.all()}


def test_two_are_ticked_and_one_click_publishes_to_both(walk: Walk, video: Video, nord: Connection, pools: Connection) -> None:
    def work(page: Page) -> None:
        button = page.get_by_role("button", name="Publish")
        expect(page.get_by_role("button", name="Show the chosen")).to_be_hidden()
        page.locator("#id_title").fill("Low tide at the harbour")
        expect(button).to_have_text("Publish to Atelier Nord on YouTube")
        expect(counter(page, "title", "youtube")).to_contain_text("YouTube 23 of 100")
        expect(counter(page, "title", "peertube")).to_be_hidden()
        page.get_by_role("checkbox", name="Tide pools").check()
        expect(button).to_have_text("Publish to 2 accounts")
        part(page, nord).get_by_label("No, it is not made for kids").check()
        part(page, pools).get_by_label("Who may see it").select_option("1")
        page.locator("#id_title").fill("x" * 105)
        expect(counter(page, "title", "youtube")).to_contain_text("5 too many.")
        expect(counter(page, "title", "peertube")).to_contain_text("105 of 120")
        page.locator("#id_title").fill("Low tide")
        button.click()
        expect(page.get_by_text("was asked for. How each stands is told here.")).to_be_visible()

    walk(f"/videos/{video.pk}/publish/?connection={nord.pk}", work)
    assert sent() == {nord.pk: ("Low tide", "", "private"), pools.pk: ("Low tide", "", "1")}


def test_words_of_one_account_follow_the_shared_ones_until_they_are_changed(
    walk: Walk, video: Video, nord: Connection, pools: Connection
) -> None:
    def work(page: Page) -> None:
        title, description = page.locator("#id_title"), page.locator("#id_description")
        part(page, pools).get_by_text("Words for this account alone").click()
        own_title, own_description = (page.locator(f"#id_{field(pools, name)}") for name in ("title", "description"))
        title.fill("Ebb")
        expect(own_title).to_have_value("Ebb")
        own_title.fill("Ebb, for the pools")
        title.fill("Ebb tide")
        description.fill("Boats.\nGulls.")
        expect(own_title).to_have_value("Ebb, for the pools")
        expect(own_description).to_have_value("Boats.\nGulls.")
        description.fill("Boats.\nGulls.\nMud.")
        expect(own_description).to_have_value("Boats.\nGulls.\nMud.")
        part(page, nord).get_by_label("No, it is not made for kids").check()
        page.get_by_role("button", name="Publish to 2 accounts").click()
        expect(page.get_by_text("How each stands is told here.")).to_be_visible()

    walk(f"/videos/{video.pk}/publish/?connection={nord.pk}&connection={pools.pk}", work)
    told = "Boats.\nGulls.\nMud."
    assert sent() == {nord.pk: ("Ebb tide", told, "private"), pools.pk: ("Ebb, for the pools", told, "3")}


def test_what_was_typed_stays_when_an_account_is_unticked_and_ticked_again(
    walk: Walk, video: Video, nord: Connection, pools: Connection
) -> None:
    def work(page: Page) -> None:
        part(page, pools).get_by_label("Category").select_option("4")
        page.get_by_role("checkbox", name="Tide pools").uncheck()
        expect(part(page, pools)).to_be_hidden()
        page.get_by_role("checkbox", name="Tide pools").check()
        expect(part(page, pools).get_by_label("Category")).to_have_value("4")
        page.get_by_role("button", name="Publish to 2 accounts").click()
        # What stands in the way of one keeps the other, and all that was typed.
        expect(page.get_by_role("alert").filter(has_text="Nothing was sent.")).to_contain_text("Atelier Nord on YouTube")
        expect(part(page, pools).get_by_label("Category")).to_have_value("4")

    walk(f"/videos/{video.pk}/publish/", work)
    assert sent() == {}


def test_without_scripts_the_chosen_are_shown_and_then_published(walk: Walk, video: Video, nord: Connection, pools: Connection) -> None:
    def work(page: Page) -> None:
        page.locator("#id_title").fill("Ebb")
        page.get_by_role("checkbox", name="Tide pools").check()
        page.get_by_role("button", name="Show the chosen").click()
        part(page, nord).get_by_label("No, it is not made for kids").check()
        page.get_by_role("button", name="Publish to 2 accounts").click()
        expect(page.get_by_text("How each stands is told here.")).to_be_visible()

    walk(f"/videos/{video.pk}/publish/?connection={nord.pk}", work, java_script_enabled=False)
    assert sent() == {nord.pk: ("Ebb", "", "private"), pools.pk: ("Ebb", "", "3")}
