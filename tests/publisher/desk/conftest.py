"""Sam of the staff at the admin, a colleague who may only look, and publications of Alice's to look at."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from platforms import clock
from platforms.models import Connection
from publisher.models import Publication
from tests.factories import AssetFactory, ConnectionFactory, PublicationFactory, UserFactory
from tests.publisher.stages import STAGES

LIST = "/admin/publisher/publication/"
Standing = Callable[..., Publication]


@pytest.fixture
def staff(sam: User) -> Client:
    staff = Client()
    staff.force_login(sam)
    return staff


@pytest.fixture
def looker(db: None) -> Client:
    """A colleague who may see publications, their sweeps and holds, and do nothing to them."""
    user = UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_publication", "view_sweeprun", "view_hold"]))
    looker = Client()
    looker.force_login(user)
    return looker


@pytest.fixture
def atelier(alice: User) -> Connection:
    return ConnectionFactory(user=alice, name="Atelier Nord")


@pytest.fixture
def standing(atelier: Connection) -> Standing:
    """Makes a publication at a stage of `STAGES`, of Alice's unless a connection is given."""

    def make(stage: str, *, connection: Connection = atelier, **changes: Any) -> Publication:
        asset = AssetFactory(video__owner=connection.user)
        return PublicationFactory(connection=connection, asset=asset, **{**STAGES[stage](clock.now()), **changes})

    return make
