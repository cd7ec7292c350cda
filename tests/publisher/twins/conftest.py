"""Alice with two videos of the very same file, and Bob with a third of it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from platforms import clock
from platforms.models import Connection
from publisher.models import Publication
from tests.factories import AssetFactory, PublicationFactory
from tests.publisher.stages import STAGES
from videos.models import Video

CONTENT = "c0ffee" * 10 + "c0ff"
Posted = Callable[..., Publication]
pytestmark = pytest.mark.django_db


def uploaded(owner: User, title: str, **file: Any) -> Video:
    """A video of that very file."""
    return AssetFactory(**{"video__owner": owner, "video__title": title, "sha256": CONTENT, **file}).video


@pytest.fixture
def first(alice: User) -> Video:
    return uploaded(alice, "The tide, before")


@pytest.fixture
def second(first: Video, alice: User) -> Video:
    return uploaded(alice, "The tide, once more")


@pytest.fixture
def posted(atelier: Connection) -> Posted:
    """Makes a publication of a video at a stage of `STAGES`."""

    def make(video: Video, stage: str = "published", connection: Connection = atelier, **changes: Any) -> Publication:
        return PublicationFactory(connection=connection, asset=video.asset, **{**STAGES[stage](clock.now()), **changes})

    return make
