"""The whole path in Chromium, as a newcomer walks it: upload, connect, publish, see it fail, press Retry, see it published once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.product import Product, start
from tests.browser.walker import Walker, a_walker, slow_line
from tests.runtime.home import a_home
from tests.services import need

pytestmark = [pytest.mark.browser, pytest.mark.processes]

TITLE = "Low tide at the old harbour"


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    need("chromium")
    with a_home(tmp_path) as home:
        yield start(home)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_newcomer_walks_the_path_and_the_browser_has_nothing_to_complain_of(product: Product, width: int) -> None:
    with a_walker(width=width) as walker:
        page = log_in(walker, product)
        upload(walker, page, product.run.sample())
        edit(walker, page)
        connect(walker, page)
        panel = fail_next_uploads(walker, product)
        publish(walker, page)
        see_it_fail(walker, page)
        panel.get_by_role("button", name="Heal everything").click()
        retry(walker, page)
        see_one_video(walker, page, panel)
    (post,) = product.stand_in.posts(TITLE)
    assert post["privacy"] == "unlisted"
    assert product.stand_in.broken_rules() == []


def log_in(walker: Walker, product: Product) -> Page:
    page = walker.tab(product.run.url)
    walker.see(page, "log-in", heading="Log in")
    page.get_by_label("Username").fill("owner")
    page.get_by_label("Password", exact=True).fill(product.run.password("owner"))
    page.get_by_role("button", name="Log in").click()
    walker.see(page, "library-empty", heading="Upload your first video")
    return page


def upload(walker: Walker, page: Page, sample: Path, *, bytes_per_second: int = 1_000_000) -> None:
    page.get_by_role("main").get_by_role("link", name="Upload a video").click()
    walker.see(page, "upload", heading="Upload videos")
    slow_line(page, bytes_per_second=bytes_per_second)
    page.get_by_label("Video file").set_input_files(sample)
    expect(page.locator(".upload-words")).to_contain_text(" left")
    walker.see(page, "uploading", heading="Upload videos")
    slow_line(page, bytes_per_second=-1)
    expect(page.get_by_text("1280 × 720")).to_be_visible()
    walker.see(page, "video-ready", heading="Not published anywhere yet")


def edit(walker: Walker, page: Page) -> None:
    page.get_by_role("link", name="Edit title and words").click()
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Description").fill("The boats lie on the mud, and the gulls walk between them.\n\nFilmed in one morning.")
    page.get_by_label("Tags").fill("harbour, low tide, boats")
    walker.see(page, "details", heading="Details")
    page.get_by_role("button", name="Save").click()
    walker.see(page, "details-saved", heading=TITLE)


def connect(walker: Walker, page: Page) -> None:
    page.get_by_role("link", name="Connections").click()
    walker.see(page, "connections-empty", heading="Connections")
    page.get_by_role("link", name="Library").click()
    page.get_by_role("link", name=f"Publish {TITLE}").click()
    walker.see(page, "publish-without-account", heading="Connect an account first")
    page.get_by_role("button", name="Connect YouTube").click()
    walker.see(page, "consent", heading="Choose a channel")
    page.get_by_role("button", name="Allow").click()
    expect(page.get_by_text("Atelier Nord is connected.")).to_be_visible()
    walker.see(page, "connected", heading=f"Publish “{TITLE}”")


def fail_next_uploads(walker: Walker, product: Product) -> Page:
    panel = walker.tab(product.stand_in.url)
    card = panel.locator("form", has_text="Answer an error")
    card.locator("select[name=reason]").select_option("backendError")
    card.locator("select[name=at]").select_option(label="Opening an upload")
    card.get_by_label("Requests").fill("20")
    card.get_by_role("button", name="Fail the next requests").click()
    expect(panel.get_by_text("it answers backendError, 20 more")).to_be_visible()
    walker.see(panel, "stand-in-armed", heading="YouTube stand-in")
    return panel


def publish(walker: Walker, page: Page) -> None:
    page.get_by_role("link", name="Library").click()
    walker.see(page, "library-ready", heading="Library")
    page.get_by_role("link", name=f"Publish {TITLE}").click()
    page.get_by_label("Who may see it").select_option("unlisted")
    page.get_by_label("No, it is not made for kids").check()
    walker.see(page, "publish", heading=f"Publish “{TITLE}”")
    page.get_by_role("button", name="Publish to Atelier Nord on YouTube").click()
    expect(page.get_by_text("Publishing to Atelier Nord on YouTube was asked for.")).to_be_visible()
    walker.see(page, "on-its-way", heading="YouTube Atelier Nord")


def see_it_fail(walker: Walker, page: Page) -> None:
    panel = page.locator(".panel", has_text="Atelier Nord")
    expect(panel.locator(".state")).to_contain_text("Failed")
    expect(panel).to_contain_text("Nothing was published.")
    expect(panel).to_contain_text("Automatic retry 1 of 5 runs")
    walker.see(page, "failed", heading=TITLE)
    page.reload()
    expect(panel.get_by_role("button", name="Retry YouTube now"), "what mends it is on the first screen").to_be_in_viewport(ratio=1)
    panel.get_by_text("Details · 1 attempt").click()
    expect(panel).to_contain_text("YouTube’s own words")
    walker.see(page, "failed-details", heading="What happened")
    page.get_by_role("link", name="Library").click()
    expect(page.get_by_role("button", name="Retry YouTube now")).to_be_visible()
    walker.see(page, "library-failed", heading="Library")
    page.get_by_role("link", name="Failed", exact=False).click()


def retry(walker: Walker, page: Page) -> None:
    panel = page.locator(".panel", has_text="Atelier Nord")
    panel.get_by_role("button", name="Retry YouTube now").click()
    expect(page.locator(".messages").get_by_text("Trying again now.")).to_be_visible()
    walker.see(page, "retrying", heading=TITLE)
    expect(panel.locator(".state")).to_contain_text("Published")
    expect(panel.get_by_role("link", name="Open on YouTube")).to_be_visible()
    walker.see(page, "published", heading=TITLE)
    page.get_by_role("link", name="Library").click()
    walker.see(page, "library-published", heading="Library")
    page.get_by_role("link", name="Published", exact=False).click()


def see_one_video(walker: Walker, page: Page, panel: Page) -> None:
    page.get_by_role("link", name="Open on YouTube").click()
    walker.see(page, "on-the-platform", heading=TITLE)
    expect(panel.get_by_text("1 in all.")).to_be_visible()
    expect(panel.get_by_text("No rule was broken.")).to_be_visible()
    walker.see(panel, "stand-in-in-the-end", heading="YouTube stand-in")
