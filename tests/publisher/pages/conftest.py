"""Alice at her browser, with a video that is ready and an account to publish to."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from platforms import clock
from platforms.models import Connection
from publisher.models import Publication
from tests.factories import AssetFactory, ConnectionFactory, PublicationFactory
from tests.publisher.stages import STAGES
from videos.models import Video

Standing = Callable[..., Publication]


@pytest.fixture
def browser(alice: User) -> Client:
    browser = Client()
    browser.force_login(alice)
    return browser


@pytest.fixture
def atelier(alice: User) -> Connection:
    return ConnectionFactory(user=alice, name="Atelier Nord")


@pytest.fixture
def bowl(alice: User) -> Video:
    """A video of Alice's that is ready to be published."""
    return AssetFactory(video__owner=alice, video__title="Glazing a bowl").video


@pytest.fixture
def standing(atelier: Connection) -> Standing:
    """Makes a publication of Alice's at a stage of `STAGES`, of a video of its own unless one is given."""

    def make(stage: str, *, video: Video | None = None, connection: Connection = atelier, **changes: Any) -> Publication:
        asset = video.asset if video else AssetFactory(video__owner=connection.user)
        return PublicationFactory(connection=connection, asset=asset, **{**STAGES[stage](clock.now()), **changes})

    return make
