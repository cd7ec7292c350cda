"""A video_url is really fetched, in each of the ways in which Meta may come for it."""

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from platforms.sandbox.instagram import InstagramStandIn, fetching
from tests.runtime.processes import eventually
from tests.sandbox.instagram.conftest import Caller, Host, error

RANGE = fetching.RANGE_BYTES


def test_it_comes_by_ranges(puller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "RANGE_BYTES", 400)
    puller.published()
    assert puller.host.asked == [("GET", "bytes=0-399"), ("GET", "bytes=400-799"), ("GET", "bytes=800-1199")]
    assert puller.stand_in.media()[0].sha256 == hashlib.sha256(puller.host.content).hexdigest()


def test_or_for_the_whole_with_head_first(puller: Caller) -> None:
    puller.stand_in.set(fetch_by_ranges=False, fetch_asks_head=True)
    puller.published()
    assert puller.host.asked == [("HEAD", ""), ("GET", "")]


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        (Host(status=404), "2207052"),
        (Host(status=302, headers={"Location": "https://elsewhere.example/v.mp4"}), "2207052"),
        (Host(headers={"Content-Type": "text/html"}), "2207052"),
        (Host(headers={"Content-Range": "bytes 5-9/10"}), "2207052"),
        (Host(headers={"Content-Range": "bytes 0-1000/2000"}), "2207077"),
        (Host(content=b""), "2207077"),
    ],
)
def test_what_cannot_be_had_is_said_afterwards_or_at_once(puller: Caller, host: Host, reason: str) -> None:
    vars(puller.host).update(vars(host))
    container, _ = puller.created()
    assert puller.status(container)["status"].endswith(reason)
    puller.stand_in.set(fetches="at_once")
    assert error(puller.create()).endswith(f"/{reason}")


def test_it_may_come_later(puller: Caller) -> None:
    puller.stand_in.set(fetch_delay_seconds=60)
    container, _ = puller.created()
    assert puller.status(container)["status_code"] == "IN_PROGRESS"
    assert puller.host.asked == []
    puller.hours.pass_(seconds=61)
    puller.status(container)
    puller.hours.pass_(seconds=5)
    assert puller.status(container)["status_code"] == "FINISHED"


def test_a_file_that_is_too_large_is_not_taken(puller: Caller) -> None:
    puller.stand_in.set(most_bytes=999)
    container, _ = puller.created()
    puller.hours.pass_(seconds=5)
    assert puller.status(container)["status"].endswith("2207026")


class Redirecting(BaseHTTPRequestHandler):
    """Sends everybody from /old to /new."""

    def do_GET(self) -> None:
        self.send_response(302 if self.path == "/old" else 200)
        body = b"" if self.path == "/old" else b"v" * 1000
        self.send_header("Location", "/new") if self.path == "/old" else self.send_header("Content-Type", "video/mp4")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Redirecting) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("follows", "path", "outcome"), [(False, "/new", "finished"), (False, "/old", "2207052"), (True, "/old", "finished")]
)
def test_over_a_real_socket_it_comes_beside_the_answers(puller: Caller, address: str, follows: bool, path: str, outcome: str) -> None:
    stand_in = InstagramStandIn(clock=lambda: puller.hours.now)
    stand_in.set(fetch_follows_redirects=follows)
    who = stand_in.grant("atelier.nord", "instagram")
    caller = Caller(stand_in, puller.hours, puller.host, who, who.access_token, puller.root)
    assert caller.create(video_url=f"{address}{path}").status == 200
    eventually(lambda: stand_in.containers()[0].outcome == outcome, "the fetch")
