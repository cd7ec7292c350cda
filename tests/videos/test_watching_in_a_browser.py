"""Watching in Chromium: nothing is fetched before play, one can seek, a ticket that ran out is renewed, and nothing is ever run."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.test import Client
from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.factories import AssetFactory
from tests.services import CHROMIUM, need
from tests.videos import files
from videos import serving, watching
from videos.models import Asset
from videos.sample import make_sample
from videos.storage import media, new_key, store_whole
from videos.storage.disk import DiskStore

pytestmark = pytest.mark.browser
Visit = Callable[[Callable[[Page], object]], object]
VIDEO = "video"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A real film of twelve seconds, in the codecs that every browser plays."""
    return make_sample(tmp_path_factory.mktemp("sample") / "sample.mp4").read_bytes()


def film(path: Path, *, seconds: int = 12) -> bytes:
    """A film of pure noise, so heavy that a browser does not fetch all of it ahead."""
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as out:
        stream: Any = out.add_stream("libx264", rate=10, options={"preset": "ultrafast", "crf": "4", "g": "10"})
        stream.width, stream.height, stream.pix_fmt = 640, 360, "yuv420p"
        for number in range(seconds * 10):
            frame = av.VideoFrame.from_image(Image.effect_noise((640, 360), 90).convert("RGB"))
            frame.pts, frame.time_base = number, Fraction(1, 10)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path.read_bytes()


def stored(owner: User, content: bytes, **facts: object) -> Asset:
    key = new_key()
    store_whole(key, content)
    asset: Asset = AssetFactory(video__owner=owner, key=key, size=len(content), etag=media().etag(key), **facts)
    return asset


@pytest.fixture
def visit(store: DiskStore, live_server: LiveServer, at_alices: Client) -> Iterator[Visit]:
    """Alice's browser, in a thread of its own; the console has nothing to complain of but what a test breaks on purpose."""
    need("chromium")
    cookie = {"name": django_settings.SESSION_COOKIE_NAME, "value": at_alices.session.session_key, "url": live_server.url}
    complaints: list[str] = []

    def opened() -> tuple[object, Page]:
        driver = sync_playwright().start()
        arguments = ["--no-sandbox", "--disable-gpu", "--autoplay-policy=user-gesture-required"]
        context = driver.chromium.launch(executable_path=CHROMIUM, args=arguments).new_context()
        context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        page.set_default_timeout(75_000)
        page.on("console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return driver, page

    with ThreadPoolExecutor(max_workers=1) as thread:
        driver, page = thread.submit(opened).result(timeout=60)
        yield lambda work: thread.submit(work, page).result(timeout=90)
        thread.submit(driver.stop).result(timeout=60)
    assert [line for line in complaints if not re.search(r"status of (410|503)|Loading media from .* violates", line)] == []


def play(page: Page) -> None:
    """By keyboard, as the player itself offers it."""
    page.locator(VIDEO).focus()
    page.keyboard.press("Space")


def plays_at(page: Page, seconds: float) -> None:
    page.wait_for_function(
        "from => { const film = document.querySelector('video'); return film.currentTime > from && !film.paused }", arg=seconds
    )


def test_nothing_is_fetched_before_play_and_one_can_play_and_seek(
    visit: Visit, live_server: LiveServer, alice: User, sample: bytes
) -> None:
    asset = stored(alice, sample)

    def watch(page: Page) -> list[str]:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{live_server.url}/videos/{asset.video_id}/")
        page.wait_for_load_state("networkidle")
        before = [url for url in asked if url.split("/")[-1] == "watch" or "/watch/" in url]
        play(page)
        plays_at(page, 0.3)
        assert page.evaluate("[document.querySelector('video').videoWidth, document.querySelector('video').videoHeight]") == [1280, 720]
        page.evaluate("document.querySelector('video').currentTime = 9")
        plays_at(page, 9.2)
        return before

    assert visit(watch) == []


def test_a_ticket_that_ran_out_is_renewed_and_playing_goes_on_from_there(
    visit: Visit, live_server: LiveServer, alice: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asset = stored(alice, film(tmp_path / "film.mp4", seconds=30))
    monkeypatch.setattr(watching, "TTL", timedelta(seconds=1))

    def watch(page: Page) -> int:
        gone: list[str] = []
        page.on("response", lambda answer: gone.append(answer.url) if answer.status == 410 else None)
        page.goto(f"{live_server.url}/videos/{asset.video_id}/")
        play(page)
        plays_at(page, 0.1)
        page.evaluate("document.querySelector('video').pause()")
        page.wait_for_timeout(2500)
        monkeypatch.setattr(watching, "TTL", timedelta(hours=1))
        page.evaluate("{ const film = document.querySelector('video'); film.play(); film.currentTime = 28 }")
        plays_at(page, 28.2)
        expect(page.locator(".player-says")).to_be_hidden()
        return len(gone)

    assert visit(watch)


def test_a_server_that_is_busy_is_said_and_playing_begins_as_soon_as_it_can(
    visit: Visit, live_server: LiveServer, alice: User, sample: bytes
) -> None:
    asset = stored(alice, sample)

    def watch(page: Page) -> None:
        page.goto(f"{live_server.url}/videos/{asset.video_id}/")
        with ExitStack() as others:
            for _ in range(serving.MOST_STREAMS):
                others.callback(serving.Stream(iter([b"a film"])).close)
            play(page)
            expect(page.locator(".player-says")).to_have_text(
                "Retake cannot hand out the video just now. Playing goes on as soon as it can."
            )
        plays_at(page, 0.3)
        expect(page.locator(".player-says")).to_be_hidden()

    visit(watch)


def test_a_film_that_this_browser_cannot_play_is_said_to_be_one(visit: Visit, live_server: LiveServer, alice: User) -> None:
    asset = stored(alice, files.small_video(), video_codec="mpeg4")

    def watch(page: Page) -> str:
        page.goto(f"{live_server.url}/videos/{asset.video_id}/")
        play(page)
        expect(page.locator(".player-says")).to_contain_text("This browser cannot play this file (MPEG-4 Part 2).", timeout=20_000)
        with page.expect_download() as loaded:
            page.get_by_role("link", name="Download").click()
        assert Path(loaded.value.path()).read_bytes() == files.small_video()
        return loaded.value.suggested_filename

    assert visit(watch) == "holiday.mp4"


def test_a_page_that_calls_itself_a_film_is_never_run(visit: Visit, live_server: LiveServer, alice: User) -> None:
    page_in_disguise = b"<!doctype html><title>quiet</title><script>document.title = 'run'</script>"
    asset = stored(alice, page_in_disguise, name="holiday.mp4")

    def open_it(page: Page) -> str:
        answer = page.goto(f"{live_server.url}/videos/{asset.video_id}/watch")
        assert answer is not None
        assert answer.headers["content-type"] == "video/mp4"
        return page.title()

    assert visit(open_it) not in ("run", "quiet")
