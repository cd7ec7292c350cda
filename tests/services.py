"""Servers and tools that some tests need: a test skips where one is missing, and fails where all are promised (REQUIRE_SERVICES=1)."""

import os
import shutil
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS_URL = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
WEED = shutil.which("weed", path=os.path.dirname(sys.executable)) or shutil.which("weed") or ""
POSTGRES_PROGRAMS = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path("/usr/lib/postgresql"))
_UPLOADX = Path(__file__).parent / "uploadx"
_AXE = Path(__file__).parent / "browser/node_modules/axe-core/axe.min.js"


def need(service: str) -> None:
    """Go on only if `service` (postgres, initdb, redis, chromium, axe, weed, ffmpeg or uploadx) is here."""
    if _IS_HERE[service]():
        return
    reason = f"{service} is not here"
    if os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(f"{reason}, and REQUIRE_SERVICES=1 promises it", pytrace=False)
    pytest.skip(reason)


def _listens(url: str) -> bool:
    address = urlsplit(url)
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((address.hostname, address.port)) == 0


_IS_HERE: dict[str, Callable[[], bool]] = {
    "postgres": lambda: _listens(POSTGRES_URL),
    "initdb": lambda: (POSTGRES_PROGRAMS / "initdb").is_file(),
    "redis": lambda: _listens(REDIS_URL),
    "chromium": lambda: bool(CHROMIUM),
    "axe": _AXE.is_file,
    "weed": lambda: bool(WEED),
    "ffmpeg": lambda: bool(shutil.which("ffmpeg")),
    "uploadx": lambda: bool(shutil.which("node")) and (_UPLOADX / "node_modules").is_dir(),
}
