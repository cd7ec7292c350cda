"""What the crash harnesses share: every platform in its turn, and the scene, made once for each test."""

import pytest

from tests.casts import CASTS, Cast
from tests.crash.scene import Scene


@pytest.fixture(params=[pytest.param(cast, id=slug) for slug, cast in CASTS.items()], scope="session")
def cast(request: pytest.FixtureRequest) -> type[Cast]:
    found: type[Cast] = request.param
    return found


@pytest.fixture
def scene(transactional_db: None, cast: type[Cast]) -> Scene:
    return Scene(cast)
