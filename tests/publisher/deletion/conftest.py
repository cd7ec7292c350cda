"""Alice with something of everything, on either store, with Google at the wire."""

from dataclasses import dataclass

import pytest
from django.contrib.auth.models import User

from platforms import clock
from platforms.models import Connection
from publisher import tasks
from publisher.accounts.deletion import close
from publisher.models import AccountDeletion, Publication
from tests.factories import AssetFactory, AttemptFactory, ConnectionFactory, PublicationFactory
from tests.platforms.connections.conftest import google  # noqa: F401
from tests.publisher.stages import STAGES
from tests.videos.conftest import any_store, bucket, seaweed, store  # noqa: F401
from videos.models import Asset, Video
from videos.storage import SourceMissing, media, new_key, poster_key, store_whole


@dataclass(frozen=True, kw_only=True)
class Owner:
    """One person and what is theirs."""

    user: User
    connection: Connection

    def publication(self, stage: str) -> Publication:
        """Of a video of its own, whose file and poster are in the store."""
        made: Publication = PublicationFactory(connection=self.connection, asset=self.asset(), **STAGES[stage](clock.now()))
        AttemptFactory(publication=made)
        return made

    def asset(self, **changes: object) -> Asset:
        key = new_key()
        store_whole(key, b"bytes of a video")
        store_whole(poster_key(key), b"a picture")
        return AssetFactory(video__owner=self.user, key=key, poster_key=poster_key(key), etag=media().etag(key), **changes)

    def close(self) -> AccountDeletion:
        return close(self.user, now=clock.now())


@pytest.fixture
def owner(alice: User) -> Owner:
    return Owner(user=alice, connection=ConnectionFactory(user=alice, name="Atelier Nord"))


@pytest.fixture
def neighbour(bob: User) -> Owner:
    return Owner(user=bob, connection=ConnectionFactory(user=bob, name="Bob's"))


def go_on() -> None:
    """Let time pass until it is due, and a worker take it."""
    for pk in AccountDeletion.objects.values_list("pk", flat=True):
        AccountDeletion.objects.update(due_at=clock.now())
        tasks.delete_account(pk)


def is_in_store(key: str) -> bool:
    try:
        media().size(key)
    except SourceMissing:
        return False
    return True


def assert_nothing_is_left_of(owner: Owner, assets: list[Asset]) -> None:
    assert not User.objects.filter(pk=owner.user.pk).exists()
    assert not AccountDeletion.objects.exists()
    assert not Connection.objects.filter(pk=owner.connection.pk).exists()
    assert not Video.objects.filter(pk__in=[asset.video_id for asset in assets]).exists()
    assert not Publication.objects.filter(asset__in=assets).exists()
    for asset in assets:
        assert not is_in_store(asset.key)
        assert not is_in_store(poster_key(asset.key))
