"""The upload page in Chromium: several files, progress, pauses, a refusal, an end; and the form alone, without its script."""

import base64
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.videos import files
from tests.videos.upload_page import QUICK, Line, Visit, assert_is_here, choose, leave_for_the_video, row
from videos.models import Asset, Upload, Video

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_chosen_file_is_uploaded_and_its_page_opened(where: str, visit: Visit, clip: Path) -> None:
    def upload(_: BrowserContext, page: Page) -> None:
        choose(page, clip)
        leave_for_the_video(page)

    visit(upload)
    assert_is_here(clip)
    assert Video.objects.get().title == "my clip"


def test_files_dropped_on_the_page_are_uploaded(where: str, visit: Visit) -> None:
    drop = """async content => {
        const moved = new DataTransfer();
        moved.items.add(new File([Uint8Array.from(atob(content), byte => byte.charCodeAt(0))], "dropped.mp4"));
        for (const name of ["dragover", "drop"])
            document.body.dispatchEvent(new DragEvent(name, { dataTransfer: moved, bubbles: true, cancelable: true }));
    }"""

    def upload(_: BrowserContext, page: Page) -> None:
        page.evaluate(drop, base64.b64encode(files.small_video()).decode())
        leave_for_the_video(page)

    visit(upload)
    assert (Asset.objects.get().name, Asset.objects.get().size) == ("dropped.mp4", len(files.small_video()))


def test_several_files_go_at_once_and_keep_the_titles_they_are_given(where: str, visit: Visit, clip: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.mp4"
    other.write_bytes(files.small_video())

    def upload(_: BrowserContext, page: Page) -> None:
        line = Line(page)
        choose(page, clip, other)
        row(page, "my_clip.mp4").get_by_label("Title").fill("At the sea")
        line.carries(QUICK)
        for name in ("my_clip.mp4", "other.mp4"):
            row(page, name).get_by_role("link", name="Open the video").wait_for()

    visit(upload)
    assert_is_here(clip)
    assert_is_here(other)
    assert {video.title for video in Video.objects.all()} == {"At the sea", "other"}


def test_progress_is_shown_and_said_and_can_be_paused_and_gone_on_with(where: str, visit: Visit, clip: Path) -> None:
    def upload(_: BrowserContext, page: Page) -> str:
        line = Line(page)
        choose(page, clip)
        says = page.get_by_role("status").filter(has_text="percent")
        says.wait_for(state="attached")
        words = row(page, clip.name).locator(".upload-words")
        expect(words).to_contain_text("left")
        said: str = words.inner_text()
        page.get_by_role("button", name="Pause").click()
        # None of the parts that were on their way had arrived whole.
        expect(words).to_contain_text("Paused at 0 %")
        line.carries(QUICK)
        page.get_by_role("button", name="Continue").click()
        leave_for_the_video(page)
        return said

    said = visit(upload)
    assert "of 24.0 MB" in said
    assert "MB/s" in said
    assert_is_here(clip)


def test_a_cancelled_upload_is_asked_about_once_and_leaves_nothing(where: str, visit: Visit, clip: Path) -> None:
    def upload(_: BrowserContext, page: Page) -> None:
        Line(page)
        choose(page, clip)
        expect(row(page, clip.name).locator(".upload-words")).to_contain_text("left")
        page.get_by_role("button", name="Cancel this upload").click()
        page.get_by_role("button", name="Cancel and delete it").click()
        expect(page.get_by_text("Cancelled, and nothing was kept of it.")).to_be_visible()
        page.reload()
        expect(page.get_by_text("Unfinished:")).to_have_count(0)

    visit(upload)
    assert not Upload.objects.exists()
    assert not Video.objects.exists()


def test_what_another_tab_finished_is_not_said_to_be_cancelled(where: str, visit: Visit, clip: Path) -> None:
    def upload(context: BrowserContext, page: Page) -> None:
        Line(page)
        choose(page, clip)
        expect(row(page, clip.name).locator(".upload-words")).to_contain_text("left")
        page.get_by_role("button", name="Pause").click()
        second = context.new_page()
        second.goto(page.url)
        choose(second, clip)
        leave_for_the_video(second)
        page.get_by_role("button", name="Cancel this upload").click()
        page.get_by_role("button", name="Cancel and delete it").click()
        expect(row(page, clip.name).locator(".upload-words")).to_contain_text("This file is here already")
        page.get_by_role("link", name="Open the video").click()
        leave_for_the_video(page)

    visit(upload, bearing="409")
    assert_is_here(clip)


@pytest.mark.parametrize("script", [True, False], ids=["with the script", "without"])
def test_a_refused_file_is_said_to_be_and_another_can_be_chosen(
    live_server: LiveServer, settings: Settings, visit: Visit, script: bool, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    path = tmp_path / "list.mp4"
    path.write_bytes(b"#EXTM3U\n" + bytes(100_000))

    def upload(_: BrowserContext, page: Page) -> str:
        choose(page, path)
        if not script:
            page.get_by_role("button", name="Upload", exact=True).click()
        alert = page.get_by_role("alert").filter(has_text="playlist")
        alert.wait_for()
        assert page.get_by_label("Video file").is_enabled()
        return str(alert.inner_text())

    words = visit(upload, script, bearing="422")
    assert "This is not a video Retake can read: it is a playlist" in words
    assert not Video.objects.exists()


def test_without_its_script_the_form_alone_uploads(live_server: LiveServer, settings: Settings, visit: Visit, clip: Path) -> None:
    settings.MEDIA_ROOT = clip.parent / "media"

    def upload(_: BrowserContext, page: Page) -> None:
        choose(page, clip)
        page.get_by_role("button", name="Upload", exact=True).click()
        leave_for_the_video(page)

    visit(upload, script=False)
    assert_is_here(clip)
