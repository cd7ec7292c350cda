"""The byte path against a server that nobody here wrote: @uploadx/core, which speaks Google's resumable protocol."""

import hashlib
import os
import random
import signal
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from platforms import clock, errors
from platforms.contract import Account, Checkpoint, File, Upload, Words, Working
from platforms.http import Door
from platforms.resumable import transfer
from platforms.youtube import YouTube
from tests.runtime.home import a_free_port
from tests.services import need

pytestmark = pytest.mark.services

HERE = Path(__file__).parent
MIB = 1024 * 1024
CONTENT = random.Random(7).randbytes(24 * MIB + 12_345)  # noqa: S311 - the same at each run, nothing secret
ACCOUNT = Account(id="UC1", name="Alice", realm="", access_token="token")
OPTIONS = {"privacy": "private", "category": "22", "made_for_kids": False}


class Server:
    """The Node server on a port of its own, which can be killed and started again over the same folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._port = a_free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(
            ["node", HERE / "server.mjs"],
            env={**os.environ, "PORT": str(self._port), "FOLDER": str(self.folder)},
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"ready\n"

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def hashes(self) -> list[str]:
        """The SHA-256 of each file that it holds."""
        files = [path for path in self.folder.rglob("*") if path.is_file() and not path.name.upper().endswith("META")]
        return [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    need("uploadx")
    server = Server(tmp_path)
    yield server
    server.kill()


@pytest.fixture(autouse=True)
def in_small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "CHUNK_BYTES", 4 * MIB)
    monkeypatch.setattr(clock, "sleep", lambda seconds: None)


def upload(during: Callable[[int], None] = lambda at: None) -> Upload:
    """The content as an upload; `during` is called with the offset before each window is read."""

    def read(start: int, length: int) -> Iterator[bytes]:
        for at in range(start, start + length, MIB):
            during(at)
            yield CONTENT[at : min(at + MIB, start + length)]

    file = File(name="clip.mp4", size=len(CONTENT), content_type="video/mp4", sha256=hashlib.sha256(CONTENT).hexdigest())
    return Upload(marker="rt0123456789abcd", words=Words(title="Tide pools"), options=OPTIONS, file=file, read=read)


def publish(
    server: Server, sent: Upload, saved: dict[str, object], *, at: Callable[[Checkpoint], None] = lambda checkpoint: None
) -> object:
    """Drive the adapter to its end; `saved` holds the last checkpoint's progress whatever happens."""
    adapter = YouTube(api_url=server.url, door=Door(bases=(server.url,)))
    steps = adapter.publish(sent, dict(saved), ACCOUNT)
    said: float | None = None
    while True:
        try:
            checkpoint = steps.send(said)
        except StopIteration as end:
            return end.value
        saved |= checkpoint.progress
        at(checkpoint)
        said = clock.monotonic() + 30 if checkpoint.deciding else None


def test_a_file_arrives_whole(server: Server) -> None:
    outcome = publish(server, upload(), {})
    assert isinstance(outcome, Working)
    assert server.hashes() == [upload().file.sha256]


def test_a_server_killed_and_started_again_mid_way_ends_with_the_same_file(server: Server) -> None:
    killed: list[int] = []

    def kill_once(at: int) -> None:
        if at > 9 * MIB and not killed:
            killed.append(at)
            server.kill()
            server.start()

    outcome = publish(server, upload(during=kill_once), {})
    assert killed
    assert isinstance(outcome, Working)
    assert server.hashes() == [upload().file.sha256]


def test_an_upload_that_lost_its_server_goes_on_where_it_was_when_the_server_is_back(server: Server) -> None:
    saved: dict[str, object] = {}

    def kill(at: int) -> None:
        if at == 10 * MIB:
            server.kill()

    with pytest.raises(errors.Transient):
        publish(server, upload(during=kill), saved)
    server.start()
    read: list[int] = []
    outcome = publish(server, upload(during=read.append), saved)
    assert isinstance(outcome, Working)
    assert min(read) > 0
    assert server.hashes() == [upload().file.sha256]


def test_a_worker_that_died_before_the_last_bytes_is_followed_by_one_that_sends_only_these(server: Server) -> None:
    saved: dict[str, object] = {}

    class Killed(BaseException):
        pass

    def die(checkpoint: Checkpoint) -> None:
        if checkpoint.deciding:
            raise Killed

    with pytest.raises(Killed):
        publish(server, upload(), saved, at=die)
    read: list[int] = []
    publish(server, upload(during=read.append), saved)
    assert min(read) >= len(CONTENT) - transfer.TAIL_BYTES
    assert server.hashes() == [upload().file.sha256]


def test_a_finished_session_repeats_its_answer_and_takes_no_second_file(server: Server) -> None:
    saved: dict[str, object] = {}
    first = publish(server, upload(), saved)
    again = publish(server, upload(), saved)
    assert isinstance(first, Working)
    assert isinstance(again, Working)
    assert again.remote_id == first.remote_id
    assert len(server.hashes()) == 1


def test_a_session_that_the_server_forgot_is_replaced(server: Server) -> None:
    saved: dict[str, object] = {}
    with pytest.raises(errors.HandOver):
        publish(server, replace(upload(), read=hand_over), saved)
    server.kill()
    for path in server.folder.rglob("*"):
        if path.is_file():
            path.unlink()
    server.start()
    assert isinstance(publish(server, upload(), saved), Working)
    assert saved["epoch"] == 2
    assert upload().file.sha256 in server.hashes()


def hand_over(start: int, length: int) -> Iterator[bytes]:
    yield CONTENT[start : start + MIB]
    raise errors.HandOver
