"""Chromium in a thread of its own, for tests that make rows themselves: Playwright's loop would make the ORM refuse to work in theirs."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from tests.services import CHROMIUM

Found = TypeVar("Found")
PATIENCE_SECONDS = 300


@dataclass(kw_only=True)
class Complaints:
    """What the browser has to say against a page: errors in the console, scripts that broke, files that did not come."""

    page: Page
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("requestfailed", self._failed)

    def _console(self, line: ConsoleMessage) -> None:
        # An error page comes with its own status; what it loads has no such excuse.
        own = line.location["url"] == self.page.url and line.text.startswith("Failed to load resource")
        if line.type in ("error", "warning") and not own:
            self.said.append(f"{line.text} ({line.location['url']})")

    def _failed(self, request: Request) -> None:
        # A page that is left takes back what it was asking.
        if request.failure != "net::ERR_ABORTED":
            self.said.append(f"{request.method} {request.url}: {request.failure}")


class Chromium:
    """One browser for many visits; each visit has a window of its own."""

    def __init__(self, browser: Browser, thread: ThreadPoolExecutor) -> None:
        self._browser, self._thread = browser, thread

    def visit(self, work: Callable[[Page], Found], *, cookies: list[Any] | None = None, **window: Any) -> Found:
        """Do `work` in a fresh page, with `cookies`, in a window made with Playwright's own words; give what it found."""
        return self._thread.submit(self._visit, work, cookies or [], window).result(PATIENCE_SECONDS)

    def _visit(self, work: Callable[[Page], Found], cookies: list[Any], window: dict[str, Any]) -> Found:
        context = self._browser.new_context(**window)
        context.set_default_timeout(30_000)
        context.add_cookies(cookies)
        try:
            return work(context.new_page())
        finally:
            context.close()


@contextmanager
def a_chromium() -> Iterator[Chromium]:
    """Give a browser, and end it."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        playwright = thread.submit(sync_playwright().start).result(PATIENCE_SECONDS)
        browser = thread.submit(playwright.chromium.launch, executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]).result()
        yield Chromium(browser, thread)
        thread.submit(browser.close).result()
        thread.submit(playwright.stop).result()
