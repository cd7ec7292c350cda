"""`make run`, from its prepared environment on: it gets ready, outlives kills, stops cleanly, and says what stands in its way."""

import os
import re
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.runtime.home import Home, Run, a_home
from tests.runtime.processes import descendants, eventually, is_alive

pytestmark = pytest.mark.processes


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with a_home(tmp_path) as home:
        yield home


def test_a_newcomer_gets_pages_logins_and_a_sample_video_and_kills_cost_seconds(home: Home) -> None:
    run = home.start()
    said = run.is_ready()
    assert f"http://127.0.0.1:{run.port}/" in said
    assert len(re.findall(r"(owner|staff) / \S{10,}", said)) == 2
    assert run.sample().stat().st_size > 100_000
    for path in re.findall(r'/static/[^"#]+\.(?:css|js)', run.answers("/login/").decode()):
        assert run.answers(path), "the pages have their styles and scripts"

    for words in ("gunicorn", "worker", "sandbox"):
        os.kill(run.program(words), signal.SIGKILL)
    run.says("was killed by SIGKILL; starting it again.", times=3)
    run.says("Listening at", times=2)
    run.says("The sandbox answers", times=2)
    assert run.answers("/login/")

    assert run.stop() == 0
    run.says("Retake has stopped.")

    again = home.start()
    assert re.findall(r"/ (\S{10,})\n", again.is_ready()) == re.findall(r"/ (\S{10,})\n", said), "the same logins"
    everything = descendants(again.child.pid)
    again.child.kill()
    eventually(lambda: not any(is_alive(one.pid) for one in everything), "nothing to outlive a killed supervisor")


def test_a_taken_port_is_said_in_one_sentence(home: Home) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused(home.start(PORT=str(port)), f"port {port} cannot be had (Address already in use); choose another: make run PORT=")


def test_one_port_for_two_is_said_in_one_sentence(home: Home) -> None:
    refused(home.start(PORT="8099", SANDBOX_PORT="8099"), "PORT and SANDBOX_PORT are both 8099; give the sandbox another")


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("TRANSFER_SLOTS", "many", "TRANSFER_SLOTS='many' must be a whole number from 1 to 64."),
        ("RETRY_SWEEP_CRON", "hourly", "must be a cron expression of five fields"),
        ("MAX_POST_RETRIES", "20", "Set fewer retries or a shorter interval"),
        ("DATABASE_URL", "mysql://root@localhost/x", "DATABASE_URL must name PostgreSQL or SQLite."),
        ("DATABASE_URL", "postgres://nobody@127.0.0.1:1/x", "is DATABASE_URL right?"),
    ],
)
def test_a_wrong_setting_is_said_in_one_sentence(home: Home, setting: str, value: str, sentence: str) -> None:
    refused(home.start(**{setting: value}), sentence)


def refused(run: Run, sentence: str) -> None:
    assert run.child.wait(60) == 1
    *_, last = run.output.read_text().splitlines()
    assert last.startswith("Retake cannot start: ")
    assert sentence in last
    assert "Traceback" not in run.output.read_text()
