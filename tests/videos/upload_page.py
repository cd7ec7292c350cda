"""The upload page in Chromium: somebody before it, its line to the world, and what is to be found in the store afterwards."""

import hashlib
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as used
from django.contrib.auth.models import User
from django.core.management import call_command
from playwright.sync_api import BrowserContext, Page, sync_playwright
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.services import CHROMIUM, need
from tests.videos.seaweed import Seaweed
from tests.videos.sender import a_file
from videos import storage
from videos.models import Asset, AssetState
from videos.storage import media

PART = re.compile(r"/parts/(\d+)|partNumber=(\d+)")
Work = Callable[[BrowserContext, Page], Any]
Visit = Callable[..., Any]
SLOW, QUICK, NONE = 4_000_000, 60_000_000, 0


@pytest.fixture(params=["disk", "bucket"])
def where(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path, live_server: LiveServer) -> str:
    """Each of the two stores, as the settings name it."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SITE_URL = live_server.url
    if request.param == "bucket":
        seaweed: Seaweed = request.getfixturevalue("seaweed")
        for name, value in seaweed.settings.items():
            setattr(settings, name, value)
        settings.AWS_S3_PUBLIC_ENDPOINT_URL = seaweed.address
        policy = used.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        directives = policy | {"connect-src": [*policy["connect-src"], seaweed.address]}
        settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": directives}
        storage._bucket.cache_clear()
        call_command("bucket", "setup", "--create", stdout=StringIO())
    return str(request.param)


@pytest.fixture
def visit(live_server: LiveServer, alice: User, client: Any) -> Iterator[Visit]:
    """Alice's visit to the upload page, in a thread of its own; the console has nothing to complain of but what is said."""
    need("chromium")
    client.force_login(alice)
    cookie: Any = {"name": used.SESSION_COOKIE_NAME, "value": client.session.session_key, "url": live_server.url}

    def run(work: Work, script: bool, bearing: str, width: int, scheme: Any) -> Any:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            context = browser.new_context(java_script_enabled=script, viewport={"width": width, "height": 700}, color_scheme=scheme)
            context.add_cookies([cookie])
            complaints: list[str] = []
            page = opened(context, complaints)
            found = work(context, page)
            browser.close()
        assert [line for line in complaints if not bearing or bearing not in line] == []
        return found

    def opened(context: BrowserContext, complaints: list[str]) -> Page:
        page = context.new_page()
        page.on("console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{live_server.url}/videos/upload/")
        return page

    with ThreadPoolExecutor(max_workers=1) as pool:
        yield lambda work, script=True, bearing="", width=320, scheme="light": pool.submit(
            run, work, script, bearing, width, scheme
        ).result(timeout=120)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """A file of four parts."""
    path = tmp_path / "my_clip.mp4"
    path.write_bytes(a_file(parts=4))
    return path


class Line:
    """A tab's line to the world, of so many bytes a second; `NONE` cuts it."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)
        self._session.send("Network.enable")
        self.carries(SLOW)

    def carries(self, bytes_per_second: int) -> None:
        rates = {"offline": not bytes_per_second, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_per_second or -1}
        self._session.send("Network.emulateNetworkConditions", rates)


def choose(page: Page, *paths: Path) -> None:
    page.get_by_label("Video file").set_input_files(list(paths))


def row(page: Page, name: str) -> Any:
    return page.locator(".upload").filter(has_text=name)


def leave_for_the_video(page: Page) -> None:
    page.wait_for_url(lambda url: url.rstrip("/").split("/")[-1].isdecimal(), wait_until="commit")


def assert_is_here(path: Path) -> None:
    content, asset = path.read_bytes(), Asset.objects.get(name=path.name)
    assert asset.state == AssetState.PROBING
    whole = b"".join(media().open_range(asset.key, 0, asset.size, etag=asset.etag))
    assert hashlib.sha256(whole).digest() == hashlib.sha256(content).digest()
