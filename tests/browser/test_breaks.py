"""An upload from Chromium while everything dies: the store, the web server, the browser itself. It goes on, and the file is right."""

import hashlib
import os
import re
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect, sync_playwright

from tests.acceptance.files import larger
from tests.acceptance.product import Product, start
from tests.acceptance.roles import pid_of
from tests.acceptance.visitor import Visitor
from tests.runtime.home import a_home
from tests.runtime.processes import eventually
from tests.services import CHROMIUM, need
from tests.videos.seaweed import Seaweed, a_seaweed

pytestmark = [pytest.mark.browser, pytest.mark.processes]

SIZE = 72 * 1024 * 1024
BYTES_PER_SECOND = 6_000_000
SECONDS = 120


@pytest.fixture
def seaweed(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Seaweed | None]:
    """The bucket's server; None where videos are kept on disk."""
    with ExitStack() as stack:
        if request.param == "disk":
            yield None
            return
        need("weed")
        (tmp_path / "weed").mkdir()
        yield stack.enter_context(a_seaweed(tmp_path / "weed"))


@pytest.fixture
def product(seaweed: Seaweed | None, tmp_path: Path) -> Iterator[Product]:
    need("chromium")
    (tmp_path / "home").mkdir()
    with a_home(tmp_path / "home") as home:
        product = start(home, **(seaweed.settings if seaweed else {}))
        if seaweed:
            home.manage("bucket", "setup", "--create", **product.settings).says("ok  Unfinished uploads")
        yield product


@pytest.mark.parametrize("seaweed", ["bucket", "disk"], indirect=True)
def test_an_upload_survives_the_store_the_server_and_the_browser(product: Product, seaweed: Seaweed | None, tmp_path: Path) -> None:
    file = larger(product.run.sample(), tmp_path / "long walk.mp4", size=SIZE)
    with sync_playwright() as playwright:
        page = at_the_upload_page(playwright, product)
        begin(page, file)
        if seaweed:
            reaches(page, 20)
            seaweed.kill()
            expect(page.locator(".upload-words")).to_contain_text("What arrived is kept.")
            seaweed.start()
        reaches(page, 40)
        os.kill(pid_of(product.run, "web worker"), signal.SIGKILL)
        reaches(page, 60)
        os.kill(pid_of(product.run, "web"), signal.SIGKILL)
        reaches(page, 70)
        page.context.browser.close()  # type: ignore[union-attr]
        page = at_the_upload_page(playwright, product)
        expect(page.get_by_text("Unfinished:")).to_be_visible()
        begin(page, file)
        page.wait_for_url(re.compile(r"/videos/\d+/$"), wait_until="commit")
        video = f"/videos/{page.url.rstrip('/').rsplit('/', 1)[1]}/"
    assert_is_published_whole(product, video, file)


def assert_is_published_whole(product: Product, video: str, file: Path) -> None:
    owner = Visitor(product.run.url)
    owner.log_in("owner", product.run.password("owner"))
    eventually(lambda: "Publish" in owner.open(video).links, "the video to be ready", within=90)
    owner.connect("Channel of the walk")
    owner.publish(video).comes_to_be("Published")
    (post,) = product.stand_in.posts("long walk")
    assert post["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert product.stand_in.broken_rules() == []


def at_the_upload_page(playwright: Playwright, product: Product) -> Page:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
    context = browser.new_context()
    context.set_default_timeout(SECONDS * 1000)
    page = context.new_page()
    page.goto(f"{product.run.url}/login/?next=/videos/upload/")
    page.get_by_label("Username").fill("owner")
    page.get_by_label("Password", exact=True).fill(product.run.password("owner"))
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Upload videos")).to_be_visible()
    return page


def begin(page: Page, file: Path) -> None:
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    rates = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": BYTES_PER_SECOND}
    line.send("Network.emulateNetworkConditions", rates)
    page.get_by_label("Video file").set_input_files(file)


def reaches(page: Page, percent: int) -> None:
    """Wait until so much of the file has left."""
    page.wait_for_function("percent => document.querySelector('.upload progress')?.value >= percent", arg=percent)
