"""Alice at her browser, with a video that is ready and an account to publish to."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User

from platforms import clock, http
from platforms.models import Connection
from platforms.sandbox.plumbing import Dropped
from platforms.sandbox.wire import read_request, response_bytes
from platforms.sandbox.youtube import YouTubeStandIn
from publisher.models import Publication
from tests.factories import AssetFactory, PublicationFactory
from tests.platforms.loop import Loop, Time
from tests.publisher.stages import STAGES
from videos.models import Video

Standing = Callable[..., Publication]


@pytest.fixture(autouse=True)
def no_platform_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that ask a platform are told that it is away, whatever runs on this machine."""

    def refuse(*_: Any, **__: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(http, "connect", refuse)


@pytest.fixture
def stand_in(no_platform_answers: None, atelier: Connection, monkeypatch: pytest.MonkeyPatch) -> YouTubeStandIn:
    """YouTube's stand-in behind the door, with Alice's account let in."""
    stand_in = YouTubeStandIn(clock=clock.now)
    parts = urlsplit(atelier.realm)

    def serve(raw: bytes) -> bytes | None:
        request = read_request(io.BytesIO(raw), host=parts.netloc)
        assert request is not None
        answer = stand_in.answer(replace(request, path=request.path.removeprefix(parts.path), base=atelier.realm))
        return None if isinstance(answer, Dropped) else response_bytes(answer)

    monkeypatch.setattr(http, "connect", Loop(serve, Time()).connect)
    atelier.extra_data = {"access_token": stand_in.grant("Atelier Nord").access_token, "refresh_token": "r"}
    atelier.save()
    return stand_in


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
