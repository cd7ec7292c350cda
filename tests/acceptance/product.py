"""The product with real processes, and a person who has come as far as publishing."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

from tests.acceptance.stand_in import StandIn
from tests.acceptance.visitor import Publication, Visitor
from tests.runtime.home import Home, Run, a_free_port
from tests.runtime.processes import descendants, eventually
from videos.sample import make_sample

_PROCESSES_OF_A_WORKER = 4 + 3 * 3 + 2 + 2 + 1
"""A main process for each queue and the round; a sentinel, a monitor and a pusher for each queue; and what works there."""


@dataclass(kw_only=True)
class Product:
    """A running Retake, and how to start it again with the same settings."""

    home: Home
    settings: dict[str, str]
    run: Run

    @property
    def stand_in(self) -> StandIn:
        return StandIn(url=f"{self.run.sandbox_url}/youtube")

    def start_again(self) -> None:
        self.run = self.home.start(**self.settings)
        self.run.is_ready()

    @contextmanager
    def another_worker(self) -> Iterator[None]:
        """A second `manage.py worker` beside the one that runs."""
        worker = self.home.manage("worker", **self.settings).child
        try:
            eventually(lambda: len(descendants(worker.pid)) >= _PROCESSES_OF_A_WORKER, "the second worker with its trees", within=60)
            yield
        finally:
            worker.terminate()
            worker.wait(60)

    def newcomer(self) -> Visitor:
        return Visitor(self.run.url)


@cache
def _a_sample() -> Path:
    """Make the sample video once for all products: it takes longer than everything else of a start."""
    return make_sample(Path(mkdtemp(prefix="retake-tests-")) / "sample.mp4")


def start(home: Home, **settings: str) -> Product:
    """Start the product, with the sample video there already, and wait until it says that it is ready."""
    (home.directory / "data").mkdir()
    shutil.copyfile(_a_sample(), home.directory / "data" / "sample.mp4")
    settings = {**settings, "PORT": str(a_free_port()), "SANDBOX_PORT": str(a_free_port())}
    product = Product(home=home, settings=settings, run=home.start(**settings))
    product.run.is_ready()
    return product


@dataclass(frozen=True, kw_only=True)
class Owner:
    """Somebody who signed up and connected a channel of that name."""

    visitor: Visitor
    product: Product
    channel: str

    def ready(self, path: Path | None = None) -> tuple[str, str]:
        """Upload the sample (or another file) under a title of its own; give that title and the address of its page."""
        title = f"A walk {uuid4().hex[:8]}"
        return title, self.visitor.upload(path or self.product.run.sample(), title=title)

    def publishes(self, path: Path | None = None) -> tuple[str, Publication]:
        title, video = self.ready(path)
        return title, self.visitor.publish(video)


def an_owner(product: Product) -> Owner:
    visitor, channel = product.newcomer(), f"Channel {uuid4().hex[:6]}"
    visitor.sign_up()
    visitor.connect(channel)
    return Owner(visitor=visitor, product=product, channel=channel)
