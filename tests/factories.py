"""Rows for tests, as a user of the product would have made them."""

from datetime import timedelta

import factory
from django.contrib.auth import get_user_model
from django.utils import timezone

from platforms import registry
from platforms.models import Connection

PASSWORD = "correct horse battery"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = factory.django.Password(PASSWORD)


class ConnectionFactory(factory.django.DjangoModelFactory):
    """A connection as it stands right after the round trip: an hour of access left, and a refresh token."""

    class Meta:
        model = Connection

    user = factory.SubFactory(UserFactory)
    provider = "youtube"
    uid = factory.Sequence(lambda n: f"UC{n:022d}")
    id_key = "account_id"
    realm = factory.LazyAttribute(lambda row: registry.realm(row.provider))
    name = factory.Sequence(lambda n: f"Channel {n}")
    scopes = factory.LazyFunction(lambda: ["https://www.googleapis.com/auth/youtube.force-ssl"])
    extra_data = factory.LazyFunction(lambda: {"access_token": "access-before", "refresh_token": "refresh-before"})
    token_version = 1
    token_expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(hours=1))
    connected_at = factory.LazyFunction(timezone.now)
