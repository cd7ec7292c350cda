"""Live parts in Chromium: they keep themselves true, disturb nobody, and say when the server has fallen silent."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, Response, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from publisher.models import Publication
from tests.publisher.pages.conftest import Standing
from tests.services import CHROMIUM, need

pytestmark = pytest.mark.browser
Visit = Callable[[Callable[[Page], object]], None]
HTMX_SAYS_SO_TOO = ("htmx:afterRequest", "htmx:sendError")
REFRESH = 2500
"""A little more than the time after which a busy part is fetched anew, in milliseconds of the page's own clock."""


@pytest.fixture
def uploading(live_server: LiveServer, standing: Standing) -> Publication:
    return standing("uploading")


@pytest.fixture
def visit(live_server: LiveServer, browser: Client) -> Iterator[Visit]:
    """Alice's browser, in a thread of its own since the driver and Django each want theirs; its console stays quiet."""
    need("chromium")
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": browser.session.session_key, "url": live_server.url}
    complaints: list[str] = []

    def opened() -> tuple[object, Page]:
        driver = sync_playwright().start()
        context = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]).new_context()
        context.add_cookies([cookie])
        page = context.new_page()
        page.clock.install()
        page.on("console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return driver, page

    with ThreadPoolExecutor(max_workers=1) as thread:
        driver, page = thread.submit(opened).result(timeout=60)
        yield lambda work: thread.submit(work, page).result(timeout=60)
        thread.submit(driver.stop).result(timeout=60)
    assert [line for line in complaints if "ERR_FAILED" not in line and not line.startswith(HTMX_SAYS_SO_TOO)] == []


def test_a_panel_follows_the_row_and_keeps_what_was_open(visit: Visit, live_server: LiveServer, uploading: Publication) -> None:
    panel = f"#publication-{uploading.pk}"

    def look(page: Page) -> None:
        page.goto(f"{live_server.url}/videos/{uploading.video_id}/")
        expect(page.locator(panel)).to_contain_text("61 %")
        page.locator(f"#open-details-{uploading.pk}").click()
        page.locator(f"#cancel-{uploading.pk}").focus()

    visit(look)
    Publication.objects.filter(pk=uploading.pk).update(bytes_sent=54_000_000)

    def look_again(page: Page) -> None:
        page.clock.run_for(REFRESH)
        expect(page.locator(panel)).to_contain_text("90 %")
        expect(page.locator(f"#details-{uploading.pk}")).to_have_attribute("open", "")
        expect(page.locator(f"#copy-marker-{uploading.pk}")).to_be_visible()
        expect(page.locator(f"#cancel-{uploading.pk}")).to_be_focused()
        expect(page.locator("body > .visually-hidden[role=status]")).to_have_text("YouTube: Uploading, 75 %")

    visit(look_again)
    Publication.objects.filter(pk=uploading.pk).update(
        state="published", lease_token=None, leased_until=None, remote_id="there", remote_url="https://video.example/1"
    )

    def see_the_end(page: Page) -> None:
        page.clock.run_for(2 * REFRESH)
        expect(page.locator(panel)).to_contain_text("Published")
        expect(page.locator(panel)).to_be_focused()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.clock.run_for(60_000)
        assert asked == []

    visit(see_the_end)


def test_a_button_that_came_with_a_refresh_works(visit: Visit, live_server: LiveServer, uploading: Publication) -> None:
    visit(lambda page: page.goto(f"{live_server.url}/videos/{uploading.video_id}/"))
    Publication.objects.filter(pk=uploading.pk).update(bytes_sent=54_000_000)

    def press(page: Page) -> None:
        page.clock.run_for(REFRESH)
        expect(page.locator(f"#publication-{uploading.pk}")).to_contain_text("90 %")
        page.locator(f"#cancel-{uploading.pk}").click()
        expect(page.locator(".messages")).to_contain_text("Stopping. Nothing will be published.")

    visit(press)


def test_a_button_that_is_held_down_is_not_taken_away(visit: Visit, live_server: LiveServer, uploading: Publication) -> None:
    def hold_down(page: Page) -> None:
        page.goto(f"{live_server.url}/videos/{uploading.video_id}/")
        page.locator(f"#cancel-{uploading.pk}").hover()
        page.mouse.down()

    visit(hold_down)
    Publication.objects.filter(pk=uploading.pk).update(bytes_sent=54_000_000)

    def let_go(page: Page) -> None:
        with page.expect_response("**/panel"):
            page.clock.run_for(REFRESH)
        page.mouse.up()
        expect(page.locator(".messages")).to_contain_text("Stopping. Nothing will be published.")

    visit(let_go)


def test_the_library_follows_its_rows(visit: Visit, live_server: LiveServer, uploading: Publication) -> None:
    visit(lambda page: (page.goto(f"{live_server.url}/library/"), expect(page.locator(".state")).to_contain_text("Uploading")))
    Publication.objects.filter(pk=uploading.pk).update(cancel_requested_at=uploading.created_at)
    visit(lambda page: (page.clock.run_for(REFRESH), expect(page.locator(".state")).to_contain_text("Stopping")))


def test_a_silent_server_is_said_and_its_return_too(visit: Visit, live_server: LiveServer, uploading: Publication) -> None:
    def fall_silent(page: Page) -> None:
        page.goto(f"{live_server.url}/videos/{uploading.video_id}/")
        page.route("**/panel", lambda route: route.abort())
        page.clock.run_for(REFRESH)
        expect(page.locator(".live-silence")).to_contain_text("Retake does not answer. Last heard")
        page.unroute("**/panel")
        page.clock.run_for(15_500)
        expect(page.locator(".live-silence")).to_be_hidden()

    visit(fall_silent)


def test_somebody_who_is_typing_is_left_alone(visit: Visit, live_server: LiveServer, standing: Standing) -> None:
    asked = standing("unconfirmed, a person is asked")
    field = f"#link-{asked.pk}"

    def type_a_link(page: Page) -> None:
        page.goto(f"{live_server.url}/videos/{asked.video_id}/")
        page.locator(field).fill("https://video.exam")
        with page.expect_response("**/panel"):
            page.clock.run_for(16_000)
        expect(page.locator(field)).to_have_value("https://video.exam")

    visit(type_a_link)


def test_a_log_out_elsewhere_is_said(visit: Visit, live_server: LiveServer, uploading: Publication, browser: Client) -> None:
    visit(lambda page: page.goto(f"{live_server.url}/videos/{uploading.video_id}/"))
    browser.logout()
    visit(lambda page: (page.clock.run_for(REFRESH), expect(page.locator(".live-silence")).to_contain_text("You are logged out.")))


def test_nothing_jumps_while_it_is_sent(visit: Visit, live_server: LiveServer, uploading: Publication) -> None:
    watch_for_shifts = """window.shifts = []; new PerformanceObserver((list) => shifts.push(...list.getEntries().map((each) => each.value)))
        .observe({ type: "layout-shift", buffered: true })"""

    def open_both(page: Page) -> None:
        page.add_init_script(watch_for_shifts)
        page.goto(f"{live_server.url}/videos/{uploading.video_id}/")

    visit(open_both)
    sent: list[dict[str, object]] = [{"bytes_sent": each * 1_000_000} for each in (38, 45, 58)]
    for step in [*sent, {"bytes_sent": 60_000_000, "deciding_since": uploading.created_at}]:
        Publication.objects.filter(pk=uploading.pk).update(**step)

        def see(page: Page, step: dict[str, object] = step) -> None:
            page.clock.run_for(REFRESH)
            expect(page.locator("progress")).to_have_attribute("value", str(step["bytes_sent"]))

        visit(see)
    shifted: list[float] = []
    visit(lambda page: shifted.append(page.evaluate("shifts.reduce((all, each) => all + each, 0)")))
    assert shifted[0] < 0.01


def test_it_asks_less_often_while_nothing_changes_and_not_at_all_where_nobody_looks(
    visit: Visit, live_server: LiveServer, uploading: Publication
) -> None:
    asked: list[str] = []

    def told(answer: Response) -> str:
        return f"{answer.status} {'with' if 'if-none-match' in answer.request.headers else 'without'} a tag"

    def look_away(page: Page) -> None:
        page.goto(f"{live_server.url}/videos/{uploading.video_id}/")
        page.on("response", lambda answer: asked.append(told(answer)) if answer.url.endswith("/panel") else None)
        for wait in (2100, 2100, 3100, 4600, 6900):
            with page.expect_response("**/panel"):
                page.clock.run_for(wait)
        page.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true })")
        page.clock.run_for(60_000)

    visit(look_away)
    assert asked == ["200 without a tag", *["304 with a tag"] * 4]

    def look_again(page: Page) -> None:
        page.evaluate("Object.defineProperty(document, 'hidden', { value: false })")
        with page.expect_response("**/panel"):
            page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    visit(look_again)


def test_a_film_plays_on_while_the_panel_beside_it_changes(visit: Visit, live_server: LiveServer, uploading: Publication) -> None:
    visit(
        lambda page: (
            page.goto(f"{live_server.url}/videos/{uploading.video_id}/"),
            page.evaluate("window.film = document.querySelector('video')"),
        )
    )
    Publication.objects.filter(pk=uploading.pk).update(bytes_sent=54_000_000)

    def see(page: Page) -> None:
        page.clock.run_for(REFRESH)
        expect(page.locator(f"#publication-{uploading.pk}")).to_contain_text("90 %")
        assert page.evaluate("film === document.querySelector('video')")

    visit(see)
