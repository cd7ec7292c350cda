"""Every platform in its turn: the engine and the adapter as they are, and the platform's stand-in at the other end of the door."""

from collections.abc import Iterator

import pytest

from tests.casts import CASTS, Cast
from tests.contract.stage import Stage, staged
from tests.crash.scene import Scene


@pytest.fixture(params=[pytest.param(cast, id=slug) for slug, cast in CASTS.items()], scope="session")
def cast(request: pytest.FixtureRequest) -> type[Cast]:
    found: type[Cast] = request.param
    return found


@pytest.fixture
def scene(transactional_db: None, cast: type[Cast]) -> Scene:
    return Scene(cast)


@pytest.fixture
def stage(scene: Scene) -> Iterator[Stage]:
    with staged(scene) as stage:
        yield stage
