"""Alice in a zone of hers, and what she planned."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.test import Client

from platforms import clock
from platforms.models import Connection
from publisher.models import Profile, Publication
from publisher.wall_clock import resolve
from tests.factories import AssetFactory, PublicationFactory
from tests.publisher.stages import STAGES

Planned = Callable[..., Publication]


@pytest.fixture
def browser(alice: User) -> Client:
    """Alice's browser, in Berlin."""
    Profile.objects.create(user=alice, time_zone="Europe/Berlin")
    browser = Client()
    browser.force_login(alice)
    return browser


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch, db: None) -> datetime:
    """A Friday, by the database's clock."""
    now = resolve(datetime.fromisoformat("2026-11-27T10:00"), ZoneInfo("Europe/Berlin"))
    monkeypatch.setattr(clock, "now", lambda: now)
    return now


@pytest.fixture
def planned(atelier: Connection, now: datetime) -> Planned:
    """Makes a publication of Alice's at a time on the wall in Berlin, or at a moment."""

    def make(at: str | datetime, *, title: str = "Low tide", stage: str = "scheduled", **changes: Any) -> Publication:
        wall = datetime.fromisoformat(at) if isinstance(at, str) else at
        moment = wall if wall.tzinfo else resolve(wall, ZoneInfo("Europe/Berlin"))
        given = {"scheduled_at": moment, **({"due_at": moment} if stage == "scheduled" else {}), **changes}
        connection = given.pop("connection", atelier)
        asset = AssetFactory(video__owner=connection.user, video__title=title)
        return PublicationFactory(connection=connection, asset=asset, **{**STAGES[stage](now), **given})

    return make
