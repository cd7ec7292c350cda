"""The account and error pages in Chromium: narrow, by keyboard, by finger, and without a word in the console."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from playwright.sync_api import Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.factories import PASSWORD, UserFactory
from tests.services import CHROMIUM, need

pytestmark = [pytest.mark.browser, pytest.mark.appearance, pytest.mark.urls("tests.pages.urls")]

Found = TypeVar("Found")
Visit = Callable[[Callable[[Page], Found]], Found]
_NARROW = {"width": 320, "height": 640}


def _visit(scheme: str, work: Callable[[Page], Found]) -> tuple[Found, list[str]]:
    """Do `work` in a fresh page; give what it found and what the console complained about."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport=_NARROW, color_scheme=scheme)
        complaints: list[str] = []
        page.on("console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        found = work(page)
        browser.close()
    return found, complaints


@pytest.fixture
def visit() -> Iterator[Visit]:
    """Run a visit in a thread of its own: Playwright's loop would make the ORM refuse to work in this one."""
    need("chromium")
    with ThreadPoolExecutor(max_workers=1) as pool:

        def run(work: Callable[[Page], Found], scheme: str = "light") -> Found:
            found, complaints = pool.submit(_visit, scheme, work).result(timeout=60)
            assert not complaints
            return found

        yield run


@pytest.mark.parametrize("address", ["/login/", "/signup/"])
def test_it_fits_320_pixels_and_a_finger(visit: Visit, live_server: LiveServer, address: str) -> None:
    def measure(page: Page) -> tuple[int, list[str]]:
        page.goto(live_server.url + address)
        too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        small = page.evaluate(
            """[...document.querySelectorAll('button, input:not([type=hidden]), .brand')]
                .filter((each) => each.checkVisibility())
                .filter((each) => Math.min(each.offsetWidth, each.offsetHeight) < 24).map((each) => each.outerHTML)"""
        )
        return too_wide, small

    assert visit(measure) == (0, [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_one_can_log_in_by_keyboard_and_see_where_one_is(visit: Visit, live_server: LiveServer, scheme: str) -> None:
    UserFactory(username="alice")

    def log_in(page: Page) -> tuple[str, str]:
        page.goto(live_server.url + "/login/")
        page.keyboard.type("alice")
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(live_server.url + "/")
        return outline, page.locator(".rail [aria-current]").inner_text()

    assert visit(log_in, scheme) == ("solid", "Library")


def test_a_password_can_be_shown_and_is_hidden_again_when_sent(visit: Visit, live_server: LiveServer) -> None:
    def show(page: Page) -> list[str]:
        page.goto(live_server.url + "/login/")
        password = page.get_by_label("Password", exact=True)
        password.fill("not the right one")
        page.get_by_role("button", name="Show the password").click()
        kinds = [password.get_attribute("type") or ""]
        page.evaluate("document.querySelector('form').addEventListener('submit', (event) => event.preventDefault())")
        page.get_by_role("button", name="Log in").click()
        return [*kinds, password.get_attribute("type") or ""]

    assert visit(show) == ["text", "password"]


def test_a_refused_form_puts_the_cursor_into_the_field_that_is_wrong(visit: Visit, live_server: LiveServer) -> None:
    def sign_up(page: Page) -> str:
        page.goto(live_server.url + "/signup/")
        page.get_by_label("Username").fill("dora")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Create the account").click()
        page.locator("#id_email_error").wait_for()
        return str(page.evaluate("document.activeElement.id"))

    assert visit(sign_up) == "id_email"


def test_times_are_told_from_here_and_never_name_one_that_is_over(visit: Visit, live_server: LiveServer) -> None:
    def tell(page: Page) -> list[str]:
        page.clock.install(time="2026-11-22T12:00:00Z")
        page.goto(live_server.url + "/login/")
        page.evaluate(
            """document.querySelector('main').insertAdjacentHTML('beforeend',
                '<time datetime="2026-11-22T12:12:30Z" data-time="until">x</time>' +
                '<time datetime="2026-11-22T09:00:00Z" data-time="since">x</time>')"""
        )
        page.clock.run_for(2000)
        early = page.locator("time").all_inner_texts()
        page.clock.run_for(13 * 60 * 1000)
        return [*early, *page.locator("time").all_inner_texts()]

    assert visit(tell) == ["in 12 min", "3 h ago", "any moment now", "3 h ago"]
