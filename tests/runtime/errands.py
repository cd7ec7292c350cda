"""What the tests let the worker run: tasks that write down who ran them, and how it went."""

import os
import time
from pathlib import Path

from publisher.stopping import stopping


def run_errand(path: str, seconds: float) -> None:
    """Write `start PID`, work for `seconds` or until asked to stop, write `end PID` or `handed over PID`."""
    _write(path, "start")
    until = time.monotonic() + seconds
    while time.monotonic() < until and not stopping():
        time.sleep(0.02)
    _write(path, "handed over" if stopping() else "end")


def run_stubbornly(path: str, seconds: float) -> None:
    """Work for `seconds` whoever asks to stop, as what waits for the answer to a deciding request does."""
    _write(path, "start")
    time.sleep(seconds)
    _write(path, "end")


def _write(path: str, word: str) -> None:
    with Path(path).open("a") as file:
        file.write(f"{word} {os.getpid()}\n")
