"""Somebody before Chromium: what they see is photographed, and what the browser complains of is kept."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar
from weakref import WeakKeyDictionary

from playwright.sync_api import Browser, CDPSession, Page, Request, Response, expect, sync_playwright

from tests.services import CHROMIUM

SECONDS = 60
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

Walking = TypeVar("Walking", bound="Walker")

expect.set_options(timeout=SECONDS * 1000)


@dataclass(kw_only=True)
class Walker:
    """A browser window of some width, and its tabs."""

    browser: Browser
    width: int
    complaints: list[str] = field(default_factory=list)
    _photographed: int = 0

    def __post_init__(self) -> None:
        self._window = self.browser.new_context(
            viewport={"width": self.width, "height": 844 if self.width < 500 else 800}, reduced_motion="reduce"
        )
        self._window.set_default_timeout(SECONDS * 1000)

    def tab(self, address: str) -> Page:
        """Open an address in a tab of its own."""
        page = self._window.new_page()
        page.on("console", lambda line: self.complaints.append(line.text) if line.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)
        page.goto(address)
        return page

    def see(self, page: Page, name: str, *, heading: str) -> None:
        """Wait for the heading, and check that the page fits its width.

        Photographs it, by day and by night, where SCREENSHOTS names a folder.
        """
        expect(page.get_by_role("heading", name=heading).first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than {self.width} pixels"
        folder = os.environ.get("SCREENSHOTS")
        if not folder:
            return
        self._photographed += 1
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            page.screenshot(path=Path(folder) / f"{self.width}-{self._photographed:02}-{name}-{theme}.png", full_page=True)
        page.emulate_media(color_scheme="light")

    def _failed(self, request: Request) -> None:
        # A page that is left takes back what it was asking.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{request.method} {request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.request.method} {response.url}: {response.status}")


_lines: WeakKeyDictionary[Page, CDPSession] = WeakKeyDictionary()


@contextmanager
def a_walker(*, width: int, kind: type[Walking] = Walker, **more: Any) -> Iterator[Walking]:  # type: ignore[assignment]
    """Give a window of that width to a walker of that kind; in the end nothing in it may have complained."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        walker = kind(browser=browser, width=width, **more)
        yield walker
        browser.close()
    assert walker.complaints == []


def slow_line(page: Page, *, bytes_per_second: int) -> None:
    """Let the page send only so fast, so that one can see it. What a page was told last holds: it has one line, told by one session."""
    if page not in _lines:
        _lines[page] = page.context.new_cdp_session(page)
        _lines[page].send("Network.enable")
    line = _lines[page]
    rates = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_per_second}
    line.send("Network.emulateNetworkConditions", rates)
