"""Alice at her browser, with accounts on two platforms and a video with words of its own."""

import pytest
from django.contrib.auth.models import User

from tests.factories import AssetFactory
from tests.publisher.pages.conftest import no_platform_answers
from videos.models import Video

__all__ = ["no_platform_answers"]


@pytest.fixture
def bowl(alice: User) -> Video:
    words = {"video__title": "Glazing a bowl", "video__description": "By hand.", "video__tags": ["clay"]}
    return AssetFactory(video__owner=alice, duration=754.2, **words).video
