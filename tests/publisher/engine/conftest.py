"""A calm world for the engine: the stand-in in process, a clock that stands still, and one publication that waits."""

from collections.abc import Iterator

import pytest

from publisher.models import Publication
from tests.crash.scene import Scene
from tests.crash.world import World


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    made = World(monkeypatch)
    yield made
    made.end()


@pytest.fixture
def scene(transactional_db: None, world: World) -> Scene:
    made = Scene()
    made.set(world, publications=1)
    return made


@pytest.fixture
def publication(scene: Scene) -> Publication:
    return Publication.objects.with_all().get(pk=scene.pks[0])
