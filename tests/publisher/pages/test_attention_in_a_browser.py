"""Attention and notices in Chromium: the list follows by itself, but for what is ticked; what was seen is noted by itself."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from platforms import clock
from publisher.models import Notice, Publication
from tests.publisher.pages.conftest import Standing
from tests.publisher.pages.test_live import Visit, visit

__all__ = ["visit"]  # a fixture, used by its name

pytestmark = pytest.mark.browser
SLOW_REFRESH = 16_000
"""A little more than the time after which the list is fetched anew, in milliseconds of the page's own clock."""


def test_what_comes_right_leaves_by_itself_and_the_rail_learns_of_it(visit: Visit, live_server: LiveServer, standing: Standing) -> None:
    gone, stays = standing("exhausted"), standing("refused")
    standing("failed")  # which makes the list ask again

    def look(page: Page) -> None:
        page.goto(f"{live_server.url}/attention/")
        expect(page.locator(f"#row-{gone.pk}")).to_be_visible()
        expect(page.locator("#count-attention")).to_contain_text("2")

    visit(look)
    Publication.objects.filter(pk=gone.pk).update(state="cancelled")

    def see(page: Page) -> None:
        page.clock.run_for(SLOW_REFRESH)
        expect(page.locator(f"#row-{gone.pk}")).to_have_count(0)
        expect(page.locator(f"#row-{stays.pk}")).to_be_visible()
        expect(page.locator("#count-attention")).to_contain_text("1")

    visit(see)


def test_what_is_ticked_stays_ticked(visit: Visit, live_server: LiveServer, standing: Standing) -> None:
    row, other = standing("failed"), standing("failed")

    def tick(page: Page) -> None:
        page.goto(f"{live_server.url}/attention/")
        page.locator(f"#pick-{row.pk}").check()

    visit(tick)
    Publication.objects.filter(pk=other.pk).update(title="Another title")

    def wait_and_press(page: Page) -> None:
        with page.expect_response("**/attention/causes*"):
            page.clock.run_for(SLOW_REFRESH)
        expect(page.locator(f"#pick-{row.pk}")).to_be_checked()
        page.keyboard.press("Escape")
        page.locator("#bulk-retry").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Retry 1 video?")).to_be_visible()
        page.locator("#confirm-retry").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".messages")).to_contain_text("1 queued.")

    visit(wait_and_press)
    row.refresh_from_db()
    assert row.state == "waiting"


def test_what_was_seen_is_noted_by_itself(visit: Visit, live_server: LiveServer, standing: Standing) -> None:
    row = standing("published")
    Notice.objects.create(user=row.connection.user, kind="published", publication=row, happened_at=clock.now())

    def look(page: Page) -> None:
        page.goto(f"{live_server.url}/notices/")
        expect(page.locator("#count-notices")).to_contain_text("1")
        with page.expect_response("**/notices/read"):
            page.clock.run_for(2500)
        expect(page.locator("#count-notices")).to_be_empty()

    visit(look)
    assert not Notice.objects.unread().exists()
