"""The calendar in Chromium: moved by a mouse and by a keyboard, put back, refused, undone; each time by the same form."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from platforms import clock
from publisher.models import Publication
from publisher.wall_clock import resolve
from tests.browser.chromium import Chromium, Complaints
from tests.browser.conftest import chromium
from tests.publisher.calendar.conftest import Planned

__all__ = ["chromium"]  # a fixture, used by its name

pytestmark = pytest.mark.browser
BERLIN = ZoneInfo("Europe/Berlin")
MONTH, WEEK = "/schedule/?view=month&on=2027-06-15", "/schedule/?view=week&on=2027-06-16"
Visit = Callable[[str, Callable[[Page], None]], None]


@pytest.fixture
def now(db: None) -> datetime:
    return clock.now()


@pytest.fixture(autouse=True)
def _long_before(now: datetime) -> None:
    """The days of these tests are to come, and near enough to be planned for."""
    if not now < datetime(2027, 6, 1, tzinfo=UTC) < now + timedelta(days=600):
        pytest.skip("choose later days for these tests")


@pytest.fixture
def row(live_server: LiveServer, planned: Planned) -> Publication:
    return planned("2027-06-16T09:15")


@pytest.fixture
def visit(chromium: Chromium, live_server: LiveServer, browser: Client) -> Visit:
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": browser.session.session_key, "url": live_server.url}

    def visit(path: str, do: Callable[[Page], None]) -> None:
        def work(page: Page) -> list[str]:
            complaints = Complaints(page=page)
            page.goto(live_server.url + path)
            do(page)
            page.wait_for_load_state("networkidle")
            return complaints.said

        assert chromium.visit(work, cookies=[cookie], viewport={"width": 1280, "height": 1100}) == []

    return visit


def stands_at(row: Publication) -> str:
    row.refresh_from_db()
    assert row.scheduled_at
    return f"{row.scheduled_at.astimezone(BERLIN):%Y-%m-%dT%H:%M}"


def drag(page: Page, row: Publication, to: str, *, drop: bool = True) -> None:
    entry, cell = page.locator(f"#entry-{row.pk}"), page.locator(to)
    entry.hover()
    page.mouse.down()
    box = cell.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=5)
    if drop:
        page.mouse.up()


def test_a_day_is_chosen_by_dragging_and_the_hour_stays(visit: Visit, row: Publication) -> None:
    def move(page: Page) -> None:
        drag(page, row, "[data-day='2027-06-25']")
        expect(page.locator(".moved")).to_contain_text("Moved to Fri 25 Jun 2027, 09:15 CEST.")
        expect(page.locator("[data-day='2027-06-25']")).to_contain_text("Low tide")
        expect(page.locator(f"#entry-{row.pk}")).to_be_focused()

    visit(MONTH, move)
    assert stands_at(row) == "2027-06-25T09:15"


def test_an_hour_is_chosen_by_dragging_in_a_week_and_the_minutes_stay(visit: Visit, row: Publication) -> None:
    def move(page: Page) -> None:
        drag(page, row, "[data-day='2027-06-18'][data-hour='14']")
        expect(page.locator(".moved")).to_contain_text("Fri 18 Jun 2027, 14:15")

    visit(WEEK, move)
    assert stands_at(row) == "2027-06-18T14:15"


def test_escape_while_dragging_and_dropping_outside_put_it_back(visit: Visit, row: Publication) -> None:
    def let_go(page: Page) -> None:
        home = page.locator("[data-day='2027-06-16']")
        drag(page, row, "[data-day='2027-06-25']", drop=False)
        page.keyboard.press("Escape")
        page.mouse.up()
        expect(home).to_contain_text("Low tide")
        drag(page, row, "h1")
        expect(home).to_contain_text("Low tide")
        expect(page.get_by_role("heading", name="Schedule", exact=True)).to_be_visible()

    visit(MONTH, let_go)
    assert stands_at(row) == "2027-06-16T09:15"


def test_a_click_still_leads_to_its_page(visit: Visit, row: Publication) -> None:
    def click(page: Page) -> None:
        page.locator(f"#entry-{row.pk}").click()
        expect(page.get_by_role("heading", name="When “Low tide” goes out")).to_be_visible()

    visit(MONTH, click)


def test_a_keyboard_moves_it_by_days_and_weeks_and_undoes_it(visit: Visit, row: Publication) -> None:
    def move(page: Page) -> None:
        page.locator(f"#entry-{row.pk}").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#moving")).to_contain_text("picked up at Wednesday 16 June, 09:15")
        page.keyboard.press("ArrowRight")
        expect(page.locator("#moving")).to_contain_text("Thursday 17 June, 09:15")
        page.keyboard.press("ArrowDown")
        expect(page.locator("#moving")).to_contain_text("Thursday 24 June, 09:15")
        expect(page.locator(f"#entry-{row.pk}")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator(".moved")).to_contain_text("Thu 24 Jun 2027, 09:15")
        expect(page.locator(f"#entry-{row.pk}")).to_be_focused()
        page.get_by_role("button", name="Undo").press("Enter")
        expect(page.locator(".messages")).to_contain_text("Moved to Wed 16 Jun 2027, 09:15")

    visit(MONTH, move)
    assert stands_at(row) == "2027-06-16T09:15"


def test_a_keyboard_moves_it_by_hours_in_a_week(visit: Visit, row: Publication) -> None:
    def move(page: Page) -> None:
        page.locator(f"#entry-{row.pk}").focus()
        for key in ("m", "ArrowUp", "ArrowUp", "ArrowLeft", "m"):
            page.keyboard.press(key)
        expect(page.locator(".moved")).to_contain_text("Tue 15 Jun 2027, 07:15")

    visit(WEEK, move)
    assert stands_at(row) == "2027-06-15T07:15"


def test_escape_puts_it_back_and_says_so(visit: Visit, row: Publication) -> None:
    def give_up(page: Page) -> None:
        entry = page.locator(f"#entry-{row.pk}")
        entry.focus()
        for key in ("m", "ArrowRight", "ArrowRight", "Escape"):
            page.keyboard.press(key)
        expect(page.locator("#moving")).to_contain_text("is back at 09:15")
        expect(page.locator("[data-day='2027-06-16']")).to_contain_text("Low tide")
        expect(entry).to_be_focused()

    visit(MONTH, give_up)
    assert stands_at(row) == "2027-06-16T09:15"


def test_the_hour_that_is_skipped_is_passed_over_and_the_one_that_comes_twice_has_two_places(
    visit: Visit, live_server: LiveServer, planned: Planned
) -> None:
    spring, autumn = planned("2027-03-28T01:30"), planned("2027-10-31T02:30")

    def move(row: Publication, says: str) -> Callable[[Page], None]:
        def down(page: Page) -> None:
            page.locator(f"#entry-{row.pk}").focus()
            for key in ("m", "ArrowDown", "m"):
                page.keyboard.press(key)
            expect(page.locator(".moved")).to_contain_text(says)

        return down

    visit("/schedule/?view=week&on=2027-03-28", move(spring, "Sun 28 Mar 2027, 03:30 CEST"))
    visit("/schedule/?view=week&on=2027-10-31", move(autumn, "Sun 31 Oct 2027, 02:30 CET"))
    autumn.refresh_from_db()
    assert autumn.scheduled_at == resolve(datetime.fromisoformat("2027-10-31T02:30"), BERLIN, second=True)


def test_what_is_refused_stands_where_it_was_and_the_page_says_why(visit: Visit, live_server: LiveServer, planned: Planned) -> None:
    public_at = {"privacy": "private", "publish_at": "2027-06-20T08:00:00Z"}
    row = planned("2027-06-16T09:15", options=public_at)

    def move(page: Page) -> None:
        drag(page, row, "[data-day='2027-06-25']")
        expect(page.locator(".messages")).to_contain_text("Low tide was not moved. YouTube is to make it public at Sun 20 Jun 2027, 10:00")
        expect(page.locator("[data-day='2027-06-16']")).to_contain_text("Low tide")

    visit(MONTH, move)
    assert stands_at(row) == "2027-06-16T09:15"
