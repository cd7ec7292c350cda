"""The upload page in Chromium: progress, a refusal before the bytes, and the form alone without its script."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from playwright.sync_api import Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.services import CHROMIUM, need
from tests.videos import files
from videos.models import Asset, Video
from videos.storage.disk import DiskStore

pytestmark = pytest.mark.browser
Visit = Callable[[Callable[[Page], object]], object]


@pytest.fixture(params=[True, False], ids=["with the script", "without"])
def scripted(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def visit(store: DiskStore, live_server: LiveServer, alice: User, client: object) -> Iterator[Callable[..., object]]:
    """Alice's visit to the upload page, in a thread of its own; the console has nothing to complain of."""
    need("chromium")
    client.force_login(alice)  # type: ignore[attr-defined]
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key, "url": live_server.url}  # type: ignore[attr-defined]

    def run(work: Callable[[Page], object], script: bool, refusals: int) -> object:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            context = browser.new_context(java_script_enabled=script, viewport={"width": 320, "height": 640})
            context.add_cookies([cookie])  # type: ignore[list-item]
            page = context.new_page()
            complaints: list[str] = []
            page.on("console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.goto(f"{live_server.url}/videos/upload/")
            found = work(page)
            browser.close()
        assert [line for line in complaints if "the server responded with a status of 422" not in line] == []
        assert len(complaints) <= refusals
        return found

    with ThreadPoolExecutor(max_workers=1) as pool:
        yield lambda work, script=True, refusals=0: pool.submit(run, work, script, refusals).result(timeout=90)


def test_a_chosen_file_is_uploaded_and_its_page_opened(visit: Callable[..., object], scripted: bool, tmp_path: Path) -> None:
    path = tmp_path / "my_clip.mp4"
    path.write_bytes(files.small_video(width=1280, height=720, seconds=2))

    def upload(page: Page) -> str:
        page.get_by_label("Video file").set_input_files(path)
        with page.expect_request(lambda asked: asked.is_navigation_request() and asked.url.rstrip("/").split("/")[-1].isdecimal()) as asked:
            page.get_by_role("button", name="Upload", exact=True).click()
        return asked.value.url

    address = visit(upload, scripted)
    asset = Asset.objects.get()
    assert str(address).endswith(f"/videos/{asset.video_id}/")
    assert (asset.name, asset.size, asset.video.title) == ("my_clip.mp4", path.stat().st_size, "my clip")


def test_a_refused_file_is_said_to_be_and_another_can_be_chosen(visit: Callable[..., object], scripted: bool, tmp_path: Path) -> None:
    path = tmp_path / "list.mp4"
    path.write_bytes(b"#EXTM3U\n" + bytes(100_000))

    def upload(page: Page) -> tuple[str, bool]:
        page.get_by_label("Video file").set_input_files(path)
        page.get_by_role("button", name="Upload", exact=True).click()
        alert = page.get_by_role("alert").filter(has_text="playlist")
        alert.wait_for()
        return alert.inner_text(), page.get_by_label("Video file").is_enabled()

    words, enabled = visit(upload, scripted, 1)  # type: ignore[misc]
    assert "This is not a video Retake can read: it is a playlist" in words
    assert enabled
    assert not Video.objects.exists()


def test_a_slow_upload_shows_how_far_it_is_and_can_be_stopped(visit: Callable[..., object], tmp_path: Path) -> None:
    path = tmp_path / "large.mp4"
    with path.open("wb") as file:
        file.write(files.small_video())
        file.truncate(40_000_000)

    def upload(page: Page) -> tuple[str, float, str, bool]:
        line = page.context.new_cdp_session(page)
        line.send("Network.enable")
        line.send(
            "Network.emulateNetworkConditions", {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 4_000_000}
        )
        page.get_by_label("Video file").set_input_files(path)
        page.get_by_role("button", name="Upload", exact=True).click()
        says = page.get_by_role("status").filter(has_text="percent")
        says.wait_for(state="attached")
        said, words = says.inner_text(), page.locator("#upload-words").inner_text()
        value = page.locator("progress").evaluate("bar => bar.value")
        page.get_by_role("button", name="Stop this upload").click()
        return words, value, said, page.get_by_role("button", name="Upload", exact=True).is_enabled()

    words, value, said, enabled = visit(upload)  # type: ignore[misc]
    assert "of 40 MB" in words
    assert "left" in words
    assert 25 <= value < 100
    assert said == "25 percent uploaded."
    assert enabled
