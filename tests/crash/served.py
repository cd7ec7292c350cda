"""The stand-in behind a real socket, in a process of its own that nobody kills."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from multiprocessing.sharedctypes import RawValue
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.test import override_settings

from platforms.sandbox import server as sandbox
from platforms.sandbox.server import Server
from platforms.sandbox.store import Store
from tests.casts import Cast
from tests.crash.forks import fork, kill
from tests.crash.timepiece import Timepiece
from tests.runtime.processes import eventually


class CountingServer(Server):
    """Keeps count of its open connections where its parent sees it."""

    open_connections: Any
    _counting = threading.Lock()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._count(1)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        super().shutdown_request(request)
        self._count(-1)

    def _count(self, more: int) -> None:
        with self._counting:
            self.open_connections.value += more


class Served:
    """The same platform as seen from here: `cast` shares its file with the one that answers, and is the oracle."""

    def __init__(self, cast: Cast, timepiece: Timepiece, *, url: str, open_connections: Any) -> None:
        self.url = url
        self.cast = cast
        self._timepiece = timepiece
        self._open_connections = open_connections

    @property
    def time(self) -> float:
        """Seconds since the start of the play."""
        return self._timepiece.time

    def heal(self) -> None:
        self.cast.heal()
        self.cast.set(**self.cast.roomy)

    def come_to_rest(self) -> None:
        """Wait until all that was ever sent has arrived and had its effect: connections are taken in turn, and ours is the last."""
        caller = HTTPConnection(urlsplit(self.url).netloc, timeout=20)
        caller.request("GET", "/sandbox.css", headers={"Connection": "close"})
        caller.getresponse().read()
        caller.close()
        eventually(lambda: self._open_connections.value == 0, "the stand-in to come to rest")


@contextmanager
def served(cast: type[Cast], directory: Path, timepiece: Timepiece) -> Iterator[Served]:
    """Serve it, and have the settings point there."""
    file, open_connections = directory / "stand-in.sqlite3", RawValue("i", 0)
    reading, writing = os.pipe()
    pid = fork(lambda: _serve(cast, file, timepiece, open_connections, tell=writing))
    try:
        os.close(writing)
        with os.fdopen(reading) as told:
            url = told.read()
        found = Served(cast(Store(file), timepiece.now), timepiece, url=url, open_connections=open_connections)
        found.heal()
        with override_settings(**{name: f"{url}/{cast.slug}{path}" for name, path in cast.addresses.items()}):
            yield found
    finally:
        kill(pid)


def _serve(cast: type[Cast], file: Path, timepiece: Timepiece, open_connections: Any, *, tell: int) -> None:
    sandbox.SILENT_BODY_SECONDS = sandbox.SILENT_BODY_SECONDS / timepiece.pace
    answering = cast(Store(file), timepiece.now, sleep=timepiece.sleep)
    with CountingServer({cast.slug: answering.stand_in}) as server:
        server.open_connections = open_connections
        os.write(tell, server.url.encode())
        os.close(tell)
        server.serve_forever(poll_interval=0.2)
