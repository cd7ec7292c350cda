"""What the crash harnesses share: the scene, made once for each test."""

import pytest

from tests.crash.scene import Scene


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    return Scene()
