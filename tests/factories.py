"""Rows for tests, as a user of the product would have made them."""

import uuid
from dataclasses import asdict
from datetime import timedelta
from functools import cache

import factory
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from platforms import registry
from platforms.models import Connection
from platforms.profile import Profile
from publisher.models import AccountDeletion, ApiToken, Attempt, BrowserSession, FollowUp, Pattern, Publication
from publisher.snapshot import frozen
from publisher.states import State
from videos.models import Asset, AssetState, Fit, Video
from videos.recipe import Kind, Recipe
from videos.storage import new_key

PASSWORD = "correct horse battery"


def hashed(password: str) -> str:
    """Hash each password once with each hasher that is set: a good hash takes its time."""
    return _hashed(password, settings.PASSWORD_HASHERS[0])


@cache
def _hashed(password: str, hasher: str) -> str:
    return make_password(password)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = factory.Transformer(PASSWORD, transform=hashed)


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


class VideoFactory(factory.django.DjangoModelFactory):
    """A video's words; `AssetFactory` gives it a file."""

    class Meta:
        model = Video

    owner = factory.SubFactory(UserFactory)
    title = factory.Sequence(lambda n: f"Video {n}")


class AssetFactory(factory.django.DjangoModelFactory):
    """An original that was probed and is ready. Its bytes are in the store only where a test puts them there."""

    class Meta:
        model = Asset

    video = factory.SubFactory(VideoFactory)
    state = AssetState.READY
    key = factory.LazyFunction(new_key)
    name = "holiday.mp4"
    size = 5_000_000
    bytes_received = 5_000_000
    etag = factory.Sequence(lambda n: f"{n:x}-etag")
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    content_type = "video/mp4"
    container = "mp4"
    duration = 12.0
    width = 1280
    height = 720
    video_codec = "h264"
    audio_codec = "aac"


class FitFactory(factory.django.DjangoModelFactory):
    """The wish for a fitted file that waits to be made; `source` is its video's original."""

    class Meta:
        model = Fit

    source = factory.SubFactory(AssetFactory)
    video = factory.SelfAttribute("source.video")
    purpose = "tiktok-post"
    profile = factory.LazyFunction(lambda: asdict(Profile(key="post", name="TikTok", most_seconds=600)))
    recipe = factory.LazyFunction(lambda: RECIPE.plain())
    created_at = factory.LazyFunction(timezone.now)


RECIPE = Recipe(
    kind=Kind.TRIM,
    start=0.0,
    seconds=599.75,
    arguments=("-c:v", "copy", "-c:a", "copy"),
    expected_bytes=3_000_000,
    most_bytes=4_000_000_000,
    says="It will be shortened from 17:20 to 10:00, and packed anew as MP4, picture and sound untouched.",
)


class PublicationFactory(factory.django.DjangoModelFactory):
    """A publication as it stands right after Publish was pressed, of `owner`'s video to `owner`'s connection."""

    class Meta:
        model = Publication

    class Params:
        owner = factory.SubFactory(UserFactory)

    connection = factory.SubFactory(ConnectionFactory, user=factory.SelfAttribute("..owner"))
    asset = factory.SubFactory(AssetFactory, video__owner=factory.SelfAttribute("...owner"))
    video = factory.SelfAttribute("asset.video")
    state = State.WAITING
    created_at = factory.LazyFunction(timezone.now)
    due_at = factory.LazyFunction(timezone.now)

    @classmethod
    def _adjust_kwargs(cls, **given):
        return {**frozen(given["video"], given["asset"]), **given}


class AttemptFactory(factory.django.DjangoModelFactory):
    """One try that came to an end."""

    class Meta:
        model = Attempt

    publication = factory.SubFactory(PublicationFactory)
    number = factory.Sequence(lambda n: n + 1)
    kind = "publish"
    cause = "first"
    started_at = factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=5))
    ended_at = factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=4))
    outcome = "failed"


class FollowUpFactory(factory.django.DjangoModelFactory):
    """What remains of a publication, due now."""

    class Meta:
        model = FollowUp

    publication = factory.SubFactory(PublicationFactory)
    kind = "thumbnail"
    due_at = factory.LazyFunction(timezone.now)


class BrowserSessionFactory(factory.django.DjangoModelFactory):
    """A browser that is logged in somewhere else, and was used an hour ago."""

    class Meta:
        model = BrowserSession

    session_key = factory.Sequence(lambda n: f"{n:032d}")
    number = factory.LazyFunction(uuid.uuid4)
    user = factory.SubFactory(UserFactory)
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    address = "198.51.100.7"
    expire_date = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))
    first_seen = factory.LazyFunction(lambda: timezone.now() - timedelta(days=2))
    last_seen = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))


class ApiTokenFactory(factory.django.DjangoModelFactory):
    """A token that lives; nobody knows its text."""

    class Meta:
        model = ApiToken

    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"script {n}")
    start = "rtk_Ab3dE6gH"
    digest = factory.Sequence(lambda n: f"{n:064x}")
    created_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=2))


class AccountDeletionFactory(factory.django.DjangoModelFactory):
    """The wish of somebody whose account is closed already."""

    class Meta:
        model = AccountDeletion

    user = factory.SubFactory(UserFactory, is_active=False)
    requested_at = factory.LazyFunction(timezone.now)
    due_at = factory.LazyFunction(timezone.now)


class PatternFactory(factory.django.DjangoModelFactory):
    """A pattern that fills in every word."""

    class Meta:
        model = Pattern

    owner = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Pattern {n}")
    title = "{title}, by {account}"
    description = "{description}\n\n{footer}"
    tags = "{tags}, weekly"
