"""An upload in Chromium whose network goes away, whose page is loaded anew, or that another tab is busy with, goes on."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.videos import files
from tests.videos.sender import a_file
from tests.videos.upload_page import NONE, PART, QUICK, SLOW, Line, Visit, assert_is_here, choose, leave_for_the_video, row
from videos.models import Video

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")])
@pytest.mark.parametrize("where", ["disk"], indirect=True)
def test_a_network_that_goes_away_is_waited_for(where: str, visit: Visit, clip: Path, width: int, scheme: str) -> None:
    def upload(_: BrowserContext, page: Page) -> None:
        line = Line(page)
        choose(page, clip)
        expect(row(page, clip.name).locator(".upload-words")).to_contain_text("left")
        line.carries(NONE)
        expect(page.get_by_text("No network. What arrived is kept.")).to_be_visible()
        line.carries(QUICK)
        leave_for_the_video(page)

    visit(upload, bearing="net::ERR_INTERNET_DISCONNECTED", width=width, scheme=scheme)
    assert_is_here(clip)


def test_after_a_reload_the_same_file_goes_on_and_another_does_not(where: str, visit: Visit, clip: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.mp4"
    other.write_bytes(files.small_video())
    clip.write_bytes(a_file(parts=6))

    def upload(_: BrowserContext, page: Page) -> tuple[list[str], str]:
        asked: list[str] = []
        line = Line(page)
        line.carries(2 * SLOW)
        choose(page, clip)
        page.get_by_role("status").filter(has_text="75 percent").wait_for(state="attached")
        warned = []
        page.on("dialog", lambda dialog: (warned.append(dialog.type), dialog.accept()))
        page.reload()
        expect(page.get_by_text("Unfinished:")).to_be_visible()
        line.carries(QUICK)
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="Choose the file and go on").click()
        chooser.value.set_files(other)
        expect(page.get_by_role("alert").filter(has_text="That is another file.")).to_be_visible()
        page.on("request", lambda request: asked.extend(PART.findall(request.url)) if request.method == "PUT" else None)
        choose(page, clip)
        leave_for_the_video(page)
        return asked, warned[0]

    asked, warned = visit(upload)
    assert warned == "beforeunload"
    assert 0 < len(set(asked)) < 6
    assert_is_here(clip)
    assert Video.objects.count() == 1


def test_a_file_that_is_here_already_is_led_to_or_uploaded_once_more(where: str, visit: Visit, clip: Path) -> None:
    def upload(_: BrowserContext, page: Page) -> None:
        address = page.url
        choose(page, clip)
        leave_for_the_video(page)
        first = page.url
        page.goto(address)
        choose(page, clip)
        expect(page.locator(".upload-words")).to_contain_text("This file is here already")
        assert page.get_by_role("link", name="Open the video").get_attribute("href") in first
        page.get_by_role("button", name="Upload it once more").click()
        leave_for_the_video(page)
        assert page.url != first

    visit(upload, bearing="409")
    assert Video.objects.count() == 2


def test_two_tabs_with_the_same_file_make_one_video(where: str, visit: Visit, clip: Path) -> None:
    def upload(context: BrowserContext, page: Page) -> None:
        second = context.new_page()
        second.goto(page.url)
        lines = [Line(tab) for tab in (page, second)]
        for tab in (page, second):
            choose(tab, clip)
        for line in lines:
            line.carries(QUICK)
        for tab in (page, second):
            leave_for_the_video(tab)

    # The slower tab is told that all is there already: by us (409), or by the bucket, which knows no such upload any more (404).
    visit(upload, bearing="status of 40")
    assert_is_here(clip)
    assert Video.objects.count() == 1
