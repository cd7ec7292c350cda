"""Fetches what containers name: a video_url, within the call, afterwards or when the container is asked for; and covers."""

import threading
from collections.abc import Callable

from platforms.sandbox.instagram.answers import refused
from platforms.sandbox.instagram.containers import PULL, Container
from platforms.sandbox.instagram.fetching import AGENT, Fetch, Unfetchable, over_the_network, pull
from platforms.sandbox.instagram.world import World

MOST_OF_COVER = 8 * 1024 * 1024
JPEG = b"\xff\xd8\xff"


class Pulling:
    """A real fetch runs beside the answers; one that a test gives runs at once, so that it stays in one thread."""

    def __init__(self, world: World, fetch: Fetch | None) -> None:
        self._world = world
        self._fetch = fetch or over_the_network
        self._run: Callable[[Container], None] = self._settle if fetch else self._settle_beside
        self._under_way: set[str] = set()
        self._lock = threading.Lock()

    def begin(self, container: Container) -> None:
        """A container was made. Raises Unfetchable where it is fetched at once and cannot be."""
        now = self._world.board.now
        if now.fetches == "at_once":
            self._fetched(container, container.params["video_url"])
        elif not now.fetch_delay_seconds:
            self.go_on(container)

    def go_on(self, container: Container) -> None:
        """Fetch it where that is due and nobody does; after a restart, anew."""
        is_due = self._world.now() >= container.created_at + self._world.board.now.fetch_delay_seconds
        is_wanted = container.mode == PULL and container.complete_at is None and container.status_code(self._world.now()) == "IN_PROGRESS"
        with self._lock:
            if not is_due or not is_wanted or container.id in self._under_way:
                return
            self._under_way.add(container.id)
        self._run(container)

    def fetch_into(self, container: Container, address: str) -> None:
        """Fetch the bytes of a container from an address that came with `file_url`."""
        self._fetched(container, address)

    def check_cover(self, address: str) -> None:
        """Raises Refused for what is no cover."""
        try:
            answer = self._fetch("GET", address, {"User-Agent": AGENT})
            content = b"".join(answer.pieces) if answer.status == 200 else b""
            answer.close()
        except (OSError, ValueError):
            content = b""
        if not content:
            raise refused("2207052", words="The cover could not be fetched from this URI.")
        if not content.startswith(JPEG):
            raise refused("2207005")
        if len(content) > MOST_OF_COVER:
            raise refused("2207004")

    def _settle_beside(self, container: Container) -> None:
        threading.Thread(target=self._settle, args=(container,), daemon=True).start()

    def _settle(self, container: Container) -> None:
        try:
            self._fetched(container, container.params["video_url"])
        except Unfetchable as problem:
            self._world.containers.fail(container, problem.reason, self._world.board.now)
        finally:
            with self._lock:
                self._under_way.discard(container.id)

    def _fetched(self, container: Container, address: str) -> None:
        inspection = pull(self._fetch, address, self._world.board.now)
        self._world.containers.complete(container, inspection, self._world.board.now)
